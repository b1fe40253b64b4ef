"""The table on the Doc: rows behind spans, and that it travels."""

from __future__ import annotations

import json

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from pipeline.components.table import KEY, new_table, record_of, set_spans, table


@pytest.fixture
def doc() -> Doc:
    return spacy.blank("en")("Thanks the ringers of São Tomé.")


def test_a_doc_has_one_table(doc: Doc) -> None:
    found = table(doc)
    assert found == new_table()
    found["masthead"]["organ"] = "General Assembly"
    assert table(doc) is found
    assert doc.user_data[KEY] is found
    assert new_table()["masthead"] == {}


def test_spans_lead_back_to_their_rows(doc: Doc) -> None:
    rows = [
        {"start": 0, "end": 6, "label": "x"},
        {"start": 11, "end": 18, "label": "y"},
        {"start": 11, "end": 18, "label": "z"},
    ]
    table(doc)["entities"] = rows  # type: ignore[typeddict-item]
    spans = set_spans(doc, "entities", rows, "label")
    assert [(span.text, span.label_, span.id_) for span in spans] == [
        ("Thanks", "x", "entities/0"),
        ("ringers", "y", "entities/1"),
        ("ringers", "z", "entities/2"),
    ]
    assert [span._.record for span in spans] == rows
    assert [record_of(span) for span in doc.spans["entities"]] == rows


def test_spans_widen_to_whole_tokens(doc: Doc) -> None:
    (span,) = set_spans(doc, "dates", [{"start": 12, "end": 15, "kind": None}], "kind")
    assert (span.text, span.label_) == ("ringers", "")


def test_rows_outside_of_the_text_give_no_span(doc: Doc) -> None:
    assert set_spans(doc, "dates", [{"start": 900, "end": 905, "kind": "day"}], "kind") == []


def test_other_spans_have_no_record(doc: Doc) -> None:
    assert doc[0:1]._.record is None
    assert record_of(doc.char_span(0, 6, span_id="acts/x")) is None
    assert record_of(doc.char_span(0, 6, span_id="nothing/0")) is None


def test_the_table_survives_docbin(doc: Doc) -> None:
    rows = [{"start": 0, "end": 6, "kind": "day", "value": "2031-05-06", "resolved": None}]
    table(doc)["dates"] = rows  # type: ignore[typeddict-item]
    set_spans(doc, "dates", rows, "kind")
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(data).get_docs(doc.vocab)
    assert json.dumps(table(back)) == json.dumps(table(doc))
    assert [span._.record for span in back.spans["dates"]] == rows
