"""Places in a file: printed lines joined to boxes, columns and pages apart, lines and columns of plain text."""

from __future__ import annotations

import pytest

from pipeline.reading import Place, ReadOptions, SourceText, read_bytes
from pipeline.reading.places import Spot, locate
from tests.reading.typesetting import Document, to_akn, to_docx, to_html, to_pdf


def line(start: int, end: int, page: int, left: float, bottom: float) -> Place:
    return Place(start, end, page, (left, bottom, left + 100, bottom + 10))


TWO_COLUMNS = (
    line(0, 10, 1, 50, 700),
    line(11, 20, 1, 50, 688),
    line(21, 30, 1, 250, 700),
    line(31, 40, 2, 50, 700),
)


def test_lines_below_each_other_are_one_place() -> None:
    source = SourceText("a.pdf", "x" * 40, places=TWO_COLUMNS)
    assert locate(source, [(5, 40)]) == [
        Spot(5, 20, 1, (50, 688, 150, 710), 2),
        Spot(21, 30, 1, (250, 700, 350, 710), 1),
        Spot(31, 40, 2, (50, 700, 150, 710), 1),
    ]
    assert locate(source, [(12, 13), (31, 33)]) == [
        Spot(12, 13, 1, (50, 688, 150, 698), 1),
        Spot(31, 33, 2, (50, 700, 150, 710), 1),
    ]
    assert locate(source, [(10, 11)]) == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_plain_text_has_lines_and_columns(ending: str) -> None:
    text = f"ab{ending}cde{ending}{ending}f"
    starts = [text.index(sign) for sign in "acf"]
    spots = locate(SourceText("a.txt", text), [(starts[0], starts[1] + 2), (starts[2], len(text))])
    assert [(spot.first, spot.last) for spot in spots] == [((1, 1), (2, 2)), ((4, 1), (4, 1))]


def test_every_format_leads_back_to_its_words(trails: Document) -> None:
    options = ReadOptions(guarded=False)
    made = {"pdf": to_pdf(trails), "docx": to_docx(trails), "html": to_html(trails).encode(), "xml": to_akn(trails)}
    for kind, data in made.items():
        source = read_bytes(data, f"x.{kind}", options)
        start = source.text.index("Welcomes")
        (spot,) = locate(source, [(start, start + 8)])
        assert (spot.start, spot.end) == (start, start + 8)
        assert (spot.page, spot.lines) == ((1, 1) if kind == "pdf" else (None, 0))
        assert (spot.paragraph is None) == (kind == "pdf")
        before = data[: data.index(b"Welcomes")].count(b"\n") + 1 if kind == "xml" else 0
        assert spot.element == (f"<p>, line {before} of the file" if kind == "xml" else "")


def test_an_element_is_named_by_the_nearest_id() -> None:
    body = '<paragraph eId="para_3"><content eId="c"><p>\nUrges care.</p></content></paragraph><p>Ice.</p>'
    source = read_bytes(f"<akomaNtoso><mainBody>\n{body}</mainBody></akomaNtoso>".encode(), "x.xml")
    assert [place.element for place in source.places] == [
        "<paragraph eId=para_3>, line 2 of the file",
        "<p>, line 3 of the file",
    ]
