"""From the Doc to the record: places in clauses and in the source, notes, issues, conservation."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import pipeline.components.clauses
import pipeline.components.masthead  # noqa: F401  (registers un_masthead)
from pipeline.components.precut import clauses_doc
from pipeline.components.recording import record_of
from pipeline.components.table import table
from pipeline.components.tokenizer import create_reading_tokenizer
from pipeline.reading import SourceText
from pipeline.record import AgendaItem, ClauseNote, Record, Session

TEXT = """A/83/L.2
General Assembly
Eighty-third session
Agenda item 9
Ropes
Chad and Peru: draft resolution
Bells
The General Assembly,

Noting the bells¹ which

¹ A/9/1.

2031
A/83/L.2

were rung² for the ships of the
Old Har-
bour,

1. *Thanks* the ringers:

(a) Of the *tower*;¹

² A/9/2.
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.tokenizer = create_reading_tokenizer()(made)
    made.add_pipe("un_masthead")
    made.add_pipe("un_clauses")
    return made


@pytest.fixture
def doc(nlp: Language) -> Doc:
    return nlp(nlp.tokenizer.read(SourceText("a.md", TEXT.replace("\n2031\n", "\n31-04417\n"), "5a", "text/markdown")))


SOURCE = TEXT.replace("\n2031\n", "\n31-04417\n")


def cut(spans: tuple[tuple[int, int], ...] | tuple[int, int] | None) -> list[str] | str | None:
    if spans is None:
        return None
    if spans and isinstance(spans[0], int):
        return SOURCE[slice(*spans)]
    return [SOURCE[low:high] for low, high in spans]  # type: ignore[misc]


def test_clauses_stand_where_the_source_has_their_words(doc: Doc) -> None:
    record = record_of(doc, "1.0", "c0")
    assert [(c.id, c.text, cut(c.number_span), cut(c.source_spans)) for c in record.clauses] == [
        ("enacting", "The General Assembly,", None, ["The General Assembly,"]),
        ("pp1", "Noting the bells which were rung for the ships of the Old Harbour,", None,
         ["Noting the bells¹ which", "were rung² for the ships of the\nOld Har-\nbour,"]),
        ("op1", "Thanks the ringers:", "1. *", ["Thanks* the ringers:"]),
        ("op1.a", "Of the tower;", "(a) ", ["Of the *tower*;¹"]),
    ]  # fmt: skip


def test_clauses_of_one_paragraph_share_it_out(nlp: Language) -> None:
    text = "The General Assembly,  *Noting* the bells,"
    clauses = record_of(nlp(text), "1.0", "c0").clauses
    assert [(c.id, [text[low:high] for low, high in c.source_spans]) for c in clauses] == [
        ("enacting", ["The General Assembly,  *"]),
        ("pp1", ["Noting* the bells,"]),
    ]


@pytest.mark.xfail(strict=True, reason="the number of a clause without text is held as its text")
def test_a_label_without_text_is_a_number(nlp: Language) -> None:
    clauses = record_of(nlp("The General Assembly,\n\n1. Thanks:\n\n(a)"), "1.0", "c0").clauses
    assert [(c.text, c.number_span, c.source_spans) for c in clauses[2:]] == [("", (34, 37), ())]


def test_notes_stand_in_their_clauses(doc: Doc) -> None:
    record = record_of(doc, "1.0", "c0")
    assert [(c.id, c.footnotes) for c in record.clauses if c.footnotes] == [
        ("pp1", (ClauseNote(id="n1", offset=16), ClauseNote(id="n2", offset=32))),
        ("op1.a", (ClauseNote(id="n1", offset=13),)),
    ]
    assert [(n.id, n.marker, n.text, cut(n.marker_span), cut(n.source_spans)) for n in record.footnotes] == [
        ("n1", "1", "A/9/1.", "¹", ["A/9/1."]),
        ("n2", "2", "A/9/2.", "²", ["A/9/2."]),
    ]


def test_masthead_furniture_source_and_provenance(doc: Doc) -> None:
    record = record_of(doc, "1.0", "c0")
    assert cut(record.masthead.source_spans) == SOURCE.split("\n")[:7]
    assert record.masthead.session == Session(text="Eighty-third session", organ="GA", number=83)
    assert record.masthead.agenda_item == AgendaItem(number="9", title="Ropes")
    assert record.masthead.sponsors == ("Chad", "Peru")
    assert [(piece.kind, SOURCE[piece.start : piece.end]) for piece in record.furniture] == [
        ("job-number", "31-04417"),
        ("page-header", "A/83/L.2"),
    ]
    assert (record.source.path, record.source.sha256, record.source.media_type) == ("a.md", "5a", "text/markdown")
    assert (record.source.chars, record.source.pages) == (len(SOURCE), None)
    assert (record.provenance.version, record.provenance.config_sha256) == ("1.0", "c0")
    assert record.issues == ()


def within(doc: Doc, words: str) -> tuple[int, int]:
    start = doc.text.index(words)
    return start, start + len(words)


def test_tags_are_counted_from_the_start_of_their_clause(doc: Doc) -> None:
    found = table(doc)
    start, end = within(doc, "Thanks")
    clause = next(index for index, row in enumerate(found["clauses"]) if row["id"] == "op1")
    act = {"role": "lead", "lemma": "thank", "modifiers": ["x"], "function": "value", "force": None}
    found["acts"] = [{"clause": clause, "start": start, "end": end} | act]  # type: ignore[list-item]
    found["entities"] = [
        dict(zip(("start", "end"), within(doc, words), strict=True), label=label, norm=norm)
        for words, label, norm in (("Old Harbour", "LOC", None), ("tower", "ORG", "t:1"), ("83/L", "ORG", None))
    ]  # type: ignore[typeddict-item]
    found["dates"] = [
        {
            "start": within(doc, "rung")[0],
            "end": within(doc, "rung")[1],
            "kind": "day",
            "value": "2031",
            "resolved": "r",
        }
    ]
    record = record_of(doc, "1.0", "c0")
    by_id = {clause.id: clause for clause in record.clauses}
    seen: list[tuple[Any, ...]] = []
    for name, held in by_id.items():
        for item in (*held.acts, *held.entities, *held.dates):
            assert held.text[item.start : item.end] == item.text
            seen.append((name, type(item).__name__, item.text))
    assert seen == [
        ("pp1", "Entity", "Old Harbour"),
        ("pp1", "DateExpression", "rung"),
        ("op1", "Act", "Thanks"),
        ("op1.a", "Entity", "tower"),
    ]
    assert by_id["op1"].acts[0].modifiers == ("x",)
    assert by_id["op1.a"].entities[0].norm == "t:1"
    assert (by_id["pp1"].dates[0].value, by_id["pp1"].dates[0].resolved) == ("2031", "r")


def test_spans_that_cross_clauses_are_left_out(doc: Doc) -> None:
    start = within(doc, "Harbour,")[0]
    table(doc)["entities"] = [{"start": start, "end": start + 20, "label": "ORG", "norm": None}]
    assert [clause.entities for clause in record_of(doc, "1.0", "c0").clauses] == [()] * 4


def test_issues_lead_to_the_source_in_order(doc: Doc) -> None:
    start, end = within(doc, "tower")
    table(doc)["issues"] = [
        {"code": "b", "message": "in the reading text", "start": start, "end": end},
        {"code": "a", "message": "in the source", "start": 3, "end": 5, "where": "source"},
        {"code": "c", "message": "nowhere", "start": None, "end": None},
    ]
    place = SOURCE.index("tower")
    assert [(i.code, i.start, i.end) for i in record_of(doc, "1.0", "c0").issues] == [
        ("c", None, None),
        ("a", 3, 5),
        ("b", place, place + 5),
    ]


def issues_of(record: Record) -> list[tuple[str, str]]:
    return [(issue.code, issue.message) for issue in record.issues]


def test_text_that_a_clause_lost_is_said(doc: Doc) -> None:
    found = table(doc)
    last = found["blocks"].pop()
    record = record_of(doc, "1.0", "c0")
    assert last["role"] == "text"
    assert [code for code, _ in issues_of(record)] == ["text-not-conserved"]
    assert issues_of(record)[0][1].endswith("is in no clause, note, masthead or furniture")
    assert SOURCE[record.issues[0].start : record.issues[0].end] == "(a) Of the *tower*;¹"


def test_text_that_is_held_twice_is_said(doc: Doc) -> None:
    layout = table(doc)["layout"]
    start = SOURCE.index("ships")
    layout["furniture"] = [*layout["furniture"], [start, start + 5, "stamp"]]
    assert issues_of(record_of(doc, "1.0", "c0")) == [("text-not-conserved", "'ships' is held twice")]


def test_at_most_three_stretches_are_named(doc: Doc) -> None:
    table(doc)["layout"]["furniture"] = [[place, place + 1, "x"] for place in range(0, 60, 3) if SOURCE[place].strip()]
    record = record_of(doc, "1.0", "c0")
    assert [message.split("' ")[1] for _, message in issues_of(record)].count("is held twice") == 3


def test_a_doc_of_cut_clauses_has_a_record(nlp: Language) -> None:
    doc = nlp(clauses_doc(nlp, [{"text": "Noting the bells,", "kind": "preambular"}]))
    record = record_of(doc, "1.0", "c0")
    assert [(clause.id, clause.text, clause.source_spans) for clause in record.clauses] == [
        ("c1", "Noting the bells,", ()),
    ]
    assert record.issues == ()


def test_terms_that_stand_for_any_number_are_recorded_in_words(nlp: Language) -> None:
    doc = nlp(clauses_doc(nlp, [{"text": "Notes the lamps of 2031;"}]))
    words = [["#y", "text", 0.5], ["lamps #", "title", 0.25], ["#r", "text", -0.5], ["lanter…", "text", 0.125]]
    themes = [{"theme": "oceans", "score": 0.5, "words": words}]
    table(doc)["themes"] = [{"clause": 0, "themes": themes, "uncertain": False}]
    (found,) = record_of(doc, "", "").clauses[0].themes
    said = [word.words for word in found.words or ()]
    assert said == ["a year", "lamps (a number)", "a symbol", "lanter…"]
