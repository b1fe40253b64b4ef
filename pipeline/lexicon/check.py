"""All checks of the lexicons, assembled.

The lexicon knows no components, so whoever calls hands in what finds things in a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.lexicon.citations import check_citations
from pipeline.lexicon.clauses import check_clauses
from pipeline.lexicon.layout import check_layout
from pipeline.lexicon.organs import check_organs

Finder = Callable[[str], list[tuple[int, int]]]


def check_all(finders: Mapping[str, Finder]) -> list[str]:
    """Return one sentence for each row of any lexicon that does not do what its examples say.

    Parameters
    ----------
    finders
        For ``citations``: what finds the offsets of such things in a text that stands for one clause.
    """
    return [*check_layout(), *check_organs(), *check_clauses(), *check_citations(finders["citations"])]
