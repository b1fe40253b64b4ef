"""Clauses with their text, from wherever they come: records of documents, and files with a text or paragraphs a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.corpus.digests import family_id, normalized, text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.tables import read_rows
from pipeline.record import Record

KIND_OF_TYPE = {"annex_paragraph": "annex"}
"""Kinds that files of paragraphs call otherwise."""

PARAGRAPH_KINDS = frozenset({"preambular", "operative", "subparagraph", "annex", "other"})
"""Of the paragraphs of a document those that may be clauses."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause with its text and what is known of its resolution.

    Attributes
    ----------
    text
        Its words, without its number and the marks of notes.
    sha256
        Checksum of its letters and digits.
    title
        The title of its resolution.
    kind
        Its kind.
    symbol
        The symbol of its resolution.
    heading
        The last heading before it.
    subjects
        Subject headings that a library gave to the resolution.
    family
        Checksum of the recurring resolution.
    origin
        The file that it comes from, without the folders of a machine.
    """

    text: str
    sha256: str
    title: str = ""
    kind: str = ""
    symbol: str = ""
    heading: str = ""
    subjects: tuple[str, ...] = ()
    family: str = ""
    origin: str = ""


def texts_of_record(record: Record, origin: str) -> Iterator[ClauseText]:
    """Yield the clauses of a record.

    Parameters
    ----------
    record
        What ``clausewise run`` makes of a document.
    origin
        What the document is called.
    """
    known = {"title": record.masthead.title or "", "symbol": record.masthead.symbol or "", "origin": origin}
    yield from _paragraphs(((clause.kind, clause.text) for clause in record.clauses), known)


def texts_of_file(path: Path) -> Iterator[ClauseText]:
    """Yield the clauses of a file of texts.

    Parameters
    ----------
    path
        JSONL, packed JSONL, CSV or Parquet. A row is a clause (``text`` and, where known, ``title``, ``symbol``,
        ``kind``, ``heading``, ``subjects``, ``family``), or a resolution (``paragraphs``, each with ``type`` and
        ``text``, and the same of the whole).

    Raises
    ------
    CorpusError
        For a file that cannot be read or a row that has neither.
    """
    for place, row in read_rows(path):
        known = {key: _plain(row.get(key)) for key in ("title", "symbol")}
        known |= {"family": family_id(_plain(row.get("family"))), "origin": path.name}
        subjects = _subjects(row.get("subjects"), place)
        if row.get("paragraphs") is not None:
            yield from _paragraphs(_typed(row["paragraphs"], place), known, subjects)
        elif isinstance(row.get("text"), str):
            kind, heading = _plain(row.get("kind")), _plain(row.get("heading"))
            text = _plain(row["text"])
            if normalized(text):
                yield ClauseText(text, text_sha256(text), kind=kind, heading=heading, subjects=subjects, **known)
        else:
            raise CorpusError(f"{place}: neither `text` nor `paragraphs`; give every row one of them")


def _paragraphs(
    paragraphs: Iterable[tuple[str, str]], known: Mapping[str, str], subjects: tuple[str, ...] = ()
) -> Iterator[ClauseText]:
    """Yield the paragraphs that may be clauses, each with the last heading before it."""
    heading = ""
    for kind, text in paragraphs:
        if kind == "heading":
            heading = text
        elif kind in PARAGRAPH_KINDS and normalized(text):
            yield ClauseText(text, text_sha256(text), kind=kind, heading=heading, subjects=subjects, **known)


def _typed(paragraphs: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of the paragraphs of a row."""
    if not isinstance(paragraphs, list):
        raise CorpusError(f"{place}: `paragraphs` is no list; give a list of objects with `type` and `text`")
    for paragraph in paragraphs:
        if not isinstance(paragraph, Mapping) or not isinstance(paragraph.get("text"), str):
            raise CorpusError(f"{place}: a paragraph without `text`; give each `type` and `text`")
        kind = str(paragraph.get("type") or paragraph.get("kind") or "")
        yield KIND_OF_TYPE.get(kind, kind), _plain(paragraph["text"])


def _subjects(value: Any, place: str) -> tuple[str, ...]:
    """Return subject headings given as a list or as a text with semicolons or bars between them."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("|", ";").split(";") if part.strip())
    if isinstance(value, list):
        return tuple(_plain(part) for part in value if part)
    raise CorpusError(f"{place}: `subjects` is {value!r}; give a list of subject headings")


def _plain(value: Any) -> str:
    """Return a value as text that every encoding of Unicode can hold."""
    return str(value).encode("utf-8", "replace").decode("utf-8") if value is not None else ""
