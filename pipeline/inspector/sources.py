"""The file behind a record: its text with the spans of a clause lit up, and its pages as pictures.

A record names the file that it was made of and the checksum of its bytes. The file is looked for where the record says,
below the current folder and beside the records, and is used only if its checksum is that of the record; a browser names
a document of the store and never a path.
"""

from __future__ import annotations

import hashlib
import stat
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.reading import Limits, ReadOptions, SourceText, UnreadableError, read_bytes
from pipeline.reading.page_image import PageImage, page_image
from pipeline.reading.places import Spot, locate
from pipeline.record import Clause, Record

LARGEST = 256 << 20
"""Bytes of a file that is read for the page."""

HELD = 8
"""How many source texts are held."""

OPTIONS = ReadOptions(limits=Limits(seconds=30.0))


class SourceError(Exception):
    """The source cannot be shown; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the source text, and whether it belongs to the clause that was asked for."""

    text: str
    lit: bool


class Sources:
    """Finds and reads the files of records.

    Parameters
    ----------
    folders
        Where a relative path of a record may start; the first that has the file holds.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = list(dict.fromkeys(folders))
        self._texts: OrderedDict[tuple[str, str], SourceText] = OrderedDict()
        self._lock = threading.Lock()

    def text(self, record: Record) -> SourceText:
        """Return the source text that a record was made of.

        Raises
        ------
        SourceError
            When its file is not there, is another one by now, or can no longer be read to the same text.
        """
        key = (record.source.path, record.source.sha256)
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        data = self._bytes(record)
        try:
            source = read_bytes(data, record.source.path, OPTIONS)
        except UnreadableError as error:
            raise SourceError(f"{record.source.path}: {error.reason}") from error
        if len(source.text) != record.source.chars:
            reason = "this version of the program reads the file otherwise than the one that made the record"
            raise SourceError(f"{record.source.path}: {reason}; make the record again")
        with self._lock:
            self._texts[key] = source
            while len(self._texts) > HELD:
                self._texts.popitem(last=False)
        return source

    def page(self, record: Record, number: int) -> PageImage:
        """Return a page of the PDF that a record was made of; errors as those of :meth:`text`."""
        try:
            return page_image(self._bytes(record), record.source.path, number, OPTIONS)
        except UnreadableError as error:
            raise SourceError(f"{record.source.path}: {error.reason}") from error

    def _bytes(self, record: Record) -> bytes:
        """Return the bytes of the file, if they are those that the record was made of."""
        path = record.source.path
        if path == "-":
            raise SourceError("the record was made from standard input; its source is not kept anywhere")
        changed = False
        for folder in self._folders:
            data = _content(folder / path)
            if data is not None and hashlib.sha256(data).hexdigest() == record.source.sha256:
                return data
            changed = changed or data is not None
        if changed:
            raise SourceError(f"{path}: is no longer the file that the record was made of; make the record again")
        raise SourceError(f"{path}: the file is not here; start `clausewise inspect` in the folder it was read from")


def _content(path: Path) -> bytes | None:
    """Return the bytes of a regular file of a bearable size, None where there is none."""
    try:
        status = path.stat()
        return path.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST else None
    except (OSError, ValueError):
        return None


def spans_of(clause: Clause) -> list[tuple[int, int]]:
    """Return where a clause stands in its source, its number included, in order."""
    number = [clause.number_span] if clause.number_span else []
    return sorted([*clause.source_spans, *number])


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield a text in pieces, those under the spans lit; spans that meet or overlap are one.

    Examples
    --------
    >>> [(piece.text, piece.lit) for piece in pieces("1. Decides.", [(3, 7), (7, 10)])]
    [('1. ', False), ('Decides', True), ('.', False)]
    """
    done, lit_from = 0, None
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in spans):
        if end <= done and lit_from is not None:
            continue
        if lit_from is not None and start > done:
            yield Piece(text[lit_from:done], True)
            lit_from = None
        if lit_from is None:
            if start > done:
                yield Piece(text[done:start], False)
            lit_from = start
        done = max(done, end)
    if lit_from is not None:
        yield Piece(text[lit_from:done], True)
    if done < len(text):
        yield Piece(text[done:], False)


def spots_of(source: SourceText, clause: Clause) -> list[Spot]:
    """Return the places of a clause in its file."""
    return locate(source, spans_of(clause))
