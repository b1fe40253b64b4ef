"""The component of themes inside spaCy: the same themes however a document comes, stored and loaded."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from spacy.tokens import DocBin

from pipeline.assessment import load_model
from pipeline.components.precut import clauses_doc
from pipeline.components.recording import record_of
from pipeline.components.table import reading_text, table
from pipeline.components.themes import WITHOUT, find_themes
from pipeline.lexicon.data import data_folder
from pipeline.loading import load_pipeline, model_of
from pipeline.themes import ThemeRow, ThemesError
from pipeline.themes.artefact import OPENING, folder_bytes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DOCUMENT = """United Nations

A/80/L.901

General Assembly

Eightieth session

Illicit traffic in narcotic drugs

The General Assembly,

Recalling its resolution 79/901 of 3 December 2024 on narcotic drugs,

I
Cooperation

1. Urges States to stop the traffic in heroin, opium and other narcotic drugs;

2. Requests the Secretary-General to submit a report at its eighty-first session;

3. Welcomes the schools that teach girls and boys to read."""
TEXTS = [DOCUMENT, DOCUMENT.replace("heroin", "cocaine"), "Odd \x00 text", "", "3. Notes the mines."]


@pytest.fixture(scope="module")
def nlp(trained: Path) -> Language:
    """Return the pipeline with trained themes."""
    return load_pipeline(str(trained))


def found(doc: Doc) -> tuple[Any, ...]:
    """Return what a document says of themes."""
    return table(doc)["themes"], doc.cats, record_of(doc, "", "").to_json()


def test_each_clause_that_can_have_themes_has_a_row(nlp: Language, trained: Path) -> None:
    doc = nlp(DOCUMENT)
    clauses = table(doc)["clauses"]
    assert {clause["kind"] for clause in clauses} >= {"enacting", "heading", "preambular", "operative"}
    rows = table(doc)["themes"]
    expected = [place for place, clause in enumerate(clauses) if clause["kind"] not in WITHOUT]
    assert [row["clause"] for row in rows] == expected
    title = table(doc)["masthead"]["title"]
    plain = [
        ThemeRow(reading_text(doc)[clauses[at]["start"] : clauses[at]["end"]], title, clauses[at]["kind"])
        for at in expected
    ]
    labels = load_model(trained).label(plain)
    assert [[(one["theme"], one["score"]) for one in row["themes"]] for row in rows] == labels.themes
    assert [row["uncertain"] for row in rows] == labels.uncertain
    assert "narcotics" in [one["theme"] for row in rows for one in row["themes"]]


def test_the_categories_are_the_shares_of_clauses(nlp: Language) -> None:
    doc = nlp(DOCUMENT)
    rows = table(doc)["themes"]
    assert set(doc.cats) == set(load_model_themes(nlp))
    for theme, share in doc.cats.items():
        count = sum(theme in [one["theme"] for one in row["themes"]] for row in rows)
        assert share == round(count / len(rows), 4)
    assert doc.cats["narcotics"] > 0
    assert set(nlp("").cats.values()) == {0.0}


def model_themes(nlp: Language) -> Any:
    themes: Any = nlp.get_pipe("un_themes")
    return themes.model


def load_model_themes(nlp: Language) -> tuple[str, ...]:
    return tuple(model_themes(nlp).themes)


def test_a_clause_reads_its_own_title_before_that_of_the_document(nlp: Language) -> None:
    text = "Requests the Force to continue to observe the line;"
    title = "United Nations peacekeeping force in the Amara Heights"
    own = nlp(clauses_doc(nlp, [{"text": text, "title": title}]))
    above = nlp(clauses_doc(nlp, [{"text": text}], {"title": title}))
    other = nlp(clauses_doc(nlp, [{"text": text, "title": title}], {"title": "Narcotic drugs"}))
    none = nlp(clauses_doc(nlp, [{"text": text}]))
    assert table(own)["themes"] == table(above)["themes"] == table(other)["themes"]
    assert table(none)["themes"] != table(own)["themes"]


def test_streams_in_one_process_and_in_two_give_the_same(nlp: Language) -> None:
    expected = [found(nlp(text)) for text in TEXTS]
    assert [found(doc) for doc in nlp.pipe(TEXTS)] == expected
    assert [found(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == expected


def test_documents_survive_storage(nlp: Language) -> None:
    docs = [nlp(text) for text in TEXTS]
    data = DocBin(store_user_data=True, attrs=["ORTH"], docs=docs).to_bytes()
    again = list(DocBin(store_user_data=True).from_bytes(data).get_docs(nlp.vocab))
    # lists come back as tuples, so the records are compared
    assert [found(doc)[1:] for doc in again] == [found(doc)[1:] for doc in docs]
    assert found(docs[0])[0]


def test_a_saved_pipeline_gives_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert again.pipe_names == nlp.pipe_names
    assert [found(again(text)) for text in TEXTS] == [found(nlp(text)) for text in TEXTS]


def test_a_pipeline_from_bytes_gives_the_same(nlp: Language) -> None:
    again = spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert [found(again(text)) for text in TEXTS] == [found(nlp(text)) for text in TEXTS]
    assert model_of(again) == model_of(nlp)
    assert again(DOCUMENT).cats["narcotics"] > 0


def test_bytes_of_a_pipeline_without_a_model_are_one_without(nlp: Language) -> None:
    bare = spacy.blank("en")
    bare.add_pipe("un_themes")
    component: Any = spacy.blank("en").add_pipe("un_themes")
    component.model = model_themes(nlp)
    assert component.from_bytes(bare.get_pipe("un_themes").to_bytes()).model is None


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: _flipped(data, 3),
        lambda data: _flipped(data, len(OPENING) + 5),
        lambda data: _flipped(data, len(data) // 2),
        lambda data: data[:-1],
        lambda data: data + b"0",
        lambda data: b"PK" + data,
        lambda data: pickle.dumps({"model": 1}),
    ],
)
def test_other_bytes_are_refused_and_the_model_stays(nlp: Language, change: Callable[[bytes], bytes]) -> None:
    themes: Any = nlp.get_pipe("un_themes")
    before = themes.model
    with pytest.raises(ThemesError, match="hold no model of themes as it was written; make them again"):
        themes.from_bytes(change(themes.to_bytes()))
    assert themes.model is before


def _sealed(body: bytes) -> bytes:
    return OPENING + hashlib.sha256(body).digest() + body


def test_bytes_with_other_things_in_them_are_refused(nlp: Language, tmp_path: Path) -> None:
    themes: Any = nlp.get_pipe("un_themes")
    before = themes.model
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as whole:
        whole.writestr("../model.json", "{}")
    for body in (b"no archive", archive.getvalue()):
        with pytest.raises(ThemesError, match="these bytes hold no model of themes"):
            themes.from_bytes(_sealed(body))
    folder = tmp_path / "model"
    themes.model.save(folder)
    (folder / "model.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ThemesError, match=r"the bytes of un_themes/model\.json: is not as it was written"):
        themes.from_bytes(folder_bytes(folder))
    assert themes.model is before


def test_a_fresh_process_opens_it_without_an_import_of_ours(
    nlp: Language, trained: Path, installed: dict[str, str], tmp_path: Path
) -> None:
    script = (
        "import json, sys, spacy\n"
        "assert not any(name.startswith('pipeline') for name in sys.modules)\n"
        f"nlp = spacy.load({str(trained)!r})\n"
        "assert not {'sklearn', 'joblib', 'datasets'} & set(sys.modules)\n"
        f"print(json.dumps(nlp({DOCUMENT!r}).cats))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, env=installed, timeout=120
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == nlp(DOCUMENT).cats


def test_the_words_that_carried_a_theme_are_written_on_demand(nlp: Language, trained: Path) -> None:
    model = load_model(trained)
    doc = nlp(DOCUMENT)
    plain = find_themes(doc, model)
    told = find_themes(doc, model, explain=True)
    assert [[one["words"] for one in row["themes"]] for row in plain] == [[None] * len(row["themes"]) for row in plain]
    bare = [{**row, "themes": [{**one, "words": None} for one in row["themes"]]} for row in told]
    assert bare == plain
    words = [word for row in told for one in row["themes"] if one["theme"] == "narcotics" for word in one["words"]]
    assert {"heroin", "opium"} & {text for text, where, _ in words if where == "text"}
    assert {where for _, where, _ in words} == {"text", "title"}


def test_explanation_is_a_setting_of_the_component(trained: Path) -> None:
    nlp = spacy.load(trained, config={"components": {"un_themes": {"explain": True}}})
    rows = table(nlp(DOCUMENT))["themes"]
    assert all(one["words"] for row in rows for one in row["themes"])


def test_without_a_model_it_leaves_the_document_alone(tmp_path: Path) -> None:
    nlp = load_pipeline(str(data_folder("configs") / "default.cfg"))
    expected = nlp(DOCUMENT)
    blank = spacy.util.load_model_from_config(nlp.config, auto_fill=True)
    blank.add_pipe("un_themes")
    assert found(blank(DOCUMENT)) == found(expected)
    blank.to_disk(tmp_path / "saved")
    assert not (tmp_path / "saved" / "un_themes").exists()
    assert found(spacy.load(tmp_path / "saved")(DOCUMENT)) == found(expected)


def test_a_folder_that_is_no_model_is_refused(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    (tmp_path / "saved" / "un_themes" / "arrays.npz").unlink()
    with pytest.raises(ThemesError, match=r"arrays\.npz: cannot be read .*; get or train the model again"):
        spacy.load(tmp_path / "saved")


def test_it_needs_no_clauses_to_stand_in_a_pipeline(trained: Path) -> None:
    blank = spacy.blank("en")
    themes: Any = blank.add_pipe("un_themes")
    themes.model = load_model(trained)
    assert set(blank("Requests a report on heroin.").cats.values()) == {0.0}
