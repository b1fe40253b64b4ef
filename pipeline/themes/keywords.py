"""Keyword features: how much, how early and with what share a clause names the terms of each theme.

The matter of a clause is mostly the first thing it names, and what stands in a long list is only mentioned; so for each
theme three numbers are given: how often (with a ceiling), how early, and which part of all hits. What they are worth is
learned from labelled clauses, theme by theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.analysis import MAX_PHRASE, Analyzer, Keywords

_WEIGHT = {1: 1.0, 2: 1.6, 3: 2.0}  # a longer phrase is less often a chance hit
_DAMP = 0.55  # each further hit adds about half of what the one before added
_REACH = 8.0  # content words after which an early hit counts half
FEATURES = 3  # a theme


def joint_features(clauses: NDArray[np.float32], titles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what clause and title say together, from the keyword features of both.

    For all themes: how far both name the theme; then how far the title names it where the clause names little. A clause
    full of short forms ("the Mission") is read with its title, one that names its matter is not.
    """
    n_themes = clauses.shape[1] // FEATURES
    own, of_title = clauses[:, :n_themes], titles[:, :n_themes]
    silent = np.exp(-own.sum(axis=1, keepdims=True))
    return np.hstack([own * of_title, silent * of_title]).astype(np.float32)


class KeywordMatcher:
    """Finds the terms of themes in content words, by stem.

    Parameters
    ----------
    keywords
        Terms by theme.
    themes
        Theme ids in the order of the columns; terms of other themes are left out.
    analyzer
        Cuts the terms in the same way as the clauses.
    """

    def __init__(self, keywords: Keywords, themes: Sequence[str], analyzer: Analyzer) -> None:
        columns = {theme: column for column, theme in enumerate(themes)}
        found: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for theme, terms in keywords.terms.items():
            for term in terms if theme in columns else ():
                stems = tuple(row[2] for row in analyzer.words(term))
                if 0 < len(stems) <= MAX_PHRASE:
                    found[stems].add(columns[theme])
        self.n_themes = len(themes)
        # by first stem: the themes that it points to by itself, and those of longer terms by their further stems
        self._first: dict[str, tuple[tuple[int, ...], dict[str, tuple[int, ...]]]] = {}
        for stems, hits in found.items():
            alone, longer = self._first.get(stems[0], ((), {}))
            if len(stems) == 1:
                alone = tuple(sorted(hits))
            else:
                longer[" ".join(stems[1:])] = tuple(sorted(hits))
            self._first[stems[0]] = alone, longer

    def hits(self, words: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, tuple[int, ...]]]:
        """Return the hits in content words: place of the first word, number of words, columns of themes."""
        found, known, last = [], self._first, len(words) - 1
        for place, (_, _, stem) in enumerate(words):
            if stem not in known:
                continue
            alone, longer = known[stem]
            if alone:
                found.append((place, 1, alone))
            if longer and place < last:
                second = words[place + 1][2]
                if second in longer:
                    found.append((place, 2, longer[second]))
                if place + 1 < last and (columns := longer.get(f"{second} {words[place + 2][2]}")):
                    found.append((place, 3, columns))
        return found

    def features(self, clauses: Iterable[Sequence[tuple[str, str, str]]]) -> NDArray[np.float32]:
        """Return one row a clause: for all themes how often, then how early, then which share."""
        rows = [self._one_row(words) for words in clauses]
        counts, early, total = (
            (np.array(column, dtype=np.float32) for column in zip(*rows, strict=True))
            if rows
            else (
                np.zeros((0, self.n_themes), np.float32),
                np.zeros((0, self.n_themes), np.float32),
                np.zeros(0, np.float32),
            )
        )
        share = counts / np.maximum(total, 1e-9)[:, None]
        return np.hstack([1 - _DAMP**counts, early, share]).astype(np.float32)

    def _one_row(self, words: Sequence[tuple[str, str, str]]) -> tuple[list[float], list[float], float]:
        """Return counts and earliness by theme, and the weight of all hits."""
        counts, early, total = [0.0] * self.n_themes, [0.0] * self.n_themes, 0.0
        for place, length, columns in self.hits(words):
            weight = _WEIGHT[length] / len(columns) ** 0.5
            total += weight
            near = 1 / (1 + place / _REACH)
            for column in columns:
                counts[column] += weight
                if near > early[column]:
                    early[column] = near
        return counts, early, total
