"""The lexicon of the printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.lexicon import layout as module
from pipeline.lexicon.layout import LayoutLexicon, Row, any_of, check_layout, load_layout


@pytest.fixture
def fresh() -> Iterator[None]:
    """Load the lexicon anew for a test that changes it, and after it."""
    load_layout.cache_clear()
    yield
    load_layout.cache_clear()


def test_every_row_finds_its_examples_and_nothing_else() -> None:
    assert check_layout() == []


def rows_of(lexicon: LayoutLexicon) -> dict[str, tuple[Row, ...]]:
    return {"furniture": lexicon.furniture, "label": lexicon.labels, "part": lexicon.parts, "annex": lexicon.annex}


@pytest.mark.parametrize("name", ["furniture", "label", "part", "annex"])
def test_every_row_has_examples_both_ways_and_an_id_of_its_own(name: str) -> None:
    rows = rows_of(load_layout())[name]
    assert all(row.examples and row.counterexamples for row in rows)
    assert len({row.id for row in rows}) == len(rows)


def test_one_expression_stands_for_all_rows() -> None:
    lexicon = load_layout()
    lines = [text for rows in rows_of(lexicon).values() for row in rows for text in row.examples + row.counterexamples]
    for rows, one in ((lexicon.furniture, lexicon.any_furniture), (lexicon.labels, lexicon.any_label)):
        assert one.pattern == any_of(rows).pattern
        assert [bool(one.match(line)) for line in lines] == [
            any(row.pattern.match(line) for row in rows) for line in lines
        ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1. Thanks", ("number", 2)),
        ("12.\tThanks", ("number", 3)),
        ("3 bis. Thanks", ("number", 6)),
        ("1.Thanks", ("number", 2)),
        ("1.1. Members", ("decimal", 4)),
        ("(a) To", ("parenthesis", 3)),
        ("(xii) To", ("parenthesis", 5)),
        ("(a)", ("parenthesis", 3)),
        ("a) to", ("half-parenthesis", 2)),
        ("a. to", ("letter", 2)),
        ("iv. to", ("letter", 3)),
        ("– to", ("dash", 1)),
        ("•to", ("dash", 1)),
        ("* to", ("dash", 1)),
        ("*Thanks*", None),
        ("1.5 million", None),
        ("12 ships", None),
        ("(2031) of", None),
        ("(see above)", None),
        ("e.g. ropes", None),
        ("-5 degrees", None),
        ("Thanks", None),
        ("", None),
    ],
)
def test_labels(text: str, label: tuple[str, int] | None) -> None:
    assert load_layout().label_of(text) == label


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31-04417 (E)    060531", "job-number"),
        ("31-04417", "job-number"),
        ("2/7 31-04417", "job-number"),
        ("31-04417 2/7", "job-number"),
        ("GE.31-04417(E)", "job-number"),
        ("N3104417 (E)", "job-number"),
        ("*3104417*", "barcode"),
        ("3/7", "page-number"),
        ("Page 3", "page-number"),
        ("- 3 -", "page-number"),
        ("/...", "page-footer"),
        ("Please recycle", "stamp"),
        ("3", None),
        ("2031", None),
        ("1/3 of the ringers", None),
        ("Thanks the ringers;", None),
    ],
)
def test_furniture(text: str, kind: str | None) -> None:
    assert load_layout().furniture_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "part"),
    [("I", "I"), ("IV.", "IV"), ("A", "A"), ("B.", "B"), ("I ring", None), ("AB", None), ("1", None), ("a", None)],
)
def test_parts(text: str, part: str | None) -> None:
    assert load_layout().part_of(text) == part


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Annex", True),
        ("ANNEX II", True),
        ("[Annex]", True),
        ("Annex I: Bells", True),
        ("Annex — Bells", True),
        ("Appendix A", True),
        ("Annex I of the report", False),
        ("The annex", False),
        ("Annexed bells", False),
    ],
)
def test_annexes(text: str, opens: bool) -> None:
    assert load_layout().opens_annex(text) is opens


@pytest.mark.usefixtures("fresh")
def test_the_check_says_which_row_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = load_layout()
    wrong = Row("roman", "part", re.compile("(?P<label>Q)$"), ("Q", "Z"), ("Q",))
    monkeypatch.setattr(module, "load_layout", lambda: replace(lexicon, parts=(wrong, *lexicon.parts)))
    assert check_layout() == [
        "layout.toml: two rows of [[part]] have the same id; give each its own",
        "layout.toml: [[part]] roman: example 'Z' is found by letter",
        "layout.toml: [[part]] roman: counterexample 'Q' matches",
    ]
