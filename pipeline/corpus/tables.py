"""Rows of a file in whatever format it is: JSON Lines, packed or not, CSV, Parquet.

Every row comes with its place, so that an error can name it; what cannot be read is one sentence.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.corpus.errors import CorpusError

Row = dict[str, Any]

JSON_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
CSV_ENDINGS = (".csv", ".csv.gz")
PARQUET_ENDINGS = (".parquet",)
SEPARATORS = {";": "semicolons (;)", "\t": "tabs", "|": "bars (|)"}


def read_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield each row of a file with its place.

    Parameters
    ----------
    path
        A file whose name ends in ``.jsonl``, ``.jsonl.gz``, ``.csv``, ``.csv.gz`` or ``.parquet``.

    Raises
    ------
    CorpusError
        When the file is not there, is none of these, has no rows or a row that is broken; it names file and row.
    """
    name, empty = path.name.lower(), True
    if name.endswith(JSON_ENDINGS):
        rows = _json_rows(path)
    elif name.endswith(CSV_ENDINGS):
        rows = _csv_rows(path)
    elif name.endswith(PARQUET_ENDINGS):
        rows = _parquet_rows(path)
    else:
        raise CorpusError(f"{path}: the ending names no format; give .jsonl, .jsonl.gz, .csv or .parquet")
    for row in rows:
        empty = False
        yield row
    if empty:
        raise CorpusError(f"{path}: has no rows; give a file with rows, or leave it out")


@contextmanager
def _open(path: Path) -> Iterator[io.TextIOBase]:
    """Open a file as text; what goes wrong while it is read is said in one sentence."""
    try:
        with path.open("rb") as raw:
            packed = path.name.lower().endswith(".gz")
            data = gzip.GzipFile(fileobj=raw) if packed else raw
            with io.TextIOWrapper(data, encoding="utf-8-sig", newline="") as file:
                yield file
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: is no UTF-8 ({error.reason}); save it as UTF-8") from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"{path}: cannot be read ({reason}); check the path, or fetch the file again") from error


def _json_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield the rows of JSON Lines; empty lines are passed over."""
    with _open(path) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            place = f"{path}, row {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise CorpusError(f"{place}: no JSON ({error}); correct it: one object a line") from error
            if not isinstance(row, dict):
                raise CorpusError(f"{place}: {type(row).__name__} instead of an object; give one object a line")
            yield place, row


def _csv_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield the rows of CSV with a line of column names."""
    with _open(path) as file:
        try:
            reader = csv.DictReader(file, strict=True)
            names = reader.fieldnames or []
            _check_separator(path, names)
            if len(set(names)) < len(names):
                raise CorpusError(f"{path}: two columns have one name; rename one")
            for number, row in enumerate(reader, 1):
                if None in row:
                    raise CorpusError(f"{path}, row {number}: more cells than columns; put cells with commas in quotes")
                yield f"{path}, row {number}", dict(row)
        except csv.Error as error:
            raise CorpusError(f"{path}: no CSV that can be read ({error}); correct it") from error


def _check_separator(path: Path, names: Sequence[str]) -> None:
    """Refuse a line of column names that another sign than a comma divides: spreadsheets of many countries do that."""
    sign = next((one for one in SEPARATORS if len(names) == 1 and one in names[0]), None)
    if sign is not None:
        raise CorpusError(f"{path}: its columns are separated by {SEPARATORS[sign]}; save it with commas between them")


def _parquet_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a Parquet file."""
    import pyarrow
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches():
                for row in batch.to_pylist():
                    number += 1
                    yield f"{path}, row {number}", row
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, CorpusError):
            raise
        reason = " ".join(str(error).split())[:200]
        raise CorpusError(f"{path}: no Parquet that can be read ({reason}); make it again") from error
