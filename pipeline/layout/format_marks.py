"""What the format itself says of the page: furniture, notes and their marks, italics.

Readers of PDF, Word, HTML and XML know what plain text has to guess (see :class:`pipeline.reading.Mark`). Where they
say it, they are believed, and the rules for texts without marks stay out of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from pipeline.layout.lines import Line
from pipeline.layout.markup import Span
from pipeline.layout.note_marks import SUPERSCRIPTS, Place
from pipeline.layout.notes import Note
from pipeline.reading import Mark, SourceText

_MARKER = re.compile(r"(?P<marker>\d{1,3}|[⁰¹²³⁴-⁹]{1,4}|[*†‡§]{1,3}|[a-z]{1,2})[.)]?(?:\s{1,9}|(?<=[⁰¹²³⁴-⁹]))(?=\S)")

LINES_KNOWN = ("text/plain", "text/markdown", "application/pdf")
"""Formats whose lines are printed lines or may be; in all others a line is a paragraph."""

CARRY_NO_PAPER = frozenset({"furniture", "note"})


@dataclass(slots=True)
class FormatMarks:
    """The marks of a source that the layout uses.

    ``dropped``, ``italics`` and ``tables`` are stretches of the source by start; ``notes`` is empty where the format
    marks none.
    """

    dropped: list[Span] = field(default_factory=list)
    italics: list[Span] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tables: list[Span] = field(default_factory=list)
    paragraphs_known: bool = False

    def in_table(self, offset: int) -> bool:
        """Tell whether a place of the source stands in a table."""
        at = bisect_right(self.tables, (offset, 1 << 62)) - 1
        return at >= 0 and offset < self.tables[at][1]


def read_marks(source: SourceText, lines: list[Line]) -> FormatMarks:
    """Read the marks of a source, and set the role of the lines that they take out of the text.

    Parameters
    ----------
    source
        The source text with its marks.
    lines
        Its lines.
    """
    found = FormatMarks(paragraphs_known=source.media_type not in LINES_KNOWN)
    starts = [line.start for line in lines]
    places: dict[str, Mark] = {}
    holders: dict[int, Note] = {}
    for mark in source.marks:
        if mark.kind == "italic":
            found.italics.append((mark.start, mark.end))
        elif mark.kind == "table":
            found.tables.append((mark.start, mark.end))
        elif mark.kind == "markup":
            found.dropped.append((mark.start, mark.end))
        elif mark.kind == "note-mark":
            found.dropped.append((mark.start, mark.end))
            places.setdefault(mark.value, mark)
        elif mark.kind in CARRY_NO_PAPER:
            inside = lines[bisect_left(starts, mark.start) : bisect_right(starts, max(mark.start, mark.end - 1))]
            own = [line for line in inside if line.end <= mark.end]
            own = (
                _of_inner(own, holders) if mark.kind == "note" else [line for line in own if line.start not in holders]
            )
            for line in own:
                line.role, line.kind = mark.kind, mark.value if mark.kind == "furniture" else ""
            if mark.kind == "note" and own:
                found.notes.append(_note(mark.value, own))
                holders.update((line.start, found.notes[-1]) for line in own)
    found.dropped.sort()
    found.italics.sort()
    _place(found.notes, places, lines, starts)
    return found


def _of_inner(lines: list[Line], holders: dict[int, Note]) -> list[Line]:
    """Return the lines that a note gets: damaged pages put notes into notes, and a line belongs to the innermost one.

    Notes come by their start, and each keeps its first line.
    """
    own = []
    for line in lines:
        outer = holders.get(line.start)
        if outer is not None and outer.lines[0] is line:
            continue
        if outer is not None:
            outer.lines.remove(line)
        own.append(line)
    return own


def _note(key: str, lines: list[Line]) -> Note:
    """Return a note from its lines; the marker is printed before its text, or else its key."""
    first = lines[0]
    printed = _MARKER.match(first.text)
    marker = printed.group("marker").translate(SUPERSCRIPTS) if printed else key
    return Note(marker, lines, first.start, first.start + (printed.end() if printed else 0), key=key)


def _place(notes: list[Note], places: dict[str, Mark], lines: list[Line], starts: list[int]) -> None:
    """Join notes to their marks; what goes on a note on the next page has the same key and is one note with it."""
    by_key: dict[str, Note] = {}
    for note in list(notes):
        if note.key in by_key:
            by_key[note.key].lines += note.lines
            notes.remove(note)
            continue
        by_key[note.key] = note
        mark = places.get(note.key)
        if mark is not None:
            page = lines[max(0, bisect_right(starts, mark.start) - 1)].page
            note.place = Place(mark.start, mark.end, 1.0, page)
    for number, note in enumerate(notes, 1):
        note.id = f"n{number}"
