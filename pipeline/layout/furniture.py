"""Page furniture: what the printer puts on every page and nobody reads as text.

Running heads repeat the symbol and the title of the document at the top of each page; feet carry the job number, the
page number and a bar code (United Nations Editorial Manual, documents). A symbol alone on a line is a running head
from its second occurrence on; the line below it is one too where it repeats the title or itself.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.layout.lines import PAGE, Line
from pipeline.lexicon.layout import LayoutLexicon

SYMBOL = re.compile(r"[A-Z]{1,4}(?:/[A-Za-z0-9.\-()_]+){1,6}(?:\s?\(\d{4}\))?(?:\s[A-Z](?:[-–][A-Z])?)?(?:\s?[*†])?$")
"""A document symbol alone on a line."""

_PAGE_NUMBER = re.compile(r"\d{1,3}$")
_LETTERS = re.compile(r"[\W_]+")


def mark_furniture(lines: list[Line], body: int, lexicon: LayoutLexicon) -> None:
    """Set ``role`` and ``kind`` of the lines that are page furniture.

    Parameters
    ----------
    lines
        All lines of the source.
    body
        Index of the first line after the masthead; in the masthead only job numbers, bar codes and the like are
        furniture, since symbols and titles there are what the document says of itself.
    lexicon
        The expressions of furniture.
    """
    for line in lines:
        if line.role == "text" and len(line.text) <= 60:
            kind = lexicon.furniture_kind(line.text)
            if kind:
                _set(line, kind)
    _mark_running_heads(lines, body)
    _mark_lone_numbers(lines, body)


def letters(text: str) -> str:
    """Return the letters and digits of ``text`` in lower case: what is compared when lines repeat."""
    return _LETTERS.sub("", text).casefold()


def _set(line: Line, kind: str) -> None:
    line.role, line.kind = "furniture", kind


def _mark_running_heads(lines: list[Line], body: int) -> None:
    """Mark repeated symbols and the running titles that follow them."""
    symbols = {letters(line.text) for line in lines[:body] if SYMBOL.match(line.text)}
    seen = Counter(letters(line.text) for line in lines[body:] if SYMBOL.match(line.text))
    symbols |= {symbol for symbol, count in seen.items() if count > 1}
    if not symbols:
        return
    head = [letters(line.text) for line in lines[:body]]
    number = _own_number(lines[:body])
    below = Counter(
        letters(after.text)
        for before, after in zip(lines[body:], lines[body + 1 :], strict=False)
        if letters(before.text) in symbols
    )
    for index in range(body, len(lines)):
        line = lines[index]
        if line.role != "text" or letters(line.text) not in symbols:
            continue
        _set(line, "page-header")
        after = lines[index + 1] if index + 1 < len(lines) else None
        if after is not None and after.role == "text" and after.gap != PAGE:
            words = letters(after.text)
            repeated = below[words] > 1 and len(words) >= 4
            titled = len(words) >= 8 and any(words in title for title in head)
            if (repeated or titled or (number and number in after.text)) and after.text[-1] not in ";,":
                _set(after, "page-header")


def _own_number(masthead: list[Line]) -> str | None:
    """Return "2118 (2013)" for S/RES/2118 (2013): what a running title of the Security Council repeats."""
    for line in masthead:
        found = re.match(r"S/RES/(\d{1,4}) ?(\(\d{4}\))", line.text)
        if found:
            return f"resolution {found.group(1)} {found.group(2)}"
    return None


def _mark_lone_numbers(lines: list[Line], body: int) -> None:
    """Take a number alone beside other furniture or at the edge of a page for a page number."""
    for index in range(body, len(lines)):
        line = lines[index]
        if line.role != "text" or len(line.text) > 3 or not _PAGE_NUMBER.match(line.text):
            continue
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        edge = line.gap == PAGE or after is None or after.gap == PAGE
        beside = any(other is not None and other.role == "furniture" for other in (before, after))
        if edge or beside:
            _set(line, "page-number")
