"""Encodings: what the bytes are read as, and what is said of it."""

from __future__ import annotations

import pytest

from pipeline.reading.decoding import clean, decode
from pipeline.reading.source import UnreadableError

TEXT = "The Council thanks Côte d’Ivoire – and São Tomé – for “Café”, 5 €."
LATIN = "The Council thanks Chad and Peru for two gifts of salt."

GUESSED, DAMAGED = "encoding-guessed", "text-damaged"


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        (TEXT.encode(), TEXT, []),
        (TEXT.encode("utf-8-sig"), TEXT, []),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), TEXT, []),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, []),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), TEXT, []),
        (b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), TEXT, []),
        (LATIN.encode("utf-16-le"), LATIN, [GUESSED]),
        (LATIN.encode("utf-16-be"), LATIN, [GUESSED]),
        (TEXT.encode("cp1252"), TEXT, [GUESSED]),
        (b"caf\x81 \xe9", "caf\x81 é", [GUESSED]),
        (("é" * 30).encode() + b"\xff", "é" * 30 + "\ufffd", [DAMAGED]),
        (b"\xff\xfe" + LATIN.encode("utf-16-le") + b"A", LATIN + "\ufffd", [DAMAGED]),
        (b"abc\0def" * 30, "abc\0def" * 30, None),
        (b"", "", []),
        (b"a", "a", []),
    ],
    ids=[
        "utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16-le without mark",
        "utf-16-be without mark", "windows-1252", "latin-1", "one wrong byte in utf-8", "odd byte in utf-16",
        "too many zero bytes", "empty", "one letter",
    ],
)  # fmt: skip
def test_bytes_become_text(data: bytes, text: str, codes: list[str] | None) -> None:
    if codes is None:
        with pytest.raises(UnreadableError, match="binary"):
            decode(data, "file.txt")
        return
    found, issues = decode(data, "file.txt")
    assert (found, [issue.code for issue in issues]) == (text, codes)


def test_a_few_zero_bytes_are_kept() -> None:
    data = b"The Council" + b"\0" + b" thanks the rowers of the four islands for their long patience."
    assert decode(data, "file.txt") == (data.decode(), ())


def test_binary_is_refused_by_name() -> None:
    with pytest.raises(UnreadableError, match=r"^picture\.txt: this is a binary file") as caught:
        decode(bytes(range(32)) * 20, "picture.txt")
    assert caught.value.name == "picture.txt"


def test_message_names_the_first_wrong_byte() -> None:
    _, issues = decode(b"caf\xe9 noir", "file.txt")
    assert [issue.message for issue in issues] == ["byte 3 is no valid UTF-8; read as Windows-1252"]


def test_lone_surrogates_are_replaced_and_said() -> None:
    text, issues = clean("a\ud800b\udfffc")
    assert text == "a\ufffdb\ufffdc"
    assert [(issue.code, issue.message.split()[0]) for issue in issues] == [(DAMAGED, "2")]


@pytest.mark.parametrize("text", ["", "plain", "naïve – “quoted” 𝄞"])
def test_whole_text_is_left_alone(text: str) -> None:
    assert clean(text) == (text, ())
