"""The facts of documents that people corrected."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.corpus.corrections import Correction
from pipeline.corpus.overlay import apply_corrections, fitting
from pipeline.inspector.store.facts import Facts, confusion, encodable, facts_of
from pipeline.record import Record


def overlaid_facts(record: Record, rows: Sequence[Correction]) -> Facts:
    """Return the facts of a record as people corrected it.

    Parameters
    ----------
    record
        As the model made it.
    rows
        All rows of the document.
    """
    held = fitting(record, rows)
    before, after = encodable(record.to_dict()), encodable(apply_corrections(record, rows).to_dict())
    facts = facts_of(after)
    corrected = {one.clause for one in held}
    by_themes = {one.clause for one in held if one.field == "themes"}
    both = [
        (at, *sides)
        for at, sides in enumerate(zip(before["clauses"], after["clauses"], strict=True), 1)
        if sides[0]["id"] in by_themes
    ]
    facts.totals["corrected"] = sum(clause.id in corrected for clause in record.clauses)
    facts.columns["confusion"] = confusion([one for _, one, _ in both], [one for _, _, one in both])
    facts.settled = [at for at, _, _ in both]
    return facts
