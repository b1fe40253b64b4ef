"""A bar on standard error for commands that read files of records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LARGE = 4 << 20
"""Bytes of records up to which no bar is shown."""


@contextmanager
def progress(paths: Sequence[Path], doing: str) -> Iterator[Callable[[Path], Callable[[int], None] | None]]:
    """Yield what gives for each file what is told how many of its bytes were read; a bar is shown in a terminal only.

    Parameters
    ----------
    paths
        The files.
    doing
        What is being done, as "exporting".
    """
    sizes = {path: path.stat().st_size for path in paths if path.is_file()}
    if sum(sizes.values()) <= LARGE or not sys.stderr.isatty():
        yield lambda path: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = TextColumn(doing), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=sum(sizes.values()))
        done = 0

        def step_of(path: Path) -> Callable[[int], None]:
            nonlocal done
            before, done = done, done + sizes.get(path, 0)
            return lambda count: bar.update(task, completed=before + count)

        yield step_of
