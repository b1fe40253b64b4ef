"""What a person changed in a document in brat: the annotations as they are against those that were exported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.output.brat_reading import Faults, Said, read_marks, said_by
from pipeline.output.brat_sheet import CLAUSE, SPANS, Sheet
from pipeline.record import Clause


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a clause.

    Attributes
    ----------
    clause
        The clause as it was exported.
    field
        As corrections call it: ``kind``, ``themes``, ``act``, ``entity``, ``date``.
    before, after
        A kind, a sorted list of themes, or a span as plain data, None for no span.
    why
        The reason that the note of the mark gives.
    """

    clause: Clause
    field: str
    before: Any
    after: Any
    why: str = ""


def changes_of(sheet: Sheet, annotations: str, themes: frozenset[str]) -> tuple[list[Change], list[str]]:
    """Return what was changed, clause by clause, and a sentence for whatever makes no sense.

    Parameters
    ----------
    sheet
        The document as it was exported.
    annotations
        The annotations as they are now.
    themes
        Attributes of clauses that the configuration of the folder names, as in ``theme-oceans``.
    """
    faults, none = Faults(), Faults()
    own = frozenset(_attributes(sheet))
    before = _said(sheet, sheet.annotations, own, none)
    after = _said(sheet, annotations, themes | own, faults)
    changes: list[Change] = []
    for index, line in enumerate(sheet.lines):
        changes += _clause(line.clause, before[index, CLAUSE], after[index, CLAUSE], faults)
        for kind in SPANS:
            changes += _spans(sheet, line.clause, kind, before[index, kind], after[index, kind], faults)
    return changes, list(faults)


def _attributes(sheet: Sheet) -> Iterator[str]:
    """Yield the names of the attributes of clauses that a document was exported with."""
    for mark in read_marks(sheet.annotations, Faults()).values():
        if mark.kind == CLAUSE:
            yield from mark.attributes


def _said(sheet: Sheet, annotations: str, themes: frozenset[str], faults: Faults) -> dict[tuple[int, str], list[Said]]:
    """Return what marks say, by clause and kind, in the order of the file."""
    found: dict[tuple[int, str], list[Said]] = defaultdict(list)
    for mark in read_marks(annotations, faults).values():
        said = said_by(mark, sheet.text, sheet.lines, themes, faults)
        if said is not None:
            found[said.clause, said.kind].append(said)
    return found


def _clause(clause: Clause, before: Sequence[Said], after: Sequence[Said], faults: Faults) -> Iterator[Change]:
    """Yield what was changed of a clause as a whole."""
    if len(after) != 1:
        names = ", ".join(said.mark.name for said in after)
        what = f"is marked {len(after)} times ({names}); leave one" if after else "is not marked; mark its id again"
        faults.append(f"clause {clause.id} {what}")
        return
    (was,), (now,) = before, after
    for field, one, other in zip(("kind", "themes"), was.value, now.value, strict=True):
        if one != other:
            before_value, after_value = (one, other) if field == "kind" else (list(one), list(other))
            yield Change(clause, field, before_value, after_value, now.why)


def _spans(
    sheet: Sheet, clause: Clause, kind: str, before: Sequence[Said], after: Sequence[Said], faults: Faults
) -> Iterator[Change]:
    """Yield what was changed of the spans of one kind in a clause.

    A span that is the same is no change, whatever its number; of the others, marks of one number belong together, then
    marks at one place; what is left was taken out or put in.
    """
    gone = list(before)
    new: list[Said] = []
    kept: list[Said] = []
    for said in after:
        same = next((one for one in gone if one.value == said.value), None)
        if same is not None:
            gone.remove(same)
        (new if same is None else kept).append(said)
    places = {_place(said): said for said in kept}
    for said in new:
        other = places.setdefault(_place(said), said)
        if other is not said:
            faults.at(said.mark.line, f"{said.mark.name} stands where {other.mark.name} stands; leave one {kind} there")
    pairs: list[tuple[Said | None, Said | None]] = []
    for match in (lambda said: said.mark.name, _place):
        for said in list(new):
            was = next((one for one in gone if match(one) == match(said)), None)
            if was is not None:
                gone.remove(was)
                new.remove(said)
                pairs.append((was, said))
    pairs += [(was, None) for was in gone]
    pairs += [(None, now) for now in new]
    for was, now in pairs:
        known = sheet.marks[was.mark.name][2] if was else None
        yield Change(clause, kind, known, now.value if now else None, now.why if now else "")


def _place(said: Said) -> Any:
    return said.mark.start, said.mark.end
