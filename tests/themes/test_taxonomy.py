"""Themes files: the shipped one, one's own, and one sentence for each thing that can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon.data import data_folder
from pipeline.themes.rows import ThemesError
from pipeline.themes.taxonomy import Theme, read_taxonomy

LAMPS = '[[theme]]\nid = "lamps"\nlabel = "Lamps"\ndefinition = "The light itself."\n'


def test_the_shipped_taxonomy_has_its_themes(taxonomy: list[str]) -> None:
    themes = read_taxonomy(data_folder("configs") / "themes.toml")
    assert [theme.id for theme in themes] == taxonomy
    assert len(themes) == 29
    assert all(theme.keywords for theme in themes)
    assert len({theme.label for theme in themes}) == 29


def test_an_own_file_is_read_with_and_without_keywords(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(LAMPS + LAMPS.replace("lamps", "fog-2") + 'keywords = ["fog", "fog horn"]\n', encoding="utf-8")
    assert read_taxonomy(path) == (
        Theme("lamps", "Lamps", "The light itself."),
        Theme("fog-2", "Lamps", "The light itself.", ("fog", "fog horn")),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no [[theme]] rows; give each theme an id"),
        ("theme = []", "has no [[theme]] rows"),
        ("[[theme]", "cannot be read as TOML"),
        ("theme = [3]", "theme 1: is no table; write it as [[theme]]"),
        (LAMPS.replace('id = "lamps"', ""), "theme 1: `id` is None; give a text"),
        (LAMPS.replace('"Lamps"', "3"), "theme 1: `label` is 3; give a text"),
        (LAMPS.replace("The light itself.", " "), "theme 1: `definition` is ' '; give a text"),
        (LAMPS + 'keyword = ["x"]', "theme 1: unknown key 'keyword'; known are id, label, definition, keywords"),
        (LAMPS + 'keywords = "x"', "theme 1: `keywords` is 'x'; give a list of words"),
        (LAMPS + 'keywords = ["x", ""]', "theme 1: `keywords` is ['x', '']; give a list of words"),
        (LAMPS.replace("lamps", "Lamps and oil"), "the id 'Lamps and oil' is not made of small letters"),
        (LAMPS.replace("lamps", "lamps\\n"), "is not made of small letters"),
        (LAMPS + LAMPS, "the id 'lamps' stands twice; rename one"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_file_and_row(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ThemesError) as caught:
        read_taxonomy(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}")
    assert said in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    if data is not None:
        path.write_bytes(data)
    said = (
        "there is no such file; name another" if data is None else "cannot be read as TOML .*; correct the file or name"
    )
    with pytest.raises(ThemesError, match=rf"mine\.toml: {said}"):
        read_taxonomy(path)
