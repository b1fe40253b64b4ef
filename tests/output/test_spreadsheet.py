"""No text becomes a formula, and every text comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.output.spreadsheet import cell, safe, split, unsafe

SIGNS = st.sampled_from(list("=+-@＝＋－＠'\"“ \t\r\n|\\a1;,"))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '"=1', "'=1", "＝1", "\u200b=1", "\ttext", "'tis"],
)
def test_what_could_be_a_formula_is_protected(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "(a)", "64/256", "1 - 2", "– a dash of print", "“Quoted” words", "*"])
def test_other_text_stands_as_it_is(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("number", [-1, 0, 2.5, -0.25])
def test_a_number_is_no_formula(number: float) -> None:
    assert cell(number) is number


def test_lists_are_protected_as_one_text() -> None:
    assert cell(["=1", "-2"]) == "'=1 | -2"
    assert split(cell(["=1", "-2"])) == ["=1", "-2"]
    assert cell([]) == ""
    assert split("") == []


@given(st.one_of(st.text(), st.text(SIGNS)))
def test_protection_can_be_taken_off(text: str) -> None:
    assert unsafe(safe(text)) == text.replace("\0", "\ufffd")


@given(st.text(SIGNS))
def test_nothing_opens_with_the_sign_of_a_formula(text: str) -> None:
    assert safe(text).lstrip(' \t\r\n"“')[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


@given(st.lists(st.one_of(st.text(min_size=1), st.text(SIGNS, min_size=1)).filter(lambda text: "\0" not in text)))
def test_a_list_can_be_split_again(items: list[str]) -> None:
    assert split(cell(items)) == items
