"""What the tests of themes share: the taxonomy, the keywords, the written rows, and one model trained for real."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.lexicon.data import data_folder
from pipeline.themes import ThemeModel, ThemeRow, load, theme_row
from pipeline.themes.analysis import Keywords, read_keywords


@pytest.fixture(scope="session")
def taxonomy() -> list[str]:
    """Return the theme ids in their order."""
    rows = tomllib.loads((data_folder("configs") / "themes.toml").read_text(encoding="utf-8"))["theme"]
    return [row["id"] for row in rows]


@pytest.fixture(scope="session")
def keywords() -> Keywords:
    """Return the keywords of the shipped configuration."""
    return read_keywords(data_folder("configs") / "theme_keywords.toml")


@pytest.fixture(scope="session")
def written() -> list[ThemeRow]:
    """Return the clauses of the written resolutions."""
    from pipeline.corpus.written import clause_rows, load_written

    folder = data_folder("corpora") / "written"
    return [theme_row(row) for source in load_written(folder) for row in clause_rows(source)]


@pytest.fixture(scope="session")
def model(trained: Path) -> ThemeModel:
    """Return a model trained with ``configs/fast.cfg`` on the written resolutions."""
    return load(trained / "un_themes")


@pytest.fixture
def saved(model: ThemeModel, tmp_path: Path) -> Path:
    """Return a folder with the model."""
    model.save(tmp_path / "model")
    return tmp_path / "model"
