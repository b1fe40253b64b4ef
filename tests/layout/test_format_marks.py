"""Marks of the format: where it says what is what, it is believed."""

from __future__ import annotations

from pipeline.layout import Lexicons, read_layout
from pipeline.layout.format_marks import read_marks
from pipeline.layout.lines import split_lines
from pipeline.reading.source import Mark, SourceText
from pipeline.run import read_record

TEXT = "Ringers\nThe General Assembly,\nNoting the 3 bells1 of the tower\n1. Thanks the ringers.\n1 A/9/1.\nPage 2\n"


def at(words: str, kind: str, value: str = "", nth: int = 0) -> Mark:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Mark(kind, start, start + len(words), value)


MARKS = (
    at("Ringers", "furniture", "stamp"),
    at("Noting", "italic"),
    at("1 of", "note-mark", "f1"),
    at("1 A/9/1.", "note", "f1"),
    at("Page 2", "furniture", "page-number"),
)
MARKS = (*MARKS[:2], Mark("note-mark", MARKS[2].start, MARKS[2].start + 1, "f1"), *MARKS[3:])


def source(media_type: str = "text/html", marks: tuple[Mark, ...] = MARKS) -> SourceText:
    return SourceText("a", TEXT, media_type=media_type, marks=marks)


def test_marks_take_lines_out_of_the_text() -> None:
    lines = split_lines(source())
    found = read_marks(source(), lines)
    assert [(line.role, line.kind, line.text) for line in lines if line.role != "text"] == [
        ("furniture", "stamp", "Ringers"),
        ("note", "", "1 A/9/1."),
        ("furniture", "page-number", "Page 2"),
    ]
    assert [TEXT[low:high] for low, high in found.italics] == ["Noting"]
    assert [TEXT[low:high] for low, high in found.dropped] == ["1"]
    (note,) = found.notes
    assert (note.id, note.key, note.marker, TEXT[note.text_start :][:6]) == ("n1", "f1", "1", "A/9/1.")
    assert note.place is not None
    assert (note.place.start, note.place.end) == (MARKS[2].start, MARKS[2].end)


def test_a_format_of_paragraphs_is_not_joined(lexicons: Lexicons) -> None:
    found = read_layout(source(), lexicons)
    assert [found.text[block.start : block.end] for block in found.blocks] == [
        "The General Assembly,",
        "Noting the 3 bells of the tower",
        "1. Thanks the ringers.",
    ]
    assert [(note.offset, note.text) for note in found.notes] == [(found.text.index(" of the tower"), "A/9/1.")]
    assert [found.text[low:high] for low, high in found.italics] == ["Noting"]


def test_only_print_has_lines() -> None:
    for media_type, known in (("text/plain", False), ("application/pdf", False), ("text/html", True)):
        assert read_marks(source(media_type), split_lines(source(media_type))).paragraphs_known is known


def test_a_note_of_two_pages_is_one_note() -> None:
    more = (*MARKS[:4], at("Page 2", "note", "f1"))
    lines = split_lines(source(marks=more))
    (note,) = read_marks(source(marks=more), lines).notes
    assert [line.text for line in note.lines] == ["1 A/9/1.", "Page 2"]


def test_a_note_without_a_mark_is_not_placed() -> None:
    marks = tuple(mark for mark in MARKS if mark.kind != "note-mark")
    (note,) = read_marks(source(marks=marks), split_lines(source(marks=marks))).notes
    assert note.place is None


def test_without_marks_nothing_is_known() -> None:
    lines = split_lines(source(marks=()))
    found = read_marks(source("text/plain", ()), lines)
    assert (found.dropped, found.italics, found.notes, found.paragraphs_known) == ([], [], [], False)
    assert {line.role for line in lines} == {"text"}


def test_a_line_is_in_one_note_only_and_in_no_furniture_besides() -> None:
    text = "The Council,\n\n1 A/9/1.\n\n2 A/9/2.\n\nibid.\n\nPage 2"
    spans = {
        word: (text.index(word), text.index(word) + len(word)) for word in ("1 A/9/1.", "2 A/9/2.", "ibid.", "Page 2")
    }
    first, inner, after, page = spans.values()
    marks = (
        Mark("note", first[0], page[1], "a"),
        Mark("furniture", *inner, "page-footer"),
        Mark("note", *inner, "b"),
        Mark("furniture", *after, "page-footer"),
        Mark("furniture", *page, "page-footer"),
    )
    made = SourceText("a", text, media_type="text/html", marks=marks)
    found = read_marks(made, split_lines(made))
    assert [(note.key, [line.text for line in note.lines]) for note in found.notes] == [
        ("a", ["1 A/9/1.", "ibid.", "Page 2"]),
        ("b", ["2 A/9/2."]),
    ]
    assert "text-not-conserved" not in [issue.code for issue in read_record(made).issues]


def test_furniture_between_the_lines_of_a_note_is_held_once() -> None:
    text = "The Council,\n\n1 See the report\n25-01234\non ringers.\n"
    marks = (
        Mark("note", text.index("1 See"), text.index("\n25"), "a"),
        Mark("furniture", text.index("25-"), text.index("\non"), "job-number"),
        Mark("note", text.index("on ringers"), len(text) - 1, "a"),
    )
    record = read_record(SourceText("a", text, media_type="application/pdf", marks=marks))
    assert [(note.text, [text[low:high] for low, high in note.source_spans]) for note in record.footnotes] == [
        ("See the report on ringers.", ["See the report", "on ringers."])
    ]
    assert "text-not-conserved" not in [issue.code for issue in record.issues]
