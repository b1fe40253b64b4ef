"""A model and a corpus to figures: counted by hand, beside baselines, and what changed between two models."""

from __future__ import annotations

import csv
import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline.assessment import assess, changes, load_model, read_corpus
from pipeline.corpus import CorpusError
from pipeline.learning import train_model
from pipeline.loading import ConfigurationError
from pipeline.themes import ThemesError
from pipeline.training_plan import read_plan


def more(keeper: Path) -> str:
    """Return the corpus of the page: two clauses a theme, one of a theme that is not trained, one of none."""
    return str(keeper.parent / "more.csv")


def test_a_report_is_what_is_counted_by_hand(keeper: Path) -> None:
    found = assess(keeper, [more(keeper)])
    labels = load_model(keeper).label(found.rows)
    assert found.themes == ("lamps", "keepers", "fog-signals", "wrecks")
    given = [{theme for theme, _ in row} for row in labels.themes]
    right = [set(row.themes) for row in found.rows]
    assert [{found.themes[i] for i in np.flatnonzero(row)} for row in found.given] == given
    assert [{found.themes[i] for i in np.flatnonzero(row)} for row in found.right] == right
    hits = sum(len(a & b) for a, b in zip(given, right, strict=True))
    report = found.report
    assert report.scores.micro_f1.value == pytest.approx(2 * hits / (sum(map(len, given)) + sum(map(len, right))))
    assert report.scores.all_right.value == np.mean([a == b for a, b in zip(given, right, strict=True)])
    assert report.abstained == np.mean(labels.uncertain)
    assert (report.model, report.corpus, report.clauses, report.resolutions) == ("keeper", "more.csv", 8, 8)
    sure = [(a, b) for a, b, unsure in zip(given, right, labels.uncertain, strict=True) if not unsure]
    assert report.sure.all_right.value == np.mean([a == b for a, b in sure])
    assert sum(count for _, _, count in report.reliability) == 8 * 4


def test_a_theme_that_is_not_trained_counts_as_missed(keeper: Path) -> None:
    report = assess(keeper, [more(keeper)]).report
    wrecks = report.scores.by_theme["wrecks"]
    assert (wrecks.support, wrecks.given, wrecks.recall.value, wrecks.f1.value) == (1, 0, 0.0, 0.0)
    assert report.remarks == ["theme 'wrecks' is not trained: it had 2 examples, too few"]


def test_the_baselines_are_keywords_and_the_commonest_theme(keeper: Path, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text(
        "text,themes\nRequests oil;,lamps\nNotes the keeper;,lamps\nNotes the fog;,fog-signals\nThanks the town;,\n",
        encoding="utf-8",
    )
    baselines = assess(keeper, [str(path)]).report.baselines
    assert set(baselines) == {"keywords", "commonest theme"}
    # keywords: lamps, keepers, fog signals, nothing: two of three hit, one too many
    assert baselines["keywords"].micro_f1.value == pytest.approx(2 * 2 / (3 + 3))
    assert baselines["keywords"].all_right.value == 0.75
    # lamps on every clause: two of four hit, one of three missed
    assert baselines["commonest theme"].micro_f1.value == pytest.approx(2 * 2 / (3 + 4))


def test_a_corpus_that_was_trained_on_is_remarked(keeper: Path) -> None:
    seen = assess(keeper, [str(keeper.parent / "clauses.csv")]).report
    assert "the model was trained on clauses of this corpus" in seen.remarks[0]
    assert not any("trained on clauses" in one for one in assess(keeper, [more(keeper)]).report.remarks)


def test_intervals_are_over_resolutions(keeper: Path, tmp_path: Path) -> None:
    with Path(more(keeper)).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path = tmp_path / "families.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["text", "themes", "family"])
        writer.writeheader()
        writer.writerows({**row, "family": f"year {place % 2}"} for place, row in enumerate(rows))
    report = assess(keeper, [str(path)]).report
    assert (report.clauses, report.resolutions) == (8, 2)
    halves = [assess(keeper, [str(path)]).given[start::2] for start in (0, 1)]
    right = [assess(keeper, [str(path)]).right[start::2] for start in (0, 1)]
    shares = sorted(float((a == b).all(axis=1).mean()) for a, b in zip(halves, right, strict=True))
    assert [report.scores.all_right.low, report.scores.all_right.high] == shares


def test_the_written_resolutions_are_a_corpus_by_name(trained: Path) -> None:
    rows, corpora = read_corpus(["written"])
    assert len(rows) >= 1200
    assert set(corpora.checksums) == {"written"}
    report = assess(trained, ["written"]).report
    assert report.resolutions >= 60
    assert report.scores.micro_f1.value > 0.95  # it was trained on them
    assert report.baselines["commonest theme"].micro_f1.value < report.baselines["keywords"].micro_f1.value < 0.9


def test_changes_are_the_cells_that_one_model_has_right_and_the_other_wrong(keeper: Path, board: Path) -> None:
    old = assess(keeper, [more(keeper)])
    assert changes(old, old) == []
    given = old.given.copy()
    given[0, 0] ^= True
    given[7, 1] ^= True
    new = dataclasses.replace(old, given=given)
    found = changes(old, new)
    assert [(one.id, one.theme, one.right, one.gained) for one in found] == [
        ("more.csv, row 1", "lamps", True, False),
        ("more.csv, row 8", "keepers", False, False),
    ]
    assert [one.gained for one in changes(new, old)] == [True, True]
    # the same themes, one of them trained in the new model only: its column stands elsewhere
    train_model(read_plan(board / "lighthouses.cfg", {"themes.classifier.min_examples": 2}), board / "wider")
    wider = assess(board / "wider", [more(keeper)])
    assert wider.themes == ("lamps", "keepers", "fog-signals", "wrecks")
    for one in changes(old, wider):
        row = next(place for place, row in enumerate(old.rows) if row.id == one.id)
        before, after = (bool(a.given[row, a.themes.index(one.theme)]) for a in (old, wider))
        assert before != after
        assert one.gained == (after == (one.theme in old.rows[row].themes))


def test_models_of_two_taxonomies_cannot_be_compared(keeper: Path) -> None:
    one = assess(keeper, [more(keeper)])
    other = dataclasses.replace(one, themes=("lamps", "keepers", "fog-signals", "reefs"))
    with pytest.raises(ThemesError, match=r"the models have different themes \(reefs, wrecks\); compare models of one"):
        changes(one, other)


def test_what_is_no_model_is_one_sentence(keeper: Path, tmp_path: Path) -> None:
    for path, said in (
        (tmp_path, "holds no trained themes; name a folder that `clausewise train` wrote"),
        (tmp_path / "missing", "there is no such folder; name one that `clausewise train` wrote"),
        (Path(more(keeper)), "holds no trained themes; name a folder that `clausewise train` wrote"),
    ):
        with pytest.raises(ThemesError) as caught:
            load_model(path)
        assert str(caught.value) == f"{path}: {said}"


def test_a_changed_model_is_refused_and_the_themes_alone_are_a_model(keeper: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(keeper, tmp_path / "copy"))
    assert load_model(copy / "un_themes").themes == load_model(copy).themes
    (copy / "metrics.json").write_text("{}")
    with pytest.raises(ConfigurationError, match=r"metrics\.json: is not as it was written"):
        load_model(copy)


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("text,themes\n", CorpusError, "some.csv: has no rows"),
        ("text,themes\n,lamps\n", CorpusError, "some.csv, row 1: no text"),
        ("text,themes\nNotes bees;,bees\nNotes;,\n", ThemesError, "some.csv, row 1: unknown theme 'bees'"),
    ],
)
def test_a_corpus_that_cannot_be_used_is_one_sentence(
    text: str, error: type[Exception], said: str, keeper: Path, tmp_path: Path
) -> None:
    path = tmp_path / "some.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error) as caught:
        assess(keeper, [str(path)])
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_clauses_of_one_theme_only_can_be_evaluated(keeper: Path, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("text,themes\nRequests oil for the lamp;,lamps\n", encoding="utf-8")
    assert assess(keeper, [str(path)]).report.scores.by_theme["lamps"].recall.value == 1.0
