"""Scores of labels that were given against labels that are right, with intervals.

Intervals are percentile bootstrap intervals over resolutions, not clauses: clauses of one resolution are alike, and
drawing them singly would make every interval too narrow (B. Efron and R. Tibshirani, "An Introduction to the
Bootstrap", 1993, on clustered data).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.bool_]
Floats = NDArray[np.float64]

DRAWS = 1_000
LEVEL = 0.95


@dataclass(frozen=True)
class Figure:
    """A figure with its interval."""

    value: float
    low: float
    high: float

    def plain(self) -> dict[str, float]:
        """Return it for JSON, rounded."""
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4)}


@dataclass(frozen=True)
class ThemeFigures:
    """The figures of one theme.

    Attributes
    ----------
    precision, recall, f1
        With intervals.
    support
        How many clauses have it.
    given
        How many were given it.
    """

    precision: Figure
    recall: Figure
    f1: Figure
    support: int
    given: int

    @property
    def told(self) -> dict[str, Figure | None]:
        """The figures that say something: where no clause has the theme there is no recall and no F1.

        Precision needs that it was given to some clause, or that some clause has it.
        """
        return {
            "precision": self.precision if self.support or self.given else None,
            "recall": self.recall if self.support else None,
            "f1": self.f1 if self.support else None,
        }

    def plain(self) -> dict[str, Any]:
        """Return them for JSON; what says nothing is null."""
        named = {name: figure.plain() if figure else None for name, figure in self.told.items()}
        return {**named, "support": self.support, "given": self.given}


@dataclass(frozen=True)
class Scores:
    """All figures of a labelling.

    Attributes
    ----------
    micro_f1, macro_f1
        Over all cells; mean over the themes that some clause has.
    all_right
        Share of clauses with all themes right and none too many.
    by_theme
        By theme, in their order.
    """

    micro_f1: Figure
    macro_f1: Figure
    all_right: Figure
    by_theme: dict[str, ThemeFigures]

    def plain(self) -> dict[str, Any]:
        """Return them for JSON."""
        named = {name: getattr(self, name).plain() for name in ("micro_f1", "macro_f1", "all_right")}
        return {**named, "by_theme": {theme: row.plain() for theme, row in self.by_theme.items()}}


def score(given: Truth, right: Truth, themes: Sequence[str], groups: Sequence[str], seed: int = 0) -> Scores:
    """Score labels.

    Parameters
    ----------
    given, right
        Clauses by themes.
    themes
        Ids of the columns.
    groups
        The resolution of each clause, by whatever name.
    seed
        Of the bootstrap.
    """
    counts, exact = _by_group(given, right, groups)
    weights = _draws(len(exact), seed)
    whole = counts.sum(axis=0)
    drawn = np.einsum("dg,gct->dct", weights, counts) if len(exact) else np.zeros((1, 3, len(themes)))
    value, spread = _ratios(whole[None]), _ratios(drawn)
    supported, drawn_supported = whole[1] > 0, drawn[:, 1] > 0
    for part in spread.values():
        part[(drawn[:, 1] + drawn[:, 2]) == 0] = np.nan  # a theme that was not drawn says nothing of itself
    sizes = weights @ exact[:, 1] if len(exact) else np.ones(1)
    share = (weights @ exact[:, 0]) / np.maximum(sizes, 1) if len(exact) else np.ones(1)
    by_theme = {
        theme: ThemeFigures(
            precision=_figure(value["precision"][0, i], spread["precision"][:, i]),
            recall=_figure(value["recall"][0, i], spread["recall"][:, i]),
            f1=_figure(value["f1"][0, i], spread["f1"][:, i]),
            support=int(whole[1, i]),
            given=int(whole[2, i]),
        )
        for i, theme in enumerate(themes)
    }
    return Scores(
        _figure(_micro(whole[None])[0], _micro(drawn)),
        _figure(
            _mean(value["f1"][0, supported]),
            [_mean(row[some]) for row, some in zip(spread["f1"], drawn_supported, strict=True)],
        ),
        _figure(exact[:, 0].sum() / max(1, exact[:, 1].sum()), share),
        by_theme,
    )


def _by_group(given: Truth, right: Truth, groups: Sequence[str]) -> tuple[Floats, Floats]:
    """Return by resolution: hits, labelled and given by theme; clauses that are all right, and clauses."""
    places = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    index = np.array([places[name] for name in groups], dtype=np.intp)
    counts = np.zeros((len(places), 3, given.shape[1]))
    for part, cells in enumerate((given & right, right, given)):
        np.add.at(counts[:, part], index, cells)
    exact = np.zeros((len(places), 2))
    np.add.at(exact[:, 0], index, (given == right).all(axis=1))
    np.add.at(exact[:, 1], index, 1)
    return counts, exact


def _draws(groups: int, seed: int) -> Floats:
    """Return how often each resolution is drawn, draws by resolutions."""
    if not groups:
        return np.zeros((1, 0))
    return np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=DRAWS).astype(np.float64)


def _ratios(counts: Floats) -> dict[str, Floats]:
    """Return precision, recall and F1 of counts (draws, 3, themes).

    All are 1 where there was nothing to find and nothing was given; else a share of nothing is 0, as F1 is then.
    """
    hits, labelled, given = counts[:, 0], counts[:, 1], counts[:, 2]
    either = labelled + given

    def ratio(over: Floats, under: Floats) -> Floats:
        return np.where(either > 0, over / np.maximum(under, 1), 1.0)

    return {"precision": ratio(hits, given), "recall": ratio(hits, labelled), "f1": ratio(2 * hits, either)}


def _micro(counts: Floats) -> Floats:
    return _ratios(counts.sum(axis=2, keepdims=True))["f1"][:, 0]


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 1.0


def _figure(value: float, drawn: Any) -> Figure:
    tail = 50 * (1 - LEVEL)
    known = np.asarray(drawn, dtype=np.float64)
    known = known[~np.isnan(known)]
    low, high = np.percentile(known, [tail, 100 - tail]) if len(known) else (value, value)
    return Figure(float(value), float(low), float(high))


def confusions(given: Truth, right: Truth, themes: Sequence[str], limit: int = 20) -> list[tuple[str, str, int]]:
    """Return which theme was missed where which other was given too much, the commonest first.

    A clause that misses two themes and has one too many counts for both pairs.
    """
    pairs = (right & ~given).astype(np.int64).T @ (given & ~right).astype(np.int64)
    ranked = sorted(zip(*np.nonzero(pairs), strict=True), key=lambda at: (-int(pairs[at]), at))
    return [(themes[missed], themes[instead], int(pairs[missed, instead])) for missed, instead in ranked[:limit]]
