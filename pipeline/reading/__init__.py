"""Readers: bytes of a file to a SourceText, by what the bytes are, not by the file's name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline.reading.detect import detect
from pipeline.reading.limits import Limits, ReadOptions
from pipeline.reading.packing import GZIP_MAGIC, unpack
from pipeline.reading.source import Declared, Mark, Place, SourceIssue, SourceText, UnreadableError
from pipeline.reading.text import read_text

__all__ = [
    "Declared",
    "Limits",
    "Mark",
    "Place",
    "ReadOptions",
    "SourceIssue",
    "SourceText",
    "UnreadableError",
    "detect",
    "read_bytes",
    "read_path",
]


def read_bytes(data: bytes, name: str, options: ReadOptions | None = None) -> SourceText:
    """Return the source text of a file's bytes.

    Parameters
    ----------
    data
        The bytes of the file, packed with gzip or not.
    name
        The file as the person named it; used in messages and in the record, and to tell Markdown from plain text.
    options
        Password, tracked changes, limits.

    Raises
    ------
    UnreadableError
        When the bytes are empty, no text, in a format that has no reader, or break the limits.
    """
    options = options or ReadOptions()
    if data.startswith(GZIP_MAGIC):
        unpacked = unpack(data, name, options.limits)
        return replace(_read(unpacked, name, options), sha256=hashlib.sha256(data).hexdigest())
    return _read(data, name, options)


def _read(data: bytes, name: str, options: ReadOptions) -> SourceText:
    """Return the source text of bytes that are not packed."""
    from pipeline.reading.readers import read_now, reader_of

    media_type = detect(data, name)
    if media_type.startswith("text/") and media_type != "text/html":
        return read_text(data, name)
    reader_of(media_type, name)
    if not options.guarded:
        return read_now(data, name, media_type, options)
    from pipeline.reading.guard import read_guarded

    return read_guarded(data, name, media_type, options)


def read_path(path: str | Path, options: ReadOptions | None = None) -> SourceText:
    """Return the source text of the file at ``path``.

    Raises
    ------
    UnreadableError
        When the file cannot be opened or read.
    """
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(name, f"{error.strerror or error}; check the path and its permissions") from error
    return read_bytes(data, name, options)
