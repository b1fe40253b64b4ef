"""``clausewise run``: documents to records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.messages import NOT_CONSERVED, UNREADABLE, WRONG_USE, complain
from pipeline.cli.reading import MEGABYTES, SECONDS, Changes, Megabytes, Password, Seconds, Tracked, told

EXAMPLES = "Example:  clausewise run resolutions/ draft.txt -o records.jsonl.gz"

FEW = 5
"""Up to so many documents no progress is shown, and each one without a clause is named."""


def run(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, or - for standard input.", show_default=False)
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Where to write: .jsonl, .jsonl.gz or .parquet. JSON Lines on standard output without it.",
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("-j", "--jobs", min=1, help="How many processes work. All cores without it.")
    ] = None,
    config: Annotated[
        str | None,
        typer.Option("--config", metavar="CONFIG", help="Another pipeline: a spaCy configuration, or a saved folder."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Give the words that carried each theme.")] = False,
    password: Password = None,
    changes: Tracked = Changes.FINAL,
    seconds: Seconds = SECONDS,
    megabytes: Megabytes = MEGABYTES,
) -> int:
    """Read documents and write a record of each: clauses, acts, entities, citations, dates, themes."""
    from pipeline.output import OutputError, open_records
    from pipeline.run import ConfigurationError, Done, Settings, config_path, find_documents, process

    if not config_path(config).exists():
        complain(f"{config}: there is no such configuration")
        return WRONG_USE
    if output is not None and any(_is_same(output, path) for path in paths):
        complain(f"{output}: is the output and an input too; name another output")
        return WRONG_USE
    settings = Settings(config, told(password, changes, seconds, megabytes), explain)
    documents = list(find_documents(paths, skip=output))
    status, empty = 0, list[str]()
    try:
        with open_records(output) as sink, _progress(len(documents)) as (step, say):
            for result in process(documents, jobs=jobs, settings=settings):
                step()
                if isinstance(result, Done):
                    sink.write(result.line)
                    status = status if result.conserved else NOT_CONSERVED
                    empty += [] if result.found else [result.path]
                else:
                    say(f"{result.path}: {result.reason}")
                    status = status or UNREADABLE
    except (OutputError, ConfigurationError) as error:
        complain(str(error))
        return WRONG_USE
    for sentence in _without_clauses(empty):
        complain(sentence)
    return status


def _without_clauses(paths: list[str]) -> list[str]:
    """Return what is said of documents in which no clause was found: one sentence each, one in all where many are."""
    what = "no preambular or operative paragraph was found"
    if len(paths) > FEW:
        return [
            f"{paths[0]} and {len(paths) - 1} more documents: {what}; give the text of resolutions in English, or "
            "search the records for the issue `no-clauses` to know which they are"
        ]
    how = "give the text of a resolution in English, or see with `clausewise show` how the file was read"
    return [f"{path}: {what}; {how}" for path in paths]


def _is_same(output: Path, path: str) -> bool:
    try:
        return output.samefile(path)
    except (OSError, ValueError):
        return False


@contextmanager
def _progress(count: int) -> Iterator[tuple[Callable[[], None], Callable[[str], None]]]:
    """Yield what is called after each document and what says a sentence; a bar is shown in a terminal only."""
    if count <= FEW or not sys.stderr.isatty():
        yield (lambda: None), complain
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=count)
        yield (lambda: bar.advance(task)), (lambda sentence: console.print(f"clausewise: {sentence}", soft_wrap=True))
