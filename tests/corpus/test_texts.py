"""Clauses with their text from records and from files of every layout."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.corpus.digests import family_id, text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.texts import ClauseText, texts_of_file, texts_of_record
from pipeline.record import Clause, Masthead, Provenance, Record, Source
from tests.corpus.conftest import FERRIES, LIGHTS, SEALS, Write


def test_a_record_gives_its_paragraphs_with_the_last_heading() -> None:
    clauses = [
        ("enacting", "The General Assembly,"),
        ("preambular", SEALS),
        ("heading", "Lighthouses"),
        ("operative", LIGHTS),
        ("operative", "—"),
        ("closing", "90th plenary meeting"),
    ]
    record = Record(
        source=Source(path="x.xml", sha256="0" * 64, media_type="application/xml", chars=0),
        masthead=Masthead(symbol="A/RES/80/901", title="Northern islands"),
        clauses=tuple(Clause(id=f"c{n}", kind=kind, text=text) for n, (kind, text) in enumerate(clauses)),
        provenance=Provenance(version="1", config_sha256="0" * 64),
    )
    known: dict[str, Any] = {"title": "Northern islands", "symbol": "A/RES/80/901", "origin": "islands.zip/x.xml"}
    assert list(texts_of_record(record, "islands.zip/x.xml")) == [
        ClauseText(SEALS, text_sha256(SEALS), kind="preambular", **known),
        ClauseText(LIGHTS, text_sha256(LIGHTS), kind="operative", heading="Lighthouses", **known),
    ]


def test_a_file_of_clauses_and_resolutions(write: Write) -> None:
    paragraphs = [
        {"type": "heading", "text": "Seals"},
        {"type": "preambular", "text": SEALS},
        {"type": "footer", "text": "Page 3"},
        {"type": "annex_paragraph", "text": LIGHTS},
    ]
    resolution = {"symbol": "A/RES/80/903", "title": "Seals", "subjects": ["SEALS", "COUNTING"], "family": "Ge:seals"}
    path = write(
        "texts.jsonl",
        [
            {"text": FERRIES, "kind": "operative", "symbol": "A/RES/80/902", "subjects": "FERRIES; ISLANDS"},
            {**resolution, "text": "the whole of it", "paragraphs": paragraphs},
            {"text": "…"},
        ],
    )
    known: dict[str, Any] = {
        "title": "Seals",
        "symbol": "A/RES/80/903",
        "subjects": ("SEALS", "COUNTING"),
        "heading": "Seals",
        "family": family_id("Ge:seals"),
        "origin": "texts.jsonl",
    }
    assert list(texts_of_file(path)) == [
        ClauseText(
            FERRIES,
            text_sha256(FERRIES),
            kind="operative",
            symbol="A/RES/80/902",
            subjects=("FERRIES", "ISLANDS"),
            origin="texts.jsonl",
        ),
        ClauseText(SEALS, text_sha256(SEALS), kind="preambular", **known),
        ClauseText(LIGHTS, text_sha256(LIGHTS), kind="annex", **known),
    ]


def test_a_lone_surrogate_does_no_harm(write: Write) -> None:
    (found,) = texts_of_file(write("odd.jsonl", [{"text": "Counts \ud800 seals;", "title": "\udfff"}]))
    assert (found.text, found.title) == ("Counts ? seals;", "?")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"title": "x"}, "neither `text` nor `paragraphs`"),
        ({"paragraphs": "x"}, "`paragraphs` is no list"),
        ({"paragraphs": [{"type": "operative"}]}, "a paragraph without `text`"),
        ({"text": "x", "subjects": 3}, "`subjects` is 3"),
    ],
)
def test_a_row_that_is_neither_is_named(row: dict[str, Any], said: str, write: Write) -> None:
    with pytest.raises(CorpusError, match=said) as error:
        list(texts_of_file(write("texts.jsonl", [row])))
    assert "row 1" in str(error.value)
