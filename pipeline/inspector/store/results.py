"""What a person asks of the store, and what the store answers: plain, unchanging data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FACETS = (
    "organ",
    "year",
    "session",
    "theme",
    "act",
    "function",
    "entity",
    "addressee",
    "issue",
    "status",
    "kind",
)
"""What documents can be filtered by; each is a field of :class:`Wish` too."""

SORTS = ("date", "symbol", "title", "organ", "clauses", "uncertain", "issues", "rank")
"""What a list can be sorted by; ``rank`` only together with a text."""


class StoreError(Exception):
    """The records, the corrections or the index cannot be used; one sentence with the file and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for; within a facet one of the values is enough, between facets all must hold.

    Attributes
    ----------
    text
        Words that must stand in one clause (or together in symbol and title), phrases in quotation marks, ``drug*`` for
        a beginning. Nothing in it is an error.
    organ, year, session, status
        Of the masthead. A session is written as in dates (``GA-81``), or as printed where its number is not known; the
        year is that of the date of the document, of its adoption, or in its symbol.
    theme, act, function, entity, addressee, kind
        Of any clause: a theme's id, the lemma of an act, the norm of an entity (its text where it has none), the
        addressee of a mandate as :func:`pipeline.inspector.store.facts.addressee_value` writes it.
    issue
        Code of an issue of the document.
    all_themes
        Whether all themes must be there and not any of them: in a document, or in the queue in one clause.
    uncertain, corrected
        Only documents with clauses whose themes are uncertain; only those with corrected clauses.
    sort, descending
        One of ``SORTS`` (what is none is taken for ``date``); what a document does not say comes last either way.
    page, size
        Which part of the list, from 1; a page behind the last is empty.
    """

    text: str = ""
    organ: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    session: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    entity: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    all_themes: bool = False
    uncertain: bool = False
    corrected: bool = False
    sort: str = "date"
    descending: bool = True
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseHit:
    """A clause in which a searched text stands.

    Attributes
    ----------
    clause_id
        Id of the clause in its document.
    snippet
        A piece of its text in parts, each with whether it is what was searched for.
    """

    clause_id: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document of the list; None where the document does not say.

    Attributes
    ----------
    key
        Names the document in addresses: 16 hexadecimal digits, from path and checksum of its source.
    date, year
        ISO 8601, the document's or of its adoption; four digits.
    session
        As in the filter.
    path
        The source, as the record names it.
    clauses, uncertain, issues, corrected
        How many clauses there are, how many of them have uncertain themes, how many issues the record has, and how
        many clauses a person corrected.
    themes
        Up to three, that of most clauses first.
    hits
        Up to three clauses with the searched text, in the order of the document.
    """

    key: str
    symbol: str | None
    title: str | None
    organ: str | None
    date: str | None
    year: str | None
    session: str | None
    status: str | None
    path: str
    clauses: int
    uncertain: int
    issues: int
    themes: tuple[str, ...]
    corrected: int
    hits: tuple[ClauseHit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a facet; ``count`` documents there would be with it and with what is chosen in the other facets."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The commonest values of a facet and those that are chosen; ``more`` others have documents too."""

    name: str
    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a wish finds.

    Attributes
    ----------
    documents
        Those of the page.
    total
        How many documents there are on all pages.
    clauses
        How many clauses with the searched text these have; without a text, how many clauses.
    facets
        One for each of ``FACETS``, in their order.
    uncertain, corrected
        How many documents there would be with only the uncertain, only the corrected.
    """

    documents: tuple[DocumentRow, ...]
    total: int
    clauses: int
    facets: tuple[Facet, ...]
    uncertain: int
    corrected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A clause that somebody should look at.

    Attributes
    ----------
    key, clause_id
        Document, and clause in it.
    symbol, title
        Of the document.
    text, kind
        Of the clause.
    themes
        With their scores, the highest first.
    uncertain
        Whether the model abstains.
    closeness
        1 where a score is 0.5, 0 where all are 0 or 1, or there is none.
    """

    key: str
    clause_id: str
    symbol: str | None
    title: str | None
    text: str
    kind: str
    themes: tuple[tuple[str, float], ...]
    uncertain: bool
    closeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Figures of the documents that a wish finds, all of whose clauses count.

    Attributes
    ----------
    totals
        ``documents``, ``clauses``, ``acts``, ``entities``, ``dates``, ``mandates``, ``citations``, ``footnotes``,
        ``themes`` (given to clauses), ``uncertain`` (clauses), ``issues``, ``corrected`` (clauses).
    themes_by_year
        Theme, year, clauses; the year is empty where it is not known. Years in order, the commonest theme first.
    acts_by_force
        Force from 5 to 1, lemma, acts; the commonest lemma first.
    functions, kinds, organs, issues
        How many acts, clauses, documents and issues; the commonest first.
    most_cited
        Up to 50 citations: canonical symbol, how often it is cited, in how many documents.
    co_occurrence
        Two themes in alphabetical order, and how many clauses have both.
    confusion
        What people made of the themes of clauses they corrected: the model's theme, the person's, clauses. A theme that
        both have stands with itself; one that the person took out or put in stands with each one put in or taken out,
        or with an empty text where there is none.
    """

    totals: Mapping[str, int]
    themes_by_year: Mapping[str, Mapping[str, int]]
    acts_by_force: Mapping[int, Mapping[str, int]]
    functions: Mapping[str, int]
    kinds: Mapping[str, int]
    organs: Mapping[str, int]
    issues: Mapping[str, int]
    most_cited: tuple[tuple[str, int, int], ...] = ()
    co_occurrence: Mapping[tuple[str, str], int] = field(default_factory=dict)
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
