"""Records as Docs that spaCy opens with the shipped model, and changes as corrections."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.components.recording import record_of
from pipeline.components.table import table
from pipeline.exporting import corrections_of, doc_of, export, theme_definitions, write_docbin
from pipeline.loading import load_pipeline
from pipeline.output.brat_changes import Change
from pipeline.output.files import OutputError
from pipeline.reading import read_bytes
from pipeline.record import Record
from pipeline.run import read_record
from tests.output.exported import BARE, FULL, SOUND

HOUSE = Path(__file__).resolve().parents[1]
SCRIPT = """
import json, sys
import spacy
from spacy.tokens import DocBin

nlp = spacy.load(sys.argv[1])
docs = list(DocBin().from_disk(sys.argv[2]).get_docs(nlp.vocab))
print(json.dumps([
    {
        "text": doc.text,
        "spans": {
            name: [(span.text, span.label_, span._.record["start"], span._.record["end"]) for span in group]
            for name, group in doc.spans.items()
        },
        "lemmas": [span._.record["lemma"] for span in doc.spans["acts"]],
        "norms": [span._.record["norm"] for span in doc.spans["entities"]],
        "ents": [(span.text, span.label_) for span in doc.ents],
        "cats": doc.cats,
        "table": doc.user_data["clausewise"],
    }
    for doc in docs
]))
"""
TEXT = (
    "The General Assembly,\n\nRecalling its resolution 79/901,\n\n"
    "(a) Also requests the Secretary-General to report on lamps by 31 March 2027."
)


def test_a_fresh_process_opens_it_with_the_shipped_model(tmp_path: Path) -> None:
    path = tmp_path / "records.spacy"
    assert write_docbin([SOUND, BARE], path) == 2
    command = [sys.executable, "-c", SCRIPT, str(HOUSE / "models" / "en_un_resolutions"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOUSE, check=True)
    full, bare = json.loads(done.stdout)
    found = full.pop("table")
    assert full == {
        "text": TEXT,
        "spans": {
            "clauses": [
                ["The General Assembly,", "enacting", 0, 21],
                ["Recalling its resolution 79/901,", "preambular", 23, 55],
                [TEXT[61:], "subparagraph", 61, 133],
            ],
            "acts": [["Recalling", "recall", 23, 32], ["Also requests", "direct", 61, 74]],
            "dates": [["by 31 March 2027", "open-interval", 116, 132]],
            "entities": [["79/901", "CITATION", 48, 54], ["Secretary-General", "OFFICE", 79, 96]],
        },
        "lemmas": ["recall", "request"],
        "norms": ["A/RES/79/901", "UN:secretary-general"],
        "ents": [["79/901", "CITATION"], ["Secretary-General", "OFFICE"]],
        "cats": {"oceans": 0.5},
    }
    assert found["masthead"]["symbol"] == "A/81/L.7"
    assert [row["clause"] for row in found["acts"]] == [1, 2]
    assert found["clauses"][2]["number_start"] == 57
    assert found["themes"] == [
        {"clause": 1, "themes": [], "uncertain": True},
        {
            "clause": 2,
            "themes": [
                {"theme": "oceans", "score": 0.75, "words": [["lamp…", "text", 0.5]]},
                {"theme": "reporting-and-follow-up", "score": 0.5, "words": None},
            ],
            "uncertain": False,
        },
    ]
    assert bare["text"] == "Half ? a pair\r\nin two lines"


def test_what_the_pipeline_found_is_what_the_doc_says() -> None:
    """The record of a document, as a Doc and back, has the same clauses but for their place in the source."""
    sample = HOUSE / "corpora" / "samples" / "ga-draft-markdown.md"
    record = read_record(read_bytes(sample.read_bytes(), "sample.md"), explain=True)
    again = record_of(doc_of(record, load_pipeline()), "1", "")
    wanted = [replace(clause, source_spans=(), number_span=None, footnotes=()) for clause in record.clauses]
    assert [replace(clause, source_spans=(), number_span=None) for clause in again.clauses] == wanted
    assert again.themes == record.themes
    assert again.masthead == replace(record.masthead, source_spans=())


def test_mandates_are_there_too() -> None:
    again = record_of(doc_of(SOUND, load_pipeline()), "1", "")
    assert again.clauses[2].mandates == SOUND.clauses[2].mandates
    assert len(again.clauses[2].mandates) == 1


def test_the_words_are_cut_as_the_model_cuts_them() -> None:
    nlp = load_pipeline()
    doc = doc_of(SOUND, nlp)
    assert [token.text for token in doc] == [token.text for token in nlp.make_doc(TEXT)]
    assert table(doc)["cut"]


def test_a_record_whose_spans_stand_elsewhere_is_named(tmp_path: Path) -> None:
    for form in ("docbin", "brat"):
        with pytest.raises(OutputError) as failed:
            export([BARE, FULL], form, tmp_path / "out")
        said = f"names an act or a date that is not there; {form} cannot hold that, make the record again"
        assert str(failed.value) == f"record 2, A/81/L.7: clause op1.a: mandate 1 {said}"
        assert list(tmp_path.iterdir()) == []


def moved(**change: int) -> Record:
    clause = SOUND.clauses[2]
    return replace(SOUND, clauses=(replace(clause, dates=(replace(clause.dates[0], **change),)),))


@pytest.mark.parametrize("change", [{"start": 54}, {"end": 999}, {"start": -1}, {"start": 90}, {"end": 55}])
def test_no_span_is_put_where_its_words_are_not(change: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"clause op1\.a: date 0 does not stand at -?\d+ to \d+ of its text;"):
        write_docbin([moved(**change)], tmp_path / "out.spacy")


@pytest.mark.parametrize("form", ["csv", "parquet", "html", "brat"])
def test_every_folder_is_sealed_with_its_format(form: str, tmp_path: Path) -> None:
    assert export([SOUND, BARE], form, tmp_path / "out") == 2
    seal = json.loads((tmp_path / "out" / "export.json").read_bytes())
    assert seal["format"] == form
    assert len(seal["files"]) == {"csv": 12, "parquet": 12, "html": 3, "brat": 6}[form]


def test_the_themes_of_the_project_are_known() -> None:
    assert len(theme_definitions()) == 29
    assert theme_definitions()["narcotics"]


def test_a_correction_says_who_had_said_it_before() -> None:
    clause = SOUND.clauses[2]
    changes = [
        Change(clause, "kind", "subparagraph", "operative", "it is numbered"),
        Change(clause, "themes", ["oceans"], []),
    ]
    kind, themes = (row.to_dict() for row in corrections_of(SOUND, changes, "Ada"))
    assert {name: value for name, value in kind.items() if name not in ("id", "when", "sha256")} == {
        "who": "Ada",
        "why": "it is numbered",
        "document": "A/81/L.7",
        "clause": "op1.a",
        "title": "=Lighthouses",
        "text": clause.text,
        "field": "kind",
        "before": "subparagraph",
        "after": "operative",
        "model": "clausewise 1.0",
        "undoes": None,
    }
    assert (themes["before"], themes["after"], themes["model"]) == ("oceans", "", "m 2")
