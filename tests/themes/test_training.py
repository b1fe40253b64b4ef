"""Training for real: determinism, a floor of quality, own taxonomies, themes with too few examples, explanations."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.lexicon.data import data_folder
from pipeline.themes import ThemeModel, ThemeRow, WeakRow
from pipeline.themes.analysis import Keywords
from pipeline.themes.classifier import label_matrix
from pipeline.themes.config import ThemesConfig, config_of, read_config
from pipeline.themes.crossval import folds_of, held_out_scores
from pipeline.themes.features import FeatureSpace, fit_features
from pipeline.themes.rows import ThemesError
from pipeline.themes.training import train

SMALL = config_of({"classifier": {"min_examples": 4}, "training": {"folds": 3}})
PARTS = {
    "bees": ("the hives of the valley", "honey and wax", "swarms of bees", "keepers of bees"),
    "bells": ("the great bell", "ringers of bells", "the casting of bronze", "towers and their bells"),
}
ACTS = (
    "Welcomes",
    "Notes",
    "Requests the Council to examine",
    "Recalls",
    "Encourages the study of",
    "Regrets the loss of",
)


def made_up() -> list[ThemeRow]:
    """Return rows of a taxonomy of two themes, and some rows without any."""
    rows = [
        ThemeRow(f"{act} {thing} in the {i}th year;", f"Question of {theme}", themes=(theme,), family=f"{act} {theme}")
        for theme, things in PARTS.items()
        for i, thing in enumerate(things)
        for act in ACTS
    ]
    rows += [ThemeRow(f"{act} the previous decision;", "Other matters", family=f"{act} other") for act in ACTS]
    return rows


def test_an_own_taxonomy_is_learned() -> None:
    model = train(made_up(), SMALL, ["bees", "bells"], Keywords({"bees": ("apiary",)}, ("the", "of")))
    new = [ThemeRow("Deplores the theft of honey;"), ThemeRow("Thanks the ringers of the bell;")]
    assert [[theme for theme, _ in found] for found in model.label(new).themes] == [["bees"], ["bells"]]
    assert model.not_trained == {}


def test_a_theme_with_too_few_examples_is_reported() -> None:
    rows = [*made_up(), ThemeRow("Notes the tides;", themes=("tides",))]
    model = train(rows, SMALL, ["bees", "tides", "bells", "winds"])
    assert model.themes == ("bees", "bells")
    assert model.not_trained == {"tides": 1, "winds": 0}
    with pytest.raises(ThemesError, match="not trained on 'tides'; it had 1 examples, too few"):
        model.explain(rows[0], "tides")
    with pytest.raises(ThemesError, match="no theme has 400 examples"):
        train(rows, config_of({"classifier": {"min_examples": 400}}), ["bees", "bells", "tides"])


def test_rows_of_one_family_are_too_few() -> None:
    rows = [ThemeRow(row.text, row.title, themes=row.themes, family="one") for row in made_up()]
    with pytest.raises(ThemesError, match="one recurring resolution"):
        train(rows, SMALL, ["bees", "bells"])


def test_an_unknown_theme_stops_training() -> None:
    with pytest.raises(ThemesError, match="unknown theme 'bells'"):
        train(made_up(), SMALL, ["bees"])


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    weak = [WeakRow(row.text, row.title, "", (row.title.upper(),), row.family) for row in made_up()]
    config = config_of(
        {
            "classifier": {"min_examples": 4},
            "features": {"min_count": 2},
            "topics": {"size": 5, "min_count": 2, "hint_min_count": 2},
        }
    )
    for name in ("one", "two"):
        train(made_up(), config, ["bees", "bells"], weak=weak).save(tmp_path / name)
    for name in ("arrays.npz", "model.json", "checksums.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_topic_vectors_bring_words_of_one_matter_together() -> None:
    matters = {"bees": ("pollen", "honey", "wax"), "bells": ("bronze", "clapper", "belfry")}
    weak = [
        WeakRow(f"{act} {word} of field {i};", f"Question of {matter}", "", (matter.upper(),), f"{matter} {i}")
        for matter, words in matters.items()
        for word in words
        for i, act in enumerate(ACTS)
    ]
    config = config_of({"topics": {"size": 2, "min_count": 2, "hint_min_count": 2}, "features": {"min_count": 2}})
    space = fit_features(made_up(), weak, ["bees", "bells"], Keywords(), config.features, config.topics, 0)
    pollen, honey, bronze = space.topics(space.text.matrix([["pollen"], ["honey"], ["bronze"]]))
    assert pollen @ honey > 0.9
    assert abs(pollen @ bronze) < 0.3


def test_what_is_held_out_is_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*made_up(), ThemeRow(made_up()[0].text, themes=("bells",), family="another family")]
    weak = [WeakRow(row.text, row.title, family=row.family) for row in rows]
    fold, weak_fold = folds_of(rows, 3), folds_of(weak, 3)
    seen: list[tuple[list[ThemeRow], list[WeakRow]]] = []

    def spy(rows_seen: list[ThemeRow], weak_seen: list[WeakRow], *rest: Any) -> FeatureSpace:
        seen.append((rows_seen, weak_seen))
        return fit_features(rows_seen, weak_seen, *rest)

    monkeypatch.setattr("pipeline.themes.crossval.fit_features", spy)
    held_out_scores(rows, weak, ["bees", "bells"], Keywords(), ThemesConfig(), fold, weak_fold)
    assert len(seen) == len(set(fold.tolist()))
    for number, (known, around) in zip(sorted(set(fold.tolist())), seen, strict=True):
        held = [row for row, of in zip(rows, fold, strict=True) if of == number]
        assert not {row.family for row in held} & ({row.family for row in known} | {row.family for row in around})
        assert not {row.text for row in held} & ({row.text for row in known} | {row.text for row in around})


def test_the_fast_training_reaches_its_floor(model: ThemeModel, taxonomy: list[str]) -> None:
    found = model.facts["cross_validation"]
    assert model.not_trained == {}
    assert list(model.themes) == taxonomy
    assert found["micro_f1"] >= 0.55
    assert found["macro_f1"] >= 0.52
    assert found["calibration_error"] <= 0.05
    assert found["abstained"] <= 0.22
    assert found["micro_f1_of_sure"] > found["micro_f1"]


def test_a_model_reads_short_forms_with_the_title(model: ThemeModel) -> None:
    text = "Requests the Force to continue to observe the line;"
    alone, titled = model.predict(
        [ThemeRow(text), ThemeRow(text, "United Nations peacekeeping force in the Amara Heights")]
    )
    column = model.themes.index("peacekeeping")
    assert titled[column] > alone[column]


def test_rows_do_not_touch_each_other(model: ThemeModel, written: list[ThemeRow]) -> None:
    some = written[:40]
    together = model.predict(some)
    assert np.allclose(together, np.vstack([model.predict([row]) for row in some]), atol=1e-6)
    assert model.predict([]).shape == (0, len(model.themes))
    assert model.label([]).themes == []


def test_odd_rows_never_raise(model: ThemeModel) -> None:
    odd = ["", " ", "\x00", "ﬁ" * 500, "漢字 текст", "a" * 100_000, "1 " * 5000, "\ud800"]
    assert len(model.label([ThemeRow(text, text) for text in odd]).themes) == len(odd)


def test_labels_are_sorted_probabilities(model: ThemeModel, written: list[ThemeRow]) -> None:
    for found in model.label(written[:200]).themes:
        scores = [score for _, score in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("number", [0, 17, 230])
def test_evidence_adds_up_to_the_score(model: ThemeModel, written: list[ThemeRow], number: int) -> None:
    row = written[number]
    score = model.heads.scores(model.space.encode([row]))[0]
    for theme in ("narcotics", "human-rights"):
        column = model.themes.index(theme)
        evidence = model.explain(row, theme, limit=10_000)
        total = sum(one.weight for one in evidence) + model.heads.start(model.space.encode([row]), column)
        assert total == pytest.approx(float(score[column]), abs=0.01)
        assert [abs(one.weight) for one in evidence] == sorted((abs(one.weight) for one in evidence), reverse=True)


def test_the_words_that_carried_a_theme_are_told(model: ThemeModel) -> None:
    row = ThemeRow("Requests Governments to stop the illicit traffic in heroin;", "Narcotic drugs")
    evidence = model.explain(row, "narcotics", limit=6)
    by_place = defaultdict(set)
    for one in evidence:
        by_place[one.where].add(one.words)
    assert "heroin" in by_place["text"]
    assert by_place["title"] & {"narcotic", "drugs", "narcotic drugs"}


def test_labels_outside_the_trained_themes_are_left_out() -> None:
    assert label_matrix([("a", "x"), (), ("b",)], ["a", "b"]).tolist() == [[1, 0], [0, 0], [0, 1]]


def test_the_fast_configuration_needs_no_unlabelled_clauses() -> None:
    assert read_config(data_folder("configs") / "fast.cfg").topics.size == 0
