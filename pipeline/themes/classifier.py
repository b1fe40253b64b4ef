"""One linear head a theme, fused into one matrix: a clause's scores are one sparse product.

The heads are linear support vector machines (scikit-learn), trained one against the rest. Their weights are kept as
sixteen-bit numbers and rounded before anything is tuned on them, so a loaded model gives what the trained one gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from pipeline.themes.features import Encoded, FeatureSpace

FloatArray = NDArray[np.float32]


@dataclass
class Heads:
    """Weights of all themes: terms of the clause, terms of the title, dense features, and an offset."""

    text: FloatArray
    title: FloatArray
    dense: FloatArray
    offset: FloatArray

    def scores(self, rows: Encoded) -> FloatArray:
        """Return the scores of rows, clauses by themes."""
        from_text = np.asarray(rows.text @ self.text)
        from_title = np.asarray(rows.title @ self.title)[rows.of_title]
        return np.asarray(from_text + from_title + rows.dense @ self.dense + self.offset, dtype=np.float32)

    def packed(self) -> dict[str, NDArray[np.float16]]:
        """Return the weights as sixteen-bit numbers."""
        return {
            "weights_text": self.text.astype(np.float16),
            "weights_title": self.title.astype(np.float16),
            "weights_dense": self.dense.astype(np.float16),
            "offset": self.offset.astype(np.float16),
        }

    @classmethod
    def unpack(cls, arrays: dict[str, NDArray[np.float16]]) -> Heads:
        """Return the heads that ``packed`` packed."""
        names = ("weights_text", "weights_title", "weights_dense", "offset")
        return cls(*(arrays[name].astype(np.float32) for name in names))


def label_matrix(themes_of_rows: Sequence[Sequence[str]], themes: Sequence[str]) -> NDArray[np.int8]:
    """Return clauses by themes, 1 where a clause has the theme; themes that are not trained are left out."""
    column = {theme: i for i, theme in enumerate(themes)}
    labels = np.zeros((len(themes_of_rows), len(themes)), dtype=np.int8)
    for place, found in enumerate(themes_of_rows):
        for theme in found:
            if theme in column:
                labels[place, column[theme]] = 1
    return labels


def fit_heads(space: FeatureSpace, rows: Encoded, labels: NDArray[np.int8], strength: float, seed: int) -> Heads:
    """Train one head a theme.

    Parameters
    ----------
    space
        The fitted features.
    rows
        The clauses as numbers.
    labels
        Clauses by themes; a column of one class gives a head that never speaks.
    strength
        Inverse strength of regularization.
    seed
        Order in which the solver visits the clauses.
    """
    from sklearn.svm import LinearSVC

    whole = rows.whole()
    whole.sum_duplicates()
    weights = np.zeros((whole.shape[1], labels.shape[1]), dtype=np.float32)
    offset = np.full(labels.shape[1], -1, dtype=np.float32)
    for theme in range(labels.shape[1]):
        if 0 < labels[:, theme].sum() < len(labels):
            fitted = LinearSVC(C=strength, random_state=seed).fit(whole, labels[:, theme])
            weights[:, theme], offset[theme] = fitted.coef_[0], fitted.intercept_[0]
    ends = np.cumsum([rows.text.shape[1], rows.title.shape[1]])
    text, title, dense = np.split(weights, ends)
    heads = Heads(text, title, dense, offset)
    return Heads.unpack(heads.packed())


def column_terms(matrix: sp.csr_matrix, row: int) -> list[tuple[int, float]]:
    """Return the columns of one row that are not zero, with their values."""
    start, end = matrix.indptr[row], matrix.indptr[row + 1]
    return [(int(c), float(v)) for c, v in zip(matrix.indices[start:end], matrix.data[start:end], strict=True)]
