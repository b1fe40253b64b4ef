"""Near-duplicates: every pair is found, and none is left across folds."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.duplicates import NEAR, across_folds, near_pairs, shingles, superfluous

SETS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1), unique=True, max_size=25)
TEXTS = st.lists(st.tuples(st.text("ab ", max_size=12), st.integers(0, 3)), max_size=25)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


@given(SETS, st.sampled_from([0.3, 0.5, 0.7, 0.8, 1.0]))
def test_every_pair_is_found_and_no_other(sets: list[frozenset[str]], near: float) -> None:
    found = sorted(tuple(sorted(pair)) for pair in near_pairs(sets, near))
    pairs = combinations(range(len(sets)), 2)
    assert found == [(a, b) for a, b in pairs if similarity(sets[a], sets[b]) >= near - 1e-9]


@given(TEXTS)
def test_none_is_left_across_folds(rows: list[tuple[str, int]]) -> None:
    texts, folds = [text for text, _ in rows], [fold for _, fold in rows]
    gone = superfluous(texts, folds)
    kept = [at for at in range(len(rows)) if at not in gone]
    pairs = combinations(kept, 2)
    near = [(a, b) for a, b in pairs if similarity(shingles(texts[a]), shingles(texts[b])) >= NEAR]
    assert [(a, b) for a, b in near if folds[a] != folds[b]] == []
    assert across_folds([texts[at] for at in kept], [folds[at] for at in kept]) == []
    words = {shingles(text) for text in texts}
    assert all(any(similarity(one, shingles(texts[at])) > 0 for at in kept) for one in words if not gone)


def test_what_changes_from_year_to_year_does_not_hide_a_clause() -> None:
    old = "Recalling its resolution 79/901 of 3 December 2024 on the counting of seals in the northern seas,"
    new = "Recalling its resolution 80/12 of 11 December 2025 on the counting of seals in the northern seas,"
    other = "Requests the Secretary-General to report on the ferries of the outer isles before winter;"
    assert across_folds([old, other, new], [0, 1, 2]) == [(0, 2)]
    assert superfluous([old, other, new], [0, 1, 2]) == {2}
    assert superfluous([old, other, new], [0, 1, 0]) == set()
    assert superfluous([old, new, old, other], [0, 2, 2, 1]) == {0}


@pytest.mark.parametrize("text", ["", "…", "Decides", "Decides so"])
def test_short_texts_are_equal_only_to_themselves(text: str) -> None:
    assert superfluous([text, "Requests ferries"], [0, 1]) == set()
    assert superfluous([text, text], [0, 1]) == {1}


def test_of_nearly_the_same_the_weightier_stay() -> None:
    texts = ["Recalling its resolution 79/901 on seals,", "Recalling its resolution 80/17 on seals,", "Notes the tide;"]
    assert superfluous(texts, [0, 1, 1]) == {1}
    assert superfluous(texts, [0, 1, 1], weights=[1, 2, 1]) == {0}
