"""The reader of plain text and Markdown: the text is untouched, its name and bytes are told."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.reading.source import SourceIssue, SourceText, UnreadableError
from pipeline.reading.text import read_text

TEXT = "The Council,\r\n\r\n\t1. Thanks  the rowers¹\f of São Tomé.\n"
DATA = TEXT.encode()


def test_nothing_is_changed() -> None:
    assert read_text(DATA, "a.txt") == SourceText("a.txt", TEXT, hashlib.sha256(DATA).hexdigest(), "text/plain")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.md", "text/markdown"),
        ("A.MARKDOWN", "text/markdown"),
        ("a.md.gz", "text/markdown"),
        ("a.txt.gz", "text/plain"),
        ("md", "text/plain"),
        ("-", "text/plain"),
    ],
)
def test_name_tells_markdown_from_plain_text(name: str, media_type: str) -> None:
    assert read_text(DATA, name).media_type == media_type


def test_issues_of_the_encoding_are_handed_on() -> None:
    found = read_text("Café".encode("cp1252"), "a.txt")
    message = "byte 3 is no valid UTF-8; read as Windows-1252"
    assert found.issues == (SourceIssue("encoding-guessed", message),)


@pytest.mark.parametrize("data", [b"", b" \t\r\n\f\v", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe"])
def test_empty_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"^a\.txt: the file is empty"):
        read_text(data, "a.txt")
