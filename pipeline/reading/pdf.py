"""The reader of PDF files: printed lines with their page and box, furniture, notes, italics and bold.

Built on PDFium through ``pypdfium2`` (both permissively licensed), which reads what damaged and encrypted files still
hold and gives fonts, sizes and positions. The steps: runs of a page (:mod:`~pipeline.reading.pdf_runs`), lines in
reading order (:mod:`~pipeline.reading.pdf_lines`), furniture (:mod:`~pipeline.reading.pdf_furniture`), notes
(:mod:`~pipeline.reading.pdf_notes`), text.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.reading.limits import Clock, ReadOptions
from pipeline.reading.pdf_furniture import PrintedPage, body_size, mark_furniture
from pipeline.reading.pdf_lines import PrintedLine, lines_of, spaces
from pipeline.reading.pdf_notes import NoteLine, find_notes, join_lone_marks, marks_of
from pipeline.reading.pdf_runs import Run, read_page
from pipeline.reading.source import Place, SourceIssue, SourceText, UnreadableError
from pipeline.reading.writer import SourceWriter

MEDIA_TYPE = "application/pdf"

PARAGRAPH_GAP = 1.3
"""Distance of two base lines, against the usual one of the document, from which a new paragraph begins."""

SCANNED = "there is no text in it, only pictures of pages; run an OCR program such as OCRmyPDF on it first"
LOCKED = "it is encrypted and the password is missing or wrong; give it with --password"
DAMAGED = "it is no valid PDF or is damaged beyond repair; fetch it again, or print it to a new PDF"


def read_pdf(data: bytes, name: str, options: ReadOptions | None = None) -> SourceText:
    """Return the source text of a PDF: a line a printed line, a form feed between pages.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    options
        Password and limits.

    Raises
    ------
    UnreadableError
        When the file is encrypted, damaged, a scan, or breaks its limits.
    """
    options = options or ReadOptions()
    clock = Clock(name, options.limits)
    pdfium.FPDF_InitLibrary()
    buffer = ctypes.create_string_buffer(data, len(data))
    password = options.password.encode() if options.password is not None else None
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), password)
    if not document:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        raise UnreadableError(name, LOCKED if locked else DAMAGED)
    try:
        writer = SourceWriter()
        pages = _pages(document, writer, clock)
    finally:
        pdfium.FPDF_CloseDocument(document)
    if not any(page.lines for page in pages):
        raise UnreadableError(name, SCANNED)
    body = body_size(pages)
    mark_furniture(pages, body)
    notes = find_notes(pages, body)
    join_lone_marks(pages, notes, body)
    _write(pages, notes, writer, clock)
    return writer.finish(name, data, MEDIA_TYPE)


def _pages(document: Any, writer: SourceWriter, clock: Clock) -> list[PrintedPage]:
    """Read every page; a broken one, and a picture without text, is an issue."""
    pages = []
    for index in range(pdfium.FPDF_GetPageCount(document)):
        clock.check()
        found = read_page(document, index, clock)
        if found is None:
            writer.issues.append(SourceIssue("page-unreadable", f"page {index + 1} is damaged and was not read"))
            pages.append(PrintedPage([], 0, 0))
            continue
        lines = lines_of(found.runs)
        if not lines and found.pictures:
            message = f"page {index + 1} is a picture without text; run an OCR program such as OCRmyPDF on the file"
            writer.issues.append(SourceIssue("page-without-text", message))
        lines += [_stamp(run) for run in found.turned if run.text.strip()]
        pages.append(PrintedPage(lines, found.width, found.height, found.rules))
    return pages


def _stamp(run: Run) -> PrintedLine:
    """Return text that stands at an angle to the rest as a line of its own."""
    line = PrintedLine([run], run.y, run.size).measure()
    line.role, line.value = "furniture", "stamp"
    return line


def _write(pages: list[PrintedPage], notes: dict[int, NoteLine], writer: SourceWriter, clock: Clock) -> None:
    """Write the lines of all pages with their marks."""
    keys: dict[str, list[str]] = {}
    for note in notes.values():
        if note.key not in keys.setdefault(note.marker, []):
            keys[note.marker].append(note.key)
    step = _leading(pages)
    for number, page in enumerate(pages, 1):
        clock.check()
        writer.pages.append(writer.length)
        before: PrintedLine | None = None
        for line in page.lines:
            if before is not None:
                apart = before.y - line.y > PARAGRAPH_GAP * max(step, 1.05 * line.size)
                writer.write("\n\n" if apart and before.role == line.role == "" else "\n")
            _write_line(line, number, notes.get(id(line)), keys, writer)
            before = line
        if number < len(pages):
            writer.write("\n\f")


def _leading(pages: list[PrintedPage]) -> float:
    """Return the usual distance of two base lines."""
    steps: dict[float, int] = {}
    for page in pages:
        for upper, lower in zip(page.lines, page.lines[1:], strict=False):
            step = round(upper.y - lower.y, 0)
            if not upper.role and not lower.role and 0.9 * lower.size < step < 3 * lower.size:
                steps[step] = steps.get(step, 0) + 1
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 0.0


def _write_line(
    line: PrintedLine, number: int, note: NoteLine | None, keys: dict[str, list[str]], writer: SourceWriter
) -> None:
    """Write one line with the marks of its runs, its role and its place."""
    start = writer.length
    for gap, run in zip(spaces(line), line.runs, strict=True):
        _write_run(run, gap, number, {} if note else keys, writer)
    if note:
        writer.mark("note", start, writer.length, note.key)
        if note.length:
            writer.mark("number", start, start + note.length, note.marker)
    elif line.role == "furniture":
        writer.mark("furniture", start, writer.length, line.value)
    box = (line.x0, line.y - 0.25 * line.size, line.x1, line.y + 0.75 * line.size)
    rounded = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
    writer.places.append(Place(start, writer.length, number, rounded))


def _write_run(run: Run, gap: bool, number: int, keys: dict[str, list[str]], writer: SourceWriter) -> None:
    """Write one run: italics go on over the space between two italic runs."""
    kinds = [kind for kind, on in (("italic", run.italic), ("bold", run.bold)) if on]
    if gap:
        writer.write(" ", [k for k in kinds if writer.marks and any(
            m.kind == k and m.end == writer.length for m in writer.marks[-4:])])  # fmt: skip
    start = writer.length
    writer.write(run.text, kinds)
    found = marks_of(run, keys, number)
    for first, last, key in found:
        writer.mark("note-mark", start + first, start + last, key)
    if run.raised and not found:
        writer.mark("superscript", start, writer.length)
