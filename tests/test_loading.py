"""Configurations and model folders: what opens, and what is refused in one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy

from pipeline.lexicon.data import data_folder
from pipeline.loading import (
    SEAL,
    ConfigurationError,
    config_path,
    load_pipeline,
    model_of,
    seal_folder,
    sealed_files,
    verify_folder,
)

DEFAULT = str(data_folder("configs") / "default.cfg")
CLAUSE = "The General Assembly,\n\n1. Requests oil for the lamps of the northern tower."


@pytest.fixture
def copy(keeper: Path, tmp_path: Path) -> Path:
    """Return a copy of a model that a test may spoil."""
    return Path(shutil.copytree(keeper, tmp_path / "copy"))


def test_a_model_folder_gives_its_themes(keeper: Path) -> None:
    nlp = load_pipeline(str(keeper))
    assert nlp.pipe_names[-1] == "un_themes"
    assert nlp(CLAUSE).cats == {"lamps": 1.0, "keepers": 0.0, "fog-signals": 0.0}
    assert load_pipeline(str(keeper)) is nlp


def test_the_model_is_named_in_records(keeper: Path) -> None:
    found = model_of(load_pipeline(str(keeper)))
    assert found is not None
    assert found.name == "en_un_resolutions"
    assert len(found.sha256) == 64
    assert model_of(load_pipeline(DEFAULT)) is None


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_changed_byte_in_any_file_is_refused_by_name(copy: Path) -> None:
    assert len(names(copy)) > 10
    for name in names(copy):
        path = copy / name
        data = path.read_bytes()
        if not data:
            path.write_bytes(b"x")
        else:
            place = len(data) // 2
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(ConfigurationError) as caught:
            load_pipeline(str(copy))
        sentence = str(caught.value)
        # a changed seal says that the file whose line was changed is not as it should be, or that it is no JSON
        assert sentence.startswith(f"{copy}/" if name == SEAL else f"{path}: ")
        assert sentence.endswith("get or train the model again")
        assert "\n" not in sentence
        path.write_bytes(data)
    load_pipeline(str(copy))


def test_a_missing_and_an_added_file_are_refused_by_name(copy: Path) -> None:
    (copy / "meta.json").rename(copy / "meta.txt")
    with pytest.raises(ConfigurationError, match=r"meta\.json: is not as it was written"):
        verify_folder(copy)
    (copy / "meta.txt").rename(copy / "meta.json")
    (copy / "hook.py").write_text("raise SystemExit")
    with pytest.raises(ConfigurationError, match=r"hook\.py: is not as it was written"):
        verify_folder(copy)


@pytest.mark.parametrize("text", ["{", "[]", "\udcff"])
def test_a_seal_that_is_none_is_refused(text: str, copy: Path) -> None:
    (copy / SEAL).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigurationError) as caught:
        verify_folder(copy)
    assert str(caught.value).startswith(f"{copy / SEAL}: cannot be read")


@pytest.mark.parametrize("name", ["arrays.npz", "model.json", "checksums.json"])
def test_spacy_itself_refuses_changed_themes(name: str, copy: Path) -> None:
    load_pipeline(DEFAULT)  # registers the factories where nothing is installed
    path = copy / "un_themes" / name
    data = path.read_bytes()
    path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    with pytest.raises(ValueError, match="get or train the model again") as caught:
        spacy.load(copy)
    assert str(copy / "un_themes") in str(caught.value)


def test_a_model_of_another_version_is_refused_with_the_remedy(copy: Path) -> None:
    import hashlib

    path = copy / "un_themes" / "model.json"
    plain = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**plain, "version": [9, 0]}), encoding="utf-8")
    sums = json.loads((copy / "un_themes" / "checksums.json").read_text("utf-8"))
    sums["model.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (copy / "un_themes" / "checksums.json").write_text(json.dumps(sums), encoding="utf-8")
    seal_folder(copy)
    with pytest.raises(ConfigurationError, match="is a model of version 9, this program reads version 2; train it"):
        load_pipeline(str(copy))


def test_a_folder_without_a_seal_is_left_alone(copy: Path, tmp_path: Path) -> None:
    (copy / SEAL).unlink()
    verify_folder(copy)
    verify_folder(tmp_path / "missing")
    assert SEAL not in sealed_files(copy)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[nlp", "mine.cfg"),
        ('[nlp]\nlang = "en"\npipeline = ["x"]\n[components]\n[components.x]\nfactory = "nobody"\n', "nobody"),
        ('[nlp]\nlang = "en"\npipeline = []\n', "the tokenizer does not repair the layout; name"),
    ],
)
def test_a_configuration_that_makes_no_pipeline_is_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.cfg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_pipeline(str(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_pipeline(str(tmp_path))
    assert str(caught.value).startswith(f"{tmp_path}: ")
    assert "\n" not in str(caught.value)


def test_without_a_name_the_shipped_model_is_used_where_there_is_one(
    keeper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.loading.data_folder", lambda name: tmp_path / name)
    assert config_path() == tmp_path / "configs" / "default.cfg"
    (tmp_path / "models").mkdir()
    shutil.copytree(keeper, tmp_path / "models" / "en_un_resolutions")
    assert config_path() == tmp_path / "models" / "en_un_resolutions"
    assert config_path("mine.cfg") == Path("mine.cfg")
