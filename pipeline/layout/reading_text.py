"""The text as a person reads it: whole paragraphs in order, notes and page furniture out, every character traceable."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from pipeline.layout.assembly import Assembler
from pipeline.layout.declared import Declarations, declared_paragraphs
from pipeline.layout.format_marks import FormatMarks, read_marks
from pipeline.layout.furniture import mark_furniture
from pipeline.layout.hyphens import Hyphens
from pipeline.layout.lines import NEXT, Line, is_exact, print_width, split_lines
from pipeline.layout.markup import Span, find_markup, has_markup
from pipeline.layout.notes import Note, find_notes
from pipeline.layout.offsets import Run
from pipeline.layout.paragraphs import Joiner, Lexicons, join_lines
from pipeline.reading import Declared, SourceText

SEPARATOR = "\n\n"
_CLEAN = re.compile(r"[*_#>\s]+")

SHORT_TITLE = 40
"""A line of so many characters may be a title though its first word opens clauses."""

QUOTES = '“"‘«'


@dataclass(slots=True)
class Block:
    """One paragraph: ``ReadingText.text[start:end]``; ``role`` is ``masthead`` or ``text``.

    ``source`` holds the stretches of the source where it stands, two or more where a page break cut it; ``declared`` is
    what official markup says of it; ``apart`` tells that blank lines or a new page stand before it, ``table`` that the
    format sets it in a table.
    """

    start: int
    end: int
    role: str
    page: int
    source: list[list[int]]
    declared: Declared | None = None
    apart: bool = False
    table: bool = False


@dataclass(slots=True)
class ReadingNote:
    """A note: its text, where it and its marker stand in the source, and where its mark stood in the reading text."""

    id: str
    marker: str
    text: str
    source_spans: list[list[int]]
    marker_span: list[int]
    offset: int | None
    again: list[int]
    mark_span: list[int] | None


@dataclass(slots=True)
class ReadingText:
    """What the layout makes of a source text.

    ``italics`` are stretches of ``text`` that the format set in italics; ``furniture`` holds ``(start, end, kind)`` in
    the source; ``runs`` is the offset map (see :mod:`pipeline.layout.offsets`).
    """

    text: str
    blocks: list[Block]
    runs: list[Run]
    notes: list[ReadingNote]
    furniture: list[tuple[int, int, str]]
    italics: list[Span]
    issues: list[tuple[str, str, int | None, int | None]] = field(default_factory=list)

    def _declared(self) -> dict[str, Any]:
        """Return what official markup says of each block, nothing where there is no such markup."""
        if all(block.declared is None for block in self.blocks):
            return {}
        said = (block.declared for block in self.blocks)
        keys = ("kind", "number", "level", "annex")
        return {"declared": [one and {key: getattr(one, key) for key in keys} for one in said]}

    def to_row(self) -> dict[str, Any]:
        """Return everything but text and blocks as plain data, as it is kept on the Doc."""
        return {
            "runs": self.runs,
            "notes": [
                {
                    "id": note.id,
                    "marker": note.marker,
                    "text": note.text,
                    "source_spans": note.source_spans,
                    "marker_span": note.marker_span,
                    "offset": note.offset,
                    "again": note.again,
                    "mark_span": note.mark_span,
                }
                for note in self.notes
            ],
            "furniture": [list(item) for item in self.furniture],
            "italics": [list(span) for span in self.italics],
            **self._declared(),
        }


def read_layout(source: SourceText, lexicons: Lexicons) -> ReadingText:
    """Repair the layout of a source text.

    Nothing is lost: every character of the source that is no white space is in a block, in a note, in the furniture,
    or is markup or a note mark inside one of them.
    """
    lines = split_lines(source)
    marks = read_marks(source, lines)
    if source.declared:
        divided = declared_paragraphs(lines, Declarations(source.declared))
        return _assemble(source, lines, divided, marks.notes, marks, Hyphens(source.text, lexicons.layout.hyphens))
    body = _body_start(lines, lexicons)
    mark_furniture(lines, body, lexicons.layout)
    flow = [line for line in lines[body:] if line.role == "text"]
    width = None if marks.paragraphs_known else print_width(flow)
    for line in lines[:body]:
        line.role = "masthead" if line.role == "text" else line.role
    exact = is_exact(flow, width)
    notes = marks.notes or find_notes(source.text, lines, body, width, exact, lexicons.layout)
    paragraphs = [[line] for line in lines[:body] if line.role == "masthead"]
    if marks.paragraphs_known:
        paragraphs += [[line] for line in lines[body:] if line.role == "text"]
    else:
        paragraphs += join_lines(lines[body:], Joiner(width, exact, lexicons))
    return _assemble(source, lines, paragraphs, notes, marks, Hyphens(source.text, lexicons.layout.hyphens))


def _body_start(lines: list[Line], lexicons: Lexicons) -> int:
    """Return the index of the enacting formula, or where there is none, of the first line that opens like a clause."""
    for index, line in enumerate(lines):
        bare = _CLEAN.sub(" ", line.text).strip()
        formula = lexicons.organs.enacting_prefix(bare)
        if lexicons.organs.enacts(bare) or (formula and _opens(bare[formula:].strip(), lexicons)):
            return index
    for index, line in enumerate(lines):
        bare = _CLEAN.sub(" ", line.text).strip()
        label = lexicons.layout.label_of(bare)
        rest = bare[label[1] :].strip() if label else bare
        speaks = lexicons.clauses.speaks(bare)
        if len(bare) > SHORT_TITLE and (_opens(rest, lexicons) or label or speaks):
            return index
        if speaks and (bare[0] in QUOTES or bare.endswith(".")):
            return index
    return 0


def _opens(text: str, lexicons: Lexicons) -> bool:
    """Tell whether ``text`` opens like a clause."""
    return lexicons.openers.kind_of(text, known_only=True) is not None


def _assemble(
    source: SourceText,
    lines: list[Line],
    paragraphs: list[list[Line]],
    notes: list[Note],
    format_marks: FormatMarks,
    hyphens: Hyphens,
) -> ReadingText:
    """Write the reading text, paragraph by paragraph, and then the notes."""
    marked = source.media_type in ("text/plain", "text/markdown") and has_markup(source.text)
    placed = [place for note in notes for place in (note.place, *note.again) if place is not None]
    marks = sorted({(place.start, place.end) for place in placed} | set(format_marks.dropped))
    cuts = sorted(line.start for line in lines if line.role in ("furniture", "note"))
    assembler = Assembler(source.text, hyphens)
    blocks: list[Block] = []
    slanted: list[Span] = list(format_marks.italics)
    declarations = Declarations(source.declared)
    for paragraph in paragraphs:
        dropped = _within(marks, paragraph)
        if marked:
            dropped, italics = _with_markup(source.text, paragraph, dropped)
            slanted += italics
        if blocks and assembler.parts[-1] != SEPARATOR:
            assembler.add(SEPARATOR)
        start, end = assembler.paragraph(paragraph, dropped, cuts)
        if end > start:
            role = "masthead" if paragraph[0].role == "masthead" else "text"
            said = declarations.at(paragraph[0].start)
            first = paragraph[0]
            apart, table = first.gap > NEXT, format_marks.in_table(first.start)
            blocks.append(Block(start, end, role, first.page, _stretches(paragraph, cuts), said, apart, table))
        else:
            for line in paragraph:
                line.role, line.kind = "furniture", "rule"
    text = "".join(assembler.parts).rstrip()
    where = _Backwards(text, assembler.runs)
    return ReadingText(
        text=text,
        blocks=blocks,
        runs=assembler.runs,
        notes=[_note(source.text, note, where, hyphens, marked, cuts) for note in notes],
        furniture=[(line.start, line.end, line.kind) for line in lines if line.role == "furniture"],
        italics=_merged(text, [(where.reading(low), where.reading(high)) for low, high in sorted(slanted)]),
        issues=_note_issues(notes),
    )


def _merged(text: str, italics: list[Span]) -> list[Span]:
    """Join stretches of italics between which nothing but white space stands: printed lines cut them."""
    merged: list[Span] = []
    for start, end in italics:
        if start >= end:
            continue
        if merged and start - merged[-1][1] <= 1 and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _stretches(lines: list[Line], cuts: list[int]) -> list[list[int]]:
    """Return where lines stand in the source, as one stretch as long as nothing else stands between them."""
    stretches = [[lines[0].start, lines[0].end]]
    for line in lines[1:]:
        if bisect_left(cuts, stretches[-1][1]) < bisect_left(cuts, line.start):
            stretches.append([line.start, line.end])
        else:
            stretches[-1][1] = line.end
    return stretches


def _within(marks: list[Span], paragraph: list[Line]) -> list[Span]:
    """Return the note marks inside a paragraph."""
    if not marks:
        return []
    first = bisect_left(marks, (paragraph[0].start,))
    last = bisect_left(marks, (paragraph[-1].end,))
    return marks[first:last]


def _with_markup(text: str, paragraph: list[Line], dropped: list[Span]) -> tuple[list[Span], list[Span]]:
    """Add markup to what is dropped; signs inside a note mark belong to the mark."""
    markup, italics = find_markup(text, [(line.start, line.end) for line in paragraph])
    if not dropped:
        return markup, italics
    held = [bisect_right(dropped, (span[0], 1 << 62)) - 1 for span in markup]
    extra = [span for span, at in zip(markup, held, strict=True) if at < 0 or span[0] >= dropped[at][1]]
    return sorted(dropped + extra), italics


class _Backwards:
    """From source offsets to reading offsets."""

    def __init__(self, text: str, runs: list[Run]) -> None:
        self.text = text
        self.by_source = sorted((run[1], run[0], run[2]) for run in runs)

    def mark(self, offset: int) -> int:
        """Return the reading offset of a note mark: right behind the word that it stands at."""
        reading = self.reading(offset)
        return reading - 1 if self.text[reading - 1 : reading] == " " else reading

    def reading(self, offset: int) -> int:
        """Return the reading offset of the first character at or after ``offset`` in the same run or the one before."""
        index = bisect_right(self.by_source, (offset, 1 << 62, 0)) - 1
        if index < 0:
            return 0
        source, reading, length = self.by_source[index]
        return reading + min(offset - source, length)


def _note(text: str, note: Note, where: _Backwards, hyphens: Hyphens, marked: bool, cuts: list[int]) -> ReadingNote:
    """Write the text of a note and where it stands."""
    assembler = Assembler(text, hyphens)
    first = note.lines[0]
    dropped: list[Span] = []
    if marked:
        dropped, _ = find_markup(
            text, [(note.text_start, first.end)] + [(line.start, line.end) for line in note.lines[1:]]
        )
    assembler.paragraph(note.lines, dropped, [], note.text_start)
    offset = where.mark(note.place.start) if note.place is not None else None
    return ReadingNote(
        id=note.id,
        marker=note.marker,
        text="".join(assembler.parts),
        source_spans=_note_stretches(note, cuts),
        marker_span=[note.marker_start, note.marker_start + len(text[note.marker_start : note.text_start].rstrip())],
        offset=offset,
        again=[where.mark(place.start) for place in note.again],
        mark_span=[note.place.start, note.place.end] if note.place is not None else None,
    )


def _note_stretches(note: Note, cuts: list[int]) -> list[list[int]]:
    """Return where the text of a note stands in the source, without its marker."""
    stretches = _stretches(note.lines, cuts)
    stretches[0][0] = note.text_start
    return stretches


def _note_issues(notes: list[Note]) -> list[tuple[str, str, int | None, int | None]]:
    """Say which notes have no mark in the text."""
    return [
        (
            "note-unplaced",
            f"no mark of note {note.marker} was found in the text",
            note.marker_start,
            note.lines[-1].end,
        )
        for note in notes
        if note.place is None
    ]
