"""The cache: the same bytes every time, and a sentence for what is none."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from pipeline.corpus.cache import default_cache, read_cache, write_cache
from pipeline.corpus.errors import CorpusError
from tests.corpus.conftest import LIGHTS, SEALS

ROW: dict[str, Any] = {
    "text": LIGHTS, "title": "", "kind": "operative", "symbol": "A/1", "heading": "", "subjects": ["LIGHTS"],
    "family": "f", "themes": ["oceans"], "source": "official", "sha256": "0" * 64, "origin": "x.zip/y.xml",
}  # fmt: skip
ROWS = [ROW, ROW | {"text": SEALS, "themes": []}, ROW | {"text": SEALS, "themes": None, "subjects": []}]


def written(rows: list[dict[str, Any]], facts: dict[str, Any] | None = None) -> bytes:
    file = io.BytesIO()
    write_cache(rows, facts or {"joined": {"a": 1}}, file)
    return file.getvalue()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    path.write_bytes(written(ROWS))
    found = read_cache(path)
    assert found.rows == ROWS
    assert found.facts == {"joined": {"a": 1}, "version": 1}
    path.write_bytes(written([]))
    assert read_cache(path).rows == []


def test_the_bytes_are_the_same_every_time() -> None:
    assert written(ROWS * 9_000) == written(ROWS * 9_000)


def test_what_is_no_cache_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    with pytest.raises(CorpusError, match=r"there is no such cache; make it with `clausewise corpus hydrate`"):
        read_cache(path)
    good = written(ROWS)
    for data in (b"", b"PAR1", good[:-20], b"x" * 999):
        path.write_bytes(data)
        with pytest.raises(CorpusError, match=r"c\.parquet: is damaged or no Parquet"):
            read_cache(path)
    parquet.write_table(pyarrow.Table.from_pylist(ROWS[:2]), path)
    with pytest.raises(CorpusError, match="no cache of clausewise"):
        read_cache(path)
    path.write_bytes(written(ROWS, {"version": 99}))
    with pytest.raises(CorpusError, match="another version"):
        read_cache(path)


def test_where_the_cache_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSEWISE_CACHE", "one/two")
    assert default_cache() == Path("one/two/corpus.parquet")
    monkeypatch.setenv("CLAUSEWISE_CACHE", "one/mine.parquet")
    assert default_cache() == Path("one/mine.parquet")
    monkeypatch.delenv("CLAUSEWISE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "x")
    assert default_cache() == Path("x/clausewise/corpus.parquet")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_cache() == Path.home() / ".cache" / "clausewise" / "corpus.parquet"
