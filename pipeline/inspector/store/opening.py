"""Opening a store: its index is found, made, or made anew, and filled with what is not in it yet."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.corpus.cache import default_cache
from pipeline.inspector.store.book import Book
from pipeline.inspector.store.building import fill
from pipeline.inspector.store.clearing import clear_unused
from pipeline.inspector.store.index import DamagedError, Index, has_tables, is_ours, make_tables, without
from pipeline.inspector.store.results import StoreError
from pipeline.inspector.store.store import Store

Say = Callable[[str], None]


def open_store(
    paths: Sequence[Path],
    *,
    index: Path | None = None,
    corrections: Path,
    say: Say,
    step: Callable[[int, int], None] | None = None,
) -> Store:
    """Return a store of the records in some files.

    Parameters
    ----------
    paths
        Files of records: .jsonl, .jsonl.gz, .json or .parquet, as ``clausewise run`` writes them.
    index
        Where the index lies; in the user's cache, with a name that follows from the paths, where None.
    corrections
        File or folder of corrections; it need not be there.
    say
        Takes a sentence for the person.
    step
        Is told how many of how many bytes of the records were read, when they must be.

    Raises
    ------
    StoreError
        When records, corrections or index cannot be used.
    """
    known = list(dict.fromkeys(Path(os.path.realpath(path)) for path in paths))
    if not known:
        raise StoreError("no records were named; give a file that `clausewise run` wrote")
    for path in known:
        if path.is_dir():
            raise StoreError(f"{path}: is a folder; name the files of records in it")
    place = index if index is not None else default_index(known)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _alone(place, say):
            store = _opened(known, place, corrections, say, step)
            os.utime(place)  # opened is used, though nothing be written
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{place}: the index cannot be made: {reason[:1].lower()}{reason[1:]}; name another with --index"
        ) from error
    if index is None:
        clear_unused(place.parent)
    return store


def default_index(paths: Sequence[Path]) -> Path:
    """Return where the index of some files lies in the user's cache."""
    names = "\n".join(map(str, paths)).encode("utf-8", "surrogateescape")
    return default_cache().parent / "inspector" / f"{hashlib.sha256(names).hexdigest()[:16]}.sqlite"


def _opened(
    paths: Sequence[Path], place: Path, corrections: Path, say: Say, step: Callable[[int, int], None] | None
) -> Store:
    """Return a store; an index that turns out to be broken is made anew, once."""
    _cleared(place, say)
    try:
        return _filled(paths, place, corrections, say, step)
    except DamagedError:
        say(f"{place}: the index is damaged; it is made anew from the records")
        without(place)
        return _filled(paths, place, corrections, say, step)


def _filled(
    paths: Sequence[Path], place: Path, corrections: Path, say: Say, step: Callable[[int, int], None] | None
) -> Store:
    make_tables(place)
    index = Index(place)
    try:
        fill(index, paths, say, step)
        return Store(index, Book(corrections, say), say)
    except BaseException:
        index.close()
        raise


def _cleared(place: Path, say: Say) -> None:
    """Take away an index of another version or a broken one; stop at what is no index at all, it is somebody's."""
    if not place.exists() or not place.stat().st_size:
        return
    if not is_ours(place):
        raise StoreError(f"{place}: is no index of clausewise and stays as it is; name another file with --index")
    try:
        if has_tables(place):
            return
        say(f"{place}: the index is of another version of clausewise; it is made anew from the records")
    except DamagedError:
        say(f"{place}: the index is damaged; it is made anew from the records")
    without(place)


@contextmanager
def _alone(place: Path, say: Say) -> Iterator[None]:
    """Hold a lock, where the system has such a thing, so that two processes do not both make the index."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with open(f"{place}.lock", "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"{place}: another process is making the index; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
