"""Development resolutions, typeset in every format by the shared tool, scored by the shared measure."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.reading import read_bytes
from pipeline.reading.akn import read_akn_paragraphs
from pipeline.record_plain import write_plain
from pipeline.run import read_record
from tests.reading.word_by_pandoc import pandoc

SHARED = os.environ.get("CLAUSEWISE_SHARED")
NUMBER, SEED = 30, 31  # other resolutions than the benchmark takes
SIMILARITY = 0.97
KINDS = {"enacting", "preambular", "operative", "subparagraph"}
FLOORS = {"clauses with kind": 0.98, "lead acts": 0.98, "footnotes placed": 0.97}
pytestmark = pytest.mark.skipif(not SHARED, reason="CLAUSEWISE_SHARED names no folder")


def rows(path: Path) -> dict[str, dict[str, Any]]:
    """Return gold resolutions by id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {document["id"]: document for document in map(json.loads, lines)}


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the shared tool typeset some resolutions."""
    program = pandoc()
    if program is None:
        pytest.skip("there is no pandoc")
    folder = tmp_path_factory.mktemp("typeset")
    environment = os.environ | {"PATH": f"{Path(program).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    tool, gold = Path(SHARED or "") / "tools" / "typeset.py", Path(SHARED or "") / "data" / "gold_structured.jsonl.gz"
    command = [sys.executable, tool, gold, folder, str(NUMBER), str(SEED)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return folder


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """Return the shared measure."""
    spec = importlib.util.spec_from_file_location("scorer", Path(SHARED or "") / "tools" / "score_structure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_typeset_resolutions(typeset: Path, scorer: ModuleType, kind: str) -> None:
    gold = rows(typeset / "gold.jsonl.gz")
    records = {
        path.stem: write_plain(read_record(read_bytes(path.read_bytes(), path.name)))
        for path in (typeset / kind).iterdir()
    }
    assert records.keys() == gold.keys()
    lost = [
        name for name, record in records.items() for issue in record["issues"] if issue["code"] == "text-not-conserved"
    ]
    assert lost == []
    tallies, _ = scorer.score(gold, records, SIMILARITY)
    assert tallies["clauses"].gold > 500
    assert {name: tallies[name].f1() for name, floor in FLOORS.items() if tallies[name].f1() < floor} == {}


def test_official_markup_gives_the_gold_paragraphs() -> None:
    path = Path(SHARED or "") / "data"
    gold = rows(path / "gold_structured.jsonl.gz")
    count: Counter[str] = Counter()
    with zipfile.ZipFile(path / "unxml_dev.zip") as archive:
        for name in archive.namelist()[::15]:
            if (document := gold.get(Path(name).stem)) is None:
                continue
            found = Counter((row.kind, row.number, row.text) for row in read_akn_paragraphs(archive.read(name), name))
            expected = Counter(
                (p["type"], p["num"] or "", p["text"]) for p in document["paragraphs"] if p["type"] in KINDS
            )
            count["expected"] += expected.total()
            count["found"] += (found & expected).total()
    assert count["expected"] > 3_000
    assert count["found"] / count["expected"] >= 0.998
