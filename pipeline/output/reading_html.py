"""A record as a page of HTML: the resolution as it reads in print, with what was found in it beside each clause.

One fragment serves exports and the inspector. It holds no script and no style of its own; ``page/reading.css`` with
:func:`pipeline.output.page_style.page_css` gives the looks. Everything that comes from the record is escaped.

How a screen reader hears it: spans carry a ``title`` for the pointer and nothing that is read aloud, so the text is
read without a break; what was found stands in words after the text of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.lexicon.display import Display, load_theme_labels
from pipeline.output.reading_anchors import RESERVED, Anchors
from pipeline.output.reading_clauses import STRONGEST, ClauseView, NoteMark, class_token, in_words, view_clause
from pipeline.output.reading_places import place_issues
from pipeline.record import Clause, Footnote, Record
from pipeline.record_clause import said_term

if TYPE_CHECKING:
    from jinja2 import Environment

_NO_CHARACTER = re.compile(r"[\x00\ud800-\udfff]")
"""What no page can hold: the parser drops or replaces it, or no encoding has it."""

# not those of the calendar module, which follow the locale
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

SHORT_HEADING = 12
LONGEST_ENTRY = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How the fragment is made.

    Attributes
    ----------
    heading
        Level of the title's heading, 1 to 5; headings of the text are one below.
    legend, contents
        Whether the fragment has its own legend and its own list of contents.
    theme_labels
        What themes are called, by id, ``configs/themes.toml`` where None; one that is missing is called by its id in
        words.
    citation_href
        Gives the address of the document that a canonical symbol names, None where there is none.
    extra
        Gives what stands below the margin notes of a clause, from its index and the clause; must be safe HTML.
    """

    heading: int = 1
    legend: bool = True
    contents: bool = True
    theme_labels: Mapping[str, str] | None = None
    citation_href: Callable[[str], str | None] | None = None
    extra: Callable[[int, Clause], Markup] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note, its anchor, and the marks that lead to it with the ids of their clauses."""

    note: Footnote
    anchor: str
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list of contents."""

    label: str
    anchor: str
    level: int


def reading_html(record: Record, display: Display, *, options: ReadingOptions | None = None) -> Markup:
    """Return the reading view of a record as a fragment: one ``<article class="document">``.

    Characters that no page can hold (NUL, lone surrogates) become U+FFFD.

    Parameters
    ----------
    record
        Any record, also one that breaks its own rules; what cannot be shown is counted at its clause.
    display
        The rows of ``configs/lexicons/display.toml``.
    options
        How it is made.
    """
    options = options or ReadingOptions()
    anchors = Anchors()
    named = [anchors.name(clause.id) for clause in record.clauses]
    notes, marks = _notes(record, anchors)
    loose, placed = place_issues(record.issues, record.clauses)
    by_id = {clause.id: clause for clause in record.clauses}
    views = [
        view_clause(
            clause,
            index,
            named[index],
            display,
            clauses=by_id,
            notes=marks.get(index, ()),
            issues=placed.get(index, ()),
            citation_href=options.citation_href,
            extra=options.extra(index, clause) if options.extra else Markup(""),
        )
        for index, clause in enumerate(record.clauses)
    ]
    return render(
        "document.html",
        record=record,
        display=display,
        options=options,
        clauses=views,
        notes=notes,
        issues=loose,
        contents=_contents(views, bool(notes)) if options.contents else (),
        theme_name=partial(theme_name, options.theme_labels),
    )


def theme_name(labels: Mapping[str, str] | None, theme: str) -> str:
    """Return what a theme is called: by the labels given, those of the shipped themes where None, else by its id."""
    return (load_theme_labels() if labels is None else labels).get(theme) or in_words(theme)


def render(template: str, **values: object) -> Markup:
    """Return a template of ``page/`` filled with values, all of them escaped, as the parser will read it."""
    text = _environment().get_template(template).render(strongest=STRONGEST, **values)
    # a bare carriage return would come out of the parser as a line feed
    return Markup(_NO_CHARACTER.sub("\ufffd", text).replace("\r", "&#13;"))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.output", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(token=class_token, words=in_words, printed=printed_date, said_term=said_term)
    return environment


def printed_date(iso: str) -> str:
    """Return an ISO date as the organs print it, "3 December 2026"; any other text as it is.

    Examples
    --------
    >>> printed_date("2026-12-03"), printed_date("2026-12")
    ('3 December 2026', '2026-12')
    """
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _notes(record: Record, anchors: Anchors) -> tuple[tuple[NoteView, ...], dict[int, list[NoteMark]]]:
    """Return the notes, and the marks of each clause by its index; of two notes with one id marks mean the first."""
    first: dict[str, tuple[str, str]] = {}
    named = []
    for note in record.footnotes:
        anchor = anchors.name(f"note-{note.id}")
        named.append(anchor)
        first.setdefault(note.id, (anchor, note.marker))
    marks: dict[int, list[NoteMark]] = {}
    back: dict[str, list[tuple[str, str]]] = {}
    for index, clause in enumerate(record.clauses):
        for place in clause.footnotes:
            target, marker = first.get(place.id, (None, "?"))
            anchor = anchors.name(f"mark-{place.id}")
            marks.setdefault(index, []).append(
                NoteMark(note_id=place.id, marker=marker, offset=place.offset, anchor=anchor, target=target)
            )
            if target:
                back.setdefault(target, []).append((anchor, clause.id))
    views = tuple(
        NoteView(note=note, anchor=anchor, marks=tuple(back.get(anchor, ())))
        for note, anchor in zip(record.footnotes, named, strict=True)
    )
    return views, marks


def _contents(views: list[ClauseView], notes: bool) -> tuple[Entry, ...]:
    """Return the entries of the list of contents; empty where there would be one only."""
    entries = [*_entries(views), *([Entry("Notes", f"{RESERVED}notes", 0)] if notes else [])]
    return tuple(entries) if len(entries) > 1 else ()


def _entries(views: list[ClauseView]) -> Iterator[Entry]:
    """Yield headings, those of one line such as "II" with the next; and where preamble and operative part begin."""
    begun: set[str] = set()
    open_entry: Entry | None = None
    for view in views:
        kind, text = view.clause.kind, " ".join(view.clause.text.split())
        if kind == "heading":
            if open_entry and len(open_entry.label) <= SHORT_HEADING:
                open_entry = Entry(f"{open_entry.label} · {text}", open_entry.anchor, open_entry.level)
                continue
            if open_entry:
                yield _cut(open_entry)
            open_entry = Entry(text or view.clause.id, view.anchor, view.clause.level)
            continue
        if open_entry:
            yield _cut(open_entry)
            open_entry = None
        if kind in {"preambular", "operative"} and kind not in begun:
            begun.add(kind)
            yield Entry("Preamble" if kind == "preambular" else "Operative paragraphs", view.anchor, 0)
    if open_entry:
        yield _cut(open_entry)


def _cut(entry: Entry) -> Entry:
    if len(entry.label) <= LONGEST_ENTRY:
        return entry
    return Entry(entry.label[: LONGEST_ENTRY - 1] + "…", entry.anchor, entry.level)
