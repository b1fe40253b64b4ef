"""The reader of plain text and Markdown: bytes to a SourceText, nothing removed."""

from __future__ import annotations

import hashlib

from pipeline.reading.decoding import clean, decode
from pipeline.reading.source import SourceText, UnreadableError


def read_text(data: bytes, name: str) -> SourceText:
    """Return the source text of a plain text or Markdown file.

    Raises
    ------
    UnreadableError
        When the file is empty or is no text.
    """
    digest = hashlib.sha256(data).hexdigest()
    decoded, odd = decode(data, name)
    text, damaged = clean(decoded)
    if not text.strip("\ufeff\0 \t\r\n\f\v"):
        raise UnreadableError(name, "the file is empty; there is no text to read")
    markdown = name.removesuffix(".gz").lower().endswith((".md", ".markdown"))
    return SourceText(name, text, digest, "text/markdown" if markdown else "text/plain", issues=odd + damaged)
