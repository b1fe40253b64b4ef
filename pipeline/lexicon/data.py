"""Where the data files of the project are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_folder(name: str) -> Path:
    """Return the folder ``configs``, ``models`` or ``corpora`` of this installation.

    Raises
    ------
    FileNotFoundError
        When neither the wheel's copy (``pipeline/data/<name>``) nor the checkout's (``<name>``) is there.
    """
    for folder in (PACKAGE / "data" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}: no such folder in this installation ({PACKAGE}); install clausewise again")
