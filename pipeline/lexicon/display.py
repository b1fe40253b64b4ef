"""How a page shows what was found: one row a label, with its colours, its underline and a sentence for the legend.

Rows stand in ``configs/lexicons/display.toml``. Colour is never the only sign: within a group two rows differ in line
or sign, or in colours that people of every colour vision tell apart (:mod:`pipeline.lexicon.colour`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin

from pipeline.lexicon.colour import VISIONS, contrast, difference, is_colour
from pipeline.lexicon.data import data_folder
from pipeline.record_clause import ActFunction, EntityLabel
from pipeline.record_plain import OneOf

LINES = ("solid", "dashed", "dotted", "double", "wavy")
CONTRAST = 4.5
"""Least contrast of a colour against the paper, WCAG 2.2 AA for text of normal size."""

DIFFERENCE = 0.1
"""Least distance in Oklab of two colours that alone tell two rows apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayRow:
    """How one label is shown; the fields are those of the rows, see the head of the file."""

    id: str
    label: str
    line: str
    light: str
    dark: str
    explanation: str
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """All rows, by group and id, and the papers that they stand on.

    ``dates`` has the one row ``DATE``; the ids of ``forces`` are "1" to "5".
    """

    version: str
    paper_light: str
    paper_dark: str
    entities: Mapping[str, DisplayRow]
    dates: Mapping[str, DisplayRow]
    functions: Mapping[str, DisplayRow]
    forces: Mapping[str, DisplayRow]

    def groups(self) -> dict[str, tuple[DisplayRow, ...]]:
        """Return the rows that stand side by side in a text, by the name of the group in the file."""
        return {
            "entity and date": (*self.entities.values(), *self.dates.values()),
            "function": tuple(self.functions.values()),
            "force": tuple(self.forces.values()),
        }


def _names(annotated: Any) -> tuple[str, ...]:
    """Return the values that a type of the record allows."""
    assert get_origin(annotated) is Annotated
    return next(mark.values for mark in get_args(annotated) if isinstance(mark, OneOf))


WANTED: Mapping[str, tuple[str, ...]] = {
    "entity": _names(EntityLabel),
    "date": ("DATE",),
    "function": _names(ActFunction),
    "force": ("1", "2", "3", "4", "5"),
}
"""The ids that each group of rows must have, each once."""


def _read(path: Path | None) -> dict[str, Any]:
    path = path or data_folder("configs") / "lexicons" / "display.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _by_id(rows: list[dict[str, Any]]) -> dict[str, DisplayRow]:
    return {row["id"]: DisplayRow(**row) for row in rows}


@cache
def load_display() -> Display:
    """Load ``configs/lexicons/display.toml``."""
    return read_display()


def read_display(path: Path | None = None) -> Display:
    """Return the rows of a file, the project's own where none is named."""
    data = _read(path)
    return Display(
        version=data["version"],
        paper_light=data["paper"]["light"],
        paper_dark=data["paper"]["dark"],
        entities=_by_id(data["entity"]),
        dates=_by_id(data["date"]),
        functions=_by_id(data["function"]),
        forces=_by_id(data["force"]),
    )


@cache
def load_theme_labels() -> Mapping[str, str]:
    """Return what the themes of ``configs/themes.toml`` are called, by id."""
    data = tomllib.loads((data_folder("configs") / "themes.toml").read_text(encoding="utf-8"))
    return MappingProxyType({row["id"]: row["label"] for row in data["theme"]})


def check_display(path: Path | None = None) -> list[str]:
    """Return one sentence for each label without exactly one row, and each row that is hard to see or to tell apart."""
    data = _read(path)
    problems = [*_check_ids(data), *_check_rows(data)]
    if problems:
        return problems
    display = read_display(path)
    return [*_check_contrast(display), *_check_difference(display)]


def _check_ids(data: dict[str, Any]) -> Iterator[str]:
    for group, wanted in WANTED.items():
        given = [row.get("id") for row in data.get(group, [])]
        for name in wanted:
            if given.count(name) != 1:
                yield f"display.toml: {group} {name}: {given.count(name)} rows instead of one"
        for name in given:
            if name not in wanted:
                yield f"display.toml: {group} {name!r}: no label of the record"


def _check_rows(data: dict[str, Any]) -> Iterator[str]:
    for paper in ("light", "dark"):
        if not is_colour(data.get("paper", {}).get(paper)):
            yield f"display.toml: paper {paper}: no colour such as #fffdf9"
    fields = set(DisplayRow.__dataclass_fields__)
    for group in WANTED:
        for row in data.get(group, []):
            name = f"display.toml: {group} {row.get('id')}"
            if wrong := sorted({"sign", *row} ^ fields):
                yield f"{name}: fields missing or unknown: {', '.join(wrong)}"
            if row.get("line") not in LINES:
                yield f"{name}: line {row.get('line')!r} is none of {', '.join(LINES)}"
            for paper in ("light", "dark"):
                if not is_colour(row.get(paper)):
                    yield f"{name}: {paper} {row.get(paper)!r} is no colour such as #0063a6"
            if not row.get("label") or not row.get("explanation"):
                yield f"{name}: label or explanation is empty"


def _check_contrast(display: Display) -> Iterator[str]:
    for group, rows in display.groups().items():
        for row in rows:
            for paper, colour, ground in _on_papers(display, row):
                if contrast(colour, ground) < CONTRAST:
                    yield (
                        f"display.toml: {group} {row.id}: {colour} on the {paper} paper has contrast "
                        f"{contrast(colour, ground):.2f}, less than {CONTRAST}"
                    )


def _check_difference(display: Display) -> Iterator[str]:
    for group, rows in display.groups().items():
        for one, other in combinations(rows, 2):
            if one.line != other.line or one.sign != other.sign:
                continue
            for paper in ("light", "dark"):
                for vision in VISIONS:
                    apart = difference(getattr(one, paper), getattr(other, paper), vision)
                    if apart < DIFFERENCE:
                        yield (
                            f"display.toml: {group} {one.id} and {other.id}: both {one.line}, and their colours on the "
                            f"{paper} paper are {apart:.3f} apart in {vision}, less than {DIFFERENCE}"
                        )


def _on_papers(display: Display, row: DisplayRow) -> tuple[tuple[str, str, str], ...]:
    return ("light", row.light, display.paper_light), ("dark", row.dark, display.paper_dark)
