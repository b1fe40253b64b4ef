"""Mandates in words: who is to do what by when, one short sentence for each task.

A sub-paragraph that says a task of its chapeau has no addressee of its own; here it is shown with that of its chapeau.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from pipeline.output.session_words import session_words
from pipeline.record import Clause, DateExpression, Mandate

_OPENING = {"day": "on", "month": "in", "year": "in", "session": "at", "duration": "within"}


def said_mandates(clause: Clause, clauses: Mapping[str, Clause]) -> Iterator[str]:
    """Yield "→ Secretary-General: report, by 2027-03-31" for each task; nothing where there is nothing to say.

    Parameters
    ----------
    clause
        A clause with mandates.
    clauses
        All clauses of the record by their ids.
    """
    for _, group in groupby(clause.mandates, key=lambda one: (one.act, one.task)):
        mandates = list(group)
        named = [one.addressee.text for one in mandates if one.addressee]
        if not named and mandates[0].act is None:
            named = addressees_above(clause, clauses)
        terms = ", ".join(_terms(mandates[0], clause))
        whom = ", ".join(named)
        if whom or terms:
            yield f"→ {whom}: {terms}" if whom and terms else f"→ {whom or terms}"


def addressees_above(clause: Clause, clauses: Mapping[str, Clause]) -> list[str]:
    """Return whom the nearest clause above addresses last: the addressees that a sub-paragraph inherits."""
    above, seen = clauses.get(clause.parent or ""), {clause.id}
    while above is not None and above.id not in seen:
        seen.add(above.id)
        acts = [one.act for one in above.mandates if one.act is not None]
        if acts:
            return [one.addressee.text for one in above.mandates if one.act == acts[-1] and one.addressee]
        above = clauses.get(above.parent or "")
    return []


def _terms(mandate: Mandate, clause: Clause) -> Iterator[str]:
    """Yield the terms of a mandate."""
    if mandate.effect:
        yield mandate.effect
    if mandate.report:
        yield "report"
    if mandate.deadline is not None and 0 <= mandate.deadline < len(clause.dates):  # a record may come from anywhere
        yield _deadline(clause.dates[mandate.deadline])
    if mandate.cadence and mandate.cadence != "once":
        yield mandate.cadence if mandate.cadence.isalpha() and mandate.cadence.islower() else f"every {mandate.cadence}"


def _deadline(date: DateExpression) -> str:
    if date.kind == "open-interval" and date.value and date.value.startswith("../"):
        opening = "until" if date.text.casefold().startswith(("until", "till")) else "by"
        return f"{opening} {date.value[3:]}"
    if date.value is None or date.kind not in _OPENING:
        return date.text
    if date.kind == "duration" and not date.text.casefold().startswith("within"):
        return date.text
    said = session_words(date.value) if date.kind == "session" else None
    return f"{_OPENING[date.kind]} {said or date.value}"
