"""Right labels to compare the records with: which theme was given where another one is right.

Gold is rows of clauses with their right ``themes``: JSON Lines, CSV or Parquet, with the ``text`` of each clause or the
``sha256`` of its letters and digits (:func:`pipeline.corpus.digests.text_sha256`), so the labels without text of
``corpora/labels`` serve too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.corpus.digests import text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.labels import themes_of
from pipeline.corpus.tables import read_rows
from pipeline.record import Record


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison with gold gives.

    Attributes
    ----------
    clauses
        How many clauses have gold.
    right
        How many of them have exactly the right themes.
    given, wanted, both
        How many themes the records give, how many gold has, how many of them agree.
    confusion
        Given theme, right theme, clauses: a theme with itself where both have it; where they differ, each that is too
        much with each that is missing, or with an empty text where there is none.
    """

    clauses: int
    right: int
    given: int
    wanted: int
    both: int
    confusion: Mapping[tuple[str, str], int]

    @property
    def f1(self) -> float:
        """Micro-averaged F1, 0 where there is nothing to compare."""
        return 2 * self.both / (self.given + self.wanted) if self.given + self.wanted else 0.0


class Gold:
    """Right themes by the checksum of the words of their clause.

    Parameters
    ----------
    themes
        The right themes.
    """

    def __init__(self, themes: Mapping[str, frozenset[str]]) -> None:
        self._themes = themes

    def compare(self, records: Iterable[Record]) -> Compared:
        """Return how the themes of records agree with the right ones."""
        confusion: Counter[tuple[str, str]] = Counter()
        clauses = right = given = wanted = both = 0
        for record in records:
            for clause in record.clauses:
                gold = self._themes.get(text_sha256(clause.text))
                if gold is None:
                    continue
                said = frozenset(theme.theme for theme in clause.themes)
                clauses += 1
                right += said == gold
                given, wanted, both = given + len(said), wanted + len(gold), both + len(said & gold)
                confusion.update(_pairs(said, gold))
        return Compared(clauses, right, given, wanted, both, confusion)


def _pairs(said: frozenset[str], gold: frozenset[str]) -> Iterable[tuple[str, str]]:
    """Yield what was given with what is right."""
    yield from ((theme, theme) for theme in said & gold)
    much, missing = sorted(said - gold), sorted(gold - said)
    if much or missing:
        yield from ((one, other) for one in much or [""] for other in missing or [""])


def read_gold(paths: Sequence[Path]) -> Gold:
    """Return the gold of some files; of two rows with the same words the later holds.

    Raises
    ------
    CorpusError
        For a file that cannot be read, or a row without words, checksum or themes.
    """
    found: dict[str, frozenset[str]] = {}
    for path in paths:
        for place, row in read_rows(path):
            if "themes" not in row:
                raise CorpusError(f"{place}: no `themes`; gold has the right themes of each clause")
            known = row.get("sha256")
            text = row.get("text")
            if not isinstance(known, str) or not known:
                if not isinstance(text, str) or not text.strip():
                    raise CorpusError(f"{place}: neither `text` nor `sha256`; gold says of which clause it is")
                known = text_sha256(text)
            found[known] = frozenset(themes_of(row["themes"], place))
    return Gold(found)
