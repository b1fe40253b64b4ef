"""Files packed with gzip, of any format: unpacked in memory and up to a bound.

A gzip file is one or more members, one after another (RFC 1952, section 2.2).
"""

from __future__ import annotations

import zlib

from pipeline.reading.limits import Limits
from pipeline.reading.source import UnreadableError

GZIP_MAGIC = b"\x1f\x8b"

MOST_MEMBERS = 1_000
"""Members up to which a file is unpacked; programs write one, or one for each megabyte."""


def unpack(data: bytes, name: str, limits: Limits) -> bytes:
    """Return what a gzip file holds.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    limits
        How far it may unpack.

    Raises
    ------
    UnreadableError
        When it is damaged, cut short, or unpacks to more than it may.
    """
    parts: list[bytes] = []
    left = limits.unpacked << 20
    while data:
        if len(parts) == MOST_MEMBERS:
            raise UnreadableError(name, f"the gzip file has more than {MOST_MEMBERS} members; unpack it first")
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            parts.append(unpacker.decompress(data, left + 1))
        except zlib.error as error:
            raise UnreadableError(name, f"the gzip file is damaged ({error}); fetch it again") from error
        left -= len(parts[-1])
        if left < 0:
            reason = f"unpacks to more than {limits.unpacked} MB, as a bomb does; unpack and split it first"
            raise UnreadableError(name, reason)
        if not unpacker.eof:
            raise UnreadableError(name, "the gzip file is cut short; fetch it again")
        data = unpacker.unused_data.lstrip(b"\0")  # tapes and some programs fill up with zeros
    return b"".join(parts)
