"""Labelled rows as JSON Lines, CSV or Parquet; in CSV, lists are cells of JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from pipeline.output.files import OutputError, whole_file
from pipeline.output.jsonl import Lines, open_jsonl

Row = Mapping[str, Any]


class RowSink(Protocol):
    """Takes rows one after another."""

    def write(self, row: Row) -> None:
        """Take one row."""


class JsonRows:
    """Writes rows as lines of JSON as they come.

    Parameters
    ----------
    lines
        Where they go.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def write(self, row: Row) -> None:
        """Write one row; what JSON does not know, such as a date of Parquet, is written as its text."""
        self._lines.write(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace").decode("utf-8"))


class HeldRows:
    """Holds rows until all columns are known."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def write(self, row: Row) -> None:
        """Take one row."""
        self.rows.append(row)

    def columns(self) -> list[str]:
        """Return the names of all columns in the order in which they first came."""
        return list(dict.fromkeys(name for row in self.rows for name in row))


@contextmanager
def open_rows(path: Path | None) -> Iterator[RowSink]:
    """Yield what takes rows and writes them to ``path``, as JSON Lines to standard output where None.

    Raises
    ------
    OutputError
        When the ending names no format, or the file cannot be written.
    """
    name = "" if path is None else path.name.lower()
    if path is None or name.endswith((".jsonl", ".jsonl.gz")):
        with open_jsonl(path) as lines:
            yield JsonRows(lines)
        return
    if not name.endswith((".csv", ".parquet")):
        raise OutputError(f"{path}: the ending names no format; give .jsonl, .jsonl.gz, .csv or .parquet")
    held = HeldRows()
    yield held
    if name.endswith(".csv"):
        _write_csv(held, path)
    else:
        _write_parquet(held, path)


def _write_csv(held: HeldRows, path: Path) -> None:
    """Write rows as CSV; a list, a mapping or a truth value is written as JSON."""
    with whole_file(path) as file, io.TextIOWrapper(file, encoding="utf-8", newline="", errors="replace") as text:
        writer = csv.DictWriter(text, held.columns(), restval="")
        writer.writeheader()
        for row in held.rows:
            writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict | bool) else value


def _write_parquet(held: HeldRows, path: Path) -> None:
    """Write rows as Parquet; the columns of the record have its types, others those that their values show."""
    import pyarrow
    from pyarrow import parquet

    from pipeline.output.parquet import columns_of
    from pipeline.record import Clause

    known = {field.name: field for field in columns_of(Clause)}
    found = ("acts", "entities", "dates", "mandates", "themes", "uncertain")
    columns = []
    try:
        for name in held.columns():
            values = [row.get(name) for row in held.rows]
            columns.append(pyarrow.array(values, known[name].type if name in found else None))
        table = pyarrow.table(columns, names=held.columns())
    except (pyarrow.ArrowException, TypeError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())
        raise OutputError(
            f"{path}: a column has values of several types, or too large ones ({reason}); write .jsonl"
        ) from error
    with whole_file(path) as file:
        parquet.write_table(table, file, compression="zstd")
