"""The plain rows that the classifier of themes reads: labelled clauses, and unlabelled ones with what is known of them.

A theme of a clause is what the clause itself speaks of; its title only helps to read short forms (annotation
guidelines, section 6). So a row holds the clause's text, its kind and the title of its resolution, and nothing of its
neighbours: a clause gets the same themes alone and inside its document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class ThemesError(ValueError):
    """Something about rows, a configuration or a model that cannot be used; one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One clause.

    Attributes
    ----------
    text
        The clause's words, without its number.
    title
        The title of its resolution, empty where unknown.
    kind
        Its kind, by the annotation guidelines, section 1; empty where unknown.
    id
        What errors call it.
    themes
        Its labels; empty for a clause without a theme and for one that is to be labelled.
    family
        The recurring resolution that it belongs to: rows of one family never lie in different folds.
    source
        Where its labels come from, as the corpus says.
    """

    text: str
    title: str = ""
    kind: str = ""
    id: str = ""
    themes: tuple[str, ...] = ()
    family: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class WeakRow:
    """One unlabelled clause with what is known of its resolution.

    Attributes
    ----------
    text
        The clause's words.
    title
        The title of its resolution.
    heading
        The heading of the part in which it stands, empty where there is none.
    subjects
        The subject headings that a library gave to the resolution.
    family
        The recurring resolution that it belongs to.
    """

    text: str
    title: str = ""
    heading: str = ""
    subjects: tuple[str, ...] = ()
    family: str = ""


def theme_row(row: Mapping[str, Any], place: str = "row") -> ThemeRow:
    """Make a row from a mapping, as a corpus in JSONL or CSV gives it.

    Parameters
    ----------
    row
        ``text`` and, where known, ``title``, ``kind``, ``id``, ``themes``, ``family``, ``source``.
    place
        What an error calls the row, for instance file and line.

    Raises
    ------
    ThemesError
        When ``text`` is missing, no string or empty, or ``themes`` is no list of strings.
    """
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ThemesError(f"{place}: no text; give every row a `text`, or take the row out")
    themes = row.get("themes") or ()
    if isinstance(themes, str) or not all(isinstance(theme, str) for theme in themes):
        raise ThemesError(f"{place}: `themes` is {themes!r}; give a list of theme ids")
    known = {key: str(row.get(key) or "") for key in ("title", "kind", "id", "family", "source")}
    return ThemeRow(text=text, themes=tuple(themes), **known)


def check_labels(rows: Sequence[ThemeRow], themes: Sequence[str]) -> None:
    """Stop on rows that cannot be trained on.

    Raises
    ------
    ThemesError
        When there are no rows, a row has no text or a theme that is not in ``themes``, or all rows have equal labels.
    """
    if not rows:
        raise ThemesError("the corpus is empty; name one that has labelled clauses")
    check_known(rows, themes)
    if len({frozenset(row.themes) for row in rows}) < 2:
        raise ThemesError("all rows of the corpus have the same themes; a classifier needs at least two classes")


def check_known(rows: Sequence[ThemeRow], themes: Sequence[str]) -> None:
    """Stop on rows that cannot be counted.

    Raises
    ------
    ThemesError
        When a row has no text or a theme that is not in ``themes``.
    """
    known = set(themes)
    for number, row in enumerate(rows, 1):
        place = row.id or f"row {number}"
        if not row.text.strip():
            raise ThemesError(f"{place}: no text; give every row a `text`, or take the row out")
        for theme in row.themes:
            if theme not in known:
                raise ThemesError(f"{place}: unknown theme {theme!r}; add it to the themes file or correct the row")


def label_counts(rows: Iterable[ThemeRow]) -> dict[str, int]:
    """Return how many rows have each theme, by theme id."""
    counts = Counter(theme for row in rows for theme in row.themes)
    return dict(sorted(counts.items()))
