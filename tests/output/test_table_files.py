"""The files of an export as programs read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from pipeline.output.columns import Type
from pipeline.output.files import OutputError
from pipeline.output.spreadsheet import split, unsafe
from pipeline.output.table_files import write_csv, write_parquet
from pipeline.output.tables import TABLES
from pipeline.record import Record
from tests.output.exported import BARE, FULL

THEMES = {"oceans": "The sea; its law.", "health": "Diseases | medicines."}
NAMES = [table.name for table in TABLES]


def read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def value(text: str, kind: Type) -> object:
    """Return a cell as a reader of the codebook takes it."""
    if kind is Type.TEXTS:
        return split(text) or None
    if kind is Type.SPANS:
        return [[int(edge) for edge in pair.split("..")] for pair in split(text)] or None
    if not text:
        return None
    kinds = {Type.INTEGER: int, Type.NUMBER: float, Type.FLAG: lambda said: {"true": True, "false": False}[said]}
    return kinds.get(kind, unsafe)(text)


def test_csv_holds_every_row(tmp_path: Path) -> None:
    assert write_csv([FULL, BARE], tmp_path, THEMES) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*(f"{name}.csv" for name in NAMES), "codebook.csv", "codebook.md"]
    )
    for table in TABLES:
        head, *rows = read_csv(tmp_path / f"{table.name}.csv")
        assert head == [column.name for column in table.columns]
        wanted = [row for number, record in enumerate((FULL, BARE), 1) for row in table.rows(number, record)]
        found = [[value(text, one.type) for text, one in zip(row, table.columns, strict=True)] for row in rows]
        assert found == [[None if cell == [] else cell for cell in row] for row in wanted]


def test_csv_is_that_of_the_standard(tmp_path: Path) -> None:
    write_csv([FULL, BARE], tmp_path, THEMES)
    data = (tmp_path / "footnotes.csv").read_bytes().decode("utf-8-sig")
    assert data.splitlines(keepends=True) == [
        "document,symbol,path,clause,nth,note,marker,offset,text,source_spans\r\n",
        "1,A/81/L.7,a.txt,pp1,0,n1,1,31,'-1 is no formula.,200..217\r\n",
        "1,A/81/L.7,a.txt,,1,n2,*,,Without a place.,\r\n",
    ]
    assert '"Half \ufffd a pair\r\nin two lines"' in (tmp_path / "clauses.csv").read_bytes().decode("utf-8")
    assert ",'=Lighthouses," in (tmp_path / "documents.csv").read_text("utf-8")


def test_parquet_holds_the_same_with_lists_as_lists(tmp_path: Path) -> None:
    assert write_parquet([FULL, BARE], tmp_path, THEMES) == 2
    for table in TABLES:
        found = parquet.read_table(tmp_path / f"{table.name}.parquet")
        assert found.column_names == [column.name for column in table.columns]
        wanted = [row for number, record in enumerate((FULL, BARE), 1) for row in table.rows(number, record)]
        assert [list(row.values()) for row in found.to_pylist()] == wanted
    schema = parquet.read_schema(tmp_path / "acts.parquet")
    assert schema.field("modifiers").type == pyarrow.list_(pyarrow.string())
    assert schema.field("force").type == pyarrow.int64()
    assert schema.field("force").metadata == {b"meaning": b"how strongly it binds"}


def test_the_codebook_names_every_file_and_column(tmp_path: Path) -> None:
    write_csv([], tmp_path, THEMES)
    head, *rows = read_csv(tmp_path / "codebook.csv")
    assert head == ["table", "column", "type", "meaning", "values", "missing"]
    assert [(row[0], row[1]) for row in rows] == [(table.name, one.name) for table in TABLES for one in table.columns]
    said = {(row[0], row[1]): row[2:] for row in rows}
    assert said["clauses", "themes"] == [
        "list of texts",
        "ids of the themes, the likeliest first",
        "oceans: The sea; its law.; health: Diseases | medicines.",
        "it has none",
    ]
    assert (
        said["acts", "role"][2]
        == "lead: opens the clause and is printed in italics; further: is coordinated with the lead act"
    )
    page = (tmp_path / "codebook.md").read_text("utf-8")
    for table in TABLES:
        assert f"\n## {table.name}.csv\n" in page
    assert "\n| `health` | Diseases \\| medicines. |\n" in page
    assert "apostrophe in front" in page


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for write in (write_csv, write_parquet):
        folders = [tmp_path / f"{write.__name__}{nth}" for nth in range(2)]
        for folder in folders:
            folder.mkdir()
            write([FULL, BARE], folder, THEMES)
        one, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
        assert one == other


def test_groups_of_rows_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.output.table_files.GROUP", 4)
    write_parquet([FULL] * 5, tmp_path, {})
    file = parquet.ParquetFile(tmp_path / "clauses.parquet")
    assert [file.metadata.row_group(nth).num_rows for nth in range(file.num_row_groups)] == [4, 4, 4, 3]


def test_memory_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    import tracemalloc

    def many(count: int) -> Iterator[Record]:
        return (replace(FULL, clauses=FULL.clauses) for _ in range(count))

    def peak(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        tracemalloc.start()
        write_csv(many(count), folder, THEMES)
        _, found = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(3_000) < 1.5 * peak(300)


def test_a_number_that_no_column_holds_is_said(tmp_path: Path) -> None:
    huge = replace(FULL, source=replace(FULL.source, chars=1 << 70))
    with pytest.raises(OutputError, match=r"a value fits no column of Parquet \(.*\); export csv$"):
        write_parquet([huge], tmp_path, {})
    assert write_csv([huge], tmp_path, {}) == 1
