"""Every row of every table of one record, and that columns, codebook and record agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.output.codebook import value_meanings
from pipeline.output.columns import Type
from pipeline.output.tables import TABLES
from pipeline.record import Masthead
from pipeline.record_clause import Act, Clause, DateExpression, Entity, Mandate, ThemeScore, ThemeWord
from pipeline.record_plain import shapes_of
from tests.output.exported import BARE, FULL, RECALLING, REQUESTS

KEY: dict[str, Any] = {"document": 7, "symbol": "A/81/L.7", "path": "a.txt"}
PP1 = {**KEY, "clause": "pp1", "clause_kind": "preambular"}
OP1 = {**KEY, "clause": "op1.a", "clause_kind": "subparagraph"}
COUNTS = {"acts": 0, "entities": 0, "dates": 0, "mandates": 0, "footnotes": 0}
CLAUSE = {
    **KEY,
    "number": None,
    "level": 0,
    "parent": None,
    "chapeau": False,
    "annex": False,
    "part": None,
    "lead_lemma": None,
    "lead_function": None,
    "lead_force": None,
    "themes": [],
    "uncertain": False,
    **COUNTS,
}
EXPECTED: dict[str, list[dict[str, Any]]] = {
    "documents": [
        {
            **KEY,
            "title": "=Lighthouses",
            "organ": "General Assembly",
            "status": "draft",
            "document_type": "resolution",
            "date": "2026-12-03",
            "session": "Eighty-first session",
            "session_organ": "GA",
            "session_number": 81,
            "agenda_item": "19 (m)",
            "agenda_title": "Lighthouses",
            "committee": "Second Committee",
            "distribution": "Limited",
            "original_language": "English",
            "draft_symbol": "A/C.2/81/L.1",
            "adopted_date": "2026-12-20",
            "adopted_meeting": "81st",
            "adopted_vote": "without a vote",
            "sponsors": ["Kenya", "Norway | Sweden"],
            "themes": ["oceans"],
            "clauses": 3,
            "uncertain": 1,
            "footnotes": 2,
            "issues": 2,
            "media_type": "text/plain",
            "pages": 2,
            "chars": 300,
            "sha256": "a" * 64,
            "schema": "clausewise/1",
            "version": "1.0",
            "config_sha256": "c" * 64,
            "model": "m",
            "model_version": "2",
            "model_sha256": "d" * 64,
        }
    ],
    "clauses": [
        {**CLAUSE, "clause": "enacting", "nth": 0, "kind": "enacting", "text": "The General Assembly,",
         "source_spans": [[40, 61]]},
        {**CLAUSE, "clause": "pp1", "nth": 1, "kind": "preambular", "text": RECALLING,
         "source_spans": [[63, 80], [90, 105]], "lead_lemma": "recall", "lead_function": "recall", "uncertain": True,
         "acts": 1, "entities": 1, "footnotes": 1},
        {**CLAUSE, "clause": "op1.a", "nth": 2, "kind": "subparagraph", "number": "(a)", "level": 1, "parent": "op1",
         "chapeau": True, "annex": True, "part": "II", "text": REQUESTS, "source_spans": [[110, 182]],
         "lead_lemma": "request", "lead_function": "direct", "lead_force": 3,
         "themes": ["oceans", "reporting-and-follow-up"], "acts": 1, "entities": 1, "dates": 1, "mandates": 2},
    ],
    "acts": [
        {**PP1, "nth": 0, "text": "Recalling", "start": 0, "end": 9, "role": "lead", "lemma": "recall", "modifiers": [],
         "function": "recall", "force": None},
        {**OP1, "nth": 0, "text": "Also requests", "start": 0, "end": 13, "role": "lead", "lemma": "request",
         "modifiers": ["also"], "function": "direct", "force": 3},
    ],
    "entities": [
        {**PP1, "nth": 0, "text": "79/901", "start": 25, "end": 31, "label": "CITATION", "norm": "A/RES/79/901"},
        {**OP1, "nth": 0, "text": "Secretary-General", "start": 18, "end": 35, "label": "OFFICE",
         "norm": "UN:secretary-general"},
    ],
    "dates": [
        {**OP1, "nth": 0, "text": "by 31 March 2027", "start": 55, "end": 71, "kind": "open-interval",
         "value": "../2027-03-31", "resolved": None}
    ],
    "citations": [
        {**PP1, "nth": 0, "text": "79/901", "start": 25, "end": 31, "cited": "A/RES/79/901", "lead_lemma": "recall",
         "lead_function": "recall", "lead_force": None}
    ],
    "themes": [
        {**OP1, "theme": "oceans", "score": 0.75, "uncertain": False, "words": ["lamp…"],
         "given_by": "model"},
        {**OP1, "theme": "reporting-and-follow-up", "score": 0.5, "uncertain": False, "words": None,
         "given_by": "model"},
    ],
    "mandates": [
        {**OP1, "nth": 0, "act": 0, "act_lemma": "request", "act_force": 3, "addressee": "Secretary-General",
         "addressee_start": 18, "addressee_end": 35, "task": "to report on lamps by 31 March 2027", "task_start": 36,
         "task_end": 71, "deadline": 0, "deadline_text": "by 31 March 2027", "deadline_value": "../2027-03-31",
         "cadence": "once", "report": True, "effect": None},
        {**OP1, "nth": 1, "act": 4, "act_lemma": None, "act_force": None, "addressee": None, "addressee_start": None,
         "addressee_end": None, "task": None, "task_start": None, "task_end": None, "deadline": 9,
         "deadline_text": None, "deadline_value": None, "cadence": None, "report": False, "effect": "extend"},
    ],
    "footnotes": [
        {**KEY, "clause": "pp1", "nth": 0, "note": "n1", "marker": "1", "offset": 31, "text": "-1 is no formula.",
         "source_spans": [[200, 217]]},
        {**KEY, "clause": None, "nth": 1, "note": "n2", "marker": "*", "offset": None, "text": "Without a place.",
         "source_spans": []},
    ],
    "issues": [
        {**KEY, "nth": 0, "code": "numbering-gap", "message": "paragraph 3 follows 1", "source_start": 110,
         "source_end": 113},
        {**KEY, "nth": 1, "code": "x", "message": "y", "source_start": None, "source_end": None},
    ],
}  # fmt: skip


def test_every_row_of_every_table() -> None:
    found = {
        table.name: [
            dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows(7, FULL)
        ]
        for table in TABLES
    }
    assert found == EXPECTED


def test_a_theme_of_a_person_is_told_from_one_of_which_the_model_is_certain() -> None:
    sure, told = ThemeScore(theme="oceans", score=1.0), ThemeScore(theme="oceans", score=1.0, given_by="person")
    one = replace(BARE, clauses=(replace(BARE.clauses[0], themes=(sure, told)),))
    (table,) = (table for table in TABLES if table.name == "themes")
    at = [column.name for column in table.columns].index("given_by")
    assert [row[at] for row in table.rows(1, one)] == ["model", "person"]


def test_terms_of_earlier_records_are_read_as_words() -> None:
    terms = ("#y", "#", "oil #r", "sanct…")
    words = tuple(ThemeWord(words=term, where="text", weight=0.5) for term in terms)
    themes = (ThemeScore(theme="oceans", score=1.0, words=words),)
    one = replace(BARE, clauses=(replace(BARE.clauses[0], themes=themes),))
    (table,) = (table for table in TABLES if table.name == "themes")
    assert ["a year", "a number", "oil (a symbol)", "sanct…"] in next(table.rows(1, one))


def test_a_record_that_says_little_has_rows_too_and_half_a_pair_is_replaced() -> None:
    rows = {table.name: list(table.rows(1, BARE)) for table in TABLES}
    assert {name: len(found) for name, found in rows.items() if found} == {"documents": 1, "clauses": 1}
    assert "Half \ufffd a pair\r\nin two lines" in rows["clauses"][0]


def test_a_cell_is_empty_only_where_the_codebook_says_so() -> None:
    never = [
        (table.name, column.name)
        for record in (FULL, BARE)
        for table in TABLES
        for row in table.rows(1, record)
        for column, value in zip(table.columns, row, strict=True)
        if not column.missing and value in (None, [])
    ]
    assert never == []


def test_values_have_the_type_of_their_column() -> None:
    types = {Type.TEXT: str, Type.INTEGER: int, Type.NUMBER: float, Type.FLAG: bool, Type.TEXTS: list, Type.SPANS: list}
    wrong = [
        (table.name, column.name, value)
        for table in TABLES
        for row in table.rows(1, FULL)
        for column, value in zip(table.columns, row, strict=True)
        if value is not None and type(value) is not types[column.type]
    ]
    assert wrong == []


def test_the_codebook_says_what_each_value_of_the_record_means() -> None:
    fields = {
        "clause_kind": (Clause, "kind"),
        "role": (Act, "role"),
        "function": (Act, "function"),
        "entity_label": (Entity, "label"),
        "date_kind": (DateExpression, "kind"),
        "effect": (Mandate, "effect"),
        "given_by": (ThemeScore, "given_by"),
        "status": (Masthead, "status"),
        "document_type": (Masthead, "document_type"),
    }
    known = {name: shapes_of(cls)[field].values for name, (cls, field) in fields.items()}
    said = {name: tuple(rows) for name, rows in value_meanings().items()}
    assert said == {**known, "force": ("1", "2", "3", "4", "5")}


def test_columns_name_lists_of_values_that_are_there() -> None:
    named = {column.values for table in TABLES for column in table.columns} - {""}
    assert named == {*value_meanings(), "theme"}


def test_no_table_has_two_columns_of_one_name() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
