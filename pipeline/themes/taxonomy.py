"""A taxonomy: the themes that a classifier is trained on, read from a themes file.

The file is TOML with one ``[[theme]]`` row a theme: ``id``, ``label``, ``definition`` and, where there are some,
``keywords``. The shipped one is ``configs/themes.toml``; anyone's own is used in its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.themes.rows import ThemesError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_KEYS = ("id", "label", "definition", "keywords")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    Attributes
    ----------
    id
        What labels and records call it: small letters, digits and hyphens.
    label
        What people call it.
    definition
        What a clause with it speaks of.
    keywords
        Words and short phrases that point to it; there may be none.
    """

    id: str
    label: str
    definition: str
    keywords: tuple[str, ...] = ()


def read_taxonomy(path: Path) -> tuple[Theme, ...]:
    """Read a themes file.

    Raises
    ------
    ThemesError
        When it cannot be read, has no rows, or a row lacks a field, has an unknown one, or an id that is not well
        formed or stands twice; one sentence that names file and row.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ThemesError(
            f"{path}: there is no such file; name another; `taxonomy` in [themes.corpora] counts from its folder"
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemesError(f"{path}: cannot be read as TOML ({error}); correct the file or name another") from error
    for key in data:
        if key not in ("theme", "version"):
            raise ThemesError(f"{path}: unknown key {key!r}; themes are rows that begin with [[theme]]")
    rows = data.get("theme")
    if not isinstance(rows, list) or not rows:
        raise ThemesError(f"{path}: has no [[theme]] rows; give each theme an id, a label and a definition")
    themes = tuple(_theme(row, f"{path}, theme {number}") for number, row in enumerate(rows, 1))
    seen: set[str] = set()
    for theme in themes:
        if theme.id in seen:
            raise ThemesError(f"{path}: the id {theme.id!r} stands twice; rename one")
        seen.add(theme.id)
    return themes


def _theme(row: Any, place: str) -> Theme:
    """Return one row that is well formed."""
    if not isinstance(row, Mapping):
        raise ThemesError(f"{place}: is no table; write it as [[theme]] with id, label and definition")
    for key in row:
        if key not in _KEYS:
            raise ThemesError(f"{place}: unknown key {key!r}; known are {', '.join(_KEYS)}")
    for key in ("id", "label", "definition"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise ThemesError(f"{place}: `{key}` is {row.get(key)!r}; give a text")
    if not _ID.match(row["id"]):
        raise ThemesError(f"{place}: the id {row['id']!r} is not made of small letters, digits and hyphens; change it")
    keywords = row.get("keywords", [])
    if not isinstance(keywords, list) or not all(isinstance(word, str) and word.strip() for word in keywords):
        raise ThemesError(f"{place}: `keywords` is {keywords!r}; give a list of words")
    return Theme(row["id"], row["label"], row["definition"], tuple(keywords))
