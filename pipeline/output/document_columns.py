"""The table of documents, and the columns by which every other table is joined to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from pipeline.output.columns import Column, Place, Table, Type
from pipeline.record import Record

UNSAID = "the document does not say"
NO_MODEL = "no trained model gave themes"

KEY = (
    Column("document", Type.INTEGER, "number of the document in this export, from 1: joins the tables",
           attrgetter("number")),
    Column("symbol", Type.TEXT, "symbol of the document", attrgetter("record.masthead.symbol"), UNSAID),
    Column("path", Type.TEXT, "file that was read, - for standard input", attrgetter("record.source.path")),
)  # fmt: skip
"""The columns that every table opens with."""


def _of(path: str) -> Callable[[Place], Any]:
    """Return what gives a field of the record, None where one on the way to it is None."""
    names = path.split(".")

    def get(place: Place) -> Any:
        value: Any = place.record
        for name in names:
            value = None if value is None else getattr(value, name)
        return value

    return get


def _said(name: str, field: str, meaning: str, values: str = "") -> Column:
    """Return a column of the masthead."""
    return Column(name, Type.TEXT, meaning, _of(f"masthead.{field}"), UNSAID, values)


def _model(name: str, field: str, meaning: str) -> Column:
    return Column(name, Type.TEXT, meaning, _of(f"provenance.model.{field}"), NO_MODEL)


def _count(name: str, meaning: str) -> Column:
    return Column(name, Type.INTEGER, meaning, lambda place: len(getattr(place.record, name)))


def _uncertain(place: Place) -> int:
    return sum(clause.uncertain for clause in place.record.clauses)


def _themes(place: Place) -> list[str]:
    return [one.theme for one in place.record.themes]


def _documents(number: int, record: Record) -> Iterator[Place]:
    yield Place(number, record)


DOCUMENTS = Table(
    "documents",
    "one row a document",
    _documents,
    (
        *KEY,
        _said("title", "title", "title of the resolution"),
        _said("organ", "organ", "organ that acts"),
        _said("status", "status", "draft or adopted", "status"),
        _said("document_type", "document_type", "type of the document", "document_type"),
        _said("date", "date", "date of the document, ISO 8601"),
        _said("session", "session.text", "session as printed"),
        _said("session_organ", "session.organ", "organ of the session"),
        Column("session_number", Type.INTEGER, "its number, or its year", _of("masthead.session.number"), UNSAID),
        _said("agenda_item", "agenda_item.number", "number of the agenda item as printed"),
        _said("agenda_title", "agenda_item.title", "title of the agenda item"),
        _said("committee", "committee", "committee that reported"),
        _said("distribution", "distribution", "distribution"),
        _said("original_language", "original_language", "language in which it was submitted"),
        _said("draft_symbol", "draft_symbol", "symbol of the draft or report from which it came"),
        _said("adopted_date", "adopted.date", "when it was adopted, ISO 8601"),
        _said("adopted_meeting", "adopted.meeting", "at which meeting"),
        _said("adopted_vote", "adopted.vote", "by which vote"),
        Column("sponsors", Type.TEXTS, "sponsors in the order printed", _of("masthead.sponsors"), UNSAID),
        Column("themes", Type.TEXTS, "ids of its themes, the commonest first", _themes, "it has none", "theme"),
        _count("clauses", "number of clauses"),
        Column("uncertain", Type.INTEGER, "number of clauses on which the model abstains", _uncertain),
        _count("footnotes", "number of notes"),
        _count("issues", "number of issues"),
        Column("media_type", Type.TEXT, "what the file is, found from its content", _of("source.media_type")),
        Column("pages", Type.INTEGER, "number of pages", _of("source.pages"), "the format does not tell"),
        Column("chars", Type.INTEGER, "length of the source text in code points", _of("source.chars")),
        Column("sha256", Type.TEXT, "checksum of the bytes that were read", _of("source.sha256")),
        Column("schema", Type.TEXT, "version of the schema of the record", _of("schema")),
        Column("version", Type.TEXT, "version of clausewise that made the record", _of("provenance.version")),
        Column("config_sha256", Type.TEXT, "checksum of its configuration", _of("provenance.config_sha256")),
        _model("model", "name", "name of the model that gave the themes"),
        _model("model_version", "version", "its version"),
        _model("model_sha256", "sha256", "its checksum"),
    ),
)
