"""``clausewise export`` as a person uses it."""

from __future__ import annotations

import csv
import json
import subprocess
import time
import zlib
from pathlib import Path

import pytest

from pipeline.cli import status_of
from tests.cli.conftest import COMMAND, Run
from tests.output.exported import BARE, SOUND


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Return a file of two records."""
    path = tmp_path / "records.jsonl"
    path.write_text(f"{SOUND.to_json()}\n{BARE.to_json()}\n", encoding="utf-8")
    return path


def names(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir())


def test_what_run_writes_is_exported(run: Run, draft: Path, tmp_path: Path) -> None:
    for output in ("r.jsonl.gz", "r.parquet"):
        assert run("run", draft, "-o", output).returncode == 0
    done = run("export", "r.jsonl.gz", "r.parquet", "--format", "csv", "-o", "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"clausewise: out: 2 documents\n")
    with (tmp_path / "out" / "citations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["document"], row["clause"], row["text"], row["lead_lemma"]) for row in rows] == [
        (number, "pp1", "79/901", "recall") for number in ("1", "2")
    ]


def test_records_come_through_a_pipe(run: Run, records: Path, tmp_path: Path) -> None:
    done = run("export", "-", "--format", "parquet", "-o", "out", data=records.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"clausewise: out: 2 documents\n")
    assert "clauses.parquet" in names(tmp_path / "out")


def test_every_format_in_its_place(records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for form in ("csv", "parquet", "html", "brat"):
        assert status_of(["export", str(records), "--format", form, "-o", str(tmp_path / form)]) == 0
        assert "export.json" in names(tmp_path / form)
    assert names(tmp_path / "html") == ["A_81_L.7.html", "document.html", "export.json", "index.html"]
    assert status_of(["export", str(records), "--format", "docbin", "-o", str(tmp_path / "all.spacy")]) == 0
    assert capfd.readouterr().err.splitlines() == [
        *(f"clausewise: {tmp_path / form}: 2 documents" for form in ("csv", "parquet", "html", "brat")),
        f"clausewise: {tmp_path}/all.spacy: 2 documents",
    ]


def complaint(arguments: list[str | Path], status: int, capfd: pytest.CaptureFixture[str]) -> str:
    """Return the one sentence that a command ends with."""
    capfd.readouterr()
    assert status_of([str(one) for one in arguments]) == status
    out, err = capfd.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    return line.removeprefix("clausewise: ")


def test_a_document_is_no_record(draft: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    said = complaint(["export", draft, "--format", "csv", "-o", tmp_path / "out"], 1, capfd)
    how = f"make records of a document with `clausewise run {draft} -o records.jsonl`"
    assert said == f"{draft}: holds no records; {how}"
    assert names(tmp_path) == ["draft.txt"]


def test_nothing_is_written_when_a_later_record_is_broken(
    records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with records.open("a", encoding="utf-8") as file:
        file.write('{"schema": "clausewise/1"}\n')
    for form in ("csv", "parquet", "html", "brat", "docbin"):
        said = complaint(["export", records, "--format", form, "-o", tmp_path / "out"], 1, capfd)
        assert said == f"{records}, line 3: no record of clausewise: source is missing; make the file again"
        assert names(tmp_path) == ["records.jsonl"]


def test_an_earlier_export_is_replaced_but_no_work_is_lost(
    records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    command: list[str | Path] = ["export", records, "--format", "brat", "-o", out]
    assert complaint(command, 0, capfd) == f"{out}: 2 documents"
    assert complaint(command, 0, capfd) == f"{out}: 2 documents"
    (out / "000002-document.ann").write_text("mine")
    changed = "000002-document.ann in it changed since the export; name a new folder, or replace it with --force"
    assert complaint(command, 2, capfd) == f"{out}: {changed}"
    assert (out / "000002-document.ann").read_text() == "mine"
    assert complaint([*command, "--force"], 0, capfd) == f"{out}: 2 documents"
    assert (out / "000002-document.ann").read_text() != "mine"
    assert names(tmp_path) == ["out", "records.jsonl"]


def test_a_folder_of_somebody_else_is_never_replaced(
    records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").touch()
    said = complaint(["export", records, "--format", "csv", "-o", out, "--force"], 2, capfd)
    assert said == f"{out}: holds files that are no export; name a new folder"
    assert names(out) == ["thesis.docx"]


def test_the_input_is_not_overwritten(records: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = records.read_bytes()
    said = complaint(["export", records, "--format", "docbin", "-o", records], 2, capfd)
    assert said == f"{records}: is the output and an input too; name another output"
    assert records.read_bytes() == before


def test_an_input_in_the_output_is_not_lost(records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    complaint(["export", records, "--format", "csv", "-o", out], 0, capfd)
    inside = out / "records.jsonl"
    records.rename(inside)
    people = out / "people.jsonl"
    people.write_text("")
    rows: list[tuple[list[str | Path], Path]] = [([inside], inside), (["-", "--corrections", people], people)]
    for inputs, lost in rows:
        said = complaint(["export", *inputs, "--format", "csv", "-o", out, "--force"], 2, capfd)
        assert said == f"{lost}: is an input and lies in the output {out}; name another output"
    assert inside.is_file()


def test_only_a_docbin_of_an_export_is_replaced_by_a_docbin(
    records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from spacy.tokens import DocBin

    command: list[str | Path] = ["export", records, "--format", "docbin", "-o"]
    training = DocBin(store_user_data=True).to_bytes()
    for name, content in (("notes.md", b"# Notes\n"), ("z", zlib.compress(b"text" * 9)), ("train.spacy", training)):
        path = tmp_path / name
        path.write_bytes(content)
        said = complaint([*command, path], 2, capfd)
        assert said == f"{path}: is a file that is no DocBin of an export, and would be lost; name a new file"
        assert path.read_bytes() == content
    again = tmp_path / "again.spacy"
    again.touch()
    for _ in range(2):
        assert complaint([*command, again], 0, capfd) == f"{again}: 2 documents"
    people = tmp_path / "people.jsonl"
    people.touch()
    said = complaint([*command, people, "--corrections", people], 2, capfd)
    assert said == f"{people}: is the output and an input too; name another output"


def test_a_folder_is_no_file_for_a_docbin(records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    said = complaint(["export", records, "--format", "docbin", "-o", tmp_path], 2, capfd)
    assert said == f"{tmp_path}: is a folder; name a file in it"


def test_corrections_are_exported_where_they_are_named(
    records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from pipeline.corpus.corrections import new_correction
    from pipeline.corpus.journal import append_correction

    clause = SOUND.clauses[2]
    row = new_correction(
        "Ada", document="A/81/L.7", clause="op1.a", text=clause.text, field="kind", before=clause.kind, after="annex"
    )
    people = tmp_path / "people.jsonl"
    append_correction(people, row)
    command: list[str | Path] = ["export", records, "--format", "csv", "-o", tmp_path / "out"]
    for more, kind in (([], "subparagraph"), (["--corrections", people], "annex")):
        complaint([*command, *more], 0, capfd)
        with (tmp_path / "out" / "clauses.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [one["kind"] for one in csv.DictReader(file)][2] == kind
    said = complaint([*command, "--corrections", tmp_path / "none"], 1, capfd)
    assert said == f"{tmp_path}/none: there is no such file; name a file of corrections"
    command[3] = "brat"
    said = complaint([*command, "--corrections", people], 2, capfd)
    assert said.startswith("brat has what the model said")


def test_an_export_that_is_ended_leaves_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    command = [*COMMAND, "export", "-", "--format", "csv", "-o", "out"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment) as one:
        assert one.stdin is not None
        one.stdin.write(f"{SOUND.to_json()}\n".encode() * 50)
        one.stdin.flush()
        for _ in range(600):
            if names(tmp_path):
                break
            time.sleep(0.05)
        assert [name.rpartition(".")[2] for name in names(tmp_path)] == ["part"]
        one.terminate()
        assert one.wait(30) == 143
    assert names(tmp_path) == []


def test_a_format_is_needed(records: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert "missing option '--format'" in complaint(["export", records, "-o", "out"], 2, capfd)
    assert "'xlsx' is not one of" in complaint(["export", records, "-o", "out", "--format", "xlsx"], 2, capfd)


def test_cells_are_those_of_the_record(records: Path, tmp_path: Path) -> None:
    assert status_of(["export", str(records), "--format", "csv", "-o", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["title"], first["sponsors"]) == ("'=Lighthouses", "Kenya | Norway \\| Sweden")
    assert (second["symbol"], second["path"]) == ("", "'-")
    assert json.loads((tmp_path / "out" / "export.json").read_bytes())["format"] == "csv"
