"""The offset map: reading text to source and what stands between."""

from __future__ import annotations

import pytest

from pipeline.layout import OffsetMap

SOURCE = "Noting the well-\nbeing  of [foot] the crew"
RUNS = [[0, 0, 16, 0], [16, 17, 6, 0], [22, 24, 3, 0], [25, 34, 8, 1]]
READING = "Noting the well-being of the crew"
"""``SOURCE`` read with the two spaces folded and "[foot] " taken out as a note."""


def read(runs: list[list[int]]) -> str:
    return "".join(SOURCE[start : start + length] for _, start, length, _ in runs)


def test_the_runs_are_the_reading_text() -> None:
    assert read(RUNS) == READING


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        (0, 6, [[0, 6]]),
        (11, 21, [[11, 22]]),
        (0, 25, [[0, 27]]),
        (0, len(READING), [[0, 27], [34, 42]]),
        (22, 33, [[24, 27], [34, 42]]),
        (29, 33, [[38, 42]]),
        (5, 5, []),
        (33, 40, []),
        (32, 100, [[41, 42]]),
    ],
)
def test_source_spans(start: int, end: int, spans: list[list[int]]) -> None:
    assert OffsetMap(RUNS).source_spans(start, end) == spans


def test_every_character_leads_back_to_itself() -> None:
    offsets = OffsetMap(RUNS)
    for place, letter in enumerate(READING):
        source = offsets.source_offset(place)
        assert source is not None
        assert SOURCE[source] == letter
        assert offsets.source_spans(place, place + 1) == [[source, source + 1]]


def test_characters_of_ours_stand_nowhere() -> None:
    offsets = OffsetMap([[0, 5, 3, 0], [4, 9, 2, 0]])
    assert [offsets.source_offset(place) for place in range(7)] == [5, 6, 7, None, 9, 10, None]
    assert offsets.source_spans(3, 4) == []
    assert offsets.source_spans(2, 5) == [[7, 10]]


def test_a_map_without_runs_leads_nowhere() -> None:
    assert OffsetMap([]).source_offset(0) is None
    assert OffsetMap([]).source_spans(0, 10) == []
