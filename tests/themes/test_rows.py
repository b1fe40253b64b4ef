"""Rows: what is taken, and the one sentence that each bad row gets."""

from __future__ import annotations

import pytest

from pipeline.themes.rows import ThemeRow, ThemesError, check_labels, label_counts, theme_row

GOOD = [ThemeRow("Requests a census of wells;", themes=("water",)), ThemeRow("Notes the fair;", themes=("trade",))]


def test_a_mapping_becomes_a_row() -> None:
    row = theme_row(
        {"text": "Notes the fair;", "title": "Fairs", "kind": "operative", "id": "a#1", "themes": ["trade"]}
    )
    assert row == ThemeRow("Notes the fair;", "Fairs", "operative", "a#1", ("trade",), "")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"title": "Fairs"}, "line 3: no text; give every row a `text`, or take the row out"),
        ({"text": "  "}, "line 3: no text; give every row a `text`, or take the row out"),
        ({"text": 7}, "line 3: no text; give every row a `text`, or take the row out"),
        ({"text": "Notes;", "themes": "trade"}, "line 3: `themes` is 'trade'; give a list of theme ids"),
        ({"text": "Notes;", "themes": [1]}, "line 3: `themes` is [1]; give a list of theme ids"),
    ],
)
def test_a_bad_row_is_named(row: dict[str, object], sentence: str) -> None:
    with pytest.raises(ThemesError) as error:
        theme_row(row, "line 3")
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "the corpus is empty; name one that has labelled clauses"),
        ([*GOOD, ThemeRow(" ", id="x")], "x: no text; give every row a `text`, or take the row out"),
        (
            [*GOOD, ThemeRow("Notes;", themes=("tides",))],
            "row 3: unknown theme 'tides'; add it to the themes file or correct the row",
        ),
        (GOOD[:1] * 3, "all rows of the corpus have the same themes; a classifier needs at least two classes"),
    ],
)
def test_a_bad_corpus_is_told(rows: list[ThemeRow], sentence: str) -> None:
    with pytest.raises(ThemesError) as error:
        check_labels(rows, ["water", "trade"])
    assert str(error.value) == sentence


def test_a_good_corpus_passes_and_is_counted() -> None:
    check_labels(GOOD, ["water", "trade"])
    assert label_counts([*GOOD, GOOD[0]]) == {"trade": 1, "water": 2}
