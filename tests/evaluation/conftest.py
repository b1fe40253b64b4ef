"""A report on made-up labels."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.evaluation.report import Report
from pipeline.evaluation.scores import confusions, score

THEMES = ("lamps", "keepers", "<fog> & bells")
RIGHT = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)
GIVEN = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]], dtype=bool)
GROUPS = ("rules", "rules", "winter", "fog")


@pytest.fixture
def report() -> Report:
    """Return a report with a name that a page must escape."""
    return Report(
        model="keeper <new>",
        corpus="more.csv",
        clauses=4,
        resolutions=3,
        scores=score(GIVEN, RIGHT, THEMES, GROUPS),
        baselines={"keywords": score(RIGHT, RIGHT, THEMES, GROUPS)},
        reliability=[(0.05, 0.0, 7), (0.95, 0.8, 5)],
        calibration_error=0.0912,
        abstained=0.25,
        sure=score(GIVEN[:3], RIGHT[:3], THEMES, GROUPS[:3]),
        confusions=confusions(GIVEN, RIGHT, THEMES),
        remarks=["the model saw 3 < 4 of them"],
    )
