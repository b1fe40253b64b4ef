"""The corrections on the disk, read again as far as they grew.

Other processes and tabs write to the same file, and a process may be killed in the middle of a row. So a last line
without its end is looked at again next time, and a line that is no correction is passed over with a sentence, since it
must not keep people from the thousand good ones around it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.corpus.corrections import Correction, check_correction
from pipeline.corpus.digests import symbol_key
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.overlay import in_time, name_of_file
from pipeline.inspector.store.facts import encodable
from pipeline.inspector.store.results import StoreError

State = tuple[tuple[str, int, int, int], ...]


class Book:
    """All rows of a file of corrections, or of those of a folder.

    Parameters
    ----------
    path
        A file of JSON Lines that need not be there yet, or a folder with such files.
    say
        Takes a sentence for the person.
    """

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path = path
        self._say = say
        self._state: State = ()
        self._read: dict[str, int] = {}
        self._rows: dict[str, Correction] = {}
        self._by_name: dict[str, list[Correction]] = {}
        self._complained: set[str] = set()

    def names(self) -> Iterable[str]:
        """Return the documents that have rows, each as :func:`symbol_key` writes it."""
        return self._by_name.keys()

    def rows_of(self, symbol: str | None, path: str) -> tuple[Correction, ...]:
        """Return the rows of a document in the order of time, with those that take others back."""
        names = {symbol_key(name) for name in (path, name_of_file(path), symbol or path)}
        own = in_time([one for name in names for one in self._by_name.get(name, ())])
        return tuple(own)

    def changed(self) -> bool:
        """Return whether the files are others than when they were last read; cheap."""
        return self._stated() != self._state

    def read(self) -> None:
        """Take in what was written since.

        Raises
        ------
        StoreError
            When a file cannot be read.
        """
        state = self._stated()
        before = {name: (node, size) for name, node, size, _ in self._state}
        now = {name: (node, size) for name, node, size, _ in state}
        grown = all(
            name in now and now[name][0] == node and now[name][1] >= size for name, (node, size) in before.items()
        )
        same_length = any(one[:3] == other[:3] and one != other for one in self._state for other in state)
        if not grown or same_length:
            self._read, self._rows = {}, {}
        for name in now:
            self._read_on(name)
        self._state = state
        self._group()

    def _stated(self) -> State:
        """Return name, number, size and time of change of each file."""
        with suppress(OSError):
            files = sorted(self._path.glob("*.jsonl")) if self._path.is_dir() else [self._path]
            found = []
            for file in files:
                status = os.stat(file)
                if not stat.S_ISREG(status.st_mode):
                    continue  # reading a pipe or a device may never end
                found.append((str(file), status.st_ino, status.st_size, status.st_mtime_ns))
            return tuple(found)
        return ()

    def _read_on(self, name: str) -> None:
        """Read a file from where it ended last time."""
        at = self._read.get(name, 0)
        try:
            with open(name, "rb") as file:
                file.seek(at)
                data = file.read()
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(f"{name}: the corrections cannot be read ({reason}); name others") from error
        whole = data.rfind(b"\n") + 1
        for line in data[:whole].split(b"\n"):
            self._take(name, line)
        if data[whole:].strip():
            self._take(name, data[whole:], half=True)
        self._read[name] = at + whole

    def _take(self, name: str, line: bytes, half: bool = False) -> None:
        """Take one line; what may be half a line is nothing to complain of."""
        if not line.strip():
            return
        try:
            one = check_correction(_mapping(line), name)
        except CorpusError as error:
            if not half:
                self._complain(f"{error}; this row is passed over: {line[:60].decode('utf-8', 'replace')}")
            return
        if self._rows.setdefault(one.id, one) != one:
            self._complain(f"{name}: the id {one.id} stands in another row too; the first one holds")

    def _complain(self, sentence: str) -> None:
        if sentence not in self._complained:
            self._complained.add(sentence)
            self._say(sentence)

    def _group(self) -> None:
        """Sort the rows by document; a row that takes another back belongs to the document of that one."""
        groups: defaultdict[str, list[Correction]] = defaultdict(list)
        for one in in_time(self._rows.values()):
            first, seen = one, set()
            while first.undoes is not None and first.undoes in self._rows and first.id not in seen:
                seen.add(first.id)
                first = self._rows[first.undoes]
            if first.undoes is None:
                groups[symbol_key(encodable(first.document))].append(one)
        self._by_name = dict(groups)


def _mapping(line: bytes) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError("a row of the corrections is no JSON") from error
    if not isinstance(row, dict):
        raise CorpusError("a row of the corrections is no JSON object")
    return row


def digest_of(rows: Iterable[Correction]) -> bytes:
    """Return a checksum of rows; rows never change, so their ids tell."""
    return hashlib.sha256("\n".join(one.id for one in rows).encode("utf-8", "surrogatepass")).digest()
