"""The index on the disk: one SQLite file with the records, their clauses and a full-text index of these (FTS5).

It holds what the records say, and only as a cache what people corrected, so it can be thrown away at any time. Records
stand in it as they were read, packed by zlib (a fifth of their size): so a record is at hand in a millisecond whether
its file is packed, is Parquet, or was changed since. The number of a clause is that of its document times ``CLAUSES``
plus its place, from 1; place 0 is symbol and title. A document's number is never used again, so what a reader holds
either means the same or is gone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import Empty, Full, LifoQueue
from threading import Lock

from pipeline.inspector.store.results import StoreError

VERSION = 1
"""Changes with the tables and with what is kept in them; an index of another version is made anew."""

APPLICATION = 0x434C5753
"""Stands in the head of the file and says that it is an index of clausewise."""

PLACES = 24
CLAUSES = 1 << PLACES
"""One more than the clauses of a document that can be searched."""

WAIT = 30.0
"""Seconds that one process waits for another that writes."""

SPARE = 8
"""Connections that are kept for later."""

TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    checksum BLOB UNIQUE NOT NULL,
    key TEXT NOT NULL,
    origin TEXT NOT NULL,
    file TEXT NOT NULL,
    place TEXT NOT NULL,
    position INTEGER NOT NULL,
    facts TEXT NOT NULL,
    queue BLOB NOT NULL
);
CREATE TABLE lines (id INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE clauses (
    id INTEGER PRIMARY KEY,
    clause TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    uncertain INTEGER NOT NULL,
    closeness REAL,
    themes TEXT NOT NULL
);
CREATE TABLE themes (theme TEXT NOT NULL, clause INTEGER NOT NULL, PRIMARY KEY (theme, clause)) WITHOUT ROWID;
CREATE TABLE overlays (id INTEGER PRIMARY KEY, checksum BLOB NOT NULL, facts TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
    text, content='clauses', content_rowid='id', tokenize="unicode61 remove_diacritics 2", prefix='1 2'
);
INSERT INTO words (words, rank) VALUES ('hashsize', 67108864);
INSERT INTO words (words, rank) VALUES ('automerge', 0);
"""
"""What one batch adds to the full-text index is sorted in memory and written once (64 MB hold it); the parts are joined
when there are 16 of them, and after a large batch of work."""


DAMAGE = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What SQLite says of a file that is broken, or whose tables are others than these."""


class DamagedError(StoreError):
    """The index is broken; made anew it is as good as before."""


class Index:
    """An index that is open; connections are lent to one thread at a time.

    Parameters
    ----------
    path
        Its file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.closed = False
        self._spare: LifoQueue[sqlite3.Connection] = LifoQueue(SPARE)
        self._writing = Lock()
        self._file = _identity(path)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection.

        Raises
        ------
        StoreError
            When the index is closed, or SQLite finds it damaged.
        """
        if self.closed:
            raise StoreError(f"{self.path}: is closed; start `clausewise inspect` again")
        with told(self.path):
            try:
                connection = self._spare.get_nowait()
            except Empty:
                connection = self._new()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that may write; what is written is kept if the block ends well, and else forgotten."""
        with self._writing, self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close all connections that nobody uses; those in use are closed when they come back."""
        self.closed = True
        with suppress(Empty):
            while True:
                self._spare.get_nowait().close()

    def _new(self) -> sqlite3.Connection:
        if _identity(self.path) != self._file:
            raise StoreError(f"{self.path}: another process made the index anew; start `clausewise inspect` again")
        return connected(self.path)

    def _back(self, connection: sqlite3.Connection) -> None:
        try:
            if not self.closed:
                self._spare.put_nowait(connection)
                return
        except Full:
            pass
        connection.close()


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in one sentence what SQLite has against an index."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in DAMAGE:
            remedy = "stop, delete it and start again, it is made anew from the records"
            raise DamagedError(f"{path}: the index is damaged ({error}); {remedy}") from error
        raise StoreError(
            f"{path}: the index cannot be used ({error}); make room, or close what else uses it"
        ) from error


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from another that took its name."""
    try:
        status = path.stat()
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(f"{path}: the index cannot be read ({reason}); start `clausewise inspect` again") from error
    return status.st_dev, status.st_ino


def connected(path: Path) -> sqlite3.Connection:
    """Return a connection to an index; it may be used by any thread, by one at a time."""
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA wal_autocheckpoint = 10000")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def has_tables(path: Path) -> bool:
    """Return whether an index is of this version, and its tables can be read.

    Raises
    ------
    StoreError
        When it is damaged (:class:`DamagedError`) or cannot be opened.
    """
    with told(path), closing(connected(path)) as connection:
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            return False
        for table in ("files", "documents", "lines", "clauses", "themes", "overlays", "words"):
            connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
        return True


def make_tables(path: Path) -> None:
    """Make the tables of an index in a new file.

    Raises
    ------
    StoreError
        When it cannot be written.
    """
    with told(path), closing(connected(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
            for statement in filter(str.strip, TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")


def is_ours(path: Path) -> bool:
    """Return whether a file says in its head that it is an index of clausewise, of whatever version and state."""
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION.to_bytes(4, "big")


def without(path: Path) -> None:
    """Take an index away with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{ending}")
