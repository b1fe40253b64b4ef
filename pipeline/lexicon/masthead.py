"""What the first page says of a document: one expression a field, with examples that name the values.

Rows stand in ``configs/lexicons/masthead.toml``; names of States come from ``configs/gazetteers/states.csv``.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon.data import data_folder


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One row: an expression whose named groups are values of the masthead."""

    id: str
    pattern: re.Pattern[str]
    examples: tuple[dict[str, str], ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True)
class MastheadLexicon:
    """All rows, and the official short names of States.

    ``states`` finds every name under which a State sponsors; ``short_names`` gives its official short name.
    """

    version: str
    fields: tuple[FieldRow, ...]
    votes: tuple[FieldRow, ...]
    states: re.Pattern[str]
    short_names: dict[str, str]

    def find(self, line: str) -> dict[str, re.Match[str]]:
        """Return every field that the line holds, by the row's id."""
        found = ((row.id, row.pattern.search(line)) for row in self.fields)
        return {name: match for name, match in found if match is not None}

    def vote(self, text: str) -> str | None:
        """Return how the text says that the resolution was voted on."""
        for row in self.votes:
            found = row.pattern.search(text)
            if found:
                return " ".join(found.group("vote").split())
        return None


def _rows(rows: list[dict[str, Any]]) -> tuple[FieldRow, ...]:
    return tuple(
        FieldRow(
            row["id"],
            re.compile(rf"^(?:{row['expression']})$" if row.get("whole") else row["expression"]),
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in rows
    )


@cache
def load_masthead() -> MastheadLexicon:
    """Load and compile the rows of the masthead and the names of States."""
    configs = data_folder("configs")
    data = tomllib.loads((configs / "lexicons" / "masthead.toml").read_text(encoding="utf-8"))
    short_names: dict[str, str] = {}
    with (configs / "gazetteers" / "states.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            official = row["short"] or row["name"]
            for name in (row["name"], row["short"], *row["other"].split("|")):
                if name:
                    short_names.setdefault(name, official)
    names = sorted(short_names, key=len, reverse=True)
    states = re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + r")(?!\w)")
    return MastheadLexicon(data["version"], _rows(data["field"]), _rows(data["vote"]), states, short_names)


def check_masthead() -> list[str]:
    """Return one sentence for each example whose values its row does not find, and each counterexample found."""
    problems = []
    lexicon = load_masthead()
    for row in (*lexicon.fields, *lexicon.votes):
        for example in row.examples:
            found = row.pattern.search(example["text"])
            values = {key: found.group(key) for key in example if key != "text"} if found else None
            if values != {key: value for key, value in example.items() if key != "text"}:
                problems.append(f"masthead.toml: {row.id}: example {example['text']!r} gives {values}")
        problems += [
            f"masthead.toml: {row.id}: counterexample {text!r} matches"
            for text in row.counterexamples
            if row.pattern.search(text)
        ]
    return problems
