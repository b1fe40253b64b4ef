"""Lines of the source, what stands before each, and how wide they were printed."""

from __future__ import annotations

import pytest

from pipeline.layout.lines import BLANK, NEXT, PAGE, Line, is_exact, print_width, split_lines
from pipeline.reading.source import SourceText

Row = tuple[int, int, str, int, int, str]


def rows(text: str, pages: tuple[int, ...] | None = None) -> list[Row]:
    source = SourceText("a.txt", text, pages=pages)
    return [(line.start, line.end, line.text, line.gap, line.page, line.role) for line in split_lines(source)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("one\ntwo\n\nthree", [(0, 3, "one", BLANK, 1, "text"), (4, 7, "two", NEXT, 1, "text"),
                              (9, 14, "three", BLANK, 1, "text")]),
        ("one\r\ntwo\r\n\r\nthree", [(0, 3, "one", BLANK, 1, "text"), (5, 8, "two", NEXT, 1, "text"),
                                    (12, 17, "three", BLANK, 1, "text")]),
        ("one\rtwo", [(0, 3, "one", BLANK, 1, "text"), (4, 7, "two", NEXT, 1, "text")]),
        ("one\n\ftwo\nthree", [(0, 3, "one", BLANK, 1, "text"), (5, 8, "two", PAGE, 2, "text"),
                               (9, 14, "three", NEXT, 2, "text")]),
        ("one\f\ftwo", [(0, 3, "one", BLANK, 1, "text"), (5, 8, "two", PAGE, 3, "text")]),
        ("one\u2028two\u2029three", [(0, 3, "one", BLANK, 1, "text"), (4, 7, "two", NEXT, 1, "text"),
                                     (8, 13, "three", BLANK, 1, "text")]),
        ("  one \xa0\n\ttwo", [(2, 5, "one", BLANK, 1, "text"), (9, 12, "two", NEXT, 1, "text")]),
        ("\ufeffone", [(1, 4, "one", BLANK, 1, "text")]),
        ("one\n\u200b\ntwo", [(0, 3, "one", BLANK, 1, "text"), (4, 5, "\u200b", NEXT, 1, "furniture"),
                              (6, 9, "two", BLANK, 1, "text")]),
    ],
)  # fmt: skip
def test_lines_with_their_places_and_gaps(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_pages_that_the_format_knows_are_believed() -> None:
    assert rows("one\ntwo\nthree", pages=(0, 8)) == [
        (0, 3, "one", BLANK, 1, "text"),
        (4, 7, "two", NEXT, 1, "text"),
        (8, 13, "three", PAGE, 2, "text"),
    ]


def lines(*lengths: int) -> list[Line]:
    return [Line(0, length, "x" * length, NEXT, 1) for length in lengths]


@pytest.mark.parametrize(
    ("found", "width"),
    [
        (lines(88, 86, 90, 12, 87, 85, 40), 90),
        (lines(48, 50, 47, 20, 49, 46), 50),
        (lines(12, 14, 11, 13), None),
        (lines(600, 20, 450, 90, 88, 89, 90), None),
        (lines(300, *([90, 88, 87, 89] * 5)), 90),
        (lines(), None),
        (lines(130, 129, 128), 130),
        (lines(131, 130, 132), None),
    ],
)
def test_width_of_wrapped_text(found: list[Line], width: int | None) -> None:
    assert print_width(found) == width


def test_width_counts_lines_of_text_only() -> None:
    printed = lines(88, 87, 86, 60, 59, 58)
    assert print_width(printed) == 88
    for line in printed[:3]:
        line.role = "furniture"
    assert print_width(printed) == 60


def test_two_lines_that_go_on_show_the_width_of_a_short_text() -> None:
    pair = [Line(0, 0, "the keepers of the four lights have asked for oil", BLANK, 1),
            Line(0, 0, "and for wicks.", NEXT, 1)]  # fmt: skip
    assert print_width(pair) == len(pair[0].text)
    pair[1].gap = BLANK
    assert print_width(pair) is None


FULL = ["the keepers of the four", "lighthouses have asked", "for oil and for wicks", "before the winter comes",
        "and the boats go home,"]  # fmt: skip


def test_text_filled_as_far_as_its_words_allow_is_exact() -> None:
    filled = [Line(0, 0, text, NEXT, 1) for text in FULL]
    assert is_exact(filled, 23)
    assert not is_exact(filled, 40)
    assert not is_exact(filled[:4], 23)
    assert not is_exact(filled, None)
