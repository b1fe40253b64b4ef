"""The pipeline is an ordinary spaCy pipeline: it can be analysed, saved, streamed, stored, and is found by spaCy."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import DocBin

from pipeline import __version__
from pipeline.components.recording import record_of
from pipeline.lexicon.data import data_folder
from pipeline.reading import read_path
from pipeline.record import Record, Source
from pipeline.run import config_path, load_pipeline, read_record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

HOUSE = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (HOUSE / "corpora" / "samples").iterdir() if path.name != "README.md")
TEXTS = [read_path(path).text for path in SAMPLES]
STEPS = ["un_masthead", "un_clauses", "un_acts", "un_citations", "un_entities", "un_dates", "un_mandates"]
DEFAULT = data_folder("configs") / "default.cfg"
PIPELINE = [*STEPS, "un_themes"] if config_path().is_dir() else STEPS
"""With the model that is shipped, themes come last."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Return the default pipeline."""
    return load_pipeline()


@pytest.fixture(scope="module")
def records(nlp: Language) -> list[Record]:
    """Return what the pipeline makes of the text of each sample."""
    return [recorded(nlp(text)) for text in TEXTS]


def recorded(doc: Doc) -> Record:
    """Return the record of a Doc."""
    return record_of(doc, __version__, "")


def test_the_pipeline_is_the_one_of_the_architecture_and_has_no_problems(nlp: Language) -> None:
    assert nlp.pipe_names == PIPELINE
    analysis = nlp.analyze_pipes()
    assert {name: problems for name, problems in analysis["problems"].items() if problems} == {}
    assert {name for name, facts in analysis["summary"].items() if facts["assigns"]} == set(PIPELINE)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_string_gives_what_the_command_gives_on_a_file_with_that_text(path: Path, nlp: Language) -> None:
    whole = read_record(read_path(path))
    by_string = recorded(nlp(read_path(path).text))
    nowhere = Source(path="", sha256="", media_type="text/plain", chars=whole.source.chars)
    read = {issue.code for issue in whole.issues} - {issue.code for issue in by_string.issues}
    assert read <= {"encoding-guessed"}
    issues = tuple(issue for issue in whole.issues if issue.code not in read)
    expected = dataclasses.replace(whole, source=nowhere, issues=issues, provenance=by_string.provenance)
    assert by_string == expected


def test_streams_in_one_process_and_in_two_give_the_same(nlp: Language, records: list[Record]) -> None:
    assert [recorded(doc) for doc in nlp.pipe(TEXTS)] == records
    assert [recorded(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=4)] == records


def test_documents_survive_storage_with_all_that_was_found(nlp: Language, records: list[Record]) -> None:
    data = DocBin(store_user_data=True, docs=nlp.pipe(TEXTS)).to_bytes()
    docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(nlp.vocab))
    assert [recorded(doc) for doc in docs] == records
    acts = [(span.text, span._.record["lemma"]) for doc in docs for span in doc.spans["acts"]]
    assert len(acts) == sum(len(clause.acts) for record in records for clause in record.clauses)
    assert acts[0][1]


def test_a_saved_pipeline_opens_in_a_fresh_process_without_an_import_of_ours(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    script = (
        "import sys, spacy\n"
        "assert not any(name.startswith('pipeline') for name in sys.modules)\n"
        f"nlp = spacy.load({str(tmp_path / 'saved')!r})\n"
        "doc = nlp('The General Assembly,\\n\\n1. Requests a report by 2030.')\n"
        "print(nlp.pipe_names, [span.text for span in doc.spans['acts']])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    if "E002" in done.stderr or "E893" in done.stderr:
        pytest.skip("clausewise is not installed in this environment, so spaCy cannot find it")
    assert done.stdout.strip() == f"{PIPELINE} ['Requests']", done.stderr


def test_the_entry_points_name_what_is_there() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    groups = project["entry-points"]
    assert set(groups["spacy_factories"]) == {*STEPS, "un_themes"}
    config = spacy.util.load_config(DEFAULT)
    assert config["nlp"]["pipeline"] == STEPS
    assert config["nlp"]["tokenizer"]["@tokenizers"] in groups["spacy_tokenizers"]
    for target in [*groups["spacy_factories"].values(), *groups["spacy_tokenizers"].values()]:
        module, _, name = target.partition(":")
        assert callable(getattr(import_module(module), name))


def test_a_step_can_be_dropped_and_one_of_the_users_own_put_between() -> None:
    config = spacy.util.load_config(DEFAULT)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True, exclude=["un_entities"])
    seen = []
    spacy.Language.component("seen", func=lambda doc: seen.append(len(doc.spans["acts"])) or doc)
    nlp.add_pipe("seen", after="un_acts")
    record = recorded(nlp(TEXTS[0]))
    assert seen == [sum(len(clause.acts) for clause in record.clauses)]
    assert {entity.label for clause in record.clauses for entity in clause.entities} <= {"CITATION"}
