"""Where a theme begins: a threshold of probability by theme, tuned for F1 on held-out scores.

A theme with few clauses has a noisy best threshold, so each is drawn part of the way to the one that is best for all
themes together. A clause that no theme reaches gets its likeliest theme where that is likely enough, for hardly a
clause is without a theme. A clause one of whose probabilities lies near its threshold is uncertain: the model abstains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.config import ThresholdSettings

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Thresholds:
    """Tuned thresholds.

    Attributes
    ----------
    by_theme
        Probability from which a clause has the theme, in the order of the columns.
    fallback
        Probability from which the likeliest theme is given to a clause without one.
    band
        Distance to a threshold, as a change of log odds, below which a clause is uncertain.
    """

    by_theme: FloatArray
    fallback: float
    band: float

    def plain(self) -> dict[str, Any]:
        """Return the thresholds as plain data for JSON."""
        return {"by_theme": [round(float(t), 6) for t in self.by_theme], "fallback": self.fallback, "band": self.band}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Thresholds:
        """Return the thresholds that ``plain`` gave."""
        return cls(np.array(data["by_theme"], dtype=np.float64), float(data["fallback"]), float(data["band"]))

    def decide(self, chances: FloatArray) -> NDArray[np.bool_]:
        """Return which themes each clause has."""
        given = np.asarray(chances >= self.by_theme)
        if chances.shape[1]:
            best = chances.argmax(axis=1)
            lacking = np.flatnonzero(~given.any(axis=1) & (chances.max(axis=1) >= self.fallback))
            given[lacking, best[lacking]] = True
        return given

    def uncertain(self, chances: FloatArray) -> NDArray[np.bool_]:
        """Return which clauses have a theme in the band around its threshold."""
        return np.asarray(margins(chances, self.by_theme) < self.band)


def margins(chances: FloatArray, by_theme: FloatArray) -> FloatArray:
    """Return, by clause, the smallest distance of a theme to its threshold in log odds."""
    if not chances.shape[1]:
        return np.full(len(chances), np.inf)
    odds = np.log(np.clip(chances, 1e-9, 1 - 1e-9) / np.clip(1 - chances, 1e-9, 1))
    limit = np.log(by_theme / (1 - by_theme))
    return np.asarray(np.abs(odds - limit).min(axis=1))


def best_threshold(chances: FloatArray, labels: NDArray[np.int8]) -> float:
    """Return the threshold with the best F1, the curve smoothed over neighbouring clauses."""
    order = np.argsort(-chances, kind="stable")
    ranked, truth = chances[order], labels[order]
    hits = np.cumsum(truth)
    curve = 2 * hits / (np.arange(1, len(truth) + 1) + max(1, int(truth.sum())))
    width = min(15, max(1, len(curve) // 4))
    smooth = np.convolve(curve, np.ones(width) / width, mode="same")
    smooth[: width // 2] = 0  # the first few clauses say little
    place = int(np.argmax(smooth))
    return float((ranked[place] + ranked[min(place + 1, len(ranked) - 1)]) / 2)


def fit_thresholds(chances: FloatArray, labels: NDArray[np.int8], settings: ThresholdSettings) -> Thresholds:
    """Tune thresholds on probabilities of clauses that the heads did not see.

    Parameters
    ----------
    chances
        Clauses by themes.
    labels
        The same shape.
    settings
        How far to shrink, when to fall back, how many may be uncertain.
    """
    common = best_threshold(chances.ravel(), labels.ravel())
    own = [
        best_threshold(chances[:, theme], labels[:, theme]) if labels[:, theme].any() else common
        for theme in range(chances.shape[1])
    ]
    pulled = (1 - settings.shrink) * np.array(own) + settings.shrink * common
    by_theme = np.clip(pulled, 0.05, 0.95)
    band = float(np.quantile(margins(chances, by_theme), min(1.0, settings.abstain))) if len(chances) else 0.0
    return Thresholds(by_theme, settings.fallback, round(band, 6))
