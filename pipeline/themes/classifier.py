"""One linear head a theme, fused into one matrix, and a small network beside them: a clause's scores are their sum.

The heads are linear support vector machines (scikit-learn), trained one against the rest. Their weights are kept as
sixteen-bit numbers and rounded before anything is tuned on them, so a loaded model gives what the trained one gave.
The network (``pipeline.themes.network``) may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from pipeline.themes.config import ThemesConfig
from pipeline.themes.features import Encoded, FeatureSpace
from pipeline.themes.network import Network

FloatArray = NDArray[np.float32]


@dataclass
class Heads:
    """Weights of all themes: terms of the clause, terms of the title, dense features, and an offset; and the network.

    Attributes
    ----------
    text, title, dense, offset
        Features by themes, and one number a theme.
    network
        What is added to the scores; nothing where missing.
    share
        What the network's log odds weigh against the scores of the heads.
    """

    text: FloatArray
    title: FloatArray
    dense: FloatArray
    offset: FloatArray
    network: Network | None = None
    share: float = 0.0

    def scores(self, rows: Encoded) -> FloatArray:
        """Return the scores of rows, clauses by themes."""
        from_text = np.asarray(rows.text @ self.text)
        from_title = np.asarray(rows.title @ self.title)[rows.of_title]
        found = from_text + from_title + rows.dense @ self.dense + self.offset
        if self.network is not None:
            found += np.float32(self.share) * self.network.scores(rows)
        return np.asarray(found, dtype=np.float32)

    def term_weights(self, row: Encoded, theme: int, columns: list[int], title: bool) -> FloatArray:
        """Return the weights of terms of one clause, or of its title, for a theme, as they hold for this clause."""
        own = (self.title if title else self.text)[columns, theme]
        if self.network is None:
            return own
        carriers = self.network.carriers(row, theme)
        return own + np.float32(self.share) * self.network.term_weights(np.array(columns, np.intp), carriers, title)

    def dense_weights(self, row: Encoded, theme: int) -> FloatArray:
        """Return the weights of the dense features of one clause for a theme."""
        own = self.dense[:, theme]
        if self.network is None:
            return own
        return own + np.float32(self.share) * self.network.dense_weights(self.network.carriers(row, theme))

    def start(self, row: Encoded, theme: int) -> float:
        """Return what the score of one clause for a theme starts from, before any feature."""
        if self.network is None:
            return float(self.offset[theme])
        return float(self.offset[theme]) + self.share * self.network.start(self.network.carriers(row, theme), theme)

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return the weights of the heads as sixteen-bit numbers, and the arrays of the network."""
        heads = {
            "weights_text": self.text.astype(np.float16),
            "weights_title": self.title.astype(np.float16),
            "weights_dense": self.dense.astype(np.float16),
            "offset": self.offset.astype(np.float16),
        }
        return heads if self.network is None else {**heads, **self.network.packed()}

    @classmethod
    def unpack(cls, arrays: Mapping[str, NDArray[Any]], share: float = 0.0) -> Heads:
        """Return the heads that ``packed`` packed."""
        names = ("weights_text", "weights_title", "weights_dense", "offset")
        text, title, dense, offset = (arrays[name].astype(np.float32) for name in names)
        known = "network_columns" in arrays
        network = Network.unpack(arrays, len(text), len(title)) if known else None
        return cls(text, title, dense, offset, network, share)


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


def fit_classifier(space: FeatureSpace, rows: Encoded, labels: NDArray[np.int8], config: ThemesConfig) -> Heads:
    """Train the heads and, where the configuration wants hidden units, the network beside them."""
    from pipeline.themes.network_training import fit_network

    heads = fit_heads(space, rows, labels, config.classifier.C, config.training.seed)
    network = fit_network(rows, labels, config.network, config.training.seed)
    return replace(heads, network=network, share=config.network.weight)


def column_terms(matrix: sp.csr_matrix, row: int) -> list[tuple[int, float]]:
    """Return the columns of one row that are not zero, with their values."""
    start, end = matrix.indptr[row], matrix.indptr[row + 1]
    return [(int(c), float(v)) for c, v in zip(matrix.indices[start:end], matrix.data[start:end], strict=True)]
