"""The queue: clauses whose themes somebody should look at, the least certain first.

A clause stands in it whose themes the model calls uncertain, or one of whose scores is neither 0 nor 1. A wish's text,
themes and kinds are asked of the clause itself, all else of its document. A clause leaves the queue when somebody
corrects its themes or confirms them, and comes back when that is taken back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.inspector.store.building import KINDS, QUEUE
from pipeline.inspector.store.columns import Mask
from pipeline.inspector.store.facts import Facts
from pipeline.inspector.store.index import PLACES, Index
from pipeline.inspector.store.listing import matches_of
from pipeline.inspector.store.results import QueueRow, Wish
from pipeline.inspector.store.view import Numbers, View
from pipeline.inspector.store.words import Words


@dataclass(frozen=True, slots=True)
class Queue:
    """All clauses that the model is not sure of, the least certain first; corrections change nothing in it.

    Attributes
    ----------
    clauses, documents
        Number of each clause, and place of its document in the view.
    kinds
        Number of its kind.
    """

    clauses: Numbers
    documents: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.int8]


def queue_of(view: View, blobs: Sequence[bytes]) -> Queue:
    """Return the queue of the documents of a view, given what the index holds of each."""
    rows = np.frombuffer(b"".join(blobs), dtype=QUEUE)
    documents = np.repeat(np.arange(view.size), [len(blob) // QUEUE.itemsize for blob in blobs])
    clauses = (view.ids[documents] << PLACES) + rows["place"]
    order = np.lexsort((clauses, -rows["closeness"], -rows["uncertain"]))
    return Queue(clauses[order], documents[order], rows["kind"][order])


def least_certain(
    queue: Queue, view: View, index: Index, words: Words, wish: Wish, after: int, size: int
) -> tuple[tuple[QueueRow, ...], int]:
    """Return some clauses of the queue, and how many a wish finds in all."""
    matches = matches_of(view, words, wish)
    masks = view.masks(wish, matches)
    for name in ("text", "theme", "kind"):
        masks.pop(name, None)
    asked: Mask = view.joined(masks)[queue.documents]
    if matches is not None:
        asked &= np.isin(queue.clauses, matches.numbers)
    if wish.kind:
        asked &= np.isin(queue.kinds, [KINDS[kind] for kind in wish.kind if kind in KINDS])
    settled = [(int(view.ids[place]) << PLACES) + at for place in view.digests for at in view.facts[place].settled]
    if settled:
        asked &= ~np.isin(queue.clauses, np.array(settled, dtype=np.int64))
    with index.reading() as connection:
        if wish.theme:
            asked &= np.isin(queue.clauses, _with_themes(connection, wish.theme, wish.all_themes))
        inside = np.flatnonzero(asked)
        shown = inside[max(0, after) : max(0, after) + max(0, size)]
        rows = (
            _row(connection, int(queue.clauses[at]), view.keys[queue.documents[at]], view.facts[queue.documents[at]])
            for at in shown
        )
        return tuple(row for row in rows if row is not None), len(inside)


def _with_themes(connection: sqlite3.Connection, themes: Sequence[str], every: bool) -> Numbers:
    """Return the numbers of the clauses to which the model gave any of some themes, or every one of them."""
    found: list[Numbers] = []
    for theme in themes:
        (numbers,) = connection.execute("SELECT group_concat(clause) FROM themes WHERE theme = ?", (theme,)).fetchone()
        found.append(np.fromstring(numbers or "", dtype=np.int64, sep=","))
    return reduce(np.intersect1d, found) if every else np.concatenate(found)


def _row(connection: sqlite3.Connection, clause: int, key: str, facts: Facts) -> QueueRow | None:
    """Return a clause of the queue; None where another process took its document out of the index."""
    query = "SELECT clause, kind, text, uncertain, closeness, themes FROM clauses WHERE id = ?"
    found: Any = connection.execute(query, (clause,)).fetchone()
    if found is None:
        return None
    clause_id, kind, text, uncertain, closeness, themes = found
    row: Mapping[str, Any] = facts.row
    return QueueRow(
        key=key,
        clause_id=clause_id,
        symbol=row["symbol"],
        title=row["title"],
        text=text,
        kind=kind,
        themes=tuple((theme, score) for theme, score in json.loads(themes)),
        uncertain=bool(uncertain),
        closeness=closeness,
    )
