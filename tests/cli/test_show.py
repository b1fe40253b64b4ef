"""``clausewise show``: the reading view, and the record as JSON."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import status_of
from pipeline.record import Record
from tests.cli.conftest import COMMAND, Run


def test_a_document_is_shown_with_what_was_found(draft: Path, run: Run) -> None:
    done = run("show", draft)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert "\x1b" not in text
    lines = [line.strip() for line in text.splitlines()]
    assert "1.   Takes note with appreciation of the report of the Secretary-General;" in lines
    assert "op1, operative: take note (with appreciation) [observe] · Secretary-General [OFFICE =" in lines
    assert "eighty-third session [GA-83 = 2028-09/2029-09]" in " ".join(lines)
    assert all(len(line) <= 100 for line in text.splitlines())


def test_records_are_shown_as_their_documents_are(draft: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    assert run("run", draft, draft, "-o", out).returncode == 0
    shown = run("show", draft).stdout
    assert run("show", out).stdout == shown + shown
    packed, single = tmp_path / "records.gz", tmp_path / "one.json"
    packed.write_bytes(gzip.compress(out.read_bytes()))
    single.write_text(json.dumps(json.loads(out.read_text("utf-8").splitlines()[0]), indent=4), encoding="utf-8")
    assert run("show", packed).stdout == shown + shown
    assert run("show", single).stdout == shown
    assert run("show", "-", data=single.read_bytes()).stdout == shown


def test_records_in_parquet_are_shown_too(draft: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "records.parquet"
    assert run("run", draft, "-o", out).returncode == 0
    assert run("show", out).stdout == run("show", draft).stdout
    assert run("show", out, "--where", "op1").returncode == 0
    out.write_bytes(out.read_bytes()[:-20])
    done = run("show", out)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(f"clausewise: {out}: no Parquet that can be read (".encode())


def test_json_is_the_whole_record(draft: Path, run: Run) -> None:
    shown = Record.from_json(run("show", draft, "--format", "json").stdout)
    assert shown == Record.from_json(run("run", draft).stdout)


def test_a_terminal_gets_colours(draft: Path, environment: dict[str, str]) -> None:
    controller, terminal = pty.openpty()
    colourful = environment | {"TERM": "xterm-256color"}
    subprocess.run([*COMMAND, "show", draft], stdout=terminal, env=colourful, check=True, timeout=120)
    os.close(terminal)
    seen = os.read(controller, 65_536).decode()
    os.close(controller)
    assert re.search(r"\x1b\[[0-9;]*m", seen)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b'{"schema": "clausewise/9"}', "schema"),
        (b'{"a": 1}\n{"b": 2}\n', "missing"),
        (b'{"schema": "clausewise/1", "sou', "JSON"),
        (b"\x1f\x8bbroken", "gzip"),
    ],
)
def test_what_is_neither_is_one_sentence(
    content: bytes, sentence: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    for file in (path, tmp_path / "missing"):
        assert status_of(["show", str(file)]) == 1
        out, err = capfd.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert err.startswith(f"clausewise: {file}: ")
        assert sentence in err or file is not path


def test_what_has_no_end_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("pipeline.documents.LONGEST", 1 << 20)
    assert status_of(["show", "/dev/zero"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "clausewise: /dev/zero: it goes on after 1 MB; give a file that holds one document"
    ]
