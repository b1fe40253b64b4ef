"""The reading view: everything in its place, and no character that steers the terminal."""

from __future__ import annotations

import dataclasses
import io

from rich.console import Console

from pipeline.output.reading_view import show_record
from pipeline.record import Clause, Record
from tests.test_record import FULL


def shown(record: Record, colours: bool = False) -> str:
    """Return what is printed."""
    file = io.StringIO()
    console = Console(file=file, width=100, force_terminal=colours, color_system="standard" if colours else None)
    show_record(record, console)
    return file.getvalue()


def test_everything_in_the_record_is_there() -> None:
    assert shown(FULL).splitlines() == [
        "a.txt",
        "General Assembly · A/99/L.1 · draft resolution",
        "Ninety-ninth session · agenda item 7 · Lighthouses",
        "sponsors: Chile, Norway",
        "",
        "1.   Requests the Secretary-General to report by 2030¹;",
        "     op1, operative: request (also) [direct 3] · → Secretary-General · Secretary-General [OFFICE =",
        "     UN:secretary-general] · by 2030 [../2030] · #oceans 0.50 · #health 0.50 · themes uncertain",
        "",
        "Notes",
        "¹    A/99/7.",
        "",
        "Issues",
        "!    numbering-gap: paragraph 3 follows paragraph 1 (characters 1–2 of the source)",
    ]


def test_colours_change_no_word() -> None:
    coloured = shown(FULL, colours=True)
    assert "\x1b[3;1;35mRequests\x1b[0m" in coloured or "\x1b[1;3;35mRequests\x1b[0m" in coloured
    assert "\x1b[4mSecretary-General\x1b[0m" in coloured


def test_text_cannot_steer_the_terminal_or_the_view() -> None:
    text = "Notes\x1b]0;x\x07 [bold]this[/bold] :smile: \u202eabc\r\x9b31m\ud800"
    record = dataclasses.replace(FULL, clauses=(Clause(id="pp1", kind="preambular", text=text),), footnotes=())
    out = shown(record)
    assert "[bold]this[/bold] :smile:" in out
    assert not set("\x1b\x07\u202e\r\x9b\ud800") & set(out)


def test_sub_paragraphs_are_indented_by_their_level() -> None:
    clauses = tuple(Clause(id=f"op1.{i}", kind="subparagraph", level=i, number="(a)", text="To go") for i in (1, 2, 3))
    out = shown(dataclasses.replace(FULL, clauses=clauses))
    lines = [line for line in out.splitlines() if "(a)" in line]
    assert [len(line) - len(line.lstrip()) for line in lines] == [4, 8, 12]
