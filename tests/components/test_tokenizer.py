"""The reading tokenizer: raw text in, a Doc over the reading text out."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.util import registry

from pipeline.components import tokenizer as module
from pipeline.components.table import reading_text, table
from pipeline.components.tokenizer import ReadingTokenizer, create_reading_tokenizer
from pipeline.reading import SourceText, UnreadableError
from pipeline.reading.source import SourceIssue

TEXT = "The General Assembly,\n\n*Noting* the bells,¹\n\n1. *Thanks* the ringers.\n\n¹ A/9/1.\n"
READING = "The General Assembly,\n\nNoting the bells,\n\n1. Thanks the ringers."


@pytest.fixture(scope="module")
def reader() -> ReadingTokenizer:
    return create_reading_tokenizer()(spacy.blank("en"))


def test_a_raw_text_becomes_a_doc_of_the_reading_text(reader: ReadingTokenizer) -> None:
    doc = reader(TEXT)
    assert doc.text == READING
    assert reading_text(doc) == READING
    found = table(doc)
    assert [doc.text[block["start"] : block["end"]] for block in found["blocks"]] == READING.split("\n\n")
    assert [TEXT[low:high] for block in found["blocks"] for low, high in block["source"]] == [
        "The General Assembly,",
        "*Noting* the bells,¹",
        "1. *Thanks* the ringers.",
    ]
    assert [(note["id"], note["text"], note["offset"]) for note in found["layout"]["notes"]] == [("n1", "A/9/1.", 40)]


def test_the_source_is_kept(reader: ReadingTokenizer) -> None:
    source = SourceText("a.md", TEXT, "5a", "text/markdown", (0, 40), issues=(SourceIssue("odd", "so", 1, 2),))
    found = table(reader.read(source))
    assert found["source"] == {
        "path": "a.md", "sha256": "5a", "media_type": "text/markdown", "pages": 2, "text": TEXT,
    }  # fmt: skip
    assert found["issues"] == [{"code": "odd", "message": "so", "start": 1, "end": 2, "where": "source"}]


def test_issues_of_the_layout_are_kept(reader: ReadingTokenizer) -> None:
    found = table(reader("The General Assembly,\n\nNoting the bells,\n\n¹ A/9/1."))
    assert [(row["code"], row["where"]) for row in found["issues"]] == [("note-unplaced", "source")]


def test_lone_surrogates_are_said(reader: ReadingTokenizer) -> None:
    doc = reader("Thanks \ud800 ringers")
    assert doc.text == "Thanks \ufffd ringers"
    assert [row["code"] for row in table(doc)["issues"]] == ["text-damaged"]


def test_a_text_too_long_is_refused() -> None:
    small = create_reading_tokenizer(longest=10)(spacy.blank("en"))
    assert small("0123456789").text == "0123456789"
    with pytest.raises(UnreadableError, match=r"^text: 11 characters are more than any resolution has \(10\)"):
        small("01234567890")


@pytest.mark.parametrize("length", [module.RUN, module.RUN + 1, 3 * module.RUN, 3 * module.RUN + 7])
def test_a_run_without_spaces_is_cut_but_nothing_is_lost(reader: ReadingTokenizer, length: int) -> None:
    text = f"Thanks the {'x' * length} and  the ringers."
    doc = reader(text)
    assert doc.text == text.replace("  ", " ")
    assert max(len(token) for token in doc) <= module.RUN
    words = [token.text for token in doc if not token.is_space and token.text[0] != "x"]
    assert words == ["Thanks", "the", "and", "the", "ringers", "."]


def test_it_stands_in_for_a_tokenizer_of_spacy(reader: ReadingTokenizer, tmp_path: Path) -> None:
    assert [doc.text for doc in reader.pipe(["Thanks them.", TEXT])] == ["Thanks them.", READING]
    assert [piece for _, piece in reader.explain("Thanks them.")] == ["Thanks", "them", "."]
    other = create_reading_tokenizer()(spacy.blank("en"))
    other.from_bytes(reader.to_bytes())
    reader.to_disk(tmp_path / "tokenizer")
    other.from_disk(tmp_path / "tokenizer")
    assert [token.text for token in other(TEXT)] == [token.text for token in reader(TEXT)]


def test_a_config_names_it() -> None:
    nlp: Language = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "un.reading_tokenizer.v1"}}})
    assert nlp(TEXT).text == READING
    assert "un.reading_tokenizer.v1" in registry.tokenizers.get_all()
