"""The reader of plain text and Markdown: bytes to a SourceText, nothing removed."""

from __future__ import annotations

import gzip
import hashlib
import zlib

from pipeline.reading.decoding import clean, decode
from pipeline.reading.source import SourceText, UnreadableError

GZIP_MAGIC = b"\x1f\x8b"
LARGEST = 512 * 1024 * 1024
"""Most bytes that a compressed file may unpack to: more is taken for a bomb."""


def read_text(data: bytes, name: str) -> SourceText:
    """Return the source text of a plain text or Markdown file, compressed with gzip or not.

    Raises
    ------
    UnreadableError
        When the file is empty, is no text, or does not unpack.
    """
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(GZIP_MAGIC):
        data = _unpack(data, name)
    decoded, odd = decode(data, name)
    text, damaged = clean(decoded)
    if not text.strip("\ufeff\0 \t\r\n\f\v"):
        raise UnreadableError(name, "the file is empty; there is no text to read")
    markdown = name.removesuffix(".gz").lower().endswith((".md", ".markdown"))
    return SourceText(name, text, digest, "text/markdown" if markdown else "text/plain", issues=odd + damaged)


def _unpack(data: bytes, name: str) -> bytes:
    """Unpack gzip, stopping at the limit."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(data, LARGEST)
        if unpacker.eof and not unpacker.unused_data:
            return unpacked
        if len(unpacked) >= LARGEST:
            raise UnreadableError(name, f"unpacks to more than {LARGEST >> 20} MB; unpack and split it first")
        if not unpacker.eof:
            raise UnreadableError(name, "the gzip file is cut short; fetch it again")
        return _members(data, name)
    except zlib.error as error:
        raise UnreadableError(name, f"the gzip file is damaged ({error}); fetch it again") from error


def _members(data: bytes, name: str) -> bytes:
    """Unpack a gzip file of several members."""
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(name, f"the gzip file is damaged ({error}); fetch it again") from error
