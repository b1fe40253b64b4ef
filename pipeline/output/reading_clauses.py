"""A clause as the templates of the reading page want it: its marked text, and in words what was found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.lexicon.display import Display, DisplayRow
from pipeline.output.mandate_view import said_mandates
from pipeline.output.reading_segments import TextMark, TextSpan, fits, marked_text
from pipeline.record import Act, Clause, DateExpression, Entity, Issue

STRONGEST = 5
LONGEST_DATE = 60
"""Most characters of a line that says meeting and date."""

_DIGIT = re.compile(r"[0-9]")
_TOKEN = re.compile(r"[^A-Za-z0-9-]")
_FIRST_UP = re.compile(r"^[a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMark:
    """One mark of a note in the text: its own anchor, and that of the note it leads to, where there is one."""

    note_id: str
    marker: str
    offset: int
    anchor: str
    target: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """An act and the rows that show it; ``force`` is None where the act has none."""

    act: Act
    row: DisplayRow
    force: DisplayRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """What the template of a clause needs.

    Attributes
    ----------
    text
        The text with its spans and marks.
    number
        The printed number, where the text does not begin with it.
    dated
        Whether it is a short closing line with a number in it: meeting and date, which print sets to the right.
    unshown
        How many acts, entities and dates have offsets outside of the text.
    extra
        What the caller adds below the margin notes.
    """

    clause: Clause
    index: int
    anchor: str
    text: Markup
    number: str | None
    acts: tuple[ActView, ...]
    names: tuple[tuple[Entity, DisplayRow], ...]
    dates: tuple[tuple[DateExpression, DisplayRow], ...]
    mandates: tuple[str, ...]
    issues: tuple[Issue, ...]
    dated: bool
    unshown: int
    extra: Markup


def class_token(text: str) -> str:
    """Return ``text`` as it can stand in a ``class`` attribute."""
    return _TOKEN.sub("-", text) or "none"


def in_words(name: str) -> str:
    """Return the id of a theme or the code of an issue as words: "peace-processes" becomes "Peace processes"."""
    return _FIRST_UP.sub(lambda first: first.group().upper(), name.replace("-", " ").replace("_", " "))


def row_of(rows: Mapping[str, DisplayRow], name: str) -> DisplayRow:
    """Return the row of a label; a label without one is shown by its own name, in the colour of the text."""
    return rows.get(name) or DisplayRow(id=name, label=name, line="solid", light="", dark="", explanation="")


def view_clause(
    clause: Clause,
    index: int,
    anchor: str,
    display: Display,
    *,
    clauses: Mapping[str, Clause],
    notes: Sequence[NoteMark],
    issues: tuple[Issue, ...],
    citation_href: Callable[[str], str | None] | None,
    extra: Markup,
) -> ClauseView:
    """Return the view of one clause; ``clauses`` are all of its record by their ids, since mandates are inherited."""
    spans = _spans(clause, display, citation_href)
    marks = [TextMark(offset=mark.offset, html=_mark(mark)) for mark in notes]
    number = clause.number if clause.number and not clause.text.startswith(clause.number) else None
    return ClauseView(
        clause=clause,
        index=index,
        anchor=anchor,
        text=marked_text(clause.text, spans, marks),
        number=number,
        acts=tuple(_act_view(act, display) for act in clause.acts),
        names=tuple((entity, row_of(display.entities, entity.label)) for entity in clause.entities),
        dates=tuple((date, row_of(display.dates, "DATE")) for date in clause.dates),
        mandates=tuple(said.removeprefix("→ ") for said in said_mandates(clause, clauses)),
        issues=issues,
        dated=clause.kind == "closing" and len(clause.text) <= LONGEST_DATE and _DIGIT.search(clause.text) is not None,
        unshown=sum(not fits(span, clause.text) for span in spans),
        extra=extra,
    )


def _act_view(act: Act, display: Display) -> ActView:
    force = None if act.force is None else row_of(display.forces, str(act.force))
    return ActView(act=act, row=row_of(display.functions, act.function), force=force)


def _spans(clause: Clause, display: Display, citation_href: Callable[[str], str | None] | None) -> list[TextSpan]:
    return [
        *(_act_span(act, i, display) for i, act in enumerate(clause.acts)),
        *(_date_span(date, i, display) for i, date in enumerate(clause.dates)),
        *(_entity_span(entity, i, display, citation_href) for i, entity in enumerate(clause.entities)),
    ]


def _act_span(act: Act, index: int, display: Display) -> TextSpan:
    force = "" if act.force is None else str(act.force)
    said = row_of(display.functions, act.function).label
    attributes = {
        "class": f"act act-{class_token(act.function)} act-{class_token(act.role)}",
        **_common("act", index, act),
        "data-role": act.role,
        "data-lemma": act.lemma,
        "data-function": act.function,
        "data-force": force,
        "title": f"{said}: {act.lemma}" + (f", force {force} of {STRONGEST}" if force else ""),
    }
    return TextSpan(start=act.start, end=act.end, tag="em", attributes=attributes)


def _entity_span(
    entity: Entity, index: int, display: Display, citation_href: Callable[[str], str | None] | None
) -> TextSpan:
    norm = entity.norm or ""
    said = row_of(display.entities, entity.label).label
    attributes = {
        "class": f"entity entity-{class_token(entity.label)}",
        **_common("entity", index, entity),
        "data-label": entity.label,
        "data-norm": norm,
        "title": f"{said}: {norm}" if norm else said,
    }
    href = citation_href(norm) if citation_href and norm and entity.label == "CITATION" else None
    return TextSpan(start=entity.start, end=entity.end, tag="span", attributes=attributes, href=href)


def _date_span(date: DateExpression, index: int, display: Display) -> TextSpan:
    value = date.value or ""
    said = row_of(display.dates, "DATE").label
    attributes = {
        "class": "date date-DATE",
        **_common("date", index, date),
        "data-date-kind": date.kind,
        "data-value": value,
        "data-resolved": date.resolved or "",
        "title": f"{said}, {date.kind.replace('-', ' ')}" + (f": {value}" if value else ""),
    }
    return TextSpan(start=date.start, end=date.end, tag="span", attributes=attributes)


def _common(kind: str, index: int, found: Act | Entity | DateExpression) -> dict[str, str]:
    return {
        "data-kind": kind,
        "data-index": str(index),
        "data-start": str(found.start),
        "data-end": str(found.end),
    }


def _mark(mark: NoteMark) -> Markup:
    """Return the mark of a note; one whose note is not in the record leads nowhere."""
    shown = Markup("{}").format(mark.marker)
    if mark.target is not None:
        link = Markup('<a href="#{}" role="doc-noteref" aria-label="Note {}">{}</a>')
        shown = link.format(mark.target, mark.marker, mark.marker)
    return Markup('<sup class="note-mark" id="{}" data-note="{}">{}</sup>').format(mark.anchor, mark.note_id, shown)
