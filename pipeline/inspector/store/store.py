"""The store of the inspector: records, what people corrected in them, and quick answers."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from threading import RLock

from pipeline.corpus.corrections import Correction
from pipeline.corpus.digests import symbol_key
from pipeline.corpus.overlay import Disputed, apply_corrections, disputes, name_of_file
from pipeline.inspector.store import figures, least_certain, listing
from pipeline.inspector.store.book import Book, digest_of
from pipeline.inspector.store.facts import Facts
from pipeline.inspector.store.index import Index
from pipeline.inspector.store.overlaid import overlaid_facts
from pipeline.inspector.store.results import FACETS, Facet, Found, Overview, QueueRow, StoreError, Wish
from pipeline.inspector.store.view import View, view_of
from pipeline.inspector.store.words import Words
from pipeline.record import Record, RecordError


class Store:
    """Records and corrections; every method may be called from any thread.

    Parameters
    ----------
    index
        An index that was filled.
    book
        The corrections.
    say
        Takes a sentence for the person.
    """

    def __init__(self, index: Index, book: Book, say: Callable[[str], None]) -> None:
        self._index = index
        self._book = book
        self._say = say
        self._words = Words(index)
        self._lock = RLock()
        self._queue: least_certain.Queue | None = None
        self._view = self._loaded()
        self._by_name: dict[str, list[int]] = {}
        for place, facts in enumerate(self._view.facts):
            path = facts.row["path"]
            for name in {symbol_key(one) for one in (path, name_of_file(path), facts.row["symbol"] or path)}:
                self._by_name.setdefault(name, []).append(place)
        self._take_in()

    def documents(self, wish: Wish) -> Found:
        """Return a page of the documents that a wish finds, with counts beside every filter.

        Raises
        ------
        StoreError
            Here and in all other methods, when the index is closed or damaged.
        """
        return listing.found(self._view, self._words, wish)

    def facet(self, wish: Wish, name: str, contains: str) -> Facet:
        """Return the values of a facet whose value or label holds some letters, up to 30 of the commonest.

        Raises
        ------
        StoreError
            When there is no such facet.
        """
        if name not in FACETS:
            raise StoreError(f"there is no filter {name!r}; known are {', '.join(FACETS)}")
        view = self._view
        masks = view.masks(wish, listing.matches_of(view, self._words, wish))
        return listing.facet_of(view, masks, view.joined(masks), wish, name, contains)

    def record(self, key: str) -> Record | None:
        """Return the record of a document with its corrections; None where there is no such document."""
        record = self.original(key)
        return None if record is None else apply_corrections(record, self.corrections_of(key))

    def original(self, key: str) -> Record | None:
        """Return the record of a document as the model made it; None where there is no such document.

        Raises
        ------
        StoreError
            When it is no whole record of this version.
        """
        view = self._view
        place = view.places.get(key)
        return None if place is None else self._record(int(view.ids[place]))

    def neighbours(self, key: str, wish: Wish) -> tuple[str | None, str | None]:
        """Return the keys of the documents before and after one in the list that a wish finds."""
        return listing.neighbours(self._view, self._words, key, wish)

    def queue(self, after: int = 0, size: int = 20, wish: Wish | None = None) -> tuple[tuple[QueueRow, ...], int]:
        """Return the least certain clauses, and how many there are in all.

        Parameters
        ----------
        after
            How many to pass over.
        size
            How many to return.
        wish
            Text, themes and kinds are asked of the clause, all else of its document.
        """
        queue, view = self._whole_queue(), self._view
        return least_certain.least_certain(queue, view, self._index, self._words, wish or Wish(), after, size)

    def overview(self, wish: Wish) -> Overview:
        """Return figures of the documents that a wish finds."""
        return figures.overview(self._view, self._words, wish)

    def corrections_of(self, key: str) -> tuple[Correction, ...]:
        """Return all that people said of a document, undone and undoing rows too, in the order of time."""
        view = self._view
        place = view.places.get(key)
        return () if place is None else self._rows(view.facts[place])

    def disputes_of(self, key: str) -> tuple[Disputed, ...]:
        """Return where the last words of two people on a document differ."""
        rows = self.corrections_of(key)
        if len({one.who for one in rows}) < 2:
            return ()
        record = self.original(key)
        return () if record is None else disputes(record, rows)

    def refresh(self, key: str) -> None:
        """Take in a correction of a document that was just written; others that were written meanwhile too."""
        with self._lock:
            self._take_in()

    def sync(self) -> None:
        """Take in what other processes wrote to the corrections; cheap where they wrote nothing."""
        if self._book.changed():
            with self._lock:
                self._take_in()

    def close(self) -> None:
        """Close the index; the store is of no use afterwards."""
        self._index.close()

    def _loaded(self) -> View:
        """Return all documents as the model made them."""
        query = "SELECT id, key, facts FROM documents WHERE file != '' ORDER BY id"
        with self._index.reading() as connection:
            rows = connection.execute(query)
            return view_of((number, key, Facts.from_json(facts)) for number, key, facts in rows)

    def _whole_queue(self) -> least_certain.Queue:
        """Return the queue, which is read when it is first asked for."""
        with self._lock:
            if self._queue is None:
                with self._index.reading() as connection:
                    blobs = dict(connection.execute("SELECT id, queue FROM documents"))
                self._queue = least_certain.queue_of(
                    self._view, [blobs.get(int(number), b"") for number in self._view.ids]
                )
            return self._queue

    def _record(self, number: int) -> Record | None:
        """Return a record from the index; None where another process took it out."""
        query = "SELECT packed, place FROM lines JOIN documents USING (id) WHERE id = ?"
        with self._index.reading() as connection:
            found = connection.execute(query, (number,)).fetchone()
        if found is None:
            return None
        packed, place = found
        try:
            return Record.from_json(zlib.decompress(packed))
        except RecordError as error:
            raise StoreError(
                f"{place}: no record of clausewise: {error}; make it again with `clausewise run`"
            ) from error
        except zlib.error as error:
            raise StoreError(
                f"{self._index.path}: the index is damaged ({error}); delete it and start again"
            ) from error

    def _rows(self, facts: Facts) -> tuple[Correction, ...]:
        return self._book.rows_of(facts.row["symbol"], facts.row["path"])

    def _take_in(self) -> None:
        """Read the corrections and lay them over the documents that they concern."""
        self._book.read()
        view = self._view
        concerned = {place for name in self._book.names() for place in self._by_name.get(name, ())} | set(view.digests)
        wanted: dict[int, bytes | None] = {}
        for place in concerned:
            rows = self._rows(view.facts[place])
            digest = digest_of(rows) if rows else None
            if digest != view.digests.get(place):
                wanted[place] = digest
        if wanted:
            self._view = view.changed(self._facts(view, wanted), wanted)

    def _facts(self, view: View, wanted: Mapping[int, bytes | None]) -> dict[int, Facts]:
        """Return the facts of documents with their corrections, from the index where these were laid over before."""
        numbers = {place: int(view.ids[place]) for place in sorted(wanted)}
        found, new = {}, {}
        with self._index.reading() as connection:
            for place, number in numbers.items():
                digest = wanted[place]
                query = "SELECT facts FROM documents WHERE id = ?" if digest is None else KEPT
                row = connection.execute(query, (number,) if digest is None else (number, digest)).fetchone()
                if row is not None:
                    found[place] = Facts.from_json(row[0])
        if len(numbers) - len(found) > MANY:
            self._say(f"laying corrections over {len(numbers) - len(found)} documents, once")
        for place, number in numbers.items():
            if place not in found and (record := self._sound_record(number)) is not None:
                found[place] = new[place] = overlaid_facts(record, self._rows(view.facts[place]))
        if new:
            rows = [(numbers[place], wanted[place], facts.to_json()) for place, facts in new.items()]
            with self._index.writing() as connection:
                connection.executemany("INSERT OR REPLACE INTO overlays VALUES (?, ?, ?)", rows)
        return found

    def _sound_record(self, number: int) -> Record | None:
        """Return a record; None, and a sentence, where it is none, since other documents are not to suffer."""
        try:
            return self._record(number)
        except StoreError as error:
            self._say(f"{error}; its corrections are not shown")
            return None


MANY = 500
"""Documents whose corrections take so long that a sentence says what is going on."""

KEPT = "SELECT facts FROM overlays WHERE id = ? AND checksum = ?"
"""Finds facts that were kept with the corrections that they hold."""
