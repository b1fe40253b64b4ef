"""What a column of an exported table is: one definition, from which CSV, Parquet schema and codebook come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.record import Act, Clause, Record


class Type(StrEnum):
    """The type of a column, as the codebook names it."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "true or false"
    TEXTS = "list of texts"
    SPANS = "list of pairs of offsets"


@dataclass(frozen=True, slots=True)
class Place:
    """What one row of a table is about.

    Attributes
    ----------
    number
        Number of the document in the export, from 1.
    record
        The document.
    clause
        The clause; None where the row is about no clause.
    nth
        Index of the item in its list of the record, from 0.
    item
        What the row is about: an act, an entity, a note …
    """

    number: int
    record: Record
    clause: Clause | None = None
    nth: int = 0
    item: Any = None

    def lead(self) -> Act | None:
        """Return the lead act of the clause, where it has one."""
        acts = self.clause.acts if self.clause else ()
        return next((act for act in acts if act.role == "lead"), None)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name, type, meaning
        As the codebook says them.
    get
        The value of a row.
    missing
        What an empty cell means; empty where no cell is ever empty.
    values
        Name of the list in ``configs/codebook.toml`` that says what each value means; empty where values are free.
    """

    name: str
    type: Type
    meaning: str
    get: Callable[[Place], Any]
    missing: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name (of the file, without an ending), what a row is, how rows come of a record, and columns."""

    name: str
    meaning: str
    places: Callable[[int, Record], Iterator[Place]]
    columns: tuple[Column, ...]

    def rows(self, number: int, record: Record) -> Iterator[list[Any]]:
        """Yield the rows of one document, values in the order of the columns, text as any encoding can hold it."""
        for place in self.places(number, record):
            yield [_sound(column.get(place)) for column in self.columns]


def _sound(value: Any) -> Any:
    """Return a value in which half a surrogate pair, which no file can hold, is U+FFFD; offsets stay as they are."""
    if isinstance(value, str):
        if value.isascii():
            return value
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in value)
    elif isinstance(value, tuple | list):
        return [_sound(one) for one in value]
    return value
