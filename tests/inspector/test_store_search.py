"""Searching clauses: words, phrases, beginnings, and whatever else people type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.inspector.store import ClauseHit, Store, Wish
from tests.inspector.made import Shelf, clause, record

RECORDS = [
    record(
        "ropes.txt",
        clause(1, "Requests the Harbour Master to count the ropes of the Élan, and the lanterns;"),
        clause(2, "Notes that ropes fray."),
        clause(3, "Notes nothing of them."),
        symbol="A/85/L.901",
        title="Ropes and lanterns",
    ),
    record("tides.txt", clause(1, "Notes the tides, AND the harbours;"), symbol="A/85/L.902", title="Tides"),
    record("fray.txt", clause(1, "Recalls resolution A/RES/84/17 on \x02odd\x03 <b>marks</b>;"), title="Quays"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    shelf = Shelf(tmp_path_factory.mktemp("search"))
    yield shelf.open(RECORDS)
    shelf.close()


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("ropes", ["ropes.txt"]),
        ("ROPES fray", ["ropes.txt"]),
        ("fray lanterns", []),  # not in one clause
        ('"the harbour master"', ["ropes.txt"]),
        ('"harbour the master"', []),
        ("harbour", ["ropes.txt"]),
        ("harbour*", ["ropes.txt", "tides.txt"]),
        ("h*", ["ropes.txt", "tides.txt"]),
        ("elan", ["ropes.txt"]),  # with or without accents
        ("“notes the tides”", ["tides.txt"]),
        ("A/RES/84/17", ["fray.txt"]),
        ("A/85/L.902", ["tides.txt"]),  # the symbol
        ("quays", ["fray.txt"]),  # the title
        ("l.90*", ["ropes.txt", "tides.txt"]),
        ("AND", ["ropes.txt", "tides.txt"]),
        ("tides OR ropes", []),  # a word like any other
        ("(tides", ["tides.txt"]),
        ("text:tides", []),
        ("^notes -tides", ["tides.txt"]),
        ('"notes', ["ropes.txt", "tides.txt"]),
        ("nowhere", []),
        ("* - \" '", ["fray.txt", "ropes.txt", "tides.txt"]),  # holds no word, so asks for nothing
    ],
)
def test_what_is_found(store: Store, text: str, paths: list[str]) -> None:
    found = store.documents(Wish(text=text))
    assert sorted(row.path for row in found.documents) == paths
    assert found.total == len(paths)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters(codec=None), max_size=40) | st.text('"*()^:-+ANDORTnear \0\ud800', max_size=20))
def test_nothing_that_a_person_types_is_an_error(store: Store, text: str) -> None:
    found = store.documents(Wish(text=text, sort="rank"))
    assert 0 <= found.total <= 3
    assert store.queue(wish=Wish(text=text))[1] >= 0


def test_a_very_long_search_is_cut_and_none_is_an_error(store: Store) -> None:
    assert store.documents(Wish(text="ropes " * 5000)).total == 1
    assert store.documents(Wish(text="r* " * 5000)).total == 2
    assert store.documents(Wish(text="x" * 100_000)).total == 0


def test_hits_are_clauses_in_their_order_with_what_was_searched_for_marked(store: Store) -> None:
    (row,) = store.documents(Wish(text="ropes")).documents
    assert row.hits == (
        ClauseHit(
            clause_id="op1",
            snippet=(
                ("Requests the Harbour Master to count the ", False),
                ("ropes", True),
                (" of the Élan, and the lanterns;", False),
            ),
        ),
        ClauseHit(clause_id="op2", snippet=(("Notes that ", False), ("ropes", True), (" fray.", False))),
    )
    (row,) = store.documents(Wish(text="odd marks")).documents
    assert row.hits[0].snippet == (
        ("Recalls resolution A/RES/84/17 on \x02", False),
        ("odd", True),
        ("\x03 <b>", False),
        ("marks", True),
        ("</b>;", False),
    )


def test_a_title_alone_is_found_without_a_clause(store: Store) -> None:
    found = store.documents(Wish(text="quays"))
    assert [row.hits for row in found.documents] == [()]
    assert (found.total, found.clauses) == (1, 0)
    assert store.documents(Wish(text="ropes")).clauses == 2


def test_the_best_come_first(tmp_path: Path) -> None:
    def mending(name: str, times: int, title: str = "") -> object:
        texts = ["Mends nets;"] * times + ["Notes boats;"] * (4 - times)
        return record(
            name, *(clause(at, text) for at, text in enumerate(texts, 1)), title=title, date=f"203{times}-01-01"
        )

    shelf = Shelf(tmp_path)
    store = shelf.open([mending("one", 1), mending("three", 3), mending("none", 0, "Nets"), mending("two", 2)])  # type: ignore[list-item]
    down = [row.path for row in store.documents(Wish(text="nets", sort="rank")).documents]
    up = [row.path for row in store.documents(Wish(text="nets", sort="rank", descending=False)).documents]
    dated = [row.path for row in store.documents(Wish(text="nets", sort="date")).documents]
    shelf.close()
    assert down == ["none", "three", "two", "one"]
    assert up == ["one", "two", "three", "none"]
    assert dated == ["three", "two", "one", "none"]
