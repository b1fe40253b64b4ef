"""The clause, the unit of the record, and what is found in one.

Offsets are half-open and count Unicode code points of the text of the clause, those of ``source_spans`` and
``number_span`` of the untouched source. The meaning of kinds, functions and labels is laid down in
``docs/glossary.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pipeline.record_plain import WHEN_KNOWN, OneOf

Span = tuple[int, int]

ClauseKind = Annotated[str, OneOf("enacting", "preambular", "operative", "subparagraph", "heading", "annex", "closing")]
ActRole = Annotated[str, OneOf("lead", "further")]
ActFunction = Annotated[str, OneOf("recall", "observe", "value", "concern", "stress", "direct", "decide")]
EntityLabel = Annotated[
    str,
    OneOf("ORG", "GPE", "LOC", "INSTRUMENT", "CITATION", "EVENT", "OPERATION", "OFFICE", "PERSON", "MONEY"),
]
DateKind = Annotated[str, OneOf("day", "month", "year", "interval", "open-interval", "session", "duration", "cadence")]
Effect = Annotated[str, OneOf("extend", "terminate", "establish")]
ThemeGiver = Annotated[str, OneOf("model", "person")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that the organ does in a clause: ``clause.text[start:end] == text``.

    Attributes
    ----------
    role
        ``lead`` at the head of the clause, ``further`` when coordinated.
    lemma
        The verb with its fixed complement ("take note").
    modifiers
        What colours it ("with appreciation", "also").
    force
        1 (weakest) to 5, for the functions ``direct`` and ``decide`` only.
    """

    text: str
    start: int
    end: int
    role: ActRole
    lemma: str
    modifiers: tuple[str, ...] = ()
    function: ActFunction
    force: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One name or citation: ``clause.text[start:end] == text``.

    Attributes
    ----------
    norm
        Canonical symbol of a citation, ISO 3166 alpha-3 code of a State, else the id of the row in the gazetteer.
    """

    text: str
    label: EntityLabel
    start: int
    end: int
    norm: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExpression:
    """One expression that places something in time: ``clause.text[start:end] == text``.

    Attributes
    ----------
    value
        ISO 8601 where that exists, ``GA-81`` for a session.
    resolved
        The interval that a session stands for.
    """

    text: str
    start: int
    end: int
    kind: DateKind
    value: str | None = None
    resolved: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom a mandate addresses: ``clause.text[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What an act gives somebody to do.

    Attributes
    ----------
    act
        Index of the act in the clause; none in a sub-paragraph that says a task of its chapeau ("(a) To submit …"),
        where act and addressee stand in the nearest clause above it that has mandates.
    addressee
        None where the organ binds itself or nobody is named.
    task
        Offsets of the task in the text of the clause.
    deadline
        Index of the date in the clause.
    cadence
        ``once``, ``annual``, ``biennial`` or a duration.
    report
        Whether a report is asked for.
    """

    act: int | None
    addressee: Addressee | None = None
    task: Span | None = None
    deadline: int | None = None
    cadence: str | None = None
    report: bool = False
    effect: Effect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseNote:
    """The place in the text of the clause where the mark of a footnote stood."""

    id: str
    offset: int


_SHAPES = {"#": "a number", "#y": "a year", "#r": "a symbol"}


def said_term(term: str) -> str:
    """Return a term of the model of themes as a person reads it; one that is read so already stays.

    The model takes all numbers of a shape for one term: ``#y`` for four digits, ``#r`` for digits with a slash, as in
    a symbol, ``#`` for all others.

    Examples
    --------
    >>> said_term("#y"), said_term("resolution #r"), said_term("sanct…")
    ('a year', 'resolution (a symbol)', 'sanct…')
    """
    if "#" not in term:
        return term
    if term in _SHAPES:
        return _SHAPES[term]
    return " ".join(f"({_SHAPES[word]})" if word in _SHAPES else word for word in term.split(" "))


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeWord:
    """A word or phrase that spoke for a theme (or, with a negative weight, against it).

    Attributes
    ----------
    words
        Content words; the beginning of a word ends with "…", and "a year", "a number" and "a symbol" stand for any.
    where
        "text" or "title".
    weight
        Its part of the score before calibration.
    """

    words: str
    where: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """A theme of a clause, with its calibrated probability, and on request the words that carried it.

    Attributes
    ----------
    given_by
        ``person`` where a correction gave it, whose score of 1 is no probability; the model where it is left out.
    """

    theme: str
    score: float
    words: tuple[ThemeWord, ...] | None = field(default=None, metadata=WHEN_KNOWN)
    given_by: ThemeGiver | None = field(default=None, metadata=WHEN_KNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause, whole again: page breaks and notes are taken out of its text.

    Attributes
    ----------
    id
        Stable and unique in the document: ``pp1``, ``op3.a.ii``, ``h2``, ``annex1.p4``.
    number
        As printed ("1.", "(a)").
    level
        Depth below the paragraph: 0, then 1 for (a), 2 for (i) …
    parent
        Id of the clause to which this one is subordinate.
    chapeau
        Whether sub-paragraphs follow that belong to it.
    annex
        Whether it stands in an annex.
    part
        The part of the document ("A", "II") in which it stands.
    source_spans
        Where its words stand in the source; two or more where something cut it.
    number_span
        Where its printed number stands in the source.
    uncertain
        Whether the model of themes abstains: too much of what it says is expected to be wrong.
    """

    id: str
    kind: ClauseKind
    number: str | None = None
    level: int = 0
    parent: str | None = None
    chapeau: bool = False
    annex: bool = False
    part: str | None = None
    text: str
    source_spans: tuple[Span, ...] = ()
    number_span: Span | None = None
    acts: tuple[Act, ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    footnotes: tuple[ClauseNote, ...] = ()
    themes: tuple[ThemeScore, ...] = ()
    uncertain: bool = False
