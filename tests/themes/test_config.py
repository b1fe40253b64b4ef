"""The ``[themes]`` sections: defaults, overrides, and the sentence for each mistake."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.lexicon.data import data_folder
from pipeline.themes.config import SECTIONS, ThemesConfig, config_of, read_config
from pipeline.themes.rows import ThemesError


def test_the_shipped_configuration_says_every_setting() -> None:
    config = read_config(data_folder("configs") / "train.cfg")
    text = (data_folder("configs") / "train.cfg").read_text(encoding="utf-8")
    for name, part in asdict(config).items():
        assert f"[themes.{name}]" in text
        assert [key for key in part if f"\n{key} = " not in text] == []


def test_a_configuration_survives_plain_data() -> None:
    config = read_config(data_folder("configs") / "fast.cfg")
    assert config_of(config.plain()) == config


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    path = tmp_path / "short.cfg"
    path.write_text("[themes]\n\n[themes.classifier]\nC = 2\n", encoding="utf-8")
    config = read_config(path)
    assert config.classifier.C == 2.0
    assert config.features == ThemesConfig().features


def test_an_override_wins(tmp_path: Path) -> None:
    path = tmp_path / "short.cfg"
    path.write_text("[themes]\n\n[themes.classifier]\nC = 2\n", encoding="utf-8")
    assert read_config(path, {"themes.classifier.C": 3}).classifier.C == 3.0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "[themes.clasifier]\nC = 1\n",
            f"unknown section [themes.clasifier]; known are corpora, {', '.join(SECTIONS)}",
        ),
        ("[themes.classifier]\nc = 1\n", "unknown key themes.classifier.c; known are C, min_examples"),
        ('[themes.classifier]\nC = "big"\n', "themes.classifier.C is"),
        ("[themes.classifier]\nC = true\n", "themes.classifier.C is True; give a number"),
        ("[themes.classifier]\nC = -1\n", "themes.classifier.C is -1; give a number of at least 0"),
        ("[themes.network]\nbatch = 0\n", "themes.network.batch is 0; give a number of at least 1"),
        ("[themes.network]\nunits = 100000000000\n", "themes.network.units is 100000000000; give a number of at most"),
        ("[themes.classifier]\nC = 0\n", "themes.classifier.C is 0; give a number of at least 1e-09"),
        ("[themes.classifier]\nC = 1e400\n", "themes.classifier.C is inf; give a number of at least 0, not infinity"),
        ("[themes.training]\nseed = 99999999999\n", "give a number of at most 4,294,967,295"),
        ("[themes.training]\nfolds = 1\n", "themes.training.folds is 1; give a number of at least 2"),
        ("[themes.thresholds]\nabstain = 7\n", "themes.thresholds.abstain is 7; give a number of at most 1"),
        ("[themes.network]\ndropout = 1\n", "themes.network.dropout is 1; give a share below 1"),
        ("[themes.training]\nfolds = 2.5\n", "themes.training.folds is 2.5; give a whole number"),
        ('[themes.features]\n@themes = "un.letters.v1"\n', "names 'un.letters.v1'; known is 'un.clause_terms.v1'"),
        ("[themes.features\n", "no configuration"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "wrong.cfg"
    path.write_text(f"[themes]\n\n{content}", encoding="utf-8")
    with pytest.raises(ThemesError) as error:
        read_config(path)
    assert sentence in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemesError, match="cannot be read"):
        read_config(tmp_path / "none.cfg")
