"""No text becomes a formula, and every text comes back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.output.spreadsheet import cell, safe, split, unsafe

SIGNS = st.sampled_from(list("=+-@＝＋－＠'\"“ \t\r\n|\\a1;,\x1b\u202e\ufeff"))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t", "\r", "\n1", "  =1", '"=1', "'=1", "＝1", "\u200b=1", "\ttext", "'tis"],
)
def test_what_could_be_a_formula_is_protected(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "sign", [*map(chr, range(1, 9)), "\x1b", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff"]
)
def test_a_formula_behind_what_nobody_sees_is_protected(sign: str) -> None:
    assert safe(f"{sign}=1") == f"'{sign}=1"
    assert safe(f"a;{sign} =1") == f"a;'{sign} =1"


def test_a_formula_behind_a_zero_is_protected() -> None:
    assert safe("\0=1") == "'\ufffd=1"


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("a;=1;b; -1", "a;'=1;b;' -1"),
        ("a\t+1", "a\t'+1"),
        ("a\r\n@b", "a\r\n'@b"),
        ("\t=1", "'\t'=1"),
        ('"a;"=1', '"a;\'"=1'),
        ("a;'tis", "a;''tis"),
        ("a; b; 'tis", "a; b; 'tis"),
    ],
)
def test_a_piece_that_could_be_a_formula_is_protected(text: str, protected: str) -> None:
    assert (safe(text), unsafe(protected)) == (protected, text)


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
    for piece in (safe(text), *re.split(r"[;\t\r\n]", safe(text))):
        assert piece.lstrip(' \t\r\n"“\x1b\u202e\ufeff')[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


@given(st.lists(st.one_of(st.text(min_size=1), st.text(SIGNS, min_size=1)).filter(lambda text: "\0" not in text)))
def test_a_list_can_be_split_again(items: list[str]) -> None:
    assert split(cell(items)) == items
