"""Inline markup: the characters of Markdown and HTML that no reader sees, and the italics they stand for.

Converters write acts as ``*Recalls*``, citations as ``[59/50](#)``, and a backslash before signs that Markdown would
take for its own (CommonMark, sections 2.4 and 6). Only what is well formed is markup; a lone asterisk stays a sign.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(
    r"(?P<link>\[(?P<label>(?:[^\[\]\\\n]|\\.){1,400})\]\((?P<target>[^()\s]{0,400})\))"
    r"|(?P<escape>\\)(?=[!-/:-@\[-`{-~])"
    r"|(?P<tag></?(?:sup|sub|i|em|b|strong|u|br|span)\s?/?>)"
    r"|(?P<sign>\*{1,3}|(?<![^\W_])_{1,2}(?=[^\W_])|(?<=[^\W_])_{1,2}(?![^\W_]))"
)
_HEAD = re.compile(r"(?:#{1,6}\s{1,3}|>\s{1,3})+")
_ANY = re.compile(r"[*_\\<]|\]\(|^#|^>", re.MULTILINE)

Span = tuple[int, int]


def has_markup(text: str) -> bool:
    """Tell whether the source holds any sign that could be markup at all: most plain texts do not."""
    return _ANY.search(text) is not None


def find_markup(text: str, lines: list[Span]) -> tuple[list[Span], list[Span]]:
    """Return the markup and the italics of one paragraph.

    Parameters
    ----------
    text
        The source text.
    lines
        The lines of the paragraph, as source offsets.

    Returns
    -------
    Stretches of markup, and stretches in italics between two signs, both as source offsets in order.
    """
    dropped: list[Span] = []
    italics: list[Span] = []
    opened: list[tuple[int, int, str]] = []
    for start, end in lines:
        head = _HEAD.match(text, start, end)
        if head:
            dropped.append(head.span())
        _line_markup(text, head.end() if head else start, end, dropped, italics, opened)
    dropped.sort()
    italics.sort()
    return dropped, italics


def _line_markup(
    text: str, start: int, end: int, dropped: list[Span], italics: list[Span], opened: list[tuple[int, int, str]]
) -> None:
    """Add what one line holds; ``opened`` are the signs still waiting for their other half."""
    position = start
    while position < end:
        found = _SIGNS.search(text, position, end)
        if found is None:
            return
        position = found.end()
        if found.lastgroup == "escape" or found.group("tag"):
            dropped.append(found.span())
        elif found.group("link"):
            low, high = found.span("label")
            dropped += [(found.start(), low), (high, found.end())]
            _line_markup(text, low, high, dropped, italics, opened)
        else:
            _sign(text, found, end, dropped, italics, opened)


def _sign(
    text: str,
    found: re.Match[str],
    end: int,
    dropped: list[Span],
    italics: list[Span],
    opened: list[tuple[int, int, str]],
) -> None:
    """Close the emphasis that waits for this sign, or open one (CommonMark 6.2: what touches a sign decides)."""
    low, high = found.span()
    before = text[low - 1] if low else " "
    after = text[high] if high < end else " "
    if opened and opened[-1][2] == found.group() and not before.isspace() and not after.isalnum():
        start, stop, sign = opened.pop()
        dropped += [(start, stop), (low, high)]
        if len(sign) % 2:
            italics.append((stop, low))
    elif not after.isspace() and not before.isalnum():
        opened.append((low, high, found.group()))
