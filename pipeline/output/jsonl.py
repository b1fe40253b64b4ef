"""Records as JSON Lines: one a line, in UTF-8, compressed where the name ends in ``.gz``."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pipeline.output.files import whole_file


class Bytes(Protocol):
    """A file that takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes and say how many."""


class Lines:
    """Writes records as lines.

    Parameters
    ----------
    file
        A binary file.
    """

    def __init__(self, file: Bytes) -> None:
        self._file = file

    def write(self, line: str) -> None:
        """Write one record."""
        self._file.write(line.encode("utf-8") + b"\n")


@contextmanager
def open_jsonl(path: Path | None) -> Iterator[Lines]:
    """Yield a writer of lines to ``path``, to standard output where None.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    if path is None:
        yield Lines(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with whole_file(path) as file:
        if path.name.lower().endswith(".gz"):
            # neither time nor name in the head of the file: the same records give the same bytes
            with gzip.GzipFile("", "wb", 6, file, 0) as packed:
                yield Lines(packed)
        else:
            yield Lines(file)
