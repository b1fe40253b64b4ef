"""The check of all lexicons calls the check of each."""

from __future__ import annotations

from pipeline.lexicon.check import Finders, check_all
from pipeline.run import check_lexicons

BLIND = Finders(
    acts=lambda text, kind: [],
    citations=lambda text: [],
    dates=lambda text: [],
    mandates=lambda text: [],
    names=lambda text: [],
)


def test_every_row_does_what_its_examples_say() -> None:
    assert check_lexicons() == []


def test_a_program_that_finds_nothing_is_noticed_in_every_lexicon_that_has_examples() -> None:
    files = {problem.partition(": ")[0].partition(",")[0].partition(" ")[0] for problem in check_all(BLIND)}
    assert {"acts.toml", "act_complements.toml", "citations.toml", "dates.toml", "mandates.toml", "names.toml"} <= files
