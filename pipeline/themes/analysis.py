"""From the words of a clause to its terms: content words, pairs of them, word beginnings, and stems for the keywords.

Resolutions of the United Nations are written in long noun phrases with "of", "and" and "the" between the words that
matter; so pairs are made of neighbouring content words ("rights of the child" gives "rights child"). Beginnings of five
letters tie "disarming" to "disarmament" without a dictionary. Years, symbols and numbers become one term a shape, since
no theme hangs on a number. What counts as a function word or as an ending is data (``configs/theme_keywords.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.themes.rows import ThemesError

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[0-9]+(?:/[0-9]+)*")
_CACHE = 300_000  # distinct words that are remembered; resolutions use about 25,000
MAX_PHRASE = 3  # content words of a keyword at most


@dataclass(frozen=True)
class Keywords:
    """The terms that point to themes, and the words and endings that analysis leaves out.

    Attributes
    ----------
    terms
        Terms by theme id, as a person wrote them.
    function_words
        Words that carry no matter.
    suffixes
        Endings, in the order in which they are tried.
    """

    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    function_words: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the keywords as plain data for JSON."""
        terms = {theme: list(words) for theme, words in self.terms.items()}
        return {"terms": terms, "function_words": list(self.function_words), "suffixes": list(self.suffixes)}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Keywords:
        """Return the keywords that ``plain`` gave."""
        terms = {str(theme): tuple(words) for theme, words in data["terms"].items()}
        return cls(terms, tuple(data["function_words"]), tuple(data["suffixes"]))


def read_keywords(path: Path, extra: Mapping[str, Sequence[str]] | None = None) -> Keywords:
    """Read a keywords file.

    Parameters
    ----------
    path
        A TOML file shaped like ``configs/theme_keywords.toml``.
    extra
        Further terms by theme id, for instance the ``keywords`` of a themes file.

    Raises
    ------
    ThemesError
        When the file cannot be read or a row lacks ``theme`` or ``terms``.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemesError(f"{path}: cannot be read as TOML ({error}); correct the file or name another") from error
    terms: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(data.get("keywords", []), 1):
        theme, words = row.get("theme"), row.get("terms")
        if not isinstance(theme, str) or not isinstance(words, str):
            raise ThemesError(f"{path}: keywords row {number} needs `theme` and `terms`, both strings")
        terms[theme] = terms.get(theme, ()) + tuple(word.strip() for word in words.split(";") if word.strip())
    for theme, found in (extra or {}).items():
        terms[theme] = terms.get(theme, ()) + tuple(found)
    return Keywords(terms, tuple(data.get("function_words", "").split()), tuple(data.get("suffixes", "").split()))


class Analyzer:
    """Cuts text into words and gives their terms and stems; remembers every word that it has seen.

    Parameters
    ----------
    keywords
        Function words and endings.
    prefix
        Letters of a word beginning; 0 for none.
    """

    def __init__(self, keywords: Keywords, prefix: int = 5) -> None:
        self.prefix = prefix
        self._function = frozenset(keywords.function_words)
        self._suffixes = keywords.suffixes
        self._known: dict[str, tuple[str, str, str]] = {}  # word as found → word, beginning, stem ("" where none)

    def words(self, text: str) -> list[tuple[str, str, str]]:
        """Return the content words of ``text``: each as term, beginning and stem.

        Examples
        --------
        >>> Analyzer(Keywords({}, ("the", "of"), ("s",))).words("The rights of 21 children")
        [('rights', '^right', 'right'), ('#', '', '#'), ('children', '^child', 'children')]
        """
        known, found = self._known, []
        for word in _WORD.findall(text.lower()):
            row = known.get(word) or self._look(word)
            if row[0]:
                found.append(row)
        return found

    def terms(self, words: Sequence[tuple[str, str, str]]) -> list[str]:
        """Return the terms of content words: the words, pairs of neighbours, beginnings.

        Examples
        --------
        >>> analyzer = Analyzer(Keywords({}, ("the", "of"), ("s",)))
        >>> analyzer.terms(analyzer.words("the rights of the child"))
        ['rights', 'child', 'rights child', '^right']
        """
        plain = [row[0] for row in words]
        terms = plain + [f"{left} {right}" for left, right in pairwise(plain)]
        terms += [row[1] for row in words if row[1]]
        return terms

    def _look(self, word: str) -> tuple[str, str, str]:
        """Work out and remember what is known of a word."""
        if word in self._function:
            row = ("", "", "")
        elif word[0].isdigit():
            shape = "#r" if "/" in word else "#y" if len(word) == 4 else "#"
            row = (shape, "", shape)
        else:
            beginning = f"^{word[: self.prefix]}" if self.prefix and len(word) > self.prefix else ""
            row = (word, beginning, self._stem(word))
        if len(self._known) < _CACHE:
            self._known[word] = row
        return row

    def _stem(self, word: str) -> str:
        """Cut the first ending that leaves four letters or more."""
        for suffix in self._suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= 4:
                return word[: -len(suffix)]
        return word
