"""The reader of Word files (DOCX): what Word prints, in order, with numbers, notes, italics and links.

Works on the parts of the archive themselves (ECMA-376), because programs that read "the text" leave out what matters
here: the numbers that Word generates, the notes, and the links around the symbols of documents. Notes come at the end,
heads and feet that every page repeats are furniture, and the first page's own head is text: there stands the masthead.
"""

from __future__ import annotations

from typing import Any

from pipeline.reading.docx_notes import Notes
from pipeline.reading.docx_numbering import Numbering
from pipeline.reading.docx_styles import Styles
from pipeline.reading.docx_text import Shared, Walker
from pipeline.reading.limits import Clock, ReadOptions
from pipeline.reading.package import Package
from pipeline.reading.safe_xml import attribute, child, local
from pipeline.reading.source import SourceText, UnreadableError
from pipeline.reading.writer import SourceWriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MISSING = "the archive has no Word document in it ({} is missing); it is another kind of file, or damaged"


def read_docx(data: bytes, name: str, options: ReadOptions | None = None) -> SourceText:
    """Return the source text of a Word file: paragraphs with blank lines between, notes at the end.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    options
        Limits, and which text is read where changes are tracked.

    Raises
    ------
    UnreadableError
        When the file is damaged, has no document in it, or breaks its limits.
    """
    options = options or ReadOptions()
    package = Package(data, name, options.limits)
    part = next((t for kind, t in package.relations("").values() if kind == "officeDocument"), "word/document.xml")
    root = package.xml(part)
    body = child(root, "body")
    if body is None:
        raise UnreadableError(name, MISSING.format(part))
    related = package.relations(part)
    parts = dict(reversed(related.values()))
    styles = Styles(package.xml(parts.get("styles", "")))
    notes = Notes(package, parts)
    numbering = Numbering(package.xml(parts.get("numbering", "")), styles)
    shared = Shared(styles, numbering, Clock(name, options.limits), options.changes, notes.mark)
    writer = SourceWriter()
    heads, feet = _margins(body, related)
    for target, first in heads:
        _margin(package, target, None if first else "page-header", writer, shared)
    Walker(writer, shared, related).blocks(body)
    notes.write(package, writer, shared)
    for target, _ in feet:
        _margin(package, target, "page-footer", writer, shared)
    return writer.finish(name, data, MEDIA_TYPE)


def _margins(body: Any, related: dict[str, tuple[str, str]]) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return the parts that are printed at the head and at the foot of pages, and which are the first page's own."""
    found: dict[str, dict[str, bool]] = {"headerReference": {}, "footerReference": {}}
    first_section = True
    for section in body.iter():
        if local(section) != "sectPr":
            continue
        title = child(section, "titlePg")
        own_first = title is not None and attribute(title, "val") not in ("0", "false")
        for reference in section:
            kind = attribute(reference, "type")
            target = related.get(attribute(reference, "id") or "", ("", ""))[1]
            if local(reference) not in found or (kind == "first" and not own_first):
                continue
            found[local(reference)].setdefault(target, kind == "first" and first_section)
        first_section = False
    heads = sorted(found["headerReference"].items(), key=lambda pair: not pair[1])
    return heads, list(found["footerReference"].items())


def _margin(package: Package, part: str, value: str | None, writer: SourceWriter, shared: Shared) -> None:
    """Write a head or a foot; as furniture unless it is the first page's own head."""
    root = package.xml(part)
    if root is None:
        return
    start = writer.paragraph()
    Walker(writer, shared, package.relations(part)).blocks(root)
    writer.paragraph()
    if value and writer.length > start:
        writer.mark("furniture", start, writer.length, value)
