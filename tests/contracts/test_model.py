"""The shipped model: whole, small, as its card says, and no worse than it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.assessment import load_model
from pipeline.evaluation.card import model_card
from pipeline.loading import MODEL, verify_folder
from pipeline.run import config_path
from pipeline.themes import ThemeRow
from pipeline.themes.taxonomy import read_taxonomy
from pipeline.training_plan import read_plan

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "models" / MODEL
METRICS = json.loads((FOLDER / "metrics.json").read_text("utf-8"))
FLOORS = {"micro_f1": 0.85, "macro_f1": 0.86, "micro_f1_of_sure": 0.885}
CEILINGS = {"calibration_error": 0.05, "calibration_error_of_given": 0.05, "abstained": 0.2}


def test_it_is_the_default_and_whole() -> None:
    assert config_path() == FOLDER
    verify_folder(FOLDER)
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 20_000_000


def test_its_figures_hold() -> None:
    found = METRICS["cross_validation"]
    assert {name: found[name] for name, floor in FLOORS.items() if found[name] < floor} == {}
    assert {name: found[name] for name, ceiling in CEILINGS.items() if found[name] > ceiling} == {}
    assert METRICS["not_trained"] == {}
    assert len(found["by_theme"]) == 29
    assert {theme: row["f1"] for theme, row in found["by_theme"].items() if row["f1"] < 0.7} == {}


def test_its_card_is_written_from_its_figures() -> None:
    labels = {theme.id: theme.label for theme in read_taxonomy(HOUSE / "configs" / "themes.toml")}
    card = model_card(METRICS, METRICS["not_trained"], labels)
    assert (FOLDER / "MODEL_CARD.md").read_text("utf-8") == card


def test_it_was_trained_with_the_configuration_that_is_here() -> None:
    ours, its = read_plan(HOUSE / "configs" / "train.cfg"), read_plan(FOLDER / "training.cfg")
    assert its.settings == ours.settings
    assert its.corpora.reference == ours.corpora.reference


def test_the_readme_has_its_figures() -> None:
    found = METRICS["cross_validation"]
    text = " ".join((HOUSE / "README.md").read_text("utf-8").split())
    assert f"micro-F1 {found['micro_f1']:.3f}, macro-F1 {found['macro_f1']:.3f}" in text
    assert f"where it does not abstain {found['micro_f1_of_sure']:.3f}" in text
    assert f"it abstains on {found['abstained']:.0%} of".replace("%", " %") in text
    assert f"on the {METRICS['reference_clauses']:,} development clauses" in text


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Calls upon all States to cut off the financing of terrorist groups;", {"counter-terrorism"}),
        (
            "Urges Member States to step up the fight against the opium trade and to treat those addicted;",
            {"narcotics"},
        ),
        ("Decides to extend the mandate of the Mission for twelve months;", {"peacekeeping"}),
        ("Decides to freeze the assets of the persons that the sanctions committee has listed;", {"sanctions"}),
        ("Calls for better nets and catches that leave enough fish in the high seas;", {"oceans"}),
    ],
)
def test_plain_cases_have_their_theme(text: str, themes: set[str]) -> None:
    (found,) = load_model(FOLDER).label([ThemeRow(text, "The situation in the northern islands")]).themes
    assert themes <= {theme for theme, _ in found}
