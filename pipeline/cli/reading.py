"""Options of every command that reads documents: what the readers are told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.reading import ReadOptions


class Changes(StrEnum):
    """Which text of a Word file with tracked changes is read."""

    FINAL = "final"
    ORIGINAL = "original"


Password = Annotated[
    str | None, typer.Option("--password", metavar="WORD", help="Opens encrypted PDFs.", show_default=False)
]
Tracked = Annotated[Changes, typer.Option("--changes", help="Of tracked changes: as accepted, or as before them.")]
Seconds = Annotated[float, typer.Option("--seconds", min=0.1, help="Most seconds that reading one file may take.")]
Megabytes = Annotated[int, typer.Option("--megabytes", min=64, help="Most memory that reading one file may take.")]

SECONDS = 60.0
MEGABYTES = 2_048


def told(password: str | None, changes: Changes, seconds: float, megabytes: int) -> ReadOptions:
    """Return what the readers are told."""
    from pipeline.reading import Limits, ReadOptions

    limits = Limits(seconds=seconds, megabytes=megabytes)
    return ReadOptions(password=password, changes=changes.value, limits=limits)
