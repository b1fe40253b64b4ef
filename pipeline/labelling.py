"""Clauses that are already cut, to the same rows with acts, entities, dates, mandates and themes.

Clauses of one resolution go through the pipeline together, as they would inside their document; what is found in a
clause does not depend on its neighbours but for what its parent says of dates. The rows come back in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pipeline import __version__
from pipeline.loading import load_pipeline
from pipeline.record import Record

FOUND = ("acts", "entities", "dates", "mandates", "themes", "uncertain")
"""What is added to a row; columns of these names are overwritten."""

KINDS = {"annex_paragraph": "annex"}
"""Names of kinds in corpora that differ from those of the record."""

CHUNK = 2_048
"""Rows that are held at once."""

DOCUMENT = 256
"""Most clauses that go through the pipeline as one document."""

Row = dict[str, Any]


def label_rows(rows: Iterable[Mapping[str, Any]], config: str | None = None, explain: bool = False) -> Iterator[Row]:
    """Yield every row with what was found in its clause.

    Parameters
    ----------
    rows
        Mappings with ``text`` (a row without text gets empty lists) and, where known, ``kind``, ``number`` or ``num``,
        ``title``, ``organ``, ``symbol``; everything else is handed on.
    config
        As in :func:`pipeline.loading.load_pipeline`.
    explain
        Whether the words that carried each theme are given.
    """
    waiting = iter(rows)
    while chunk := [dict(row) for row in islice(waiting, CHUNK)]:
        groups: dict[tuple[str, str, str, int], list[int]] = {}
        of_document: dict[tuple[str, str, str], int] = {}
        for index, row in enumerate(chunk):
            known = (_said(row, "organ"), _said(row, "symbol"), _said(row, "title"))
            nth = of_document[known] = of_document.get(known, -1) + 1
            groups.setdefault((*known, nth // DOCUMENT), []).append(index)
        for (organ, symbol, title, _), indices in groups.items():
            record = _read([chunk[index] for index in indices], organ, symbol, title, config, explain)
            for index, clause in zip(indices, record.to_dict()["clauses"], strict=True):
                chunk[index] |= {name: clause[name] for name in FOUND}
        yield from chunk


def _said(row: Mapping[str, Any], name: str) -> str:
    """Return a text of a row; half a surrogate pair, which JSON can hold and spaCy cannot, becomes a question mark."""
    value = row.get(name)
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _read(rows: list[Row], organ: str, symbol: str, title: str, config: str | None, explain: bool) -> Record:
    """Return the record of some clauses of one resolution."""
    from pipeline.components.precut import clauses_doc
    from pipeline.components.recording import record_of

    nlp = load_pipeline(config)
    if "un_themes" in nlp.pipe_names:
        themes: Any = nlp.get_pipe("un_themes")
        themes.explain = explain
    clauses = [
        {
            "text": _said(row, "text"),
            "kind": KINDS.get(_said(row, "kind"), _said(row, "kind")) or "operative",
            "number": _said(row, "number") or _said(row, "num") or None,
        }
        for row in rows
    ]
    masthead = {name: value for name, value in (("organ", organ), ("symbol", symbol), ("title", title)) if value}
    return record_of(nlp(clauses_doc(nlp, clauses, masthead)), __version__, "")
