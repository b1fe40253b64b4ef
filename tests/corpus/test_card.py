"""The dataset card: ``datasets`` reads each part of the folder, and what the card says is so."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.corrections import Correction, check_correction
from pipeline.corpus.labels import COLUMNS
from pipeline.corpus.written_lines import written_folder, written_lines

HOUSE = Path(__file__).resolve().parents[2]
CORPORA = HOUSE / "corpora"
CARD = (CORPORA / "README.md").read_text(encoding="utf-8")
THEMES = [row["id"] for row in tomllib.loads((HOUSE / "configs" / "themes.toml").read_text("utf-8"))["theme"]]


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPORA / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep ``datasets`` away from the network and its cache in a folder of the test."""
    datasets = pytest.importorskip("datasets")
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()
    yield tmp_path / "cache"
    datasets.enable_progress_bars()


def test_datasets_reads_each_part(offline: Path) -> None:
    from datasets import load_dataset

    def load(name: str) -> Any:
        return load_dataset(str(CORPORA), name, cache_dir=str(offline))

    labels, written, corrections = load("labels"), load("written"), load("corrections")
    assert [list(one) for one in (labels, written, corrections)] == [["train"]] * 3
    expected = [row for path in sorted(CORPORA.glob("labels/*.jsonl")) for row in rows_of(f"labels/{path.name}")]
    assert labels["train"].to_list() == expected
    assert labels["train"].column_names == list(COLUMNS)
    assert written["train"].to_list() == rows_of("written/clauses.jsonl")
    found = corrections["train"].to_list()
    assert found
    assert set(corrections["train"].column_names) == set(Correction.__dataclass_fields__)
    for row in found:
        check_correction(row, "row")


def test_the_clauses_of_the_written_resolutions_are_those_of_their_sources() -> None:
    lines = "".join(written_lines(written_folder()))
    same = lines == (CORPORA / "written" / "clauses.jsonl").read_text(encoding="utf-8")
    assert same, "run `clausewise corpus written -o corpora/written/clauses.jsonl`"


def test_the_parts_of_the_folder_have_one_format() -> None:
    assert {path.suffix for path in (CORPORA / "labels").iterdir()} == {".jsonl"}
    assert {path.suffix for path in (CORPORA / "corrections").iterdir()} == {".jsonl"}


def test_the_counts_of_the_card_are_those_of_the_files() -> None:
    (head,) = re.findall(r"^\| theme \|(.*)\|$", CARD, re.MULTILINE)
    files = [name.strip().strip("`") for name in head.split("|")]
    assert set(files) == {f"labels/{path.name}" for path in CORPORA.glob("labels/*.jsonl")} | {"written/clauses.jsonl"}
    expected = []
    for name in files:
        rows = rows_of(name)
        counts = Counter(theme for row in rows for theme in row["themes"])
        assert set(counts) == set(THEMES)
        none = sum(not row["themes"] for row in rows)
        expected.append([*(counts[theme] for theme in THEMES), none, len(rows)])
    table = re.findall(r"^\| (?:`([a-z-]+)`|no theme|clauses) \|([ \d|]+)\|$", CARD, re.MULTILINE)
    assert [name for name, _ in table] == [*THEMES, "", ""]
    columns = [[int(cell) for cell in cells.split("|")] for _, cells in table]
    assert [list(column) for column in zip(*columns, strict=True)] == expected


def test_the_card_says_where_labels_come_from() -> None:
    flat = " ".join(CARD.split())
    for said in (
        "made by a large language model that read each clause on its own by the annotation guidelines, without a human",
        "agree at micro-F1 0.97",
        "not that the labels are true",
        "The United Nations is acknowledged as the source of the resolutions",
    ):
        assert said in flat
    sources = len(list((CORPORA / "written" / "source").glob("*.txt")))
    assert f"{sources} resolutions in United Nations style" in flat
    parsed = sum(row["source"] == "machine-parsed" for row in rows_of("labels/development.jsonl"))
    assert f"{parsed:,} clauses (`machine-parsed`)" in flat
