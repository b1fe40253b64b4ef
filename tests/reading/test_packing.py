"""Packed files of every format: read as what is in them, up to a bound, damaged ones refused."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace

import pytest

from pipeline.reading import Limits, ReadOptions, UnreadableError, read_bytes
from pipeline.reading.packing import MOST_MEMBERS, unpack
from tests.reading.typesetting import Document, to_akn, to_docx, to_html, to_pdf

TEXT = b"The General Assembly,"
PACKED = gzip.compress(TEXT, mtime=0)


def test_every_format_is_read_as_if_it_were_not_packed(trails: Document) -> None:
    made = [to_pdf(trails), to_docx(trails), to_html(trails).encode(), to_akn(trails), TEXT]
    for data in made:
        packed = gzip.compress(data, mtime=0)
        expected = replace(read_bytes(data, "x.gz"), sha256=hashlib.sha256(packed).hexdigest())
        assert read_bytes(packed, "x.gz") == expected
    assert read_bytes(PACKED, "a.md.gz").media_type == "text/markdown"


def test_members_follow_one_another() -> None:
    limits = Limits(unpacked=1)
    assert unpack(gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0), "a.gz", limits) == b"one two"
    assert unpack(PACKED + b"\0" * 512, "a.gz", limits) == TEXT
    assert unpack(gzip.compress(b"a" * (1 << 20), mtime=0), "a.gz", limits) == b"a" * (1 << 20)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PACKED[:-9], "cut short"),
        (PACKED[:12] + b"\xff" * 20, "damaged|cut short"),
        (PACKED + b"rubbish", "damaged"),
        (b"\x1f\x8b", "cut short"),
        (gzip.compress(b"a" * (2 << 20), mtime=0), "unpacks to more than 1 MB"),
        (PACKED + gzip.compress(b"a" * (2 << 20), mtime=0), "unpacks to more than 1 MB"),
        (gzip.compress(b"", mtime=0) * (MOST_MEMBERS + 1), "members"),
        (gzip.compress(PACKED, mtime=0), "packed twice"),
        (gzip.compress(b"", mtime=0), "empty"),
        (gzip.compress(b"\x89PNG\r\n\x1a\n", mtime=0), "OCRmyPDF"),
    ],
)
def test_what_does_not_unpack_is_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_bytes(data, "a.txt.gz", ReadOptions(limits=Limits(unpacked=1)))
