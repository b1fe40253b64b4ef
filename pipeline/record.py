"""The record: everything that is known of one document, as plain data.

Whatever shows, stores, exports or compares reads records and nothing else. All offsets are half-open and count Unicode
code points: those of acts, entities, dates and notes in the text of their clause, those named ``source…`` (and those
of issues and furniture) in the untouched text of the source. Within a version of the schema a field may be added,
never renamed. The meaning of kinds, functions and labels is laid down in ``docs/glossary.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

from pipeline.record_clause import (
    Act,
    Addressee,
    Clause,
    ClauseNote,
    DateExpression,
    Entity,
    Mandate,
    Span,
    ThemeScore,
    ThemeWord,
)
from pipeline.record_plain import OneOf, RecordError, read_plain, write_plain

__all__ = [
    "SCHEMA",
    "Act",
    "Addressee",
    "Adopted",
    "AgendaItem",
    "Clause",
    "ClauseNote",
    "DateExpression",
    "DocumentTheme",
    "Entity",
    "Footnote",
    "Furniture",
    "Issue",
    "Mandate",
    "Masthead",
    "Model",
    "Provenance",
    "Record",
    "RecordError",
    "Session",
    "Source",
    "Span",
    "ThemeScore",
    "ThemeWord",
]

SCHEMA = "clausewise/1"

StatusName = Annotated[str, OneOf("draft", "adopted")]
DocumentType = Annotated[str, OneOf("resolution", "decision", "presidential-statement")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the text came from.

    Attributes
    ----------
    path
        The path as it was given, ``-`` for standard input.
    sha256
        Checksum of the bytes that were read.
    media_type
        What the bytes are, found from their content.
    pages
        Number of pages, where the format tells.
    chars
        Length of the source text.
    """

    path: str
    sha256: str
    media_type: str
    pages: int | None = None
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The session of the organ, as printed, with its organ and number where they are known."""

    text: str
    organ: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """The agenda item: its number as printed ("125 (t)") and its title."""

    number: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """When, at which meeting and by which vote the text was adopted, as far as the document says."""

    date: str | None = None
    meeting: str | None = None
    vote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What is printed before the first paragraph; null where the document does not say.

    Attributes
    ----------
    organ
        Name of the organ ("General Assembly").
    symbol
        Symbol of the document ("A/79/L.11").
    status
        ``draft`` or ``adopted``.
    distribution
        "General", "Limited" …
    date
        ISO 8601 date of the document.
    original_language
        Language in which the document was submitted.
    title
        Title of the resolution.
    sponsors
        Short names of States and names of groups, in the order printed.
    document_type
        ``resolution``, ``decision`` or ``presidential-statement``.
    committee
        The committee that reported ("Third Committee").
    draft_symbol
        Symbol of the draft or report from which an adopted text came.
    source_spans
        Where the masthead stands in the source.
    """

    organ: str | None = None
    symbol: str | None = None
    status: StatusName | None = None
    distribution: str | None = None
    date: str | None = None
    original_language: str | None = None
    session: Session | None = None
    agenda_item: AgendaItem | None = None
    title: str | None = None
    sponsors: tuple[str, ...] = ()
    adopted: Adopted = field(default_factory=Adopted)
    document_type: DocumentType | None = None
    committee: str | None = None
    draft_symbol: str | None = None
    source_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note; ``marker_span`` is where the mark before its text stands in the source."""

    id: str
    marker: str
    text: str
    source_spans: tuple[Span, ...] = ()
    marker_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTheme:
    """A theme of the document: in how many clauses, and in which share of them."""

    theme: str
    clauses: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something odd, where in the source it stands, and what a person should know of it."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A piece of the source that belongs to the page and not to the text, such as a header or a page number."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The trained model that gave the themes."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which version of the program, configuration and model made the record."""

    version: str
    config_sha256: str
    model: Model | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one document becomes.

    Examples
    --------
    >>> source = Source(path="a.txt", sha256="0" * 64, media_type="text/plain", chars=0)
    >>> record = Record(source=source, provenance=Provenance(version="1", config_sha256="0" * 64))
    >>> Record.from_json(record.to_json()) == record
    True
    """

    schema: Annotated[str, OneOf(SCHEMA)] = SCHEMA
    source: Source
    masthead: Masthead = field(default_factory=Masthead)
    clauses: tuple[Clause, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    themes: tuple[DocumentTheme, ...] = ()
    issues: tuple[Issue, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    provenance: Provenance

    def to_dict(self) -> dict[str, Any]:
        """Return the record as dicts, lists, strings and numbers, keys in the order of the fields."""
        return write_plain(self)

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Return the record that ``data`` holds; what a later version added is passed over.

        Raises
        ------
        RecordError
            When ``data`` is no record of this schema; the message names the field.
        """
        return read_plain(cls, data)

    def to_json(self) -> str:
        r"""Return the record as one line of JSON.

        Characters stand as they are; in a record with a lone surrogate, which no encoding can hold, everything outside
        ASCII is written as ``\u`` escapes.
        """
        data = write_plain(self)
        line = json.dumps(data, ensure_ascii=False)
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:
            return json.dumps(data)
        return line

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """Return the record in ``line``.

        Raises
        ------
        RecordError
            When it is no JSON, or no record of this schema.
        """
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RecordError(f"not JSON: {error}") from error
        return cls.from_dict(data)
