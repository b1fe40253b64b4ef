"""Topic vectors of terms, learned from clauses without labels by what is known of their resolutions.

A resolution's title, the headings of its parts and the subject headings that a library gave it say roughly what its
clauses are about. Each term of the clauses gets the profile of those words with which it stands (positive pointwise
mutual information, each recurring resolution damped by its size, for the Assembly adopts nearly the same text every
year), and a truncated singular value decomposition folds the profiles into short vectors. A clause's topic vector is
the weighted mean of its terms' vectors; terms that no labelled clause has lie near those that one has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from pipeline.themes.analysis import Analyzer
from pipeline.themes.rows import WeakRow

FloatArray = NDArray[np.float32]


def hints(row: WeakRow, analyzer: Analyzer) -> list[str]:
    """Return what is known of a row's matter: stems of title and heading, and subjects, each once."""
    found = {f"t:{word[2]}" for word in analyzer.words(row.title) if word[2][0] != "#"}
    found |= {f"h:{word[2]}" for word in analyzer.words(row.heading) if word[2][0] != "#"}
    found |= {f"s:{subject}" for subject in row.subjects}
    return sorted(found)


def hint_matrix(rows: Sequence[WeakRow], analyzer: Analyzer, min_count: int) -> sp.csr_matrix:
    """Return rows by hints, each row of length one, rare hints weighing more; hints of fewer rows are left out."""
    found = [hints(row, analyzer) for row in rows]
    counts = Counter(hint for row in found for hint in row)
    column = {hint: i for i, hint in enumerate(sorted(h for h, n in counts.items() if n >= min_count))}
    indices = [[column[hint] for hint in row if hint in column] for row in found]
    pointers = np.cumsum([0] + [len(row) for row in indices])
    flat = np.fromiter((i for row in indices for i in row), np.int32, count=int(pointers[-1]))
    matrix = sp.csr_matrix((np.ones(len(flat), np.float32), flat, pointers), shape=(len(rows), len(column)))
    weight = np.log(len(rows) / np.maximum(1, np.asarray(matrix.sum(0)).ravel())).astype(np.float32)
    return unit_rows(matrix @ sp.diags(weight))


def unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Return the matrix with rows of length one; empty rows stay empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return sp.csr_matrix(sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ matrix)


def term_vectors(
    terms: sp.csr_matrix, hinted: sp.csr_matrix, families: Sequence[str], size: int, seed: int
) -> FloatArray:
    """Return one vector a term.

    Parameters
    ----------
    terms
        Rows by terms; only what is not zero counts.
    hinted
        Rows by hints.
    families
        The recurring resolution of each row.
    size
        Length of the vectors; shorter where there are fewer terms or hints.
    seed
        Of the randomized decomposition.
    """
    from sklearn.utils.extmath import randomized_svd

    _, inverse, sizes = np.unique(np.array(families), return_inverse=True, return_counts=True)
    damp = (1 / np.sqrt(sizes[inverse])).astype(np.float32)
    present = terms.copy()
    present.data = np.ones_like(present.data)
    together = sp.coo_matrix(present.T @ (sp.diags(damp) @ hinted))
    of_term, of_hint = np.asarray(together.sum(1)).ravel(), np.asarray(together.sum(0)).ravel()
    expected = of_term[together.row] * of_hint[together.col] / max(float(of_term.sum()), 1e-9)
    value = np.log(np.maximum(together.data / np.maximum(expected, 1e-12), 1e-9))
    value *= np.sqrt(together.data / (together.data + 1))  # little evidence says little
    keep = value > 0
    profile = sp.csr_matrix(
        (value[keep].astype(np.float32), (together.row[keep], together.col[keep])), shape=together.shape
    )
    size = max(1, min(size, min(profile.shape) - 1))
    left, strength, _ = randomized_svd(profile, size, n_iter=2, random_state=seed)
    return np.asarray(left * np.sqrt(strength), dtype=np.float32)


def pack_vectors(vectors: FloatArray) -> tuple[NDArray[np.int8], FloatArray]:
    """Return the vectors as eight-bit numbers and one scale a vector."""
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9).astype(np.float32) / 127
    return np.round(vectors / scale[:, None]).astype(np.int8), scale


def unpack_vectors(packed: NDArray[np.int8], scale: FloatArray) -> FloatArray:
    """Return the vectors that ``pack_vectors`` packed, rounded as they were."""
    return packed.astype(np.float32) * scale[:, None]
