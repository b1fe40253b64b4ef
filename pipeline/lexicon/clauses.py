"""What closes a resolution, and how paragraphs of statements and decisions open.

Rows stand in ``configs/lexicons/clauses.toml``; ``{organs}`` in an expression stands for the names of all organs.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon.data import data_folder
from pipeline.lexicon.layout import Row, any_of
from pipeline.lexicon.organs import load_organs

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class ClauseLexicon:
    """Closing lines, opening sentences, and the words that English is known by."""

    version: str
    closing: tuple[Row, ...]
    speaker: tuple[Row, ...]
    english: frozenset[str]
    any_closing: re.Pattern[str]

    def closes(self, text: str) -> str | None:
        """Return the id of the row that says ``text`` is a closing line, else None."""
        if self.any_closing.match(text) is None:
            return None
        return next((row.id for row in self.closing if row.pattern.match(text)), None)

    def english_share(self, text: str) -> float:
        """Return which share of the words of ``text`` are those that every English text is full of."""
        words = _WORD.findall(text.casefold())
        return sum(word in self.english for word in words) / max(1, len(words))

    def speaks(self, text: str) -> int:
        """Return the length of the words that name the organ at the head of ``text``, 0 where there are none."""
        for row in self.speaker:
            found = row.pattern.match(text)
            if found:
                return found.end()
        return 0


def _rows(data: dict[str, Any], name: str, organs: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            id=row["id"],
            kind=name,
            pattern=re.compile(row["expression"].replace("{organs}", organs)),
            examples=tuple(row["examples"]),
            counterexamples=tuple(row["counterexamples"]),
        )
        for row in data[name]
    )


@cache
def load_clauses() -> ClauseLexicon:
    """Load and compile ``configs/lexicons/clauses.toml``."""
    data = tomllib.loads((data_folder("configs") / "lexicons" / "clauses.toml").read_text(encoding="utf-8"))
    names = sorted({name for organ in load_organs().organs for name in organ.formulas}, key=len, reverse=True)
    organs = "|".join(re.escape(name) for name in names)
    english = frozenset(data["language"]["english"])
    closing = _rows(data, "closing", organs)
    return ClauseLexicon(data["version"], closing, _rows(data, "speaker", organs), english, any_of(closing))


def check_clauses() -> list[str]:
    """Return one sentence for each example that its row does not find and each counterexample that it does."""
    problems = []
    lexicon = load_clauses()
    for row in (*lexicon.closing, *lexicon.speaker):
        problems += [
            f"clauses.toml: {row.id}: example {t!r} is not found" for t in row.examples if not row.pattern.match(t)
        ]
        problems += [
            f"clauses.toml: {row.id}: counterexample {t!r} matches" for t in row.counterexamples if row.pattern.match(t)
        ]
    return problems
