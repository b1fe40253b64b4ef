"""How labels are shown: every label has a row, every colour can be read, no two rows are confused."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from pipeline.lexicon.colour import VISIONS, contrast, difference
from pipeline.lexicon.data import data_folder
from pipeline.lexicon.display import check_display, load_display

ROWS = (data_folder("configs") / "lexicons" / "display.toml").read_text("utf-8")


def test_the_shipped_rows_are_right() -> None:
    assert check_display() == []


def test_every_label_of_the_record_has_its_row() -> None:
    display = load_display()
    labels = ["ORG", "GPE", "LOC", "INSTRUMENT", "CITATION", "EVENT", "OPERATION", "OFFICE", "PERSON", "MONEY"]
    assert sorted(display.entities) == sorted(labels)
    assert list(display.dates) == ["DATE"]
    assert sorted(display.functions) == sorted(["recall", "observe", "value", "concern", "stress", "direct", "decide"])
    assert list(display.forces) == ["1", "2", "3", "4", "5"]


def test_every_colour_has_the_contrast_that_aa_asks_for() -> None:
    display = load_display()
    low = [
        (row.id, paper)
        for rows in display.groups().values()
        for row in rows
        for paper, colour, ground in (
            ("light", row.light, display.paper_light),
            ("dark", row.dark, display.paper_dark),
        )
        if contrast(colour, ground) < 4.5
    ]
    assert low == []


def test_rows_of_one_line_are_told_apart_by_everybody() -> None:
    alike = [
        (one.id, other.id, vision)
        for rows in load_display().groups().values()
        for one, other in combinations(rows, 2)
        if (one.line, one.sign) == (other.line, other.sign)
        for vision in VISIONS
        if min(difference(one.light, other.light, vision), difference(one.dark, other.dark, vision)) < 0.1
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'id = "GPE"',
            'id = "LAND"',
            ["display.toml: entity GPE: 0 rows instead of one", "display.toml: entity 'LAND': no label of the record"],
        ),
        (
            'id = "GPE"',
            'id = "LOC"',
            ["display.toml: entity GPE: 0 rows instead of one", "display.toml: entity LOC: 2 rows instead of one"],
        ),
        (
            'light = "#00704f"\ndark = "#46c79c"\nexplanation = "States',
            'light = "#40b090"\ndark = "#46c79c"\nexplanation = "States',
            [
                "display.toml: entity and date GPE: #40b090 on the light paper has contrast 2.64, less than 4.5",
            ],
        ),
        (
            'light = "#9a4600"\ndark = "#f0a15c"\nexplanation = "Posts',
            'light = "#0063a6"\ndark = "#f0a15c"\nexplanation = "Posts',
            [
                f"display.toml: entity and date ORG and OFFICE: both solid, and their colours on the light paper are "
                f"0.000 apart in {vision}, less than 0.1"
                for vision in VISIONS
            ],
        ),
        (
            'line = "wavy"\nlight = "#b3261e"',
            'line = "zigzag"\nlight = "#b3261e"',
            ["display.toml: function concern: line 'zigzag' is none of solid, dashed, dotted, double, wavy"],
        ),
        (
            'light = "#b3261e"',
            'light = "crimson"',
            ["display.toml: function concern: light 'crimson' is no colour such as #0063a6"],
        ),
        (
            'label = "Money"\n',
            "",
            [
                "display.toml: entity MONEY: fields missing or unknown: label",
                "display.toml: entity MONEY: label or explanation is empty",
            ],
        ),
        ('light = "#fffdf9"', "", ["display.toml: paper light: no colour such as #fffdf9"]),
    ],
)
def test_what_is_wrong_with_a_file_is_said(old: str, new: str, said: list[str], tmp_path: Path) -> None:
    assert old in ROWS
    path = tmp_path / "display.toml"
    path.write_text(ROWS.replace(old, new, 1), "utf-8")
    assert check_display(path) == said
