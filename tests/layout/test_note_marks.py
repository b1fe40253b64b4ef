"""Places where the marks of notes may stand, and how all are placed together."""

from __future__ import annotations

import pytest

from pipeline.layout import note_marks as marks
from pipeline.layout.note_marks import Place, Places, Wanted, find_places, new_places, place_marks, repeated_marks
from pipeline.lexicon.layout import load_layout

Row = tuple[str, str, float]


def places_in(text: str, masthead: bool = False) -> Places:
    places = new_places()
    find_places(text, 0, len(text), 1, places, load_layout().counted, masthead)
    return places


def rows(text: str, masthead: bool = False) -> list[Row]:
    """Return marker, text before the mark (last word), and weight of each place, in order."""
    found = [(place, marker) for marker, several in places_in(text, masthead).items() for place in several]
    found.sort(key=lambda item: (item[0].start, -item[0].end))
    return [(marker, (text[: place.start].split() or [""])[-1], place.weight) for place, marker in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the bells¹ and", [("1", "bells", marks.RAISED)]),
        ("the bells,¹² and", [("12", "bells,", marks.RAISED)]),
        ("the bells<sup>3</sup> and", [("3", "bells", marks.RAISED)]),
        ("the bells<sup>**</sup> and", [("**", "bells", marks.RAISED)]),
        ("the bells[^a] and", [("a", "bells", marks.RAISED)]),
        ("the bells[^a]: and", []),
        ("the bells3 and", [("3", "bells", marks.AFTER_LETTER)]),
        ("the bells,3 and", [("3", "bells,", marks.AFTER_MARK)]),
        ("the bells.”7", [("7", "bells.”", marks.AFTER_MARK)]),
        ("in 20103 and", [("3", "2010", marks.AFTER_YEAR)]),
        ("in 2010,3 and", [("3", "2010,", marks.AFTER_MARK)]),
        ("resolution 64/9001 of", [("1", "64/900", marks.AFTER_NUMBER)]),
        ("a sum of 4,500 and", []),
        ("the strait, 7 and", []),
        ("on 7 May", []),
        ("section B2 of", []),
        ("an area of 5 km² of", []),
        ("an area of 5 m² of", []),
        ("Chad and Peru:* draft", [("*", "Peru:", marks.AFTER_MARK)]),
        ("2 * 3", []),
    ],
)
def test_credible_places_with_their_weights(text: str, expected: list[Row]) -> None:
    found = [row for row in rows(text) if row[2] > marks.AFTER_COUNT]
    heaviest = max((weight for _, _, weight in found), default=0.0)
    assert [row for row in found if row[2] == heaviest] == expected


@pytest.mark.xfail(strict=True, reason="a unit stuck to a number of two digits is not seen: its power is a mark")
@pytest.mark.parametrize("text", ["an area of 12m² of", "an area of 250km² of"])
def test_power_of_a_unit_stuck_to_a_long_number(text: str) -> None:
    assert [row for row in rows(text) if row[2] > marks.AFTER_COUNT] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the strait, 7 and", [("7", "strait,", marks.ALONE)]),
        ("on 7 May", []),
        ("7 per cent", []),
        ("7 ships", []),
        ("some 7 per cent", []),
        ("a sum of 4,500", [("4", "of", marks.ALONE), ("500", "4,", marks.AFTER_COUNT)]),
        ("about 45 ships", [("45", "about", marks.ALONE), ("5", "4", marks.AFTER_COUNT)]),
        ("about 40 ships", [("40", "about", marks.ALONE)]),
        ("section B2 of", [("2", "B", marks.ALONE)]),
    ],
)
def test_weak_places(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_digits_of_a_masthead_are_no_marks() -> None:
    assert rows("Distr.: General 6 May 20311, see bells2", masthead=True) == []
    assert rows("Chad,¹ Peru:* draft", masthead=True) == [
        ("1", "Chad,", marks.RAISED),
        ("*", "Peru:", marks.AFTER_MARK),
    ]


def choose(wanted: list[Wanted], **places: list[Place]) -> dict[int, int]:
    by_marker = {name[1:]: found for name, found in places.items()}
    return {note: place.start for note, place in place_marks(wanted, by_marker).items()}


def place(start: int, weight: float, page: int = 1) -> Place:
    return Place(start, start + 1, weight, page)


def test_marks_rise_with_their_notes() -> None:
    wanted = [Wanted("1", 100, 1), Wanted("2", 110, 1), Wanted("3", 120, 1)]
    chosen = choose(
        wanted, _1=[place(10, 9), place(50, 9)], _2=[place(30, 9), place(5, 10)], _3=[place(20, 10), place(40, 9)]
    )
    assert chosen == {0: 10, 1: 30, 2: 40}


def test_a_heavy_place_outweighs_an_early_one() -> None:
    assert choose([Wanted("1", 100, 1)], _1=[place(10, 1.5), place(40, 10)]) == {0: 40}


def test_a_plain_mark_stands_before_its_note_a_raised_one_anywhere() -> None:
    assert choose([Wanted("1", 30, 1)], _1=[place(40, marks.AFTER_LETTER)]) == {}
    assert choose([Wanted("1", 30, 1)], _1=[place(40, marks.RAISED)]) == {0: 40}


def test_a_place_pages_away_weighs_less() -> None:
    near_and_far = {"_1": [place(10, 10, page=1), place(40, 8, page=3)]}
    assert choose([Wanted("1", 100, 4)], **near_and_far) == {0: 40}
    assert choose([Wanted("1", 100, 2)], **near_and_far) == {0: 10}


def test_a_note_without_a_place_hinders_nobody() -> None:
    wanted = [Wanted("1", 100, 1), Wanted("2", 110, 1), Wanted("3", 120, 1)]
    assert choose(wanted, _1=[place(10, 9)], _3=[place(20, 9)]) == {0: 10, 2: 20}


def test_raised_marks_that_no_note_was_given_are_repetitions() -> None:
    places = places_in("the bells¹ of the tower,² and the bells¹ of the gate3")
    first = places["1"][0].start
    left = repeated_marks(places, {first, places["2"][0].start})
    assert [(marker, spot.start) for marker, spot in left] == [("1", places["1"][1].start)]
