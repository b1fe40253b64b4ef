"""Cross-validation by recurring resolution, and what is counted on it.

The Assembly adopts nearly the same text every year, so all clauses of a family stay in one fold, and nothing of a
held-out family, labelled or not, nor a clause with the text of a held-out one, is seen by what is fitted for its fold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.analysis import Keywords
from pipeline.themes.calibration import expected_error, fit_curves, probabilities
from pipeline.themes.classifier import fit_classifier, label_matrix
from pipeline.themes.config import ThemesConfig
from pipeline.themes.features import fit_features
from pipeline.themes.rows import ThemeRow, WeakRow
from pipeline.themes.thresholds import Thresholds, fit_thresholds

Scores = NDArray[np.float32]
Progress = Callable[[str], None]


def fold_of(family: str, folds: int) -> int:
    """Return the fold of a family: the same on every machine, whatever else is in the corpus."""
    return int.from_bytes(hashlib.sha256(family.encode("utf-8")).digest()[:8], "big") % folds


def folds_of(rows: Sequence[ThemeRow] | Sequence[WeakRow], folds: int) -> NDArray[np.int64]:
    """Return the fold of each row; a row without a family goes by its title, else by its text."""
    return np.array([fold_of(row.family or row.title or row.text, folds) for row in rows], dtype=np.int64)


def held_out_scores(
    rows: Sequence[ThemeRow],
    weak: Sequence[WeakRow],
    themes: Sequence[str],
    keywords: Keywords,
    config: ThemesConfig,
    fold: NDArray[np.int64],
    weak_fold: NDArray[np.int64],
    progress: Progress | None = None,
    told: NDArray[np.bool_] | None = None,
) -> Scores:
    """Return scores of rows by heads and features that saw nothing of their fold.

    Parameters
    ----------
    rows, weak
        Labelled and unlabelled clauses.
    themes
        The themes that are trained.
    keywords, config
        As for training.
    fold, weak_fold
        The fold of each row.
    progress
        Told one sentence a fold.
    told
        Which rows get scores, all where missing; the others keep zeros, and are learned from when another is scored.
    """
    scores = np.zeros((len(rows), len(themes)), dtype=np.float32)
    labels = label_matrix([row.themes for row in rows], themes)
    told = np.ones(len(rows), dtype=bool) if told is None else told
    numbers = sorted(set(fold[told].tolist()))
    for turn, number in enumerate(numbers, 1):
        inside = (fold == number) & told
        held = [row for row, out in zip(rows, inside, strict=True) if out]
        texts = {row.text for row in held}
        open_to = np.array([of != number and row.text not in texts for row, of in zip(rows, fold, strict=True)])
        seen = [row for row, may in zip(rows, open_to, strict=True) if may]
        around = [row for row, of in zip(weak, weak_fold, strict=True) if of != number and row.text not in texts]
        space = fit_features(seen, around, themes, keywords, config.features, config.topics, config.training.seed)
        heads = fit_classifier(space, space.encode(seen), labels[open_to], config)
        scores[inside] = heads.scores(space.encode(held))
        if progress is not None:
            progress(f"fold {turn} of {len(numbers)}: {len(seen)} clauses seen, {len(held)} scored")
    return scores


def f1(hits: float, labelled: float, given: float) -> float:
    """Return F1 of counts; 1 where there was nothing to find and nothing was found."""
    return float(2 * hits / (labelled + given)) if labelled + given else 1.0


def measure(given: NDArray[np.bool_], labels: NDArray[np.int8], themes: Sequence[str]) -> dict[str, object]:
    """Return micro-F1, macro-F1, share of clauses that are all right, and F1, precision, recall, support by theme."""
    truth = labels.astype(bool)
    hits, labelled, found = (given & truth).sum(0), truth.sum(0), given.sum(0)
    by_theme = {
        theme: {
            "f1": round(f1(hits[i], labelled[i], found[i]), 4),
            "precision": round(float(hits[i] / max(1, found[i])), 4),
            "recall": round(float(hits[i] / max(1, labelled[i])), 4),
            "support": int(labelled[i]),
        }
        for i, theme in enumerate(themes)
    }
    supported = [f1(hits[i], labelled[i], found[i]) for i in range(len(themes)) if labelled[i]]
    return {
        "micro_f1": round(f1(hits.sum(), labelled.sum(), found.sum()), 4),
        "macro_f1": round(float(np.mean(supported)) if supported else 1.0, 4),
        "all_right": round(float((given == truth).all(axis=1).mean()) if len(truth) else 1.0, 4),
        "by_theme": by_theme,
    }


def nested(
    scores: Scores, labels: NDArray[np.int8], fold: NDArray[np.int64], config: ThemesConfig
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Calibrate and tune on the held-out scores of all folds but one, and decide on that one.

    Returns
    -------
    tuple
        Probabilities, decisions, and which clauses are uncertain.
    """
    chances = np.zeros(scores.shape)
    given = np.zeros(scores.shape, dtype=bool)
    unsure = np.zeros(len(scores), dtype=bool)
    for number in sorted(set(fold.tolist())):
        inside = fold == number
        chances[inside], thresholds = _tuned(scores, labels, ~inside, inside, config)
        given[inside] = thresholds.decide(chances[inside])
        unsure[inside] = thresholds.uncertain(chances[inside])
    return chances, given, unsure


def _tuned(
    scores: Scores,
    labels: NDArray[np.int8],
    on: NDArray[np.bool_],
    of: NDArray[np.bool_],
    config: ThemesConfig,
) -> tuple[NDArray[np.float64], Thresholds]:
    """Return probabilities of some rows and thresholds, both tuned on other rows."""
    curves = fit_curves(scores[on], labels[on])
    tuned = fit_thresholds(probabilities(scores[on], curves), labels[on], config.thresholds)
    return probabilities(scores[of], curves), tuned


def report(
    scores: Scores, labels: NDArray[np.int8], fold: NDArray[np.int64], themes: Sequence[str], config: ThemesConfig
) -> dict[str, object]:
    """Return what cross-validation says: F1, calibration, and F1 where the model does not abstain."""
    if len(set(fold.tolist())) < 2:
        return {}
    chances, given, unsure = nested(scores, labels, fold, config)
    sure = measure(given[~unsure], labels[~unsure], themes)
    return {
        **measure(given, labels, themes),
        "calibration_error": round(expected_error(chances, labels), 4),
        "calibration_error_of_given": round(expected_error(chances, labels, given), 4),
        "abstained": round(float(unsure.mean()), 4),
        "micro_f1_of_sure": sure["micro_f1"],
        "macro_f1_of_sure": sure["macro_f1"],
    }
