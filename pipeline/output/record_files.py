"""Reading records back from the files that ``clausewise run`` writes, one after another and never all at once.

A file is told by its first bytes and not by its name: JSON Lines, packed by gzip or not, one record or several as
indented JSON (``clausewise show --format json`` prints that), or Parquet. Text is UTF-8, or UTF-16 with its mark, which
the redirection of some shells on Windows writes.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

from pipeline.record import Record, RecordError

LONGEST = 256 << 20
"""Code points that the text of one record may have; the longest resolutions come to 20 million."""

BATCH = 64
"""Documents of a Parquet file that are held at a time."""

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SPACE = re.compile(r"\s*")

Step = Callable[[int], None]


class RecordFileError(Exception):
    """A file that cannot be read as records; one sentence that names file, place and remedy."""


class RecordLine(NamedTuple):
    """One record as text: where it stands ("records.jsonl, line 3") and its JSON."""

    place: str
    text: str


def read_records(path: Path, step: Step | None = None) -> Iterator[Record]:
    """Yield the records of a file.

    Parameters
    ----------
    path
        The file; ``-`` for standard input.
    step
        Is told after each record how many bytes of the file were read.

    Raises
    ------
    RecordFileError
        When the file cannot be read, or holds something that is no record.
    """
    for place, text in read_lines(path, step):
        try:
            yield Record.from_json(text)
        except RecordError as error:
            raise RecordFileError(f"{place}: no record of clausewise: {error}; make the file again") from error


def read_lines(path: Path, step: Step | None = None) -> Iterator[RecordLine]:
    """Yield the records of a file as their JSON, without a look into it; parameters and errors as above."""
    try:
        with _opened(path) as file:
            head = file.peek(4)[:4]
            if head.startswith(PARQUET):
                yield from _parquet_lines(path, file, step)
                return
            raw: Any = file
            if head.startswith(GZIP):
                file = cast(io.BufferedReader, gzip.GzipFile(fileobj=file))
                head = file.peek(4)[:4]
            encoding = "utf-16" if head.startswith(_UTF_16) else "utf-8-sig"
            text = io.TextIOWrapper(file, encoding=encoding, newline="\n")
            for line in _json_lines(path, text):
                yield line
                if step is not None and raw.seekable():
                    step(raw.tell())
    except UnicodeDecodeError as error:
        raise RecordFileError(f"{path}: is no text of JSON, so no records; {_make(path)}") from error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        reason = reason[:1].lower() + reason[1:]
        raise RecordFileError(f"{path}: cannot be read: {reason}; check the path, or make the file again") from error


def _make(path: Path) -> str:
    return f"make records of a document with `clausewise run {path} -o records.jsonl`"


@contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    if str(path) == "-":
        with open(sys.stdin.fileno(), "rb", closefd=False) as file:
            yield file
        return
    with path.open("rb") as file:
        yield file


def _json_lines(path: Path, text: io.TextIOWrapper) -> Iterator[RecordLine]:
    """Yield what stands one a line; where the first line is no whole JSON, what stands one after another."""
    found = False
    for number, line in enumerate(iter(lambda: text.readline(LONGEST + 1), ""), 1):
        if len(line) > LONGEST:
            raise RecordFileError(f"{path}, line {number}: goes on after {LONGEST} characters; {_make(path)}")
        if not line.strip():
            continue
        if not found and not line.lstrip().startswith("{"):
            raise RecordFileError(f"{path}: holds no records; {_make(path)}")
        if not found and not _is_json(line):
            yield from _json_objects(path, line, text, number)
            return
        found = True
        yield RecordLine(f"{path}, line {number}", line)
    if not found:
        raise RecordFileError(f"{path}: holds no records, since it is empty; make it again with `clausewise run`")


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _json_objects(path: Path, first: str, text: io.TextIOWrapper, number: int) -> Iterator[RecordLine]:
    """Yield the objects of JSON that is laid out over lines; ``first`` was read already, as line ``number``."""
    data = first + text.read(LONGEST)
    if len(data) > LONGEST:
        raise RecordFileError(f"{path}: goes on after {LONGEST} characters; give records one a line")
    decoder, at, counted = json.JSONDecoder(), 0, 0
    while (at := _SPACE.match(data, at).end()) < len(data):  # type: ignore[union-attr]
        number, counted = number + data.count("\n", counted, at), at
        try:
            _, end = decoder.raw_decode(data, at)
        except ValueError as error:
            where = number + data.count("\n", at, getattr(error, "pos", at))
            raise RecordFileError(f"{path}, line {where}: no JSON ({_said(error)}); make the file again") from error
        except RecursionError as error:
            raise RecordFileError(f"{path}, line {number}: no record, nested too deep; make the file again") from error
        yield RecordLine(f"{path}, line {number}", data[at:end])
        at = end


def _said(error: ValueError) -> str:
    """Return what the JSON reader found, without the place that it counts in its own way."""
    said = str(getattr(error, "msg", error))
    return said[:1].lower() + said[1:]


def _parquet_lines(path: Path, file: io.BufferedReader, step: Step | None) -> Iterator[RecordLine]:
    """Yield the rows of a Parquet file."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise RecordFileError(f"{path}: Parquet needs pyarrow; install it, or make .jsonl") from error
    if not file.seekable():
        raise RecordFileError(f"{path}: Parquet cannot be read from a pipe; name the file")
    try:
        number, size = 0, file.seek(0, io.SEEK_END)
        with parquet.ParquetFile(file) as rows:
            count = max(rows.metadata.num_rows, 1)
            for batch in rows.iter_batches(BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield RecordLine(f"{path}, row {number}", json.dumps(row, ensure_ascii=False, default=str))
                    if step is not None:
                        step(size * number // count)
        if not number:
            raise RecordFileError(f"{path}: has no rows; make it again with `clausewise run`")
    except (pyarrow.ArrowException, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise RecordFileError(f"{path}: no Parquet that can be read ({reason}); make it again") from error
