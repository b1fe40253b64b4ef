"""The reading text as a whole: blocks, notes, furniture, italics, and that nothing is lost."""

from __future__ import annotations

from pipeline.components.conservation import unaccounted
from pipeline.layout import Lexicons, ReadingText, read_layout
from pipeline.reading.source import SourceText

TEXT = """A/RES/88/901
General Assembly
*The General Assembly*,
*Noting* the bells¹ of the tower, which were rung for the ships that the storm of the year

¹ A/9/1.
31-04417 1/2
\fA/RES/88/901
2030 had driven on the rocks,
1. *Thanks* the ringers;¹
(a) Of the tower.
"""


def read(text: str, lexicons: Lexicons, name: str = "a.md") -> ReadingText:
    found = read_layout(SourceText(name, text), lexicons)
    held = [(low, high) for block in found.blocks for low, high in block.source]
    held += [(low, high) for note in found.notes for low, high in note.source_spans]
    held += [(note.marker_span[0], note.marker_span[1]) for note in found.notes]
    held += [(low, high) for low, high, _ in found.furniture]
    assert unaccounted(text, held) == ([], [])
    return found


def test_blocks_hold_the_paragraphs_in_order(lexicons: Lexicons) -> None:
    found = read(TEXT, lexicons)
    assert [(block.role, block.page, found.text[block.start : block.end]) for block in found.blocks] == [
        ("masthead", 1, "A/RES/88/901"),
        ("masthead", 1, "General Assembly"),
        ("text", 1, "The General Assembly,"),
        ("text", 1, "Noting the bells of the tower, which were rung for the ships that the storm of the year "
                    "2030 had driven on the rocks,"),
        ("text", 2, "1. Thanks the ringers;"),
        ("text", 2, "(a) Of the tower."),
    ]  # fmt: skip
    assert found.text == "\n\n".join(found.text[block.start : block.end] for block in found.blocks)


def test_a_block_knows_where_it_stands(lexicons: Lexicons) -> None:
    stretches = [[TEXT[low:high] for low, high in block.source] for block in read(TEXT, lexicons).blocks]
    assert stretches == [
        ["A/RES/88/901"],
        ["General Assembly"],
        ["*The General Assembly*,"],
        ["*Noting* the bells¹ of the tower, which were rung for the ships that the storm of the year",
         "2030 had driven on the rocks,"],
        ["1. *Thanks* the ringers;¹"],
        ["(a) Of the tower."],
    ]  # fmt: skip


def test_notes_lead_to_their_marks(lexicons: Lexicons) -> None:
    found = read(TEXT, lexicons)
    (note,) = found.notes
    assert (note.id, note.marker, note.text) == ("n1", "1", "A/9/1.")
    assert [TEXT[low:high] for low, high in note.source_spans] == ["A/9/1."]
    assert TEXT[slice(*note.marker_span)] == "¹"
    assert note.mark_span is not None
    assert TEXT[slice(*note.mark_span)] == "¹"
    assert note.offset is not None
    assert found.text[note.offset - 9 : note.offset] == "the bells"
    assert [found.text[offset - 8 : offset] for offset in note.again] == ["ringers;"]


def test_furniture_and_italics(lexicons: Lexicons) -> None:
    found = read(TEXT, lexicons)
    assert [(kind, TEXT[low:high]) for low, high, kind in found.furniture] == [
        ("job-number", "31-04417 1/2"),
        ("page-header", "A/RES/88/901"),
    ]
    assert [found.text[low:high] for low, high in found.italics] == ["The General Assembly", "Noting", "Thanks"]


def test_a_note_without_a_mark_is_an_issue(lexicons: Lexicons) -> None:
    text = "The General Assembly,\n\nNoting the bells,\n\n¹ A/9/1."
    found = read(text, lexicons)
    assert found.issues == [("note-unplaced", "no mark of note 1 was found in the text", 42, len(text))]
    assert [(note.offset, note.mark_span, note.again) for note in found.notes] == [(None, None, [])]


def test_paragraphs_without_a_formula_begin_where_clauses_do(lexicons: Lexicons) -> None:
    text = "Bells\n\n1. Thanks the ringers of the three towers of the harbour;"
    assert [(block.role, block.start) for block in read(text, lexicons).blocks] == [("masthead", 0), ("text", 7)]


def test_text_that_is_no_resolution_is_all_text(lexicons: Lexicons) -> None:
    text = "It was late.\n\nHe slept."
    assert [block.role for block in read(text, lexicons).blocks] == ["text", "text"]


def test_nothing_to_read(lexicons: Lexicons) -> None:
    found = read(" \n\f\n", lexicons)
    assert (found.text, found.blocks, found.runs, found.notes, found.furniture) == ("", [], [], [], [])


def test_lines_of_signs_alone_are_furniture(lexicons: Lexicons) -> None:
    text = "The General Assembly,\n\n\u200b\n\nThanks the ringers."
    assert [(kind, text[low:high]) for low, high, kind in read(text, lexicons).furniture] == [("invisible", "\u200b")]


def test_plain_data_holds_all_but_text_and_blocks(lexicons: Lexicons) -> None:
    found = read(TEXT, lexicons)
    row = found.to_row()
    assert row.keys() == {"runs", "notes", "furniture", "italics"}
    assert row["runs"] == found.runs
    assert row["furniture"] == [list(piece) for piece in found.furniture]
    assert row["italics"] == [list(span) for span in found.italics]
    (note,) = found.notes
    assert row["notes"] == [
        {name: getattr(note, name) for name in
         ("id", "marker", "text", "source_spans", "marker_span", "offset", "again", "mark_span")}
    ]  # fmt: skip
