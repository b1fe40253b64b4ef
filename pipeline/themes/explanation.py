"""Which words carried a theme: the share of every word, pair of words and keyword in the score of a clause.

The heads are linear, so a score is a sum over features; each part is given back to the words that made it. The hidden
units of the network are linear too as long as they keep their state: for one clause its score is a sum over features
through the units that the clause wakes. A topic vector is a mean of its terms' vectors, so it is divided among them
exactly; a keyword feature goes in equal parts to the hits, one of clause and title together to those of the title.
What is left (``Heads.start``) is the same for all clauses that wake the same units.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.classifier import Heads, column_terms
from pipeline.themes.features import Encoded, FeatureSpace
from pipeline.themes.rows import ThemeRow


@dataclass(frozen=True)
class Evidence:
    """One word or phrase and what it gave to a theme.

    Attributes
    ----------
    words
        A content word, or neighbouring content words; a word beginning ends with "…".
    where
        ``text`` or ``title``.
    weight
        Its part of the score; negative where it speaks against the theme.
    """

    words: str
    where: str
    weight: float


def explain(space: FeatureSpace, heads: Heads, row: ThemeRow, theme: int) -> list[Evidence]:
    """Return the evidence for a theme, the strongest first.

    Parameters
    ----------
    space, heads
        The model's features and weights.
    row
        The clause.
    theme
        The column of the theme.
    """
    encoded = space.encode([row])
    found: dict[tuple[str, str], float] = defaultdict(float)
    for where, matrix, vocabulary in (("text", encoded.text, space.text), ("title", encoded.title, space.title)):
        terms = column_terms(matrix, 0)
        weights = heads.term_weights(encoded, theme, [column for column, _ in terms], where == "title")
        for (column, value), weight in zip(terms, weights, strict=True):
            found[where, vocabulary.terms[column]] += value * float(weight)
    _add_dense(space, heads.dense_weights(encoded, theme), encoded, row, found)
    evidence = [Evidence(_shown(term), where, round(weight, 4)) for (where, term), weight in found.items()]
    return sorted((one for one in evidence if one.weight), key=lambda one: (-abs(one.weight), one.words, one.where))


def _shown(term: str) -> str:
    """Return a term as it is shown."""
    return f"{term[1:]}…" if term.startswith("^") else term


def _add_dense(
    space: FeatureSpace,
    weights: NDArray[np.float32],
    encoded: Encoded,
    row: ThemeRow,
    found: dict[tuple[str, str], float],
) -> None:
    """Divide topics and keywords of clause and title among their words."""
    size, per_theme = space.vectors.shape[1], 3 * len(space.themes)
    ends = np.cumsum([size, per_theme, size, per_theme])
    parts = np.split(weights, ends)
    values = np.split(encoded.dense[0], ends)
    title_words = space.analyzer.words(row.title)
    title_terms = space.text.matrix([space.analyzer.terms(title_words)])
    use = space.settings
    for where, terms, weight, head in (
        ("text", encoded.text, use.topic_weight, parts[0]),
        ("title", title_terms, use.title_topic_weight, parts[2]),
    ):
        known = [(c, v) for c, v in column_terms(terms, 0) if space._spread[c] >= 0]
        vectors = np.array([v * space.vectors[space._spread[c]] for c, v in known]).reshape(len(known), size)
        length = max(float(np.linalg.norm(vectors.sum(axis=0))), 1e-9)
        for (column, _), part in zip(known, vectors @ head * weight / length, strict=True):
            found[where, space.text.terms[column]] += float(part)
    for where, words, value, head in (
        ("text", space.analyzer.words(row.text), values[1], parts[1]),
        ("title", title_words, values[3], parts[3]),
        ("title", title_words, values[4], parts[4]),
    ):
        _add_keywords(space, where, words, value * head, found)


def _add_keywords(
    space: FeatureSpace,
    where: str,
    words: list[tuple[str, str, str]],
    parts: NDArray[np.float32],
    found: dict[tuple[str, str], float],
) -> None:
    """Divide the keyword features of each theme among its hits."""
    hits = space.matcher.hits(words)
    by_theme = parts.reshape(-1, len(space.themes)).sum(axis=0)
    counts = np.bincount([c for _, _, columns in hits for c in columns], minlength=len(space.themes))
    for place, length, columns in hits:
        phrase = " ".join(word[0] for word in words[place : place + length])
        for column in columns:
            found[where, phrase] += float(by_theme[column] / counts[column])
