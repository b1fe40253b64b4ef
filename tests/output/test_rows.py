"""Rows as JSON Lines, CSV and Parquet."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.tables import read_rows
from pipeline.output import OutputError
from pipeline.output.rows import HeldRows, open_rows

THEMES = [{"theme": "lamps", "score": 0.75, "words": [{"words": "oil", "where": "text", "weight": 0.5}]}]
FOUND: dict[str, Any] = {"acts": [], "entities": [], "dates": [], "mandates": [], "themes": THEMES, "uncertain": False}
ROWS: list[dict[str, Any]] = [
    {"id": "a", "text": 'Requests "oil", and lamps;', **FOUND},
    {"id": "b", "text": "Notes\nthe fog —", **FOUND, "themes": [], "uncertain": True, "extra": 3},
]


def write(path: Path | None, rows: list[dict[str, Any]]) -> None:
    with open_rows(path) as sink:
        for row in rows:
            sink.write(row)


@pytest.mark.parametrize("name", ["out.jsonl", "OUT.JSONL", "out.jsonl.gz"])
def test_lines_of_json(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    write(path, ROWS)
    data = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    assert [json.loads(line) for line in data.decode("utf-8").splitlines()] == ROWS
    assert "—" in data.decode("utf-8")


def test_standard_output_has_lines_of_json(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write(None, ROWS)
    assert [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()] == ROWS


def test_csv_has_every_column_and_lists_as_json(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write(path, ROWS)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "text", *FOUND, "extra"]
    assert [row["text"] for row in rows] == [row["text"] for row in ROWS]
    assert [json.loads(row["themes"]) for row in rows] == [THEMES, []]
    assert [json.loads(row["uncertain"]) for row in rows] == [False, True]
    assert [row["extra"] for row in rows] == ["", "3"]


def test_parquet_has_the_types_of_the_record_even_where_all_lists_are_empty(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write(tmp_path / "out.parquet", ROWS)
    write(tmp_path / "empty.parquet", [{**row, "themes": []} for row in ROWS])
    table = parquet.read_table(tmp_path / "out.parquet")
    rows = table.to_pylist()
    assert [(row["id"], row["text"], row["extra"]) for row in rows] == [
        ("a", ROWS[0]["text"], None),
        ("b", ROWS[1]["text"], 3),
    ]
    assert [row["themes"] for row in rows] == [[{**THEMES[0], "given_by": None}], []]
    assert table.schema == parquet.read_table(tmp_path / "empty.parquet").schema


def test_each_format_can_be_read_again(tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.jsonl.gz", "out.csv", "out.parquet"):
        write(tmp_path / name, ROWS)
        assert [row["text"] for _, row in read_rows(tmp_path / name)] == [row["text"] for row in ROWS], name


def test_what_json_does_not_know_is_written_as_text(tmp_path: Path) -> None:
    write(tmp_path / "out.jsonl", [{"day": datetime.date(2031, 6, 30), "half": "\ud800x"}])
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8")) == {"day": "2031-06-30", "half": "?x"}
    write(tmp_path / "out.csv", [{"day": datetime.date(2031, 6, 30), "half": "\ud800x", "days": [datetime.date.min]}])
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1] == '2031-06-30,?x,"[""0001-01-01""]"'


def test_columns_come_in_the_order_in_which_they_first_came() -> None:
    held = HeldRows()
    for row in ({"a": 1}, {"b": 2, "a": 3}, {"c": 4}):
        held.write(row)
    assert held.columns() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.xml", "the ending names no format; give .jsonl, .jsonl.gz, .csv or .parquet"),
        ("out", "the ending names no format"),
        ("no/where/out.csv", "cannot be written: no such file or directory"),
        ("no/where/out.jsonl", "cannot be written: no such file or directory"),
        ("no/where/out.parquet", "cannot be written: no such file or directory"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write(tmp_path / name, ROWS)
    assert str(caught.value).startswith(f"{tmp_path / name}: {said}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("values", [(1, "x"), ("x", ["y"]), ("\ud800", "x"), (2**80, 1)])
def test_a_column_of_several_types_is_no_parquet(values: tuple[Any, ...], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"out\.parquet: a column .*; write \.jsonl"):
        write(tmp_path / "out.parquet", [{"text": value} for value in values])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet"])
def test_an_interruption_leaves_the_old_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("old")

    def interrupted() -> None:
        with open_rows(path) as sink:
            sink.write(ROWS[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == [name]
