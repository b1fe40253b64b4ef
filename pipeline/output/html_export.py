"""Records as pages to keep: one self-contained file a document, and an index; they need no server and no network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from pipeline.lexicon.display import load_display
from pipeline.output.files import failed, whole_file
from pipeline.output.page_style import page_css
from pipeline.output.reading_html import reading_html, render, theme_name
from pipeline.record import Record

INDEX = "index"
MOST_THEMES = 3
_UNSAFE = re.compile(r"[^A-Za-z0-9.()-]+|\.{2,}")
_LONGEST_NAME = 100
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One document in the index."""

    file: str
    path: str
    symbol: str | None
    title: str | None
    organ: str | None
    date: str | None
    clauses: int
    themes: tuple[str, ...]


class FileNames:
    """Gives files their names: safe on any system, no two alike where capitals do not count, none that of the index."""

    def __init__(self) -> None:
        self._given = {INDEX}

    def name(self, record: Record) -> str:
        """Return the name without ending: the symbol, else the name of the source, made safe."""
        wanted = record.masthead.symbol or PurePosixPath(record.source.path.replace("\\", "/")).stem
        name = _UNSAFE.sub("_", wanted)[:_LONGEST_NAME].strip("._-") or "document"
        if _DEVICES.match(name):
            name = f"document_{name}"
        unique, times = name, 1
        while unique.casefold() in self._given:
            times += 1
            unique = f"{name}-{times}"
        self._given.add(unique.casefold())
        return unique


def write_pages(records: Iterable[Record], folder: Path) -> int:
    """Write a page for each record and ``index.html`` into a folder; return how many records there were.

    Records are taken one at a time. The index is written last and names every page, the newest document first.

    Parameters
    ----------
    records
        What to write.
    folder
        Where to; it is made where it is missing.

    Raises
    ------
    OutputError
        When a file cannot be written; each file is there whole or not at all.
    """
    display, names = load_display(), FileNames()
    style = Markup(page_css(display))
    policy = content_policy(style)
    rows = []
    for record in records:
        file = f"{names.name(record)}.html"
        title = record.masthead.title or record.masthead.symbol or record.source.path
        article = reading_html(record, display)
        page = render("page.html", style=style, policy=policy, title=title, article=article, record=record)
        _write(folder / file, page)
        rows.append(_row(record, file))
    rows.sort(key=lambda row: (row.date or "", row.symbol or row.path), reverse=True)
    _write(folder / f"{INDEX}.html", render("index.html", style=style, policy=policy, rows=rows))
    return len(rows)


def content_policy(style: str) -> str:
    """Return the content security policy of a page with this one style sheet: nothing else is loaded or run."""
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _row(record: Record, file: str) -> IndexRow:
    head = record.masthead
    return IndexRow(
        file=file,
        path=record.source.path,
        symbol=head.symbol,
        title=head.title,
        organ=head.organ,
        date=head.date,
        clauses=len(record.clauses),
        themes=tuple(theme_name(None, theme.theme) for theme in record.themes[:MOST_THEMES]),
    )


def _write(path: Path, page: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failed(path.parent, error) from error
    with whole_file(path) as file:
        file.write(page.encode("utf-8"))
