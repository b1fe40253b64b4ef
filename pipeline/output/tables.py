"""The tables that records become for spreadsheets and statistics: one row a document, a clause, an act and so on.

Offsets are half-open and count code points: ``start`` and ``end`` in the text of the clause, those named ``source`` in
the source text of the document. Indices are those of the record, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from pipeline.output.columns import Column, Place, Table, Type
from pipeline.output.document_columns import DOCUMENTS, KEY
from pipeline.record import Mandate, Record
from pipeline.record_clause import said_term

NO_ACT = "the act stands in the chapeau"
NO_LEAD = "the clause has no lead act"
NO_NAME = "it has no canonical name"
NO_MARK = "the note has no mark in a clause"
NOT_PRINTED = "nothing is printed"


def _item(name: str) -> Any:
    return attrgetter(f"item.{name}")


def _clause(name: str) -> Any:
    return attrgetter(f"clause.{name}")


def _lead(name: str) -> Any:
    def get(place: Place) -> Any:
        lead = place.lead()
        return None if lead is None else getattr(lead, name)

    return get


def _count(name: str, meaning: str) -> Column:
    return Column(name, Type.INTEGER, meaning, lambda place: len(getattr(place.clause, name)))


def _span(what: str) -> tuple[Column, ...]:
    return (
        Column("text", Type.TEXT, f"the words of {what}", _item("text")),
        Column("start", Type.INTEGER, f"where {what} starts in the text of the clause", _item("start")),
        Column("end", Type.INTEGER, f"where {what} ends in the text of the clause", _item("end")),
    )


def _nth(meaning: str) -> Column:
    return Column("nth", Type.INTEGER, meaning, attrgetter("nth"))


LEAD = (
    Column("lead_lemma", Type.TEXT, "lemma of the lead act of the clause", _lead("lemma"), NO_LEAD),
    Column("lead_function", Type.TEXT, "function of that act", _lead("function"), NO_LEAD, "function"),
    Column("lead_force", Type.INTEGER, "force of that act", _lead("force"), f"no force, or {NO_LEAD}", "force"),
)

IN_CLAUSE = (
    *KEY,
    Column("clause", Type.TEXT, "id of the clause in its document", _clause("id")),
    Column("clause_kind", Type.TEXT, "kind of the clause", _clause("kind"), values="clause_kind"),
)
"""The columns that every table of things in clauses opens with."""


def _clauses(number: int, record: Record) -> Iterator[Place]:
    return (Place(number, record, clause, nth) for nth, clause in enumerate(record.clauses))


def _inside(name: str) -> Any:
    """Return what yields a place for each item of a list of the clauses."""

    def places(number: int, record: Record) -> Iterator[Place]:
        for clause in record.clauses:
            for nth, item in enumerate(getattr(clause, name)):
                yield Place(number, record, clause, nth, item)

    return places


def _citations(number: int, record: Record) -> Iterator[Place]:
    return (place for place in _inside("entities")(number, record) if place.item.label == "CITATION")


def _notes(number: int, record: Record) -> Iterator[Place]:
    """Yield each note once for every place of its mark, and once where it has none."""
    for nth, note in enumerate(record.footnotes):
        marks = [(clause, mark.offset) for clause in record.clauses for mark in clause.footnotes if mark.id == note.id]
        yield from (Place(number, record, clause, nth, (note, offset)) for clause, offset in marks)
        if not marks:
            yield Place(number, record, None, nth, (note, None))


def _issues(number: int, record: Record) -> Iterator[Place]:
    return (Place(number, record, None, nth, issue) for nth, issue in enumerate(record.issues))


def _act_of(name: str) -> Any:
    """Return what gives a value of the act of a mandate; a record of another program may name one it does not have."""

    def get(place: Place) -> Any:
        acts = place.clause.acts if place.clause else ()
        mandate: Mandate = place.item
        nth = mandate.act
        return getattr(acts[nth], name) if nth is not None and 0 <= nth < len(acts) else None

    return get


def _deadline(name: str) -> Any:
    """Return what gives a value of the date that is the deadline of a mandate."""

    def get(place: Place) -> Any:
        dates = place.clause.dates if place.clause else ()
        nth = place.item.deadline
        return getattr(dates[nth], name) if nth is not None and 0 <= nth < len(dates) else None

    return get


def _addressee(name: str) -> Any:
    return lambda place: getattr(place.item.addressee, name) if place.item.addressee else None


def _task(edge: int) -> Any:
    return lambda place: place.item.task[edge] if place.item.task else None


def _task_text(place: Place) -> str | None:
    if place.clause is None or place.item.task is None:
        return None
    start, end = place.item.task
    return place.clause.text[start:end]


def _words(place: Place) -> list[str] | None:
    words = place.item.words
    return None if words is None else [said_term(word.words) for word in words]


def _marked(place: Place) -> str | None:
    return place.clause.id if place.clause else None


def _note_spans(place: Place) -> Any:
    return place.item[0].source_spans


CLAUSES = Table(
    "clauses",
    "one row a clause, in the order of the document",
    _clauses,
    (
        *KEY,
        Column("clause", Type.TEXT, "id of the clause in its document", _clause("id")),
        Column("nth", Type.INTEGER, "index of the clause in its document, from 0", attrgetter("nth")),
        Column("kind", Type.TEXT, "kind of the clause", _clause("kind"), values="clause_kind"),
        Column("number", Type.TEXT, "number as printed", _clause("number"), NOT_PRINTED),
        Column("level", Type.INTEGER, "depth below the paragraph: 0, then 1 for (a), 2 for (i)", _clause("level")),
        Column("parent", Type.TEXT, "id of the clause that it is subordinate to", _clause("parent"), "it is to none"),
        Column("chapeau", Type.FLAG, "whether sub-paragraphs follow that belong to it", _clause("chapeau")),
        Column("annex", Type.FLAG, "whether it stands in an annex", _clause("annex")),
        Column("part", Type.TEXT, "part of the document in which it stands", _clause("part"), "there are no parts"),
        Column("text", Type.TEXT, "the words, without number, notes and page breaks", _clause("text")),
        Column("source_spans", Type.SPANS, "where the words stand in the source", _clause("source_spans"), "unknown"),
        *LEAD,
        Column(
            "themes",
            Type.TEXTS,
            "ids of the themes, the likeliest first",
            lambda place: [one.theme for one in place.clause.themes] if place.clause else [],
            "it has none",
            "theme",
        ),
        Column("uncertain", Type.FLAG, "whether the model of themes abstains", _clause("uncertain")),
        _count("acts", "number of acts"),
        _count("entities", "number of entities, citations among them"),
        _count("dates", "number of dates"),
        _count("mandates", "number of mandates"),
        _count("footnotes", "number of marks of notes"),
    ),
)

ACTS = Table(
    "acts",
    "one row an act",
    _inside("acts"),
    (
        *IN_CLAUSE,
        _nth("index of the act in its clause, from 0"),
        *_span("the act"),
        Column("role", Type.TEXT, "whether it opens the clause", _item("role"), values="role"),
        Column("lemma", Type.TEXT, "the verb with its fixed complement", _item("lemma")),
        Column("modifiers", Type.TEXTS, "what colours it", _item("modifiers"), "nothing does"),
        Column("function", Type.TEXT, "what kind of act it is", _item("function"), values="function"),
        Column("force", Type.INTEGER, "how strongly it binds", _item("force"), "its function has no force", "force"),
    ),
)

ENTITIES = Table(
    "entities",
    "one row a name or citation",
    _inside("entities"),
    (
        *IN_CLAUSE,
        _nth("index of the entity in its clause, from 0"),
        *_span("the entity"),
        Column("label", Type.TEXT, "what it names", _item("label"), values="entity_label"),
        Column(
            "norm",
            Type.TEXT,
            "canonical symbol of a citation, ISO 3166 alpha-3 code of a State, else the id of the row in the gazetteer",
            _item("norm"),
            NO_NAME,
        ),
    ),
)

DATES = Table(
    "dates",
    "one row an expression that places something in time",
    _inside("dates"),
    (
        *IN_CLAUSE,
        _nth("index of the date in its clause, from 0"),
        *_span("the expression"),
        Column("kind", Type.TEXT, "what it is", _item("kind"), values="date_kind"),
        Column("value", Type.TEXT, "ISO 8601 where that exists, GA-81 for a session", _item("value"), "unknown"),
        Column(
            "resolved", Type.TEXT, "interval that a session stands for", _item("resolved"), "no session, or unknown"
        ),
    ),
)

CITATIONS = Table(
    "citations",
    "one row a citation: which clause cites which document",
    _citations,
    (
        *IN_CLAUSE,
        _nth("index of the citation among the entities of its clause, from 0"),
        *_span("the citation"),
        Column("cited", Type.TEXT, "canonical symbol of the cited document", _item("norm"), "it could not be told"),
        *LEAD,
    ),
)

THEMES = Table(
    "themes",
    "one row a theme of a clause",
    _inside("themes"),
    (
        *IN_CLAUSE,
        Column("theme", Type.TEXT, "id of the theme", _item("theme"), values="theme"),
        Column("score", Type.NUMBER, "calibrated probability, 0 to 1; 1 where a person said so", _item("score")),
        Column("uncertain", Type.FLAG, "whether the model abstains on the clause", _clause("uncertain")),
        Column("words", Type.TEXTS, "words that carried it", _words, "not asked for with `run --explain`"),
        Column(
            "given_by",
            Type.TEXT,
            "who gave it: the model, whose score is a probability, or a person",
            lambda place: place.item.given_by or "model",
            values="given_by",
        ),
    ),
)

MANDATES = Table(
    "mandates",
    "one row a mandate: what an act gives somebody to do",
    _inside("mandates"),
    (
        *IN_CLAUSE,
        _nth("index of the mandate in its clause, from 0"),
        Column("act", Type.INTEGER, "index of its act in the clause (`nth` of acts)", _item("act"), NO_ACT),
        Column("act_lemma", Type.TEXT, "lemma of that act", _act_of("lemma"), NO_ACT),
        Column("act_force", Type.INTEGER, "force of that act", _act_of("force"), f"no force, or {NO_ACT}", "force"),
        Column("addressee", Type.TEXT, "whom it addresses, as printed", _addressee("text"), "nobody is named here"),
        Column("addressee_start", Type.INTEGER, "where the addressee starts", _addressee("start"), "no addressee"),
        Column("addressee_end", Type.INTEGER, "where the addressee ends", _addressee("end"), "no addressee"),
        Column("task", Type.TEXT, "what is to be done, as printed", _task_text, "no task is told apart"),
        Column("task_start", Type.INTEGER, "where the task starts", _task(0), "no task"),
        Column("task_end", Type.INTEGER, "where the task ends", _task(1), "no task"),
        Column(
            "deadline", Type.INTEGER, "index of the date by when (`nth` of dates)", _item("deadline"), "no deadline"
        ),
        Column("deadline_text", Type.TEXT, "words of that date", _deadline("text"), "no deadline"),
        Column("deadline_value", Type.TEXT, "value of that date", _deadline("value"), "no deadline, or no value"),
        Column("cadence", Type.TEXT, "once, annual, biennial, or an ISO 8601 duration", _item("cadence"), "not told"),
        Column("report", Type.FLAG, "whether a report is asked for", _item("report")),
        Column("effect", Type.TEXT, "what it does to a mandate or body", _item("effect"), "nothing", "effect"),
    ),
)

FOOTNOTES = Table(
    "footnotes",
    "one row a note and place of its mark; a note without a mark has one row",
    _notes,
    (
        *KEY,
        Column("clause", Type.TEXT, "id of the clause in which the mark stood", _marked, NO_MARK),
        Column("nth", Type.INTEGER, "index of the note in its document, from 0", attrgetter("nth")),
        Column("note", Type.TEXT, "id of the note", lambda place: place.item[0].id),
        Column("marker", Type.TEXT, "its mark as printed", lambda place: place.item[0].marker),
        Column("offset", Type.INTEGER, "where the mark stood in the clause", lambda place: place.item[1], NO_MARK),
        Column("text", Type.TEXT, "the words of the note", lambda place: place.item[0].text),
        Column("source_spans", Type.SPANS, "where it stands in the source", _note_spans, "unknown"),
    ),
)

ISSUES = Table(
    "issues",
    "one row something odd in a document",
    _issues,
    (
        *KEY,
        _nth("index of the issue in its document, from 0"),
        Column("code", Type.TEXT, "which kind of oddness", _item("code")),
        Column("message", Type.TEXT, "what a person should know of it", _item("message")),
        Column("source_start", Type.INTEGER, "where it starts in the source", _item("start"), "it has no place"),
        Column("source_end", Type.INTEGER, "where it ends in the source", _item("end"), "it has no place"),
    ),
)

TABLES = (DOCUMENTS, CLAUSES, ACTS, ENTITIES, DATES, CITATIONS, THEMES, MANDATES, FOOTNOTES, ISSUES)
"""Every table of an export, in the order of the codebook."""
