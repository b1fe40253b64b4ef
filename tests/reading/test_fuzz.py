"""Damaged files of every format: each ends in a text or in one sentence; nothing else ever gets out of a reader."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from pipeline.reading import Limits, ReadOptions, SourceText, UnreadableError
from pipeline.reading.detect import AKN, DOCX, HTML, PDF
from pipeline.reading.guard import read_guarded
from pipeline.run import read_record
from tests.reading.typesetting import Document, to_akn, to_docx, to_html, to_pdf

MUTATIONS = 2_000
WHOLE = 8
"""One in so many mutations that give a text goes through the whole pipeline, and nothing of it may be lost."""

OPTIONS = ReadOptions(limits=Limits(seconds=20, megabytes=1_024, unpacked=32))


def mutate(data: bytes, random_: random.Random) -> bytes:
    """Return bytes with bits flipped, cut short, with a stretch lost, doubled, or written over."""
    damaged = bytearray(data)
    way = random_.randrange(6)
    at = random_.randrange(len(damaged))
    length = random_.randrange(1, 200)
    if way == 0:
        return bytes(damaged[:at])
    if way == 1:
        del damaged[at : at + length]
    elif way == 2:
        damaged[at:at] = damaged[at : at + length] * random_.randrange(1, 4)
    elif way == 3:
        damaged[at : at + length] = random_.randbytes(length)
    else:
        for _ in range(random_.randrange(1, 30)):
            damaged[random_.randrange(len(damaged))] ^= 1 << random_.randrange(8)
    return bytes(damaged)


def mutate_part(data: bytes, random_: random.Random) -> bytes:
    """Return an archive with one part damaged and everything else whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = random_.choice(sorted(parts))
    parts[chosen] = mutate(parts[chosen], random_)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def survive(
    media_type: str,
    files: list[bytes],
    change: Callable[[bytes, random.Random], bytes],
    seed: int,
    count: int = MUTATIONS,
) -> int:
    """Read mutations; return how many still gave a text."""
    random_ = random.Random(seed)
    read = 0
    for number in range(count):
        data = change(files[number % len(files)], random_)
        result = outcome(data, f"mutation {number}", media_type)
        if isinstance(result, SourceText):
            read += 1
            check(result, number)
            if not read % WHOLE:
                lost = [issue.message for issue in read_record(result).issues if issue.code == "text-not-conserved"]
                assert lost == [], f"mutation {number}"
        else:
            assert "has a fault" not in result, f"mutation {number}: {result}"
            assert "crashes" not in result, f"mutation {number}: {result}"
    return read


def outcome(data: bytes, name: str, media_type: str) -> SourceText | str:
    """Return the text of a file, or why it cannot be read."""
    try:
        return read_guarded(data, name, media_type, OPTIONS)
    except UnreadableError as error:
        return error.reason


def check(source: SourceText, number: int) -> None:
    """Check what always holds of a source text."""
    size = len(source.text)
    assert all(0 <= mark.start < mark.end <= size for mark in source.marks), number
    assert all(0 <= place.start <= place.end <= size for place in source.places), number
    source.text.encode("utf-8")


@pytest.mark.parametrize("uncompressed", [True, False])
def test_damaged_pdfs(trails: Document, uncompressed: bool) -> None:
    half = MUTATIONS // 2
    read = survive(PDF, [to_pdf(trails, uncompressed)], mutate, 1, half)
    assert read > half / 10


def test_damaged_word_archives(trails: Document) -> None:
    survive(DOCX, [to_docx(trails)], mutate, 2)


def test_damaged_parts_of_word_archives(trails: Document) -> None:
    assert survive(DOCX, [to_docx(trails)], mutate_part, 3) > MUTATIONS / 20


def test_damaged_web_pages(trails: Document) -> None:
    assert survive(HTML, [to_html(trails).encode()], mutate, 4) > MUTATIONS / 2


def test_damaged_official_markup(trails: Document) -> None:
    assert survive(AKN, [to_akn(trails)], mutate, 5) > MUTATIONS / 20
