"""What holds of every text: nothing raises, nothing is lost, everything leads back to the source."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.components.table import table
from pipeline.layout import OffsetMap
from pipeline.reading.decoding import clean
from pipeline.reading.source import SourceText
from pipeline.record import Record
from tests.golden.structure import read_record, structure_pipeline
from tests.properties.documents import HEAD, Known, heaps, noise, noted_resolutions, plain, wrapped

anything = st.one_of(heaps, heaps, noise)
common = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

TAGS = re.compile(r"</?(?:sup|sub|i|em|b|strong|u|br|span)\s?/?>|\]\([^()\s]*\)|\[\^[\w*-]+\]")


def read(text: str) -> tuple[SourceText, Record]:
    source = SourceText("a.txt", clean(text)[0])
    return source, read_record(source)


def letters(text: str) -> str:
    return "".join(letter for letter in TAGS.sub("", text) if letter.isalpha())


def is_inside(part: str, whole: str) -> bool:
    """Tell whether the characters of ``part`` stand in ``whole`` in their order."""
    rest = iter(whole)
    return all(letter in rest for letter in part)


@given(anything)
@common
def test_clauses_stand_in_order_and_apart(text: str) -> None:
    source, record = read(text)
    spans = [span for clause in record.clauses for span in clause.source_spans]
    assert all(0 <= low < high <= len(source.text) for low, high in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(clause.text == clause.text.strip() for clause in record.clauses)


@given(anything)
@common
def test_nothing_is_lost_and_nothing_is_held_twice(text: str) -> None:
    _, record = read(text)
    assert [issue.message for issue in record.issues if issue.code == "text-not-conserved"] == []


@given(anything)
@common
def test_the_source_of_a_clause_says_what_the_clause_says(text: str) -> None:
    source, record = read(text)
    for clause in (clause for clause in record.clauses if clause.text):
        there = "".join(source.text[low:high] for low, high in clause.source_spans)
        assert letters(there) == letters(clause.text)
        assert is_inside("".join(clause.text.split()), there)


@given(anything)
@common
def test_a_number_stands_where_it_was_printed(text: str) -> None:
    source, record = read(text)
    for clause in (clause for clause in record.clauses if clause.text):
        assert (clause.number is None) == (clause.number_span is None)
        if clause.number is not None and clause.number_span is not None:
            there = source.text[slice(*clause.number_span)]
            assert is_inside("".join(clause.number.split()), there)


@given(anything)
@common
def test_every_character_read_leads_back_to_itself(text: str) -> None:
    source = SourceText("a.txt", clean(text)[0])
    doc = structure_pipeline().tokenizer.read(source)
    found = table(doc)
    offsets = OffsetMap(found["layout"]["runs"])
    last = -1
    for place, letter in enumerate(doc.text):
        at = offsets.source_offset(place)
        if at is None:
            assert letter.isspace()
            continue
        assert last < at
        last = at
        assert source.text[at] == letter or (letter == " " and source.text[at].isspace())
        assert offsets.source_spans(place, place + 1) == [[at, at + 1]]


@given(anything)
@common
def test_blocks_are_the_reading_text(text: str) -> None:
    doc = structure_pipeline().tokenizer.read(SourceText("a.txt", clean(text)[0]))
    blocks = table(doc)["blocks"]
    assert doc.text == "\n\n".join(doc.text[block["start"] : block["end"]] for block in blocks)
    stretches = [span for block in blocks for span in block["source"]]
    assert all(low < high for low, high in stretches)


@given(anything)
@common
def test_notes_stand_inside_their_clauses(text: str) -> None:
    _, record = read(text)
    known = {note.id for note in record.footnotes}
    for clause in record.clauses:
        assert all(note.id in known and 0 <= note.offset <= len(clause.text) for note in clause.footnotes)
    assert [note.id for note in record.footnotes] == [f"n{number}" for number in range(1, len(known) + 1)]


@given(anything)
@common
def test_ids_are_unique_and_parents_stand_before(text: str) -> None:
    _, record = read(text)
    ids = [clause.id for clause in record.clauses]
    assert len(set(ids)) == len(ids)
    for place, clause in enumerate(record.clauses):
        assert clause.parent is None or clause.parent in ids[:place]
        assert clause.level > 0 or clause.parent is None or clause.kind == "operative" or clause.kind == "preambular"


@given(anything)
@common
def test_the_same_text_gives_the_same_record(text: str) -> None:
    assert read(text)[1].to_json() == read(text)[1].to_json()


@given(heaps)
@common
def test_windows_line_ends_change_no_clause(text: str) -> None:
    unix = text.replace("\r\n", "\n")
    assert texts(read(unix)[1]) == texts(read(unix.replace("\n", "\r\n"))[1])


def texts(record: Record) -> list[tuple[str, str | None, str]]:
    return [(clause.kind, clause.number, clause.text) for clause in record.clauses]


def known(record: Record) -> list[Known]:
    return [Known(clause.kind, clause.number, clause.level, clause.text) for clause in record.clauses]


def notes_of(record: Record) -> dict[int, tuple[str, int]]:
    """Return the text of the note at each clause, and how far from the end of the clause its mark stood."""
    by_id = {note.id: note.text for note in record.footnotes}
    return {
        place: (by_id[note.id], len(clause.text) - note.offset)
        for place, clause in enumerate(record.clauses)
        for note in clause.footnotes
    }


def check_whole(record: Record, clauses: list[Known], notes: dict[int, str]) -> None:
    assert known(record) == clauses
    assert notes_of(record) == {place: (text, 0) for place, text in notes.items()}
    assert len(record.footnotes) == len(notes)
    assert [issue.code for issue in record.issues] == []
    assert (record.masthead.symbol, record.masthead.title) == (HEAD[1], HEAD[5].partition(" ")[2])


@given(noted_resolutions(), st.booleans())
@common
def test_a_plain_resolution_comes_back_whole(drawn: tuple[list[Known], dict[int, str]], raised: bool) -> None:
    clauses, notes = drawn
    check_whole(read(plain(clauses, notes, raised))[1], clauses, notes)


@given(noted_resolutions(least=25, most=60), st.integers(84, 96), st.integers(12, 50))
@common
def test_a_wrapped_resolution_comes_back_whole(
    drawn: tuple[list[Known], dict[int, str]], width: int, height: int
) -> None:
    clauses, notes = drawn
    check_whole(read(wrapped(clauses, notes, width, height))[1], clauses, notes)


@pytest.mark.parametrize("text", ["", " ", "\n", "\f", "\ufeff", "\x00"])
def test_next_to_nothing(text: str) -> None:
    _, record = read(text)
    assert record.clauses == ()
    assert "text-not-conserved" not in [issue.code for issue in record.issues]
