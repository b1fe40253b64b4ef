"""The list of documents and the counts beside every filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.inspector.store.columns import Column, Ints, Mask
from pipeline.inspector.store.results import FACETS, ClauseHit, DocumentRow, Facet, FacetValue, Found, Wish
from pipeline.inspector.store.view import Matches, View
from pipeline.inspector.store.words import Words

MOST_VALUES = 30
"""Values of a facet that are shown."""

MOST_HITS = 3
"""Clauses of a document that are shown for a search."""


def found(view: View, words: Words, wish: Wish) -> Found:
    """Return a page of the documents that a wish finds."""
    matches = matches_of(view, words, wish)
    masks = view.masks(wish, matches)
    mask = view.joined(masks)
    order = view.order(wish, matches)
    inside = order[mask[order]]
    first = max(0, wish.page - 1) * max(0, wish.size)
    page = [int(document) for document in inside[first : first + max(0, wish.size)]]
    hits = _hits(words, wish, matches, page)
    clauses = view.totals["clauses"] if matches is None else matches.counts
    return Found(
        documents=tuple(row_of(view, document, hits.get(document, ())) for document in page),
        total=len(inside),
        clauses=int(clauses[mask].sum()),
        facets=tuple(facet_of(view, masks, mask, wish, name) for name in FACETS),
        uncertain=_toggled(view, masks, "uncertain"),
        corrected=_toggled(view, masks, "corrected"),
    )


def neighbours(view: View, words: Words, key: str, wish: Wish) -> tuple[str | None, str | None]:
    """Return the keys of the documents before and after one; None at an end, and where it is not among those found."""
    place = view.places.get(key)
    matches = matches_of(view, words, wish)
    mask = view.joined(view.masks(wish, matches))
    if place is None or not mask[place]:
        return None, None
    order = view.order(wish, matches)
    inside = order[mask[order]]
    at = int(np.flatnonzero(inside == place)[0])
    before = view.keys[int(inside[at - 1])] if at else None
    after = view.keys[int(inside[at + 1])] if at + 1 < len(inside) else None
    return before, after


def matches_of(view: View, words: Words, wish: Wish) -> Matches | None:
    """Return the clauses that the text of a wish finds; None where it holds no word."""
    numbers = words.matching(wish.text) if wish.text else None
    return None if numbers is None else view.matches(numbers)


def row_of(view: View, document: int, hits: Sequence[ClauseHit] = ()) -> DocumentRow:
    """Return the row of a document."""
    facts = view.facts[document]
    row: dict[str, Any] = {**facts.row, "themes": tuple(facts.row["themes"])}
    row.update((name, facts.totals[name]) for name in ("clauses", "uncertain", "issues", "corrected"))
    return DocumentRow(key=view.keys[document], **row, hits=tuple(hits))


def facet_of(
    view: View, masks: Mapping[str, Mask], mask: Mask, wish: Wish, name: str, contains: str | None = None
) -> Facet:
    """Return a facet.

    Parameters
    ----------
    view, masks, mask
        All documents; those that each part of the wish allows; those that all allow.
    wish, name
        The wish, and the facet.
    contains
        Only values whose name or label holds these letters, and not the chosen ones in any case.
    """
    column, chosen = view.columns[name], getattr(wish, name)
    # a further value widens what a facet allows, but narrows it where all must be there
    widens = {name} if name in masks and not (name == "theme" and wish.all_themes) else set()
    others = view.joined(masks, without=name) if widens else mask
    counts = column.documents_of(others if masks.keys() - widens else None)
    if contains is not None:
        wanted = contains.casefold().strip()
        counts = counts * np.fromiter((wanted in text for text in column.search_texts()), np.bool_, len(counts))
    top = [int(value) for value in np.argsort(-counts, kind="stable")[:MOST_VALUES] if counts[value] > 0]
    always = [column.places[value] for value in chosen if value in column.places] if contains is None else []
    shown = dict.fromkeys([*top, *always])
    values = [_value(column, value, counts, chosen) for value in shown]
    if contains is None:
        unknown = [value for value in dict.fromkeys(chosen) if value not in column.places]
        values += [FacetValue(value=value, label=value, count=0, chosen=True) for value in unknown]
    values.sort(key=lambda one: (-one.count, one.label.casefold(), one.value))
    more = int(np.count_nonzero(counts)) - sum(one.count > 0 for one in values)
    return Facet(name=name, values=tuple(values), more=more)


def _value(column: Column, value: int, counts: Ints, chosen: Sequence[str]) -> FacetValue:
    name = column.names[value]
    return FacetValue(value=name, label=column.labels[value], count=int(counts[value]), chosen=name in chosen)


def _toggled(view: View, masks: Mapping[str, Mask], name: str) -> int:
    """Return how many documents there would be with only the uncertain, or the corrected."""
    return int(np.count_nonzero(view.joined(masks, without=name) & (view.totals[name] > 0)))


def _hits(words: Words, wish: Wish, matches: Matches | None, page: Sequence[int]) -> dict[int, tuple[ClauseHit, ...]]:
    """Return the clauses that are shown for a search, by document."""
    if matches is None:
        return {}
    numbers = {document: matches.of(document, MOST_HITS) for document in page}
    hits = words.hits(wish.text, [number for of_one in numbers.values() for number in of_one])
    return {document: tuple(hits[one] for one in of_one if one in hits) for document, of_one in numbers.items()}
