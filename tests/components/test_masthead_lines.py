"""Lists of sponsors and adoption lines that are printed on several lines."""

from __future__ import annotations

import pytest

from pipeline.components.masthead_lines import joined_lines
from pipeline.lexicon.masthead import load_masthead


def join(*lines: str) -> list[str]:
    return [line for line, _ in joined_lines([(line, False) for line in lines], load_masthead())]


@pytest.mark.parametrize(
    "lines",
    [
        ("Fiji, Kingdom of the", "Netherlands and Palau: draft resolution"),
        ("Malta, Micronesia", "(Federated States of), Monaco, Kingdom of the", "Netherlands: draft resolution"),
        ("United Kingdom of Great Britain and Northern Ireland:", "draft resolution"),
        ("United Kingdom of Great Britain and", "Northern Ireland: draft", "resolution"),
        ("Albania,", "Bosnia and", "Herzegovina and Chad: revised draft resolution"),
    ],
)
def test_a_list_of_sponsors_is_one_line(lines: tuple[str, ...]) -> None:
    assert join("Original: English", *lines) == ["Original: English", " ".join(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ("The situation in Chad", "Fiji and Palau: draft resolution"),
        ("Chad", "Fiji and Palau: draft resolution"),
        ("Question of the bells, of the towers and", "Fiji: draft resolution"),
        ("Original: English", "draft resolution"),
        ("Chad: report of the ringers", "Fiji: draft resolution"),
        ("Fiji and Palau", "Bells: draft resolution"),
    ],
)
def test_other_lines_stay_apart(lines: tuple[str, ...]) -> None:
    assert join(*lines) == list(lines)


def test_a_line_stands_apart_where_the_first_of_its_list_does() -> None:
    lines = [("Original: English", False), ("Fiji, Kingdom of the", True), ("Netherlands: draft resolution", False)]
    assert joined_lines(lines, load_masthead()) == [
        ("Original: English", False),
        ("Fiji, Kingdom of the Netherlands: draft resolution", True),
    ]
