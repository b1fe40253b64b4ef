"""Indexes in the user's cache that nobody used for long are taken away, and nothing else that lies there.

An index counts as used when it was opened or written, which the time of its file says. One that a process still has
open, however long, is in use.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pipeline.inspector.store.index import is_ours, without

UNUSED = 30 * 24 * 3600.0
"""Seconds after which an index that nobody used goes."""

_NAME = re.compile(r"[0-9a-f]{16}\.sqlite")


def clear_unused(folder: Path, now: float | None = None) -> list[Path]:
    """Take away the unused indexes of a folder and return which; what cannot be taken away stays.

    Parameters
    ----------
    folder
        Where indexes lie whose names follow from their records.
    now
        Seconds since 1970; the present where None.
    """
    oldest = (time.time() if now is None else now) - UNUSED
    gone = []
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            with suppress(OSError):
                if _is_unused(path, oldest) and _taken_away(path, oldest):
                    gone.append(path)
    return gone


def _is_unused(path: Path, oldest: float) -> bool:
    """Tell whether a file is an index of ours that was last used before a moment."""
    if not _NAME.fullmatch(path.name) or path.is_symlink() or not path.is_file():
        return False
    beside = Path(f"{path}-wal")  # what was written last may stand there alone
    times = [one.stat().st_mtime for one in (path, beside) if one.exists()]
    return max(times) < oldest and is_ours(path)


def _taken_away(path: Path, oldest: float) -> bool:
    """Take an index away, unless a process has it open or is about to open it."""
    with _locked(path) as alone:
        if not alone or not _is_unused(path, oldest) or _is_open(path):
            return False
        without(path)
        with suppress(OSError):
            Path(f"{path}.lock").unlink()
        return True


def _is_open(path: Path) -> bool:
    """Tell whether another process, or this one, has an index open."""
    try:
        with closing(sqlite3.connect(path, timeout=0.0, isolation_level=None)) as connection:
            # it can be left only by the one who has the file for himself
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
        )
    return False


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Yield whether nobody is opening an index, and keep it so, where the system has such a thing."""
    try:
        import fcntl
    except ImportError:  # Windows, where a file that is open cannot be taken away
        yield True
        return
    with open(f"{path}.lock", "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
