"""Which documents there are to read: files, folders and standard input, and a failure for each path without one."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

STANDARD_INPUT = "-"
"""The path that stands for standard input."""

LONGEST = 256 << 20
"""Bytes after which standard input, a pipe or a device is taken to have no end; the longest resolutions have 2 MB."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read.

    Attributes
    ----------
    path
        As the person gave it, or below the folder that they gave; ``-`` for standard input.
    size
        Its size in bytes, which weighs the work.
    data
        Its bytes, where only this process can read them.
    """

    path: str
    size: int
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why, in one sentence."""

    path: str
    reason: str


def find_documents(paths: Iterable[str], skip: str | Path | None = None) -> Iterator[Document | Failure]:
    """Yield every document that ``paths`` name, folders in sorted order, and a failure for each path without one.

    Parameters
    ----------
    paths
        Files, folders, or ``-`` for standard input. Hidden files in folders are passed over.
    skip
        A file that is no input though it lies in one of the folders: the output.
    """
    kept_out = _identity(os.stat(skip)) if skip is not None and os.path.exists(skip) else None
    for path in paths:
        try:
            if path == STANDARD_INPUT:
                data = _bounded(sys.stdin.buffer)
                yield Document(path, len(data), data)
                continue
            status = os.stat(path)
            found = _walk(path, kept_out) if stat.S_ISDIR(status.st_mode) else iter([_document(path, status)])
            first = next(found, None)
            yield first or Failure(path, "there is no document in this folder")
            yield from found
        except (OSError, ValueError) as error:
            yield Failure(path, _said(error))


def _said(error: OSError | ValueError) -> str:
    """Return what the system says of a path, as it would stand in a sentence."""
    reason = getattr(error, "strerror", None) or str(error)
    return reason[:1].lower() + reason[1:]


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _document(path: str, status: os.stat_result) -> Document:
    """Return one file; what is no regular file (a pipe of the shell) is read here, since workers cannot see it."""
    if stat.S_ISREG(status.st_mode):
        packed = 5 if path.endswith(".gz") else 1
        return Document(path, status.st_size * packed)
    with open(path, "rb") as file:
        data = _bounded(file)
    return Document(path, len(data), data)


def read_whole(path: str) -> bytes:
    """Return the bytes of one file, or of standard input; what is no regular file may not go on without end.

    Parameters
    ----------
    path
        A file, or ``-`` for standard input.

    Raises
    ------
    OSError
        When it cannot be read.
    ValueError
        When its path is none, or it does not end.
    """
    if path == STANDARD_INPUT:
        return _bounded(sys.stdin.buffer)
    with open(path, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else _bounded(file)


def _bounded(file: BinaryIO) -> bytes:
    """Return all bytes of what may have no end, such as a device."""
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise ValueError(f"it goes on after {LONGEST >> 20} MB; give a file that holds one document")
    return data


def _walk(folder: str, kept_out: tuple[int, int] | None) -> Iterator[Document | Failure]:
    """Yield the regular files below a folder, sorted; a folder that cannot be listed is a failure of its own."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            if stat.S_ISDIR(status.st_mode):
                names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
                inside = (os.path.join(path, name) for name in names)
                waiting += [one for one in inside if not (os.path.islink(one) and os.path.isdir(one))]
            elif stat.S_ISREG(status.st_mode) and _identity(status) != kept_out:
                yield _document(path, status)
        except OSError as error:
            yield Failure(path, _said(error))
