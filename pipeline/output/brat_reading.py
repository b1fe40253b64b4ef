"""The annotations of one document as brat leaves them, read with suspicion: people and programs edit such files."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from pipeline.output.brat_sheet import (
    CLAUSE,
    NOTED,
    SPANS,
    THEME,
    Line,
    NoteError,
    flat,
    items_of,
    read_note,
    unquoted,
    value_of,
)
from pipeline.record import RecordError
from pipeline.record_plain import read_plain, write_plain

FORCEFUL = ("direct", "decide")
"""Functions of acts that have a force."""

_TEXT = re.compile(r"(T\d{1,9})\t(\S+) (\d{1,9}) (\d{1,9})\t(.*)")
_CUT = re.compile(r"T\d{1,9}\t\S+ \d+ \d+(?:;\d+ \d+)+\t")
_ATTRIBUTE = re.compile(r"([AM]\d{1,9})\t(\S+) (T\d{1,9})(?: (\S+))?\s*")
_REFERENCE = re.compile(r"(N\d{1,9})\t\S+ (T\d{1,9}) ([^\s:]+):(\S+)(?:\t.*)?")
_NOTE = re.compile(r"(#\d{1,9})\t(\S+) (\S+)(?:\t(.*))?")


@dataclass(slots=True)
class Mark:
    """A mark with all that hangs on it; ``line`` is its line in the file."""

    name: str
    line: int
    kind: str
    type: str
    start: int
    end: int
    words: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    norm: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a mark says: of which clause, of what kind, its value and the reason that its note gives."""

    mark: Mark
    clause: int
    kind: str
    value: Any
    why: str


class Faults(list[str]):
    """Sentences on what is wrong, each without the name of the file."""

    def at(self, line: int, said: str) -> None:
        """Add a sentence about a line."""
        self.append(f"line {line}: {said}")


def read_marks(annotations: str, faults: Faults) -> dict[str, Mark]:
    """Return the marks of a file by their names; what cannot be read is added to ``faults``."""
    marks: dict[str, Mark] = {}
    seen: set[str] = set()
    rest: list[tuple[int, str]] = []
    for number, row in enumerate(annotations.split("\n"), 1):
        row = row.rstrip("\r")
        name = row.partition("\t")[0]
        if not row.strip():
            continue
        if name in seen:
            faults.at(number, f"{name[:20]} stands twice; give one of them another number")
        elif row.startswith("T"):
            _add_mark(number, row, marks, faults)
        else:
            rest.append((number, row))
        seen.add(name)
    for number, row in rest:
        _hang(number, row, marks, faults)
    return marks


def _add_mark(number: int, row: str, marks: dict[str, Mark], faults: Faults) -> None:
    found = _TEXT.fullmatch(row)
    if found is None:
        cut = "is in several pieces; mark one stretch" if _CUT.match(row) else "cannot be read; it is no mark of brat"
        faults.at(number, f"{row.partition(chr(9))[0][:20]} {cut}")
        return
    name, typed, start, end, words = found.groups()
    kind, _, value = typed.partition("-")
    if kind not in (CLAUSE, *SPANS) or not value:
        faults.at(number, f"{name} has the type {typed[:60]}, which `annotation.conf` of the export does not name")
        return
    marks[name] = Mark(name, number, kind, value, int(start), int(end), words)


def _hang(number: int, row: str, marks: Mapping[str, Mark], faults: Faults) -> None:
    """Hang an attribute, a reference or a note on its mark."""
    attribute, reference, note = _ATTRIBUTE.fullmatch(row), _REFERENCE.fullmatch(row), _NOTE.fullmatch(row)
    if note is not None and note[2] != "AnnotatorNotes":
        return  # brat writes such notes on what it finds wrong itself
    found = attribute or reference or note
    if found is None:
        what = "relations and events are not read, take it out" if row[0] in "RE*" else "it is no annotation of brat"
        faults.at(number, f"{row.partition(chr(9))[0][:20]} cannot be read; {what}")
        return
    target = found[2] if reference else found[3]
    mark = marks.get(target)
    if mark is None:
        faults.at(number, f"{found[1]} hangs on {target}, which is no mark that was read; take it out, or mend that")
    elif attribute:
        mark.attributes[found[2]] = found[4]
    elif reference:
        mark.norm = unquoted(found[4])
    else:
        mark.note = found[4] or ""


def said_by(mark: Mark, text: str, lines: Sequence[Line], themes: frozenset[str], faults: Faults) -> Said | None:
    """Return what a mark says, None where that makes no sense, which is added to ``faults``.

    Parameters
    ----------
    mark
        The mark.
    text, lines
        The text of the document and where its clauses stand.
    themes
        The themes that may be ticked.
    faults
        Where sentences go.
    """
    index = bisect_right(lines, mark.start, key=lambda line: line.start) - 1
    line = lines[index] if index >= 0 else None
    problem = _misplaced(mark, text, line)
    if line is None or problem:
        faults.at(mark.line, problem)
        return None
    try:
        noted = read_note(mark.note, NOTED[mark.kind])
        if mark.kind == CLAUSE:
            value: Any = (mark.type, _themes(mark, themes))
        else:
            value = _span(mark, line, noted)
    except (NoteError, RecordError) as error:
        faults.at(mark.line, f"{mark.name}: {error}; correct it in brat")
        return None
    return Said(mark, index, mark.kind, value, value_of(noted.get("why", "")))


def _misplaced(mark: Mark, text: str, line: Line | None) -> str:
    """Return what is wrong with the place of a mark, empty where nothing is."""
    words = text[mark.start : mark.end]
    if not mark.start < mark.end <= len(text) or words != mark.words:
        return f"{mark.name}: {mark.words[:40]!r} does not stand at {mark.start} to {mark.end} of the text"
    if line is None:
        return f"{mark.name} stands in the title; marks belong to clauses"
    if mark.kind == CLAUSE:
        here = (mark.start, mark.end) == (line.start, line.id_end)
        return "" if here else f"{mark.name} marks a clause, but not by its id; mark the id at the head of the line"
    if mark.start < line.words or mark.end > line.end:
        return f"{mark.name} leaves the words of clause {flat(line.clause.id)}; mark words of one clause"
    return "" if words == words.strip() else f"{mark.name} begins or ends with a space; mark the words alone"


def _themes(mark: Mark, known: frozenset[str]) -> tuple[str, ...]:
    names = []
    for name in mark.attributes:
        if not name.startswith(THEME) or name not in known:
            raise NoteError(f"there is no attribute {name[:60]} of clauses in `annotation.conf`")
        names.append(unquote(name.removeprefix(THEME), errors="surrogatepass"))
    return tuple(sorted(names))


def _span(mark: Mark, line: Line, noted: Mapping[str, str]) -> dict[str, Any]:
    """Return a mark as the span of a record that it stands for."""
    start, end = mark.start - line.words, mark.end - line.words
    _, cls, typed = SPANS[mark.kind]
    details = {"act": _act, "entity": _entity, "date": _date}[mark.kind](mark, noted, start)
    span: dict[str, Any] = {"text": line.clause.text[start:end], "start": start, "end": end, typed: mark.type}
    return write_plain(read_plain(cls, span | details))


def _act(mark: Mark, noted: Mapping[str, str], start: int) -> dict[str, Any]:
    _check_attributes(mark, ("Role", "Force"))
    force = mark.attributes.get("Force")
    if force is not None and mark.type not in FORCEFUL:
        raise NoteError(f"an act of function {mark.type} has no force")
    if force is not None and not re.fullmatch(r"-?\d{1,9}", force):
        raise NoteError(f"the force {force[:20]!r} is no number")
    lemma = value_of(noted.get("lemma", ""))
    if not lemma.strip():
        raise NoteError("this act has no lemma; write the verb into its note, as in `lemma=take note`")
    return {
        "role": mark.attributes.get("Role") or ("further" if start else "lead"),
        "lemma": lemma,
        "modifiers": items_of(noted.get("modifiers", "")),
        "force": None if force is None else int(force),
    }


def _entity(mark: Mark, noted: Mapping[str, str], start: int) -> dict[str, Any]:
    _check_attributes(mark, ())
    return {"norm": value_of(noted["norm"]) or None if "norm" in noted else mark.norm}


def _date(mark: Mark, noted: Mapping[str, str], start: int) -> dict[str, Any]:
    _check_attributes(mark, ())
    return {name: value_of(noted[name]) if name in noted else None for name in ("value", "resolved")}


def _check_attributes(mark: Mark, allowed: tuple[str, ...]) -> None:
    for name in mark.attributes:
        if name not in allowed:
            raise NoteError(f"the attribute {name[:60]} does not belong to {mark.kind}-{mark.type}")
