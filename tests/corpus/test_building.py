"""The training table: folds by recurring resolution, nothing nearly the same in two of them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pyarrow import parquet

from pipeline.corpus import CorpusError, read_corpora
from pipeline.corpus.building import build, write_table
from pipeline.corpus.duplicates import across_folds
from pipeline.themes.crossval import fold_of
from tests.corpus.conftest import FERRIES, LIGHTS, SEALS


def row(text: str, family: str, *themes: str) -> dict[str, Any]:
    return {
        "text": text,
        "title": "",
        "kind": "operative",
        "id": family,
        "themes": list(themes),
        "family": family,
        "source": "",
    }


def test_a_family_stays_together_and_copies_of_a_clause_go() -> None:
    rows = [row(LIGHTS, "0", "oceans"), row(SEALS, "0"), row(FERRIES, "1", "health"), row(SEALS, "1")]
    built = build(rows, lambda family, folds: int(family) % folds)
    assert built.rows == [{**one, "fold": int(one["family"])} for one in rows[:3]]
    assert built.removed == 1
    assert built.counts == {"health": 1, "oceans": 1}
    assert built.scarce(["crime", "oceans"]) == {"crime": 0, "health": 1, "oceans": 1}


def test_a_row_without_a_family_goes_by_its_title_else_by_its_text() -> None:
    asked = []
    rows = [row(LIGHTS, "f") | {"title": "t"}, row(SEALS, "") | {"title": "t"}, row(FERRIES, "")]
    build(rows, lambda family, folds: asked.append(family) or 0)
    assert asked == ["f", "t", FERRIES]


def test_no_rows_are_an_error() -> None:
    with pytest.raises(CorpusError, match="there are no labelled clauses"):
        build([], fold_of)


def test_of_the_written_resolutions_none_is_left_across_folds() -> None:
    rows = read_corpora(True, None).rows
    built = build(rows, fold_of)
    assert across_folds([one["text"] for one in built.rows], [one["fold"] for one in built.rows]) == []
    assert len(built.rows) + built.removed == len(rows) >= 1_200
    folds: dict[str, set[int]] = {}
    for one in built.rows:
        folds.setdefault(one["family"], set()).add(one["fold"])
    assert {len(found) for found in folds.values()} == {1}
    assert set.union(*folds.values()) == set(range(5))
    assert built.scarce() == {}


def test_the_table_is_parquet() -> None:
    rows = [row(LIGHTS, "f", "oceans") | {"fold": 3}, row(SEALS, "g") | {"fold": 0}]
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_table(rows, file)
    assert parquet.read_table(files[0]).to_pylist() == rows
    assert files[0].getvalue() == files[1].getvalue()
