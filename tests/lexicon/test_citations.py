"""The rows of citations and bodies do what their examples say, and the check can tell where they do not."""

from __future__ import annotations

import dataclasses
import re

import pytest
import spacy

from pipeline.components.citations import find_citations
from pipeline.lexicon import citations as module
from pipeline.lexicon.bodies import check_bodies, load_bodies
from pipeline.lexicon.citations import check_citations, load_citations

NLP = spacy.blank("en")


def finder(text: str) -> list[tuple[int, int]]:
    """Find citations in one sentence."""
    return [(row["start"], row["end"]) for row in find_citations(NLP.make_doc(text), load_citations())]


def test_every_row_does_what_its_examples_say() -> None:
    assert check_citations(finder) == []


def test_check_names_rows_that_find_nothing_or_too_much() -> None:
    nothing = check_citations(lambda text: [])
    assert {row.id for row in load_citations().shapes} == {
        found.group(1) for found in (re.search(r"\[\[shape\]\] ([\w-]+): example ", line) for line in nothing) if found
    }
    everything = check_citations(lambda text: [(0, len(text))])
    assert any("counterexample" in line for line in everything)


def test_check_names_a_series_of_an_unknown_organ(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = load_citations()
    wrong = dataclasses.replace(lexicon.series[0], organ="XX")
    monkeypatch.setattr(module, "load_citations", lambda: dataclasses.replace(lexicon, series=(wrong,)))
    assert check_citations(finder) == [
        "citations.toml: [[series]] A/RES/{session}/{number}{part}: 'XX' is no row; name a row"
    ]


def test_bodies_by_name_and_symbol() -> None:
    bodies = load_bodies()
    assert check_bodies() == []
    assert bodies.named("General\u00a0Assembly") == ("GA",)
    assert bodies.named("Council") == ("SC", "HRC", "ECOSOC", "TC")
    assert bodies.named("Parliament") == ()
    assert bodies.of_masthead({"organ": "GENERAL ASSEMBLY"}) == "GA"
    assert bodies.of_masthead({"symbol": "A/HRC/RES/40/1"}) == "HRC"
    assert bodies.of_masthead({"organ": "Parliament", "symbol": None}) is None


@pytest.mark.parametrize(
    ("number", "year"), [(1, 1946), (15, 1946), (16, 1947), (1373, 2001), (2721, 2023), (2722, 2024), (9999, None)]
)
def test_years_of_the_security_council(number: int, year: int | None) -> None:
    assert load_citations().year_of(number) == year
