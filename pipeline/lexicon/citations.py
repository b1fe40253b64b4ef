"""The lexicon of citations: shapes of numbers and symbols, words that govern them, canonical symbols by organ.

Rows stand in ``configs/lexicons/citations.toml``, the organs in ``citation_bodies.toml``. Source: United Nations
Editorial Manual, "References to resolutions and decisions" and "Document symbols".
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon.bodies import Bodies, check_bodies, load_bodies
from pipeline.lexicon.data import data_folder

SPACE = r"[ \t\u00a0\u2000-\u200b\u202f\u2060]?"
"""White space that may be missing: what ``~`` stands for in the expressions of rows."""

ARROW = " → "
"""Divides, in an example, the sentence from the words that are found in it."""

Finder = Callable[[str], Sequence[tuple[int, int]]]
"""Finds spans in a text that stands for one clause."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a number or a symbol; ``governed`` says what must stand before it.

    A ``supplemented`` shape is that of documents whose addenda are named behind them ("A/72/10 and Add.1").
    """

    id: str
    governed: str  # never | symbol | year | place | word | next
    supplemented: bool
    expression: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A word that governs numbers: resolution, decision, statement, or one of another sort."""

    id: str
    expression: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The numbered texts of one organ: which numbers they have had, in which years, and their symbol."""

    organ: str
    kind: str
    shape: str
    norm: str
    sessions: tuple[int, int]
    numbers: tuple[int, int]
    special: tuple[str, ...] | None
    base: int | None
    per_year: int
    slack: int
    named: bool

    def fits(self, session: int, number: int, special: str, year: int | None) -> bool:
        """Tell whether the organ can have adopted this number, where known in this year."""
        if not (self.sessions[0] <= session <= self.sessions[1] and self.numbers[0] <= number <= self.numbers[1]):
            return False
        if self.special is not None and special not in self.special:
            return False
        if year is None or special:
            return True
        if self.base is None:
            return self.shape != "year" or abs(year - session) <= 1
        first = self.base + (session - 1) // self.per_year
        return first <= year <= first + self.slack


@dataclass(frozen=True)
class CitationLexicon:
    """What is known of citations, compiled.

    ``letters`` and ``digits`` match any shape that opens with a letter or a digit; their group ``s<i>`` is the shape
    ``shapes[i]``. ``words`` finds the names of bodies (group ``body``), the words of possession (``own``) and the
    governing words (``k<i>`` is ``kinds[i]``).
    """

    version: str
    shapes: tuple[Shape, ...]
    kinds: tuple[Kind, ...]
    series: tuple[Series, ...]
    by_shape: Mapping[tuple[str, str], tuple[Series, ...]]
    before: re.Pattern[str]
    closed: re.Pattern[str]
    link: re.Pattern[str]
    foreign: re.Pattern[str]
    letters: re.Pattern[str]
    digits: re.Pattern[str]
    words: re.Pattern[str]
    first: tuple[tuple[int, int], ...]
    bodies: Bodies

    def year_of(self, number: int) -> int | None:
        """Return the year in which the Security Council adopted the number; none after the last year known."""
        at = bisect_right(self.first, (number, 9999)) - 1
        return self.first[at][1] if 0 <= at < len(self.first) - 1 else None

    def series_of(self, kind: str, shape: str) -> tuple[Series, ...]:
        """Return the rows for a kind and a shape, in order."""
        return self.by_shape.get((kind, shape), ())


def _compiled(expression: str) -> str:
    return expression.replace("~", SPACE)


def _nameless(expression: str) -> str:
    """Return the expression with its named groups made plain, so that many can stand in one alternation."""
    return re.sub(r"\(\?P<[a-z]+>", "(?:", expression)


def _series(row: Mapping[str, Any]) -> Series:
    low, high = row.get("sessions", (0, 9999))
    return Series(
        organ=row["organ"],
        kind=row["kind"],
        shape=row["shape"],
        norm=row["norm"],
        sessions=(low, high),
        numbers=(row["numbers"][0], row["numbers"][1]),
        special=tuple(row["special"]) if "special" in row else None,
        base=row.get("base"),
        per_year=row.get("per_year", 1),
        slack=row.get("slack", 0),
        named=row.get("named", False),
    )


def _shape(row: Mapping[str, Any]) -> Shape:
    return Shape(
        row["id"],
        row["governed"],
        row.get("supplemented", False),
        re.compile(_compiled(row["expression"])),
        tuple(row["examples"]),
        tuple(row["counterexamples"]),
    )


def _kind(row: Mapping[str, Any]) -> Kind:
    expression = re.compile(row["expression"], re.IGNORECASE)
    return Kind(row["id"], expression, tuple(row["examples"]), tuple(row["counterexamples"]))


def _scan(shapes: Sequence[Mapping[str, Any]], opens: str) -> re.Pattern[str]:
    """Return one expression for all shapes that open with a letter or a digit."""
    return re.compile(
        "|".join(
            f"(?P<s{i}>{_nameless(_compiled(row['expression']))})"
            for i, row in enumerate(shapes)
            if row["opens"] == opens
        )
    )


def _words(bodies: Bodies, kinds: Sequence[Mapping[str, Any]]) -> re.Pattern[str]:
    """Return one expression for names of bodies, possessives and governing words."""
    governing = "|".join(f"(?P<k{i}>{row['expression']})" for i, row in enumerate(kinds))
    body = rf"(?=[A-Z])(?P<body>{bodies.alternation})"
    return re.compile(rf"\b(?:{body}|(?P<own>(?i:its|their))|(?i:{governing}))(?![^\W\d_])")


@cache
def load_citations() -> CitationLexicon:
    """Load and compile ``configs/lexicons/citations.toml``."""
    path = data_folder("configs") / "lexicons" / "citations.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    bodies = load_bodies()
    series = tuple(_series(row) for row in data["series"])
    by_shape: dict[tuple[str, str], tuple[Series, ...]] = {}
    for row in series:
        by_shape[row.kind, row.shape] = (*by_shape.get((row.kind, row.shape), ()), row)
    return CitationLexicon(
        version=data["version"],
        shapes=tuple(_shape(row) for row in data["shape"]),
        kinds=tuple(_kind(row) for row in data["kind"]),
        series=series,
        by_shape=by_shape,
        before=re.compile(data["before"]["expression"], re.IGNORECASE),
        closed=re.compile(data["closed"]["expression"], re.IGNORECASE),
        link=re.compile(data["link"]["expression"], re.IGNORECASE),
        foreign=re.compile(data["foreign"]["expression"]),
        letters=_scan(data["shape"], "letter"),
        digits=_scan(data["shape"], "digit"),
        words=_words(bodies, data["kind"]),
        first=tuple(sorted((number, int(year)) for year, number in data["first"].items())),
        bodies=bodies,
    )


def _examples(row: Shape, finder: Finder) -> list[str]:
    problems = []
    for example in row.examples:
        sentence, _, words = example.partition(ARROW)
        found = {sentence[start:end] for start, end in finder(sentence)}
        if (words or sentence) not in found:
            problems.append(f"citations.toml: [[shape]] {row.id}: example {example!r} finds {sorted(found)}")
    for text in row.counterexamples:
        found = {text[start:end] for start, end in finder(text)}
        if found:
            problems.append(f"citations.toml: [[shape]] {row.id}: counterexample {text!r} finds {sorted(found)}")
    return problems


def check_citations(finder: Finder) -> list[str]:
    """Return one sentence for each row of the lexicon that does not do what its examples say.

    Parameters
    ----------
    finder
        Finds citations in a text that stands for one clause. Passed in, since the lexicon knows no components.
    """
    lexicon, problems = load_citations(), check_bodies()
    for table, ids in (("shape", [row.id for row in lexicon.shapes]), ("kind", [row.id for row in lexicon.kinds])):
        if len(set(ids)) < len(ids):
            problems.append(f"citations.toml: two rows of [[{table}]] have the same id; give each its own")
    for shape in lexicon.shapes:
        problems += _examples(shape, finder)
    for kind in lexicon.kinds:
        for text, expected in [(text, True) for text in kind.examples] + [(t, False) for t in kind.counterexamples]:
            if bool(kind.expression.search(text)) is not expected:
                problems.append(f"citations.toml: [[kind]] {kind.id}: {text!r} {'is not' if expected else 'is'} found")
    organs, of_kind = {row.id for row in lexicon.bodies.rows}, {row.id for row in lexicon.kinds}
    of_shape = {row.id for row in lexicon.shapes}
    for series in lexicon.series:
        for value, known in ((series.organ, organs), (series.kind, of_kind), (series.shape, of_shape)):
            if value not in known:
                problems.append(f"citations.toml: [[series]] {series.norm}: {value!r} is no row; name a row")
    return problems
