"""``clausewise export``: records to the formats of other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

if TYPE_CHECKING:
    from pipeline.corpus.corrections import Correction
    from pipeline.record import Record

EXAMPLES = "Example:  clausewise export records.jsonl --format csv -o tables/"


class Format(StrEnum):
    """What records are exported to."""

    CSV = "csv"
    PARQUET = "parquet"
    HTML = "html"
    DOCBIN = "docbin"
    BRAT = "brat"


Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="RECORDS…", help="What `clausewise run` wrote: .jsonl, .jsonl.gz, .parquet, or -.", show_default=False
    ),
]


def export(
    records: Records,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="csv, parquet: tables of documents, clauses, acts, entities, dates, citations, themes, mandates, "
            "notes, issues, and their codebook. html: a page a document. docbin: for spaCy. brat: for annotation.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="A folder; for docbin a file.", show_default=False)
    ],
    corrections: Annotated[
        list[Path] | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            help="Export what people corrected. May be given again.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier export even if its files were changed since.")
    ] = False,
) -> int:
    """Write records as tables, pages, spaCy Docs or annotations.

    OUT is there whole or not at all. A folder that is empty or an earlier export is replaced, and so is an earlier
    DocBin; a folder with anything else in it, or another file, never is.
    """
    from pipeline.cli.progress import progress
    from pipeline.corpus.errors import CorpusError
    from pipeline.exporting import export as write
    from pipeline.loading import ConfigurationError
    from pipeline.output.files import OutputError
    from pipeline.output.record_files import RecordFileError, read_records

    if form is Format.BRAT and corrections:
        complain("brat has what the model said, so that changes can be told from it; leave --corrections out")
        return WRONG_USE
    lost = _lost(output, [*records, *(corrections or [])], form)
    if lost is not None:
        complain(lost)
        return WRONG_USE
    try:
        rows = _standing(corrections or [])
        with progress(records, "exporting") as step_of:
            found = (record for path in records for record in read_records(path, step_of(path)))
            count = write(_corrected(found, rows), form.value, output, replace=force)
    except (RecordFileError, CorpusError) as error:
        complain(str(error))
        return UNREADABLE
    except (OutputError, ConfigurationError) as error:
        complain(str(error))
        return WRONG_USE
    complain(f"{output}: {count} document{'' if count == 1 else 's'}")
    return 0


def _lost(output: Path, inputs: Sequence[Path], form: Format) -> str | None:
    """Return a sentence where an input is the output or lies in it, and would be lost with what is replaced."""
    for path in inputs:
        if _is_same(output, path):
            return f"{output}: is the output and an input too; name another output"
        if form is not Format.DOCBIN and _is_in(output, path):
            return f"{path}: is an input and lies in the output {output}; name another output"
    return None


def _is_in(output: Path, path: Path) -> bool:
    """Tell whether a file, or the link that names it, lies in a folder."""
    try:
        folder = output.resolve()
        places = (path.resolve(), path.parent.resolve() / path.name)
    except (OSError, ValueError, RuntimeError):
        return False
    return path.exists() and any(place.is_relative_to(folder) for place in places)


def _is_same(output: Path, path: Path) -> bool:
    try:
        return output.samefile(path)
    except (OSError, ValueError):
        return False


def _standing(paths: Sequence[Path]) -> Sequence[Correction]:
    """Return the corrections of files that nobody took back."""
    from pipeline.corpus.corrections import read_corrections
    from pipeline.corpus.errors import CorpusError
    from pipeline.corpus.overlay import standing

    for path in paths:
        if not path.is_file():
            raise CorpusError(f"{path}: there is no such file; name a file of corrections")
    return standing(read_corrections(paths)) if paths else ()


def _corrected(records: Iterator[Record], rows: Sequence[Correction]) -> Iterator[Record]:
    """Yield records as people corrected them."""
    from pipeline.corpus.overlay import apply_corrections, is_of

    for record in records:
        ours = [row for row in rows if is_of(row, record)]
        yield apply_corrections(record, ours) if ours else record
