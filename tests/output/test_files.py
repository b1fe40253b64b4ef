"""Files are there whole or not at all, and records are written in each format."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.output import OutputError, open_records
from pipeline.output.files import whole_file
from pipeline.record import Record
from tests.test_record import FULL


def test_a_file_takes_its_name_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with whole_file(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_what_interrupts_leaves_the_old_file(error: type[BaseException], tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with whole_file(path) as file:
            file.write(b"new")
            raise error

    with pytest.raises(error):
        interrupted()
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_what_killed_processes_left_beside_it_goes(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getppid()):
        (tmp_path / f".out.jsonl.{process}.part").write_bytes(b"half")
    with whole_file(tmp_path / "out.jsonl") as file:
        file.write(b"new")
    assert sorted(one.name for one in tmp_path.iterdir()) == [f".out.jsonl.{os.getppid()}.part", "out.jsonl"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "deep" / "out.jsonl")
    with whole_file(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "deep" / "out.jsonl").read_bytes() == b"new"


def test_what_is_no_regular_file_is_written_directly() -> None:
    with whole_file(Path(os.devnull)) as file:
        file.write(b"new")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["no/out.jsonl", "folder", "x" * 300 + ".jsonl", "nul\0.jsonl"])
def test_a_file_that_cannot_be_made_is_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError) as caught, whole_file(tmp_path / name):
        pass
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    line = FULL.to_json()
    for name in ("out.jsonl", "out.jsonl.gz", "OUT.JSONL.GZ"):
        written = []
        for folder in ("a", "b"):
            path = tmp_path / folder / name
            path.parent.mkdir(exist_ok=True)
            with open_records(path) as sink:
                sink.write(line)
                sink.write(line)
            written.append(path.read_bytes())
        assert written[0] == written[1]
        data = gzip.decompress(written[0]) if name.lower().endswith("gz") else written[0]
        assert data.decode("utf-8") == f"{line}\n{line}\n"


def test_parquet_holds_records_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("pipeline.output.parquet.GROUP", 2)
    path = tmp_path / "out.parquet"
    with open_records(path) as sink:
        for _ in range(5):
            sink.write(FULL.to_json())
    read = [Record.from_dict(row) for row in parquet.read_table(path).to_pylist()]  # what is unknown is null in a table
    assert [record.to_json() for record in read] == [FULL.to_json()] * 5
    assert parquet.ParquetFile(path).num_row_groups == 3


def test_without_pyarrow_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(OutputError, match="Parquet needs pyarrow"), open_records(tmp_path / "out.parquet"):
        pass
    assert list(tmp_path.iterdir()) == []
