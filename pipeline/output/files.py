"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


class OutputError(Exception):
    """Results cannot be written; the message names the file and says why."""


def failed(path: Path, error: OSError) -> OutputError:
    """Return what the system said of a file, as one sentence."""
    reason = error.strerror or str(error)
    return OutputError(f"{path}: cannot be written: {reason[:1].lower()}{reason[1:]}")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write; it takes its name when the block ends well, and is gone when it does not.

    Parameters
    ----------
    path
        The file; a link is followed, and what is no regular file (a pipe, ``/dev/null``) is written directly.

    Raises
    ------
    OutputError
        When it cannot be made, written or named.
    """
    target, direct = _target(path)
    written = target if direct else target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(written, "wb") as file:
            yield file
        if not direct:
            os.replace(written, target)
    except OSError as error:
        raise failed(path, error) from error
    finally:
        if not direct:
            with suppress(OSError):
                written.unlink()


def _target(path: Path) -> tuple[Path, bool]:
    """Return the file behind a path, and whether it is to be written directly, being no regular file."""
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise OutputError(f"{path}: is a folder; name a file in it")
        return target, target.exists() and not target.is_file()
    except OSError as error:
        raise failed(path, error) from error
    except ValueError as error:
        raise OutputError(f"{path}: cannot be written: {error}") from error
