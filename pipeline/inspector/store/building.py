"""Filling the index: every record that is not in it yet, and away with those that are gone.

Whether anything changed at all is told by the names, sizes and times of the files. If so all lines are read, which
takes a second for 10,000 documents, and only those whose checksum is new are looked into. Each batch is kept as soon as
it is written, so filling that is stopped in the middle goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from pipeline.corpus.corrections import CLAUSE_KINDS
from pipeline.inspector.store.facts import ClauseFacts, clauses_of, encodable, facts_of
from pipeline.inspector.store.index import CLAUSES, PLACES, Index
from pipeline.inspector.store.results import StoreError
from pipeline.output.record_files import RecordFileError, read_lines
from pipeline.record import Record, RecordError

Say = Callable[[str], None]
Step = Callable[[int, int], None]

BATCH, LETTERS = 1_000, 32 << 20
"""Documents, and code points of them, that are written at once; whichever comes first."""

WAITING = 2
"""Batches that are read while one is written."""

QUEUE = np.dtype([("place", "<i4"), ("kind", "<i1"), ("uncertain", "<i1"), ("closeness", "<f4")])
"""How the clauses that somebody should look at stand in the index."""

KINDS = {kind: number for number, kind in enumerate(CLAUSE_KINDS)}

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Line(NamedTuple):
    """One record as it was read."""

    checksum: bytes
    file: str
    place: str
    text: str


@dataclass(slots=True)
class Listed:
    """A record that belongs into the index."""

    id: int
    origin: str
    file: str
    place: str


class Looked(NamedTuple):
    """What the index keeps of a record; the first of the clauses is its symbol and title."""

    line: Line
    listed: Listed
    facts: str
    queue: bytes
    clauses: list[ClauseFacts]


def fill(index: Index, paths: Sequence[Path], say: Say, step: Step | None) -> None:
    """Make an index hold the records of some files.

    Parameters
    ----------
    index
        The index.
    paths
        Files of records.
    say
        Takes a sentence for the person.
    step
        Is told how many of how many bytes were read.

    Raises
    ------
    StoreError
        When a file cannot be read or holds no records.
    """
    files = [(_name(path), *_state(path)) for path in paths]
    with index.reading() as connection:
        if connection.execute("SELECT path, size, changed FROM files ORDER BY rowid").fetchall() == files:
            return
        known = {
            checksum: Listed(number, origin, file, place)
            for number, checksum, origin, file, place in connection.execute(
                "SELECT id, checksum, origin, file, place FROM documents"
            )
        }
    listed = _listed(index, paths, known, say, step)
    with index.writing() as connection:
        # the other process that may have filled it too has the same records in mind, or its files changed again
        gone = {number for (number,) in connection.execute("SELECT id FROM documents")} - {one.id for one in listed}
        for number in gone:
            _remove(connection, number)
        keys = list(_keys(listed))
        connection.executemany(
            "UPDATE documents SET key = ?, file = ?, place = ?, position = ? WHERE id = ?",
            [(key, one.file, one.place, at, one.id) for at, (one, key) in enumerate(zip(listed, keys, strict=True))],
        )
        connection.execute("DELETE FROM files")
        connection.executemany("INSERT INTO files VALUES (?, ?, ?)", files)
        if len(listed) > 2 * len(known):
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def _name(path: Path | str) -> str:
    """Return a path as SQLite can hold it; some systems allow names that no encoding can."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _state(path: Path) -> tuple[int, int]:
    """Return size and time of change of a file."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error)
        raise StoreError(f"{path}: cannot be read: {reason[:1].lower()}{reason[1:]}; name a file of records") from error
    return status.st_size, status.st_mtime_ns


def _listed(
    index: Index, paths: Sequence[Path], known: dict[bytes, Listed], say: Say, step: Step | None
) -> list[Listed]:
    """Return all records in order, each once, those that are new written into the index."""
    listed: dict[bytes, Listed] = {}
    twice = 0
    with Writer(index) as writer:
        for line in _lines(paths, step):
            if line.checksum in listed:
                twice += 1
                continue
            old = known.get(line.checksum)
            new = Listed(old.id if old else 0, old.origin if old else "", line.file, line.place)
            listed[line.checksum] = new
            if old is None:
                writer.take(line, new)
    if twice:
        say(f"{twice} records stand more than once in the files; each is shown once")
    return list(listed.values())


def _lines(paths: Sequence[Path], step: Step | None) -> Iterator[Line]:
    """Yield the records of all files."""
    total, done = sum(_state(path)[0] for path in paths), 0
    for path in paths:

        def read(size: int, before: int = done) -> None:
            if step is not None:
                step(before + size, total)

        try:
            for place, text in read_lines(path, read):
                text = text.strip()
                digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
                yield Line(digest, _name(path), _name(place), text)
        except RecordFileError as error:
            raise StoreError(str(error)) from error
        done += _state(path)[0]


class Writer:
    """Looks into new records and writes them, in a thread of its own since SQLite and zlib leave Python free meanwhile.

    Parameters
    ----------
    index
        Where they are written.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._batch: list[Looked] = []
        self._letters = 0
        self._thread = ThreadPoolExecutor(1)
        self._pending: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush(0)
        self._thread.shutdown(cancel_futures=True)

    def take(self, line: Line, listed: Listed) -> None:
        """Take a record; its number and origin are filled in when it is written."""
        looked = _looked_into(line, listed)
        self._batch.append(looked)
        self._letters += len(line.text)
        if len(self._batch) == BATCH or self._letters >= LETTERS:
            self._flush(WAITING)

    def _flush(self, waiting: int) -> None:
        """Have the batch written; wait until no more than some are left to write."""
        batch, self._batch, self._letters = self._batch, [], 0
        self._pending.append(self._thread.submit(_write, self._index, batch))
        while len(self._pending) > waiting:
            self._pending.popleft().result()


def _write(index: Index, batch: Sequence[Looked]) -> None:
    """Write new records into the index, and their numbers into the list."""
    with index.writing() as connection:
        clauses: list[tuple[int, ClauseFacts]] = []
        for one in batch:
            cursor = connection.execute(
                "INSERT OR IGNORE INTO documents (origin, facts, queue, checksum, key, file, place, position)"
                " VALUES (?, ?, ?, ?, '', '', '', 0)",
                (one.listed.origin, one.facts, one.queue, one.line.checksum),
            )
            if not cursor.rowcount:  # another process was faster
                query = "SELECT id FROM documents WHERE checksum = ?"
                (one.listed.id,) = connection.execute(query, (one.line.checksum,)).fetchone()
                continue
            one.listed.id = number = int(cursor.lastrowid or 0)
            packed = zlib.compress(one.line.text.encode("utf-8", "surrogatepass"), 1)
            connection.execute("INSERT INTO lines VALUES (?, ?)", (number, packed))
            clauses.extend(((number << PLACES) + place, clause) for place, clause in enumerate(one.clauses))
        _write_clauses(connection, clauses)


def _write_clauses(connection: sqlite3.Connection, clauses: Sequence[tuple[int, ClauseFacts]]) -> None:
    connection.executemany(
        "INSERT INTO clauses VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                one.clause_id,
                one.kind,
                one.text,
                one.uncertain,
                one.closeness,
                json.dumps(one.themes) if one.themes else "[]",
            )
            for number, one in clauses
        ],
    )
    connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", [(at, one.text) for at, one in clauses])
    connection.executemany(
        "INSERT OR IGNORE INTO themes VALUES (?, ?)",
        sorted((theme, number) for number, one in clauses for theme, _ in one.themes),
    )


def _looked_into(line: Line, listed: Listed) -> Looked:
    """Return what the index keeps of a record.

    Raises
    ------
    StoreError
        When it is no record.
    """
    try:
        plain = json.loads(line.text)
        if _SURROGATE.search(line.text):
            plain = encodable(plain)
        facts, clauses = facts_of(plain), clauses_of(plain)
        source = plain["source"]
        listed.origin = hashlib.sha256(f"{source['path']}\0{source['sha256']}".encode()).hexdigest()[:16]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{line.place}: no record of clausewise: {_reason(line.text, error)}; make it again"
        ) from error
    asked = [
        (at, KINDS.get(one.kind, -1), one.uncertain, one.closeness)
        for at, one in enumerate(clauses, 1)
        if one.closeness is not None
    ]
    title = " ".join(filter(None, (facts.row["symbol"], facts.row["title"])))
    clauses.insert(0, ClauseFacts("", "", title, False, None, []))
    return Looked(line, listed, facts.to_json(), np.array(asked, dtype=QUEUE).tobytes(), clauses[:CLAUSES])


def _reason(text: str, error: Exception) -> str:
    """Return what is wrong with a record."""
    try:
        Record.from_json(text)
    except RecordError as said:
        return str(said)
    return f"{type(error).__name__} {error}"


def _keys(listed: Sequence[Listed]) -> Iterator[str]:
    """Yield the key of each record; of several of one source the second and further ones have other keys."""
    seen: Counter[str] = Counter()
    for one in listed:
        number = seen[one.origin]
        seen[one.origin] += 1
        yield hashlib.sha256(f"{one.origin} {number}".encode()).hexdigest()[:16] if number else one.origin


def _remove(connection: sqlite3.Connection, number: int) -> None:
    """Take a document out of all tables."""
    inside = (number << PLACES, (number + 1) << PLACES)
    own = "clause >= ? AND clause < ?"
    for (theme,) in connection.execute("SELECT DISTINCT theme FROM themes").fetchall():
        connection.execute(f"DELETE FROM themes WHERE theme = ? AND {own}", (theme, *inside))
    connection.execute(
        "INSERT INTO words (words, rowid, text) SELECT 'delete', id, text FROM clauses WHERE id >= ? AND id < ?", inside
    )
    connection.execute("DELETE FROM clauses WHERE id >= ? AND id < ?", inside)
    for table in ("documents", "lines", "overlays"):
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (number,))
