"""Markup: which characters are no part of the text, and what stands in italics."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.layout.markup import find_markup, has_markup


def read(text: str) -> tuple[str, list[str]]:
    """Return the text without its markup, and what it sets in italics."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    dropped, italics = find_markup(text, spans)
    assert dropped == sorted(dropped)
    assert all(first[1] <= second[0] for first, second in pairwise(dropped))
    kept = [letter for place, letter in enumerate(text) if not any(low <= place < high for low, high in dropped)]
    return "".join(kept), [text[low:high] for low, high in italics]


@pytest.mark.parametrize(
    ("text", "seen", "italics"),
    [
        ("*Recalls* its plea,", "Recalls its plea,", ["Recalls"]),
        ("_Recalls_ its plea,", "Recalls its plea,", ["Recalls"]),
        ("**Recalls** its plea,", "Recalls its plea,", []),
        ("***Recalls*** its plea,", "Recalls its plea,", ["Recalls"]),
        ("*Also recalls*, and *Nadir*;", "Also recalls, and Nadir;", ["Also recalls", "Nadir"]),
        ("resolution [59/901](#) of", "resolution 59/901 of", []),
        ("[1631 \\(2005\\)](https://x.org/a_b)", "1631 (2005)", []),
        ("[*Nadir*](#) sank", "Nadir sank", ["Nadir"]),
        ("see [1] and (2)", "see [1] and (2)", []),
        ("two \\* three", "two * three", []),
        ("2 * 3 = 6 and 4 * 5 = 20", "2 * 3 = 6 and 4 * 5 = 20", []),
        ("Chad and Peru:* draft", "Chad and Peru:* draft", []),
        ("snake_case_name stays", "snake_case_name stays", []),
        ("<i>Notes</i> the <b>bell</b><br/>", "Notes the bell", []),
        ("a < b and c > d", "a < b and c > d", []),
        ("## The bells", "The bells", []),
        ("> quoted", "quoted", []),
        ("#9 is a number", "#9 is a number", []),
        ("*Recalls\nits* plea,", "Recalls\nits plea,", ["Recalls\nits"]),
        ("*lone", "*lone", []),
        ("", "", []),
    ],
)
def test_markup_and_italics(text: str, seen: str, italics: list[str]) -> None:
    assert read(text) == (seen, italics)


@pytest.mark.xfail(strict=True, reason="a raised numeral beside a sign of emphasis is taken for a letter")
@pytest.mark.parametrize("text", ["the *Nadir*² sank", "the ships²*Nadir* and"])
def test_emphasis_beside_a_note_mark(text: str) -> None:
    assert read(text) == (text.replace("*", ""), ["Nadir"])


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The Council thanks the rowers, 59/50; (a) – “b”.", False),
        ("*a*", True),
        ("a_b", True),
        ("[a](#)", True),
        ("a\\(", True),
        ("<sup>1</sup>", True),
        ("a\n# b", True),
        ("a\n> b", True),
        ("a # b > c", False),
    ],
)
def test_most_plain_texts_have_no_sign_of_markup(text: str, may: bool) -> None:
    assert has_markup(text) is may
