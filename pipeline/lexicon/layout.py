"""The lexicon of the printed page: furniture, labels, parts, annexes, and how a clause opens.

Rows stand in ``configs/lexicons/layout.toml``; the words that open a clause come from the lexicon of acts, so that a
verb is written down once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon.data import data_folder

LABEL_ID = "label"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the layout lexicon, compiled."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HyphenRows:
    """What is known of compounds: their usual first and last parts, prefixes that keep their hyphen before an e.

    ``endings`` are endings of words that are no words themselves; before a word of ``suspended`` the hyphen stands for
    the last part of the compound that follows ("low- and middle-income").
    """

    first: frozenset[str]
    last: frozenset[str]
    before_e: frozenset[str]
    endings: frozenset[str]
    suspended: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LayoutLexicon:
    """What the layout knows of the printed page.

    ``labels``, ``parts`` and ``furniture`` are tried in order; ``any_label`` and ``any_furniture`` are the same rows as
    one expression each, so that most lines cost one look.
    """

    version: str
    furniture: tuple[Row, ...]
    labels: tuple[Row, ...]
    parts: tuple[Row, ...]
    annex: tuple[Row, ...]
    any_furniture: re.Pattern[str]
    any_label: re.Pattern[str]
    hyphens: HyphenRows
    not_a_note: re.Pattern[str]
    counted: re.Pattern[str]
    open_words: frozenset[str]
    first_words: frozenset[str]

    def furniture_kind(self, line: str) -> str | None:
        """Return what kind of furniture the stripped line is by itself, else None."""
        if self.any_furniture.match(line) is None:
            return None
        for row in self.furniture:
            if row.pattern.match(line):
                return row.kind
        return None

    def label_of(self, text: str) -> tuple[str, int] | None:
        """Return the row id and the length of the label that opens ``text``, else None."""
        if self.any_label.match(text) is None:
            return None
        for row in self.labels:
            found = row.pattern.match(text)
            if found:
                return row.id, found.end(LABEL_ID)
        return None

    def part_of(self, text: str) -> str | None:
        """Return the letter or numeral where ``text`` is nothing but the mark of a part."""
        for row in self.parts:
            found = row.pattern.match(text)
            if found:
                return found.group(LABEL_ID)
        return None

    def opens_annex(self, text: str) -> bool:
        """Tell whether the line says that an annex begins."""
        return any(row.pattern.match(text) for row in self.annex)


def _rows(data: dict[str, Any], table: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            id=row["id"],
            kind=row.get("kind", table),
            pattern=re.compile(row["expression"]),
            examples=tuple(row["examples"]),
            counterexamples=tuple(row["counterexamples"]),
        )
        for row in data[table]
    )


def any_of(rows: tuple[Row, ...]) -> re.Pattern[str]:
    """Return one expression that matches where any row does; it says only that, not which."""
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", row.pattern.pattern) for row in rows))


@cache
def load_layout() -> LayoutLexicon:
    """Load and compile ``configs/lexicons/layout.toml``."""
    data = tomllib.loads((data_folder("configs") / "lexicons" / "layout.toml").read_text(encoding="utf-8"))
    furniture, labels = _rows(data, "furniture"), _rows(data, "label")
    return LayoutLexicon(
        version=data["version"],
        furniture=furniture,
        labels=labels,
        any_furniture=any_of(furniture),
        any_label=any_of(labels),
        parts=_rows(data, "part"),
        annex=_rows(data, "annex"),
        hyphens=HyphenRows(
            *(frozenset(data["hyphen"][name]) for name in ("first", "last", "before_e", "endings", "suspended"))
        ),
        not_a_note=re.compile(data["notes"]["not_a_note"]),
        counted=re.compile(data["notes"]["counted"]),
        open_words=frozenset(data["joining"]["open_words"]),
        first_words=frozenset(data["joining"]["first_words"]),
    )


def check_layout() -> list[str]:
    """Return one sentence for each row whose examples do not match or whose counterexamples do.

    Rows of one table share the look-up, so an example must be found by its own row first.
    """
    lexicon, problems = load_layout(), []
    for table, rows in (
        ("furniture", lexicon.furniture),
        ("label", lexicon.labels),
        ("part", lexicon.parts),
        ("annex", lexicon.annex),
    ):
        if len({row.id for row in rows}) < len(rows):
            problems.append(f"layout.toml: two rows of [[{table}]] have the same id; give each its own")
        for row in rows:
            for example in row.examples:
                first = next((other.id for other in rows if other.pattern.match(example)), None)
                if first != row.id:
                    problems.append(f"layout.toml: [[{table}]] {row.id}: example {example!r} is found by {first}")
            problems += [
                f"layout.toml: [[{table}]] {row.id}: counterexample {text!r} matches"
                for text in row.counterexamples
                if row.pattern.match(text)
            ]
    return problems
