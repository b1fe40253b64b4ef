"""The grammar of names: every row's examples give exactly what they mark, and the check notices what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.components.entities import find_names
from pipeline.components.name_scanner import NameScanner
from pipeline.lexicon.names import check_names, load_entities, marked, names_file


def finder(text: str) -> list[tuple[int, int, str]]:
    """Find names with the rows of this installation."""
    scanner = NameScanner(load_entities())
    return [(start, name.end, name.label) for start, name in find_names(text, scanner)]


def test_the_rows_have_no_problem() -> None:
    assert check_names(finder) == []


def test_brackets_mark_spans() -> None:
    assert marked("the [Tide Council] and [Chile],") == ("the Tide Council and Chile,", {(4, 16), (21, 26)})


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[Port Haven Agreement]", "Port Haven Agreement", "gives ['Port Haven Agreement']"),
        ('"Requests the Committee to report', '"Requests the Chair to report', "counterexample"),
        ('id = "agreement"', 'id = "treaty"', "the id treaty stands twice"),
        ('label = "LOC"', 'label = "SEA"', "unknown label"),
        ('words = ["Law"]', 'words = ["Law", "Law"]', "a head stands twice"),
        ('words = ["Law"]', 'words = ["Law", "Treaty"]', "'Treaty' heads names of treaty and of law"),
        ('examples = ["Fourth", ', 'examples = ["Many", ', "'Many' is no ordinal"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = names_file().read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "names.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check_names(finder, path)
    assert any(problem in found for found in problems)
