"""Train the network of themes: logistic loss, Adam, and of the terms only those that a step sees.

The vocabulary has tens of thousands of terms and a step sees a few thousand of them, so moments and decay of the others
wait until they are seen again (D. P. Kingma and J. Ba, "Adam", 2015; decay apart from the gradient: I. Loshchilov and
F. Hutter, "Decoupled weight decay regularization", 2019). Terms and hidden units are left out by chance in each step,
so that none is relied upon. Everything that is drawn by chance has the seed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from pipeline.themes.config import NetworkSettings
from pipeline.themes.features import Encoded
from pipeline.themes.network import Network

FloatArray = NDArray[np.float32]

_FIRST, _SECOND, _TINY = np.float32(0.9), np.float32(0.999), np.float32(1e-8)  # of Adam, as published
_WARM = 200  # steps, at most, in which the rate grows from nothing
_SPREAD = 0.02  # of the weights of terms before training
_DENSE_DECAY = 0.01  # dense weights are few and each is seen by every clause: they need little
_TERM_SCALE, _DENSE_SCALE = np.float32(3), np.float32(2)  # rows of length one are too quiet for the rate


class _Moments:
    """One array of weights with Adam's two moments, and the step at which each row was last seen."""

    def __init__(self, weights: FloatArray, decay: float) -> None:
        self.weights, self.decay = weights, decay
        self.first, self.second = np.zeros_like(weights), np.zeros_like(weights)
        self._shrunk = np.zeros(len(weights))  # the decay, as a logarithm, that each row has had

    def refresh(self, rows: NDArray[np.intp], due: float) -> FloatArray:
        """Give rows the decay that they missed, and return them."""
        late = np.exp(self._shrunk[rows] - due * self.decay).astype(np.float32)
        self._shrunk[rows] = due * self.decay
        self.weights[rows] *= late.reshape(-1, *[1] * (self.weights.ndim - 1))
        return self.weights[rows]

    def step(self, rows: NDArray[np.intp] | slice, gradient: FloatArray, rate: float, number: int) -> None:
        """Move rows against their gradient."""
        first = self.first[rows]
        first += (1 - _FIRST) * (gradient - first)
        second = self.second[rows]
        second += (1 - _SECOND) * (gradient * gradient - second)
        self.first[rows], self.second[rows] = first, second
        pace = np.float32(rate * np.sqrt(1 - float(_SECOND) ** number) / (1 - float(_FIRST) ** number))
        self.weights[rows] -= pace * first / (np.sqrt(second) + _TINY)


def fit_network(rows: Encoded, labels: NDArray[np.int8], settings: NetworkSettings, seed: int) -> Network | None:
    """Train a network.

    Parameters
    ----------
    rows
        The clauses as numbers.
    labels
        Clauses by themes.
    settings
        What the configuration says.
    seed
        Of everything that is drawn by chance.

    Returns
    -------
    Network or None
        The network, its weights rounded as they are kept; None where the configuration wants no hidden units.
    """
    if not settings.units or not len(labels):
        return None
    sparse = sp.csr_matrix(sp.hstack([rows.text, rows.title[rows.of_title]], format="csr"), dtype=np.float32)
    seen = np.bincount(sparse.indices, minlength=sparse.shape[1])
    columns = np.flatnonzero(seen >= max(1, settings.min_labelled)).astype(np.int32)
    trained = _Trainer(sparse[:, columns] * _TERM_SCALE, rows.dense * _DENSE_SCALE, labels, settings, seed)
    trained.run()
    network = Network(
        columns,
        trained.terms.weights * _TERM_SCALE,
        trained.dense.weights * _DENSE_SCALE,
        trained.bias.weights,
        trained.output.weights,
        trained.offset.weights,
        n_text=rows.text.shape[1],
        n_title=rows.title.shape[1],
    )
    return Network.unpack(network.packed(), network.n_text, network.n_title)


class _Trainer:
    """The weights in training, and the clauses that they are trained on."""

    def __init__(
        self, rows: sp.csr_matrix, dense: FloatArray, labels: NDArray[np.int8], settings: NetworkSettings, seed: int
    ) -> None:
        self.rows, self.features, self.settings = rows, dense, settings
        self.labels = labels.astype(np.float32)
        self.chance = np.random.default_rng(seed)
        units, n_themes = settings.units, labels.shape[1]
        share = np.clip(labels.mean(axis=0), 0.001, 0.999)
        self.terms = _Moments(self._drawn(_SPREAD, rows.shape[1], units), settings.decay)
        self.dense = _Moments(self._drawn(0.5 / max(1, dense.shape[1]) ** 0.5, dense.shape[1], units), _DENSE_DECAY)
        self.bias = _Moments(np.zeros(units, np.float32), 0)
        self.output = _Moments(self._drawn(0.5 / units**0.5, units, n_themes), _DENSE_DECAY)
        self.offset = _Moments(np.log(share / (1 - share)).astype(np.float32), 0)

    def run(self) -> None:
        """Train as many rounds as the configuration says, at a rate that grows fast and falls to nothing."""
        total = self.settings.epochs * -(-self.rows.shape[0] // self.settings.batch)
        warm = max(1, min(_WARM, total // 10))
        due = 0.0
        for number, batch in enumerate(self._batches(), 1):
            rate = self.settings.rate * min(1.0, number / warm) * (1 - (number - 1) / total)
            self._step(batch, rate, due, number)
            due += rate
        self.terms.refresh(np.arange(self.rows.shape[1]), due)

    def _batches(self) -> Iterator[NDArray[np.intp]]:
        """Give the clauses of each step, in a new order each round."""
        for _ in range(self.settings.epochs):
            order = self.chance.permutation(self.rows.shape[0])
            yield from (order[at : at + self.settings.batch] for at in range(0, len(order), self.settings.batch))

    def _step(self, batch: NDArray[np.intp], rate: float, due: float, number: int) -> None:
        """Score some clauses, and move the weights against what is wrong."""
        use, chosen, dense = self.settings, self.rows[batch], self.features[batch]
        seen, places = np.unique(chosen.indices, return_inverse=True)
        kept = self._kept(chosen.data.shape, use.term_dropout)
        part = sp.csr_matrix((chosen.data * kept, places, chosen.indptr), shape=(len(batch), len(seen)))
        whole = part @ self.terms.refresh(seen, due) + dense @ self.dense.weights + self.bias.weights
        awake = (whole > 0) * self._kept(whole.shape, use.dropout)
        hidden = whole * awake
        odds = np.clip(hidden @ self.output.weights + self.offset.weights, -40, 40)
        wrong = (1 / (1 + np.exp(-odds)) - self.labels[batch]) / np.float32(len(batch))
        back = (wrong @ self.output.weights.T) * awake
        self.terms.step(seen, np.asarray(part.T @ back), rate, number)
        for weights, gradient in (
            (self.dense, dense.T @ back),
            (self.bias, back.sum(axis=0)),
            (self.output, hidden.T @ wrong),
            (self.offset, wrong.sum(axis=0)),
        ):
            weights.weights *= np.float32(1 - rate * weights.decay)
            weights.step(slice(None), gradient, rate, number)

    def _kept(self, shape: tuple[int, ...], share: float) -> FloatArray:
        """Return 0 for what is left out by chance; the rest weighs the more."""
        drawn = self.chance.random(shape, dtype=np.float32)
        return np.asarray((drawn >= share) / np.float32(1 - share), dtype=np.float32)

    def _drawn(self, spread: float, *shape: int) -> FloatArray:
        """Return weights drawn by chance."""
        return np.asarray(self.chance.standard_normal(shape, dtype=np.float32) * np.float32(spread))
