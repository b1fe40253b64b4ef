"""The organs that adopt resolutions: their names, their enacting formulas, their symbols and documents.

Rows stand in ``configs/lexicons/organs.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon.data import data_folder

_NUMBERED = re.compile(
    r"(?:\d{1,4}/\d{1,3}(?:\s[A-Z])?\.|(?:Draft\s+)?(?:RESOLUTION|[Rr]esolution|[Dd]ecision)\s+(?:\d|[IVX]+\b)|\d{1,4}\s\(\d{4}\))"
)
"""How the line above an enacting formula numbers a resolution."""


@dataclass(frozen=True, slots=True)
class Organ:
    """One organ.

    Parameters
    ----------
    id
        Short name used in session values (``GA``, ``SC``, ``HRC``, ``ECOSOC``, ``UNEA``).
    name
        As the record names it.
    formulas
        Enacting formulas without "The" and the closing comma.
    symbol
        Expression of the symbols of its documents.
    examples
        Symbols and formulas that the row must find.
    resolution
        Symbol of a resolution with ``{session}`` and ``{number}``; None where it does not follow from these.
    """

    id: str
    name: str
    formulas: tuple[str, ...]
    symbol: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    resolution: str | None = None

    def symbol_of(self, numbers: str) -> str | None:
        """Return the symbol of the resolution with these numbers ("48/13"), None where they do not give it."""
        session, _, number = numbers.partition("/")
        if self.resolution is None or not (session[-1:].isdecimal() and number.isdecimal()):
            return None
        return self.resolution.format(session=session, number=number)


@dataclass(frozen=True)
class OrganLexicon:
    """All organs, and one expression for all enacting formulas."""

    version: str
    organs: tuple[Organ, ...]
    formula: re.Pattern[str]

    def enacts(self, text: str) -> Organ | None:
        """Return the organ where the whole of ``text`` is an enacting formula."""
        found = self.formula.match(text)
        if found is None or len(text) - found.end() > 4 or text[found.end() :].strip(" ,:;.1"):
            return None
        return self.by_formula(found.group(1))

    def numbers(self, text: str) -> bool:
        """Tell whether the line is the number of a resolution, with or without its title ("77/293. Status of …")."""
        return _NUMBERED.match(text) is not None

    def enacting_prefix(self, text: str) -> int:
        """Return the length of an enacting formula with its comma that opens ``text``, 0 where there is none."""
        found = self.formula.match(text)
        if found is None:
            return 0
        end = found.end()
        return end + 1 if text[end : end + 1] in {",", ":"} else (end if end == len(text) else 0)

    def by_formula(self, words: str) -> Organ | None:
        """Return the organ with this formula, any case."""
        wanted = " ".join(words.split()).casefold()
        return next((organ for organ in self.organs if wanted in {f.casefold() for f in organ.formulas}), None)

    def by_symbol(self, symbol: str) -> Organ | None:
        """Return the organ whose document has this symbol."""
        return next((organ for organ in self.organs if organ.symbol.match(symbol)), None)


@cache
def load_organs() -> OrganLexicon:
    """Load and compile ``configs/lexicons/organs.toml``."""
    data = tomllib.loads((data_folder("configs") / "lexicons" / "organs.toml").read_text(encoding="utf-8"))
    organs = tuple(
        Organ(
            id=row["id"],
            name=row["name"],
            formulas=tuple(row["formulas"]),
            symbol=re.compile(row["symbol"]),
            examples=tuple(row["examples"]),
            counterexamples=tuple(row.get("counterexamples", ())),
            resolution=row.get("resolution"),
        )
        for row in data["organ"]
    )
    names = sorted((formula for organ in organs for formula in organ.formulas), key=len, reverse=True)
    choice = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return OrganLexicon(data["version"], organs, re.compile(rf"The\s+({choice})\b", re.IGNORECASE))


def check_organs() -> list[str]:
    """Return one sentence for each example that its row does not find, or that another row finds first."""
    lexicon, problems = load_organs(), []
    for organ in lexicon.organs:
        for example in organ.examples:
            found = lexicon.by_symbol(example) if "/" in example else lexicon.enacts(example)
            if found is not organ:
                problems.append(
                    f"organs.toml: {organ.id}: example {example!r} is found by {found.id if found else None}"
                )
        problems += [
            f"organs.toml: {organ.id}: counterexample {text!r} matches"
            for text in organ.counterexamples
            if lexicon.by_symbol(text) is organ or lexicon.enacts(text) is organ
        ]
    return problems
