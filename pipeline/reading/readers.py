"""Which reader reads what: one function a format, imported only when a file of that format comes."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from pipeline.reading.detect import AKN, DOCX, HTML, PDF, UNREADABLE
from pipeline.reading.limits import ReadOptions
from pipeline.reading.source import SourceText, UnreadableError


class Reader(Protocol):
    """A reader: bytes to a source text."""

    def __call__(self, data: bytes, name: str, options: ReadOptions | None = None) -> SourceText:
        """Return the source text of the bytes of a file."""


READERS = {
    PDF: ("pipeline.reading.pdf", "read_pdf"),
    DOCX: ("pipeline.reading.docx", "read_docx"),
    AKN: ("pipeline.reading.akn", "read_akn"),
    HTML: ("pipeline.reading.html", "read_html"),
}
"""Module and function, by media type. Text has its own, which needs neither options nor guard."""


def reader_of(media_type: str, name: str) -> Reader | None:
    """Return the reader of a format, None for text.

    Parameters
    ----------
    media_type
        As :func:`pipeline.reading.detect.detect` tells it.
    name
        The file as the person named it, for the message.

    Raises
    ------
    UnreadableError
        When the format has no reader.
    """
    if media_type in UNREADABLE:
        raise UnreadableError(name, UNREADABLE[media_type])
    if media_type not in READERS:
        return None
    module, function = READERS[media_type]
    reader: Reader = getattr(import_module(module), function)
    return reader


def read_now(data: bytes, name: str, media_type: str, options: ReadOptions) -> SourceText:
    """Read a file in this process.

    Raises
    ------
    UnreadableError
        When it cannot be read.
    """
    reader = reader_of(media_type, name)
    if reader is None:
        raise UnreadableError(name, f"{media_type} has no reader")
    try:
        return reader(data, name, options)
    except RecursionError as error:
        raise UnreadableError(name, "its parts are nested too deeply, as no document is; it was not read") from error
    except MemoryError as error:
        reason = f"reading takes more than {options.limits.megabytes} MB of memory; raise the limit, or split it"
        raise UnreadableError(name, reason) from error
