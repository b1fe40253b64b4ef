"""Files that are there whole or not at all; what a killed process left half written goes when the next one writes."""

from __future__ import annotations

import os
import re
import shutil
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


def part_of(target: Path) -> Path:
    """Return the name under which this process writes what will be ``target``."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def clear_parts(target: Path) -> None:
    """Take away what processes that were killed left half written beside ``target``.

    Only what is named as :func:`part_of` names it, by a process that lives no more, goes. What cannot be taken away
    stays: it is in nobody's way. On Windows all stays, since asking there whether a process lives can end it.
    """
    if os.name != "posix":
        return
    name = re.compile(rf"\.{re.escape(target.name)}\.([1-9][0-9]*)\.part")
    with suppress(OSError):
        for entry in list(os.scandir(target.parent)):
            found = name.fullmatch(entry.name)
            if found is None or _lives(int(found[1])):
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            elif entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    os.unlink(entry.path)


def _lives(process: int) -> bool:
    """Tell whether a process lives; it does where that cannot be told."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # that of another user, or a number that no process has
        return True
    return True


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
    written = target if direct else part_of(target)
    if not direct:
        clear_parts(target)
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
