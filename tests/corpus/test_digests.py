"""Checksums: the same for two copies of a clause, different for two clauses."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.digests import family_id, file_sha256, normalized, symbol_key, text_sha256, tree_sha256
from pipeline.corpus.errors import CorpusError


@pytest.mark.parametrize(
    ("copy", "letters"),
    [
        ("Noting  the\n“seal” count,", "notingthesealcount"),
        ("NOTING the 'seal' count,\u00b9", "notingthesealcount"),
        ("Noting the seal\u00a0count", "notingthesealcount"),
        ("Noting the sea\u00adl-count", "notingthesealcount"),
        ("2021\u20132025", "20212025"),
        ("ﬁsh of the Føroyar", "fishoftheføroyar"),
        ("Straße", "strasse"),
        ("… — !", ""),
    ],
)
def test_only_letters_and_digits_count(copy: str, letters: str) -> None:
    assert normalized(copy) == letters
    assert text_sha256(copy) == hashlib.sha256(letters.encode()).hexdigest()


def test_a_raised_number_is_a_note_and_a_plain_one_is_not() -> None:
    assert text_sha256("the report²") == text_sha256("the report") != text_sha256("the report2")


@given(st.text())
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = normalized(text)
    assert normalized(once) == once
    assert len(text_sha256(text)) == 64


def test_a_family_is_known_by_twelve_digits() -> None:
    assert family_id("Ge:lighthouses") == hashlib.sha256(b"Ge:lighthouses").hexdigest()[:12]
    assert family_id(family_id("Ge:lighthouses")) == family_id("Ge:lighthouses")
    assert family_id("") == ""
    assert family_id("\ud800") != ""


def test_symbols_are_compared_without_spaces() -> None:
    assert symbol_key("S/RES/9001 (2031)") == symbol_key("s/res/9001(2031)") != symbol_key("S/RES/9002(2031)")


def test_a_folder_is_known_by_its_documents(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.xml").write_text("<x/>")
    first = tree_sha256(tmp_path)
    (tmp_path / "notes.txt").write_text("of no account")
    assert tree_sha256(tmp_path) == first
    (tmp_path / "a" / "one.xml").write_text("<y/>")
    assert tree_sha256(tmp_path) != first
    assert tree_sha256(tmp_path / "a" / "one.xml") == hashlib.sha256(b"<y/>").hexdigest()
    with pytest.raises(CorpusError, match=r"none: cannot be read"):
        file_sha256(tmp_path / "none")
