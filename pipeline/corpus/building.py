"""The training table: every labelled clause of all corpora with its fold, nothing nearly the same in two folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from pipeline.corpus.duplicates import superfluous
from pipeline.corpus.errors import CorpusError

FOLDS = 5
FEW = 25
"""Examples below which a theme is reported."""

COLUMNS = ("text", "title", "kind", "id", "themes", "family", "source")


@dataclass
class Built:
    """What came of it.

    Attributes
    ----------
    rows
        Labelled clauses with ``fold``.
    removed
        How many were taken out because one that is nearly the same lies in another fold.
    counts
        How many clauses each theme has.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    removed: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def scarce(self, themes: Sequence[str] = ()) -> dict[str, int]:
        """Return the themes with few examples, and how many; of ``themes`` also those with none."""
        counts = dict.fromkeys(themes, 0) | self.counts
        return {theme: count for theme, count in sorted(counts.items()) if count < FEW}


def build(
    rows: Sequence[Mapping[str, Any]],
    fold_of: Callable[[str, int], int],
    folds: int = FOLDS,
    reference: Collection[str] = (),
) -> Built:
    """Make the training table.

    Parameters
    ----------
    rows
        Labelled clauses, as :func:`pipeline.corpus.read_corpora` gives them.
    fold_of
        Gives the fold of a recurring resolution, as training does.
    folds
        How many folds there are.
    reference
        Sources of labels that stay before others when clauses are nearly the same.

    Raises
    ------
    CorpusError
        When there are no rows.
    """
    if not rows:
        raise CorpusError("there are no labelled clauses; name a cache, labelled rows or the written resolutions")
    of = [fold_of(row["family"] or row["title"] or row["text"], folds) for row in rows]
    weights = [len(rows) if row["source"] in reference else 1 for row in rows]
    gone = superfluous([row["text"] for row in rows], of, weights=weights)
    kept = [
        {**{name: row[name] for name in COLUMNS}, "fold": fold}
        for at, (row, fold) in enumerate(zip(rows, of, strict=True))
        if at not in gone
    ]
    counts = Counter(theme for row in kept for theme in row["themes"])
    return Built(kept, len(gone), dict(sorted(counts.items())))


def write_table(rows: Sequence[Mapping[str, Any]], file: BinaryIO) -> None:
    """Write the training table as Parquet."""
    import pyarrow
    from pyarrow import parquet

    types = {"themes": pyarrow.list_(pyarrow.string()), "fold": pyarrow.int64()}
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in (*COLUMNS, "fold")])
    parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema=schema), file, compression="zstd")
