"""Where a theme begins: a threshold of probability by theme, tuned for F1 on held-out scores.

A theme with few clauses has a noisy best threshold, so each is drawn part of the way to the one that is best for all
themes together. A clause that no theme reaches gets its likeliest theme where that is likely enough, for hardly a
clause is without a theme. The model abstains on a clause when, by its own probabilities, too many errors for its hits
are expected in what it would say: F1 is a ratio of sums over clauses, and the best clauses to keep are those with the
least expected errors less a price times the expected hits (W. Dinkelbach, "On nonlinear fractional programming", 1967;
reject options: C. K. Chow, "On optimum recognition error and reject tradeoff", 1970).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.config import ThresholdSettings

FloatArray = NDArray[np.float64]

_ROUNDS = 5  # in which the price settles; it moves by less than a thousandth after three


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
        Expected errors less the price of the expected hits (``doubts``), above which a clause is uncertain.
    price
        Errors that a hit makes up for: 2 (1 - F) / F for the F1 that is expected of the clauses that are kept.
    """

    by_theme: FloatArray
    fallback: float
    doubt: float
    price: float

    def plain(self) -> dict[str, Any]:
        """Return the thresholds as plain data for JSON."""
        by_theme = [round(float(threshold), 6) for threshold in self.by_theme]
        return {"by_theme": by_theme, "fallback": self.fallback, "doubt": self.doubt, "price": self.price}

    @classmethod
    def from_plain(cls, data: dict[str, Any]) -> Thresholds:
        """Return the thresholds that ``plain`` gave."""
        numbers = (float(data[name]) for name in ("fallback", "doubt", "price"))
        return cls(np.array(data["by_theme"], dtype=np.float64), *numbers)

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
        return np.asarray(doubts(chances, self.decide(chances), self.price) > self.doubt)


def doubts(chances: FloatArray, given: NDArray[np.bool_], price: float) -> FloatArray:
    """Return, by clause, the errors that are expected in what is said of it, less the price of the expected hits.

    Errors are themes given and not had, or had and not given; hits are themes given and had. A clause of which much is
    said that is right may have more errors than one of which hardly anything is said.
    """
    wrong, right = _expected(chances, given)
    return np.asarray(wrong - price * right)


def _expected(chances: FloatArray, given: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """Return, by clause, the expected numbers of errors and of hits."""
    return np.where(given, 1 - chances, chances).sum(axis=1), (chances * given).sum(axis=1)


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
    tuned = Thresholds(by_theme, settings.fallback, doubt=float(chances.shape[1]), price=0.0)
    if not len(chances):
        return tuned
    return _with_doubt(tuned, chances, 1 - min(1.0, max(0.0, settings.abstain)))


def _with_doubt(tuned: Thresholds, chances: FloatArray, share: float) -> Thresholds:
    """Return thresholds with price and doubt for which a share of the clauses is kept, with the best F1."""
    wrong, right = _expected(chances, tuned.decide(chances))
    price = 0.0
    for _ in range(_ROUNDS):
        ranked = wrong - price * right
        doubt = float(np.quantile(ranked, share))
        kept = ranked <= doubt
        tuned = replace(tuned, price=price, doubt=round(doubt, 6))
        hits = float(right[kept].sum())
        price = round(float(wrong[kept].sum()) / hits, 6) if hits else 0.0  # this is 2 (1 - F) / F
    return tuned
