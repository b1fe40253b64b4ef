"""The one table on a Doc that holds what the components found.

spaCy lets spans of equal offsets share their ``._.`` values and cannot serialize dataclasses in them, so everything
that is known of a clause, an act, an entity or a date is a plain row in one JSON-like table in ``Doc.user_data``.
A row is found again from a span by the span's id (``span._.record``). Lists, dicts, strings, numbers and booleans only:
the table survives ``DocBin``, ``to_disk`` and ``nlp.pipe(n_process=2)``.

Offsets in rows are half-open and count Unicode code points of ``Doc.text`` (the reading text); the record turns them
into offsets in the clause.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, cast

from spacy.tokens import Doc, Span

KEY = "clausewise"
TEXT_KEY = "clausewise_text"


class BlockRow(TypedDict):
    """One paragraph of the reading text as the layout left it: ``Doc.text[start:end]``."""

    start: int
    end: int
    role: str  # "text" | "masthead": what the layout already knows
    page: int
    source: list[list[int]]  # where it stands in the source
    apart: NotRequired[bool]  # blank lines or a new page stand before it
    table: NotRequired[bool]  # the format sets it in a table


class ClauseRow(TypedDict):
    """One clause; ``Doc.text[start:end]`` is its text, without its number."""

    id: str
    kind: str  # enacting | preambular | operative | subparagraph | heading | annex | closing
    number: str | None
    number_start: int | None  # where the number stands in Doc.text
    level: int
    parent: str | None
    chapeau: bool
    annex: bool
    part: str | None
    start: int
    end: int
    title: NotRequired[str]  # of its resolution, where clauses of several were given by the caller


class ActRow(TypedDict):
    """One act; ``clause`` is the index of its clause row."""

    clause: int
    start: int
    end: int
    role: str  # lead | further
    lemma: str
    modifiers: list[str]
    function: str  # recall | observe | value | concern | stress | direct | decide
    force: int | None


class EntityRow(TypedDict):
    """One entity or citation; ``norm`` as in the record."""

    start: int
    end: int
    label: str
    norm: str | None


class DateRow(TypedDict):
    """One date expression; ``value`` and ``resolved`` as in the annotation guidelines, section 5."""

    start: int
    end: int
    kind: str  # day | month | year | interval | open-interval | session | duration | cadence
    value: str | None
    resolved: str | None


class MandateRow(TypedDict):
    """One mandate; ``clause``, ``act`` and ``deadline`` are indices of rows, spans are in ``Doc.text``."""

    clause: int
    act: int | None  # None where the act stands in the chapeau
    addressee: list[int] | None
    task: list[int] | None
    deadline: int | None
    cadence: str | None  # once | annual | biennial | an ISO 8601 duration
    report: bool
    effect: str | None  # extend | terminate | establish


class ThemeRow(TypedDict):
    """One theme of a clause; ``words`` are triples of words, where they stand, and weight, on request."""

    theme: str
    score: float
    words: list[list[Any]] | None


class ThemesRow(TypedDict):
    """The themes of one clause; ``clause`` is the index of its clause row."""

    clause: int
    themes: list[ThemeRow]
    uncertain: bool


class IssueRow(TypedDict):
    """Something odd; offsets are in the *source* text where ``where`` is "source", else in ``Doc.text``."""

    code: str
    message: str
    start: int | None
    end: int | None
    where: NotRequired[str]


class Table(TypedDict):
    """All rows of one Doc."""

    cut: bool  # clauses were given by the caller: the masthead and clause components leave them alone
    source: dict[str, Any]
    layout: dict[str, Any]  # offset map, notes, furniture: see pipeline.layout
    masthead: dict[str, Any]
    blocks: list[BlockRow]
    clauses: list[ClauseRow]
    acts: list[ActRow]
    entities: list[EntityRow]
    dates: list[DateRow]
    mandates: list[MandateRow]
    themes: list[ThemesRow]
    issues: list[IssueRow]


def new_table() -> Table:
    """Return an empty table."""
    return {
        "cut": False,
        "source": {},
        "layout": {},
        "masthead": {},
        "blocks": [],
        "clauses": [],
        "acts": [],
        "entities": [],
        "dates": [],
        "mandates": [],
        "themes": [],
        "issues": [],
    }


def table(doc: Doc) -> Table:
    """Return the table of ``doc``, making an empty one where there is none."""
    found = doc.user_data.get(KEY)
    if found is None:
        found = doc.user_data[KEY] = new_table()
    return cast(Table, found)


def reading_text(doc: Doc) -> str:
    """Return ``doc.text``, from the table where the tokenizer kept it: spaCy puts it together anew at every access."""
    text = doc.user_data.get(TEXT_KEY)
    if text is None:
        text = doc.user_data[TEXT_KEY] = doc.text
    return cast(str, text)


def set_spans(doc: Doc, group: str, rows: Iterable[Any], label: str) -> list[Span]:
    """Write ``doc.spans[group]`` from rows, widened to whole tokens, each with an id that leads back to its row.

    Parameters
    ----------
    doc
        The document whose text the rows' offsets count.
    group
        The name of the rows in the table ("clauses", "acts", "entities", "dates") and of the span group.
    rows
        Mappings with ``start`` and ``end``.
    label
        The key of the row that becomes the span's label.
    """
    spans = [
        doc.char_span(row["start"], row["end"], label=row[label] or "", span_id=f"{group}/{i}", alignment_mode="expand")
        for i, row in enumerate(rows)
    ]
    found = [span for span in spans if span is not None]
    doc.spans[group] = found
    return found


def record_of(span: Span) -> dict[str, Any] | None:
    """Return the table's row behind a span that a component wrote, else None."""
    group, _, index = span.id_.partition("/")
    rows = cast(dict[str, list[dict[str, Any]]], table(span.doc)).get(group)
    return rows[int(index)] if rows is not None and index.isdigit() else None


if not Span.has_extension("record"):
    Span.set_extension("record", getter=record_of)
