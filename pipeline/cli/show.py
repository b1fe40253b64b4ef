"""``clausewise show``: a document or its record, as a person reads it."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.messages import UNREADABLE, complain
from pipeline.cli.reading import MEGABYTES, SECONDS, Changes, Megabytes, Password, Seconds, Tracked, told

if TYPE_CHECKING:
    from pipeline.reading import ReadOptions, SourceText
    from pipeline.record import Record

EXAMPLES = "Example:  clausewise show A_79_L.11.pdf --where op3"


class Format(StrEnum):
    """How a record is shown."""

    TEXT = "text"
    JSON = "json"


def show(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A document, records (.jsonl, .parquet), or -.", show_default=False)
    ],
    form: Annotated[Format, typer.Option("--format", help="For a person, or the whole record.")] = Format.TEXT,
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="ID", help="Only where this clause or note stands.", show_default=False),
    ] = None,
    password: Password = None,
    changes: Tracked = Changes.FINAL,
    seconds: Seconds = SECONDS,
    megabytes: Megabytes = MEGABYTES,
) -> int:
    """Show a document with its clauses, acts, entities, dates, notes and issues; colours in a terminal only."""
    from pipeline.output.record_files import RecordFileError
    from pipeline.reading import UnreadableError
    from pipeline.record import RecordError

    if sys.stdout.encoding.lower() != "utf-8" or form is Format.JSON:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        options = told(password, changes, seconds, megabytes)
        if where is not None:
            from pipeline.cli.where import show_places

            return show_places(file, list(_records(file, options)), where, options, form is Format.JSON)
        for record, _ in _records(file, options):
            _show(record, form)
    except UnreadableError as error:
        complain(f"{file}: {error.reason}")
        return UNREADABLE
    except RecordFileError as error:
        complain(str(error))
        return UNREADABLE
    except RecordError as error:
        complain(f"{file}: this is no record of clausewise: {error}")
        return UNREADABLE
    return 0


def _show(record: Record, form: Format) -> None:
    if form is Format.JSON:
        typer.echo(json.dumps(record.to_dict(), ensure_ascii=False, indent=2))
        return
    from pipeline.output.reading_view import show_record, terminal

    show_record(record, terminal())


def _records(file: str, options: ReadOptions) -> Iterator[tuple[Record, SourceText | None]]:
    """Yield the records that a file holds, or the one that its document becomes with its text."""
    from pipeline.reading import UnreadableError, read_bytes
    from pipeline.run import read_record, read_whole

    try:
        data = read_whole(file)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError(file, reason[:1].lower() + reason[1:]) from error
    if data.startswith(b"PAR1") and file != "-":
        from pipeline.output.record_files import read_records

        yield from ((record, None) for record in read_records(Path(file)))
        return
    lines = _json_lines(data)
    if lines is None:
        source = read_bytes(data, file, options)
        yield read_record(source), source
        return
    from pipeline.record import Record

    yield from ((Record.from_json(line), None) for line in lines)


def _json_lines(data: bytes) -> list[bytes] | None:
    """Return the JSON objects of a file of records, None for a document."""
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return None  # the reader of documents says what is wrong with it
    if data.lstrip()[:1] != b"{":
        return None
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return [line for line in data.splitlines() if line.strip()]
    return [data]
