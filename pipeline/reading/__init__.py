"""Readers: bytes of a file to a SourceText, by what the bytes are, not by the file's name."""

from __future__ import annotations

from pathlib import Path

from pipeline.reading.source import Mark, SourceIssue, SourceText, UnreadableError
from pipeline.reading.text import read_text

__all__ = ["Mark", "SourceIssue", "SourceText", "UnreadableError", "read_bytes", "read_path"]


def read_bytes(data: bytes, name: str) -> SourceText:
    """Return the source text of a file's bytes.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it; used in messages and in the record, and to tell Markdown from plain text.

    Raises
    ------
    UnreadableError
        When the bytes are empty, no text, or in a format that has no reader.
    """
    return read_text(data, name)


def read_path(path: str | Path) -> SourceText:
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
    return read_bytes(data, name)
