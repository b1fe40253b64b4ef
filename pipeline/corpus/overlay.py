"""What people corrected, laid over a record: the record as they say it is.

A correction holds for a clause when its document (by symbol or path), the id of the clause and the checksum of its
words fit, so a record that was made again keeps what people said of clauses whose words are still the same. What was
taken back (``undoes``) does not count; of what is left each correction is applied in the order of time, so the last
word holds, whoever said it. Where the last words of two people differ, :func:`disputes` says so.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.corpus.corrections import CLAUSE_KINDS, Correction
from pipeline.corpus.digests import symbol_key, text_sha256
from pipeline.corpus.labels import themes_of
from pipeline.record import Act, Clause, DateExpression, DocumentTheme, Entity, Mandate, Record, RecordError, ThemeScore
from pipeline.record_plain import read_plain, write_plain

SPANS: Mapping[str, tuple[str, type]] = {
    "act": ("acts", Act),
    "entity": ("entities", Entity),
    "date": ("dates", DateExpression),
}
"""Field of a correction: the list of the clause that it is about, and what is in it."""

WITHOUT_THEMES = frozenset({"enacting", "heading", "closing"})
"""Kinds of clauses that have no themes, and do not count where the share of a theme is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """One thing of which two people say different things.

    Attributes
    ----------
    clause, field
        Id of the clause, and what is disputed of it.
    said
        The last word of each person in the order of time; the last of them is the one that is shown.
    """

    clause: str
    field: str
    said: tuple[Correction, ...]


@dataclass(slots=True)
class _Held:
    """A span of a clause while it is corrected, with its place in the record, None where a person put it in."""

    span: Any
    was: int | None


def in_time(corrections: Iterable[Correction]) -> list[Correction]:
    """Return corrections in the order of their time; those of one moment as they came."""
    return sorted(corrections, key=lambda one: datetime.fromisoformat(one.when))


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that no later row takes back, in the order of time; a row that takes back is none.

    A row that takes back can be taken back too: what it took back stands again.
    """
    return [one for one in holding(corrections) if one.undoes is None]


def holding(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the rows that no later row takes back, those that take another back included, in the order of time."""
    ordered = in_time(corrections)
    gone: set[str] = set()
    for one in reversed(ordered):
        if one.undoes is not None and one.id not in gone:
            gone.add(one.undoes)
    return [one for one in ordered if one.id not in gone]


def is_of(correction: Correction, record: Record) -> bool:
    """Return whether a correction names the document of a record, by symbol, path, or the name of its file."""
    symbol = record.masthead.symbol
    named, path = correction.document, record.source.path
    return named in (path, name_of_file(path)) or bool(symbol and symbol_key(named) == symbol_key(symbol))


def name_of_file(path: str) -> str:
    """Return the last part of a path; what rows have that do not say where somebody keeps the file.

    Examples
    --------
    >>> name_of_file("drafts/A_79_L.11.txt")
    'A_79_L.11.txt'
    """
    return path.replace("\\", "/").rpartition("/")[2]


def fitting(record: Record, corrections: Iterable[Correction]) -> list[Correction]:
    """Return the standing corrections of clauses of a record, in the order of time."""
    ours = [one for one in standing(corrections) if is_of(one, record)]
    if not ours:
        return []
    named = {one.clause for one in ours}
    known = {(clause.id, text_sha256(clause.text)) for clause in record.clauses if clause.id in named}
    return [one for one in ours if (one.clause, one.sha256) in known]


def apply_corrections(record: Record, corrections: Iterable[Correction]) -> Record:
    """Return a record as people corrected it; the record itself where nothing fits.

    Themes that a person kept keep their score, others have 1 and say that a person gave them, and the clause is not
    uncertain any more. A span takes
    the place of the one it corrects; what no longer can be (a span whose words stand elsewhere, a label that the record
    does not know) is passed over. Mandates follow their act and deadline, and go where the act is gone. The themes of
    the document are counted anew.

    Parameters
    ----------
    record
        As the model made it.
    corrections
        Of any documents, in any order, undone ones and those that undo included.
    """
    by_clause: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for one in fitting(record, corrections):
        by_clause[one.clause, one.sha256].append(one)
    if not by_clause:
        return record
    named = {clause for clause, _ in by_clause}
    clauses = tuple(
        _corrected(clause, by_clause[clause.id, text_sha256(clause.text)]) if clause.id in named else clause
        for clause in record.clauses
    )
    return replace(record, clauses=clauses, themes=document_themes(clauses))


def disputes(record: Record, corrections: Iterable[Correction]) -> tuple[Disputed, ...]:
    """Return where the last words of two people differ, in the order of the clauses."""
    last: dict[tuple[Any, ...], dict[str, Correction]] = defaultdict(dict)
    for one in fitting(record, corrections):
        words = last[one.clause, one.field, _place(one)]
        words.pop(one.who, None)
        words[one.who] = one
    order = {clause.id: index for index, clause in enumerate(record.clauses)}
    found = [
        Disputed(clause=clause, field=field, said=tuple(words.values()))
        for (clause, field, _), words in last.items()
        if len({_value(one) for one in words.values()}) > 1
    ]
    return tuple(sorted(found, key=lambda one: order[one.clause]))


def document_themes(clauses: Sequence[Clause]) -> tuple[DocumentTheme, ...]:
    """Return the themes of a document, the commonest first, with their share of the clauses that can have themes."""
    counts = Counter(theme.theme for clause in clauses for theme in clause.themes)
    able = sum(clause.kind not in WITHOUT_THEMES and bool(clause.text.strip()) for clause in clauses)
    return tuple(
        DocumentTheme(theme=theme, clauses=count, share=min(1.0, round(count / max(able, 1), 4)))
        for theme, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def _place(one: Correction) -> tuple[int, int] | None:
    """Return which span of the clause is corrected; None where it is the whole clause."""
    span = _span(one.before) or _span(one.after) if one.field in SPANS else None
    return (span["start"], span["end"]) if span else None


def _value(one: Correction) -> Any:
    """Return what a correction says, in a form in which equal things are equal."""
    if one.field == "themes":
        return frozenset(themes_of(one.after, one.id))
    if one.field in SPANS:
        return json.dumps(_span(one.after), sort_keys=True)
    return one.after


def _span(value: str | None) -> dict[str, Any] | None:
    """Return the span that a side of a correction names; corrections were checked, so it is one or null."""
    span = json.loads(value or "null")
    return span if isinstance(span, dict) else None


def _corrected(clause: Clause, corrections: Sequence[Correction]) -> Clause:
    """Return a clause as people corrected it."""
    scores = {theme.theme: theme for theme in clause.themes}
    held = {name: [_Held(span, at) for at, span in enumerate(getattr(clause, name))] for name, _ in SPANS.values()}
    values: dict[str, Any] = {}
    for one in corrections:
        if one.field == "themes":
            said = themes_of(one.after, one.id)
            kept = (scores.get(theme) or ThemeScore(theme=theme, score=1.0, given_by="person") for theme in said)
            values["themes"] = tuple(sorted(kept, key=lambda theme: (-theme.score, theme.theme)))
            values["uncertain"] = False
        elif one.field == "kind" and one.after in CLAUSE_KINDS:
            values["kind"] = one.after
        elif one.field is not None and one.field in SPANS:
            name, cls = SPANS[one.field]
            _change(held[name], one, cls, clause.text)
            values[name] = ()
    for name in held.keys() & values.keys():
        held[name].sort(key=lambda one: (one.span.start, one.span.end))
        values[name] = tuple(one.span for one in held[name])
    if values.keys() & {"acts", "dates"}:
        values["mandates"] = tuple(_moved(clause.mandates, held))
    return replace(clause, **values)


def _change(held: list[_Held], one: Correction, cls: type, text: str) -> None:
    """Apply one correction to the spans of a clause."""
    before, wanted = _span(one.before), _span(one.after)
    after = _as_span(wanted, cls, text) if wanted else None
    if wanted and after is None:
        return
    at = _found(held, before)
    if after is None:
        if at is not None:
            del held[at]
        return
    if any(other.span == after for index, other in enumerate(held) if index != at):
        if at is not None:
            del held[at]
        return
    if at is None:
        at = _found(held, {"start": after.start, "end": after.end})
    if at is None:
        held.append(_Held(after, None))
    else:
        held[at].span = after


def _found(held: Sequence[_Held], wanted: Mapping[str, Any] | None) -> int | None:
    """Return which span is the one that a correction names: the same in all, or else the one at the same place."""
    if wanted is None:
        return None
    for index, one in enumerate(held):
        if write_plain(one.span) == wanted:
            return index
    place = (wanted["start"], wanted["end"])
    return next((index for index, one in enumerate(held) if (one.span.start, one.span.end) == place), None)


def _as_span(wanted: Mapping[str, Any], cls: type, text: str) -> Any:
    """Return a span of the record; None where its words are not at its place, or the record knows no such thing."""
    start, end = wanted["start"], wanted["end"]
    if end > len(text) or wanted.get("text", text[start:end]) != text[start:end]:
        return None
    try:
        return read_plain(cls, {**wanted, "text": text[start:end]})
    except RecordError:
        return None


def _moved(mandates: Sequence[Mandate], held: Mapping[str, Sequence[_Held]]) -> Iterable[Mandate]:
    """Yield the mandates whose act is still there, with the places where act and deadline now are."""
    acts = {one.was: at for at, one in enumerate(held["acts"])}
    dates = {one.was: at for at, one in enumerate(held["dates"])}
    for mandate in mandates:
        if mandate.act in acts:
            deadline = None if mandate.deadline is None else dates.get(mandate.deadline)
            yield replace(mandate, act=acts[mandate.act], deadline=deadline)
