"""Runs the layout as far as the notes, for tests."""

from __future__ import annotations

from pipeline.layout.lines import Line, is_exact, print_width, split_lines
from pipeline.layout.notes import Note, find_notes
from pipeline.lexicon.layout import load_layout
from pipeline.reading.source import SourceText


def notes_of(text: str, width: int | None = -1, body: int = 0) -> tuple[list[Note], list[Line]]:
    """Return the notes of a text and all its lines; ``width`` is worked out unless it is given."""
    lines = split_lines(SourceText("a.txt", text))
    for line in lines[:body]:
        line.role = "masthead"
    found = print_width(lines[body:]) if width == -1 else width
    notes = find_notes(text, lines, body, found, is_exact(lines[body:], found), load_layout())
    return notes, lines
