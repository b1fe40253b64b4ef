"""``clausewise label``: clauses that are already cut to labelled rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

EXAMPLES = "Example:  clausewise label clauses.csv -o labelled.jsonl"


def label(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN",
            help="Rows with text and, where known, id, kind, number, title, organ, symbol: .jsonl, .csv or .parquet.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Where to write: .jsonl, .jsonl.gz, .csv or .parquet. JSON Lines on standard output without it.",
        ),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option("--config", "--model", metavar="MODEL", help="Another model folder, or a spaCy configuration."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Give the words that carried each theme.")] = False,
) -> int:
    """Label clauses that are already cut: the same rows with acts, entities, dates and themes."""
    from pipeline.corpus.errors import CorpusError
    from pipeline.corpus.tables import read_rows
    from pipeline.labelling import FOUND, label_rows
    from pipeline.loading import ConfigurationError, config_path
    from pipeline.output import OutputError
    from pipeline.output.rows import open_rows

    if not config_path(config).exists():
        complain(f"{config}: there is no such model or configuration")
        return WRONG_USE
    if output is not None and output.exists() and source.exists() and output.samefile(source):
        complain(f"{output}: is the output and the input too; name another output")
        return WRONG_USE
    without_text: list[str] = []
    replaced: set[str] = set()

    def rows() -> Iterator[dict[str, Any]]:
        for place, row in read_rows(source):
            text = row.get("text")
            if not isinstance(text, str) or not text.strip():
                without_text.append(place)
            replaced.update(name for name in FOUND if row.get(name) not in (None, ""))
            yield row

    try:
        with open_rows(output) as sink:
            for row in label_rows(rows(), config, explain):
                sink.write(row)
    except CorpusError as error:
        complain(str(error))
        return UNREADABLE
    except (ConfigurationError, OutputError) as error:
        complain(str(error))
        return WRONG_USE
    _say(source, sorted(replaced), without_text)
    return UNREADABLE if without_text else 0


def _say(source: Path, replaced: list[str], without_text: list[str]) -> None:
    """Say which columns were written over and which rows had no text."""
    if replaced:
        names = ", ".join(replaced)
        complain(f"{source}: what stood in {names} was replaced by what was found; rename such columns to keep them")
    for place in without_text:
        complain(f"{place}: has no text, so nothing was found in it; give it a column `text`")
