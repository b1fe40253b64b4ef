"""What is said when a corpus cannot be used."""

from __future__ import annotations


class CorpusError(ValueError):
    """A corpus that cannot be used; one sentence that names file, row and what to do."""
