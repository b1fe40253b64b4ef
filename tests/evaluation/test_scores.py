"""Scores against counts by hand and against scikit-learn, and intervals by resolution."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from pipeline.evaluation.scores import DRAWS, Scores, confusions, score

THEMES = ("lamps", "keepers", "wrecks")
RIGHT = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=bool)
GIVEN = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 1], [1, 0, 0]], dtype=bool)
GROUPS = ("rules", "rules", "winter", "winter")


def values(scores: Scores) -> tuple[float, float, float]:
    return scores.micro_f1.value, scores.macro_f1.value, scores.all_right.value


def test_figures_are_those_counted_by_hand() -> None:
    found = score(GIVEN, RIGHT, THEMES, GROUPS)
    # lamps: 2 of 3 given are right, 2 of 2 found; keepers: 1 of 1, 1 of 2; wrecks: 0 of 1, nothing to find
    assert {
        theme: (row.precision.value, row.recall.value, row.f1.value, row.support, row.given)
        for theme, row in found.by_theme.items()
    } == {
        "lamps": (pytest.approx(2 / 3), 1.0, pytest.approx(0.8), 2, 3),
        "keepers": (1.0, 0.5, pytest.approx(2 / 3), 2, 1),
        "wrecks": (0.0, 0.0, 0.0, 0, 1),
    }
    # 3 hits, 4 labelled, 5 given; wrecks have no clause, so they are not in the mean; only the first is all right
    assert values(found) == (pytest.approx(6 / 9), pytest.approx((0.8 + 2 / 3) / 2), 0.25)


def test_a_theme_that_nobody_has_and_nobody_gives_is_no_mistake() -> None:
    nothing = np.zeros((2, 1), dtype=bool)
    found = score(nothing, nothing, ["lamps"], ["a", "b"])
    row = found.by_theme["lamps"]
    assert (row.precision.value, row.recall.value, row.f1.value) == (1.0, 1.0, 1.0)
    assert (row.f1.low, row.f1.high) == (1.0, 1.0)
    assert row.plain() == {"precision": None, "recall": None, "f1": None, "support": 0, "given": 0}
    assert values(found) == (1.0, 1.0, 1.0)


def test_a_theme_that_nobody_has_has_no_f1_and_is_not_in_the_mean() -> None:
    found = score(GIVEN, RIGHT, THEMES, GROUPS)
    assert found.by_theme["wrecks"].plain() == {
        "precision": {"value": 0.0, "low": 0.0, "high": 0.0},
        "recall": None,
        "f1": None,
        "support": 0,
        "given": 1,
    }
    assert found.macro_f1.value == pytest.approx((0.8 + 2 / 3) / 2)


def test_no_clauses_give_figures_too() -> None:
    nothing = np.zeros((0, 3), dtype=bool)
    found = score(nothing, nothing, THEMES, [])
    assert found.micro_f1.value == 1.0
    assert [row.support for row in found.by_theme.values()] == [0, 0, 0]


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_scikit_learn(seed: int) -> None:
    chance = np.random.default_rng(seed)
    right = chance.random((60, 7)) < 0.2
    given = np.where(chance.random((60, 7)) < 0.25, chance.random((60, 7)) < 0.3, right)
    themes = [str(number) for number in range(7)]
    found = score(given, right, themes, [str(row % 9) for row in range(60)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        precision, recall, f1, support = precision_recall_fscore_support(right, given, zero_division=0)
        micro = precision_recall_fscore_support(right, given, average="micro", zero_division=0)[2]
        macro = precision_recall_fscore_support(right, given, average="macro", zero_division=0)[2]
    for place, row in enumerate(found.by_theme.values()):
        assert row.precision.value == pytest.approx(precision[place])
        assert row.recall.value == pytest.approx(recall[place])
        assert row.f1.value == pytest.approx(f1[place])
        assert row.support == support[place]
    assert values(found) == (
        pytest.approx(micro),
        pytest.approx(macro),
        pytest.approx((given == right).all(axis=1).mean()),
    )


def test_resolutions_are_drawn_not_clauses() -> None:
    right = np.ones((200, 1), dtype=bool)
    given = np.array([[True]] * 100 + [[False]] * 100)
    two = score(given, right, ["lamps"], ["a"] * 100 + ["b"] * 100)
    many = score(given, right, ["lamps"], [str(number) for number in range(200)])
    assert two.all_right.value == many.all_right.value == 0.5
    assert (two.all_right.low, two.all_right.high) == (0.0, 1.0)  # both drawn may be the good one, or the bad one
    assert 0.4 < many.all_right.low < 0.5 < many.all_right.high < 0.6


def test_intervals_are_percentiles_of_draws_made_one_by_one() -> None:
    chance = np.random.default_rng(3)
    right = chance.random((40, 3)) < 0.4
    given = np.where(chance.random((40, 3)) < 0.2, ~right, right)
    groups = np.array([f"r{row % 8}" for row in range(40)])
    found = score(given, right, THEMES, groups.tolist(), seed=5)
    names = list(dict.fromkeys(groups.tolist()))
    drawn = np.random.default_rng(5).multinomial(8, np.full(8, 1 / 8), size=DRAWS)
    micro, macro, exact = [], [], []
    for weights in drawn:
        rows = np.concatenate(
            [np.flatnonzero(groups == name) for name, n in zip(names, weights, strict=True) for _ in range(n)]
        )
        hits, labelled, gave = (given & right)[rows].sum(0), right[rows].sum(0), given[rows].sum(0)
        micro.append(2 * hits.sum() / (labelled.sum() + gave.sum()))
        macro.append(np.mean((2 * hits / np.maximum(1, labelled + gave))[labelled > 0]))
        exact.append((given == right).all(axis=1)[rows].mean())
    for figure, by_hand in ((found.micro_f1, micro), (found.macro_f1, macro), (found.all_right, exact)):
        assert (figure.low, figure.high) == pytest.approx(tuple(np.percentile(by_hand, [2.5, 97.5])))
        assert figure.low <= figure.value <= figure.high


def test_a_draw_without_a_theme_says_nothing_of_it() -> None:
    right = np.array([[1, 0]] * 9 + [[0, 1]], dtype=bool)
    given = np.array([[1, 0]] * 10, dtype=bool)
    found = score(given, right, ["lamps", "wrecks"], [str(number) for number in range(10)])
    wrecks = found.by_theme["wrecks"].f1
    assert (wrecks.value, wrecks.low, wrecks.high) == (0.0, 0.0, 0.0)


def test_the_same_seed_gives_the_same_intervals() -> None:
    one, same, other = (score(GIVEN, RIGHT, THEMES, list("abcd"), seed) for seed in (1, 1, 2))
    assert one == same
    assert values(one) == values(other)


def test_confusions_name_what_was_missed_and_what_was_given_instead() -> None:
    right = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    given = np.array([[0, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [0, 0, 1]], dtype=bool)
    assert confusions(given, right, THEMES) == [
        ("lamps", "keepers", 2),
        ("lamps", "wrecks", 1),
        ("keepers", "wrecks", 1),
    ]
    assert confusions(given, right, THEMES, limit=1) == [("lamps", "keepers", 2)]
    assert confusions(right, right, THEMES) == []


def test_plain_figures_are_rounded() -> None:
    plain = score(GIVEN, RIGHT, THEMES, GROUPS).plain()
    assert plain["micro_f1"]["value"] == 0.6667
    assert plain["by_theme"]["keepers"]["recall"]["value"] == 0.5
    assert list(plain["by_theme"]) == list(THEMES)
