"""From rows to numbers: terms of the clause, terms of the title, topic vectors and keyword features of both.

Clause and title are blocks of their own, each with its own weight, because a clause is judged by its own words and the
title only helps to read them. The sparse blocks are term frequencies (logarithmic) times inverse document frequency,
rows of length one; everything that a fitted space needs is arrays and plain data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from pipeline.themes.analysis import Analyzer, Keywords
from pipeline.themes.config import FeatureSettings, TopicSettings
from pipeline.themes.keywords import KeywordMatcher, joint_features
from pipeline.themes.rows import ThemeRow, WeakRow
from pipeline.themes.topics import hint_matrix, pack_vectors, term_vectors, unpack_vectors

FloatArray = NDArray[np.float32]


class Vocabulary:
    """The terms of one block with their inverse document frequencies.

    Parameters
    ----------
    terms
        Terms in the order of their columns.
    idf
        One number a term.
    """

    def __init__(self, terms: Sequence[str], idf: FloatArray) -> None:
        self.terms = list(terms)
        self.idf = np.asarray(idf, dtype=np.float32)
        self._column = {term: i for i, term in enumerate(self.terms)}

    @classmethod
    def fit(cls, documents: Iterable[Sequence[str]], min_count: int) -> Vocabulary:
        """Keep the terms that at least ``min_count`` documents have."""
        counts: Counter[str] = Counter()
        total = 0
        for terms in documents:
            counts.update(set(terms))
            total += 1
        kept = sorted(term for term, count in counts.items() if count >= min_count)
        idf = np.array([np.log((1 + total) / (1 + counts[term])) + 1 for term in kept], dtype=np.float32)
        return cls(kept, idf)

    def restricted(self, kept: NDArray[np.intp]) -> Vocabulary:
        """Return the vocabulary of some columns, in their order."""
        return Vocabulary([self.terms[column] for column in kept], self.idf[kept])

    def matrix(self, documents: Iterable[Sequence[str]]) -> sp.csr_matrix:
        """Return documents by terms, weighted, rows of length one."""
        find = self._column.get
        indices: list[int] = []
        pointers = [0]
        for terms in documents:
            indices.extend([column for column in map(find, terms) if column is not None])
            pointers.append(len(indices))
        shape = (len(pointers) - 1, len(self.terms))
        matrix = sp.csr_matrix((np.ones(len(indices), np.float32), indices, pointers), shape=shape)
        matrix.sum_duplicates()
        matrix.data = (1 + np.log(matrix.data)) * self.idf[matrix.indices]
        sizes = np.diff(matrix.indptr)
        total = np.concatenate([[0.0], np.cumsum(matrix.data.astype(np.float64) ** 2)])
        lengths = np.sqrt(total[matrix.indptr[1:]] - total[matrix.indptr[:-1]])
        matrix.data /= np.repeat(np.where(sizes, lengths, 1.0), sizes).astype(np.float32)
        return matrix


@dataclass
class Encoded:
    """Rows as numbers: two sparse blocks and one dense; ``title`` has one row a distinct title."""

    text: sp.csr_matrix
    title: sp.csr_matrix
    of_title: NDArray[np.intp]  # row of ``title`` that belongs to each row
    dense: FloatArray

    def whole(self) -> sp.csr_matrix:
        """Return all blocks side by side."""
        return sp.csr_matrix(sp.hstack([self.text, self.title[self.of_title], sp.csr_matrix(self.dense)]))


def pack_terms(terms: Sequence[str]) -> NDArray[np.uint8]:
    """Return terms, of which none has a line break, as the bytes of their lines."""
    return np.frombuffer("\n".join(terms).encode("utf-8"), dtype=np.uint8)


def unpack_terms(packed: NDArray[np.uint8]) -> list[str]:
    """Return the terms that ``pack_terms`` packed."""
    text = packed.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def pick_columns(matrix: sp.csr_matrix, place: NDArray[np.int64], width: int) -> sp.csr_matrix:
    """Return some columns of a matrix, fast: ``place`` says where each one goes, -1 for nowhere."""
    places = place[matrix.indices]
    keep = places >= 0
    pointers = np.concatenate([[0], np.cumsum(keep)])[matrix.indptr]
    return sp.csr_matrix((matrix.data[keep], places[keep], pointers), shape=(matrix.shape[0], width))


class FeatureSpace:
    """Fitted features: vocabularies, topic vectors, keywords.

    Parameters
    ----------
    settings
        Weights and sizes of the blocks.
    keywords
        Terms that point to themes, function words, endings.
    themes
        Theme ids in the order of the model's columns.
    text, title
        Vocabularies of the clauses and of the titles.
    topic_terms, topic_vectors
        Columns of the clause vocabulary that have a topic vector; the vectors as eight-bit numbers with their scale.
    """

    def __init__(
        self,
        settings: FeatureSettings,
        keywords: Keywords,
        themes: Sequence[str],
        text: Vocabulary,
        title: Vocabulary,
        topic_terms: NDArray[np.int32],
        topic_vectors: tuple[NDArray[np.int8], FloatArray],
    ) -> None:
        self.settings, self.keywords, self.themes = settings, keywords, tuple(themes)
        self.text, self.title = text, title
        self.topic_terms, self.packed = topic_terms, topic_vectors
        self.vectors = unpack_vectors(*topic_vectors)
        self.analyzer = Analyzer(keywords, settings.prefix)
        self.matcher = KeywordMatcher(keywords, themes, self.analyzer)
        self._spread = np.full(len(text.terms), -1, dtype=np.int64)
        self._spread[topic_terms] = np.arange(len(topic_terms))

    @property
    def dense_size(self) -> int:
        """Columns of the dense block."""
        return 2 * (int(self.vectors.shape[1]) + 4 * len(self.themes))

    def encode(self, rows: Sequence[ThemeRow]) -> Encoded:
        """Turn rows into numbers; equal titles are worked out once."""
        places: dict[str, int] = {}
        of_title = np.array([places.setdefault(row.title, len(places)) for row in rows], dtype=np.intp)
        clauses = [self.analyzer.words(row.text) for row in rows]
        titles = [self.analyzer.words(title) for title in places]
        clause_terms = self.text.matrix([self.analyzer.terms(words) for words in clauses])
        title_terms = [self.analyzer.terms(words) for words in titles]
        use = self.settings
        own, of_titles = self.matcher.features(clauses), self.matcher.features(titles)[of_title]
        dense = np.hstack(
            [
                use.topic_weight * self.topics(clause_terms),
                use.keyword_weight * own,
                use.title_topic_weight * self._title_topics(title_terms)[of_title],
                use.title_keyword_weight * of_titles,
                use.joint_weight * joint_features(own, of_titles),
            ]
        ).astype(np.float32)
        title = self.title.matrix(title_terms) * np.float32(use.title_weight)
        return Encoded(clause_terms, title, of_title, dense)

    def topics(self, terms: sp.csr_matrix) -> FloatArray:
        """Return the topic vectors of rows over the clause vocabulary, of length one."""
        if not self.vectors.size:
            return np.zeros((terms.shape[0], 0), np.float32)
        found = np.asarray(pick_columns(terms, self._spread, len(self.topic_terms)) @ self.vectors)
        length = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return np.asarray(found / length, dtype=np.float32)

    def _title_topics(self, titles: Sequence[Sequence[str]]) -> FloatArray:
        """Return the topic vectors of titles, zeros where they weigh nothing."""
        if not self.settings.title_topic_weight:
            return np.zeros((len(titles), self.vectors.shape[1]), np.float32)
        return self.topics(self.text.matrix(titles))

    def plain(self) -> dict[str, Any]:
        """Return what is no array, for JSON."""
        return {"keywords": self.keywords.plain()}

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays."""
        return {
            "text_terms": pack_terms(self.text.terms),
            "title_terms": pack_terms(self.title.terms),
            "text_idf": self.text.idf,
            "title_idf": self.title.idf,
            "topic_terms": self.topic_terms,
            "topic_vectors": self.packed[0],
            "topic_scale": self.packed[1],
        }


def fit_features(
    rows: Sequence[ThemeRow],
    weak: Sequence[WeakRow],
    themes: Sequence[str],
    keywords: Keywords,
    settings: FeatureSettings,
    topics: TopicSettings,
    seed: int,
) -> FeatureSpace:
    """Fit vocabularies on all clauses and titles, and topic vectors on the clauses of which something is known.

    Parameters
    ----------
    rows
        Labelled clauses; only their words are used.
    weak
        Unlabelled clauses; there may be none, then there are no topic vectors.
    themes
        Theme ids in the order of the model's columns.
    keywords, settings, topics, seed
        What the configuration says.
    """
    analyzer = Analyzer(keywords, settings.prefix)
    weak_terms = [analyzer.terms(analyzer.words(row.text)) for row in weak]
    labelled_terms = [analyzer.terms(analyzer.words(row.text)) for row in rows]
    text = Vocabulary.fit(weak_terms + labelled_terms, settings.min_count if weak else settings.min_count_alone)
    all_titles = sorted({row.title for row in rows} | {row.title for row in weak})
    title_terms = [analyzer.terms(analyzer.words(one)) for one in all_titles]
    title = Vocabulary.fit(title_terms, settings.title_min_count)
    chosen, packed = np.zeros(0, np.int32), (np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
    if weak and topics.size:
        matrix = text.matrix(weak_terms)
        counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
        chosen = np.flatnonzero(counts >= topics.min_count).astype(np.int32)
        hinted = hint_matrix(weak, analyzer, topics.hint_min_count)
        if len(chosen) > 1 and hinted.shape[1] > 1:
            families = [row.family or row.title for row in weak]
            packed = pack_vectors(term_vectors(matrix[:, chosen], hinted, families, topics.size, seed))
        else:
            chosen = chosen[:0]
    # a term that the heads hardly ever see carries nothing but its topic vector, and makes the model large
    kept = np.union1d(np.flatnonzero(_documents_with(text, labelled_terms) >= settings.min_labelled), chosen)
    places = np.searchsorted(kept, chosen).astype(np.int32)
    return FeatureSpace(settings, keywords, themes, text.restricted(kept), title, places, packed)


def _documents_with(vocabulary: Vocabulary, documents: Iterable[Sequence[str]]) -> NDArray[np.intp]:
    """Return how many documents have each term of a vocabulary."""
    return np.bincount(vocabulary.matrix(documents).indices, minlength=len(vocabulary.terms))
