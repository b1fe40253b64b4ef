"""The store of the inspector: records, what people corrected in them, and quick answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.corpus.corrections import Correction
from pipeline.corpus.overlay import Disputed
from pipeline.inspector.store.results import Facet, Found, Overview, QueueRow, Wish
from pipeline.record import Record


class Store:
    """Records and corrections; every method may be called from any thread."""

    def documents(self, wish: Wish) -> Found:
        """Return a page of the documents that a wish finds, with counts beside every filter."""
        raise NotImplementedError

    def facet(self, wish: Wish, name: str, contains: str) -> Facet:
        """Return the values of a facet whose value or label holds some letters."""
        raise NotImplementedError

    def record(self, key: str) -> Record | None:
        """Return the record of a document with its corrections; None where there is no such document."""
        raise NotImplementedError

    def original(self, key: str) -> Record | None:
        """Return the record of a document as the model made it; None where there is no such document."""
        raise NotImplementedError

    def neighbours(self, key: str, wish: Wish) -> tuple[str | None, str | None]:
        """Return the keys of the documents before and after one in the list that a wish finds."""
        raise NotImplementedError

    def queue(self, after: int = 0, size: int = 20, wish: Wish | None = None) -> tuple[tuple[QueueRow, ...], int]:
        """Return the least certain clauses from number ``after`` on, and how many there are in all."""
        raise NotImplementedError

    def overview(self, wish: Wish) -> Overview:
        """Return figures of the documents that a wish finds."""
        raise NotImplementedError

    def corrections_of(self, key: str) -> tuple[Correction, ...]:
        """Return all that people said of a document, undone and undoing rows too, in the order of time."""
        raise NotImplementedError

    def disputes_of(self, key: str) -> tuple[Disputed, ...]:
        """Return where the last words of two people on a document differ."""
        raise NotImplementedError

    def refresh(self, key: str) -> None:
        """Take in a correction of a document that was just written."""
        raise NotImplementedError

    def sync(self) -> None:
        """Take in what other processes wrote to the corrections."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the index; the store is of no use afterwards."""
        raise NotImplementedError


def open_store(
    paths: Sequence[Path],
    *,
    index: Path | None = None,
    corrections: Path,
    say: Callable[[str], None],
    step: Callable[[int, int], None] | None = None,
) -> Store:
    """Return a store of the records in some files."""
    raise NotImplementedError
