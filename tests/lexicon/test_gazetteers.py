"""The gazetteers are in order, and the index finds the longest name where a word ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon.gazetteers import (
    COLUMNS,
    GazetteerRow,
    NameIndex,
    check_gazetteers,
    gazetteer_files,
    load_gazetteers,
    read_rows,
)

HEADER = ",".join(COLUMNS)


def index(*names: str, case: str = "") -> NameIndex:
    """Return an index with one row a name."""
    return NameIndex(GazetteerRow(f"x:{i}", "ORG", (name,), "", case) for i, name in enumerate(names))


def test_the_gazetteers_have_no_problem() -> None:
    assert check_gazetteers() == []


def test_the_gazetteers_are_wide() -> None:
    assert len(load_gazetteers().forms) > 2500
    labels = {row.label for path in gazetteer_files() for row in read_rows(path)}
    assert labels == {"ORG", "GPE", "LOC", "INSTRUMENT", "EVENT", "OPERATION", "OFFICE", "PERSON"}


def test_every_member_state_is_there_once() -> None:
    states = next(path for path in gazetteer_files() if path.name == "states.csv")
    codes = [row.iso3 for row in read_rows(states) if row.iso3]
    assert len(codes) == len(set(codes))
    former = {"CSK", "DDR", "SCG", "SUN", "YMD", "YUG"}
    observers = {"VAT", "PSE"}
    assert len(set(codes) - former - observers) == 193


@pytest.mark.parametrize(
    ("name", "norm"),
    [
        ("Syrian Arab Republic", "SYR"),
        ("Zaire", "COD"),
        ("Burma", "MMR"),
        ("Czechoslovakia", "CSK"),
        ("Union of Soviet Socialist Republics", "SUN"),
        ("Côte d'Ivoire", "CIV"),
        ("Western Sahara", "ESH"),
        ("General Assembly", "UN:general-assembly"),
        ("Secretary-General", "UN:secretary-general"),
        ("UNIFIL", "operation:united-nations-interim-force-in-lebanon"),
        ("Geneva", "place:geneva"),
    ],
)
def test_norms(name: str, norm: str) -> None:
    found = load_gazetteers().longest(f"{name}, where", 0)
    assert found is not None
    assert (found[0], found[1].norm) == (len(name), norm)


def test_the_longest_name_wins_and_ends_with_a_word() -> None:
    names = index("River", "River Board", "River Board of Control", "River Boards")

    def longest(text: str) -> str | None:
        found = names.longest(text, 0)
        return text[: found[0]] if found else None

    assert longest("River Board of Controls") == "River Board"
    assert longest("River Board of Control, which") == "River Board of Control"
    assert longest("River Boarding") == "River"
    assert longest("Riverside") is None
    assert longest("River-wide") is None
    assert longest("") is None


def test_case() -> None:
    assert index("Tide Council").longest("tide council", 0) is None
    folded = index("Tide Council", case="fold")
    assert [folded.longest(text, 0) is not None for text in ("Tide Council", "tide council", "Tide council")] == [
        True
    ] * 3
    assert folded.anchors() == ["tide council"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["id,label"], "the header is"),
        ([HEADER, "x:a,ORG,A,,"], "5 fields"),
        ([HEADER, "a,ORG,A,,,,"], "not of the form"),
        ([HEADER, "x:a,BODY,A,,,,"], "unknown label"),
        ([HEADER, "x:a,ORG,,,,,"], "no name"),
        ([HEADER, "x:a,GPE,A,,,fra,"], "bad ISO code"),
        ([HEADER, "x:a,ORG,A,,,FRA,"], "bad ISO code"),
        ([HEADER, "x:a,ORG,A ,,,,"], "white space"),
        ([HEADER, "x:a,ORG,A,,B||C,,"], "empty form"),
        ([HEADER, "x:a,ORG,A,,,,upper"], "unknown case rule"),
        ([HEADER, "x:b,ORG,B,,,,", "x:a,ORG,A,,,,"], "stands after"),
        ([HEADER, "x:a,ORG,A,,,,", "x:a,ORG,B,,,,"], "stands twice"),
        ([HEADER, "x:a,ORG,A,,C,,", "x:b,ORG,B,C,,,"], "claimed by"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, lines: list[str], problem: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = check_gazetteers([path])
    assert len(problems) == 1
    assert problem in problems[0]
