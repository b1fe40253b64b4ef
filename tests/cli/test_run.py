"""``clausewise run``: what is written, what is said, and the exit status."""

from __future__ import annotations

import gzip
import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline import run as pipeline_run
from pipeline.cli import status_of
from pipeline.record import Record
from tests.cli.conftest import COMMAND, RESOLUTION, Run
from tests.reading.handmade_pdf import encrypted, pdf, show

Captured = pytest.CaptureFixture[bytes]


def said(capture: Captured) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the records on standard output and the lines on standard error."""
    out, err = capture.readouterr()
    return [json.loads(line) for line in out.splitlines()], err.decode("utf-8").splitlines()


def test_a_document_becomes_one_line_on_standard_output(draft: Path, capfdbinary: Captured) -> None:
    assert status_of(["run", str(draft)]) == 0
    records, errors = said(capfdbinary)
    assert errors == []
    assert [record["source"]["path"] for record in records] == [str(draft)]
    assert [clause["id"] for clause in records[0]["clauses"]] == ["enacting", "pp1", "op1", "op2"]


def test_standard_input_is_a_document(run: Run, draft: Path) -> None:
    done = run("run", "-", data=RESOLUTION.encode("utf-16"))
    assert (done.returncode, done.stderr) == (0, b"")
    record = Record.from_json(done.stdout)
    assert record.source.path == "-"
    assert [clause.kind for clause in record.clauses] == ["enacting", "preambular", "operative", "operative"]


def test_folders_are_walked_in_sorted_order_and_the_output_in_them_is_no_input(
    tmp_path: Path, capfdbinary: Captured
) -> None:
    for name in ("b.txt", "a/2.md", "a/1.text", "c.txt.gz", ".hidden.txt", "a/.git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = RESOLUTION.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    out = tmp_path / "0.jsonl"
    out.write_text("old\n")
    assert status_of(["run", str(tmp_path), "-o", str(out)]) == 0
    assert said(capfdbinary) == ([], [])
    paths = [json.loads(line)["source"]["path"] for line in out.read_text("utf-8").splitlines()]
    assert paths == [str(tmp_path / name) for name in ("a/1.text", "a/2.md", "b.txt", "c.txt.gz")]


def test_what_cannot_be_read_is_one_line_each_and_the_others_are_written(
    tmp_path: Path, draft: Path, capfdbinary: Captured
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "nothing").mkdir()
    record = tmp_path / "record.jsonl"
    assert status_of(["run", str(draft), "-o", str(record)]) == 0
    names = ["missing.txt", "empty.txt", "draft.txt", "nothing", "picture.txt", "record.jsonl"]
    assert status_of(["run", *(str(tmp_path / name) for name in names)]) == 1
    records, errors = said(capfdbinary)
    assert [record["source"]["path"] for record in records] == [str(draft)]
    failed = ["missing.txt", "empty.txt", "nothing", "picture.txt", "record.jsonl"]
    assert [line.split(": ")[:2] for line in errors] == [["clausewise", str(tmp_path / name)] for name in failed]
    assert all(line.split(": ", 2)[2].strip() for line in errors)


LETTER = "Dear colleagues,\n\nThe lamps of the north tower were cleaned, and the keepers of it are well.\n"
NOTHING_FOUND = "no preambular or operative paragraph was found"


def test_a_document_without_clauses_is_said_and_written(tmp_path: Path, draft: Path, capfdbinary: Captured) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    assert status_of(["run", str(draft), str(letter)]) == 0
    records, errors = said(capfdbinary)
    assert [record["source"]["path"] for record in records] == [str(draft), str(letter)]
    (error,) = errors
    assert error.startswith(f"clausewise: {letter}: {NOTHING_FOUND}; ")


def test_many_documents_without_clauses_are_one_sentence(tmp_path: Path, capfdbinary: Captured) -> None:
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text(LETTER, encoding="utf-8")
    assert status_of(["run", str(tmp_path)]) == 0
    records, (error,) = said(capfdbinary)
    assert len(records) == 7
    assert error.startswith(f"clausewise: {tmp_path / '0.txt'} and 6 more documents: {NOTHING_FOUND}; ")
    assert "no-clauses" in error


def test_text_that_is_not_conserved_is_status_3(
    draft: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.components.recording.unaccounted", lambda *_: ([(0, 7)], []))
    assert status_of(["run", str(draft), "nowhere.txt"]) == 3
    records, errors = said(capfdbinary)
    assert "text-not-conserved" in {issue["code"] for issue in records[0]["issues"]}
    assert len(errors) == 1


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_the_ending_of_the_output_names_its_format(
    name: str, draft: Path, tmp_path: Path, capfdbinary: Captured
) -> None:
    out = tmp_path / "new" / name
    out.parent.mkdir()
    assert status_of(["run", str(draft)]) == 0
    expected, _ = said(capfdbinary)
    assert status_of(["run", str(draft), "-o", str(out)]) == 0
    data = out.read_bytes()
    if name.endswith(".parquet"):
        parquet = pytest.importorskip("pyarrow.parquet")
        rows = parquet.read_table(out).to_pylist()
    else:
        rows = [json.loads(line) for line in (gzip.decompress(data) if name.endswith(".gz") else data).splitlines()]
    # Parquet has every column in every row, so what is left out of JSON where it is not known is null there
    assert [Record.from_json(json.dumps(row)) for row in rows] == [
        Record.from_json(json.dumps(row)) for row in expected
    ]
    assert [path.name for path in out.parent.iterdir()] == [name]
    assert status_of(["run", str(draft), "-o", str(out)]) == 0
    assert out.read_bytes() == data


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "missing command"),
        (["run"], "missing argument"),
        (["walk"], "no such command"),
        (["run", "draft.txt", "--jobs", "0"], "jobs"),
        (["run", "draft.txt", "--what"], "--what"),
        (["run", "draft.txt", "-o", "out.xml"], "the ending names no format"),
        (["run", "draft.txt", "-o", "no/where/out.jsonl"], "cannot be written"),
        (["run", "draft.txt", "-o", "draft.txt"], "is the output and an input too"),
        (["run", "./draft.txt", "-o", "link.jsonl"], "is the output and an input too"),
        (["run", "draft.txt", "-o", "folder.jsonl"], "is a folder"),
        (["run", "draft.txt", "--config", "no.cfg"], "no such configuration"),
        (["run", "draft.txt", "--config", "draft.txt"], "draft.txt"),
        (["show", "draft.txt", "--format", "xml"], "format"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(
    arguments: list[str],
    sentence: str,
    draft: Path,
    capfdbinary: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(draft.parent)
    Path("link.jsonl").symlink_to("draft.txt")
    Path("folder.jsonl").mkdir()
    before = sorted(Path().rglob("*"))
    assert status_of(arguments) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1
    assert err.startswith(b"clausewise: ")
    assert sentence in err.decode()
    assert sorted(Path().rglob("*")) == before
    assert draft.read_text("utf-8") == RESOLUTION


def test_a_full_disk_is_one_sentence(draft: Path, run: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    link = draft.with_name("full.jsonl")
    link.symlink_to("/dev/full")
    done = run("run", draft, "-o", link)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [f"clausewise: {link}: cannot be written: no space left on device"]


def test_a_closed_pipe_is_one_sentence(draft: Path, environment: dict[str, str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, "run", draft], stdout=writer, stderr=subprocess.PIPE, env=environment, timeout=120)
    os.close(writer)
    assert done.stderr.decode().splitlines() == ["clausewise: the output was closed before everything was written"]
    assert done.returncode == 1


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_ended_leaves_the_old_output_and_no_half_one(
    sent: int, status: int, jobs: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    folder, out = tmp_path / "many", tmp_path / "out.jsonl"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(RESOLUTION + "\n\n3. Decides to remain seized of it.\n" * 400)
    out.write_text("old\n")
    command = [*COMMAND, "run", folder, "-o", out, "--jobs", jobs]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, start_new_session=True)
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size > 1_000 for path in tmp_path.glob(".out.jsonl.*")):
        assert time.monotonic() < deadline, "nothing was written in a minute"
        time.sleep(0.05)
    os.killpg(process.pid, sent) if sent == signal.SIGINT else process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert b"Traceback" not in errors
    assert len(errors.splitlines()) <= 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many", "out.jsonl"]
    assert out.read_text() == "old\n"


def test_progress_is_shown_in_a_terminal_only(tmp_path: Path, environment: dict[str, str]) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(RESOLUTION)
    (tmp_path / "9.txt").write_bytes(b"")
    controller, terminal = pty.openpty()
    command = [*COMMAND, "run", tmp_path]
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, env=environment, timeout=120)
    os.close(terminal)
    seen = b""
    while True:
        try:
            part = os.read(controller, 65_536)
        except OSError:
            break
        seen += part
        if not part:
            break
    os.close(controller)
    assert b"reading" in seen
    assert b"9.txt: " in seen
    piped = subprocess.run(command, capture_output=True, env=environment, timeout=120)
    assert len(piped.stderr.splitlines()) == 1
    assert piped.stdout == shown.stdout
    assert len(piped.stdout.splitlines()) == 8


def test_a_fault_of_the_program_in_one_document_is_one_line_and_costs_no_other(
    draft: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = draft.with_name("other.txt")
    other.write_text(RESOLUTION)
    whole = pipeline_run.read_record

    def broken(source: Any, *settings: Any) -> Record:
        if source.name.endswith("draft.txt"):
            raise KeyError("x")
        return whole(source, *settings)

    monkeypatch.setattr(pipeline_run, "read_record", broken)
    assert status_of(["run", str(draft), str(other)]) == 1
    records, errors = said(capfdbinary)
    assert [record["source"]["path"] for record in records] == [str(other)]
    assert errors == [f"clausewise: {draft}: a fault of clausewise (KeyError: 'x'); please report it"]


def test_an_encrypted_pdf_needs_its_password_in_workers_too(
    tmp_path: Path, capfdbinary: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline_run, "LIGHT_BYTES", 0)
    monkeypatch.setattr(pipeline_run, "CHUNK_DOCUMENTS", 1)
    paths = [str(tmp_path / name) for name in ("a.pdf", "b.pdf")]
    for path in paths:
        Path(path).write_bytes(encrypted(show("The General Assembly,", 100, 700), "ibex"))
    assert status_of(["run", *paths, "--jobs", "2", "--password", "ibex"]) == 0
    records, errors = said(capfdbinary)
    assert all(NOTHING_FOUND in error for error in errors)
    assert [[clause["text"] for clause in record["clauses"]] for record in records] == [["The General Assembly,"]] * 2
    assert status_of(["run", paths[0]]) == 1
    records, (error,) = said(capfdbinary)
    assert records == []
    assert "--password" in error
    assert status_of(["show", paths[0], "--password", "ibex"]) == 0
    assert b"The General Assembly," in capfdbinary.readouterr().out


def test_a_limit_of_memory_or_time_ends_one_file_only(tmp_path: Path, draft: Path, capfdbinary: Captured) -> None:
    heavy = tmp_path / "heavy.pdf"
    heavy.write_bytes(pdf([show("The General Assembly,", 100, 700)] * 3000))
    assert status_of(["run", str(heavy), str(draft), "--seconds", "0.1"]) == 1
    records, (error,) = said(capfdbinary)
    assert [record["source"]["path"] for record in records] == [str(draft)]
    assert error.startswith(f"clausewise: {heavy}: ")
    assert "0.1 seconds" in error
