"""What a file says, untouched: the text, its pages, and the marks that its format gave.

Every reader returns a :class:`SourceText`; nothing downstream ever changes it. All offsets of the record count its
``text`` in Unicode code points, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableError(Exception):
    """A file cannot be read at all.

    Parameters
    ----------
    name
        The file, as the person named it.
    reason
        One sentence: what is wrong, where, and what to do.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source that the format marks.

    ``kind`` is ``italic``, ``bold``, ``superscript``, ``link`` (``value``: its target), ``note-mark`` (``value``: the
    note's key), ``note`` (the body of that note), ``number`` (a number that the format generates), ``furniture``
    (``value``: what it is), ``table`` (the outermost of tables in tables) or ``markup`` (characters of the format that
    no reader sees).
    """

    kind: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the source stands in the file: what a person needs to find it there.

    Parameters
    ----------
    start, end
        Offsets in the source text; one printed line of a PDF, one paragraph of the other formats.
    page
        The page, counted from 1, where the format knows pages.
    box
        Left, bottom, right and top on that page in points, from its lower left corner, as the page is read upright.
    paragraph
        The paragraph, counted from 1 among those with text, where the format knows paragraphs.
    element
        The element of official markup, with its line in the file.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    element: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What official markup says a paragraph is, so that nobody has to guess.

    Parameters
    ----------
    start, end
        Where the paragraph stands in the source, its number included.
    kind
        ``masthead``, ``title``, or a kind of the record's clauses.
    number
        As it is printed before the text, or an empty string.
    level
        0, and 1 for what stands in a list, 2 for a list in that.
    annex
        Whether it stands in an annex.
    """

    start: int
    end: int
    kind: str
    number: str = ""
    level: int = 0
    annex: bool = False


@dataclass(frozen=True, slots=True)
class SourceIssue:
    """Something odd that the reader met; offsets in the source text."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """The untouched text of one file.

    Parameters
    ----------
    name
        The file as the person named it.
    text
        The decoded text. Lone surrogates never occur in it: they became U+FFFD.
    sha256
        Of the file's bytes, in hexadecimal.
    media_type
        As in RFC 6838, e.g. ``text/plain``.
    pages
        Offsets at which pages start, where the format knows pages.
    marks
        Stretches that the format marks, by start.
    issues
        What the reader found odd.
    places
        Where lines or paragraphs stand in the file, by start, where the format says it.
    declared
        What the format says its paragraphs are, by start; empty for all formats but official markup.
    """

    name: str
    text: str
    sha256: str = ""
    media_type: str = "text/plain"
    pages: tuple[int, ...] | None = None
    marks: tuple[Mark, ...] = ()
    issues: tuple[SourceIssue, ...] = ()
    places: tuple[Place, ...] = ()
    declared: tuple[Declared, ...] = ()
