"""What the pages of the inspector share: store, corrections, labels, and how a page is made of a template."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.corpus.corrections import LONGEST_NAME
from pipeline.corpus.overlay import name_of_file
from pipeline.inspector.correct import Corrector
from pipeline.inspector.gold import Gold
from pipeline.inspector.safety import Rules
from pipeline.inspector.sources import Sources
from pipeline.inspector.store import Store
from pipeline.inspector.typed import LONGEST
from pipeline.inspector.wishes import FACETS, SIZES, SORTS, query_of, without
from pipeline.inspector.wording import worded
from pipeline.lexicon.display import Display, load_theme_labels
from pipeline.output.reading_clauses import in_words
from pipeline.output.reading_html import theme_name
from pipeline.record import Record

NAME_COOKIE = "clausewise-name"

_TELLING = re.compile(r"[/\\]|[A-Za-z]:|\.\.(?:[/\\]|$)|.*[/\\]\.\.(?:[/\\]|$)")
"""Begins a path that says how the folders of this machine lie: an absolute one, or one that climbs."""

_FOLDERS = re.compile(r"(^|: )(?:[A-Za-z]:)?[/\\][^:]*[/\\](?=[^:/\\]+: )")
"""The folders of an absolute path in a sentence that names a file and goes on after a colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that the pages need.

    Attributes
    ----------
    store, corrector, sources
        The records, what corrects them, and the files behind them.
    rules
        Who may talk to the server, and the secret of its forms.
    display
        How labels are shown.
    themes
        Ids and names of the themes that a person may choose.
    person
        Who corrects, where the browser says no other name.
    gold
        Right themes to compare with, where there are any.
    assets
        The files of the page, by name: their media type and bytes.
    """

    store: Store
    corrector: Corrector
    sources: Sources
    rules: Rules
    display: Display
    themes: Mapping[str, str]
    person: str
    gold: Gold | None = None
    assets: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    version: str = ""

    def person_of(self, request: Request) -> str:
        """Return who a request is from: the name that the browser keeps, else that of the command line."""
        return unquote(request.cookies.get(NAME_COOKIE, ""))[:LONGEST_NAME].strip() or self.person

    def shown(self, record: Record) -> Record:
        """Return a record as pages show it: its path as :meth:`shown_path` has it."""
        path = self.shown_path(record.source.path)
        return record if path == record.source.path else replace(record, source=replace(record.source, path=path))

    def shown_path(self, path: str) -> str:
        """Return a path; where other machines reach the server, of one that tells of its folders only the name."""
        return name_of_file(path) if self.rules.token is not None and _TELLING.match(path) else path

    def shown_sentence(self, sentence: str) -> str:
        """Return a sentence on a file; where other machines reach the server, without the folders of the file."""
        return sentence if self.rules.token is None else _FOLDERS.sub(r"\1", sentence)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page.

        Parameters
        ----------
        request
            What asked for it.
        template
            Its name below ``templates/``.
        status
            The status of the answer.
        values
            What the template needs besides what all pages have.
        """
        text = _environment.get_template(template).render(
            inspection=self,
            person=self.person_of(request),
            here=request.url.path,
            name_of=partial(theme_name, {**load_theme_labels(), **self.themes}),
            **values,
        )
        # what no encoding has, such as half of a surrogate pair, is shown as the sign for it
        return HTMLResponse(text.encode("utf-8", "replace"), status)


def document_address(key: str, query: str = "", clause: str = "") -> str:
    """Return the address of a document in the page.

    Examples
    --------
    >>> document_address("0f", "text=a", "op 3")
    '/documents/0f?text=a#op%203'
    """
    place = "#" + quote(clause, errors="replace") if clause else ""
    return f"/documents/{quote(key)}{'?' + query if query else ''}{place}"


def correcting_address(key: str, clause: str, query: str = "") -> str:
    """Return the address of the form that corrects a clause."""
    asked = urlencode({"clause": clause}, errors="replace")
    return f"/documents/{quote(key)}/correct?{asked}{'&' + query if query else ''}"


def source_address(key: str, clause: str) -> str:
    """Return the address of the source of a clause."""
    return f"/documents/{quote(key)}/source?{urlencode({'clause': clause}, errors='replace')}#page-lit"


def _made() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.inspector", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        query_of=query_of,
        without=without,
        document_address=document_address,
        correcting_address=correcting_address,
        source_address=source_address,
        worded=worded,
        LONGEST=LONGEST,
        LONGEST_NAME=LONGEST_NAME,
        FACETS=FACETS,
        SORTS=SORTS,
        SIZES=SIZES,
    )
    environment.filters.update(words=in_words, plain_json=partial(json.dumps, ensure_ascii=False))
    return environment


_environment = _made()
