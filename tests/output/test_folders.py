"""A folder is there whole or not at all, and nothing of anybody else is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.output.files import OutputError
from pipeline.output.folders import SEAL, read_seal, whole_folder

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def make(path: Path, text: str = "abc", replace: bool = False) -> None:
    with whole_folder(path, "csv", replace) as folder:
        (folder / "in").mkdir()
        (folder / "in" / "a.csv").write_text(text, encoding="utf-8")


def tree(path: Path) -> list[str]:
    return sorted(one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_file())


def test_it_takes_its_name_with_a_seal(tmp_path: Path) -> None:
    make(tmp_path / "new" / "out")
    assert tree(tmp_path) == ["new/out/export.json", "new/out/in/a.csv"]
    assert read_seal(tmp_path / "new" / "out") == {"format": "csv", "files": {"in/a.csv": ABC}}


def test_nothing_is_left_when_the_block_fails(tmp_path: Path) -> None:
    def fail() -> None:
        with whole_folder(tmp_path / "out", "csv") as folder:
            (folder / "a").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stands_there_when_the_block_fails(tmp_path: Path) -> None:
    make(tmp_path / "out")
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "out", "csv"):
        raise ZeroDivisionError
    assert tree(tmp_path) == ["out/export.json", "out/in/a.csv"]


def test_an_export_as_it_was_written_is_replaced_and_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    make(tmp_path / "out")
    make(tmp_path / "out", "new")
    assert (tmp_path / "out" / "in" / "a.csv").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def two(path: Path, replace: bool = False) -> None:
    with whole_folder(path, "csv", replace) as folder:
        (folder / "a.csv").write_text("a", encoding="utf-8")
        (folder / "b.csv").write_text("b", encoding="utf-8")


STRANGE: dict[str, Callable[[Path], object]] = {
    "in/notes.txt": lambda path: path.write_text("mine"),
    "in/more": lambda path: path.mkdir(),
    "link": lambda path: path.symlink_to(path.parent.parent),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("name", STRANGE)
def test_what_the_export_did_not_write_is_never_deleted(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out)
    STRANGE[name](out / name)
    for replace in (False, True):
        with pytest.raises(OutputError) as failed:
            make(out, "new", replace)
        said = f"{out}: the export did not write {name} in it; move it away, or name a new folder"
        assert str(failed.value) == said
    assert (out / name).lstat()
    assert (out / "in" / "a.csv").read_text() == "abc"


def brat(path: Path, text: str, replace: bool = False) -> None:
    with whole_folder(path, "brat", replace) as folder:
        (folder / "a.ann").write_text(text, encoding="utf-8")


def test_what_brat_leaves_in_its_folder_is_in_nobodys_way(tmp_path: Path) -> None:
    out = tmp_path / "out"
    brat(out, "one")
    (out / ".stats_cache").write_bytes(b"\x80")
    brat(out, "two")
    assert tree(out) == ["a.ann", "export.json"]
    (out / ".stats_cache").write_bytes(b"\x80")
    (out / "a.ann").write_text("mine")
    with pytest.raises(OutputError, match=r"a\.ann in it changed since the export"):
        brat(out, "three")
    brat(out, "three", replace=True)
    assert (out / "a.ann").read_text() == "three"


@pytest.mark.parametrize("replace", [False, True])
def test_what_only_has_the_name_of_it_is_never_deleted(replace: bool, tmp_path: Path) -> None:
    make(tmp_path / "csv")
    brat(tmp_path / "brat", "one")
    (tmp_path / "csv" / ".stats_cache").write_bytes(b"")
    (tmp_path / "brat" / ".stats_cache").mkdir()
    for export in (lambda: make(tmp_path / "csv", "new", replace), lambda: brat(tmp_path / "brat", "new", replace)):
        with pytest.raises(OutputError, match=r"did not write \.stats_cache in it"):
            export()


def test_what_killed_processes_left_goes_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = tmp_path / f".out.{ended.pid}.part"
    kept = [
        f".out.{os.getppid()}.part",
        f".other.{ended.pid}.part",
        f".out.{ended.pid}.old",
        ".out.part",
        ".out.x.part",
    ]
    for path in (gone, *(tmp_path / name for name in kept)):
        path.mkdir()
        (path / "half.csv").write_text("half")
    (tmp_path / f".out.{2**80}.part").mkdir()
    make(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, f".out.{2**80}.part", "out"])


def test_a_link_in_the_place_of_a_file_is_never_deleted(tmp_path: Path) -> None:
    out = tmp_path / "out"
    two(out)
    (out / "a.csv").unlink()
    (out / "a.csv").symlink_to("b.csv")
    with pytest.raises(OutputError, match=r"did not write a\.csv in it"):
        two(out, replace=True)
    assert (out / "a.csv").is_symlink()


def test_a_seal_that_is_a_pipe_or_a_link_is_none(tmp_path: Path) -> None:
    make(tmp_path / "out")
    (tmp_path / "out" / SEAL).rename(tmp_path / "kept")
    (tmp_path / "out" / SEAL).symlink_to(tmp_path / "kept")
    assert read_seal(tmp_path / "out") is None
    (tmp_path / "out" / SEAL).unlink()
    os.mkfifo(tmp_path / "out" / SEAL)
    assert read_seal(tmp_path / "out") is None


def test_an_export_with_changed_files_is_replaced_on_request_only(tmp_path: Path) -> None:
    out = tmp_path / "out"
    two(out)
    (out / "a.csv").write_text("mine")
    (out / "b.csv").write_text("mine")
    with pytest.raises(OutputError) as failed:
        two(out)
    said = f"{out}: a.csv and 1 more in it changed since the export; name a new folder, or replace it with --force"
    assert str(failed.value) == said
    two(out, replace=True)
    assert ((out / "a.csv").read_text(), (out / "b.csv").read_text()) == ("a", "b")


def test_an_export_of_another_shape_is_replaced_on_request(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out)
    (out / "in" / "a.csv").write_text("mine")
    make(out, "new", replace=True)
    assert tree(out) == ["export.json", "in/a.csv"]


def test_a_file_that_was_taken_away_is_no_loss(tmp_path: Path) -> None:
    make(tmp_path / "out")
    (tmp_path / "out" / "in" / "a.csv").unlink()
    make(tmp_path / "out")
    assert tree(tmp_path / "out") == ["export.json", "in/a.csv"]


@pytest.mark.parametrize("seal", [None, "{", "[]", json.dumps({"files": {}}), "[" * 100_000])
def test_what_is_no_export_is_never_touched(seal: str | None, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    if seal is not None:
        (out / SEAL).write_text(seal)
    for replace in (False, True):
        with pytest.raises(OutputError) as failed:
            make(out, replace=replace)
        assert str(failed.value) == f"{out}: holds files that are no export; name a new folder"
    assert (out / "thesis.docx").read_text() == "years of work"


def test_work_that_was_done_meanwhile_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out)

    def export() -> None:
        with whole_folder(out, "csv"):
            (out / "in" / "a.csv").write_text("mine")

    with pytest.raises(OutputError, match="changed since the export"):
        export()
    assert (out / "in" / "a.csv").read_text() == "mine"


def test_a_file_in_its_place_and_a_bad_name_are_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    for path, said in (
        (tmp_path / "out", f"{tmp_path}/out: is a file; name a folder"),
        (tmp_path / "out" / "in", f"{tmp_path}/out/in: cannot be written: file exists"),
        (Path("a\0b"), "a\0b: cannot be written: embedded null byte"),
    ):
        with pytest.raises(OutputError) as failed:
            make(path)
        assert str(failed.value) == said
