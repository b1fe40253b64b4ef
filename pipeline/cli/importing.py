"""``clausewise import``: what was changed in another program, back as corrections."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

if TYPE_CHECKING:
    from pipeline.corpus.corrections import Correction

BRAT_EXAMPLE = "Example:  clausewise import brat annotated/ --records records.jsonl -o corrections.jsonl"

SHOWN = 20
"""Most sentences that are printed of what cannot be read."""

app = typer.Typer(rich_markup_mode=None, help="What was changed in another program.", epilog=BRAT_EXAMPLE)


@app.callback()
def importing() -> None:
    """Read what was changed in another program back as corrections."""


@app.command("brat", epilog=BRAT_EXAMPLE)
def brat(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="What `export --format brat` wrote.", show_default=False)
    ],
    records: Annotated[
        list[Path],
        typer.Option(
            "--records",
            metavar="RECORDS",
            help="The records that were exported. May be given again.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Corrections (.jsonl); new rows are appended.", show_default=False
        ),
    ],
    who: Annotated[
        str | None,
        typer.Option("--who", metavar="NAME", help="Who annotated. The name of the user without it."),
    ] = None,
) -> int:
    """Append what was changed in a folder of brat to a file of corrections; rows that stand there are not repeated.

    Where anything in the folder cannot be read, nothing is appended.
    """
    from pipeline.corpus.errors import CorpusError
    from pipeline.output.brat_folder import BratError
    from pipeline.output.record_files import RecordFileError

    name = " ".join((who if who is not None else _user()).split())
    wrong = _wrong_name(name)
    if wrong is not None:
        complain(wrong)
        return WRONG_USE
    try:
        return _import(folder, records, output, name)
    except (BratError, RecordFileError, CorpusError) as error:
        complain(str(error))
        return UNREADABLE


def _wrong_name(name: str) -> str | None:
    """Return what is wrong with the name of who annotated, None where it can stand in a row."""
    from pipeline.corpus.corrections import CONTROL, LONGEST_NAME

    if not name:
        return "nobody is named; give the name of who annotated with --who"
    if len(name) > LONGEST_NAME:
        return f"the name of who annotated has {len(name)} characters; give one of at most {LONGEST_NAME} with --who"
    if CONTROL.search(name):
        return "the name of who annotated has a control character; give one without with --who"
    return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _import(folder: Path, records: Sequence[Path], output: Path, who: str) -> int:
    from pipeline.cli.progress import progress
    from pipeline.corpus.errors import CorpusError
    from pipeline.corpus.journal import append_correction
    from pipeline.exporting import corrections_of
    from pipeline.output.brat_folder import BratFolder
    from pipeline.output.record_files import read_records

    there = _known(output)
    brat = BratFolder(folder)
    found: list[Correction] = []
    with progress(records, "comparing") as step_of:
        known = (record for path in records for record in read_records(path, step_of(path)))
        for record, changes in brat.changes(known):
            try:
                found += corrections_of(record, changes, who)
            except CorpusError as error:
                brat.faults.append(f"{record.masthead.symbol or record.source.path}: {error}")
    if brat.faults:
        for fault in brat.faults[:SHOWN]:
            complain(fault)
        more = f" ({len(brat.faults) - SHOWN} more faults)" if len(brat.faults) > SHOWN else ""
        complain(f"nothing was appended to {output}{more}")
        return UNREADABLE
    new = [one for one in found if _meaning(one) not in there]
    for one in new:
        append_correction(output, one)
    gone = f"; {len(brat.absent)} documents are not in the folder any more" if brat.absent else ""
    repeated = f", {len(found) - len(new)} stood there already" if len(new) < len(found) else ""
    complain(f"{output}: {len(new)} corrections of {brat.documents} documents appended{repeated}{gone}")
    return 0


def _known(output: Path) -> set[tuple[str | None, ...]]:
    """Return what the corrections of a file come to that nobody took back."""
    from pipeline.corpus.corrections import read_corrections
    from pipeline.corpus.overlay import standing

    return {_meaning(one) for one in standing(read_corrections([output]))} if output.exists() else set()


def _meaning(one: Correction) -> tuple[str | None, ...]:
    return one.document, one.clause, one.sha256, one.field, one.before, one.after
