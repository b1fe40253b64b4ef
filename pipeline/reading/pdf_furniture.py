"""What a PDF prints on its pages that is no text of the document: running heads, feet, numbers, bar codes, stamps.

Where it stands decides: at the head and the foot of the page, in the same place on several pages, or in smaller print
than the text; United Nations pages carry the symbol at the head, and at the foot the page ("2/13") and the job number
of the conference service ("18-04038 (E)"), repeated as a bar code on the first page (``*1804038*``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pipeline.reading.pdf_lines import PrintedLine

HEAD = 0.12
FOOT = 0.10
"""Share of the height of the page in which running heads and feet stand."""

NOTE_SIZE = 0.93
"""Height of the letters of notes and heads, against the text, at most."""

COUNTED = 16
"""Letters up to which lines in the print of the text are a running head though they differ in a number."""

HUGE = 5.0
"""Height of letters, against the text, from which they are a watermark."""

JOB = re.compile(
    r"(?:[A-Z]{0,3}\.?\s?)?\d{2}-\d{4,6}(?:\s*\([A-Z]\))?"  # 18-04038 (E)
    r"(?:\s+(?:\(?[A-Z]\)?\s*)?\d{6})*(?:\s*\d{1,4}/\d{1,4})?"  # dates of issue, page
)
BARCODE = re.compile(r"\*\s?\d{6,10}[A-Z]?\s?\*")
PAGE = re.compile(r"(?:page\s+)?[-–—]?\s?\d{1,5}\s?[-–—]?(?:\s?(?:/|of)\s?\d{1,5})?|[ivxl]{1,6}", re.IGNORECASE)
DATES = re.compile(r"\d{6}(?:\s+\d{6})*")
SYMBOL = re.compile(r"[A-Z]{1,6}(?:/[\w.-]+)+(?:\s?\(\d{4}\))?")
DIGITS = re.compile(r"\d+")
NOTE = re.compile(r"(?:\d{1,3}|\*{1,4}|[†‡§])\.\s+\S")
"""What opens like a note: of several such lines that differ, none is a running foot."""


@dataclass(slots=True)
class PrintedPage:
    """The lines of one page in reading order."""

    lines: list[PrintedLine]
    width: float
    height: float
    rules: list[tuple[float, float, float]] = field(default_factory=list)


def body_size(pages: list[PrintedPage]) -> float:
    """Return the height of most letters of a document."""
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            weights[round(line.size * 2) / 2] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 10.0


def mark_furniture(pages: list[PrintedPage], body: float) -> None:
    """Set ``role`` and ``value`` of every line that is furniture."""
    for line in (line for page in pages for line in page.lines):
        if line.size > HUGE * body and len(pages) > 1:
            line.role, line.value = "furniture", "stamp"
    for page in pages:
        _mark_foot(page, body)
    _mark_repeated(pages, body)
    for page in pages[1:]:
        _mark_small_head(page, body)


def _edge(page: PrintedPage, line: PrintedLine) -> str:
    """Return at which edge of the page a line stands, or an empty string."""
    if line.y > (1 - HEAD) * page.height:
        return "page-header"
    return "page-footer" if line.y < FOOT * page.height else ""


def _set(line: PrintedLine, value: str) -> None:
    """Make a line furniture."""
    line.role, line.value = "furniture", value


def _mark_foot(page: PrintedPage, body: float) -> None:
    """Mark what stands under the last line of the page and has the form of a page number, job number or bar code."""
    for line in sorted(page.lines, key=lambda line: line.y):
        edge, text = _edge(page, line), line.text.strip()
        if edge != "page-footer":
            break
        if BARCODE.fullmatch(text):
            _set(line, "barcode")
        elif JOB.fullmatch(text):
            _set(line, "job-number")
        elif PAGE.fullmatch(text):
            _set(line, "page-number")
        elif DATES.fullmatch(text):
            _set(line, "page-footer")
    for line in sorted(page.lines, key=lambda line: -line.y)[:4]:
        if _edge(page, line) == "page-header" and PAGE.fullmatch(line.text.strip()) and len(page.lines) > 1:
            _set(line, "page-number")


def _mark_repeated(pages: list[PrintedPage], body: float) -> None:
    """Mark lines at the edges that say the same, numbers aside, at the same height on several pages."""
    seen: defaultdict[tuple[str, str, int], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            edge = _edge(page, line)
            if edge and not line.role:
                seen[edge, DIGITS.sub("#", line.text.strip()), round(line.y / 3)].append(line)
    need = 2 if len(pages) < 8 else 3
    for (edge, text, _), lines in seen.items():
        small = lines[0].size <= NOTE_SIZE * body
        same = len({line.text.strip() for line in lines}) == 1
        if edge == "page-footer" and not same and all(_is_note(line) for line in lines):
            continue
        if len(lines) >= need and (small or (len(text) > 2 if same else len(text) <= COUNTED)):
            for line in lines:
                _set(line, edge)


def _is_note(line: PrintedLine) -> bool:
    """Tell whether a line opens with a raised sign and has text, or with a number and a full stop."""
    return (line.runs[0].raised and len(line.runs) > 1) or NOTE.match(line.text) is not None


def _mark_small_head(page: PrintedPage, body: float) -> None:
    """Mark the small print above the text of a page after the first: a head that no other page repeats."""
    lines = sorted((line for line in page.lines), key=lambda line: -line.y)
    for index, line in enumerate(lines[:8]):
        if _edge(page, line) != "page-header":
            break
        small = line.size <= NOTE_SIZE * body
        if not line.role and not small and not SYMBOL.fullmatch(line.text.strip()):
            break
        below = [other for other in lines[index + 1 :] if line.y - other.y > 0.3 * line.size]
        if line.role or not below or below[0].size <= NOTE_SIZE * body or line.y - below[0].y > 1.3 * body:
            line.role, line.value = "furniture", line.value or "page-header"
