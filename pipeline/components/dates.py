"""Dates: every expression that places something in time, with its ISO 8601 value.

Days, months, years and intervals (:mod:`pipeline.components.date_calendar`), durations and cadences
(:mod:`pipeline.components.date_spans`), sessions (:mod:`pipeline.components.date_sessions`). A year inside a citation
or inside a name is no date. Source: annotation guidelines, section 5; United Nations Editorial Manual, "Dates".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.date_calendar import Blocked, find_calendar
from pipeline.components.date_sessions import Setting, find_sessions
from pipeline.components.date_spans import find_spans
from pipeline.components.table import DateRow, reading_text, set_spans, table
from pipeline.lexicon.dates import DateLexicon, load_dates

_SESSION_OF_SYMBOL = re.compile(r"A/(?:HRC/)?(?:RES/|DEC/)?(\d{1,3})/")


def find_dates(doc: Doc, lexicon: DateLexicon) -> list[DateRow]:
    """Find every date of a document.

    Parameters
    ----------
    doc
        A document; its citations and entities are kept clear of, its masthead says whose sessions are meant.
    lexicon
        The lexicon of dates.

    Returns
    -------
    list of DateRow
        Rows in the order of the text, without overlaps.
    """
    found, text = table(doc), reading_text(doc)
    blocked = _blocking([(row["start"], row["end"]) for row in found["entities"]])
    clauses = sorted((row["start"], row["end"]) for row in found["clauses"])
    masthead = found["masthead"]
    own = lexicon.bodies.of_masthead(masthead) or _enacting(text, found["clauses"], lexicon)
    spans_of = {row["id"]: (row["start"], row["end"]) for row in found["clauses"]}
    parents = {row["start"]: spans_of[row["parent"]] for row in found["clauses"] if row["parent"] in spans_of}
    setting = Setting(text, own, session_of(masthead), str(masthead.get("title") or ""), parents)
    sessions = [row for row in find_sessions(setting, lexicon, clauses) if not blocked(row["start"], row["end"])]
    spans = [row for row in find_spans(text, lexicon) if not blocked(row["start"], row["end"])]
    taken = _blocking([*((row["start"], row["end"]) for row in (*sessions, *spans))])
    dates = find_calendar(text, lexicon.calendar, lambda start, end: blocked(start, end) or taken(start, end))
    return _in_order([*sessions, *spans, *dates])


def _blocking(spans: list[tuple[int, int]]) -> Blocked:
    """Return what tells whether a span lies across one of ``spans``."""
    spans = sorted(spans)
    starts = [start for start, _ in spans]

    def across(start: int, end: int) -> bool:
        at = bisect_right(starts, end - 1) - 1
        return at >= 0 and spans[at][1] > start

    return across


def _enacting(text: str, clauses: list[Any], lexicon: DateLexicon) -> str | None:
    """Return the body that the enacting formula names."""
    for row in clauses:
        if row["kind"] == "enacting":
            found = lexicon.sessions.body.search(text, row["start"], row["end"])
            return next(iter(lexicon.bodies.named(found.group())), None) if found else None
    return None


def session_of(masthead: Mapping[str, Any]) -> int | None:
    """Return the number of the session of the document, from its masthead or its symbol."""
    session = masthead.get("session")
    number = session.get("number") if isinstance(session, dict) else None
    if isinstance(number, int):
        return number
    symbol = _SESSION_OF_SYMBOL.match(str(masthead.get("symbol") or ""))
    return int(symbol.group(1)) if symbol else None


def _in_order(rows: list[DateRow]) -> list[DateRow]:
    """Return the rows in the order of the text; of two that overlap the one that begins first, then the longer."""
    kept: list[DateRow] = []
    for row in sorted(rows, key=lambda row: (row["start"], -row["end"])):
        if not kept or row["start"] >= kept[-1]["end"]:
            kept.append(row)
    return kept


class Dates:
    """The component ``un_dates``.

    Reads the text, the clauses, the masthead and the entities; writes the rows of dates and the span group ``dates``.
    """

    def __init__(self, name: str = "un_dates", lexicon: DateLexicon | None = None) -> None:
        self.name = name
        self.lexicon = lexicon or load_dates()

    def __call__(self, doc: Doc) -> Doc:
        """Write the dates of ``doc``."""
        rows = find_dates(doc, self.lexicon)
        table(doc)["dates"] = rows
        set_spans(doc, "dates", rows, "kind")
        return doc


@Language.factory("un_dates", assigns=["doc.spans", "doc.user_data"])
def make_dates(nlp: Language, name: str) -> Dates:
    """Make the component ``un_dates``.

    Reads
        ``Doc.text``, the clauses, the masthead and the entities of the table.
    Writes
        ``table(doc)["dates"]``, ``doc.spans["dates"]``.

    Examples
    --------
    >>> import spacy
    >>> from pipeline.components.table import table
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("un_dates")
    >>> doc = nlp("Decides to extend, until 31 March 2027, the mandate for a period of twelve months;")
    >>> [(row["kind"], row["value"]) for row in table(doc)["dates"]]
    [('open-interval', '../2027-03-31'), ('duration', 'P12M')]
    """
    del nlp
    return Dates(name)
