"""Writers of records, one a format; the ending of the file names the format."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.output.files import OutputError
from pipeline.output.sink import Sink

__all__ = ["OutputError", "Sink", "open_records"]


def open_records(path: Path | None) -> AbstractContextManager[Sink]:
    """Return what takes records and writes them to ``path``, to standard output where None.

    A file gets its name only when everything is written, so nobody ever finds half of it.

    Raises
    ------
    OutputError
        When the ending names no format, or the file cannot be written.
    """
    name = "" if path is None else path.name.lower()
    if path is None or name.endswith((".jsonl", ".jsonl.gz")):
        from pipeline.output.jsonl import open_jsonl

        return open_jsonl(path)
    if name.endswith(".parquet"):
        from pipeline.output.parquet import open_parquet

        return open_parquet(path)
    raise OutputError(f"{path}: the ending names no format; give .jsonl, .jsonl.gz or .parquet")
