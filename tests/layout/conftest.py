"""What the tests of the layout share."""

from __future__ import annotations

import pytest

from pipeline.layout import Lexicons
from pipeline.lexicon.clauses import load_clauses
from pipeline.lexicon.layout import load_layout
from pipeline.lexicon.openers import openers_from
from pipeline.lexicon.organs import load_organs

FORMS = ["Recalling", "Noting", "Aware", "Having heard", "Thanks", "Requests", "Decides", "Calls upon"]


@pytest.fixture(scope="session")
def lexicons() -> Lexicons:
    """Return the lexicons, with a few openers of our own."""
    return Lexicons(load_layout(), openers_from(FORMS, ["Deeply", "Also"]), load_organs(), load_clauses())
