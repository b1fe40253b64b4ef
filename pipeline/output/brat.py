"""Records as a folder that brat, the annotation tool, opens: text and annotations of each document, configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pipeline.lexicon.display import Display, DisplayRow, load_display
from pipeline.output.brat_sheet import CLAUSE, THEME, make_sheet
from pipeline.output.files import failed
from pipeline.record import Act, Clause, DateExpression, Entity, Record
from pipeline.record_plain import shapes_of

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_NAME = 80

TYPES = {
    CLAUSE: shapes_of(Clause)["kind"].values,
    "act": shapes_of(Act)["function"].values,
    "entity": shapes_of(Entity)["label"].values,
    "date": shapes_of(DateExpression)["kind"].values,
}
"""The types of marks, by the kind of mark."""


def write_brat(records: Iterable[Record], folder: Path, themes: Sequence[str]) -> int:
    """Write records for brat.

    Parameters
    ----------
    records
        The documents; their spans must stand where they say.
    folder
        An empty folder.
    themes
        The themes that can be ticked; those of the records are added.

    Returns
    -------
    int
        How many documents there were.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    known = dict.fromkeys(themes)
    number = 0
    try:
        for number, record in enumerate(records, 1):
            sheet = make_sheet(record)
            name = folder / file_name(number, record)
            _write(name.with_suffix(".txt"), sheet.text)
            _write(name.with_suffix(".ann"), sheet.annotations)
            known.update(dict.fromkeys(one.theme for clause in record.clauses for one in clause.themes))
        _write(folder / "annotation.conf", "".join(f"{line}\n" for line in _annotation(list(known))))
        _write(folder / "visual.conf", "".join(f"{line}\n" for line in _visual(list(known), load_display())))
    except OSError as error:
        raise failed(folder, error) from error
    return number


def file_name(number: int, record: Record) -> str:
    """Return the name of a document's files without ending: its number, and its symbol or the name of its source."""
    wanted = record.masthead.symbol or PurePosixPath(record.source.path.replace("\\", "/")).stem
    name = _UNSAFE.sub("_", wanted)[:_LONGEST_NAME].strip("_") or "document"
    return f"{number:06d}-{name}"


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _types(kind: str) -> list[str]:
    return [f"{kind}-{value}" for value in TYPES[kind]]


def _annotation(themes: Sequence[str]) -> Iterator[str]:
    """Yield the lines of ``annotation.conf``: which marks and attributes there are."""
    yield "# Written by `clausewise export`; `clausewise import brat` reads the folder back."
    yield "[entities]"
    for kind in TYPES:
        yield f"!{kind}"
        yield from (f"\t{one}" for one in _types(kind))
    yield "[relations]"
    yield "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    yield "[events]"
    yield "[attributes]"
    acts = "|".join(_types("act"))
    yield f"Role\tArg:{acts}, Value:lead|further"
    yield f"Force\tArg:{acts}, Value:1|2|3|4|5"
    clauses = "|".join(_types(CLAUSE))
    yield from (f"{_theme(theme)}\tArg:{clauses}" for theme in themes)


def _visual(themes: Sequence[str], display: Display) -> Iterator[str]:
    """Yield the lines of ``visual.conf``: what marks are called, and their colours."""
    rows: dict[str, DisplayRow] = {f"act-{name}": row for name, row in display.functions.items()}
    rows |= {f"entity-{name}": row for name, row in display.entities.items()}
    yield "[labels]"
    for kind, values in TYPES.items():
        for value in values:
            name = f"{kind}-{value}"
            yield f"{name} | {rows[name].label} | {value}" if name in rows else f"{name} | {value}"
    yield from (f"{_theme(theme)} | {theme}" for theme in themes if _theme(theme) == f"{THEME}{theme}")
    yield "[drawing]"
    yield "SPAN_DEFAULT\tfgColor:black, bgColor:#e6e6e6, borderColor:darken"
    yield "ATTRIBUTE_DEFAULT\tglyph:●"
    yield "Force\tglyph:①|②|③|④|⑤"
    yield "Role\tglyph:↱|+"
    colours = {name: row.light for name, row in rows.items()}
    colours |= {name: row.light for name in _types("date") for row in display.dates.values()}
    yield from (f"{name}\tfgColor:white, bgColor:{colour}" for name, colour in colours.items())


def _theme(theme: str) -> str:
    return THEME + quote(theme, safe="", errors="surrogatepass")
