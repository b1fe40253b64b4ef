"""``clausewise inspect``: records as a local web page, to search, filter, read and correct."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.messages import UNREADABLE, complain

EXAMPLES = "Example:  clausewise inspect records.jsonl"

LOOPBACK = "127.0.0.1"


def inspect(
    records: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDS…",
            help="Records of `clausewise run`: .jsonl, .jsonl.gz, .json or .parquet.",
            show_default=False,
        ),
    ],
    corrections: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where corrections are appended. Without it corpora/corrections/corrections.jsonl of a checkout, else "
            "corrections.jsonl in the current folder.",
        ),
    ] = None,
    who: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who corrects. The user of the system without it.")
    ] = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Rows with the right `themes` of clauses, by `text` or `sha256`, to compare with; may be repeated.",
        ),
    ] = None,
    themes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The themes that one can choose: a themes file. Those shipped without it."),
    ] = None,
    without_text: Annotated[
        bool,
        typer.Option(
            "--without-text", help="Leave the words of clauses out of corrections, so that they can be published."
        ),
    ] = False,
    index: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the index is kept. In the user's cache without it.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="The port. 8421 without it, or any that is free.")
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Where to listen. Beyond this machine a token is needed, which is printed."
        ),
    ] = LOOPBACK,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name under which other machines call this one; may be repeated."),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser, where there is a screen.")
    ] = True,
) -> int:
    """Open records as a local web page: search, filter, read, correct. Ctrl-C ends it."""
    from pipeline.inspector.serve import InspectorError, Wanted, address_of, listen, open_inspection, serve
    from pipeline.themes.rows import ThemesError

    try:
        listening = listen(host, port)
        wanted = Wanted(
            records=records,
            gold=gold or (),
            corrections=corrections,
            index=index,
            host=host,
            port=port,
            names=name or (),
            who=who,
            with_text=not without_text,
        )
        with _progress() as step:
            inspection = open_inspection(wanted, _theme_names(themes), complain, step)
    except (InspectorError, ThemesError) as error:
        complain(str(error))
        return UNREADABLE
    address = address_of(inspection, host, listening)
    complain(f"corrections are appended to {inspection.corrector.journal}")
    typer.echo(address)
    sys.stdout.flush()
    if browser and sys.stdout.isatty() and _has_screen():
        webbrowser.open(address)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it is ended
        serve(inspection, listening)
    return 0


def _theme_names(path: Path | None) -> dict[str, str] | None:
    """Return ids and names of the themes of a themes file."""
    from pipeline.themes.taxonomy import read_taxonomy

    return None if path is None else {theme.id: theme.label for theme in read_taxonomy(path)}


def _has_screen() -> bool:
    """Tell whether a browser would open a window; on a machine without a screen it would take over the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(variable) for variable in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Yield what is told how far the reading of records is; a bar is shown in a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = TextColumn("reading records"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
