"""Corrections laid over a record: what holds, what does not, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipeline.corpus.corrections import Correction, new_correction, undoing
from pipeline.corpus.overlay import apply_corrections, disputes, document_themes, fitting, standing
from pipeline.record import (
    Act,
    Clause,
    DateExpression,
    DocumentTheme,
    Entity,
    Mandate,
    Masthead,
    Provenance,
    Record,
    Source,
    ThemeScore,
)
from pipeline.record_plain import write_plain

ROPES = "Requests the Harbour Master to report on ropes by 2031, and urges ports to mend theirs by 2032;"
REQUESTS = Act(text="Requests", start=0, end=8, role="lead", lemma="request", function="direct", force=3)
URGES = Act(text="urges", start=60, end=65, role="further", lemma="urge", function="direct", force=4)
MASTER = Entity(text="the Harbour Master", label="OFFICE", start=9, end=27)
FIRST = DateExpression(text="by 2031", start=47, end=54, kind="open-interval", value="../2031")
SECOND = DateExpression(text="by 2032", start=87, end=94, kind="open-interval", value="../2032")

OP1 = Clause(
    id="op1",
    kind="operative",
    text=ROPES,
    acts=(REQUESTS, URGES),
    entities=(MASTER,),
    dates=(FIRST, SECOND),
    mandates=(Mandate(act=0, deadline=0, report=True), Mandate(act=1, deadline=1)),
    themes=(ThemeScore(theme="oceans", score=0.8), ThemeScore(theme="health", score=0.55)),
    uncertain=True,
)
PP1 = Clause(id="pp1", kind="preambular", text="Noting the tides,", themes=(ThemeScore(theme="oceans", score=0.9),))
RECORD = Record(
    source=Source(path="drafts/ropes.txt", sha256="0" * 64, media_type="text/plain", chars=200),
    masthead=Masthead(symbol="A/85/L.901", title="Ropes"),
    clauses=(Clause(id="enacting", kind="enacting", text="The General Assembly,"), PP1, OP1),
    themes=(
        DocumentTheme(theme="oceans", clauses=2, share=1.0),
        DocumentTheme(theme="health", clauses=1, share=0.5),
    ),
    provenance=Provenance(version="1", config_sha256="0" * 64),
)


def said(minute: int, field: str, before: Any, after: Any, who: str = "Ada", **known: Any) -> Correction:
    row: dict[str, Any] = {"document": "A/85/L.901", "clause": "op1", "text": ROPES, **known}
    sides = {"before": _plain(before), "after": _plain(after)}
    return new_correction(who, datetime(2026, 3, 1, 9, minute, tzinfo=UTC), field=field, **sides, **row)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | list | dict) else write_plain(value)


def undo(minute: int, one: Correction, who: str = "Ada") -> Correction:
    return undoing(one.id, who, datetime(2026, 3, 1, 9, minute, tzinfo=UTC))


def op1(*corrections: Correction) -> Clause:
    return apply_corrections(RECORD, corrections).clauses[2]


def test_the_spans_of_the_example_stand_where_they_say() -> None:
    for span in (REQUESTS, URGES, MASTER, FIRST, SECOND):
        assert ROPES[span.start : span.end] == span.text


def test_nothing_fits_and_the_record_is_the_same_object() -> None:
    others = [
        said(1, "kind", "operative", "annex", document="A/85/L.902"),
        said(2, "kind", "operative", "annex", clause="op2"),
        said(3, "kind", "operative", "annex", text="Other words;"),
    ]
    assert apply_corrections(RECORD, others) is RECORD
    assert apply_corrections(RECORD, []) is RECORD
    assert fitting(RECORD, others) == []


def test_themes_keep_their_score_and_new_ones_have_one() -> None:
    after = apply_corrections(RECORD, [said(1, "themes", ["health", "oceans"], ["labour", "oceans"])])
    wanted = replace(
        OP1,
        themes=(ThemeScore(theme="labour", score=1.0, given_by="person"), ThemeScore(theme="oceans", score=0.8)),
        uncertain=False,
    )
    assert after == replace(
        RECORD,
        clauses=(*RECORD.clauses[:2], wanted),
        themes=(
            DocumentTheme(theme="oceans", clauses=2, share=1.0),
            DocumentTheme(theme="labour", clauses=1, share=0.5),
        ),
    )


def test_the_document_is_known_by_path_and_by_symbol_however_it_is_spaced() -> None:
    for name in ("drafts/ropes.txt", "a/85/L. 901"):
        assert op1(said(1, "kind", "operative", "annex", document=name)).kind == "annex"


def test_the_last_word_holds_and_what_was_taken_back_does_not() -> None:
    one, two = said(1, "kind", "operative", "annex"), said(2, "kind", "annex", "heading")
    assert op1(two, one).kind == "heading"
    back = undo(3, two)
    assert op1(back, two, one).kind == "annex"
    again = undo(4, back)
    assert op1(one, two, back, again).kind == "heading"
    assert standing([again, back, two, one]) == [one, two]


def test_an_entity_is_replaced_added_and_dropped_in_order() -> None:
    state = replace(MASTER, text="Harbour Master", start=13, norm="harbour-master")
    ports = Entity(text="ports", label="LOC", start=66, end=71)
    changed = said(1, "entity", MASTER, state)
    added = said(2, "entity", None, ports)
    assert op1(added, changed).entities == (state, ports)
    assert op1(added, changed, said(3, "entity", state, None)).entities == (ports,)
    assert op1(said(1, "entity", None, MASTER)).entities == (MASTER,)


def test_a_span_is_found_at_its_place_when_the_model_says_another_label_by_now() -> None:
    was, now = replace(MASTER, label="PERSON"), replace(MASTER, label="ORG")
    assert op1(said(1, "entity", was, now)).entities == (now,)
    assert op1(said(1, "entity", was, None)).entities == ()
    assert op1(said(1, "entity", None, now)).entities == (now,)


def test_what_no_longer_can_be_is_passed_over() -> None:
    beyond = write_plain(replace(MASTER, start=9, end=900))
    label = {**write_plain(MASTER), "label": "SHIP"}
    moved = write_plain(replace(MASTER, start=10, end=28))
    for after in (beyond, label, moved):
        assert op1(said(1, "entity", write_plain(MASTER), after)).entities == (MASTER,)


def test_a_mandate_follows_its_act_and_its_deadline() -> None:
    mend = Act(text="mend", start=75, end=79, role="further", lemma="mend", function="direct", force=1)
    early = Act(text="report", start=31, end=37, role="further", lemma="report", function="direct", force=1)
    assert (ROPES[75:79], ROPES[31:37]) == ("mend", "report")
    gone = op1(said(1, "act", REQUESTS, None))
    assert (gone.acts, gone.mandates) == ((URGES,), (Mandate(act=0, deadline=1),))
    more = op1(said(1, "act", None, early), said(2, "date", FIRST, None))
    assert more.acts == (REQUESTS, early, URGES)
    assert more.mandates == (Mandate(act=0, report=True), Mandate(act=2, deadline=0))
    other = op1(said(1, "act", URGES, mend))
    assert (other.acts, other.mandates) == ((REQUESTS, mend), OP1.mandates)


def test_two_people_who_differ_are_named_and_the_last_of_them_holds() -> None:
    ada = said(1, "themes", ["health", "oceans"], ["oceans"])
    ben = said(2, "themes", ["oceans"], ["labour"], who="Ben")
    assert [(one.clause, one.field, one.said) for one in disputes(RECORD, [ben, ada])] == [
        ("op1", "themes", (ada, ben))
    ]
    assert [theme.theme for theme in op1(ada, ben).themes] == ["labour"]
    agreed = said(3, "themes", ["labour"], ["oceans"], who="Ben")
    assert disputes(RECORD, [ada, ben, agreed]) == ()
    assert disputes(RECORD, [ada, ben, undo(4, ben)]) == ()


def test_the_share_of_a_theme_counts_the_clauses_that_can_have_themes() -> None:
    clauses = (*RECORD.clauses, Clause(id="op2", kind="operative", text="Decides.", themes=()))
    assert document_themes(clauses) == (
        DocumentTheme(theme="oceans", clauses=2, share=0.6667),
        DocumentTheme(theme="health", clauses=1, share=0.3333),
    )
