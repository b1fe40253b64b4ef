"""Figures of the documents that a wish finds."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pipeline.inspector.store.columns import Column, Mask
from pipeline.inspector.store.facts import BETWEEN
from pipeline.inspector.store.listing import matches_of
from pipeline.inspector.store.results import Overview, Wish
from pipeline.inspector.store.view import View
from pipeline.inspector.store.words import Words

MOST_CITED = 50


def overview(view: View, words: Words, wish: Wish) -> Overview:
    """Return figures of the documents that a wish finds; all their clauses count, whatever the wish says of clauses."""
    mask = view.joined(view.masks(wish, matches_of(view, words, wish)))
    columns = view.columns
    return Overview(
        totals=_totals(view, mask),
        themes_by_year=_by_year(view, mask),
        acts_by_force=_by_force(columns["force"], mask),
        functions=_sums(columns["function"], mask),
        kinds=_sums(columns["kind"], mask),
        organs=_sums(columns["organ"], mask),
        issues=_sums(columns["issue"], mask),
        most_cited=_most_cited(columns["cited"], mask),
        co_occurrence=_pairs(columns["pair"], mask),
        confusion=_pairs(columns["confusion"], mask),
    )


def _totals(view: View, mask: Mask) -> dict[str, int]:
    sums = {name: int(column[mask].sum(dtype=np.int64)) for name, column in view.totals.items()}
    return {"documents": int(np.count_nonzero(mask)), **sums}


def _sums(column: Column, mask: Mask) -> dict[str, int]:
    """Return the values of a column with how often they occur, the commonest first."""
    found = [(name, int(count)) for name, count in zip(column.names, column.sums(mask), strict=True) if count]
    return dict(sorted(found, key=lambda one: (-one[1], one[0])))


def _by_year(view: View, mask: Mask) -> dict[str, dict[str, int]]:
    """Return clauses by theme and year."""
    themes, years = view.columns["theme"], view.columns["year"]
    year_of = np.full(view.size, len(years.names), dtype=np.int64)
    year_of[years.documents] = years.values
    inside = mask[themes.documents]
    cells = themes.values[inside].astype(np.int64) * (len(years.names) + 1) + year_of[themes.documents[inside]]
    sums = np.bincount(cells, weights=themes.counts[inside], minlength=len(themes.names) * (len(years.names) + 1))
    table = sums.reshape(len(themes.names), len(years.names) + 1)
    names = [*years.names, ""]
    order = sorted(range(len(names)), key=lambda year: names[year])
    ranked = sorted(range(len(themes.names)), key=lambda theme: (-table[theme].sum(), themes.names[theme]))
    return {
        themes.names[theme]: {names[year]: int(table[theme, year]) for year in order if table[theme, year]}
        for theme in ranked
        if table[theme].any()
    }


def _by_force(column: Column, mask: Mask) -> dict[int, dict[str, int]]:
    """Return acts by force, from 5 to 1."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for name, count in _sums(column, mask).items():
        force, _, lemma = name.partition(BETWEEN)
        found[int(force)][lemma] = count
    return dict(sorted(found.items(), reverse=True))


def _most_cited(column: Column, mask: Mask) -> tuple[tuple[str, int, int], ...]:
    counts, documents = column.sums(mask), column.documents_of(mask)
    # the commonest by number first, so that only a few names are looked at
    top = np.argsort(-counts, kind="stable")[: 4 * MOST_CITED]
    found = [(column.names[value], int(counts[value]), int(documents[value])) for value in top if counts[value]]
    return tuple(sorted(found, key=lambda one: (-one[1], -one[2], one[0]))[:MOST_CITED])


def _pairs(column: Column, mask: Mask) -> dict[tuple[str, str], int]:
    found = {}
    for name, count in _sums(column, mask).items():
        one, _, other = name.partition(BETWEEN)
        found[one, other] = count
    return found
