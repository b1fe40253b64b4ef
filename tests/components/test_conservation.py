"""Conservation: what is lost and what is held twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.components.conservation import unaccounted

Spans = list[tuple[int, int]]
TEXT = "bells  and\n\u200bropes\ufeff"


@pytest.mark.parametrize(
    ("held", "lost", "doubled"),
    [
        ([(0, 18)], [], []),
        ([(0, 5), (7, 10), (12, 17)], [], []),
        ([(12, 17), (0, 5), (7, 10)], [], []),
        ([(0, 5), (12, 17)], [(7, 10)], []),
        ([(7, 10)], [(0, 5), (12, 17)], []),
        ([], [(0, 17)], []),
        ([(0, 4), (8, 10), (12, 17)], [(4, 8)], []),
        ([(0, 10), (7, 17)], [], [(7, 10)]),
        ([(0, 17), (7, 10)], [], [(7, 10)]),
        ([(0, 17), (0, 17)], [], [(0, 17)]),
        ([(0, 7), (5, 10), (11, 17)], [], []),
        ([(0, 17), (3, 3)], [], []),
    ],
)
def test_lost_and_doubled(held: Spans, lost: Spans, doubled: Spans) -> None:
    assert unaccounted(TEXT, held) == (lost, doubled)


def test_nothing_is_conserved_by_nothing() -> None:
    assert unaccounted("", []) == ([], [])
    assert unaccounted(" \n\u3000\ufeff", []) == ([], [])


@given(st.text("ab \n\ufeff", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_agrees_with_counting_character_by_character(text: str, pairs: Spans) -> None:
    spans = [(min(pair), min(max(pair), len(text))) for pair in pairs if min(pair) <= len(text)]
    counts = [sum(low <= place < high for low, high in spans) for place in range(len(text))]
    lost, doubled = unaccounted(text, spans)
    seen = [place for place, letter in enumerate(text) if letter in "ab"]
    missing = {place for place in seen if counts[place] == 0}
    twice = {place for place in seen if counts[place] > 1}
    assert {place for low, high in lost for place in range(low, high)} & set(seen) == missing
    assert {place for low, high in doubled for place in range(low, high)} & set(seen) == twice
