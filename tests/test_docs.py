"""The page on own taxonomies is true: its files and commands give what it says."""

from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND
from tests.conftest import PAGE, lighthouse_files

TEXT = PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def followed(
    tmp_path_factory: pytest.TempPathFactory, installed: dict[str, str]
) -> tuple[Path, list[subprocess.CompletedProcess[str]]]:
    """Return the folder in which a person followed the page, and what each command of it said."""
    folder = lighthouse_files(tmp_path_factory.mktemp("page"))
    (block,) = re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    commands = [line.removeprefix("$ clausewise ") for line in block.splitlines()]
    # step 8 has its two commands in the sentence
    commands += [" ".join(one.split()) for one in re.findall(r"`clausewise ([^`]*other[^`]*)`", TEXT)]
    said = [
        subprocess.run(
            [*COMMAND, *shlex.split(command)], cwd=folder, env=installed, capture_output=True, text=True, timeout=120
        )
        for command in commands
    ]
    return folder, said


def test_every_command_of_the_page_runs(followed: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    _, said = followed
    assert [one.args[3] for one in said] == ["train", "evaluate", "label", "run", "train", "evaluate"]
    assert [(one.returncode, "Traceback" in one.stderr) for one in said] == [(0, False)] * 6


def test_a_theme_with_too_few_examples_is_reported(
    followed: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder, (trained, evaluated, *_) = followed
    assert "clausewise: theme 'wrecks' is not trained: 2 examples, 8 are needed" in trained.stderr.splitlines()
    assert trained.stdout.startswith("lighthouses: 3 themes\ncross-validation:\n")
    assert "note: theme 'wrecks' is not trained: it had 2 examples, too few" in evaluated.stdout.splitlines()
    assert json.loads((folder / "lighthouses" / "metrics.json").read_text("utf-8"))["not_trained"] == {"wrecks": 2}
    assert "Not trained for want of examples: Wrecks (`wrecks`), 2 examples" in (
        folder / "lighthouses" / "MODEL_CARD.md"
    ).read_text("utf-8")


def test_clauses_and_documents_get_the_made_up_themes(
    followed: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder, _ = followed
    with (folder / "labelled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], [one["theme"] for one in json.loads(row["themes"])]) for row in rows] == [
        ("a", ["lamps"]),
        ("b", ["fog-signals"]),
    ]
    (record,) = map(json.loads, (folder / "draft.jsonl").read_text("utf-8").splitlines())
    found = {clause["id"]: clause["themes"] for clause in record["clauses"]}
    assert {name: [one["theme"] for one in themes] for name, themes in found.items()} == {
        "pp1": ["keepers"],
        "op1": ["fog-signals"],
        "op2": ["lamps"],
    }
    assert "oil" in [word["words"] for word in found["op2"][0]["words"]]


def test_the_folder_opens_with_spacy(
    followed: tuple[Path, list[subprocess.CompletedProcess[str]]], installed: dict[str, str]
) -> None:
    folder, _ = followed
    script = (
        "import spacy\nnlp = spacy.load('lighthouses')\n"
        "print(nlp('The Council,\\n\\n1. Requests oil for the lamps.').cats['lamps'])"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", script], cwd=folder, env=installed, capture_output=True, text=True, timeout=120
    )
    assert (done.stdout, done.stderr) == ("1.0\n", "")


def test_the_page_walks_in_ten_steps() -> None:
    assert re.findall(r"^(\d+)\. ", TEXT.partition("```console")[0], re.MULTILINE) == [str(n) for n in range(1, 11)]
