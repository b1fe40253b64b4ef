"""Every written sample against its golden structure: masthead, clauses, notes, issues, furniture, all of each."""

from __future__ import annotations

import json

import pytest

from pipeline.reading import read_path
from tests.golden.structure import GOLDEN, SAMPLES, read_record, structure

NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.name != "README.md")


def golden_of(name: str) -> dict[str, object]:
    """Return the golden structure of a sample; ``known`` says what the program is known to get wrong."""
    found: dict[str, object] = json.loads((GOLDEN / f"{name.rsplit('.', 1)[0]}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_sample_has_the_structure_of_its_golden_file(name: str, request: pytest.FixtureRequest) -> None:
    golden = golden_of(name)
    known = golden.pop("known", None)
    if known:
        request.applymarker(pytest.mark.xfail(strict=True, reason=str(known)))
    source = read_path(SAMPLES / name)
    found = structure(read_record(source), source.text)
    assert found == golden


def test_every_golden_file_has_its_sample() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == {name.rsplit(".", 1)[0] for name in NAMES}


def test_readme_names_every_sample() -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")} == set(NAMES)
