"""From a plan to a model folder: the same bytes, whole or not at all, and one sentence for what cannot be used."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus import CorpusError
from pipeline.corpus.digests import family_id
from pipeline.learning import NAME, check_place, fold_of, train_model
from pipeline.loading import SEAL, sealed_files
from pipeline.themes import ThemesError
from pipeline.themes import crossval as crossval_module
from pipeline.training_plan import Plan, read_plan


def plan(board: Path, **settings: Any) -> Plan:
    """Return the plan of the made-up taxonomy, in few folds."""
    settings = {"training__folds": 2, **settings}
    named = {f"themes.{key.replace('__', '.')}": value for key, value in settings.items()}
    return read_plan(board / "lighthouses.cfg", named)


def with_rows(board: Path, rows: list[dict[str, str]]) -> Plan:
    """Return a plan with other labelled clauses."""
    with (board / "own.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return plan(board, corpora__labelled=["own.csv"])


def test_the_folder_has_what_a_person_and_a_program_need(trained: Path) -> None:
    files = set(sealed_files(trained))
    own = {"MODEL_CARD.md", "metrics.json", "training.cfg", "config.cfg", "meta.json", "tokenizer"}
    assert own | {f"un_themes/{name}" for name in ("arrays.npz", "model.json", "checksums.json")} <= files
    assert (trained.stat().st_mode & 0o777) == 0o755
    assert json.loads((trained / SEAL).read_text("utf-8")) == sealed_files(trained)
    assert not [name for name in files if name.endswith((".pkl", ".pickle", ".joblib", ".py"))]
    meta = json.loads((trained / "meta.json").read_text("utf-8"))
    assert (meta["lang"], meta["name"]) == ("en", NAME)
    assert [one["name"] for one in meta["sources"]] == ["corrections.jsonl", "written"]
    assert meta["pipeline"][-1] == "un_themes"


def test_the_metrics_tell_counts_thresholds_versions_and_checksums(trained: Path) -> None:
    found = json.loads((trained / "metrics.json").read_text("utf-8"))
    assert found["not_trained"] == {}
    assert set(found["thresholds"]) == set(found["label_counts"]) == set(found["cross_validation"]["by_theme"])
    assert all(0 < value < 1 for value in found["thresholds"].values())
    assert list(found["corpora"]) == ["corrections.jsonl", "written"]
    assert re.fullmatch("[0-9a-f]{64}", found["corpora"]["written"])
    assert {"numpy", "scipy", "scikit-learn"} == set(found["versions"])
    assert meta_performance(trained) == {
        f"themes_{name}": found["cross_validation"][name] for name in ("micro_f1", "macro_f1")
    }


def meta_performance(folder: Path) -> Any:
    return json.loads((folder / "meta.json").read_text("utf-8"))["performance"]


def test_the_fast_configuration_reaches_its_floor(trained: Path) -> None:
    found = json.loads((trained / "metrics.json").read_text("utf-8"))["cross_validation"]
    assert found["micro_f1"] >= 0.57
    assert found["macro_f1"] >= 0.54
    assert found["calibration_error"] <= 0.05
    assert found["abstained"] <= 0.2
    assert found["micro_f1_of_sure"] > found["micro_f1"] + 0.02


def test_the_same_configuration_and_corpora_give_the_same_bytes(board: Path) -> None:
    for name in ("one", "two"):
        train_model(plan(board), board / name)
    names = sorted(path.relative_to(board / "one") for path in (board / "one").rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(board / "two") for path in (board / "two").rglob("*") if path.is_file())
    assert Path("un_themes/arrays.npz") in names
    for name in names:
        assert (board / "one" / name).read_bytes() == (board / "two" / name).read_bytes(), name
    train_model(plan(board, classifier__C=3), board / "two")
    changed = {name for name in names if (board / "one" / name).read_bytes() != (board / "two" / name).read_bytes()}
    assert {"training.cfg", "seal.json", "un_themes/arrays.npz", "un_themes/model.json"} <= {
        str(one) for one in changed
    }


def test_the_saved_configuration_trains_the_same_model(board: Path) -> None:
    train_model(plan(board, classifier__C=3), board / "one")
    shutil.copy(board / "one" / "training.cfg", board / "again.cfg")
    train_model(read_plan(board / "again.cfg"), board / "two")
    assert sealed_files(board / "one") == sealed_files(board / "two")


def test_each_step_is_told_and_so_is_a_theme_that_is_not_trained(board: Path) -> None:
    said: list[str] = []
    model = train_model(plan(board), board / "model", said.append)
    assert said[0] == "reading corpora"
    assert [one.partition(":")[0] for one in said if one.startswith("fold ")] == ["fold 1 of 2", "fold 2 of 2"]
    assert "theme 'wrecks' is not trained: 2 examples, 8 are needed" in said
    assert said[-1] == f"writing {board / 'model'}"
    assert model.not_trained == {"wrecks": 2}


def test_clauses_that_are_nearly_the_same_in_two_folds_are_left_out(board: Path) -> None:
    with (board / "clauses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    again = [{**row, "family": "the next year"} for row in rows[:12]]
    family = family_id("the next year")
    elsewhere = [row for row in again if fold_of(row["text"], 2) != fold_of(family, 2)]
    assert 0 < len(elsewhere) < len(again)
    said: list[str] = []
    model = train_model(with_rows(board, [{**row, "family": ""} for row in rows] + again), board / "model", said.append)
    assert model.facts["near_duplicates_left_out"] == len(elsewhere)
    assert model.facts["clauses"] == len(rows) + len(again) - len(elsewhere)
    assert f"{len(elsewhere)} clauses left out: nearly the same stand in another fold" in said


def test_a_folder_with_other_things_in_it_is_refused_before_anything_is_read(board: Path) -> None:
    with pytest.raises(ThemesError, match="board: is a folder with other things in it; name a new folder, or that of"):
        train_model(plan(board), board)
    with pytest.raises(ThemesError, match=r"clauses\.csv: is a file; name a folder"):
        train_model(plan(board), board / "clauses.csv")
    assert (board / "clauses.csv").is_file()
    (board / "empty").mkdir()
    check_place(board / "empty")
    check_place(board / "new" / "er")


def test_a_model_is_replaced_with_everything_that_was_in_it(board: Path) -> None:
    train_model(plan(board), board / "model")
    (board / "model" / "notes.txt").write_text("mine")
    train_model(plan(board), board / "model")
    assert not (board / "model" / "notes.txt").exists()
    assert [path.name for path in board.iterdir() if path.name.startswith(".")] == []


def rows_of(*themes: str) -> list[dict[str, str]]:
    return [{"text": f"Requests lamp number {'x' * n} of the tower;", "themes": one} for n, one in enumerate(themes, 1)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (rows_of("lamps", "lampes", ""), r"own.csv, row 2: unknown theme 'lampes'; add it to the themes file or"),
        ([{"id": "r7", **rows_of("bees")[0]}], "r7: unknown theme 'bees'"),
        (rows_of(*["lamps"] * 20), "all rows of the corpus have the same themes; a classifier needs at least two"),
        (rows_of(*["lamps", ""] * 3), "no theme has 8 examples; label more clauses or lower themes.classifier.min_exa"),
        ([{"family": "one", **row} for row in rows_of(*["lamps", ""] * 9)], "all rows are of one recurring resolution"),
    ],
)
def test_rows_that_cannot_be_trained_on_are_one_sentence(rows: list[dict[str, str]], said: str, board: Path) -> None:
    with pytest.raises(ThemesError) as caught:
        train_model(with_rows(board, rows), board / "model")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (board / "model").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text,themes\n", "own.csv: has no rows; give a file with rows, or leave it out"),
        ("text,themes\n ,lamps\n", "own.csv, row 1: no text; give every row a `text`, or take the row out"),
        ("themes\nlamps\n", "own.csv, row 1: no text; give every row a `text`, or take the row out"),
        ("text\nRequests oil;\n", "own.csv, row 1: no `themes`; give the row its themes"),
        ("text,theme\nRequests oil;,lamps\n", "own.csv, row 1: unknown column `theme`; known are text, themes"),
        ("text,themes\nRequests oil, lamps;,lamps\n", "own.csv, row 1: more cells than columns"),
    ],
)
def test_a_corpus_that_cannot_be_read_is_one_sentence(text: str, said: str, board: Path) -> None:
    (board / "own.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        train_model(plan(board, corpora__labelled=["own.csv"]), board / "model")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_corpus_at_all_is_one_sentence(board: Path) -> None:
    with pytest.raises(ThemesError, match=r"the corpus is empty; name one .* in \[themes.corpora\]"):
        train_model(plan(board, corpora__labelled=[]), board / "model")


def test_a_reference_that_no_clause_has_is_one_sentence(board: Path) -> None:
    with pytest.raises(
        ThemesError, match=r"no clause has a source of themes\.corpora\.reference; the corpora have none"
    ):
        train_model(plan(board, corpora__reference=["official"]), board / "model")


@pytest.mark.parametrize("place", ["held_out_scores", "replace_folder", "seal_folder"])
def test_an_interruption_anywhere_leaves_the_old_model(
    place: str, board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_model(plan(board), board / "model")
    before, names = sealed_files(board / "model"), sorted(os.listdir(board))

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    room = "themes.training" if place == "held_out_scores" else "learning"
    monkeypatch.setattr(f"pipeline.{room}.{place}", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train_model(plan(board, classifier__C=5), board / "model")
    assert sealed_files(board / "model") == before
    assert sorted(os.listdir(board)) == names


def test_an_interruption_between_the_two_moves_puts_the_old_model_back(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_model(plan(board), board / "model")
    before, names = sealed_files(board / "model"), sorted(os.listdir(board))
    moved, replace = [], os.replace

    def interrupted(source: Path, target: Path) -> None:
        replace(source, target)
        moved.append(Path(source).name)
        if moved[-1] == "model":
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("pipeline.themes.artefact.os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train_model(plan(board, classifier__C=5), board / "model")
    assert "model" in moved
    assert sealed_files(board / "model") == before
    assert sorted(os.listdir(board)) == names


def test_the_fold_of_a_family_is_that_of_training() -> None:
    assert fold_of is crossval_module.fold_of
