"""All checks of the lexicons, assembled.

The lexicon knows no components, so whoever calls hands in what finds things in a text that stands for one clause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.lexicon.act_checks import Finder as ActFinder
from pipeline.lexicon.act_checks import check_acts
from pipeline.lexicon.citations import check_citations
from pipeline.lexicon.clauses import check_clauses
from pipeline.lexicon.dates import check_dates
from pipeline.lexicon.display import check_display
from pipeline.lexicon.gazetteers import check_gazetteers
from pipeline.lexicon.layout import check_layout
from pipeline.lexicon.mandates import Finder as MandateFinder
from pipeline.lexicon.mandates import check_mandates
from pipeline.lexicon.masthead import check_masthead
from pipeline.lexicon.names import check_names
from pipeline.lexicon.organs import check_organs

Finder = Callable[[str], Sequence[tuple[int, int]]]
LabelledFinder = Callable[[str], Sequence[tuple[int, int, str]]]


@dataclass(frozen=True, slots=True)
class Finders:
    """What finds the offsets of each kind of thing in a text.

    Acts come with lemma and function, names with their labels, mandates with their texts.
    """

    acts: ActFinder
    citations: Finder
    dates: Finder
    mandates: MandateFinder
    names: LabelledFinder


def check_all(finders: Finders) -> list[str]:
    """Return one sentence for each row of any lexicon that does not do what its examples say."""
    return [
        *check_layout(),
        *check_display(),
        *check_organs(),
        *check_clauses(),
        *check_masthead(),
        *check_gazetteers(),
        *check_acts(finders.acts),
        *check_citations(finders.citations),
        *check_dates(finders.dates),
        *check_mandates(finders.mandates),
        *check_names(finders.names),
    ]
