"""Bodies that adopt numbered texts and meet in numbered sessions, and how text and symbols name them.

Rows stand in ``configs/lexicons/citation_bodies.toml``. Citations need to know which organ's resolution a number is,
dates which organ's session; both read the same rows, so that a body is written down once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon.data import data_folder

_LONGER = r"\s(?:on|for|of|against)\s(?:the\s)?[A-Z]"
"""What stands behind a short name where it is the head of a longer one ("Committee on Tides")."""


@dataclass(frozen=True, slots=True)
class Body:
    """One body: its acronym, its names, its short names, and how the symbols of its documents begin."""

    id: str
    names: tuple[str, ...]
    short: tuple[str, ...]
    symbols: tuple[str, ...]


@dataclass(frozen=True)
class Bodies:
    """All bodies, and the tables that find them; ``alternation`` matches a full name or a short one by itself."""

    version: str
    rows: tuple[Body, ...]
    by_name: Mapping[str, str]
    by_short: Mapping[str, tuple[str, ...]]
    by_symbol: tuple[tuple[str, str], ...]
    alternation: str

    def of_masthead(self, masthead: Mapping[str, Any]) -> str | None:
        """Return the body that adopted a document, from the organ of its masthead, else from its symbol.

        Parameters
        ----------
        masthead
            A mapping that may hold ``organ`` and ``symbol``; anything in it may be missing.
        """
        organ = fold(str(masthead.get("organ") or ""))
        if organ in self.by_name:
            return self.by_name[organ]
        symbol = str(masthead.get("symbol") or "")
        return next((body for prefix, body in self.by_symbol if symbol.startswith(prefix)), None)

    def named(self, words: str) -> tuple[str, ...]:
        """Return the bodies that the words can stand for: one for a full name, several for a short one."""
        folded = fold(words)
        return (self.by_name[folded],) if folded in self.by_name else self.by_short.get(folded, ())


def fold(words: str) -> str:
    """Return words for look-up: white space and typographic signs made plain, in lower case."""
    return re.sub(r"\s+", " ", words.replace("’", "'").replace("‑", "-")).strip().casefold()


def spaced(words: str) -> str:
    """Return an expression for words as printed: any white space between them, either apostrophe."""
    return r"\s".join(re.escape(word).replace("’", "['’]") for word in words.split())


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(spaced(word) for word in sorted(words, key=len, reverse=True))


@cache
def load_bodies() -> Bodies:
    """Load and compile ``configs/lexicons/citation_bodies.toml``."""
    path = data_folder("configs") / "lexicons" / "citation_bodies.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = tuple(
        Body(row["id"], tuple(row["names"]), tuple(row["short"]), tuple(row["symbols"])) for row in data["body"]
    )
    by_short: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for word in row.short:
            by_short[fold(word)] = (*by_short.get(fold(word), ()), row.id)
    full = {form for row in rows for word in row.names for form in (word, word.upper())}
    brief = {form for row in rows for word in row.short for form in (word, word.upper())}
    return Bodies(
        version=data["version"],
        rows=rows,
        by_name={fold(name): row.id for row in rows for name in row.names},
        by_short=by_short,
        by_symbol=tuple(
            sorted(((prefix, row.id) for row in rows for prefix in row.symbols), key=lambda pair: -len(pair[0]))
        ),
        alternation=f"{_alternatives(full)}|(?:{_alternatives(brief)})(?!{_LONGER})",
    )


def check_bodies() -> list[str]:
    """Return one sentence for each row that is doubtful: an id or a name twice, a row without a name."""
    bodies, problems = load_bodies(), []
    seen: dict[str, str] = {}
    for row in bodies.rows:
        if not row.names:
            problems.append(f"citation_bodies.toml: {row.id} has no name; add one")
        symbols = (f"symbol {symbol}" for symbol in row.symbols)
        for key in (row.id, *(fold(name) for name in row.names), *symbols):
            if key in seen:
                problems.append(f"citation_bodies.toml: {key!r} stands in {seen[key]} and in {row.id}; keep one")
            seen[key] = row.id
    return problems
