"""Rows and files in the style of what a person has; every sentence is invented."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[str, Iterable[Mapping[str, Any]]], Path]

LIGHTS = "Encourages coastal States to keep the lighthouses of the northern islands lit in winter;"
SEALS = "Recalling its resolution 79/901 of 3 December 2024 on the counting of seals,"
FERRIES = "Requests the Secretary-General to report on the ferries of the outer isles;"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes rows as JSON Lines and gives the file."""

    def written(name: str, rows: Iterable[Mapping[str, Any]]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return written


@pytest.fixture
def labelled() -> list[dict[str, Any]]:
    """Return labelled clauses of two resolutions."""
    known = {"kind": "operative", "source": "official"}
    return [
        {**known, "text": LIGHTS, "symbol": "A/RES/80/901", "themes": ["oceans"], "family": "Ge:lighthouses"},
        {**known, "text": FERRIES, "symbol": "A/RES/80/902", "themes": [], "family": "Ge:ferries"},
    ]
