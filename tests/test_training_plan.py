"""A training configuration: what is shipped, what is overridden, what is wrong in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus import CorpusError
from pipeline.lexicon.data import data_folder
from pipeline.themes import ThemesError
from pipeline.training_plan import CorporaSettings, read_plan


def test_the_shipped_configurations_are_read() -> None:
    fast, whole = (read_plan(data_folder("configs") / name) for name in ("fast.cfg", "train.cfg"))
    assert fast.corpora.written
    assert (fast.corpora.hydrated, whole.corpora.hydrated) == ("", "cache")
    assert fast.settings.topics.size == 0 < whole.settings.topics.size
    assert len(fast.taxonomy()) == 29
    assert {theme.id for theme in fast.taxonomy()} == set(fast.keywords(fast.taxonomy()).terms)


def test_what_is_left_out_has_its_default(board: Path) -> None:
    path = board / "short.cfg"
    path.write_text("[themes]\n", encoding="utf-8")
    assert read_plan(path).corpora == CorporaSettings()
    path.write_text("[themes]\n\n[themes.corpora]\n", encoding="utf-8")
    assert read_plan(path).corpora == CorporaSettings()


def test_paths_count_from_the_folder_of_the_configuration(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(board)
    for path in (board / "lighthouses.cfg", Path("lighthouses.cfg"), Path("../board/lighthouses.cfg")):
        plan = read_plan(path)
        assert [theme.id for theme in plan.taxonomy()] == ["lamps", "keepers", "fog-signals", "wrecks"]
        corpora = plan.read()
        assert len(corpora.rows) == 32
        assert set(corpora.checksums) == {"clauses.csv"}
    assert plan.keywords(plan.taxonomy()).terms["fog-signals"][-3:] == ("fog", "horn", "bell")


def test_settings_are_overridden_and_saved_with_the_text(board: Path) -> None:
    settings = {"themes.classifier.C": 3, "themes.corpora.labelled": ["more.csv"], "themes.training.seed": 7}
    plan = read_plan(board / "lighthouses.cfg", settings)
    assert plan.settings.classifier.C == 3.0
    assert plan.settings.training.seed == 7
    assert len(plan.read().rows) == 8
    again = board / "again.cfg"
    again.write_text(plan.text, encoding="utf-8")
    same = read_plan(again)
    assert (same.settings, same.corpora) == (plan.settings, plan.corpora)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"themes.classifier.D": 3}, "unknown key themes.classifier.D; known are C, min_examples"),
        ({"themes.corpora.row": 3}, "unknown key themes.corpora.row; known are corrections, hydrated, keywords"),
        ({"themes.classifiers.C": 3}, "unknown section [themes.classifiers]; known are corpora, features"),
        ({"themes.classifier.C": "three"}, "themes.classifier.C is 'three'; give a number"),
        ({"themes.classifier.C": True}, "themes.classifier.C is True; give a number"),
        ({"themes.classifier.C": -1}, "themes.classifier.C is -1; give a number of at least 0"),
        ({"themes.training.folds": 2.5}, "themes.training.folds is 2.5; give a whole number"),
        ({"themes.corpora.written": 1}, "themes.corpora.written is 1; give true or false"),
        ({"themes.corpora.taxonomy": 5}, "themes.corpora.taxonomy is 5; give a path in quotes"),
        ({"themes.corpora.labelled": 3}, "themes.corpora.labelled is 3; give a list of texts"),
        ({"themes.corpora.labelled": [5]}, "themes.corpora.labelled is [5]; give a list of texts"),
        ({"themes.corpora.@themes": "x"}, "names no setting; give --themes.section.key value"),
        ({"nlp.lang": "fr"}, "--nlp.lang: names no setting; give --themes.section.key value"),
    ],
)
def test_a_wrong_setting_is_one_sentence_with_its_key(settings: dict[str, Any], said: str, board: Path) -> None:
    with pytest.raises(ThemesError) as caught:
        read_plan(board / "lighthouses.cfg", settings)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no [themes] sections"),
        ("hello", "no configuration"),
        ("[themes]\n\n[themes.corpora]\ntaxonomy = 'a.toml'\n", "which requires double quotes.); correct it"),
        ("[themes]\nC = 3\n", "unknown key themes.C; settings stand in sections such as [themes.classifier]"),
        ('[themes]\n\n[nlp]\nlang = "en"\n', "unknown section [nlp]"),
        (
            '[themes]\n\n[themes.corpora]\n@themes = "un.corpora.v9"\n',
            "names 'un.corpora.v9'; known is 'un.corpora.v1'",
        ),
        ("[themes]\n\n[themes.corpora]\nwritten = yes\n", "themes.corpora.written is 'yes'; give true or false"),
        ("[themes]\n\n[themes.corpora]\ntaxonomy = null\n", "themes.corpora.taxonomy is None; give a path in quotes"),
    ],
)
def test_a_wrong_configuration_is_one_sentence_with_its_file(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.cfg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThemesError) as caught:
        read_plan(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.cfg", "folder", "binary.cfg"])
def test_a_configuration_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.cfg").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ThemesError, match=f"{name}: cannot be read .*; name a configuration file"):
        read_plan(tmp_path / name)


def test_files_that_are_missing_are_named(board: Path) -> None:
    (board / "clauses.csv").unlink()
    with pytest.raises(CorpusError, match=r"clauses\.csv: cannot be read"):
        read_plan(board / "lighthouses.cfg").read()
    with pytest.raises(ThemesError, match=r"none\.toml: there is no such file; name another"):
        read_plan(board / "lighthouses.cfg", {"themes.corpora.taxonomy": "none.toml"}).taxonomy()
