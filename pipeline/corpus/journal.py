"""Appending of corrections, so that a row is there whole or not at all, whoever else writes and whatever happens."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.corpus.corrections import Correction, check_correction
from pipeline.corpus.errors import CorpusError

FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def append_correction(path: Path, correction: Correction) -> None:
    """Append one correction and return when it is on the disk.

    Parameters
    ----------
    path
        A file of JSON Lines; it is made where it is not there.
    correction
        The row.

    Raises
    ------
    CorpusError
        When the correction is wrong or cannot be written.
    """
    check_correction(correction.to_dict(), "the correction")  # before a file is made for it
    with open_journal(path) as append:
        append(correction)


@contextmanager
def open_journal(path: Path) -> Iterator[Callable[[Correction], None]]:
    """Yield what appends corrections; nobody else appends meanwhile, so what was looked up before still holds.

    A row goes out in one write to a file that is opened for appending, and is on the disk when the call returns. One
    that could not be written whole is taken back. The lock is that of the system, where it has one.

    Parameters
    ----------
    path
        A file of JSON Lines; it is made where it is not there.

    Raises
    ------
    CorpusError
        Here when the file cannot be had; from the call when the correction is wrong or cannot be written.
    """
    handle, new = _opened(path)
    try:
        with _locked(handle):
            yield lambda correction: _written(handle, path, correction)
    finally:
        os.close(handle)
        if new:
            _keep_name(path.parent)


def _opened(path: Path) -> tuple[int, bool]:
    """Return the open file, and whether it was made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        if not new and not path.is_file():
            raise CorpusError(f"{path}: is no file that corrections can be appended to; name another")
        return os.open(path, FLAGS, 0o644), new
    except OSError as error:
        raise _not_written(path, error) from error


def _written(handle: int, path: Path, correction: Correction) -> None:
    """Append one correction to an open file."""
    check_correction(correction.to_dict(), "the correction")
    known = {key: value for key, value in correction.to_dict().items() if key != "text" or value is not None}
    try:
        _append(handle, json.dumps(known, ensure_ascii=True).encode("ascii") + b"\n")
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> CorpusError:
    reason = f"the correction was not written ({error.strerror or error}); make room, or name another file"
    return CorpusError(f"{path}: {reason}")


def _append(handle: int, line: bytes) -> None:
    """Write one line at the end of an open file; leave the file as it was where that fails."""
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        # a process that was killed in the middle may have left half a line: it must not swallow this one
        line = line if os.read(handle, 1) == b"\n" else b"\n" + line
    try:
        written = os.write(handle, line)
        if written < len(line):
            raise OSError(28, "there is no room for a whole row")
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    """Hold the lock of an open file, where the system has such a thing."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _keep_name(folder: Path) -> None:
    """Have the name of a new file on the disk, where the system can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
