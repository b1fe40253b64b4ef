"""Rows of files in every format, and the sentence that names what is wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from pipeline.corpus.errors import CorpusError
from pipeline.corpus.tables import read_rows

ROWS = [{"text": "Notes the count of seals;", "kind": "operative"}, {"text": "Zählt, “seals”", "kind": ""}]


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def test_every_format_gives_the_same_rows(tmp_path: Path) -> None:
    json_lines = '{"text": "Notes the count of seals;", "kind": "operative"}\n\n{"text": "Zählt, “seals”", "kind": ""}'
    table = '\ufefftext,kind\r\nNotes the count of seals;,operative\r\n"Zählt, “seals”",\r\n'
    (tmp_path / "a.jsonl").write_text(json_lines, encoding="utf-8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json_lines.encode(), mtime=0))
    (tmp_path / "a.csv").write_text(table, encoding="utf-8", newline="")
    (tmp_path / "a.CSV.gz").write_bytes(gzip.compress(table.encode(), mtime=0))
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    found = {path.name: [row for _, row in read_rows(path)] for path in sorted(tmp_path.iterdir())}
    assert found == dict.fromkeys(["a.CSV.gz", "a.csv", "a.jsonl", "a.jsonl.gz", "a.parquet"], ROWS)


def test_a_row_knows_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines('{"text": "a"}', "", '{"text": "b"}'))
    assert [place for place, _ in read_rows(path)] == [f"{path}, row 1", f"{path}, row 3"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jsonl", b"", "has no rows"),
        ("a.csv", b"text,kind\n", "has no rows"),
        ("a.csv", b"", "has no rows"),
        ("a.jsonl", b'{"text": "a"}\n{"text": ', "row 2: no JSON"),
        ("a.jsonl", b'["text"]', "row 1: list instead of an object"),
        ("a.jsonl", b"[" * 100_000, "row 1: no JSON"),
        ("a.jsonl", b'{"text": "\xff"}', "is no UTF-8"),
        ("a.jsonl.gz", b"no gzip", "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}\n' * 99, mtime=0)[:-9], "cannot be read"),
        ("a.csv", b"text,text\na,b\n", "two columns have one name"),
        ("a.csv", b"text;kind\na;b\n", "separated by semicolons"),
        ("a.csv", b"text\tkind\na\tb\n", "separated by tabs"),
        ("a.csv", b"text,kind\na,b,c\n", "row 1: more cells than columns"),
        ("a.csv", b'text\n"a', "no CSV"),
        ("a.parquet", b"PAR1", "no Parquet"),
        ("a.txt", b"a", "names no format"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=said) as error:
        list(read_rows(path))
    assert str(error.value).startswith(str(path))
    assert ";" in str(error.value)


@pytest.mark.parametrize("name", ["none.jsonl", "none.csv", "none.parquet"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match=name):
        list(read_rows(tmp_path / name))
