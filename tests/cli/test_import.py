"""``clausewise import brat``: out, edited, and back."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import status_of
from pipeline.corpus.corrections import read_corrections
from pipeline.corpus.overlay import apply_corrections
from pipeline.output.record_files import read_records
from tests.cli.conftest import RESOLUTION

Said = tuple[int, list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with a resolution, its record and its export for brat."""
    monkeypatch.chdir(tmp_path)
    Path("draft.txt").write_text(RESOLUTION, encoding="utf-8")
    assert status_of(["run", "draft.txt", "-o", "r.jsonl"]) == 0
    assert status_of(["export", "r.jsonl", "--format", "brat", "-o", "brat"]) == 0
    return tmp_path


def imported(capfd: pytest.CaptureFixture[str], *more: str) -> Said:
    """Return the status of an import and what it says."""
    capfd.readouterr()
    status = status_of(["import", "brat", "brat", "--records", "r.jsonl", "-o", "c.jsonl", "--who", "Ada", *more])
    return status, capfd.readouterr().err.splitlines()


def edit(old: str, new: str) -> None:
    path = Path("brat/000001-draft.ann")
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("c.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("folder")
def test_what_nobody_changed_gives_no_row(capfd: pytest.CaptureFixture[str]) -> None:
    assert imported(capfd) == (0, ["clausewise: c.jsonl: 0 corrections of 1 documents appended"])
    assert not Path("c.jsonl").exists()


@pytest.mark.usefixtures("folder")
def test_a_change_gives_a_row_once_and_the_corrected_record_has_it(capfd: pytest.CaptureFixture[str]) -> None:
    edit("act-direct", "act-decide")
    edit("act-observe", "act-value")
    assert imported(capfd) == (0, ["clausewise: c.jsonl: 2 corrections of 1 documents appended"])
    assert [(row["who"], row["document"], row["clause"], row["field"]) for row in rows()] == [
        ("Ada", "draft.txt", "op1", "act"),
        ("Ada", "draft.txt", "op2", "act"),
    ]
    before, after = (json.loads(rows()[1][name]) for name in ("before", "after"))
    assert (before["function"], after) == ("direct", before | {"function": "decide"})
    again = "clausewise: c.jsonl: 0 corrections of 1 documents appended, 2 stood there already"
    assert imported(capfd) == (0, [again])
    assert len(rows()) == 2
    (record,) = read_records(Path("r.jsonl"))
    corrected = apply_corrections(record, read_corrections([Path("c.jsonl")]))
    assert [act.function for clause in corrected.clauses for act in clause.acts] == ["recall", "value", "decide"]


@pytest.mark.usefixtures("folder")
def test_nothing_is_appended_where_anything_cannot_be_read(capfd: pytest.CaptureFixture[str]) -> None:
    edit("act-direct", "act-decide")
    edit("act-observe", "act-praise")
    status, said = imported(capfd)
    assert status == 1
    assert said[0].startswith("clausewise: brat/000001-draft.ann, line ")
    assert "function is 'praise', not one of recall, " in said[0]
    assert said[-1] == "clausewise: nothing was appended to c.jsonl"
    assert not Path("c.jsonl").exists()


@pytest.mark.usefixtures("folder")
def test_many_faults_are_counted(capfd: pytest.CaptureFixture[str]) -> None:
    edit("act-direct", "act-decide\n" + "x\n" * 2 + "".join(f"y{n}\n" for n in range(40)))
    status, said = imported(capfd)
    assert (status, len(said)) == (1, 21)
    assert "more faults)" in said[-1]


@pytest.mark.usefixtures("folder")
def test_the_user_is_named_where_nobody_else_is(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    edit("act-direct", "act-decide")
    monkeypatch.setattr(getpass, "getuser", lambda: "grace")
    assert status_of(["import", "brat", "brat", "--records", "r.jsonl", "-o", "c.jsonl"]) == 0
    assert rows()[0]["who"] == "grace"
    monkeypatch.setattr(getpass, "getuser", lambda: " ")
    capfd.readouterr()
    assert status_of(["import", "brat", "brat", "--records", "r.jsonl", "-o", "c.jsonl"]) == 2
    assert capfd.readouterr().err == "clausewise: nobody is named; give the name of who annotated with --who\n"


@pytest.mark.usefixtures("folder")
def test_wrong_folders_records_and_corrections_are_said(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    Path("c.jsonl").write_text("{}\n")
    assert imported(capfd) == (1, ["clausewise: c.jsonl, row 1: no `id`; every correction has one"])
    Path("c.jsonl").unlink()
    Path("brat/export.json").unlink()
    said = "clausewise: brat: has no export.json of an export for brat; make one with `clausewise export`"
    assert imported(capfd) == (1, [said])


@pytest.mark.usefixtures("folder")
def test_a_name_is_as_short_as_on_the_page(capfd: pytest.CaptureFixture[str]) -> None:
    edit("act-direct", "act-decide")
    capfd.readouterr()
    command = ["import", "brat", "brat", "--records", "r.jsonl", "-o", "c.jsonl", "--who"]
    assert status_of([*command, "a" * 101]) == 2
    said = "the name of who annotated has 101 characters; give one of at most 100 with --who"
    assert capfd.readouterr().err == f"clausewise: {said}\n"
    assert not Path("c.jsonl").exists()
    assert status_of([*command, "a" * 100]) == 0
    assert rows()[0]["who"] == "a" * 100


@pytest.mark.usefixtures("folder")
def test_a_name_that_would_steer_a_terminal_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    edit("act-direct", "act-decide")
    capfd.readouterr()
    assert status_of(["import", "brat", "brat", "--records", "r.jsonl", "-o", "c.jsonl", "--who", "Ada\x1b[31m"]) == 2
    said = "the name of who annotated has a control character; give one without with --who"
    assert capfd.readouterr().err == f"clausewise: {said}\n"
    assert not Path("c.jsonl").exists()
