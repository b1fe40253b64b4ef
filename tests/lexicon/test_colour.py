"""Colours: contrast and difference against values that are published or follow from the definitions."""

from __future__ import annotations

import pytest

from pipeline.lexicon.colour import VISIONS, contrast, difference, is_colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),  # the grey just below AA that every guide shows
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#123456", "#123456", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("vision", VISIONS)
def test_black_and_white_are_one_apart_for_everybody(vision: str) -> None:
    assert difference("#000000", "#ffffff", vision) == pytest.approx(1, abs=0.01)
    assert difference("#0063a6", "#0063a6", vision) == 0


def test_red_and_green_that_people_without_red_or_green_cones_confuse() -> None:
    apart = {vision: round(difference("#b05500", "#5f7500", vision), 2) for vision in VISIONS}
    assert apart["normal vision"] > 0.12
    assert apart["tritanopia"] > 0.12
    assert apart["deuteranopia"] < 0.06
    assert difference("#0063a6", "#9a4600", "deuteranopia") > 0.2


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("#0063a6", True), ("#0063A6", False), ("#06a", False), ("red", False), ("#0063a6;}", False), (7, False)],
)
def test_what_is_a_colour(text: object, is_one: bool) -> None:
    assert is_colour(text) is is_one
