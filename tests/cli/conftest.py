"""A resolution, and the command line in this process and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RESOLUTION = """General Assembly

Eighty-first session

Lighthouses of the northern islands

The General Assembly,

Recalling its resolution 79/901 of 3 December 2024 on lighthouses,

1. Takes note with appreciation of the report of the Secretary-General;

2. Requests the Secretary-General to submit a report at its eighty-third session.
"""

COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]
HOUSE = Path(__file__).resolve().parents[2]

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def environment() -> dict[str, str]:
    """Return an environment in which the command is found from any folder."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWISE_")}
    return found | {"PYTHONPATH": str(HOUSE), "COLUMNS": "100"}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Return what runs the command in a process of its own, in an empty folder."""

    def ran(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            input=data,
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            timeout=120,
        )

    return ran


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Return a file with a short resolution."""
    path = tmp_path / "draft.txt"
    path.write_text(RESOLUTION, encoding="utf-8")
    return path
