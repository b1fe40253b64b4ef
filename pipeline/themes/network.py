"""A small network beside the linear heads: one layer of hidden units over the same features as theirs.

A linear head cannot say that a word counts only in the company of another; a hidden unit, which is silent unless enough
speaks for it, can. The two kinds err on different clauses, so the sum of their scores is better than either. The
network is plain arrays; weights of terms are kept as eight-bit numbers and rounded before anything is tuned on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from pipeline.themes.features import Encoded, pick_columns
from pipeline.themes.topics import pack_vectors, unpack_vectors

FloatArray = NDArray[np.float32]


@dataclass
class Network:
    """Weights of the hidden units and of the themes.

    Attributes
    ----------
    columns
        Terms that the network reads: columns of the clause vocabulary, then those of the title vocabulary counted on
        from its end; ascending.
    terms
        Their weights, terms by hidden units.
    dense
        Weights of the dense features, features by hidden units.
    bias
        What a hidden unit starts from.
    output
        Hidden units by themes.
    offset
        What a theme starts from.
    n_text
        Terms of the clause vocabulary.
    n_title
        Terms of the title vocabulary.
    """

    columns: NDArray[np.int32]
    terms: FloatArray
    dense: FloatArray
    bias: FloatArray
    output: FloatArray
    offset: FloatArray
    n_text: int
    n_title: int

    def __post_init__(self) -> None:
        """Note where each term has its weights; -1 for a term that the network does not read."""
        self._place = np.full(self.n_text + self.n_title, -1, dtype=np.int64)
        self._place[self.columns] = np.arange(len(self.columns))

    def hidden(self, rows: Encoded) -> FloatArray:
        """Return what the hidden units say of rows; 0 where one is silent."""
        text = self._sums(rows.text, self._place[: self.n_text])
        title = self._sums(rows.title, self._place[self.n_text :])[rows.of_title]
        return np.asarray(np.maximum(text + title + rows.dense @ self.dense + self.bias, 0), dtype=np.float32)

    def scores(self, rows: Encoded) -> FloatArray:
        """Return the log odds of rows, clauses by themes."""
        return np.asarray(self.hidden(rows) @ self.output + self.offset, dtype=np.float32)

    def carriers(self, row: Encoded, theme: int) -> FloatArray:
        """Return what each hidden unit that one row wakes passes on to a theme; 0 for those that are silent.

        Between units that keep their state the network is linear: with these numbers its score is a sum over features
        (:meth:`term_weights`, :meth:`dense_weights`) and :meth:`start`, without rest.
        """
        return np.asarray(self.output[:, theme] * (self.hidden(row)[0] > 0), dtype=np.float32)

    def term_weights(self, columns: NDArray[np.intp], carriers: FloatArray, title: bool = False) -> FloatArray:
        """Return the weights of terms of the clause, or of the title, for one row and theme."""
        place = self._place[columns + (self.n_text if title else 0)]
        known = self.terms[np.maximum(place, 0)] @ carriers if len(self.columns) else np.zeros(len(columns))
        return np.where(place >= 0, known, 0).astype(np.float32)

    def dense_weights(self, carriers: FloatArray) -> FloatArray:
        """Return the weights of the dense features for one row and theme."""
        return np.asarray(self.dense @ carriers)

    def start(self, carriers: FloatArray, theme: int) -> float:
        """Return what the score of one row and theme starts from."""
        return float(self.bias @ carriers + self.offset[theme])

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return the arrays as they are kept: weights of terms in eight bits, the others in sixteen."""
        terms, scale = pack_vectors(self.terms)
        small = {name: getattr(self, name).astype(np.float16) for name in ("dense", "bias", "output", "offset")}
        arrays = {"columns": self.columns, "terms": terms, "scale": scale, **small}
        return {f"network_{name}": array for name, array in arrays.items()}

    @classmethod
    def unpack(cls, arrays: Mapping[str, NDArray[Any]], n_text: int, n_title: int) -> Network:
        """Return the network that ``packed`` packed.

        Raises
        ------
        ValueError
            When the arrays do not fit each other or the vocabularies.
        """
        columns = arrays["network_columns"]
        terms = unpack_vectors(arrays["network_terms"], arrays["network_scale"])
        dense, bias, output, offset = (
            arrays[f"network_{name}"].astype(np.float32) for name in ("dense", "bias", "output", "offset")
        )
        units = len(bias)
        fits = terms.shape == (len(columns), units) and dense.shape[1:] == (units,) == output.shape[:1]
        if not fits or (len(columns) and not 0 <= columns.min() <= columns.max() < n_text + n_title):
            raise ValueError("the arrays of the network do not fit each other")
        return cls(columns, terms, dense, bias, output, offset, n_text, n_title)

    def _sums(self, matrix: sp.csr_matrix, place: NDArray[np.int64]) -> FloatArray:
        """Return what the terms of rows say to the hidden units."""
        return np.asarray(pick_columns(matrix, place, len(self.columns)) @ self.terms, dtype=np.float32)
