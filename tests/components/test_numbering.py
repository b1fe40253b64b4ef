"""Labels of sub-paragraphs: which level each has, what hangs on what, and what is odd."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from pipeline.components.numbering import Levels, Reading, bare_number, readings_of, roman_value


def place(labels: str) -> str:
    """Place the labels one after the other; ``!`` stands after one that is odd, and dots show the level."""
    levels, parts, printed = Levels(), [], labels.split()
    above_of: list[int | None] = []
    for index, (label, following) in enumerate(zip_longest(printed, printed[1:])):
        level, above, odd = levels.place(label, following, index)
        above_of.append(above)
        assert (above is None) == (level == 1)
        if above is not None:
            assert above < index
            assert parts[above].count(".") - printed[above].count(".") == level - 2
        parts.append("." * (level - 1) + label + ("!" if odd else ""))
    return " ".join(parts)


@pytest.mark.parametrize(
    ("labels", "placed"),
    [
        ("(a) (b) (c)", "(a) (b) (c)"),
        ("(a) (i) (ii) (b)", "(a) .(i) .(ii) (b)"),
        ("(a) (i) (b) (i) (c)", "(a) .(i) (b) .(i) (c)"),
        ("(a) (i) a. b. (ii) (b)", "(a) .(i) ..a. ..b. .(ii) (b)"),
        ("(g) (h) (i) (j)", "(g)! (h) (i) (j)"),
        ("(h) (i) (ii) (i) (j)", "(h)! .(i) .(ii) (i) (j)"),
        ("(a) (b) (c) (i) (ii) (iii) (iv) (v) (vi) (d)",
         "(a) (b) (c) .(i) .(ii) .(iii) .(iv) .(v) .(vi) (d)"),
        ("(i) (ii) (iii)", "(i) (ii) (iii)"),
        ("(u) (v) (w) (x) (y) (z) (aa) (bb)", "(u)! (v) (w) (x) (y) (z) (aa) (bb)"),
        ("(a) (c)", "(a) (c)!"),
        ("(a) (b) (b) (c)", "(a) (b) (b)! (c)"),
        ("(a) (i) (ii) (iv) (b)", "(a) .(i) .(ii) .(iv)! (b)"),
        ("(a) (b) (a) (b)", "(a) (b) (a)! (b)"),
        ("– – –", "– – –"),
        ("(a) – – (b) –", "(a) .– .– (b) .–"),
        ("• – – •", "• .– .– •"),
        ("1. 2. 3.", "1. 2. 3."),
        ("(1) (a) (b) (2)", "(1) .(a) .(b) (2)"),
        ("a) b) c)", "a) b) c)"),
        ("(A) (1) (B)", "(A) .(1) (B)"),
        ("(k)", "(k)!"),
        ("1.1 1.2 2.1", "1.1 1.2 2.1"),
    ],
)  # fmt: skip
def test_levels(labels: str, placed: str) -> None:
    assert place(labels) == placed


@pytest.mark.xfail(strict=True, reason="(iii) after (i) is taken for a tripled letter of the level above")
def test_a_gap_among_numerals_that_are_doubled_letters_too() -> None:
    assert place("(a) (i) (iii) (b)") == "(a) .(i) .(iii)! (b)"


@pytest.mark.parametrize(
    ("label", "odd"),
    [
        ("(d)", "label (d) does not follow the one before"),
        ("(a)", "label (a) begins again"),
        ("(7)", "label (7) opens a list that has no beginning"),
        ("(b)", None),
        ("(i)", None),
        ("–", None),
    ],
)
def test_what_is_odd_is_said(label: str, odd: str | None) -> None:
    levels = Levels()
    levels.place("(a)", label, 0)
    assert levels.place(label, None, 1)[2] == odd


def test_ten_thousand_of_one_label_stay_at_their_level() -> None:
    levels = Levels()
    found = {levels.place("(a)", "(a)", index)[:2] for index in range(10_000)}
    assert found == {(1, None)}
    assert len(levels.open) == 1


@pytest.mark.parametrize(
    ("label", "readings"),
    [
        ("(a)", [Reading("lower letter (…)", 1)]),
        ("(i)", [Reading("lower letter (…)", 9), Reading("lower roman (…)", 1)]),
        ("(ii)", [Reading("lower letter (…)", 35), Reading("lower roman (…)", 2)]),
        ("(iv)", [Reading("lower roman (…)", 4)]),
        ("(bb)", [Reading("lower letter (…)", 28)]),
        ("(ab)", [Reading("sign (…)", 0)]),
        ("(C)", [Reading("upper letter (…)", 3), Reading("upper roman (…)", 100)]),
        ("(12)", [Reading("number (…)", 12)]),
        ("3.", [Reading("number ….", 3)]),
        ("b)", [Reading("lower letter …)", 2)]),
        ("1.2", [Reading("decimal 1", 0)]),
        ("1.2.3.", [Reading("decimal 2", 0)]),
        ("–", [Reading("sign –", 0)]),
        ("•", [Reading("sign •", 0)]),
        ("(é)", [Reading("sign (…)", 0)]),
        ("()", [Reading("sign ()", 0)]),
    ],
)
def test_readings(label: str, readings: list[Reading]) -> None:
    assert readings_of(label) == readings


NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"


def test_numerals() -> None:
    assert [roman_value(numeral) for numeral in NUMERALS.split()] == list(range(1, 21))
    assert [roman_value(numeral) for numeral in ("", "a", "xl", "xc", "iq")] == [0, 0, 40, 90, 0]


@pytest.mark.parametrize(
    ("text", "expected", "length"),
    [
        ("11 Condemns the theft of the bell;", 11, 2),
        ("11 Condemns the theft of the bell;", 12, 0),
        ("11. Condemns the theft of the bell;", 11, 0),
        ("110 Condemns the theft of the bell;", 11, 0),
        ("1 Condemns the theft of the bell;", 1, 0),
        ("11", 11, 0),
    ],
)
def test_a_number_without_its_dot_is_the_one_expected(text: str, expected: int, length: int) -> None:
    assert bare_number(text, expected) == length
