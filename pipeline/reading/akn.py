"""The reader of Akoma Ntoso XML, the official markup of resolutions (``UNxml``).

The same file is read in two ways: as rows, one for each official paragraph, to join labels with their texts; and as a
source text with marks like any other format, for the path that all share, with what the markup says that each paragraph
is, so that clauses are made without guessing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.reading.akn_lists import with_lists
from pipeline.reading.akn_rows import AknParagraph, rows
from pipeline.reading.limits import Clock, ReadOptions
from pipeline.reading.safe_xml import local, parse_xml
from pipeline.reading.source import Declared, SourceText, UnreadableError
from pipeline.reading.writer import SourceWriter

MEDIA_TYPE = "application/akn+xml"

UNSAID = frozenset({"other", "table"})
"""Kinds of rows with which the markup does not say which kind of clause a paragraph is."""

FOREIGN = "it is XML, but no Akoma Ntoso document (its root is {}); give that, HTML, DOCX, PDF or text"


def read_akn_paragraphs(data: bytes, name: str, options: ReadOptions | None = None) -> list[AknParagraph]:
    """Return the official paragraphs of an Akoma Ntoso document in order.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    options
        Limits.

    Raises
    ------
    UnreadableError
        When the file is no well-formed Akoma Ntoso, or breaks its limits.
    """
    root = parse_xml(data, name)
    if local(root) != "akomaNtoso":
        raise UnreadableError(name, FOREIGN.format(local(root)))
    return list(with_lists(rows(root, Clock(name, (options or ReadOptions()).limits))))


def read_akn(data: bytes, name: str, options: ReadOptions | None = None) -> SourceText:
    """Return the source text of an Akoma Ntoso document: paragraphs with blank lines between, notes at the end.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    options
        Limits.

    Raises
    ------
    UnreadableError
        When the file is no well-formed Akoma Ntoso, has no text, or breaks its limits.
    """
    return source_text(read_akn_paragraphs(data, name, options), data, name)


def source_text(paragraphs: Iterable[AknParagraph], data: bytes, name: str) -> SourceText:
    """Return official paragraphs as one source text with marks, and what the markup says that each is.

    Parameters
    ----------
    paragraphs
        The paragraphs.
    data
        The bytes of the file, for its hash.
    name
        The file as the person named it.
    """
    writer = SourceWriter()
    notes: list[tuple[str, str, str]] = []
    declared: list[Declared] = []
    elements: dict[int, str] = {}
    for paragraph in paragraphs:
        start = writer.paragraph(paragraph.number)
        if not paragraph.text and paragraph.number:
            writer.label()
        _write(paragraph, writer, notes)
        elements[start] = paragraph.element
        if start < writer.length and paragraph.kind not in UNSAID:
            said = (paragraph.kind, paragraph.number, paragraph.level, paragraph.annex)
            declared.append(Declared(start, writer.length, *said))
    for key, marker, text in notes:
        start = writer.paragraph(marker)
        writer.label()
        writer.flow(text)
        writer.mark("note", start, writer.length, key)
    source = writer.finish(name, data, MEDIA_TYPE)
    places = (replace(place, element=elements.get(place.start, "")) for place in source.places)
    return replace(source, places=tuple(places), declared=tuple(declared))


def _write(paragraph: AknParagraph, writer: SourceWriter, notes: list[tuple[str, str, str]]) -> None:
    """Write one paragraph: its text in pieces between the marks of its notes, and its other marks over them."""
    starts: list[tuple[int, int]] = []
    last = 0
    for note in paragraph.notes:
        starts.append(_piece(paragraph.text, last, note.position, writer))
        key, marker = f"n{len(notes) + 1}", note.marker or str(len(notes) + 1)
        writer.mark("note-mark", writer.flow(marker), writer.length, key)
        notes.append((key, marker, note.text))
        last = note.position
    starts.append(_piece(paragraph.text, last, len(paragraph.text), writer))
    ends = [position for position, _ in starts[1:]] + [len(paragraph.text)]
    pieces = [(first, end, at - first) for (first, at), end in zip(starts, ends, strict=True)]
    spans = [("italic", *span, "") for span in paragraph.italic] + [("bold", *span, "") for span in paragraph.bold]
    for kind, start, end, value in [*spans, *(("link", *ref) for ref in paragraph.refs)]:
        for first, stop, shift in pieces:
            low, high = max(start, first), min(end, stop)
            if low < high:
                writer.mark(kind, low + shift, high + shift, value)


def _piece(text: str, start: int, end: int, writer: SourceWriter) -> tuple[int, int]:
    """Write a piece of a paragraph; return where its first letter stands in the paragraph and in what is written."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), writer.flow(piece)
