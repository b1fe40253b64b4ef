"""Archives of documents: read in memory, whatever is in them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.corpus import archives
from pipeline.corpus.archives import is_archive, members
from pipeline.corpus.errors import CorpusError


def test_documents_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("b.xml", "../a.XML", "read.me", "folder/"):
            archive.writestr(name, name)
    assert list(members(path)) == [("../a.XML", b"../a.XML", ""), ("b.xml", b"b.xml", "")]
    assert sorted(tmp_path.iterdir()) == [path]
    assert is_archive(path)


def test_a_bomb_and_a_damaged_document_cost_only_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1 << 20)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b"0" * (2 << 20))
        archive.writestr("broken.xml", b"seals and lighthouses " * 99)
        archive.writestr("fine.xml", b"<x/>")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("broken.xml").header_offset
    data[start + 45 : start + 60] = b"\xff" * 15
    path.write_bytes(data)
    found = {name: (content, reason) for name, content, reason in members(path)}
    assert found["fine.xml"] == (b"<x/>", "")
    assert found["bomb.xml"][0] is None
    assert "as a bomb does" in found["bomb.xml"][1]
    assert found["broken.xml"][0] is None
    assert "cannot be read from the archive" in found["broken.xml"][1]


def test_what_is_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK no")
    assert not is_archive(path)
    assert not is_archive(tmp_path)
    with pytest.raises(CorpusError, match=r"a\.zip: is no zip archive"):
        list(members(path))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", "")
        archive.writestr("b.xml", "")
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    with pytest.raises(CorpusError, match="holds 2 documents"):
        list(members(path))
