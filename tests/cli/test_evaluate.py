"""``clausewise evaluate``: a table, JSON and a page of one model; gains and losses of two; faults in one sentence."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.assessment import load_model
from pipeline.cli import status_of
from pipeline.learning import train_model
from pipeline.training_plan import read_plan
from tests.cli.conftest import COMMAND, Run

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def other(keeper: Path) -> Path:
    """Return another model of the made-up taxonomy, which hears of wrecks and of little else."""
    settings: dict[str, Any] = {"themes.classifier.C": 0.001, "themes.classifier.min_examples": 2}
    train_model(read_plan(keeper.parent / "lighthouses.cfg", settings), keeper.parent / "other")
    return keeper.parent / "other"


def test_a_model_is_told_as_a_table_as_json_and_as_a_page(keeper: Path, tmp_path: Path, capsys: Captured) -> None:
    pytest.importorskip("matplotlib")
    corpus = keeper.parent / "more.csv"
    files = {name: tmp_path / f"report.{name}" for name in ("json", "html")}
    arguments = ["evaluate", str(keeper), "--corpus", str(corpus)]
    assert status_of([*arguments, "--json", str(files["json"]), "--html", str(files["html"])]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[0] == "keeper on more.csv: 8 clauses of 8 resolutions"
    plain = json.loads(files["json"].read_text("utf-8"))
    assert (plain["model"], plain["corpus"], plain["clauses"]) == ("keeper", "more.csv", 8)
    for theme, row in plain["by_theme"].items():
        (line,) = [line for line in out.splitlines() if line.startswith(f"{theme} ")]
        assert [float(one) for one in line.split()[1:4]] == pytest.approx(
            [row[name]["value"] for name in ("precision", "recall", "f1")], abs=6e-4
        )
        assert line.split()[-1] == str(row["support"])
    assert files["html"].read_text("utf-8").startswith("<!doctype html>")
    first = [path.read_bytes() for path in files.values()]
    assert status_of([*arguments, "--json", str(files["json"]), "--html", str(files["html"])]) == 0
    assert [path.read_bytes() for path in files.values()] == first


def test_several_corpora_are_one(keeper: Path, capsys: Captured) -> None:
    names = ("more.csv", "clauses.csv")
    arguments = [part for name in names for part in ("--corpus", str(keeper.parent / name))]
    assert status_of(["evaluate", str(keeper), *arguments]) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("keeper on more.csv, clauses.csv: 40 clauses of ")
    assert "note: the model was trained on clauses of this corpus" in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_standard_output_without_room_is_one_sentence(keeper: Path) -> None:
    command = [*COMMAND, "evaluate", str(keeper), "--corpus", str(keeper.parent / "more.csv")]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=300)
    assert done.stderr.decode() == (
        "clausewise: the output cannot be written: no space is left where it goes; make room or name another place\n"
    )
    assert done.returncode == 1


def test_the_file_of_the_written_clauses_is_known_again(tmp_path: Path) -> None:
    from types import SimpleNamespace

    from pipeline.assessment import read_corpus
    from pipeline.assessment import remarks as remarks_on
    from pipeline.corpus.written_lines import written_folder

    _, corpora = read_corpus([str(written_folder() / "clauses.jsonl")])
    for trained_on, said in (({"written": "0"}, True), ({"mine.csv": "0"}, False)):
        model: Any = SimpleNamespace(facts={"corpora": trained_on}, not_trained={})
        assert any("trained on clauses of this corpus" in one for one in remarks_on(model, corpora)) == said


def test_gains_and_losses_are_told_clause_by_clause(
    keeper: Path, other: Path, tmp_path: Path, capsys: Captured
) -> None:
    corpus = keeper.parent / "more.csv"
    path = tmp_path / "changes.json"
    assert status_of(["evaluate", str(keeper), str(other), "--corpus", str(corpus), "--json", str(path)]) == 0
    out, _ = capsys.readouterr()
    found = json.loads(path.read_text("utf-8"))
    assert set(found) == {"old", "new", "changes"}
    assert (found["old"]["model"], found["new"]["model"]) == ("keeper", "other")
    with corpus.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # by hand: what each model says of each clause
    from pipeline.themes import theme_row

    plain = [theme_row({"text": row["text"]}) for row in rows]
    says = [
        [{theme for theme, _ in found} for found in load_model(model).label(plain).themes] for model in (keeper, other)
    ]
    expected = set()
    for place, row in enumerate(rows):
        right = set(row["themes"].split())
        for theme in says[0][place] ^ says[1][place]:
            expected.add((f"more.csv, row {place + 1}", theme, (theme in says[1][place]) == (theme in right)))
    assert {(one["id"], one["theme"], one["gained"]) for one in found["changes"]} == expected
    assert expected
    gained = sum(gain for _, _, gain in expected)
    assert f"gained: {gained}" in out.splitlines()
    assert f"lost: {len(expected) - gained}" in out.splitlines()


def test_a_model_beside_itself_has_no_changes(keeper: Path, capsys: Captured) -> None:
    assert status_of(["evaluate", str(keeper), str(keeper), "--corpus", str(keeper.parent / "more.csv")]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == ["gained: 0", "", "lost: 0"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["keeper"], 2, "missing option"),
        (["--corpus", "more.csv"], 2, "missing argument"),
        (["none", "--corpus", "more.csv"], 2, "none: there is no such folder; name one that `clausewise train` wrote"),
        (["keeper", "keeper", "keeper", "--corpus", "more.csv"], 2, "keeper: is a third model; name one, or an old"),
        (["keeper", "--corpus", "none.csv"], 1, "none.csv: cannot be read"),
        (["keeper", "--corpus", "draft.txt"], 1, "draft.txt: the ending names no format; give .jsonl"),
        (["keeper", "--corpus", "blank.csv"], 1, "blank.csv, row 1: no text; give every row a `text`"),
        (["keeper", "--corpus", "bees.csv"], 2, "bees.csv, row 1: unknown theme 'bees'"),
        (["keeper", "--corpus", "bees.csv"], 2, "or name a model that knows it, which keeper does not"),
        (["keeper", "keeper", "--corpus", "more.csv", "--html", "page.html"], 2, "page.html: a page shows one model"),
        (["keeper", "--corpus", "head.csv"], 1, "head.csv: has no rows"),
        (["changed", "--corpus", "more.csv"], 2, "MODEL_CARD.md: is not as it was written; get or train the model"),
        (["keeper", "changed", "--corpus", "more.csv"], 2, "MODEL_CARD.md: is not as it was written"),
        (["keeper", "--corpus", "more.csv", "--json", "no/where.json"], 2, "no/where.json: cannot be written"),
        (["keeper", "--corpus", "more.csv", "--html", "no/where.html"], 2, "no/where.html: cannot be written"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_what_goes_wrong_is_one_sentence(
    arguments: list[str],
    status: int,
    said: str,
    keeper: Path,
    board: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(board)
    shutil.copytree(keeper, "keeper")
    shutil.copytree(keeper, "changed")
    Path("changed/MODEL_CARD.md").write_text("better than ever")
    Path("bees.csv").write_text("text,themes\nNotes bees;,bees\n", encoding="utf-8")
    Path("blank.csv").write_text("text,themes\n,lamps\n", encoding="utf-8")
    Path("head.csv").write_text("text,themes\n", encoding="utf-8")
    assert status_of(["evaluate", *arguments]) == status
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.startswith("clausewise: ")
    assert said in err


def test_the_written_resolutions_are_a_corpus_of_every_installation(trained: Path, run: Run) -> None:
    done = run("evaluate", trained, "--corpus", "written")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("fast on written: ")
