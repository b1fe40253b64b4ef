"""Where a theme begins: a threshold of probability by theme, tuned for F1 on held-out scores.

A theme with few clauses has a noisy best threshold, so each is drawn part of the way to the one that is best for all
themes together. A clause that no theme reaches gets its likeliest theme where that is likely enough, for hardly a
clause is without a theme. The model abstains on a clause when, by its own probabilities, too large a part of what it
would say is expected to be wrong: ranked by that part, the clauses that are left have the best F1 for their number
(the rule of reject options, C. K. Chow, "On optimum recognition error and reject tradeoff", 1970, on F1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.config import ThresholdSettings

FloatArray = NDArray[np.float64]

_PRIOR = 0.3  # keeps a clause with no theme and little doubt from being called wholly wrong


@dataclass(frozen=True)
class Thresholds:
    """Tuned thresholds.

    Attributes
    ----------
    by_theme
        Probability from which a clause has the theme, in the order of the columns.
    fallback
        Probability from which the likeliest theme is given to a clause without one.
    doubt
        Part of a clause's labels that is expected to be wrong (``doubts``), above which the clause is uncertain.
    """

    by_theme: FloatArray
    fallback: float
    doubt: float

    def plain(self) -> dict[str, Any]:
        """Return the thresholds as plain data for JSON."""
        return {"by_theme": [round(float(t), 6) for t in self.by_theme], "fallback": self.fallback, "doubt": self.doubt}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Thresholds:
        """Return the thresholds that ``plain`` gave."""
        return cls(np.array(data["by_theme"], dtype=np.float64), float(data["fallback"]), float(data["doubt"]))

    def decide(self, chances: FloatArray) -> NDArray[np.bool_]:
        """Return which themes each clause has."""
        given = np.asarray(chances >= self.by_theme)
        if chances.shape[1]:
            best = chances.argmax(axis=1)
            lacking = np.flatnonzero(~given.any(axis=1) & (chances.max(axis=1) >= self.fallback))
            given[lacking, best[lacking]] = True
        return given

    def uncertain(self, chances: FloatArray) -> NDArray[np.bool_]:
        """Return on which clauses the model abstains."""
        return np.asarray(doubts(chances, self.decide(chances)) > self.doubt)


def doubts(chances: FloatArray, given: NDArray[np.bool_]) -> FloatArray:
    """Return, by clause, the part of what is said of it that is expected to be wrong, 0 to 1.

    One minus the F1 of expected counts: themes given and not had, or had and not given, against themes given and had.
    """
    wrong = np.where(given, 1 - chances, chances).sum(axis=1)
    right = (chances * given).sum(axis=1)
    return np.asarray(wrong / (wrong + 2 * right + _PRIOR))


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
    tuned = Thresholds(by_theme, settings.fallback, 1.0)
    if not len(chances):
        return tuned
    share = 1 - min(1.0, max(0.0, settings.abstain))
    return replace(tuned, doubt=round(float(np.quantile(doubts(chances, tuned.decide(chances)), share)), 6))
