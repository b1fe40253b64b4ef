"""One state of all documents in memory; a correction makes a new one, so an answer never mixes two states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.inspector.store.columns import Column, ColumnBuilder, Ints, Mask
from pipeline.inspector.store.facts import Facts
from pipeline.inspector.store.index import PLACES
from pipeline.inspector.store.results import FACETS, Wish

Numbers = npt.NDArray[np.int64]

COLUMNS = (*FACETS, "force", "cited", "pair", "confusion")
TOTALS = (
    *("clauses", "acts", "entities", "dates", "mandates", "citations", "footnotes", "themes"),
    *("uncertain", "issues", "corrected"),
)

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Matches:
    """The clauses in which a text stands, by document.

    Attributes
    ----------
    numbers
        Of the clauses, in order.
    starts
        For each document where its clauses begin among these.
    titles
        Which documents have the text in symbol or title.
    counts
        In how many clauses each document has it.
    """

    numbers: Numbers
    starts: npt.NDArray[np.intp]
    titles: Mask
    counts: Ints

    def of(self, document: int, most: int) -> list[int]:
        """Return the numbers of the first matching clauses of a document."""
        start = int(self.starts[document]) + int(self.titles[document])
        return [int(number) for number in self.numbers[start : start + min(most, int(self.counts[document]))]]


@dataclass(frozen=True, slots=True)
class View:
    """All documents; a document is known by its place in these lists.

    Attributes
    ----------
    ids, keys
        Their numbers in the index, rising, and their keys.
    facts
        Corrected where people corrected something.
    digests
        Checksum of the corrections that the facts of a document hold, for those that have some.
    places
        The place of each key.
    columns, totals
        See :class:`Facts`.
    orders
        Orders that were asked for.
    """

    ids: Numbers
    keys: list[str]
    facts: list[Facts]
    digests: dict[int, bytes]
    places: dict[str, int]
    columns: Mapping[str, Column]
    totals: Mapping[str, Ints]
    orders: dict[str, Numbers] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return how many documents there are."""
        return len(self.keys)

    def matches(self, numbers: Numbers) -> Matches:
        """Sort clauses by document; those of documents that are gone are passed over."""
        starts = np.searchsorted(numbers, self.ids << PLACES)
        ends = np.searchsorted(numbers, (self.ids + 1) << PLACES)
        titles = np.zeros(self.size, dtype=np.bool_)
        some = starts < ends
        titles[some] = numbers[starts[some]] == self.ids[some] << PLACES
        return Matches(numbers, starts, titles, (ends - starts - titles).astype(np.int32))

    def masks(self, wish: Wish, matches: Matches | None) -> dict[str, Mask]:
        """Return which documents each part of a wish allows; nothing for a part that allows all."""
        found = {name: self.columns[name].mask(chosen, self.size) for name in FACETS if (chosen := getattr(wish, name))}
        if wish.theme and wish.all_themes:
            found["theme"] = np.logical_and.reduce(
                [self.columns["theme"].mask((one,), self.size) for one in wish.theme]
            )
        if matches is not None:
            found["text"] = (matches.counts > 0) | matches.titles
        for name in ("uncertain", "corrected"):
            if getattr(wish, name):
                found[name] = self.totals[name] > 0
        return found

    def joined(self, masks: Mapping[str, Mask], without: str = "") -> Mask:
        """Return the documents that all parts of a wish allow, one of them left out if one likes."""
        found = np.ones(self.size, dtype=np.bool_)
        for name, mask in masks.items():
            if name != without:
                found &= mask
        return found

    def order(self, wish: Wish, matches: Matches | None) -> Numbers:
        """Return all documents in the order of a wish."""
        if wish.sort == "rank" and matches is not None:
            # title first, then by how many clauses; the newest of those that are alike
            date = self._kept("date down", lambda: _ranks(self._values("date"), str, down=True))
            best = matches.counts.astype(np.int64) + (matches.titles.astype(np.int64) << 32)
            return np.lexsort((self._symbols(), date, -best if wish.descending else best))
        sort = wish.sort if wish.sort in SORT_KEYS or wish.sort in TOTALS else "date"
        name = f"{sort} {'down' if wish.descending else 'up'}"
        return self._kept(f"{name} order", lambda: np.lexsort((self._symbols(), self._rank(sort, wish.descending))))

    def _rank(self, sort: str, down: bool) -> Numbers:
        if sort in TOTALS:
            return (-self.totals[sort] if down else self.totals[sort]).astype(np.int64)
        return _ranks(self._values(sort), SORT_KEYS[sort], down)

    def _symbols(self) -> Numbers:
        return self._kept("symbols", lambda: _ranks(self._values("symbol"), natural, down=False))

    def _values(self, name: str) -> list[str | None]:
        return [one.row[name] for one in self.facts]

    def _kept(self, name: str, make: Callable[[], Numbers]) -> Numbers:
        """Return an array that is made once; two threads may both make it, which gives the same."""
        if name not in self.orders:
            self.orders[name] = make()
        return self.orders[name]

    def changed(self, facts: Mapping[int, Facts], digests: Mapping[int, bytes | None]) -> View:
        """Return the view with other facts of some documents."""
        all_facts, all_digests = list(self.facts), dict(self.digests)
        totals = {name: column.copy() for name, column in self.totals.items()}
        for document, one in facts.items():
            all_facts[document] = one
            for name, column in totals.items():
                column[document] = one.totals[name]
        for document, digest in digests.items():
            all_digests.pop(document, None)
            if digest is not None:
                all_digests[document] = digest
        columns = {
            name: column.changed(
                {document: one.columns.get(name, {}) for document, one in facts.items()},
                [one.labels.get(name, {}) for one in facts.values()],
            )
            for name, column in self.columns.items()
        }
        # what people correct changes neither symbol nor title, organ or date
        orders = {name: order for name, order in self.orders.items() if not name.startswith(TOTALS)}
        return replace(self, facts=all_facts, digests=all_digests, columns=columns, totals=totals, orders=orders)


def view_of(documents: Iterable[tuple[int, str, Facts]]) -> View:
    """Return a view of documents, given as number, key and facts in the order of their numbers.

    The columns are taken out of the facts: held as numbers they need a fraction of the memory.
    """
    builders = {name: ColumnBuilder() for name in COLUMNS}
    ids, keys, facts = [], [], []
    for place, (number, key, one) in enumerate(documents):
        for name, values in one.columns.items():
            builders[name].add(place, values, one.labels.get(name, {}))
        one.columns, one.labels = {}, {}
        ids.append(number)
        keys.append(key)
        facts.append(one)
    return View(
        ids=np.array(ids, dtype=np.int64),
        keys=keys,
        facts=facts,
        digests={},
        places={key: place for place, key in enumerate(keys)},
        columns={name: builder.built() for name, builder in builders.items()},
        totals={name: np.array([one.totals[name] for one in facts], dtype=np.int32) for name in TOTALS},
    )


def natural(text: str) -> tuple[Any, ...]:
    """Return a key that sorts the numbers in symbols as numbers.

    Examples
    --------
    >>> sorted(["A/79/L.11", "A/79/L.9"], key=natural)
    ['A/79/L.9', 'A/79/L.11']
    """
    parts = _DIGITS.split(text.casefold())
    # a number of any length, and in any script, is compared by its length and then as text
    return tuple((len(part.lstrip("0")), part.lstrip("0")) if at % 2 else part for at, part in enumerate(parts))


SORT_KEYS: Mapping[str, Callable[[str], Any]] = {
    "date": str,
    "symbol": natural,
    "title": str.casefold,
    "organ": str.casefold,
}


def _ranks(values: Sequence[str | None], key: Callable[[str], Any], down: bool) -> Numbers:
    """Return a number for each text that rises with it, or falls; a missing one has the highest either way."""
    present = {value for value in values if value is not None}
    ordered = {one: rank for rank, one in enumerate(sorted({key(value) for value in present}))}
    rank_of: dict[str | None, int] = {value: ordered[key(value)] for value in present}
    if down:
        rank_of = {value: -rank for value, rank in rank_of.items()}
    rank_of[None] = len(ordered) + 1
    return np.array([rank_of[value] for value in values], dtype=np.int64)
