"""DOCX: generated numbers, notes, fields, links, changes, boxes, heads; bombs and broken archives."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.reading import Limits, Mark, ReadOptions, SourceText, UnreadableError, read_bytes
from pipeline.reading.docx import read_docx
from pipeline.reading.docx_numbering import print_number
from pipeline.run import read_record
from tests.reading.typesetting import RELATION, Document, R, W, docx, to_docx

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def body(content: str, relations: str = "", extra: dict[str, str] | None = None, **parts: str) -> bytes:
    """Return a Word file with this body, and these parts."""
    whole = {"document": f"<w:document {W} {R} {MC}><w:body>{content}</w:body></w:document>"}
    whole.update({name: f"<w:{tag(name)} {W} {R}>{part}</w:{tag(name)}>" for name, part in parts.items()})
    return docx(whole, relations, extra)


def tag(name: str) -> str:
    return {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def paragraphs(data: bytes, options: ReadOptions | None = None) -> list[str]:
    return read_docx(data, "x.docx", options).text.split("\n\n")


def marked(source: SourceText, *kinds: str) -> list[tuple[str, str, str]]:
    return [(m.kind, m.value, source.text[m.start : m.end]) for m in source.marks if m.kind in kinds]


LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}'
    f"{level(2, 'lowerRoman', '(%3)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", chr(0xF0B7))}{level(1, "bullet", "–")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%1.%2", "<w:isLgl/>")}'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
)


def test_a_typeset_resolution(trails: Document) -> None:
    source = read_docx(to_docx(trails), "trails.docx")
    expected = []
    for block in trails.blocks:
        text = "".join(str(run.note) if run.note else run.text for run in block.runs)
        expected.append(f"{block.number} {text}" if block.number else text)
    expected += [f"{n} {text}" for n, text in enumerate(trails.notes, 1)]
    assert source.text.split("\n\n") == expected
    assert marked(source, "note-mark", "note") == [
        ("note-mark", "footnote-1", "1"),
        ("note-mark", "footnote-2", "2"),
        ("note", "footnote-1", "1 See A/79/1234, para. 7."),
        ("note", "footnote-2", "2 A/81/77-S/2026/88."),
    ]
    italic = [run.text for block in trails.blocks for run in block.runs if run.italic]
    assert [text for _, _, text in marked(source, "italic")] == italic
    numbers = [block.number for block in trails.blocks if block.number]
    assert [text for _, _, text in marked(source, "number")] == [*numbers, "1", "2"]
    assert [source.text[place.start : place.end] for place in source.places] == expected
    assert [place.paragraph for place in source.places] == list(range(1, len(expected) + 1))


def test_lists_count_as_word_does() -> None:
    rows = [(0, 1), (1, 1), (1, 1), (2, 1), (2, 1), (1, 1), (0, 1), (1, 1), (0, 2), (0, 2), (0, 1), (0, 3), (1, 3)]
    rows += [(0, 4), (1, 4), (1, 4), (0, 4), (1, 4)]
    data = body("".join(numbered(f"text {n}", *row) for n, row in enumerate(rows)), numbering=LISTS)
    labels = ["1.", "(a)", "(b)", "(i)", "(ii)", "(c)", "2.", "(a)", "5.", "6.", "7.", "•", "–"]
    labels += ["I.", "1.1", "1.2", "II.", "2.1"]
    assert paragraphs(data) == [f"{label} text {n}" for n, label in enumerate(labels)]


def test_a_style_may_bring_the_number_and_zero_takes_it_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Op"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Op"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    off = '<w:pStyle w:val="Op"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    data = body(
        p(r("one"), properties='<w:pStyle w:val="Op"/>') + p(r("bare"), properties=off)
        + p(r("two"), properties='<w:pStyle w:val="Op"/>'),
        styles=styles, numbering=LISTS,
    )  # fmt: skip
    assert paragraphs(data) == ["1. one", "bare", "2. two"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(1, "lowerLetter", "a"), (26, "lowerLetter", "z"), (27, "lowerLetter", "aa"), (53, "upperLetter", "AAA"),
     (1994, "upperRoman", "MCMXCIV"), (49, "lowerRoman", "xlix"), (5, "decimalZero", "05"), (6, "chicago", "††"),
     (3, "aiueo", "3"), (0, "lowerLetter", "0")],
)  # fmt: skip
def test_forms_of_numbers(number: int, form: str, printed: str) -> None:
    assert print_number(number, form) == printed


def test_own_marks_endnotes_and_repeated_notes() -> None:
    content = p(
        r("Tajikistan:"),
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>',
        r(" draft resolution"), '<w:r><w:footnoteReference w:id="2"/></w:r>',
        r(" of the session"), '<w:r><w:endnoteReference w:id="1"/></w:r>', '<w:r><w:footnoteReference w:id="9"/></w:r>',
    )  # fmt: skip
    ref = "<w:r><w:footnoteRef/></w:r>"
    notes = f'<w:footnote w:id="1">{p(r("* List as of today."))}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p(ref, r(" See above."))}{p(r("And below."))}</w:footnote>'
    endnotes = f'<w:endnote w:id="1">{p(r("No mark in the body."))}</w:endnote>'
    source = read_docx(body(content, footnotes=notes, endnotes=endnotes), "x.docx")
    assert source.text.split("\n\n") == [
        "Tajikistan:* draft resolution1 of the sessioni2",
        "* List as of today.", "1 See above.", "And below.", "i No mark in the body.",
    ]  # fmt: skip
    assert marked(source, "note-mark") == [
        ("note-mark", "footnote-1", "*"), ("note-mark", "footnote-2", "1"),
        ("note-mark", "endnote-1", "i"), ("note-mark", "footnote-9", "2"),
    ]  # fmt: skip
    assert [issue.code for issue in source.issues] == ["note-missing"]


def test_fields_show_their_result_and_links_their_target() -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field_ = char.format("begin") + '<w:r><w:instrText> HYPERLINK "https://undocs.org/A/1" </w:instrText></w:r>'
    field_ += char.format("separate") + r("A/1") + char.format("end")
    page = char.format("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>" + char.format("begin") + r("hidden")
    page += char.format("separate") + r("hidden too") + char.format("end") + char.format("separate") + r("seen")
    page += char.format("end")
    link = '<w:hyperlink r:id="r9">' + r("79/302", '<w:u w:val="single"/>') + "</w:hyperlink>"
    relation = (
        f'<Relationship Id="r9" Type="{RELATION}hyperlink" Target="https://undocs.org/A/79/302" TargetMode="External"/>'
    )
    source = read_docx(body(p(r("See "), field_, r(" and "), link, r(" and "), page), relation), "x.docx")
    assert source.text == "See A/1 and 79/302 and seen"
    assert source.marks == (
        Mark("link", 4, 7, "https://undocs.org/A/1"),
        Mark("link", 12, 18, "https://undocs.org/A/79/302"),
    )


def test_tracked_changes_are_accepted_or_undone() -> None:
    content = p(
        r("The Council "), f"<w:del>{r('condemns').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{r('deplores')}</w:ins>", r(" the attacks"),
    )  # fmt: skip
    content += p(r("and"), properties="<w:rPr><w:del/></w:rPr>") + p(r(" the looting;"))
    content += f"<w:ins>{p(r('A new paragraph.'))}</w:ins>"
    assert paragraphs(body(content)) == ["The Council deplores the attacks", "and the looting;", "A new paragraph."]
    original = ReadOptions(changes="original")
    assert paragraphs(body(content), original) == ["The Council condemns the attacks", "and", "the looting;"]


def test_boxes_tables_breaks_and_signs() -> None:
    box = f"<w:txbxContent>{p(r('In a box'))}</w:txbxContent>"
    ways = f"<mc:Choice><x>{box}</x></mc:Choice><mc:Fallback><x>{box}</x></mc:Fallback>"
    both = f"<mc:AlternateContent>{ways}</mc:AlternateContent>"
    cells = "".join(f"<w:tc>{p(r(text))}</w:tc>" for text in ("Security Council", "Distr.: General"))
    content = p(r("Before"), f"<w:r>{both}</w:r>", r(" and after"))
    content += f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    content += p(
        "<w:r><w:tab/><w:t>non</w:t><w:noBreakHyphen/><w:t>proli</w:t><w:softHyphen/><w:t>feration</w:t></w:r>"
    )
    content += p("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", '<w:r><w:sym w:char="F0B7"/></w:r>')
    content += (
        p(r("unseen", "<w:vanish/>"), r("seen")) + f"<w:sdt><w:sdtContent>{p(r('In a control'))}</w:sdtContent></w:sdt>"
    )
    assert paragraphs(body(content)) == [
        "Before and after", "In a box", "Security Council", "Distr.: General", "non-proliferation",
        "one\ntwo•", "seen", "In a control",
    ]  # fmt: skip


def table_of(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def test_the_outermost_table_is_marked() -> None:
    inner = table_of(p(r("9 bells")), p(r("7 ropes")))
    content = p(r("Before")) + table_of(p(r("Karsk")), inner) + p(r("After")) + table_of(p(r("Alone")))
    source = read_docx(body(content), "x.docx")
    assert source.text == "Before\n\nKarsk\n\n9 bells\n\n7 ropes\n\nAfter\n\nAlone"
    assert marked(source, "table") == [("table", "", "Karsk\n\n9 bells\n\n7 ropes"), ("table", "", "Alone")]


def test_a_table_below_the_last_paragraph_is_no_annex() -> None:
    content = "".join(p(r(text)) for text in ("The General Assembly,", "1. Decides on the shares of the towns below."))
    content += table_of(p(r("Town")), p(r("Share"))) + table_of(p(r("A")), p(r("9.")))
    content += p(r("12th plenary meeting"))
    record = read_record(read_bytes(body(content), "x.docx"))
    assert [(clause.kind, clause.text, clause.annex) for clause in record.clauses] == [
        ("enacting", "The General Assembly,", False),
        ("operative", "Decides on the shares of the towns below.", False),
        ("heading", "Town", False),
        ("heading", "Share", False),
        ("heading", "A", False),
        ("heading", "9.", False),
        ("closing", "12th plenary meeting", False),
    ]


def test_styles_toggle_and_runs_overrule_them() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Quote"><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Emphasis"><w:rPr><w:i/></w:rPr></w:style>'
    )
    content = p(r("slanted "), r("upright ", '<w:rStyle w:val="Emphasis"/>'), r("plain", '<w:i w:val="0"/>'),
                properties='<w:pStyle w:val="Quote"/>')  # fmt: skip
    content += p(r("Stressing", '<w:u w:val="single"/>'), r(" that"))
    source = read_docx(body(content, styles=styles), "x.docx")
    assert marked(source, "italic") == [("italic", "", "slanted"), ("italic", "", "Stressing")]


def test_heads_and_feet() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="p1"/><w:headerReference w:type="default" r:id="p2"/>'
        '<w:footerReference w:type="default" r:id="p3"/><w:titlePg/></w:sectPr>'
    )
    source = read_docx(
        body(p(r("The text.")) + section, header1=p(r("United Nations")), header2=p(r("A/81/900")), footer=p(r("2/4"))),
        "x.docx",
    )
    assert source.text.split("\n\n") == ["United Nations", "A/81/900", "The text.", "2/4"]
    assert marked(source, "furniture") == [
        ("furniture", "page-header", "A/81/900"), ("furniture", "page-footer", "2/4")]  # fmt: skip


def test_a_file_of_another_program(trails: Document) -> None:
    from docx import Document as NewDocument

    made = NewDocument()
    for text in ("The Economic and Social Council,", "1. Decides to meet again."):
        made.add_paragraph(text)
    buffer = io.BytesIO()
    made.save(buffer)
    assert paragraphs(buffer.getvalue()) == ["The Economic and Social Council,", "1. Decides to meet again."]


def test_a_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (40 << 20))
    with pytest.raises(UnreadableError, match="unpacks to more than 8 MB"):
        read_docx(buffer.getvalue(), "x.docx", ReadOptions(limits=Limits(unpacked=8)))


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = docx(
        {"document": f"{bomb}<w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"}
    )
    with pytest.raises(UnreadableError, match="declares XML entities"):
        read_docx(data, "x.docx")


def test_targets_outside_the_archive_are_not_there(tmp_path: object) -> None:
    relation = f'<Relationship Id="r8" Type="{RELATION}styles" Target="../../../../etc/passwd"/>'
    assert paragraphs(body(p(r("The text.")), relation, {"../evil.xml": "<x/>"})) == ["The text."]


def test_an_archive_without_a_document_is_one_sentence() -> None:
    with pytest.raises(UnreadableError, match=r"word/document\.xml is missing"):
        read_docx(docx({"styles": f"<w:styles {W}/>"}), "x.docx")


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(3000)])
def test_a_broken_archive_is_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read_docx(data, "x.docx")


def test_deep_nesting_is_no_danger() -> None:
    deep = "<w:sdt><w:sdtContent>" * 100 + p(r("The text.")) + "</w:sdtContent></w:sdt>" * 100
    assert paragraphs(body(deep)) == ["The text."]
    with pytest.raises(UnreadableError, match="no well-formed XML"):
        read_bytes(body("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "x.docx")
