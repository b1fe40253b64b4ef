"""The store of the inspector: what was run, what people corrected, and quick answers about both.

Records are read once into an index (SQLite with FTS5, :mod:`.index`) and again only where a line changed
(:mod:`.building`). Filters, counts and sorts are answered from arrays in memory (:mod:`.view`), texts from the index.
"""

from __future__ import annotations

from pipeline.inspector.store.opening import open_store
from pipeline.inspector.store.results import (
    FACETS,
    SORTS,
    ClauseHit,
    DocumentRow,
    Facet,
    FacetValue,
    Found,
    Overview,
    QueueRow,
    StoreError,
    Wish,
)
from pipeline.inspector.store.store import Store

__all__ = [
    "FACETS",
    "SORTS",
    "ClauseHit",
    "DocumentRow",
    "Facet",
    "FacetValue",
    "Found",
    "Overview",
    "QueueRow",
    "Store",
    "StoreError",
    "Wish",
    "open_store",
]
