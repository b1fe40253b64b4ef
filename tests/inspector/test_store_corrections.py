"""Corrections in the store: seen at once in lists, counts, queue and overview; whoever wrote them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.corpus.corrections import Correction, undoing
from pipeline.corpus.journal import append_correction
from pipeline.corpus.overlay import apply_corrections
from pipeline.inspector.store import FACETS, Store, StoreError, Wish
from pipeline.record import Record, ThemeScore
from tests.inspector.made import Shelf, clause, record, said, varied

ROPES = record(
    "ropes.txt",
    clause(1, "Notes ropes;", themes=(ThemeScore(theme="oceans", score=0.9), ThemeScore(theme="trade", score=0.6))),
    clause(2, "Notes tides;", uncertain=True),
    clause(3, "Notes gulls;", themes=(ThemeScore(theme="health", score=0.5),), uncertain=True),
    clause(4, "Notes reefs;", themes=(ThemeScore(theme="health", score=1.0),)),
    symbol="A/85/L.901",
    title="Ropes",
    date="2030-05-01",
)
OTHER = record(
    "other.txt", clause(1, "Notes sails;", themes=(ThemeScore(theme="trade", score=0.55),)), date="2031-01-01"
)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()


def key_of(store: Store, record: Record) -> str:
    return next(row.key for row in store.documents(Wish()).documents if row.path == record.source.path)


def counts(store: Store, name: str, wish: Wish | None = None) -> dict[str, int]:
    return {one.value: one.count for one in store.documents(wish or Wish()).facets[FACETS.index(name)].values}


def queued(store: Store, wish: Wish | None = None) -> list[tuple[str | None, str]]:
    rows, total = store.queue(0, 100, wish)
    assert total == len(rows)
    return [(row.symbol, row.clause_id) for row in rows]


def undo(minute: int, one: Correction) -> Correction:
    return undoing(one.id, "Ada", datetime(2026, 3, 1, 9, minute, tzinfo=UTC))


def test_a_correction_is_seen_everywhere_and_its_undoing_too(shelf: Shelf) -> None:
    store = shelf.open([ROPES, OTHER])
    key = key_of(store, ROPES)
    before = (counts(store, "theme"), queued(store), store.overview(Wish()))
    assert before[0] == {"trade": 2, "oceans": 1, "health": 1}
    one = said(1, ROPES, 2, "themes", ["health"], ["labour", "trade"])
    append_correction(shelf.corrections, one)
    store.refresh(key)
    assert counts(store, "theme") == {"trade": 2, "oceans": 1, "health": 1, "labour": 1}
    found = store.documents(Wish(corrected=True))
    assert [(row.key, row.corrected, row.uncertain) for row in found.documents] == [(key, 1, 1)]
    assert found.documents[0].themes == ("trade", "health", "labour")
    assert store.documents(Wish()).corrected == 1
    assert queued(store) == [one for one in before[1] if one != ("A/85/L.901", "op3")]
    seen = store.overview(Wish())
    assert seen.themes_by_year == {
        "trade": {"2030": 2, "2031": 1},
        "health": {"2030": 1},
        "labour": {"2030": 1},
        "oceans": {"2030": 1},
    }
    assert seen.confusion == {("health", "labour"): 1, ("health", "trade"): 1}
    assert (seen.totals["corrected"], seen.totals["uncertain"]) == (1, 1)
    assert store.record(key) == apply_corrections(ROPES, [one]) != ROPES
    assert store.original(key) == ROPES
    back = undo(2, one)
    append_correction(shelf.corrections, back)
    store.refresh(key)
    assert (counts(store, "theme"), queued(store), store.overview(Wish())) == before
    assert store.record(key) == ROPES
    assert store.corrections_of(key) == (one, back)
    again = undo(3, back)
    append_correction(shelf.corrections, again)
    store.sync()
    assert counts(store, "theme")["labour"] == 1
    assert store.corrections_of(key) == (one, back, again)


def test_kinds_and_acts_are_corrected_too_but_the_clause_stays_in_the_queue(shelf: Shelf) -> None:
    store = shelf.open([ROPES])
    key = key_of(store, ROPES)
    append_correction(shelf.corrections, said(1, ROPES, 1, "kind", "operative", "annex"))
    act = {"text": "Notes", "start": 0, "end": 5, "role": "lead", "lemma": "note", "function": "observe"}
    append_correction(shelf.corrections, said(2, ROPES, 1, "act", None, act))
    store.sync()
    assert (counts(store, "kind"), counts(store, "act")) == ({"operative": 1, "annex": 1}, {"note": 1})
    assert ("A/85/L.901", "op2") in queued(store)
    assert store.documents(Wish(act=("note",))).documents[0].corrected == 1
    assert [act.lemma for one in store.record(key).clauses for act in one.acts] == ["note"]  # type: ignore[union-attr]


def test_the_queue_has_the_least_certain_first(shelf: Shelf) -> None:
    store = shelf.open([ROPES, OTHER])
    rows, total = store.queue()
    assert [(row.clause_id, row.symbol, row.uncertain, round(row.closeness, 3)) for row in rows] == [
        ("op3", "A/85/L.901", True, 1.0),
        ("op2", "A/85/L.901", True, 0.0),
        ("op1", None, False, 0.9),
        ("op1", "A/85/L.901", False, 0.8),
    ]
    assert total == 4
    assert (rows[3].themes, rows[3].text, rows[3].title) == ((("oceans", 0.9), ("trade", 0.6)), "Notes ropes;", "Ropes")
    assert store.queue(1, 2) == (rows[1:3], 4)
    assert store.queue(9, 2) == ((), 4)
    assert queued(store, Wish(theme=("trade",))) == [(None, "op1"), ("A/85/L.901", "op1")]
    assert queued(store, Wish(theme=("trade", "health", "none"), year=("2030",))) == [
        ("A/85/L.901", "op3"),
        ("A/85/L.901", "op1"),
    ]
    assert queued(store, Wish(text="gulls")) == [("A/85/L.901", "op3")]
    assert queued(store, Wish(kind=("preambular", "nonsense"))) == []


def test_themes_that_are_confirmed_leave_the_queue(shelf: Shelf) -> None:
    store = shelf.open([ROPES])
    append_correction(shelf.corrections, said(1, ROPES, 2, "themes", ["health"], ["health"]))
    store.sync()
    assert queued(store) == [("A/85/L.901", "op2"), ("A/85/L.901", "op1")]
    assert store.overview(Wish()).confusion == {("health", "health"): 1}


def test_what_another_process_wrote_is_seen_and_kept_over_a_restart(shelf: Shelf) -> None:
    records = varied(20)
    first, second = shelf.open(records), shelf.open()
    for minute, one in enumerate(records):
        append_correction(shelf.corrections, said(minute, one, 0, "themes", [], ["labour"]))
    first.sync()
    second.sync()
    third = shelf.open()
    wish = Wish(theme=("labour",), size=100)
    assert first.documents(wish) == second.documents(wish) == third.documents(wish)
    assert third.documents(wish).total == third.documents(Wish(corrected=True)).total == 20
    assert shelf.steps == []


def test_a_folder_of_corrections_is_read_with_all_its_files(tmp_path: Path, shelf: Shelf) -> None:
    folder = tmp_path / "corrections"
    shelf.corrections = folder
    store = shelf.open([ROPES])
    one = said(1, ROPES, 0, "kind", "operative", "annex")
    append_correction(folder / "ada.jsonl", one)
    store.sync()
    append_correction(folder / "ben.jsonl", undo(2, one))
    assert counts(store, "kind") == {"operative": 1, "annex": 1}
    store.sync()
    assert counts(store, "kind") == {"operative": 1}


def test_half_a_row_waits_and_one_that_is_no_correction_is_passed_over(shelf: Shelf) -> None:
    store = shelf.open([ROPES])
    one, two = (said(at, ROPES, at, "kind", "operative", "annex") for at in (0, 1))
    append_correction(shelf.corrections, one)
    whole = shelf.corrections.read_bytes()
    shelf.corrections.write_bytes(whole[:-40])
    store.sync()
    assert store.documents(Wish()).documents[0].corrected == 0
    with shelf.corrections.open("ab") as file:
        file.write(whole[-40:])
    store.sync()
    assert store.documents(Wish()).documents[0].corrected == 1
    assert shelf.said == []
    with shelf.corrections.open("ab") as file:
        file.write(whole[:50] + b"\n[1]\n")
    append_correction(shelf.corrections, two)
    store.sync()
    assert store.documents(Wish()).documents[0].corrected == 2
    assert [sentence.split(";")[0] for sentence in shelf.said] == [
        "a row of the corrections is no JSON",
        "a row of the corrections is no JSON object",
    ]


def test_corrections_that_were_taken_away_are_forgotten(shelf: Shelf) -> None:
    append_correction(shelf.corrections, said(1, ROPES, 0, "kind", "operative", "annex"))
    store = shelf.open([ROPES])
    assert store.documents(Wish()).documents[0].corrected == 1
    os.replace(shelf.corrections, shelf.corrections.with_suffix(".old"))
    store.sync()
    assert store.documents(Wish()).documents[0].corrected == 0
    assert counts(store, "kind") == {"operative": 1}
    shelf.corrections.mkdir()
    store.sync()


def test_two_people_who_differ_are_told(shelf: Shelf) -> None:
    store = shelf.open([ROPES])
    key = key_of(store, ROPES)
    ada = said(1, ROPES, 0, "themes", ["oceans", "trade"], ["oceans"])
    ben = said(2, ROPES, 0, "themes", ["oceans"], ["trade"], who="Ben")
    append_correction(shelf.corrections, ada)
    store.sync()
    assert store.disputes_of(key) == ()
    append_correction(shelf.corrections, ben)
    store.sync()
    assert [(one.clause, one.said) for one in store.disputes_of(key)] == [("op1", (ada, ben))]


def test_a_correction_of_words_that_changed_does_not_hold(shelf: Shelf) -> None:
    append_correction(shelf.corrections, said(1, ROPES, 0, "kind", "operative", "annex"))
    changed = record("ropes.txt", clause(1, "Notes new ropes;"), symbol="A/85/L.901")
    store = shelf.open([changed])
    assert store.documents(Wish()).documents[0].corrected == 0
    assert len(store.corrections_of(key_of(store, changed))) == 1


def test_a_closed_store_says_so(shelf: Shelf) -> None:
    store = shelf.open([ROPES])
    key = key_of(store, ROPES)
    store.close()
    with pytest.raises(StoreError, match="is closed; start `clausewise inspect` again"):
        store.record(key)
