"""Notes at the foot of the pages of a PDF, and their marks in the text.

The foot of a page is in smaller print, or stands under a short rule ("__________"). A note begins with its marker,
raised, or followed by a full stop or a space; the marks in the text are raised signs with the same marker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.reading.pdf_furniture import NOTE_SIZE, PrintedPage
from pipeline.reading.pdf_lines import SMALL, PrintedLine
from pipeline.reading.pdf_runs import Run

RULE = re.compile(r"[_–—─ ]{6,}")
MARKER = re.compile(r"(\d{1,3}|\*{1,4}|[†‡§]|[a-z])(?=[.\s]|$)")
PLAIN = re.compile(r"(\d{1,3}|\*{1,4}|[†‡§])\.?\s+(?=\S)")
SIGNS = re.compile(r"\d{1,3}|\*{1,4}|[†‡§]|[a-z]")
RAISED = re.compile(r"[\s,]*(?:(?:\d{1,3}|\*{1,4}|[†‡§]|[a-z])[\s,]*){1,4}")


SHORT = 0.5
"""A rule above notes is at most so wide, against the page."""

SKIPPED = 5
"""Numbers of notes up to which the foot of a page may be ahead of the one before."""

PARAGRAPH_GAP = 1.6
"""Distance of base lines, in heights of the font, from which a note at the end of the text ends."""


@dataclass(slots=True)
class NoteLine:
    """A line of a note: its key, and how many characters of the line are its printed marker."""

    key: str
    marker: str
    length: int


def find_notes(pages: list[PrintedPage], body: float) -> dict[int, NoteLine]:
    """Set the role of the lines of notes to ``note`` and return what they are, by the identity of the line."""
    notes: dict[int, NoteLine] = {}
    used: set[str] = set()
    last: NoteLine | None = None
    ended = 0
    for number, page in enumerate(pages, 1):
        foot, ruled = _foot(page, body, ended == number - 1 and last is not None)
        if foot:
            last = _read_foot(foot, ruled, number, last, used, notes)
            ended = number if foot[-1].role == "note" else ended
    _read_end(pages, used, notes)
    return notes


def _read_end(pages: list[PrintedPage], used: set[str], notes: dict[int, NoteLine]) -> None:
    """Find notes that stand at the end of the text: paragraphs that begin with a raised marker seen before."""
    marks: set[str] = set()
    for number, page in enumerate(pages, 1):
        current: NoteLine | None = None
        before: PrintedLine | None = None
        for line in page.lines:
            if line.role:
                continue
            found = _marker(line, True)
            if found and found[0] in marks:
                key = found[0] if found[0] not in used else f"{found[0]}@{number}"
                used.add(key)
                current = NoteLine(key, *found)
            elif before is None or before.y - line.y > PARAGRAPH_GAP * line.size:
                current = None
            else:
                current = NoteLine(current.key, current.marker, 0) if current else None
            before = line
            if current:
                notes[id(line)], line.role = current, "note"
            else:
                marks |= {sign for run in line.runs if run.raised for sign in SIGNS.findall(run.text)}


def _read_foot(
    foot: list[PrintedLine],
    ruled: bool,
    number: int,
    last: NoteLine | None,
    used: set[str],
    notes: dict[int, NoteLine],
) -> NoteLine | None:
    """Cut the foot of one page into notes; lines before the first marker go on with the note of the page before."""
    raised = any(_marker(line, True) for line in foot)
    current: NoteLine | None = None
    if not raised and not ruled and not any(_marker(line, False) for line in foot):
        return last
    for line in foot:
        found = _marker(line, raised)
        first = current is None and line.text.startswith(f"{found[0]}." if found else "\0")
        if found and not raised and not _follows(found[0], current or last, first):
            found = None
        if found:
            marker, length = found
            key = marker if marker not in used else f"{marker}@{number}"
            used.add(key)
            current = notes[id(line)] = NoteLine(key, marker, length)
        elif current or (last and ruled):
            going = current or last
            assert going is not None
            current = going
            notes[id(line)] = NoteLine(going.key, going.marker, 0)
        else:
            continue
        line.role = "note"
    return current or last


def _follows(marker: str, before: NoteLine | None, first: bool) -> bool:
    """Tell whether a plain numeral at the head of a small line is the next note's, and no year or day of the note.

    The first line of a foot may skip one that was not seen, where a full stop follows the numeral.
    """
    if not marker.isdigit():
        return True
    if before is None or not before.marker.isdigit():
        return int(marker) <= 3
    after = int(marker) - int(before.marker)
    return marker == "1" or after == 1 or (first and 1 < after <= SKIPPED)


def join_lone_marks(pages: list[PrintedPage], notes: dict[int, NoteLine], body: float) -> None:
    """Give marks that stand alone at the head of a line, where the break came before them, to the line above."""
    for page in pages:
        markers = {notes[id(line)].marker for line in page.lines if id(line) in notes}
        lines: list[PrintedLine] = []
        for line in page.lines:
            lone = not line.role and line.size <= SMALL * body and set(SIGNS.findall(line.text)) <= markers
            if lone and lines and not lines[-1].role and RAISED.fullmatch(line.text):
                for run in line.runs:
                    run.raised = True
                lines[-1].runs += line.runs
            else:
                lines.append(line)
        page.lines[:] = lines


def _marker(line: PrintedLine, raised: bool) -> tuple[str, int] | None:
    """Return the marker at the head of a line and the length of what is printed of it."""
    first = line.runs[0]
    if raised:
        found = MARKER.match(first.text.strip()) if first.raised else None
        return (found[1], len(first.text.rstrip())) if found else None
    found = PLAIN.match(line.text)
    return (found[1], len(found[0].rstrip())) if found else None


def _foot(page: PrintedPage, body: float, goes_on: bool) -> tuple[list[PrintedLine], bool]:
    """Return the lines at the foot of a page that may be notes, and whether a rule stands above them.

    ``goes_on`` tells that the page before ended in a note, so that one without a marker may stand first.
    """
    lines = [line for line in page.lines if not line.role]
    for index, line in enumerate(lines):
        below = lines[index + 1 :]
        if not RULE.fullmatch(line.text.strip()) or not below or any(other.y >= line.y for other in below):
            continue
        if any(_marker(other, True) or _marker(other, False) for other in below) or _all_small(below, body):
            line.role, line.value = "furniture", "page-footer"
            return below, True
    for x0, x1, y in page.rules:
        below = [line for line in lines if line.y < y]
        if not below or x1 - x0 > SHORT * page.width or not any(line.y > y for line in lines):
            continue
        if _marker(below[0], True) or (goes_on and abs(x0 - below[0].x0) < below[0].size):
            return below, True
    start = len(lines)
    while start and lines[start - 1].size <= NOTE_SIZE * body:
        start -= 1
    foot = lines[start:]
    if not foot or (start == 0 and len(page.lines) > 40):
        return [], False
    above = lines[start - 1].y if start else page.height
    ruled = any(foot[0].y < y < above and x1 - x0 < 0.95 * page.width for x0, x1, y in page.rules)
    return foot, ruled


def _all_small(lines: list[PrintedLine], body: float) -> bool:
    """Tell whether lines are in the print of notes."""
    return all(line.size <= NOTE_SIZE * body for line in lines)


def marks_of(run: Run, keys: dict[str, list[str]], number: int) -> list[tuple[int, int, str]]:
    """Return the marks that a raised run of the text holds: offsets in the run, and the keys of their notes.

    ``keys`` maps a marker to the keys of its notes; on page ``number`` the note of that page is meant, else the last
    one before it or the first after.
    """
    if not run.raised or not RAISED.fullmatch(run.text):
        return []
    found = []
    for sign in SIGNS.finditer(run.text):
        known = keys.get(sign.group())
        if not known:
            return []
        here = f"{sign.group()}@{number}"
        found.append((sign.start(), sign.end(), here if here in known else known[0]))
    return found
