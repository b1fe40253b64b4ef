"""Whether the spans of a record stand where they say: formats that mark text can mark no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.record import Clause, Record

FIELDS = {"acts": "act", "entities": "entity", "dates": "date"}
"""Lists of a clause that hold spans, and what one of them is called."""


def misplaced(record: Record) -> str | None:
    """Return what is wrong with the first span whose words do not stand at its offsets, None where all do.

    Returns
    -------
    str or None
        A part of a sentence that names clause and span.
    """
    return next((said for clause in record.clauses for said in _wrong(clause)), None)


def _wrong(clause: Clause) -> Iterator[str]:
    for name, one in FIELDS.items():
        for nth, span in enumerate(getattr(clause, name)):
            if not _stands(clause.text, span):
                yield f"clause {clause.id}: {one} {nth} does not stand at {span.start} to {span.end} of its text"
    for nth, mandate in enumerate(clause.mandates):
        task = mandate.task
        if not _is_there(mandate.act, clause.acts) or not _is_there(mandate.deadline, clause.dates):
            yield f"clause {clause.id}: mandate {nth} names an act or a date that is not there"
        elif mandate.addressee is not None and not _stands(clause.text, mandate.addressee):
            yield f"clause {clause.id}: the addressee of mandate {nth} does not stand where it says"
        elif task is not None and not 0 <= task[0] < task[1] <= len(clause.text):
            yield f"clause {clause.id}: the task of mandate {nth} does not stand where it says"


def _is_there(index: int | None, items: Sequence[Any]) -> bool:
    return index is None or 0 <= index < len(items)


def _stands(text: str, span: Any) -> bool:
    return bool(0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text)
