"""Where a clause or a note stands in its file, in words and as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from rich.console import Console
from rich.text import Text

from pipeline.output.reading_view import CONTROL, QUIET
from pipeline.record import Clause, Footnote, Record

NEAR = 5
"""How many ids are named when the one that was asked for is not there."""

BEGINNING = 160
"""Most characters of a clause that are shown with its places."""


def find_id(record: Record, wanted: str) -> Clause | Footnote | None:
    """Return the clause or the note with an id, None where the record has none."""
    named: dict[str, Clause | Footnote] = {note.id: note for note in record.footnotes}
    named.update((clause.id, clause) for clause in record.clauses)
    return named.get(wanted)


def ids_near(records: Sequence[Record], wanted: str) -> str:
    """Return a sentence that names the ids that are nearest to one that is not there."""
    ids: dict[str, None] = {}
    for record in records:
        ids.update(dict.fromkeys(clause.id for clause in record.clauses))
        ids.update(dict.fromkeys(note.id for note in record.footnotes))
    if not ids:
        return f"there is no clause {wanted!r}, and no other one"
    near = get_close_matches(wanted, ids, NEAR, 0.5) or list(ids)[:NEAR]
    return f"there is no clause {wanted!r}; there is {', '.join(near)}"


def spans_of(found: Clause | Footnote) -> list[tuple[int, int]]:
    """Return the stretches of the source that hold a clause or a note, its number or marker included."""
    number = found.number_span if isinstance(found, Clause) else found.marker_span
    spans = sorted([*found.source_spans, *([number] if number else [])])
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and number in ((start, end), joined[-1]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def show_where(record: Record, found: Clause | Footnote, spots: Sequence[Mapping[str, Any]], console: Console) -> None:
    """Print where a clause or a note stands.

    Parameters
    ----------
    record
        The record that holds it.
    found
        The clause or the note.
    spots
        Its places, as :func:`spot_words` takes them.
    console
        Where it is printed.
    """
    kind = f"{found.kind} {found.number or ''}".strip() if isinstance(found, Clause) else f"note {found.marker}"
    console.print(_text(f"{found.id}, {kind}, in {record.source.path}", "bold"), soft_wrap=True)
    text = found.text if len(found.text) <= BEGINNING else found.text[:BEGINNING].rsplit(" ", 1)[0] + " …"
    console.print(_text(text), soft_wrap=True)
    for spot in spots:
        console.print(_text(f"  {spot_words(spot)}", QUIET), soft_wrap=True)


def spot_words(spot: Mapping[str, Any]) -> str:
    """Return a place in words.

    Examples
    --------
    >>> spot_words({"start": 3, "end": 9, "page": 2, "box": [72.0, 700.5, 300.0, 724.0], "lines": 2})
    'page 2, box 72.0 700.5 300.0 724.0 (left, bottom, right, top in points), 2 lines; characters 3–9 of the text'
    """
    parts = []
    if spot.get("page") is not None:
        parts.append(f"page {spot['page']}")
    if spot.get("box"):
        box = " ".join(f"{value:.1f}" for value in spot["box"])
        parts.append(f"box {box} (left, bottom, right, top in points)")
    if spot.get("lines"):
        parts.append(f"{spot['lines']} line{'s' if spot['lines'] > 1 else ''}")
    if spot.get("paragraph") is not None:
        parts.append(f"paragraph {spot['paragraph']}")
    if spot.get("element"):
        parts.append(f"element {spot['element']}")
    if spot.get("first") and spot.get("last"):
        (line, column), (last, end) = spot["first"], spot["last"]
        parts.append(f"line {line}, column {column} to line {last}, column {end}")
    return "; ".join(filter(None, (", ".join(parts), f"characters {spot['start']}–{spot['end']} of the text")))


def _text(text: str, style: str = "") -> Text:
    """Return text in which no character can steer the terminal."""
    return Text(CONTROL.sub("\ufffd", text), style)
