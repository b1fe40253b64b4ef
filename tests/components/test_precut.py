"""A Doc from clauses that are already cut."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

import pipeline.components.clauses
import pipeline.components.masthead  # noqa: F401  (registers un_masthead)
from pipeline.components.precut import clauses_doc
from pipeline.components.table import table
from pipeline.components.tokenizer import create_reading_tokenizer

ROWS = [
    {"text": "Noting the bells,", "id": "pp1", "kind": "preambular"},
    {"text": "Thanks the ringers:", "kind": "operative", "number": "1.", "chapeau": True},
    {"text": "¹ * [59/901](#)", "kind": "subparagraph", "level": 1, "parent": "c2", "annex": True, "part": "B"},
    {"text": ""},
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.tokenizer = create_reading_tokenizer()(made)
    made.add_pipe("un_masthead")
    made.add_pipe("un_clauses")
    return made


def test_rows_become_clauses(nlp: Language) -> None:
    doc = clauses_doc(nlp, ROWS, {"organ": "General Assembly"})
    found = table(doc)
    assert doc.text == "\n\n".join(row["text"] for row in ROWS)
    assert [doc.text[row["start"] : row["end"]] for row in found["clauses"]] == [row["text"] for row in ROWS]
    blank = {"number": None, "number_start": None, "level": 0, "parent": None, "chapeau": False, "annex": False,
             "part": None}  # fmt: skip
    expected = [
        {"id": "pp1", "kind": "preambular"},
        {"id": "c2", "kind": "operative", "number": "1.", "chapeau": True},
        {"id": "c3", "kind": "subparagraph", "level": 1, "parent": "c2", "annex": True, "part": "B"},
        {"id": "c4", "kind": "operative"},
    ]
    places = [{"start": 0, "end": 17}, {"start": 19, "end": 38}, {"start": 40, "end": 55}, {"start": 57, "end": 57}]
    assert found["clauses"] == [blank | row | place for row, place in zip(expected, places, strict=True)]
    assert found["masthead"] == {"organ": "General Assembly"}


def test_blocks_and_spans_stand_where_the_clauses_do(nlp: Language) -> None:
    doc = clauses_doc(nlp, ROWS[:3])
    assert [(block["start"], block["end"]) for block in table(doc)["blocks"]] == [(0, 17), (19, 38), (40, 55)]
    assert [(span.label_, span._.record["id"]) for span in doc.spans["clauses"]] == [
        ("preambular", "pp1"),
        ("operative", "c2"),
        ("subparagraph", "c3"),
    ]


def test_the_pipeline_leaves_cut_clauses_alone(nlp: Language) -> None:
    rows = [{"text": "The General Assembly,", "kind": "heading"}, {"text": "1. Thanks the ringers.", "kind": "annex"}]
    doc = clauses_doc(nlp, rows, {"symbol": "A/9/1"})
    before = [dict(row) for row in table(doc)["clauses"]]
    after = table(nlp(doc))
    assert after["clauses"] == before
    assert after["masthead"] == {"symbol": "A/9/1"}


def test_no_rows_give_an_empty_doc(nlp: Language) -> None:
    doc = clauses_doc(nlp, [])
    assert (doc.text, table(doc)["clauses"], table(doc)["blocks"]) == ("", [], [])
