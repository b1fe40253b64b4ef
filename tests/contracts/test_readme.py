"""The README is true: its commands run, its output is what comes out, its files are there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, HOUSE, RESOLUTION

README = (HOUSE / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> Iterator[str]:
    """Yield every line of the README that runs the command, without prompt and remark."""
    for language, block in BLOCKS:
        for line in block.splitlines() if language == "console" else ():
            command = line.removeprefix("$ ").partition("  #")[0].strip()
            if command.startswith("clausewise "):
                yield command


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of the README in a folder, with this checkout's command."""
    ours = command.replace("clausewise", shlex.join(COMMAND), 1)
    environment = {"PYTHONPATH": str(HOUSE), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ours, shell=True, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_runs(command: str, tmp_path: Path, trained: Path) -> None:
    for name in ("corpora", "configs"):
        (tmp_path / name).symlink_to(HOUSE / name)
    (tmp_path / "drafts").mkdir()
    for path in (tmp_path / "draft.txt", tmp_path / "drafts" / "one.txt"):
        path.write_text(RESOLUTION, encoding="utf-8")
    for name in ("mine", "old"):
        shutil.copytree(trained, tmp_path / "models" / name)
    clauses = (HOUSE / "corpora" / "written" / "clauses.jsonl").read_text("utf-8").splitlines(keepends=True)
    rows = [json.loads(line) for line in clauses[:40]]
    labelled = [json.dumps({"text": row["text"], "themes": row["themes"]}) + "\n" for row in rows]
    (tmp_path / "clauses.jsonl").write_text("".join(labelled), encoding="utf-8")
    (tmp_path / "clauses.csv").write_text("text,title\nUrges peace;,Peace\n", encoding="utf-8")
    if command.split()[1] in ("export", "inspect"):
        assert shell("clausewise run drafts/ -o records.jsonl", tmp_path).returncode == 0
    if command.split()[1] == "inspect":
        check_server(command, tmp_path)
        return
    done = shell(command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "" or command.split()[1] in ("train", "export")


def check_server(command: str, folder: Path) -> None:
    """Start a command that serves a page, read the page, and end it as a person does."""
    options = ["--index", "index.db", "--corrections", "corrections.jsonl", "--no-browser"]
    started = [*COMMAND, *shlex.split(command)[1:], *options]
    environment = {"PYTHONPATH": str(HOUSE), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        started, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert "1 document" in answer.read().decode("utf-8")
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


def test_the_readme_has_commands_with_and_without_output() -> None:
    used = {"run", "show", "inspect", "export", "schema", "lexicon", "label", "train", "evaluate"}
    assert {command.split()[1] for command in commands()} == used
    assert {"make demo", "make test"} <= {line.partition("  ")[0] for _, block in BLOCKS for line in block.splitlines()}


def test_the_output_that_is_printed_is_what_comes_out() -> None:
    shown = [block.splitlines() for language, block in BLOCKS if language == "console" and block.startswith("$ ")]
    assert shown
    for command, *lines in shown:
        done = shell(command.removeprefix("$ "), HOUSE)
        out = iter(done.stdout.splitlines())
        for line in lines:
            assert line == "…" or line in out, f"{line!r} does not come out of {command!r}, or not in this order"


def test_the_python_that_is_printed_runs() -> None:
    blocks = [block for language, block in BLOCKS if language == "python"]
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=HOUSE, capture_output=True, text=True, check=True)
        assert done.stdout.strip()


def test_every_path_that_is_named_is_there() -> None:
    named = re.findall(r"`((?:pipeline|configs|corpora|tests|benchmarks|docs|models)/[\w./-]*)`", README)
    assert named
    assert [path for path in named if not (HOUSE / path).exists()] == []
