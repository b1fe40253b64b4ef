"""Labels and texts joined: every label finds its clause in a local copy of the resolutions.

The same words may stand in several resolutions, year after year. A label belongs to the clause of its own resolution;
where that is not at hand, it takes the words from another of the same recurring resolution, else from any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pipeline.corpus.digests import symbol_key
from pipeline.corpus.labels import KINDS, Label, Labels
from pipeline.corpus.texts import ClauseText

T = TypeVar("T")


@dataclass
class Hydrated:
    """What came of a join.

    Attributes
    ----------
    rows
        Rows of the cache, labelled ones first, in an order that follows from their content.
    joined
        How many labels found their text, by label file.
    missing
        How many did not.
    elsewhere
        How many of those that did took it from another resolution than their own.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    joined: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0


def merged(texts: Iterable[ClauseText]) -> list[ClauseText]:
    """Return every clause of every resolution once, with all that its sources know of it.

    A later source says the title, since what was read first are the documents, which may not print one; of all else the
    first word holds. What only one value in the whole resolution is known for holds for all of its clauses.
    """
    found: dict[tuple[str, str], ClauseText] = {}
    for text in texts:
        key = symbol_key(text.symbol), text.sha256
        before = found.get(key)
        found[key] = text if before is None else _both(before, text)
    return _completed(list(found.values()))


def _both(first: ClauseText, second: ClauseText) -> ClauseText:
    """Return a clause with what two sources know of it."""
    return replace(
        first,
        title=second.title or first.title,
        kind=second.kind if first.kind not in KINDS and second.kind in KINDS else first.kind,
        heading=first.heading or second.heading,
        subjects=first.subjects or second.subjects,
        family=first.family or second.family,
    )


def _completed(texts: list[ClauseText]) -> list[ClauseText]:
    """Return the clauses with title, subjects and family of their resolution, where it has only one."""
    titles: dict[str, set[str]] = defaultdict(set)
    subjects: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    families: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        key = symbol_key(text.symbol)
        titles[key].update([text.title] if text.title else [])
        subjects[key].update([text.subjects] if text.subjects else [])
        families[key].update([text.family] if text.family else [])
    done = []
    for text in texts:
        key = symbol_key(text.symbol)
        if key:
            text = replace(
                text,
                title=text.title or _only(titles[key], ""),
                subjects=text.subjects or _only(subjects[key], ()),
                family=text.family or _only(families[key], ""),
            )
        done.append(text)
    return done


def _only(values: set[T], otherwise: T) -> T:
    """Return the one value of a set, and something else where there is none or more than one."""
    return next(iter(values)) if len(values) == 1 else otherwise


def hydrate(texts: Iterable[ClauseText], labels: Labels) -> Hydrated:
    """Join labels with texts.

    Parameters
    ----------
    texts
        Clauses with their text; those of documents before those of files.
    labels
        Labels without text.

    Returns
    -------
    Hydrated
        Rows with ``themes`` a list for labelled clauses and None for the others.
    """
    clauses = merged(texts)
    places: dict[str, list[int]] = defaultdict(list)
    for at, clause in enumerate(clauses):
        places[clause.sha256].append(at)
    hydrated = Hydrated()
    used: set[int] = set()
    for name, rows in labels.rows.items():
        found = [(label, _place(label, places.get(label.sha256, ()), clauses)) for label in rows]
        hydrated.joined[name] = sum(at is not None for _, at in found)
        hydrated.missing[name] = len(rows) - hydrated.joined[name]
        for label, place in found:
            if place is not None:
                used.add(place)
                hydrated.elsewhere += symbol_key(clauses[place].symbol) != symbol_key(label.symbol)
                hydrated.rows.append(_labelled(label, clauses[place]))
    families = _families(labels.all())
    for at, clause in enumerate(clauses):
        if at not in used and clause.kind in (*KINDS, ""):
            family = clause.family or _only(families[symbol_key(clause.symbol)], "")
            hydrated.rows.append(_row(replace(clause, family=family), None))
    hydrated.rows.sort(key=lambda row: (row["themes"] is None, row["symbol"], row["sha256"], row["family"]))
    return hydrated


def _families(labels: Iterable[Label]) -> defaultdict[str, set[str]]:
    """Return the recurring resolutions that labels know of, by symbol."""
    families: defaultdict[str, set[str]] = defaultdict(set)
    for label in labels:
        if label.family and label.symbol:
            families[symbol_key(label.symbol)].add(label.family)
    return families


def _place(label: Label, places: Sequence[int], clauses: Sequence[ClauseText]) -> int | None:
    """Return where a label's words stand, best in its own resolution, then in its recurring one, then anywhere."""
    key = symbol_key(label.symbol)
    for at in places:
        if symbol_key(clauses[at].symbol) == key:
            return at
    for at in places:
        if clauses[at].family and clauses[at].family == label.family:
            return at
    return places[0] if places else None


def _labelled(label: Label, clause: ClauseText) -> dict[str, Any]:
    """Return the row of a label and the clause that it found."""
    kind, family = label.kind or clause.kind, label.family or clause.family
    return _row(replace(clause, kind=kind, symbol=label.symbol, family=family), list(label.themes), label.source)


def _row(clause: ClauseText, themes: list[str] | None, source: str = "") -> dict[str, Any]:
    """Return a row of the cache."""
    return {
        "text": clause.text,
        "title": clause.title,
        "kind": clause.kind,
        "symbol": clause.symbol,
        "heading": clause.heading,
        "subjects": list(clause.subjects),
        "family": clause.family,
        "themes": themes,
        "source": source,
        "sha256": clause.sha256,
        "origin": clause.origin,
    }
