"""Lines of the source: where each stands, what lies before it, and what it is.

A line is a stretch without a line break, its outer white space left off. Its ``gap`` says what stands between it and
the line before: nothing, blank lines, or the end of a page.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading import SourceText

NEXT, BLANK, PAGE = 0, 1, 2
"""Values of ``Line.gap``: next line, after blank lines, on a new page."""

_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\x00"
_STRIP = "\ufeff \t\xa0\u2002\u2003\u2009\u202f\u3000\x1f"

WIDEST_PRINT = 130
"""No printed line is longer than this in characters; longer ones are paragraphs."""


@dataclass(slots=True)
class Line:
    """One line: ``source.text[start:end] == text``; ``role`` is text, furniture, note, masthead or closing."""

    start: int
    end: int
    text: str
    gap: int
    page: int
    role: str = "text"
    kind: str = ""


def split_lines(source: SourceText) -> list[Line]:
    """Return the lines of the source that are not blank, in order; those with nothing to see are furniture."""
    text, page, last = source.text, 1, 0
    lines: list[Line] = []
    starts = list(source.pages or ())
    for found in _LINE.finditer(text):
        raw = found.group()
        body = raw.strip(_STRIP)
        if not body:
            continue
        seen = body.strip(_STRIP + _INVISIBLE)
        start = found.start() + len(raw) - len(raw.lstrip(_STRIP))
        between = text[last:start]
        new_page = bisect.bisect_right(starts, start) if starts else page + between.count("\f")
        gap = PAGE if new_page > page and lines else (BLANK if _breaks(between) > 1 else NEXT)
        page = max(page, new_page)
        if seen:
            lines.append(Line(start, start + len(body), body, gap if lines else BLANK, page))
            last = start + len(body)
        else:
            lines.append(Line(start, start + len(body), body, NEXT, page, "furniture", "invisible"))
    return lines


def _breaks(between: str) -> int:
    """Count line breaks, Windows pairs as one."""
    return between.count("\n") + between.count("\r") - between.count("\r\n") + between.count("\u2029") * 2


def print_width(lines: Iterable[Line]) -> int | None:
    """Return the width in characters to which the text was wrapped, or None where lines are whole paragraphs.

    Wrapped text has many lines that end close to one right margin; text whose lines are paragraphs has none, or has
    most of its characters in lines longer than any printed one.
    """
    lines = [line for line in lines if line.role == "text"]
    lengths = sorted((len(line.text) for line in lines), reverse=True)
    long = sum(length for length in lengths if length > WIDEST_PRINT)
    if long > 0.3 * sum(lengths):
        return None
    needed = max(3, len(lengths) // 12)
    for index, length in enumerate(lengths[: len(lengths) - needed + 1]):
        if length <= WIDEST_PRINT and lengths[index + needed - 1] >= length - 8:
            return length if length >= 24 else None
    return _width_of_few(list(lines))


def _width_of_few(lines: list[Line]) -> int | None:
    """Return the longest printed line where at least one line clearly goes on in the next: a text of few lines."""
    longest = max((len(line.text) for line in lines), default=0)
    if not 40 <= longest <= WIDEST_PRINT:
        return None
    for before, after in pairwise(lines):
        if after.gap == NEXT and before.text[-1].isalnum() and len(before.text) > 0.6 * longest:
            return longest
    return None


def is_exact(lines: list[Line], width: int | None) -> bool:
    """Tell whether every full line was filled as far as its words allow, as in monospaced text.

    Then a line that had room for the next word ends its paragraph. Looked at on pairs of lines that surely belong to
    one paragraph: the first has no closing mark, the second goes on in lower case.
    """
    if width is None:
        return False
    inside = fits = 0
    for before, after in pairwise(lines):
        if before.role == after.role == "text" and after.gap == NEXT and before.text[-1].isalpha():
            word = after.text.partition(" ")[0]
            if word.islower():
                inside += 1
                fits += len(before.text) + 1 + len(word) <= width
    return inside >= 4 and fits <= 0.02 * inside
