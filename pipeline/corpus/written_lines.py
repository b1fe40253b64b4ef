"""The written resolutions as JSON Lines, one clause a line, for whoever reads ``corpora/`` with ``datasets``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpus.errors import CorpusError
from pipeline.corpus.written import WrittenError, clause_rows, load_written
from pipeline.lexicon.data import data_folder


def written_folder() -> Path:
    """Return where the written resolutions are.

    Raises
    ------
    CorpusError
        When this installation has none.
    """
    try:
        folder = data_folder("corpora") / "written"
    except FileNotFoundError as error:
        raise CorpusError(f"written resolutions: {error}") from error
    if not (folder / "acts.toml").is_file():
        raise CorpusError("this installation has no written resolutions; work in a checkout, or leave them out")
    return folder


def written_lines(folder: Path) -> Iterator[str]:
    """Yield the clauses of the written resolutions, each as one line of JSON with its end.

    Raises
    ------
    CorpusError
        When a source cannot be read.
    """
    try:
        for one in load_written(folder):
            for row in clause_rows(one):
                yield json.dumps(row, ensure_ascii=False) + "\n"
    except (WrittenError, OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"written resolutions: {error}; correct the source") from error
