"""Corpora as plain rows: written resolutions, hydrated labels, corrections, splits by recurring resolution."""

from __future__ import annotations

from pipeline.corpus.errors import CorpusError
from pipeline.corpus.reading import Corpora, read_corpora

__all__ = ["Corpora", "CorpusError", "read_corpora"]
