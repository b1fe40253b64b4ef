"""The card of a model says what its figures say."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.evaluation.card import model_card

FACTS = {
    "clauses": 1234,
    "families": 56,
    "reference_clauses": 1000,
    "unlabelled_clauses": 0,
    "near_duplicates_left_out": 7,
    "corpora": {"b.csv": "22", "a.csv": "11"},
    "clausewise": "9.9",
    "versions": {"numpy": "8.8"},
}


def test_a_card_without_cross_validation_says_so() -> None:
    card = model_card(FACTS, {"wrecks": 2}, {"wrecks": "Wrecks"})
    assert "1,234 labelled clauses of 56 recurring resolutions" in card
    assert "7 clauses were left out" in card
    assert card.index("| a.csv | `11` |") < card.index("| b.csv | `22` |")
    assert "Not trained for want of examples: Wrecks (`wrecks`), 2 examples." in card
    assert "Not measured" in card
    assert card.endswith("## Made with\n\nclausewise 9.9, numpy 8.8\n")


def test_the_card_of_a_trained_model_has_its_figures(trained: Path) -> None:
    card = (trained / "MODEL_CARD.md").read_text("utf-8")
    found = json.loads((trained / "metrics.json").read_text("utf-8"))["cross_validation"]
    for measure, key in (
        ("micro-F1", "micro_f1"),
        ("macro-F1", "macro_f1"),
        ("clauses that are all right", "all_right"),
    ):
        assert f"| {measure} | {found[key]:.3f} |" in card
    for theme, row in found["by_theme"].items():
        (line,) = [line for line in card.splitlines() if f"(`{theme}`)" in line]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[1:] == [
            f"{row['f1']:.3f}",
            f"{row['precision']:.3f}",
            f"{row['recall']:.3f}",
            f"{row['support']:,}",
        ]
    assert "Not measured" not in card
