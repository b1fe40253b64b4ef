"""Labelled clauses with what people corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.corpus.corrections import Correction
from pipeline.corpus.digests import normalized, text_sha256
from pipeline.corpus.labels import themes_of

Row = dict[str, Any]


def corrected(
    rows: Sequence[Mapping[str, Any]], corrections: Sequence[Correction], texts: Iterable[Mapping[str, Any]] = ()
) -> tuple[list[Row], list[str]]:
    """Return labelled clauses with corrections folded in, and what a person should know of it.

    A correction holds for every clause with the same words whose title is the same or not known. One of a clause that
    has no label yet makes a labelled clause of it, where its words are known.

    Parameters
    ----------
    rows
        Labelled clauses, as :func:`pipeline.corpus.read_corpora` gives them.
    corrections
        What :func:`pipeline.corpus.corrections.fold_corrections` gives.
    texts
        Unlabelled clauses.
    """
    done = [dict(row) for row in rows]
    places: defaultdict[str, list[Row]] = defaultdict(list)
    for row in done:
        places[text_sha256(row["text"])].append(row)
    known = _Known(done, list(texts), {one.sha256 for one in corrections})
    changed = added = lost = 0
    ours = [one for one in corrections if one.field in ("themes", "kind")]
    # themes first, since they may make the clause whose kind is corrected; what names a title overrules what does not
    for one in sorted(ours, key=lambda one: (one.field != "themes", bool(one.title))):
        title = normalized(one.title)
        matching = [row for row in places[one.sha256] if not title or normalized(row["title"]) in ("", title)]
        for row in matching:
            row[str(one.field)] = list(themes_of(one.after, one.id)) if one.field == "themes" else one.after
        new = known.row_of(one, places[one.sha256]) if one.field == "themes" and not matching else None
        if new is not None:
            places[one.sha256].append(new)
            done.append(new)
        changed += len(matching)
        added += new is not None
        lost += new is None and not matching
    return done, _said(changed, added, lost, len(corrections) - len(ours))


class _Known:
    """What is known of clauses without a label, and of the recurring resolutions that titles belong to."""

    def __init__(self, rows: Sequence[Row], texts: Sequence[Mapping[str, Any]], wanted: set[str]) -> None:
        self._texts: dict[str, Mapping[str, Any]] = {}
        for row in texts:
            if row["sha256"] in wanted:
                self._texts.setdefault(row["sha256"], row)
        self._families = {normalized(row["title"]): row["family"] for row in [*rows, *texts] if row["family"]}

    def row_of(self, one: Correction, same: Sequence[Row]) -> Row | None:
        """Return the labelled row of a clause that had no label, None where its words are not known."""
        known = self._texts.get(one.sha256) or next(iter(same), None)
        if one.text is None and known is None:
            return None
        title = one.title or str(known["title"] if known else "")
        family = str(known["family"] if known and not one.title else "")
        return {
            "text": one.text if one.text is not None else (known or {})["text"],
            "title": title,
            "kind": str(known["kind"] if known else ""),
            "id": f"correction {one.id}",
            "themes": list(themes_of(one.after, one.id)),
            "family": family or self._families.get(normalized(title), ""),
            "source": "correction",
        }


def _said(changed: int, added: int, lost: int, others: int) -> list[str]:
    """Return what a person should know of the corrections, one sentence each."""
    notes = [f"corrections: {changed} labelled clauses changed, {added} added"]
    if lost:
        notes.append(f"corrections: {lost} are of clauses whose text is not here")
    if others:
        notes.append(f"corrections: {others} are of acts, entities or dates, which themes do not depend on")
    return notes
