"""Bytes to text: the encodings that people have.

United Nations documents travel as UTF-8 (with or without byte order mark), as UTF-16 from Windows programs, and as
Windows-1252 from older ones. The order of the tests is that of the WHATWG Encoding Standard: byte order mark first,
then valid UTF-8, then UTF-16 shown by its zero bytes, then Windows-1252, which accepts nearly everything.
"""

from __future__ import annotations

import codecs
import re

from pipeline.reading.source import SourceIssue, UnreadableError

SAMPLE = 65_536
"""How many bytes are looked at to tell text from binary."""

BINARY_SHARE = 0.05
"""Share of control characters in the sample from which a file is no text."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(range(0x00, 0x09)) + bytes(range(0x0E, 0x1B)) + b"\x7f"
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(data: bytes, name: str) -> tuple[str, tuple[SourceIssue, ...]]:
    """Return the text of ``data`` and what was odd about its encoding.

    Raises
    ------
    UnreadableError
        When the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _replacing(data[len(bom) :], encoding)
    guessed = _utf16_without_mark(data[:SAMPLE])
    if guessed:
        text, issues = _replacing(data, guessed)
        return text, (SourceIssue("encoding-guessed", f"no byte order mark; read as {guessed.upper()}"), *issues)
    sample = data[:SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if control > BINARY_SHARE * max(1, len(sample)):
        reason = "this is a binary file, not text; give plain text, or convert it to text first"
        raise UnreadableError(name, reason)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def clean(text: str) -> tuple[str, tuple[SourceIssue, ...]]:
    """Put U+FFFD for each lone surrogate, which no file format and no hash can hold."""
    count = len(_SURROGATES.findall(text)) if not text.isascii() else 0
    if not count:
        return text, ()
    message = f"{count} lone surrogates were read as U+FFFD; the file was damaged before it came here"
    return _SURROGATES.sub("\ufffd", text), (SourceIssue("text-damaged", message),)


def _replacing(data: bytes, encoding: str) -> tuple[str, tuple[SourceIssue, ...]]:
    """Decode, with U+FFFD and an issue where bytes are wrong."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is no valid {encoding.upper()}; wrong bytes were read as U+FFFD"
        return data.decode(encoding, errors="replace"), (SourceIssue("text-damaged", message),)


def _utf16_without_mark(sample: bytes) -> str | None:
    """Tell UTF-16 by where its zero bytes stand: in Latin text every second byte is zero."""
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[SourceIssue, ...]]:
    """Mostly valid UTF-8 keeps that encoding; else Windows-1252, and Latin-1 where a byte has no meaning there."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if sum(byte > 0x7F for byte in data[:SAMPLE]) > 20 * damaged:
        message = f"byte {error.start} is no valid UTF-8; {damaged} wrong bytes were read as U+FFFD"
        return text, (SourceIssue("text-damaged", message),)
    issue = SourceIssue("encoding-guessed", f"byte {error.start} is no valid UTF-8; read as Windows-1252")
    try:
        return data.decode("cp1252"), (issue,)
    except UnicodeDecodeError:
        return data.decode("latin-1"), (issue,)
