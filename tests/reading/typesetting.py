"""Typesets resolutions for the tests of the readers: as PDF with WeasyPrint, as DOCX by hand, as HTML.

The DOCX is written part by part, so that its numbers come from ``numbering.xml`` and its notes from ``footnotes.xml``,
as Word writes them. A document is a list of blocks, whose text is cut into runs.
"""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import dataclass, field
from itertools import groupby
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"

CSS = """
@page { size: letter; margin: 2.6cm 3.2cm 2.4cm;
  @top-left { content: "%s"; font: bold 9pt serif }
  @bottom-right { content: counter(page) "/" counter(pages); font: 9pt serif }
  @bottom-left { content: "25-01234"; font: 8pt serif } @footnote { border-top: .5pt solid; padding-top: 3pt } }
@page :first { @top-left { content: none } }
body { font: 10.5pt/1.25 serif; text-align: justify } p { margin: 0 0 7pt } .text { text-indent: 1.2cm }
.level1 { margin-left: 1.2cm } .level2 { margin-left: 2.2cm } .level3 { margin-left: 3.2cm }
.masthead { text-align: left }
.note { float: footnote; font-size: 8.5pt; font-style: normal; text-align: left }
::footnote-call { vertical-align: super; font-size: 65%% }
"""


@dataclass
class Run:
    """Text in one style, or the mark of a note (its number)."""

    text: str = ""
    italic: bool = False
    note: int = 0


@dataclass
class Block:
    """One paragraph: its number, its level (-1: masthead), its runs, and for official markup its kind."""

    runs: list[Run]
    number: str = ""
    level: int = 0
    kind: str = ""
    annex: bool = False


@dataclass
class Document:
    """A resolution to typeset."""

    name: str
    blocks: list[Block]
    notes: list[str] = field(default_factory=list)
    head: str = ""


def to_html(document: Document) -> str:
    """Return a saved web page: navigation, main content, raised and linked notes at the end."""
    body = []
    for block in document.blocks:
        inner = "".join(
            f'<sup><a href="#note{run.note}">{run.note}</a></sup>' if run.note else _slanted(run) for run in block.runs
        )
        body.append(f"<p>{html.escape(block.number)}{' ' if block.number else ''}{inner}</p>")
    body += [f'<p id="note{n}"><sup>{n}</sup> {html.escape(text)}</p>' for n, text in enumerate(document.notes, 1)]
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{document.name}</title></head><body>'
        f"<nav><a href='/'>Home</a></nav><main>{''.join(body)}</main><footer>Terms of use</footer></body></html>"
    )


def to_pdf(document: Document, uncompressed: bool = False) -> bytes:
    """Return a PDF with running heads, page numbers, notes at the foot of their page."""
    import weasyprint

    body = []
    for block in document.blocks:
        inner = "".join(
            f'<span class="note">{html.escape(document.notes[run.note - 1])}</span>' if run.note else _slanted(run)
            for run in block.runs
        )
        kind = "masthead" if block.level < 0 else f"level{block.level}" if block.level else "text"
        number = f"{html.escape(block.number)}&#8195;" if block.number else ""
        body.append(f'<p class="{kind}">{number}{inner}</p>')
    page = f"<html lang=en><style>{CSS % document.head}</style><body>{''.join(body)}</body></html>"
    return bytes(weasyprint.HTML(string=page).write_pdf(uncompressed_pdf=uncompressed))


def _slanted(run: Run) -> str:
    """Return a run as HTML."""
    return f"<i>{html.escape(run.text)}</i>" if run.italic else html.escape(run.text)


def to_docx(document: Document) -> bytes:
    """Return a Word file with generated numbers and real notes."""
    lists: list[list[str]] = []
    body = "".join(_paragraph(block, lists) for block in document.blocks)
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for n, text in enumerate(document.notes, 1)
    )
    parts = {"document": f"<w:body>{body}</w:body>", "footnotes": notes, "numbering": _numbering(lists)}
    return docx({name: f"<w:{name} {W} {R}>{content}</w:{name}>" for name, content in parts.items()})


def docx(parts: dict[str, str], relations: str = "", extra: dict[str, str] | None = None) -> bytes:
    """Return a Word file with these parts of its folder ``word``, related by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}content-types"/>')
        main = f'<Relationship Id="r1" Type="{RELATION}officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}relationships">{main}</Relationships>')
        related = "".join(
            f'<Relationship Id="p{n}" Type="{RELATION}{name.rstrip("0123456789")}" Target="{name}.xml"/>'
            for n, name in enumerate(parts)
            if name != "document"
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}relationships">{related}{relations}</Relationships>',
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _paragraph(block: Block, lists: list[list[str]]) -> str:
    """Return a paragraph; one whose number goes on with its list is numbered by the list."""
    numbered = ""
    typed = block.number
    generated = _generated(block, lists)
    if generated:
        numbered = (
            f'<w:pPr><w:numPr><w:ilvl w:val="{generated[1]}"/><w:numId w:val="{generated[0]}"/></w:numPr></w:pPr>'
        )
        typed = ""
    runs = f'<w:r><w:t xml:space="preserve">{escape(typed)}</w:t><w:tab/></w:r>' if typed else ""
    for run in block.runs:
        look = "<w:rPr><w:i/></w:rPr>" if run.italic else ""
        if run.note:
            look = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            runs += f'<w:r>{look}<w:footnoteReference w:id="{run.note}"/></w:r>'
        else:
            runs += f'<w:r>{look}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'
    return f"<w:p>{numbered}{runs}</w:p>"


FORMS = {"decimal": "{}.", "lowerLetter": "({})", "lowerRoman": "({})"}
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]


def _label(form: str, count: int) -> str:
    """Return the number that a list would print."""
    sign = {"decimal": str(count), "lowerLetter": chr(96 + count) if count < 27 else "", "lowerRoman": ""}[form]
    if form == "lowerRoman" and count <= len(ROMAN):
        sign = ROMAN[count - 1]
    return FORMS[form].format(sign)


def _generated(block: Block, lists: list[list[str]]) -> tuple[int, int] | None:
    """Return list and level that print the number of a block; lists are kept as levels: form and count."""
    form = ("decimal", "lowerLetter", "lowerRoman")[min(max(block.level, 0), 2)]
    if not block.number:
        return None
    if block.level == 0 and block.number == "1.":
        lists.append([])
    if not lists or block.level not in (0, 1, 2):
        return None
    counts = lists[-1]
    del counts[block.level + 1 :]
    while len(counts) < block.level:
        counts.append("0")
    count = int(counts[block.level]) + 1 if len(counts) > block.level else 1
    if _label(form, count) != block.number:
        return None
    counts[block.level :] = [str(count)]
    return len(lists), block.level


def _numbering(lists: list[list[str]]) -> str:
    """Return the numbering: one abstract list, and a list upon it for each start anew."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(
            (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)")),
        )
    )
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="7"/>{start}</w:num>' for n in range(1, len(lists) + 1)
    )


AKN = {
    "masthead": ("coverPage", "<p>{}</p>"),
    "enacting": ("preamble", '<formula name="enactingFormula"><p>{}</p></formula>'),
    "preambular": ("preamble", '<container name="x"><p xml:space="preserve">\n  {}</p></container>'),
    "heading": ("mainBody", "<crossHeading>{}</crossHeading>"),
    "closing": ("conclusions", "<p>{}</p>"),
}
"""Which part of the document holds a kind, and how it is marked; everything else is a paragraph of the body."""


def to_akn(document: Document) -> bytes:
    """Return Akoma Ntoso as the United Nations publishes it: lists are flat, as they were up to 2023."""
    parts: list[tuple[str, str]] = []
    for block in document.blocks:
        inner = "".join(
            f'<authorialNote marker="{run.note}" placement="bottom"><p>{escape(document.notes[run.note - 1])}</p>'
            "</authorialNote>"
            if run.note
            else f'<span class="italic">{escape(run.text)}</span>'
            if run.italic
            else escape(run.text)
            for run in block.runs
        )
        part, form = AKN.get(block.kind or _kind(block, parts), ("mainBody", ""))
        if block.number or not form:
            number = f"<num>{escape(block.number)}</num>" if block.number else ""
            look = ' class="H4"' if block.kind == "heading" else ""
            form = f"<paragraph{look}>{number}<content><p xml:space='preserve'>\t{{}}</p></content></paragraph>"
        parts.append(("attachments" if block.annex else part, form.format(inner)))
    whole = "".join(
        f"<{name}>{''.join(text for _, text in group)}</{name}>" for name, group in groupby(parts, lambda part: part[0])
    ).replace("<attachments>", "<attachments><attachment><mainBody>")
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution"><meta/>'
        f"{whole.replace('</attachments>', '</mainBody></attachment></attachments>')}</statement></akomaNtoso>"
    ).encode()


def _kind(block: Block, before: list[tuple[str, str]]) -> str:
    """Return the kind of a block that does not say it."""
    parts = {part for part, _ in before}
    if block.level < 0:
        return "masthead"
    if block.number or "mainBody" in parts:
        return "operative"
    return "preambular" if "preamble" in parts else "enacting"
