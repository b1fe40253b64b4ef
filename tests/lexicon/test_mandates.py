"""The lexicon of mandates: what it compiles to, and that its check notices what is wrong."""

from __future__ import annotations

from pathlib import Path

from pipeline.lexicon.data import data_folder
from pipeline.lexicon.mandates import Found, check_mandates, load_mandates

LEXICONS = data_folder("configs") / "lexicons"


def nothing(text: str) -> list[Found]:
    return []


def everything(text: str) -> list[Found]:
    return [Found("States", "to sail", "by 2030", "annual", True, "extend")]


def test_words_are_folded_and_expressions_match_at_a_position() -> None:
    words = load_mandates().words
    assert "Member" not in words.agent
    assert "states" in words.agent
    assert words.carrier.match(" its urgent appeal to donors")
    assert not words.carrier.match(" its appeal for calm", 1)
    aside = words.aside.match(" in this regard the Panel")
    assert aside is not None
    assert aside.group() == " in this regard"


def test_every_example_is_missed_by_what_finds_nothing() -> None:
    problems = check_mandates(nothing)
    assert all(problem.startswith("mandates.toml: [") for problem in problems)
    assert "mandates.toml: [pronoun]: 'Urges those who hold the bridge to open it;' should find 'those who hold the bridge', finds ''" in problems  # fmt: skip # noqa: E501


def test_counterexamples_are_noticed_by_what_finds_everything() -> None:
    problems = check_mandates(everything)
    assert "mandates.toml: [never_agent]: 'Requests measures to be taken;' should find nothing, finds 'States'" in problems  # fmt: skip # noqa: E501
    assert any("[deadline]" in problem and "should find nothing" in problem for problem in problems)
    assert any("[report]" in problem and "should find nothing" in problem for problem in problems)
    assert any("[effect]" in problem and "should find nothing" in problem for problem in problems)


def test_a_row_without_examples_is_noticed(tmp_path: Path) -> None:
    text = (LEXICONS / "mandates.toml").read_text("utf-8")
    lacking = text.replace('counterexamples = ["Encourages access to international rivers;"]\n', "")
    assert lacking != text
    (tmp_path / "mandates.toml").write_text(lacking, "utf-8")
    said = "mandates.toml: [not_infinitive]: a row has no example or no counterexample; write one of each"
    assert said in check_mandates(nothing, tmp_path)
