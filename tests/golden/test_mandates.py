"""Clauses with the mandates that they hold, whole."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pipeline.components.mandates import mandates_of
from pipeline.components.precut import clauses_doc
from pipeline.components.table import table
from pipeline.lexicon.data import data_folder
from pipeline.loading import load_pipeline
from tests.golden.structure import GOLDEN

CASES = tomllib.loads((GOLDEN / "mandates.toml").read_text(encoding="utf-8"))["case"]


def written(text: str) -> list[str]:
    """Return the mandates of an operative clause as the file writes them."""
    nlp = load_pipeline(str(data_folder("configs") / "default.cfg"))
    doc = nlp(clauses_doc(nlp, [{"text": text}], {"organ": "General Assembly"}))
    lines = []
    for row, said in zip(table(doc)["mandates"], mandates_of(doc), strict=True):
        assert row["act"] is not None
        act = table(doc)["acts"][row["act"]]
        terms = " ".join(part for part in (said.cadence, "report" if said.report else "", said.effect) if part)
        parts = (text[act["start"] : act["end"]], said.addressee, said.task, said.deadline, terms)
        lines.append(" | ".join(part or "" for part in parts).rstrip())
    return lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any]) -> None:
    assert written(case["text"]) == case["mandates"]


def test_there_are_enough_cases_and_none_twice() -> None:
    texts = [case["text"] for case in CASES]
    assert len(texts) >= 120
    assert len(set(texts)) == len(texts)
