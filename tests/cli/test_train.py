"""``clausewise train``: settings as options, one sentence and a status for whatever goes wrong, nothing half done."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import status_of
from pipeline.cli.train import asked
from pipeline.loading import SEAL, sealed_files
from tests.cli.conftest import COMMAND, Run

Captured = pytest.CaptureFixture[str]


def trained_with(model: Path) -> dict[str, Any]:
    """Return the settings that a model was trained with."""
    found: dict[str, Any] = json.loads((model / "un_themes" / "model.json").read_text("utf-8"))["config"]
    return found


def test_a_configuration_becomes_a_model(board: Path, run: Run) -> None:
    done = run("train", board / "lighthouses.cfg", "-o", "keeper")
    assert done.returncode == 0
    metrics = json.loads((board.parent / "keeper" / "metrics.json").read_text("utf-8"))["cross_validation"]
    assert done.stdout.decode().splitlines() == [
        "keeper: 3 themes",
        "cross-validation:",
        f"  micro-F1                        {metrics['micro_f1']:7.3f}",
        f"  macro-F1                        {metrics['macro_f1']:7.3f}",
        f"  clauses on which it abstains    {metrics['abstained']:7.1%}",
        f"  micro-F1 on the others          {metrics['micro_f1_of_sure']:7.3f}",
    ]
    said = done.stderr.decode().splitlines()
    assert all(line.startswith("clausewise: ") for line in said)
    assert said[-1] == "clausewise: writing keeper"
    assert (board.parent / "keeper" / SEAL).is_file()
    again = run("train", board / "lighthouses.cfg", "-o", "again")
    assert again.returncode == 0
    assert sealed_files(board.parent / "again") == sealed_files(board.parent / "keeper")


@pytest.mark.parametrize(
    "arguments",
    [
        ["CONFIG", "-o", "OUT", "--themes.classifier.C", "3", "--themes.training.folds", "2"],
        ["CONFIG", "--themes.classifier.C=3", "--themes.training.folds=2", "-o", "OUT"],
        ["--themes.classifier.C", "3", "CONFIG", "--themes.training.folds=2", "--output", "OUT"],
        ["--themes.classifier.C=3", "--themes.training.folds", "2", "-o", "OUT", "CONFIG"],
    ],
    ids=" ".join,
)
def test_settings_are_options_anywhere(arguments: list[str], board: Path) -> None:
    places = {"CONFIG": str(board / "lighthouses.cfg"), "OUT": str(board / "model")}
    assert status_of(["train", *(places.get(one, one) for one in arguments)]) == 0
    found = trained_with(board / "model")
    assert (found["classifier"]["C"], found["training"]["folds"]) == (3.0, 2)
    assert "C = 3" in (board / "model" / "training.cfg").read_text("utf-8").splitlines()


def test_values_are_json_or_text() -> None:
    path, found = asked(
        ["--a.b", "3", "x.cfg", "--a.c=true", "--a.d", '["x"]', "--a.e", "cache", "--a.f=", "--a.g=b=c", "--a.h", "-1"]
    )
    assert path == Path("x.cfg")
    assert found == {
        "a.b": 3,
        "a.c": True,
        "a.d": ["x"],
        "a.e": "cache",
        "a.f": "",
        "a.g": "b=c",
        "a.h": -1,
    }


CONFIG = "lighthouses.cfg"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "missing argument"),
        (["none.cfg"], 2, "none.cfg: cannot be read"),
        ([CONFIG, "other.cfg"], 2, "other.cfg: is a second configuration; name one"),
        (["--themes.classifier.C", "3"], 2, "name a configuration"),
        ([CONFIG, "--themes.classifier.C"], 2, "--themes.classifier.C: has no value; give --themes.classifier.C VALUE"),
        ([CONFIG, "--classifier"], 2, "--classifier: is neither an option nor a setting; give settings as --themes."),
        ([CONFIG, "-x", "3"], 2, "-x: is neither an option nor a setting"),
        ([CONFIG, "--themes.classifier.K", "3"], 2, "unknown key themes.classifier.K; known are C, min_examples"),
        ([CONFIG, "--themes.heads.C", "3"], 2, "unknown section [themes.heads]; known are corpora, features"),
        ([CONFIG, "--nlp.lang", "fr"], 2, "--nlp.lang: names no setting"),
        ([CONFIG, "--themes.classifier.C", "three"], 2, "themes.classifier.C is 'three'; give a number"),
        ([CONFIG, "--themes.training.folds", "2.5"], 2, "themes.training.folds is 2.5; give a whole number"),
        ([CONFIG, "--themes.corpora.labelled", "3"], 2, "give a list of texts"),
        ([CONFIG, "--themes.corpora.labelled", '["none.csv"]'], 1, "none.csv: cannot be read"),
        ([CONFIG, "--themes.corpora.labelled", "[]"], 2, "the corpus is empty; name one"),
        ([CONFIG, "--themes.corpora.labelled", '["one.csv"]'], 2, "all rows of the corpus have the same themes"),
        ([CONFIG, "--themes.corpora.labelled", '["bees.csv"]'], 2, "bees.csv, row 2: unknown theme 'bees'; add it to"),
        ([CONFIG, "--themes.corpora.labelled", '["blank.csv"]'], 1, "blank.csv, row 1: no text; give every row a"),
        ([CONFIG, "--themes.corpora.labelled", '["head.csv"]'], 1, "head.csv: has no rows; give a file with rows"),
        ([CONFIG, "--themes.corpora.taxonomy", "none.toml"], 2, "none.toml: there is no such file; name another"),
        ([CONFIG, "--themes.corpora.taxonomy", "draft.txt"], 2, "draft.txt: cannot be read as TOML"),
        ([CONFIG, "--themes.corpora.written", "true"], 2, "'arms-control'; say `written = false` in [themes.corpora]"),
        ([CONFIG, "--themes.classifier.min_examples", "99"], 2, "no theme has 99 examples; label more clauses or"),
        ([CONFIG, "-o", "."], 2, ".: is a folder with other things in it; name a new folder, or that of a model"),
        ([CONFIG, "-o", "draft.txt"], 2, "draft.txt: is a file; name a folder"),
        ([CONFIG, "-o", "draft.txt/model"], 2, "draft.txt/model: cannot be written"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_what_goes_wrong_is_one_sentence(
    arguments: list[str], status: int, said: str, board: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (board / "one.csv").write_text("text,themes\n" + "Requests oil;,lamps\n" * 9, encoding="utf-8")
    (board / "bees.csv").write_text("text,themes\nRequests oil;,lamps\nNotes bees;,bees\n", encoding="utf-8")
    (board / "blank.csv").write_text("text,themes\n,lamps\n", encoding="utf-8")
    (board / "head.csv").write_text("text,themes\n", encoding="utf-8")
    monkeypatch.chdir(board)
    before = sorted(os.listdir())
    output = [] if "-o" in arguments else ["-o", "model"]
    assert status_of(["train", *arguments, *output]) == status
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert said in lines[-1]
    assert lines[-1].startswith("clausewise: ")
    assert len([line for line in lines if said in line]) == 1
    assert "Traceback" not in err
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_training_that_is_ended_leaves_the_old_model_and_no_half_one(
    sent: int, status: int, board: Path, environment: dict[str, str]
) -> None:
    assert status_of(["train", str(board / CONFIG), "-o", str(board / "model")]) == 0
    before, names = sealed_files(board / "model"), sorted(os.listdir(board))
    # many folds on the written resolutions take long enough to be ended in the middle
    wide = ["--themes.corpora.written", "true", "--themes.corpora.labelled", "[]", "--themes.training.folds", "60"]
    taxonomy = ["--themes.corpora.taxonomy", str(Path(__file__).parents[2] / "configs" / "themes.toml")]
    process = subprocess.Popen(
        [*COMMAND, "train", board / CONFIG, "-o", board / "model", *wide, *taxonomy],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"clausewise: fold 1 of"):
            break
    process.send_signal(sent)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert out == b""
    assert b"Traceback" not in errors
    assert sealed_files(board / "model") == before
    assert sorted(os.listdir(board)) == names


SLOW = """
import sys, time
import pipeline.learning as learning
seal = learning.seal_folder
def slow(folder):
    seal(folder)
    print("sealed", file=sys.stderr, flush=True)
    time.sleep(60)
learning.seal_folder = slow
from pipeline.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_that_is_ended_just_before_its_end_does_too(
    sent: int, status: int, board: Path, environment: dict[str, str]
) -> None:
    assert status_of(["train", str(board / CONFIG), "-o", str(board / "model")]) == 0
    before, names = sealed_files(board / "model"), sorted(os.listdir(board))
    command = [sys.executable, "-c", SLOW, "train", board / CONFIG, "-o", board / "model", "--themes.classifier.C=9"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, start_new_session=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"sealed"):
            break
    assert len(os.listdir(board)) == len(names) + 1
    time.sleep(0.1)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert b"Traceback" not in errors
    assert sealed_files(board / "model") == before
    assert sorted(os.listdir(board)) == names


@pytest.mark.parametrize("size", [0, 500, 5_000, 30_000])
def test_a_disk_that_fills_leaves_the_old_model_and_is_one_sentence(
    size: int, board: Path, environment: dict[str, str]
) -> None:
    assert status_of(["train", str(board / CONFIG), "-o", str(board / "model")]) == 0
    before, names = sealed_files(board / "model"), sorted(os.listdir(board))
    assert max(path.stat().st_size for path in (board / "model").rglob("*") if path.is_file()) > size
    done = subprocess.run(
        [*COMMAND, "train", board / CONFIG, "-o", board / "model", "--themes.classifier.C=9"],
        capture_output=True,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1] == (
        f"clausewise: {board / 'model'}: cannot be written (File too large); the old model, if any, is in place"
    )
    assert b"Traceback" not in done.stderr
    assert sealed_files(board / "model") == before
    assert sorted(os.listdir(board)) == names
