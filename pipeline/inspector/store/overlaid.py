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
    after = apply_corrections(record, rows)
    facts = facts_of(encodable(after.to_dict()))
    corrected = {one.clause for one in held}
    by_themes = {one.clause for one in held if one.field == "themes"}
    facts.totals["corrected"] = sum(clause.id in corrected for clause in record.clauses)
    facts.settled = [at for at, clause in enumerate(record.clauses, 1) if clause.id in by_themes]
    model, person = (
        [[theme.theme for theme in one.clauses[at - 1].themes] for at in facts.settled] for one in (record, after)
    )
    facts.columns["confusion"] = encodable(confusion(model, person))
    return facts
