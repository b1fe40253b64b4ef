"""Assembly: lines to paragraphs, with an account of every character."""

from __future__ import annotations

import pytest

from pipeline.layout import OffsetMap
from pipeline.layout.assembly import Assembler
from pipeline.layout.hyphens import Hyphens
from pipeline.layout.lines import split_lines
from pipeline.lexicon.layout import HyphenRows
from pipeline.reading.source import SourceText

ROWS = HyphenRows(frozenset({"self", "co"}), frozenset(), frozenset(), frozenset(), frozenset({"and"}))


def assemble(source: str, dropped: tuple[str, ...] = (), cuts: tuple[str, ...] = ()) -> tuple[str, list[list[int]]]:
    """Join the lines of ``source`` into one paragraph; the lines named in ``cuts`` are no part of it."""
    lines = split_lines(SourceText("a.txt", source))
    out = [line for line in lines if line.text in cuts]
    spans = [(source.index(words), source.index(words) + len(words)) for words in dropped]
    made = Assembler(source, Hyphens(source, ROWS))
    start, end = made.paragraph([line for line in lines if line not in out], spans, [line.start for line in out])
    text = "".join(made.parts)
    assert (start, end) == (0, len(text))
    offsets = OffsetMap(made.runs)
    for place, letter in enumerate(text):
        at = offsets.source_offset(place)
        if at is not None:
            assert source[at] == letter or (letter == " " and source[at].isspace())
        else:
            assert letter == " "
    return text, offsets.source_spans(0, len(text))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("the keepers\nof the light", "the keepers of the light"),
        ("the  keepers\tof \xa0 it", "the keepers of it"),
        ("the light-\nhouses", "the lighthouses"),
        ("the light\u00ad\nhouses", "the lighthouses"),
        ("the light\u2010\nhouses", "the lighthouses"),
        ("self-\ngovernment", "self-government"),
        ("a well-known light, and a well-\nknown ship", "a well-known light, and a well-known ship"),
        ("co-\noperatives and cooperatives", "cooperatives and cooperatives"),
        ("co-\noperatives", "co-operatives"),
        ("the Anglo-\nEgyptian light", "the Anglo-Egyptian light"),
        ("the years 2030–\n2031", "the years 2030–2031"),
        ("and/\nor", "and/or"),
        ("light -\nhouse", "light - house"),
        ("day-\nto-day", "day-to-day"),
        ("A/64/\n900", "A/64/900"),
        ("1-\n2", "1-2"),
        ("age-\nand light-keeping", "age- and light-keeping"),
    ],
)
def test_lines_are_joined(source: str, text: str) -> None:
    found, spans = assemble(source)
    assert found == text
    assert spans == [[0, len(source)]]


def test_what_is_dropped_is_not_read() -> None:
    assert assemble("*Thanks*¹ the ² keepers", ("*T", "¹", " ²")) == ("hanks* the keepers", [[2, 23]])


def test_what_stands_between_cuts_the_source() -> None:
    source = "the keepers\n9 note\nof the light"
    assert assemble(source, cuts=("9 note",)) == ("the keepers of the light", [[0, 11], [19, 31]])


def test_a_dropped_stretch_may_reach_over_a_line_end() -> None:
    assert assemble("the bells¹\n² of it", ("¹\n²",)) == ("the bells of it", [[0, 18]])


def test_paragraphs_follow_one_another() -> None:
    source = "one two \nthree"
    lines = split_lines(SourceText("a.txt", source))
    made = Assembler(source, Hyphens(source, ROWS))
    assert made.paragraph(lines[:1], [], []) == (0, 7)
    made.add("\n\n")
    assert made.paragraph(lines[1:], [], []) == (9, 14)
    assert "".join(made.parts) == "one two\n\nthree"
    assert made.runs == [[0, 0, 7, 0], [9, 9, 5, 0]]


def test_a_paragraph_may_begin_inside_its_first_line() -> None:
    source = "1 A/9/1.\nand more"
    made = Assembler(source, Hyphens(source, ROWS))
    made.paragraph(split_lines(SourceText("a.txt", source)), [], [], 2)
    assert "".join(made.parts) == "A/9/1. and more"
