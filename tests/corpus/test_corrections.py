"""Corrections: what a row must say, and what several rows come to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.corrections import (
    Correction,
    DisagreementError,
    check_correction,
    correction_files,
    fold_corrections,
    new_correction,
    read_corrections,
)
from pipeline.corpus.digests import text_sha256
from pipeline.corpus.errors import CorpusError
from tests.corpus.conftest import FERRIES, LIGHTS, Write

SPAN = {"start": 0, "end": 10, "text": "Encourages"}


def said(minute: int, who: str, after: Any, **known: Any) -> Correction:
    row: dict[str, Any] = {"text": LIGHTS, "field": "themes", "before": [], "after": after}
    return new_correction(who, datetime(2026, 3, 1, 9, minute, tzinfo=UTC), **(row | known))


def undo(minute: int, who: str, one: Correction) -> Correction:
    return new_correction(who, datetime(2026, 3, 1, 9, minute, tzinfo=UTC), undoes=one.id)


def test_a_new_correction_is_whole() -> None:
    one = said(
        5, "Ada", ["oceans", "health"], before=["health"], document="A/1", clause="op1", why="it does", model="m 1"
    )
    assert one == Correction(
        id=one.id,
        who="Ada",
        when="2026-03-01T09:05:00.000Z",
        why="it does",
        document="A/1",
        clause="op1",
        sha256=text_sha256(LIGHTS),
        text=LIGHTS,
        field="themes",
        before="health",
        after="oceans health",
        model="m 1",
    )
    assert len({said(5, "Ada", []).id for _ in range(50)}) == 50
    assert check_correction(one.to_dict(), "x") == one
    span = said(5, "Ada", SPAN, field="act", before=None)
    assert (span.before, span.after) == (None, '{"end": 10, "start": 0, "text": "Encourages"}')


GOOD = said(5, "Ada", ["oceans"], before=[]).to_dict()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"colour": "red"}, "unknown key `colour`"),
        ({"id": ""}, "no `id`"),
        ({"who": " "}, "no `who`"),
        ({"why": 3}, "`why` is 3"),
        ({"undoes": ["x"]}, "`undoes` is"),
        ({"when": "yesterday"}, "`when` is 'yesterday'"),
        ({"when": None}, "`when` is None"),
        ({"when": "2026-03-01T09:05:00"}, "give a time in UTC"),
        ({"when": "2026-03-01T09:05:00+02:00"}, "give a time in UTC"),
        ({"sha256": "abc"}, "`sha256` is 'abc'"),
        ({"text": FERRIES}, "`sha256` is not that of `text`"),
        ({"field": "colour"}, "`field` is 'colour'"),
        ({"after": None}, "`after` is missing"),
        ({"before": ["oceans"]}, "`before` is"),
        ({"field": "kind", "before": "operative", "after": "verse"}, "`after` is 'verse'; known kinds"),
        ({"field": "act", "before": "x", "after": None}, "give a span of the record as JSON"),
        ({"field": "act", "before": '{"start": 3, "end": 3}', "after": None}, "give a span"),
        ({"field": "act", "before": '{"start": true, "end": 3}', "after": None}, "give a span"),
        ({"field": "act", "before": "[" * 99_999, "after": None}, "give a span"),
        ({"field": "date", "before": None, "after": None}, "neither `before` nor `after`"),
    ],
)
def test_a_row_that_is_no_correction_is_named(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(CorpusError, match=reason) as error:
        check_correction(GOOD | change, "mine.jsonl, row 7")
    assert str(error.value).startswith("mine.jsonl, row 7: ")


def test_files_are_read_in_the_order_of_time(write: Write, tmp_path: Path) -> None:
    first, second, third = said(1, "Ada", []), said(2, "Ada", ["oceans"]), said(3, "Ada", ["health"])
    one, two = write("one.jsonl", [first.to_dict(), third.to_dict()]), write("two.jsonl", [second.to_dict()])
    (tmp_path / "empty.jsonl").touch()
    assert read_corrections([one, tmp_path / "empty.jsonl", two, one]) == [first, second, third]
    with pytest.raises(CorpusError, match="stands in another row too"):
        read_corrections([one, write("three.jsonl", [second.to_dict() | {"id": first.id}])])
    with pytest.raises(CorpusError, match="takes back nothing-known, which is in no file"):
        read_corrections([write("four.jsonl", [{**undo(4, "Ada", first).to_dict(), "undoes": "nothing-known"}])])


def test_the_last_word_of_a_person_holds() -> None:
    rows = [
        said(1, "Ada", ["health"]),
        said(2, "Ada", ["oceans"]),
        said(3, "Ada", "annex", field="kind", before="operative"),
    ]
    assert fold_corrections(rows) == rows[1:]


def test_what_is_taken_back_is_gone_and_what_stood_before_holds() -> None:
    first, second = said(1, "Ada", ["health"]), said(2, "Ada", ["oceans"])
    back = undo(3, "Ada", second)
    assert fold_corrections([first, second, back]) == [first]
    assert fold_corrections([first, second, back, undo(4, "Ada", back)]) == [second]
    assert fold_corrections([first, undo(2, "Bo", first)]) == []


def test_two_who_disagree_are_named() -> None:
    ada, bo = said(1, "Ada", ["health"], document="A/1", clause="op1"), said(2, "Bo", [], document="A/1", clause="op1")
    with pytest.raises(DisagreementError) as error:
        fold_corrections([ada, bo])
    assert error.value.disputes == (f"A/1 op1, themes: Ada says health, Bo says no theme ({ada.id}, {bo.id})",)
    assert str(error.value).startswith(f"people disagree: {error.value.disputes[0]}; ")
    assert fold_corrections([ada, bo, undo(3, "Bo", bo)]) == [ada]
    assert fold_corrections([ada, bo, said(3, "Bo", ["health"])])[0].after == "health"


def test_whose_values_are_equal_do_not_disagree() -> None:
    rows = [said(1, "Ada", ["health", "oceans"]), said(2, "Bo", ["oceans", "health"])]
    assert fold_corrections(rows) == [rows[1]]
    spans = [said(1, who, {"end": 10, "start": 0}, field="act", before=SPAN) for who in ("Ada", "Bo")]
    assert len(fold_corrections(spans)) == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "disagree"),
    [
        ({"title": "Islands"}, {"title": "ISLANDS"}, True),
        ({"title": "Islands"}, {"title": ""}, True),
        ({"title": "Islands"}, {"title": "Harbours"}, False),
        ({}, {"text": FERRIES}, False),
        ({}, {"field": "kind", "before": "operative", "after": "annex"}, False),
        ({"field": "act", "before": SPAN, "after": None}, {"field": "act", "before": SPAN, "after": SPAN}, True),
        ({"field": "act", "before": SPAN, "after": None}, {"field": "act", "before": None, "after": SPAN}, True),
        (
            {"field": "act", "before": SPAN, "after": None},
            {"field": "act", "before": SPAN | {"start": 3}, "after": SPAN},
            False,
        ),
    ],
)
def test_people_disagree_on_the_same_thing_only(mine: dict[str, Any], theirs: dict[str, Any], disagree: bool) -> None:
    mine = {"after": ["health"], **mine}
    theirs = {"after": ["oceans"], **theirs}
    rows = [said(1, "Ada", **mine), said(2, "Bo", **theirs)]
    if disagree:
        with pytest.raises(DisagreementError):
            fold_corrections(rows)
    else:
        assert fold_corrections(rows) == rows


def test_the_corrections_of_the_project_are_an_example_that_comes_to_nothing() -> None:
    rows = read_corrections(correction_files())
    assert len(rows) >= 2
    assert fold_corrections(rows[:2]) == []
