"""What the commands say of themselves, and that they say it without loading what is heavy."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from pipeline import __version__
from pipeline.record_schema import json_schema
from tests.cli.conftest import Run

COMMANDS = [[], ["run"], ["show"], ["label"], ["train"], ["evaluate"], ["schema"], ["lexicon"], ["lexicon", "check"]]
COMMANDS += [["export"], ["import"], ["import", "brat"]]
HEAVY = {"spacy", "sklearn", "datasets", "joblib", "numpy", "pyarrow", "rich", "lxml", "pypdfium2"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_an_example_of_that_command(command: list[str], run: Run) -> None:
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    name = " ".join(["clausewise", *command])
    assert f"Usage: {name}" in text
    assert f"Example:  {name}" in text
    assert run(*command, "-h").stdout == done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        *([name, "--help"] for name in ("run", "label", "train", "evaluate", "export")),
        ["--version"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded_to_answer(arguments: list[str], environment: dict[str, str]) -> None:
    script = f"import sys\nfrom pipeline.cli import status_of\nstatus_of({arguments})\nprint(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    loaded = {name.partition(".")[0] for name in ast.literal_eval(done.stdout.splitlines()[-1])}
    assert loaded & HEAVY == set()
    assert "typer" in loaded


def test_reading_loads_no_more_than_it_needs(environment: dict[str, str], run: Run) -> None:
    script = "import sys\nfrom pipeline.cli import status_of\nstatus_of(['run', '-'])\nprint(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=b"The General Assembly,\n\n1. Requests a report.\n",
        capture_output=True,
        env=environment,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in ast.literal_eval(done.stdout.splitlines()[-1].decode())}
    assert "spacy" in loaded
    assert loaded & {"sklearn", "datasets", "joblib", "pyarrow", "lxml", "pypdfium2"} == set()


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout.decode() == f"clausewise {__version__}\n"


def test_the_schema_is_printed(run: Run) -> None:
    assert json.loads(run("schema").stdout) == json_schema()


def test_every_row_of_the_lexicons_does_what_its_examples_say(run: Run) -> None:
    done = run("lexicon", "check")
    assert done.stderr.decode() == ""
    assert done.returncode == 0


def test_a_row_that_does_not_is_named(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    from pipeline import run as pipeline_run
    from pipeline.cli import status_of

    monkeypatch.setattr(pipeline_run, "check_lexicons", lambda: ["acts.toml: take note: 'x' is not found"])
    assert status_of(["lexicon", "check"]) == 1
    assert capfd.readouterr() == ("", "clausewise: acts.toml: take note: 'x' is not found\n")
