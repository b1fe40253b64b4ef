"""The page on exports is true: what it lays down in Python runs on what the command writes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pipeline.cli import status_of
from pipeline.output.tables import TABLES
from tests.output.exported import SOUND

HOUSE = Path(__file__).resolve().parents[1]
PAGE = (HOUSE / "docs" / "export.md").read_text("utf-8")


def test_its_programs_run(tmp_path: Path, installed: dict[str, str]) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(SOUND.to_json() + "\n", encoding="utf-8")
    (tmp_path / "models").symlink_to(HOUSE / "models")
    for form, name in (("csv", "tables"), ("docbin", "records.spacy")):
        assert status_of(["export", str(records), "--format", form, "-o", str(tmp_path / name)]) == 0
    programs = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    said = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=installed, capture_output=True, text=True, check=True
        ).stdout
        for program in programs
    ]
    assert re.search(r"General Assembly\s+recall\s+1", said[0])
    assert said[1] == "[('Recalling', 'recall', 'recall'), ('Also requests', 'direct', 'request')] {'oceans': 0.5}\n"


def test_it_names_every_table() -> None:
    (tables,) = re.findall(r"One table each of (.*?)\. They", PAGE, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", tables)) == {table.name for table in TABLES}
