"""The organs: formulas and symbols."""

from __future__ import annotations

import pytest

from pipeline.lexicon.organs import check_organs, load_organs


def test_every_row_finds_its_examples_and_nothing_else() -> None:
    assert check_organs() == []


def test_every_organ_has_an_id_and_a_formula_of_its_own() -> None:
    organs = load_organs().organs
    formulas = [formula.casefold() for organ in organs for formula in organ.formulas]
    assert len({organ.id for organ in organs}) == len(organs)
    assert len(set(formulas)) == len(formulas)
    assert all(organ.formulas and organ.examples for organ in organs)


@pytest.mark.parametrize(
    ("text", "organ", "length"),
    [
        ("The General Assembly,", "GA", 21),
        ("THE GENERAL ASSEMBLY,", "GA", 21),
        ("The  General\nAssembly", "GA", 21),
        ("The Security Council:", "SC", 21),
        ("The Security Council,1", "SC", 21),
        ("The Human Rights Council,", "HRC", 25),
        ("The United Nations Environment Assembly of the United Nations Environment Programme,", "UNEA", 84),
        ("The General Assembly, Noting the bells,", None, 21),
        ("The General Assembly of ringers,", None, 0),
        ("General Assembly", None, 0),
        ("Recalling that the General Assembly,", None, 0),
        ("The Ringers,", None, 0),
        ("", None, 0),
    ],
)
def test_formulas(text: str, organ: str | None, length: int) -> None:
    lexicon = load_organs()
    found = lexicon.enacts(text)
    assert (found.id if found else None, lexicon.enacting_prefix(text)) == (organ, length)


@pytest.mark.parametrize(
    ("symbol", "organ"),
    [
        ("A/RES/88/901", "GA"),
        ("A/HRC/70/L.1", "HRC"),
        ("A/C.5/88/L.3", "GA"),
        ("S/2031/4", "SC"),
        ("E/2031/4", "ECOSOC"),
        ("E/CN.7/2031/L.3", "CND"),
        ("E/CN.99/2031/L.3", "ECOSOC"),
        ("UNEP/EA.9/L.1", "UNEA"),
        ("T/9", "TC"),
        ("ST/SGB/9", None),
        ("88/901", None),
    ],
)
def test_symbols(symbol: str, organ: str | None) -> None:
    found = load_organs().by_symbol(symbol)
    assert (found.id if found else None) == organ


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("88/901. Bells", True),
        ("88/901 B. Bells", True),
        ("Draft resolution II", True),
        ("Resolution 88/901", True),
        ("RESOLUTION 9", True),
        ("3121 (2031)", True),
        ("Bells", False),
        ("2031", False),
        ("Resolution of the matter", False),
    ],
)
def test_lines_that_number_a_resolution(text: str, numbers: bool) -> None:
    assert load_organs().numbers(text) is numbers


def test_organs_by_formula_in_any_case() -> None:
    lexicon = load_organs()
    assert [lexicon.by_formula(words) is not None for words in ("general  assembly", "SECURITY COUNCIL", "Bells")] == [
        True,
        True,
        False,
    ]
