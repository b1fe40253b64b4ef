"""A record as a person reads it in the terminal.

The resolution stands as in print: acts in italics, coloured by their function, entities and dates underlined, notes at
their marks. Below each clause one dim line says in words what the colours say, so that nothing is lost on paper, in a
pipe, or to a reader who does not see the colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.output.mandate_view import said_mandates
from pipeline.record import Clause, Masthead, Record

WIDEST = 110
PIPED = 100
"""Columns of a text that goes to a file or a pipe."""

# colours that people with any colour blindness can tell apart, and of those that every terminal has
FUNCTIONS = {
    "recall": "cyan",
    "observe": "blue",
    "value": "green",
    "concern": "red",
    "stress": "yellow",
    "direct": "bold magenta",
    "decide": "bold bright_white",
}
ENTITY = "underline"
CITATION = "underline cyan"
DATE = "underline yellow"
QUIET = "dim"
ODD = "bold red"
INDENT = 4

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def terminal() -> Console:
    """Return a console on standard output: colours in a terminal, plain lines of a fixed width elsewhere."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else PIPED
    return console


def show_record(record: Record, console: Console) -> None:
    """Print one record; outside a terminal no line ends in the spaces that fill it."""
    with console.capture() as captured:
        _print(record, console)
    shown = captured.get()
    console.file.write(shown if console.is_terminal else re.sub(r" +$", "", shown, flags=re.MULTILINE))


def _print(record: Record, console: Console) -> None:
    console.print(_head(record.masthead, record.source.path))
    markers = {note.id: note.marker for note in record.footnotes}
    by_id = {clause.id: clause for clause in record.clauses}
    for clause in record.clauses:
        console.print()
        console.print(_clause(clause, markers, by_id))
    if record.footnotes:
        console.print()
        console.print(_text("Notes", "bold"))
        for note in record.footnotes:
            console.print(_row(_mark(note.marker), _text(note.text), 0))
    if record.issues:
        console.print()
        console.print(_text("Issues", ODD))
        for issue in record.issues:
            place = "" if issue.start is None else f" (characters {issue.start}–{issue.end} of the source)"
            console.print(_row("!", _text(f"{issue.code}: {issue.message}{place}"), 0))


def _text(text: str, style: str = "") -> Text:
    """Return text in which no character can steer the terminal."""
    return Text(CONTROL.sub("\ufffd", text), style)


def _mark(marker: str) -> str:
    return marker.translate(_SUPERSCRIPT)


def _row(label: str, body: Text, depth: int) -> Padding:
    """Return a paragraph with its number hanging in the margin, indented by its depth."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(min_width=INDENT, no_wrap=True)
    grid.add_column()
    grid.add_row(_text(label), body)
    return Padding(grid, (0, 0, 0, INDENT * depth), expand=False)


def _head(masthead: Masthead, path: str) -> Text:
    """Return what stands above the text, line by line."""
    session = masthead.session.text if masthead.session else None
    item = masthead.agenda_item
    agenda = " · ".join(part for part in (item.number, item.title) if part) if item else ""
    kind = " ".join(part for part in (masthead.status, masthead.document_type) if part)
    adopted = masthead.adopted
    adoption = ", ".join(part for part in (adopted.date, adopted.meeting, adopted.vote) if part)
    rows = [
        ((masthead.organ, masthead.symbol, kind, masthead.date), "bold"),
        ((session, f"agenda item {agenda}" if agenda else None, masthead.committee), QUIET),
        ((f"adopted {adoption}" if adoption else None,), QUIET),
        ((f"sponsors: {', '.join(masthead.sponsors)}" if masthead.sponsors else None,), QUIET),
        ((masthead.title,), "bold underline"),
    ]
    head = _text(path, QUIET)
    for parts, style in rows:
        line = " · ".join(part for part in parts if part)
        if line:
            head.append("\n").append_text(_text(line, style))
    return head


def _clause(clause: Clause, markers: dict[str, str], by_id: dict[str, Clause]) -> Padding:
    """Return one clause with what was found in it."""
    body = _text(clause.text, "bold" if clause.kind == "heading" else "")
    for entity in clause.entities:
        body.stylize(CITATION if entity.label == "CITATION" else ENTITY, entity.start, entity.end)
    for date in clause.dates:
        body.stylize(DATE, date.start, date.end)
    for act in clause.acts:
        body.stylize(f"italic {FUNCTIONS.get(act.function, '')}", act.start, act.end)
    for note in sorted(clause.footnotes, key=lambda note: note.offset, reverse=True):
        mark = _text(_mark(markers.get(note.id, "?")), QUIET)
        body = body[: note.offset].append_text(mark).append_text(body[note.offset :])
    said = " · ".join(_said(clause, by_id))
    body.append("\n").append_text(_text(f"{clause.id}, {clause.kind}{': ' if said else ''}{said}", QUIET))
    return _row(clause.number or "", body, clause.level)


def _said(clause: Clause, by_id: dict[str, Clause]) -> Iterator[str]:
    """Yield in words what was found in a clause."""
    for act in clause.acts:
        force = f" {act.force}" if act.force is not None else ""
        modifiers = f" ({', '.join(act.modifiers)})" if act.modifiers else ""
        yield f"{act.lemma}{modifiers} [{act.function}{force}]"
    yield from said_mandates(clause, by_id)
    for entity in clause.entities:
        norm = f" = {entity.norm}" if entity.norm and entity.norm != entity.text else ""
        yield f"{entity.text} [{entity.label}{norm}]"
    for date in clause.dates:
        value = " = ".join(part for part in (date.value, date.resolved) if part)
        yield f"{date.text} [{value or date.kind}]"
    for theme in clause.themes:
        yield f"#{theme.theme} {theme.score:.2f}"
    if clause.uncertain:
        yield "themes uncertain"
