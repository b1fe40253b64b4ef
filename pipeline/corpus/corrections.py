"""What people correct: rows that are only ever appended, and what they come to.

A row says what stood there before, what should stand there, who says so, when and why. The schema is laid down in the
dataset card (``corpora/README.md``). Nothing is taken out of a file: a row that was wrong is taken back by a later one
that names it (``undoes``). Of several words of one person on one thing the last holds; where two people say different
things, nobody here decides.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.corpus.digests import normalized, text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.labels import themes_of
from pipeline.corpus.tables import read_rows
from pipeline.lexicon.data import data_folder

FIELDS = ("themes", "kind", "act", "entity", "date")
SPANS = ("act", "entity", "date")
CLAUSE_KINDS = ("enacting", "preambular", "operative", "subparagraph", "heading", "annex", "closing")

LONGEST_NAME = 100
"""Code points that the name of a person may have."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that nobody types: they steer a terminal, or turn the text of others round."""

_SHA = re.compile(r"[0-9a-f]{64}")


class DisagreementError(CorpusError):
    """Two people say different things of the same clause.

    Attributes
    ----------
    disputes
        One sentence for each.
    """

    def __init__(self, disputes: Sequence[str]) -> None:
        self.disputes = tuple(disputes)
        more = f" and {len(disputes) - 1} more" if len(disputes) > 1 else ""
        super().__init__(f"people disagree: {disputes[0]}{more}; let one of them take it back (`undoes`)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One row.

    Attributes
    ----------
    id
        Names the row; no two rows have the same.
    document, clause
        Symbol or file of the document, and the id of the clause in its record.
    sha256
        Checksum of the letters and digits of the clause.
    title
        Title of the resolution, empty where unknown: the same words may mean something else under another title.
    text
        The words of the clause, where the file may hold them; None where not.
    field
        What is corrected: ``themes``, ``kind``, ``act``, ``entity``, ``date``.
    before, after
        Its value then and from now on, as text, so that all rows have columns of one type: themes with spaces between
        them, empty for none; a kind; a span as in the record, as JSON, None for no span.
    who, when, why
        The person, the moment (ISO 8601, UTC), the reason, which may be empty.
    model
        Name and version of the model that had said ``before``, None where no model had.
    undoes
        Id of the row that this one takes back; such a row needs nothing else but ``id``, ``who`` and ``when``.
    """

    id: str
    who: str
    when: str
    why: str = ""
    document: str = ""
    clause: str = ""
    sha256: str = ""
    title: str = ""
    text: str | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    model: str | None = None
    undoes: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return asdict(self)


def new_correction(who: str, now: datetime | None = None, **known: Any) -> Correction:
    """Return a correction with an id of its own and the present time.

    Parameters
    ----------
    who
        The person.
    now
        The moment; the present where None.
    known
        What else is known of it: ``before`` and ``after`` as a list of themes, a kind, a span as in the record or None;
        ``sha256`` follows from ``text`` where that is given.

    Raises
    ------
    CorpusError
        When a value is missing or wrong.
    """
    if known.get("text") is not None:
        known.setdefault("sha256", text_sha256(known["text"]))
    for name in ("before", "after"):
        known[name] = _as_text(known.get(name))
    return check_correction({"id": uuid.uuid4().hex, "who": who, "when": _time(now), **known}, "the correction")


def undoing(correction: str, who: str, now: datetime | None = None) -> Correction:
    """Return the row that takes a correction back.

    Parameters
    ----------
    correction
        Id of the row that is taken back.
    who, now
        The person; the moment, the present where None.

    Raises
    ------
    CorpusError
        When the name is missing.
    """
    return check_correction(
        {"id": uuid.uuid4().hex, "who": who, "when": _time(now), "undoes": correction}, "the undoing"
    )


def _time(now: datetime | None) -> str:
    """Return a moment as rows have it."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_correction(row: Mapping[str, Any], place: str) -> Correction:
    """Return a row as a correction.

    Raises
    ------
    CorpusError
        Names the row, the key and what to do.
    """
    known = {one.name for one in fields(Correction)}
    for key in row:
        if key not in known:
            raise CorpusError(f"{place}: unknown key `{key}`; known are {', '.join(sorted(known))}")
    for key in ("id", "who"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise CorpusError(f"{place}: no `{key}`; every correction has one")
    for key in sorted(known - {"id", "who", "when"}):
        if row.get(key) is not None and not isinstance(row[key], str):
            raise CorpusError(f"{place}: `{key}` is {row[key]!r}; give a text")
    _moment(row.get("when"), place)
    found = Correction(**{key: value for key, value in row.items() if value is not None})
    if found.undoes is None:
        _check_value(found, place)
    return found


def _moment(value: Any, place: str) -> datetime:
    """Return a moment that is given as ISO 8601 in UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.utcoffset() != timedelta(0):
        raise CorpusError(f"{place}: `when` is {value!r}; give a time in UTC, as in 2026-01-31T09:30:00Z")
    return moment


def _check_value(one: Correction, place: str) -> None:
    """Stop where a correction does not say of which clause it is, or what stood there and should stand there."""
    if not _SHA.fullmatch(one.sha256):
        raise CorpusError(f"{place}: `sha256` is {one.sha256!r}; give that of the letters and digits of the clause")
    if one.text is not None and text_sha256(one.text) != one.sha256:
        raise CorpusError(f"{place}: `sha256` is not that of `text`; correct one of them, or leave `text` out")
    if one.field not in FIELDS:
        raise CorpusError(f"{place}: `field` is {one.field!r}; known are {', '.join(FIELDS)}")
    for name in ("before", "after"):
        _check_side(one.field, getattr(one, name), f"{place}: `{name}`")
    if one.before is None and one.after is None:
        raise CorpusError(f"{place}: neither `before` nor `after`; give the wrong span, or the right one")


def _check_side(field: str, value: str | None, place: str) -> None:
    """Stop where one side of a correction is no value of its field."""
    if field == "themes" and value is None:
        raise CorpusError(f"{place} is missing; give themes with spaces between them, an empty text for none")
    if field == "kind" and value not in CLAUSE_KINDS:
        raise CorpusError(f"{place} is {value!r}; known kinds are {', '.join(CLAUSE_KINDS)}")
    if field in SPANS and value is not None and _span(value) is None:
        raise CorpusError(f"{place} is {value!r}; give a span of the record as JSON, with `start` and `end`, or null")


def _as_text(value: Any) -> str | None:
    """Return themes, a kind or a span as it stands in a row."""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list | tuple):
        return " ".join(themes_of(value, "the correction"))
    return None if value is None else str(value)


def _span(value: str | None) -> dict[str, Any] | None:
    """Return the span that a side of a correction names, None where it names none."""
    try:
        span = json.loads(value or "null")
    except (ValueError, RecursionError):
        return None
    if not isinstance(span, dict):
        return None
    start, end = span.get("start"), span.get("end")
    whole = type(start) is int and type(end) is int and 0 <= start < end
    return span if whole else None


def correction_files() -> list[Path]:
    """Return the corrections of the project; none in an installation that has no corpora."""
    try:
        return sorted((data_folder("corpora") / "corrections").glob("*.jsonl"))
    except OSError:
        return []


def read_corrections(paths: Sequence[Path]) -> list[Correction]:
    """Return the corrections of files of JSON Lines in the order of their time; a file without rows has none.

    Raises
    ------
    CorpusError
        For a row that is none, an id that two rows share, or a row that takes back what is not there.
    """
    found: dict[str, Correction] = {}
    for path in paths:
        if path.exists() and path.stat().st_size == 0:
            continue
        for place, row in read_rows(path):
            one = check_correction(row, place)
            if found.setdefault(one.id, one) != one:
                raise CorpusError(f"{place}: the id {one.id} stands in another row too; give this one a new id")
    for one in found.values():
        if one.undoes is not None and one.undoes not in found:
            raise CorpusError(f"correction {one.id} takes back {one.undoes}, which is in no file; add its file")
    return sorted(found.values(), key=lambda one: datetime.fromisoformat(one.when))


def fold_corrections(corrections: Iterable[Correction]) -> list[Correction]:
    """Return what the corrections come to: what was not taken back, the last word of each person, each thing once.

    Raises
    ------
    DisagreementError
        Where the last words of two people on one thing differ.
    """
    ordered = list(corrections)
    gone: set[str] = set()
    for one in reversed(ordered):
        if one.undoes is not None and one.id not in gone:
            gone.add(one.undoes)
    last: dict[tuple[Any, ...], dict[tuple[str, str], Correction]] = defaultdict(dict)
    for one in ordered:
        if one.undoes is None and one.id not in gone:
            words = last[one.sha256, one.field, _where(one)]
            words.pop((one.who, normalized(one.title)), None)
            words[one.who, normalized(one.title)] = one
    disputes = [said for words in last.values() for said in _disputes(list(words.values()))]
    if disputes:
        raise DisagreementError(disputes)
    settled: dict[tuple[Any, ...], Correction] = {}
    for key, words in last.items():
        for (_, title), one in words.items():
            settled[(*key, title)] = one
    return list(settled.values())


def _where(one: Correction) -> tuple[int, int] | None:
    """Return which span of the clause is corrected; None where it is the whole clause."""
    if one.field not in SPANS:
        return None
    span = _span(one.before) or _span(one.after)
    return (span["start"], span["end"]) if span else None


def _disputes(words: Sequence[Correction]) -> list[str]:
    """Return a sentence for each two people who say different things of what may be the same clause."""
    found = []
    for one, other in combinations(words, 2):
        titles = {normalized(one.title), normalized(other.title)}
        if one.who != other.who and len(titles - {""}) < 2 and _value(one) != _value(other):
            name = " ".join(filter(None, (one.document, one.clause))) or one.sha256[:12]
            values = f"{one.who} says {_shown(one)}, {other.who} says {_shown(other)}"
            found.append(f"{name}, {one.field}: {values} ({one.id}, {other.id})")
    return found


def _value(one: Correction) -> Any:
    """Return what a correction says, in a form in which equal things are equal."""
    if one.field == "themes":
        return frozenset(themes_of(one.after, ""))
    return _span(one.after) if one.field in SPANS else one.after


def _shown(one: Correction) -> str:
    """Return what a correction says as it stands in a sentence."""
    span = _span(one.after) if one.field in SPANS else None
    if span is not None:
        return f"{span.get('text') or span.get('label') or 'a span'} [{span['start']}:{span['end']}]"
    return one.after or ("no theme" if one.field == "themes" else "nothing")
