r"""One document as brat, the annotation tool, has it: a text, and marks that stand off it.

The text has one line a clause: its id, a space, its words. A mark on the id is the clause: its type the kind, its
attributes the themes. Marks in the words are acts (their type the function; role and force are attributes), entities
(the type their label; the norm is a reference) and dates (the type their kind). What has no place in a mark is written
into its note, as ``lemma=take note; modifiers=with appreciation | also``.

In the text a tab, a line end or another control character is a space, and half a surrogate pair is U+FFFD, so every
offset holds and no mark is cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from pipeline.record import Act, Clause, DateExpression, Entity, Record
from pipeline.record_plain import write_plain

SPANS: Mapping[str, tuple[str, type, str]] = {
    "act": ("acts", Act, "function"),
    "entity": ("entities", Entity, "label"),
    "date": ("dates", DateExpression, "kind"),
}
"""Kind of a mark: the list of the clause that it is about, what is in it, and what gives the type of the mark."""

CLAUSE = "clause"
THEME = "theme-"
NORM = "norm"
NOTED: Mapping[str, tuple[str, ...]] = {
    CLAUSE: ("scores", "uncertain", "why"),
    "act": ("lemma", "modifiers", "why"),
    "entity": ("norm", "why"),
    "date": ("value", "resolved", "why"),
}
"""What may stand in the note of a mark: ``why`` is the reason for a change; of a clause the others only inform."""

_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile("^ | $|[\\\\;|\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_FIELD = re.compile(r"((?:[^\\;]|\\.|\\\Z)*?)(?:;|\Z)")
_ITEM = re.compile(r"((?:[^\\|]|\\.|\\\Z)*?)(?:\||\Z)")


class NoteError(ValueError):
    """A note that cannot be read; the message is a part of a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where a clause stands in the text: its id at ``[start, id_end)``, its words at ``[words, end)``."""

    clause: Clause
    start: int
    id_end: int
    words: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document for brat.

    Attributes
    ----------
    text
        The text of the document.
    lines
        Its clauses in order.
    marks
        For the id of each mark: the index of its clause, its kind, and its span as plain data (None for a clause).
    annotations
        The file of annotations.
    """

    text: str
    lines: tuple[Line, ...]
    marks: Mapping[str, tuple[int, str, dict[str, Any] | None]]
    annotations: str


def flat(text: str) -> str:
    """Return text without control characters and halves of surrogate pairs, every other character at its place."""
    return _HALF.sub("\ufffd", _CONTROL.sub(" ", text))


def make_sheet(record: Record) -> Sheet:
    """Return a record as brat has it; its spans must stand where they say."""
    head = record.masthead
    title = " · ".join(part for part in (head.symbol or record.source.path, head.title) if part)
    rows, lines, at = [flat(title)], [], len(title) + 1
    for clause in record.clauses:
        name = re.sub(r"\s", "_", flat(clause.id)) or "?"
        words = at + len(name) + 1
        lines.append(Line(clause, at, at + len(name), words, words + len(clause.text)))
        rows.append(f"{name} {flat(clause.text)}")
        at = lines[-1].end + 1
    text = "\n".join(rows) + "\n"
    writer = _Writer(text)
    for index, line in enumerate(lines):
        writer.add_clause(index, line)
    return Sheet(text, tuple(lines), writer.marks, "".join(f"{row}\n" for row in writer.rows))


class _Writer:
    """Writes annotations, numbering them in the order in which they come."""

    def __init__(self, text: str) -> None:
        self.rows: list[str] = []
        self.marks: dict[str, tuple[int, str, dict[str, Any] | None]] = {}
        self._text = text
        self._last = dict.fromkeys("TAN#", 0)

    def add_clause(self, index: int, line: Line) -> None:
        """Add the marks of one clause."""
        clause = line.clause
        mark = self._mark((index, CLAUSE, None), f"{CLAUSE}-{clause.kind}", line.start, line.id_end)
        for theme in sorted({one.theme for one in clause.themes}):
            self._add("A", f"{THEME}{quote(theme, safe='', errors='surrogatepass')} {mark}")
        scores = [f"{one.theme} {one.score:.2f}" for one in clause.themes]
        self._note(mark, {"scores": scores or None, "uncertain": "true" if clause.uncertain else None})
        for kind, (name, _, typed) in SPANS.items():
            for span in getattr(clause, name):
                known = write_plain(span)
                start, end = line.words + span.start, line.words + span.end
                mark = self._mark((index, kind, known), f"{kind}-{known[typed]}", start, end)
                self._details(kind, mark, known)

    def _details(self, kind: str, mark: str, known: dict[str, Any]) -> None:
        if kind == "act":
            self._add("A", f"Role {mark} {known['role']}")
            if known["force"] is not None:
                self._add("A", f"Force {mark} {known['force']}")
            self._note(mark, {"lemma": known["lemma"], "modifiers": known["modifiers"] or None})
        elif kind == "entity" and known["norm"] is not None:
            self._add("N", f"Reference {mark} {NORM}:{quoted(known['norm'])}\t{flat(known['text'])}")
        elif kind == "date":
            self._note(mark, {"value": known["value"], "resolved": known["resolved"]})

    def _mark(self, meaning: tuple[int, str, dict[str, Any] | None], kind: str, start: int, end: int) -> str:
        name = self._add("T", f"{kind} {start} {end}\t{self._text[start:end]}")
        self.marks[name] = meaning
        return name

    def _note(self, mark: str, known: Mapping[str, Any]) -> None:
        note = written_note(known)
        if note:
            self._add("#", f"AnnotatorNotes {mark}\t{note}")

    def _add(self, kind: str, rest: str) -> str:
        self._last[kind] += 1
        name = f"{kind}{self._last[kind]}"
        self.rows.append(f"{name}\t{rest}")
        return name


def quoted(norm: str) -> str:
    """Return a norm without spaces, as a reference of brat must be."""
    return quote(norm, safe="/:()-.,'", errors="surrogatepass") or "%"


def unquoted(norm: str) -> str:
    """Return the norm that :func:`quoted` wrote."""
    return "" if norm == "%" else unquote(norm, errors="surrogatepass")


def written_note(known: Mapping[str, Any]) -> str:
    r"""Return fields as a note; those that are None are left out, lists are parted by " | ".

    Examples
    --------
    >>> written_note({"lemma": "take; note", "modifiers": ["also", "with regret"], "why": None})
    'lemma=take\\; note; modifiers=also | with regret'
    """
    return "; ".join(f"{name}={_written(value)}" for name, value in known.items() if value is not None)


def _written(value: Any) -> str:
    return " | ".join(map(_written, value)) if isinstance(value, list) else _ESCAPE.sub(_escape, str(value))


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    return f"\\{sign}" if sign in "\\;|" else f"\\u{ord(sign):04x}"


def read_note(note: str, allowed: tuple[str, ...]) -> dict[str, str]:
    """Return the fields of a note as they are written; :func:`items_of` and :func:`value_of` take the escapes off.

    Raises
    ------
    NoteError
        For a field that has no ``=``, is not allowed, or stands twice.
    """
    found: dict[str, str] = {}
    for field in _parts(_FIELD, note):
        if not field.strip():
            continue
        name, equals, value = (part.strip(" ") for part in field.partition("="))
        if not equals or name not in allowed:
            raise NoteError(f"`{field.strip()[:60]}` is none of {', '.join(f'`{one}=…`' for one in allowed)}")
        if name in found:
            raise NoteError(f"`{name}` stands twice")
        found[name] = value
    return found


def _parts(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    at = 0
    while at < len(text) and (found := pattern.match(text, at)) is not None and found.end() > at:
        yield found.group(1)
        at = found.end()


def value_of(written: str) -> str:
    """Return a value of a note without escapes."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], written)


def items_of(written: str) -> list[str]:
    """Return the items of a list in a note."""
    return [value_of(item.strip(" ")) for item in _parts(_ITEM, written) if item.strip(" ")]
