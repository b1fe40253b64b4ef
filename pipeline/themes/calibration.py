"""From the scores of linear heads to probabilities, and how far those can be trusted.

Each theme gets a logistic curve through its held-out scores (Platt): a slope and an offset. Slopes are positive, so the
order of clauses within a theme stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def fit_curves(scores: NDArray[np.floating], labels: NDArray[np.int8]) -> FloatArray:
    """Return slope and offset by theme, fitted on scores of clauses that the heads did not see.

    Parameters
    ----------
    scores
        Clauses by themes.
    labels
        The same shape, 1 where a clause has the theme.
    """
    from sklearn.linear_model import LogisticRegression

    curves = np.tile(np.array([[4.0, 0.0]]), (scores.shape[1], 1))
    for theme in range(scores.shape[1]):
        if 0 < labels[:, theme].sum() < len(labels):
            fitted = LogisticRegression(C=10.0).fit(scores[:, [theme]].astype(np.float64), labels[:, theme])
            curves[theme] = max(float(fitted.coef_[0, 0]), 1e-3), float(fitted.intercept_[0])
    return curves


def probabilities(scores: NDArray[np.floating], curves: FloatArray) -> FloatArray:
    """Return probabilities of scores, clauses by themes."""
    odds = np.clip(scores * curves[:, 0] + curves[:, 1], -40, 40)
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def reliability(
    chances: NDArray[np.floating], labels: NDArray[np.int8], bins: int = 10
) -> list[tuple[float, float, int]]:
    """Return mean probability, share that has the theme, and number of cells of each bin that has any."""
    of_bin = np.minimum((chances.ravel() * bins).astype(int), bins - 1)
    flat, truth = chances.ravel(), labels.ravel()
    rows = []
    for number in range(bins):
        inside = of_bin == number
        if inside.any():
            rows.append((float(flat[inside].mean()), float(truth[inside].mean()), int(inside.sum())))
    return rows


def expected_error(
    chances: NDArray[np.floating], labels: NDArray[np.int8], given: NDArray[np.bool_] | None = None
) -> float:
    """Return the expected calibration error in ten bins.

    Parameters
    ----------
    chances, labels
        Clauses by themes.
    given
        Cells to look at; all where missing. The cells that are given as themes are the harder question, since most
        cells are clear negatives.
    """
    if given is not None:
        chances, labels = chances[given], labels[given]
    if not chances.size:
        return 0.0
    return sum(abs(mean - share) * count for mean, share, count in reliability(chances, labels)) / chances.size
