"""Corrections that people make in the page: checked against what stands there now, then written for good.

A correction says what its page had shown (``before``). Where something else stands there by now, because another tab or
another person was faster, nothing is written and the person is told what stands there. A correction counts as made only
when its row is on the disk (:mod:`pipeline.corpus.journal`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.corpus.corrections import CLAUSE_KINDS, LONGEST_NAME, Correction, new_correction, undoing
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.journal import open_journal
from pipeline.corpus.overlay import SPANS, holding, name_of_file
from pipeline.inspector.date_values import wrong_interval, wrong_value
from pipeline.inspector.store import Store
from pipeline.inspector.typed import LONGEST, wrong_sign, wrong_text
from pipeline.record import Clause, Record, RecordError
from pipeline.record_plain import read_plain, write_plain


class CorrectionError(Exception):
    """A correction that cannot be made; the message is one sentence for the person."""


class ConflictError(CorrectionError):
    """Something else stands there by now than what the person saw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a person wants to change.

    Attributes
    ----------
    key, clause
        Document in the store, clause in it.
    field
        ``themes``, ``kind``, ``act``, ``entity`` or ``date``.
    before, after
        Themes as a sequence of ids, a kind, a span of the record as plain data, or None for no span.
    who, why
        The person, and the reason, which may be empty.
    """

    key: str
    clause: str
    field: str
    before: Any
    after: Any
    who: str
    why: str = ""


class Corrector:
    """Makes corrections, one after another.

    Parameters
    ----------
    store
        The records.
    journal
        The file of JSON Lines that corrections are appended to.
    themes
        The ids that a theme may have.
    with_text
        Whether rows hold the words of their clause; without, they count only where the words are known.
    """

    def __init__(self, store: Store, journal: Path, themes: Iterable[str], *, with_text: bool = True) -> None:
        self.journal = journal
        self.themes = frozenset(themes)
        self._store = store
        self._with_text = with_text
        self._lock = threading.Lock()

    def change(self, wanted: Change) -> Correction:
        """Write a change and return its row when it is on the disk.

        Raises
        ------
        ConflictError
            When the clause does not say ``before`` (any more).
        CorrectionError
            When the change makes no sense or cannot be written.
        """
        with self._journal() as append:
            self._store.sync()
            record = self._store.record(wanted.key)
            clause = clause_of(record, wanted.clause)
            assert record is not None
            _check_before(clause, wanted)
            after = self._checked(record, clause, wanted)
            row = self._row(record, clause, replace(wanted, after=after))
            append(row)
            self._store.refresh(wanted.key)
        return row

    def undo(self, key: str, correction: str, who: str) -> Correction:
        """Take a correction of a document back by a row of its own; a row that takes back can be taken back too.

        Raises
        ------
        CorrectionError
            When there is no such correction, it is taken back already, or the row cannot be written.
        """
        with self._journal() as append:
            self._store.sync()
            rows = self._store.corrections_of(key)
            if correction not in {row.id for row in rows}:
                raise CorrectionError("that correction is not one of this document; reload the page")
            if correction not in {row.id for row in holding(rows)}:
                raise ConflictError("that correction was taken back already; the page shows what stands now")
            row = _checked_row(undoing, correction, _name(who), self._now(key))
            append(row)
            self._store.refresh(key)
        return row

    @contextmanager
    def _journal(self) -> Iterator[Callable[[Correction], None]]:
        """Yield what appends a row; until the end of the block no other thread and no other process appends any."""
        try:
            with self._lock, open_journal(self.journal) as append:
                yield append
        except CorpusError as error:  # a page raises the first letter of a sentence, and that of a path has to stay
            raise CorrectionError(f"the file of corrections takes no row: {error}") from error

    def _now(self, key: str) -> datetime:
        """Return the present time, or the moment after the newest row of a document whose clock was ahead."""
        newest = (datetime.fromisoformat(row.when) for row in self._store.corrections_of(key))
        return max([datetime.now(UTC), *(moment + timedelta(milliseconds=1) for moment in newest)])

    def _row(self, record: Record, clause: Clause, wanted: Change) -> Correction:
        """Return the row of a change."""
        model, path = self._model(record, wanted), record.source.path
        return _checked_row(
            new_correction,
            _name(wanted.who),
            self._now(wanted.key),
            why=_reason(wanted.why),
            document=record.masthead.symbol or (path if self._with_text else name_of_file(path)),
            clause=clause.id,
            text=clause.text,
            title=record.masthead.title or "",
            field=wanted.field,
            before=wanted.before,
            after=wanted.after,
            model=model,
            keep_text=self._with_text,
        )

    def _model(self, record: Record, wanted: Change) -> str | None:
        """Return what had said ``before``: the model, the rules of a version, or None where a person had."""
        original = self._store.original(wanted.key)
        try:
            said = current(clause_of(original, wanted.clause), wanted.field)
        except CorrectionError:
            return None
        here = said == wanted.before if wanted.field not in SPANS else wanted.before is None or wanted.before in said
        if not here:
            return None
        model = record.provenance.model
        if wanted.field == "themes" and model is not None:
            return f"{model.name} {model.version}"
        return f"clausewise {record.provenance.version}"

    def _checked(self, record: Record, clause: Clause, wanted: Change) -> Any:
        """Return what should stand there, as it is written."""
        if wanted.field == "themes":
            return self._checked_themes(record, wanted.after)
        if wanted.field == "kind":
            if wanted.after not in CLAUSE_KINDS:
                raise CorrectionError(f"there is no kind {wanted.after!r}; choose one of {', '.join(CLAUSE_KINDS)}")
            if wanted.after == wanted.before:
                raise CorrectionError(f"the clause is {wanted.after} already; nothing was changed")
            return wanted.after
        if wanted.after is None:
            if wanted.before is None:
                raise CorrectionError("nothing is given, neither a span to take out nor one to put in")
            return None
        after = _checked_span(clause, wanted.field, wanted.after)
        _check_typed(after, wanted.before or {})
        if wanted.field == "date":
            _check_date(after, wanted.before or {})
        if after == wanted.before:
            raise CorrectionError("nothing was changed in the form; nothing was written")
        if after in current(clause, wanted.field):
            raise CorrectionError(f"the same {wanted.field} stands in the clause already; nothing was written")
        return after

    def _checked_themes(self, record: Record, after: Any) -> list[str]:
        """Return themes in order, each once; a record may bring themes of a taxonomy of its own."""
        known = self.themes | {one.theme for clause in record.clauses for one in clause.themes}
        for theme in after:
            if theme not in known:
                raise CorrectionError(f"there is no theme {theme!r}; choose among those of the form")
        return sorted(set(after))


def clause_of(record: Record | None, name: str) -> Clause:
    """Return a clause of a record.

    Raises
    ------
    CorrectionError
        When there is no such record, or no such clause in it.
    """
    if record is None:
        raise CorrectionError("there is no such document; it was taken out of the records")
    found = next((clause for clause in record.clauses if clause.id == name), None)
    if found is None:
        raise CorrectionError(f"there is no clause {name!r} in this document")
    return found


def current(clause: Clause, field: str) -> Any:
    """Return what a clause says in a field: sorted themes, a kind, or its spans as plain data."""
    if field == "themes":
        return sorted(theme.theme for theme in clause.themes)
    if field == "kind":
        return clause.kind
    name, _ = SPANS[field]
    return [write_plain(span) for span in getattr(clause, name)]


def _check_before(clause: Clause, wanted: Change) -> None:
    """Stop where the clause does not say what the person saw."""
    if wanted.field not in ("themes", "kind", *SPANS):
        raise CorrectionError(f"there is no field {wanted.field!r} to correct")
    now = current(clause, wanted.field)
    if wanted.field in SPANS:
        if wanted.before is not None and wanted.before not in now:
            raise ConflictError(f"that {wanted.field} was changed meanwhile; look at what stands there now")
        return
    seen = sorted(wanted.before) if wanted.field == "themes" else wanted.before
    if seen != now:
        said = (", ".join(now) or "no theme") if wanted.field == "themes" else now
        raise ConflictError(f"this was changed meanwhile: it now says {said}; look again, then correct that")


def _checked_span(clause: Clause, field: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a span as the record has it."""
    _, cls = SPANS[field]
    start, end = given.get("start"), given.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(clause.text):
        place = f"from {start} to {end}" if start is not None or end is not None else "without a place"
        raise CorrectionError(f"a span {place} is none of this clause; its text has {len(clause.text)} characters")
    text = clause.text[start:end]
    if text != text.strip():
        raise CorrectionError("the span begins or ends with a space; select the words alone")
    try:
        span: dict[str, Any] = write_plain(read_plain(cls, {**given, "text": text}))
    except RecordError as error:
        raise CorrectionError(f"that is no {field}: {error}") from error
    if field == "act" and span["function"] not in ("direct", "decide") and span["force"] is not None:
        raise CorrectionError(f"an act that does not direct or decide has no force; take it out of {text!r}")
    if field == "act" and span["function"] in ("direct", "decide") and span["force"] is None:
        raise CorrectionError("an act that directs or decides has a force, from 1 (invite) to 5 (decide); choose it")
    if field == "act" and not span["lemma"].strip():
        raise CorrectionError(f"the act {text!r} has no lemma; give the verb, as in `take note`")
    return span


def _check_typed(after: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Stop where a text of a span is too long or has control characters; what stood there may stay."""
    for name in LONGEST.keys() & after.keys():
        given = after[name]
        if given is None or given == before.get(name):
            continue
        wrong = wrong_text(name, given if isinstance(given, str) else ", ".join(given))
        if wrong is not None:
            raise CorrectionError(wrong)


def _check_date(after: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Stop where the value or the interval of a date is not written as dates are; what stood there may stay."""
    for name, wrong in (("value", partial(wrong_value, after["kind"])), ("resolved", wrong_interval)):
        given = after[name]
        same = given == before.get(name) and after["kind"] == before.get("kind")
        reason = None if given is None or same else wrong(given)
        if reason is not None:
            what = "value" if name == "value" else "interval"
            raise CorrectionError(f"{given!r} is no {what} of a date ({after['kind']}); {reason}")


def _name(who: str) -> str:
    """Return the name of a person."""
    name = " ".join(who.split())
    if not name or len(name) > LONGEST_NAME:
        raise CorrectionError(f"say who you are, in 1 to {LONGEST_NAME} characters; every correction has a name")
    wrong = wrong_sign("the name", name)
    if wrong is not None:
        raise CorrectionError(wrong)
    return name


def _reason(why: str) -> str:
    """Return a reason on one line."""
    reason = " ".join(why.split())
    wrong = wrong_text("why", reason)
    if wrong is not None:
        raise CorrectionError(wrong)
    return reason


def _checked_row(make: Any, *given: Any, keep_text: bool = True, **known: Any) -> Correction:
    """Return a row; without its text where that is not to be kept."""
    try:
        row: Correction = make(*given, **known)
    except CorpusError as error:
        raise CorrectionError(str(error)) from error
    json.dumps(row.to_dict()).encode("ascii")
    return row if keep_text else replace(row, text=None)
