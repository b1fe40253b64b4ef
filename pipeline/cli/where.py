"""``clausewise show --where``: page and box, paragraph, element, or line and column of one clause or note."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pipeline.cli.messages import WRONG_USE, complain

if TYPE_CHECKING:
    from pipeline.reading import ReadOptions, SourceText
    from pipeline.record import Record, Span


def show_places(
    file: str, found: Sequence[tuple[Record, SourceText | None]], wanted: str, options: ReadOptions, as_json: bool
) -> int:
    """Print where a clause or a note stands, in every record that has it; return the exit status.

    Parameters
    ----------
    file
        The file, as the person named it.
    found
        Its records, each with the text it was made of where that is at hand.
    wanted
        The id of a clause or a note.
    options
        How sources are read that a record names.
    as_json
        Whether to print plain data.
    """
    from pipeline.output.reading_view import terminal
    from pipeline.output.where_view import find_id, ids_near, show_where, spans_of

    here = [(record, source, one) for record, source in found if (one := find_id(record, wanted)) is not None]
    if not here:
        complain(f"{file}: {ids_near([record for record, _ in found], wanted)}")
        return WRONG_USE
    for record, source, one in here:
        source = source or _source_of(record, file, options)
        spots = list(_spots(spans_of(one), source))
        if as_json:
            typer.echo(json.dumps({"path": record.source.path, "id": one.id, "places": spots}, ensure_ascii=False))
        else:
            show_where(record, one, spots, terminal())
    return 0


def _spots(spans: Sequence[Span], source: SourceText | None) -> Iterator[dict[str, Any]]:
    """Yield the places of stretches as plain data; without the source only their offsets are known."""
    from pipeline.reading.places import locate

    if source is None:
        yield from ({"start": start, "end": end} for start, end in spans)
        return
    yield from (
        {key: value for key, value in asdict(spot).items() if value not in (None, "", 0)}
        for spot in locate(source, spans)
    )


def _source_of(record: Record, file: str, options: ReadOptions) -> SourceText | None:
    """Read the source that a record names, if it is still there with the same bytes and gives the same text."""
    from pipeline.reading import UnreadableError, read_bytes

    for path in (Path(record.source.path), Path(file).parent / record.source.path):
        try:
            data = path.read_bytes()
        except (OSError, ValueError):
            continue
        if hashlib.sha256(data).hexdigest() != record.source.sha256:
            complain(f"{path}: is no longer what the record was made of; only offsets can be told")
            continue
        try:
            source = read_bytes(data, str(path), options)
        except UnreadableError as error:
            complain(str(error))
            continue
        return source if len(source.text) == record.source.chars else None
    return None
