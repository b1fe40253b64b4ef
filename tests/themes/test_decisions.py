"""Calibration, thresholds, folds: on numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.themes.calibration import expected_error, fit_curves, probabilities, reliability
from pipeline.themes.config import ThemesConfig, ThresholdSettings
from pipeline.themes.crossval import fold_of, folds_of, measure, report
from pipeline.themes.rows import ThemeRow
from pipeline.themes.thresholds import Thresholds, best_threshold, doubts, fit_thresholds


def test_a_clause_has_the_themes_over_their_thresholds() -> None:
    thresholds = Thresholds(np.array([0.5, 0.3]), fallback=0.2, doubt=1.0, price=0.0)
    chances = np.array([[0.6, 0.1], [0.4, 0.3], [0.25, 0.1], [0.1, 0.19]])
    assert thresholds.decide(chances).tolist() == [[True, False], [False, True], [True, False], [False, False]]


def test_a_clause_is_uncertain_when_more_errors_than_hits_are_expected_of_it() -> None:
    thresholds = Thresholds(np.array([0.5, 0.3]), fallback=1.0, doubt=0.3, price=0.2)
    chances = np.array([[0.9, 0.05], [0.55, 0.05], [0.9, 0.27], [0.9, 0.9], [0.01, 0.01]])
    wrong, right = np.array([0.15, 0.5, 0.37, 0.2, 0.02]), np.array([0.9, 0.55, 0.9, 1.8, 0.0])
    assert doubts(chances, thresholds.decide(chances), 0.2).tolist() == pytest.approx(wrong - 0.2 * right)
    assert thresholds.uncertain(chances).tolist() == [False, True, False, False, False]


def test_the_best_threshold_parts_what_can_be_parted() -> None:
    chances = np.linspace(0.99, 0.01, 200)
    labels = (chances > 0.6).astype(np.int8)
    assert best_threshold(chances, labels) == pytest.approx(0.6, abs=0.04)


def test_no_more_clauses_abstain_than_were_allowed() -> None:
    chances = np.random.default_rng(3).random((500, 4))
    labels = (chances > 0.5).astype(np.int8)
    thresholds = fit_thresholds(chances, labels, ThresholdSettings(abstain=0.2))
    assert thresholds.uncertain(chances).mean() == pytest.approx(0.2, abs=0.01)
    assert np.abs(thresholds.by_theme - 0.5).max() < 0.1
    assert Thresholds.from_plain(thresholds.plain()).by_theme.tolist() == pytest.approx(thresholds.by_theme.tolist())


def test_the_price_of_a_hit_is_that_of_the_clauses_that_are_kept() -> None:
    chances = np.array([[0.9, 0.8]] * 6 + [[0.6, 0.0]] * 2)
    labels = np.array([[1, 1]] * 6 + [[1, 0], [0, 0]], dtype=np.int8)
    tuned = fit_thresholds(chances, labels, ThresholdSettings(shrink=1.0, fallback=1.0, abstain=0.25))
    assert tuned.decide(chances).tolist() == [[True, True]] * 6 + [[True, False]] * 2
    assert tuned.price == pytest.approx(0.3 / 1.7, abs=1e-6)  # 0.1 and 0.2 expected errors to 0.9 and 0.8 hits
    assert tuned.uncertain(chances).tolist() == [False] * 6 + [True] * 2


def test_curves_turn_scores_into_frequencies_and_keep_their_order() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(4000, 1))
    labels = (rng.random((4000, 1)) < 1 / (1 + np.exp(-(2 * scores - 1)))).astype(np.int8)
    curves = fit_curves(scores, labels)
    assert curves[0].tolist() == pytest.approx([2, -1], abs=0.25)
    chances = probabilities(scores, curves)
    assert (np.argsort(chances[:, 0]) == np.argsort(scores[:, 0])).all()
    assert expected_error(chances, labels) < 0.03


def test_the_calibration_error_of_what_is_known() -> None:
    chances, labels = np.array([[0.95], [0.95], [0.15], [0.15]]), np.array([[1], [0], [0], [0]], dtype=np.int8)
    bins = reliability(chances, labels)
    assert [row[1:] for row in bins] == [(0.0, 2), (0.5, 2)]
    assert [row[0] for row in bins] == pytest.approx([0.15, 0.95])
    assert expected_error(chances, labels) == pytest.approx((0.15 + 0.45) / 2)
    assert expected_error(chances, labels, chances > 0.5) == pytest.approx(0.45)


def test_rows_of_a_family_share_a_fold() -> None:
    rows = [ThemeRow(f"Notes fair {i};", family=f"family {i % 7}") for i in range(70)]
    fold = folds_of(rows, 5)
    assert all(
        len({int(f) for f, row in zip(fold, rows, strict=True) if row.family == name}) == 1
        for name in ("family 0", "family 6")
    )
    assert fold[3] == fold_of("family 3", 5)
    assert len(set(fold.tolist())) > 1


def test_scores_are_counted() -> None:
    given = np.array([[True, False], [True, True], [False, False]])
    labels = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.int8)
    counted = measure(given, labels, ["a", "b"])
    assert (counted["micro_f1"], counted["macro_f1"], counted["all_right"]) == (0.6667, 0.75, 0.3333)
    assert counted["by_theme"] == {
        "a": {"f1": 0.5, "precision": 0.5, "recall": 0.5, "support": 2},
        "b": {"f1": 1.0, "precision": 1.0, "recall": 1.0, "support": 1},
    }


def test_a_report_tunes_on_other_folds() -> None:
    rng = np.random.default_rng(1)
    labels = (rng.random((600, 3)) < 0.3).astype(np.int8)
    scores = (labels * 2 - 1 + rng.normal(scale=0.4, size=labels.shape)).astype(np.float32)
    fold = np.arange(600) % 3
    found = report(scores, labels, fold, ["a", "b", "c"], ThemesConfig())
    assert isinstance(found["micro_f1"], float)
    assert found["micro_f1"] > 0.95
    assert report(scores, labels, fold * 0, ["a", "b", "c"], ThemesConfig()) == {}
