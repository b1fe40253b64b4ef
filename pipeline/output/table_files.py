"""Records as tables: a folder of CSV files, or of Parquet files, with the codebook beside them.

Both are written while records come, so memory holds some thousand rows, however many documents there are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.output.codebook import write_codebook
from pipeline.output.columns import Table, Type
from pipeline.output.files import OutputError, failed
from pipeline.output.spreadsheet import cell
from pipeline.output.tables import TABLES
from pipeline.record import Record

GROUP = 10_000
"""Rows of a Parquet table that are held before they are written."""

Write = Callable[[list[Any]], None]


def write_csv(records: Iterable[Record], folder: Path, themes: Mapping[str, str]) -> int:
    """Write the tables as CSV (RFC 4180, UTF-8 with a byte-order mark, by which spreadsheets know it) and the codebook.

    Parameters
    ----------
    records
        The documents.
    folder
        An empty folder.
    themes
        What each theme means, for the codebook.

    Returns
    -------
    int
        How many documents there were.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    try:
        with ExitStack() as stack:
            count = _write(records, [stack.enter_context(_CsvTable(folder, table)) for table in TABLES])
    except OSError as error:
        raise failed(folder, error) from error
    write_codebook(folder, themes, ".csv")
    return count


def write_parquet(records: Iterable[Record], folder: Path, themes: Mapping[str, str]) -> int:
    """Write the tables as Parquet, lists as lists, and the codebook; as :func:`write_csv` otherwise."""
    try:
        import pyarrow
    except ImportError as error:
        raise OutputError(f"{folder}: Parquet needs pyarrow; install it, or export csv") from error
    try:
        with ExitStack() as stack:
            count = _write(records, [stack.enter_context(_ParquetTable(folder, table)) for table in TABLES])
    except (pyarrow.ArrowException, OverflowError) as error:
        reason = " ".join(str(error).split())
        raise OutputError(f"{folder}: a value fits no column of Parquet ({reason}); export csv") from error
    except OSError as error:
        raise failed(folder, error) from error
    write_codebook(folder, themes, ".parquet")
    return count


def _write(records: Iterable[Record], files: list[Any]) -> int:
    number = 0
    for number, record in enumerate(records, 1):
        for file in files:
            for row in file.table.rows(number, record):
                file.write(row)
    return number


class _CsvTable:
    """One table as a file of CSV."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.table = table
        self._file = (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file, lineterminator="\r\n")
        self._rows.writerow([column.name for column in table.columns])

    def write(self, row: list[Any]) -> None:
        self._rows.writerow(list(map(cell, row)))

    def __enter__(self) -> _CsvTable:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


class _ParquetTable:
    """One table as a Parquet file."""

    def __init__(self, folder: Path, table: Table) -> None:
        import pyarrow
        from pyarrow import parquet

        self.table = table
        types = {
            Type.TEXT: pyarrow.string(),
            Type.INTEGER: pyarrow.int64(),
            Type.NUMBER: pyarrow.float64(),
            Type.FLAG: pyarrow.bool_(),
            Type.TEXTS: pyarrow.list_(pyarrow.string()),
            Type.SPANS: pyarrow.list_(pyarrow.list_(pyarrow.int64())),
        }
        fields = [pyarrow.field(one.name, types[one.type], metadata={"meaning": one.meaning}) for one in table.columns]
        self._schema = pyarrow.schema(fields, metadata={"meaning": table.meaning})
        self._writer = parquet.ParquetWriter(folder / f"{table.name}.parquet", self._schema, compression="zstd")
        self._rows: list[list[Any]] = []

    def write(self, row: list[Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        columns = zip(zip(*self._rows, strict=True), self._schema, strict=True)
        self._writer.write_table(
            pyarrow.table([pyarrow.array(values, field.type) for values, field in columns], schema=self._schema)
        )
        self._rows = []

    def __enter__(self) -> _ParquetTable:
        return self

    def __exit__(self, *error: object) -> None:
        if self._rows and error[0] is None:
            self._flush()
        self._writer.close()
