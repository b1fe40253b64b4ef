r"""Hard cases, one a file: a short source and all that must be found in it.

A case holds ``about``, ``text``, ``clauses``, and where they are not empty ``footnotes``, ``issues`` and ``furniture``;
``masthead`` is compared where the case gives one. In ``text``, ``*FF*`` stands for a form feed, ``*CR*`` for a carriage
return and ``*BOM*`` for a byte order mark, which TOML cannot show. ``known`` says what the program is known to get
wrong there.
"""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pipeline.reading.source import SourceText
from tests.golden.structure import GOLDEN, read_record, structure

CASES = sorted(path.stem for path in (GOLDEN / "cases").glob("*.toml"))
KEYS = {"about", "text", "clauses", "footnotes", "issues", "furniture", "masthead", "known"}


def case(name: str) -> dict[str, Any]:
    return tomllib.loads((GOLDEN / "cases" / f"{name}.toml").read_text(encoding="utf-8"))


def source_of(text: str) -> SourceText:
    return SourceText("case.txt", text.replace("*FF*", "\f").replace("*CR*", "\r").replace("*BOM*", "\ufeff"))


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, request: pytest.FixtureRequest) -> None:
    wanted = case(name)
    if "known" in wanted:
        request.applymarker(pytest.mark.xfail(strict=True, reason=wanted["known"]))
    source = source_of(wanted["text"])
    found = structure(read_record(source), source.text, whole=True)
    expected = {key: wanted.get(key, []) for key in ("clauses", "footnotes", "issues", "furniture")}
    assert {key: found[key] for key in expected} == expected
    if "masthead" in wanted:
        assert found["masthead"] == wanted["masthead"]


@pytest.mark.parametrize("name", CASES)
def test_case_is_well_formed(name: str) -> None:
    wanted = case(name)
    assert wanted.keys() <= KEYS
    assert wanted["about"]
    assert wanted["clauses"]
    ids = [clause["id"] for clause in wanted["clauses"]]
    assert len(set(ids)) == len(ids)
