"""PDF: lines in reading order, furniture, notes, italics, places; files that are locked, scanned, broken or endless."""

from __future__ import annotations

import base64

import pytest

from pipeline.reading import Limits, Mark, ReadOptions, SourceText, UnreadableError, read_bytes
from pipeline.reading.pdf import read_pdf
from tests.reading.handmade_pdf import encrypted, pdf, show
from tests.reading.typesetting import Document, to_pdf


def marked(source: SourceText, *kinds: str) -> list[tuple[str, str, str]]:
    return [(m.kind, m.value, source.text[m.start : m.end]) for m in source.marks if m.kind in kinds]


def flowing(source: SourceText) -> str:
    """Return the text without furniture, notes and their marks, folded."""
    kept = list(source.text)
    for mark in source.marks:
        if mark.kind in ("furniture", "note", "note-mark"):
            kept[mark.start : mark.end] = [""] * (mark.end - mark.start)
    return " ".join("".join(kept).split())


def test_a_typeset_resolution(trails: Document) -> None:
    source = read_pdf(to_pdf(trails), "trails.pdf")
    expected = " ".join(
        " ".join(filter(None, [block.number, "".join(run.text for run in block.runs)])) for block in trails.blocks
    )
    assert flowing(source) == " ".join(expected.split())
    assert source.media_type == "application/pdf"
    assert source.pages is not None
    assert len(source.pages) > 1
    assert [source.text[page - 1] for page in source.pages[1:]] == ["\f"] * (len(source.pages) - 1)
    italic = [run.text for block in trails.blocks for run in block.runs if run.italic]
    assert [text for _, _, text in marked(source, "italic")] == italic
    assert marked(source, "note-mark") == [("note-mark", "1", "1"), ("note-mark", "2", "2")]
    assert marked(source, "note") == [
        ("note", "1", "1. See A/79/1234, para. 7."),
        ("note", "2", "2. A/81/77-S/2026/88."),
    ]
    pages = len(source.pages)
    furniture = {("furniture", "page-number", f"{n}/{pages}") for n in range(1, pages + 1)}
    furniture |= {("furniture", "job-number", "25-01234"), ("furniture", "page-header", "A/RES/81/900")}
    assert set(marked(source, "furniture")) == furniture


def test_every_line_has_its_page_and_box(trails: Document) -> None:
    source = read_pdf(to_pdf(trails), "trails.pdf")
    lines = [line for line in source.text.replace("\f", "\n").split("\n") if line]
    assert [source.text[place.start : place.end] for place in source.places] == lines
    for place in source.places:
        assert place.page is not None
        assert place.box is not None
        left, bottom, right, top = place.box
        assert 0 < left < right < 612
        assert 0 < bottom < top < 792


def test_words_cut_over_objects_are_whole_and_gaps_are_spaces() -> None:
    content = show("Securit", 100, 700) + show("y Council", 128.3, 700) + show("decides", 170, 700, font=2)
    assert read_pdf(pdf([content]), "x.pdf").text == "Security Council decides"


def test_raised_marks_stay_on_their_word() -> None:
    content = show("the report", 100, 700) + show("1", 141.5, 704, 6.5) + show("of the Panel", 147, 700)
    content += show("1", 110, 80, 5.5) + show("S/2031/77.", 116, 77, 8.5)
    content += "".join(show(f"line {n} of the body", 100, 680 - 12 * n) for n in range(9))
    source = read_pdf(pdf([content]), "x.pdf")
    assert source.text.startswith("the report1 of the Panel\n")
    assert marked(source, "note-mark", "note") == [("note-mark", "1", "1"), ("note", "1", "1 S/2031/77.")]


def test_a_raised_sign_without_a_note_is_superscript() -> None:
    source = read_pdf(pdf([show("an area of 40 km", 100, 700) + show("2", 166, 704, 6.5)]), "x.pdf")
    assert source.marks == (Mark("superscript", 16, 17),)


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"left line {n} about the trails of the highlands" for n in range(12)]
    right = [f"right line {n} about the shelters on the passes" for n in range(12)]
    content = show("A title over both columns of the page, set across them", 180, 740)
    for n in range(12):
        content += show(left[n], 60, 700 - 12 * n) + show(right[n], 330, 700 - 12 * n)
    text = read_pdf(pdf([content]), "x.pdf").text
    assert [line for line in text.split("\n") if line] == [
        "A title over both columns of the page, set across them", *left, *right]  # fmt: skip


def test_cells_far_apart_are_lines_of_their_own_and_numbers_stay() -> None:
    content = show("Security Council", 100, 700) + show("Distr.: General", 400, 700)
    content += show("1.", 100, 660) + show("Decides to meet;", 130, 660)
    lines = read_pdf(pdf([content]), "x.pdf").text.split("\n")
    assert [line for line in lines if line] == ["Security Council", "Distr.: General", "1. Decides to meet;"]


def test_stamps_are_furniture() -> None:
    content = "".join(show(f"line {n} of the body", 100, 700 - 12 * n) for n in range(5))
    content += show("RECEIVED 3 MAY", 50, 300, 14, 3, "0 1 -1 0") + show("DRAFT", 200, 300, 60, 1, ".7 .7 -.7 .7")
    source = read_pdf(pdf([content]), "x.pdf")
    assert marked(source, "furniture") == [("furniture", "stamp", "RECEIVED 3 MAY"), ("furniture", "stamp", "DRAFT")]


def test_turned_pages_are_read_upright() -> None:
    content = "".join(show(f"line {n} of a table", 100 + 12 * n, 100, matrix="0 1 -1 0") for n in range(5))
    text = read_pdf(pdf([content], page_extra="/Rotate 90"), "x.pdf").text
    assert text.split() == " ".join(f"line {n} of a table" for n in range(5)).split()


def test_heads_feet_and_bar_codes_of_the_printing_office() -> None:
    pages = []
    for page in range(1, 4):
        content = show("S/2031/900", 60, 750, 8.5, 3) + show(f"{page}/3", 540, 36, 8.5) + show("31-04038", 60, 36, 7)
        content += "".join(show(f"Page {page} has line {n} of the text", 120, 700 - 12 * n) for n in range(9))
        pages.append(content)
    pages[0] += show("*3104038*", 60, 24, 12)
    source = read_pdf(pdf(pages), "x.pdf")
    found = marked(source, "furniture")
    assert sorted(value for _, value, _ in found) == sorted(
        ["page-header"] * 3 + ["page-number"] * 3 + ["job-number"] * 3 + ["barcode"]
    )
    assert "S/2031/900" not in flowing(source)


def test_a_locked_file_asks_for_its_password() -> None:
    data = encrypted(show("The Council,", 100, 700), "ibex")
    assert read_pdf(data, "x.pdf", ReadOptions(password="ibex")).text == "The Council,"
    for password in (None, "chamois"):
        with pytest.raises(UnreadableError, match=r"encrypted .* --password"):
            read_pdf(data, "x.pdf", ReadOptions(password=password))


def test_a_scan_names_an_ocr_program() -> None:
    import weasyprint

    dot = base64.b64encode(
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
        b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    ).decode()
    data = weasyprint.HTML(string=f"<img style='width:500px' src='data:image/gif;base64,{dot}'>").write_pdf()
    with pytest.raises(UnreadableError, match="OCRmyPDF"):
        read_pdf(data, "scan.pdf")


def test_a_page_tree_in_a_circle_ends() -> None:
    circle = {2: "<< /Type /Pages /Count 2 /Kids [2 0 R 3 0 R] /Parent 2 0 R >>"}
    options = ReadOptions(limits=Limits(seconds=10))
    try:
        text = read_bytes(pdf([show("The Council,", 100, 700)], objects=circle), "x.pdf", options).text
    except UnreadableError as error:
        text = error.reason
    assert text.strip()


def test_ten_thousand_pages() -> None:
    data = pdf([show("The Council met and decided nothing.", 100, 700)] * 10_000)
    source = read_pdf(data, "x.pdf")
    assert source.pages is not None
    assert len(source.pages) == 10_000


def test_the_time_for_a_file_is_bounded() -> None:
    data = pdf([show("The Council met and decided nothing.", 100, 700)] * 2_000)
    with pytest.raises(UnreadableError, match=r"longer than 0\.01 seconds"):
        read_pdf(data, "x.pdf", ReadOptions(limits=Limits(seconds=0.01)))


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n", b"%PDF-" + bytes(500)])
def test_a_damaged_file_is_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read_pdf(data, "x.pdf")


def text_lines(count: int, top: float = 680) -> str:
    return "".join(show(f"line {n} of the body of the text", 100, top - 14 * n) for n in range(count))


def test_notes_in_the_print_of_the_text_stand_under_a_short_rule_and_go_on_overleaf() -> None:
    rule = "100 {0} m 220 {0} l 0.5 w S\n"
    first = text_lines(8) + show("the report", 100, 500) + show("1", 143, 504, 6.5) + rule.format(150)
    first += show("1", 100, 138, 6.5) + show("A note that goes on", 108, 134)
    second = text_lines(8) + rule.format(150) + show("over the page.", 100, 134)
    source = read_pdf(pdf([first, second]), "x.pdf")
    assert marked(source, "note-mark") == [("note-mark", "1", "1")]
    assert marked(source, "note") == [("note", "1", "1 A note that goes on"), ("note", "1", "over the page.")]


def test_notes_at_the_end_as_browsers_print_them() -> None:
    content = show("the report", 100, 700, 12) + show("1", 153, 704.8, 10) + show("2", 158, 704.8, 10)
    content += "".join(show(f"line {n} of the body of the text", 100, 680 - 14 * n, 12) for n in range(8))
    content += (
        show("1", 100, 504.8, 10) + show("2", 105, 504.8, 10) + show("S/2031/77, and a long text that", 114, 500, 12)
    )
    content += show("goes on.", 100, 486, 12)
    content += show("After it.", 100, 450, 12)
    source = read_pdf(pdf([content]), "x.pdf")
    assert marked(source, "note-mark") == [("note-mark", "12", "12")]
    assert marked(source, "note") == [("note", "12", "12 S/2031/77, and a long text that"), ("note", "12", "goes on.")]
    assert flowing(source).endswith("body of the text After it.")


def test_the_same_marker_on_two_pages_is_two_notes() -> None:
    page = text_lines(8) + show("the report of the year", 100, 500) + show("1", 188, 504, 6.5)
    page += show("1", 100, 92, 5.5) + show("Note {}.", 108, 88, 8.5)
    source = read_pdf(pdf([page.replace("{}", "one"), page.replace("{}", "two")]), "x.pdf")
    assert marked(source, "note-mark") == [("note-mark", "1", "1"), ("note-mark", "1@2", "1")]
    assert marked(source, "note") == [("note", "1", "1 Note one."), ("note", "1@2", "1 Note two.")]


def foot(marker: str, text: str, y: float = 70) -> str:
    return show(f"{marker}. {text}", 100, y, 8.5)


def test_notes_that_differ_in_their_numbers_only_are_no_running_feet() -> None:
    pages = [
        text_lines(8) + show("the report", 100, 500) + show(str(n), 143, 504, 6.5) + foot(str(n), f"See A/81/{n}.")
        for n in (1, 2, 3)
    ]
    source = read_pdf(pdf(pages), "x.pdf")
    assert [mark[2] for mark in marked(source, "note")] == ["1. See A/81/1.", "2. See A/81/2.", "3. See A/81/3."]
    assert marked(source, "furniture") == []
    assert [mark[1] for mark in marked(source, "note-mark")] == ["1", "2", "3"]
    same = read_pdf(pdf([text_lines(8) + foot("1", "Reissued for the record.")] * 3), "x.pdf")
    assert {mark[0] for mark in marked(same, "furniture", "note")} == {"furniture"}


def test_the_first_note_of_a_page_may_skip_one_that_was_not_seen() -> None:
    pages = [text_lines(8) + foot("1", "Ibid."), text_lines(8) + foot("3", "S/2031/7.") + foot("4", "S/2031/8.", 58)]
    assert [mark[2] for mark in marked(read_pdf(pdf(pages), "x.pdf"), "note")] == [
        "1. Ibid.", "3. S/2031/7.", "4. S/2031/8.",
    ]  # fmt: skip
    day = text_lines(8) + show("1. Meeting of", 100, 82, 8.5) + show("3 May 2031, at noon.", 100, 70, 8.5)
    source = read_pdf(pdf([day]), "x.pdf")
    assert marked(source, "number") == [("number", "1", "1.")]


def test_a_mark_alone_on_its_line_belongs_to_the_line_above() -> None:
    content = text_lines(4) + show("as told in the report,", 100, 624) + show("1", 100, 614, 6.5) + text_lines(8, 600)
    source = read_pdf(pdf([content + foot("1", "A/81/7.")]), "x.pdf")
    assert "as told in the report,1\n" in source.text
    assert marked(source, "note-mark") == [("note-mark", "1", "1")]
    assert "report,\n1" in read_pdf(pdf([content]), "x.pdf").text.replace("\n\n", "\n")  # no note, no mark
