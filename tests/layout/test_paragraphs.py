"""Paragraphs: how strongly a line opens a clause, and which lines belong together."""

from __future__ import annotations

import pytest

from pipeline.layout import Lexicons
from pipeline.layout.lines import is_exact, print_width, split_lines
from pipeline.layout.paragraphs import CAPITAL, LABEL, NONE, PHRASE, Joiner, join_lines
from pipeline.reading.source import SourceText


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("1. Thanks the ringers", LABEL),
        ("(a) A bell", LABEL),
        ("– A rope", LABEL),
        ("II", LABEL),
        ("Annex", LABEL),
        ("The General Assembly,", LABEL),
        ("3 March 2031", LABEL),
        ("Adopted unanimously at the 9th meeting.", LABEL),
        ("Recalling the bells", PHRASE),
        ("*Deeply aware* of the bells", PHRASE),
        ("Bells and ropes", CAPITAL),
        ("“Bells and ropes", CAPITAL),
        ("[on the report", CAPITAL),
        ("of the bells", NONE),
        ("2031 was the year", NONE),
        ("***", NONE),
    ],
)
def test_strength_of_an_opening(text: str, strength: int, lexicons: Lexicons) -> None:
    assert Joiner(None, False, lexicons).strength(text) == strength


def paragraphs(text: str, lexicons: Lexicons, removed: str = "") -> list[str]:
    """Return the paragraphs of a text; lines that begin with ``removed`` are notes."""
    lines = split_lines(SourceText("a.txt", text))
    for line in lines:
        if removed and line.text.startswith(removed):
            line.role = "note"
    width = print_width(line for line in lines if line.role == "text")
    flow = [line for line in lines if line.role == "text"]
    joined = join_lines(lines, Joiner(width, is_exact(flow, width), lexicons))
    assert [line for paragraph in joined for line in paragraph] == flow
    return [" / ".join(line.text for line in paragraph) for paragraph in joined]


BLANK_CASES = {
    "paragraphs one a line": ("Recalling the bells,\n\nThanks the ringers;\n\nPays them.",
                              ["Recalling the bells,", "Thanks the ringers;", "Pays them."]),
    "a sentence cut by a note, small letter": ("Recalling the bells that\n\n@ note\n\nwere rung,",
                                               ["Recalling the bells that / were rung,"]),
    "a sentence cut by a note, capital": ("Recalling the bells of the\n\n@ note\n\nOld Harbour,",
                                          ["Recalling the bells of the / Old Harbour,"]),
    "no sentence is cut before a phrase": ("Recalling the bells\n\n@ note\n\nNoting the ropes,",
                                           ["Recalling the bells", "Noting the ropes,"]),
    "no sentence is cut before a number": ("Thanks the ringers and\n\n@ note\n\n2. Requests ropes;",
                                           ["Thanks the ringers and", "2. Requests ropes;"]),
    "after a comma a small letter goes on over a note": ("Recalling the bells,\n\n@ note\n\nand the ropes,",
                                                         ["Recalling the bells, / and the ropes,"]),
    "after a semicolon nothing goes on": ("Thanks the ringers;\n\n@ note\n\nand the founders;",
                                          ["Thanks the ringers;", "and the founders;"]),
    "a hyphen goes on": ("Recalling the light-\n\nhouses,", ["Recalling the light- / houses,"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BLANK_CASES)
def test_paragraphs_between_blank_lines(name: str, lexicons: Lexicons) -> None:
    text, expected = BLANK_CASES[name]
    assert paragraphs(text, lexicons, removed="@") == expected


FILL = "that the keepers of the four lights have asked for oil, wicks and the warm coats that they need\n"
WRAPPED_CASES = {
    "small letters go on": (f"Recalling {FILL}{FILL}for the winter,\nThanks the keepers.",
                            [4 - 1, 1]),
    "a name at the head of a line goes on": (f"Recalling {FILL}United Nations ships,\nThanks the keepers.", [2, 1]),
    "a phrase opens": (f"Recalling {FILL}from them,\nNoting {FILL}from them,\nThanks the keepers.", [2, 2, 1]),
    "a number opens": (f"1. Thanks {FILL}for the winter;\n2. Requests {FILL}for the spring.", [2, 2]),
    "a number in a sentence goes on": (f"1. Decides {FILL}{FILL}12 of the lights,\n2. Thanks {FILL}all.", [3, 2]),
    "a heading stands alone": (f"1. Thanks {FILL}for the winter;\nOil and wicks\n2. Requests {FILL}more.", [2, 1, 2]),
    "a long heading stands alone above a blank line": (
        f"1. Thanks {FILL}{FILL[:-2]};\nOil, wicks and coats for the keepers of the four lights in years to come\n\n"
        f"2. Requests {FILL}more.", [2, 1, 2]),
    "the rest of a sentence above a blank line goes on": (
        f"1. Thanks {FILL}{FILL[:-2]}.\nWicks and coats for the keepers of the four lights in the years to come;\n\n"
        f"2. Requests {FILL}more.", [3, 2]),
    "a labelled sentence goes on where blank lines part paragraphs": (
        "".join(f"({sign}) To mend {FILL}and oil the lamps\nof all;\n\n" for sign in "abcde")
        + f"(f) the League of Keepers, the Guild of the Old Pilots, the Ice\nCommission and all {FILL}for the winter.",
        [3] * 5 + [3]),
    "a labelled heading stands alone where none do": (
        "".join(f"({sign}) To mend {FILL}and oil the lamps\nof all;\n" for sign in "abcde")
        + f"(f) the League of Keepers, the Guild of the Old Pilots, the Ice\nCommission and all {FILL}for the winter.",
        [3] * 5 + [1, 2]),
    "short paragraphs stand alone": (f"Recalling {FILL}from them,\nThanks the keepers;\nDecides to pay.", [2, 1, 1]),
    "an annex follows a full stop": (f"1. Decides {FILL}for the winter.\nAnnex\nList of lights", [2, 1, 1]),
    "an annex that is named goes on": (f"1. Decides {FILL}{FILL[:-6]} as in\nAnnex I;\n2. Thanks {FILL}all.", [3, 2]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRAPPED_CASES)
def test_wrapped_lines(name: str, lexicons: Lexicons) -> None:
    text, counts = WRAPPED_CASES[name]
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    expected = []
    for count in counts:
        expected.append(" / ".join(lines[:count]))
        del lines[:count]
    assert lines == []
    assert paragraphs(text, lexicons) == expected


def test_nothing_gives_no_paragraphs(lexicons: Lexicons) -> None:
    assert paragraphs("", lexicons) == []
