"""Records as Parquet: one row a document, nested as the record is, so that any tool for tables can query it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.output.files import OutputError, whole_file
from pipeline.record import Record
from pipeline.record_plain import Shape, shapes_of

GROUP = 256
"""Documents a row group: what is held in memory before it is written."""


class Table:
    """Writes records as rows.

    Parameters
    ----------
    writer
        A ``pyarrow.parquet.ParquetWriter``.
    schema
        The columns.
    """

    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def write(self, line: str) -> None:
        """Take one record; rows are written in groups."""
        self._rows.append(json.loads(line))
        if len(self._rows) == GROUP:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


@contextmanager
def open_parquet(path: Path) -> Iterator[Table]:
    """Yield a writer of rows to ``path``.

    Raises
    ------
    OutputError
        When pyarrow is missing, or the file cannot be written.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError(f"{path}: Parquet needs pyarrow; install it, or write .jsonl") from error
    schema = pyarrow.schema(columns_of(Record))
    with whole_file(path) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        table = Table(writer, schema)
        yield table
        table.flush()


def columns_of(cls: type) -> list[Any]:
    """Return the fields of a dataclass of the record as fields of Arrow."""
    import pyarrow

    return [pyarrow.field(name, _type(shape)) for name, shape in shapes_of(cls).items()]


def _type(shape: Shape) -> Any:
    """Return the Arrow type of a field; a pair of offsets is a list of two."""
    import pyarrow

    if shape.kind == "object":
        return pyarrow.struct(columns_of(shape.inner))
    if shape.kind == "list":
        return pyarrow.list_(_type(shape.inner))
    if shape.kind == "span":
        return pyarrow.list_(pyarrow.int64())
    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return types[shape.inner]
