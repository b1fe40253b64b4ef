"""Labels of real clauses without their text: one row a clause, by the checksum of its words.

A resolution is public, but no sentence of one stands in this project. What stands here is what was decided about it;
whoever has a copy of the resolutions joins the two (:mod:`pipeline.corpus.hydration`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pipeline.corpus.digests import family_id, normalized, symbol_key, text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.tables import read_rows
from pipeline.lexicon.data import data_folder

COLUMNS = ("sha256", "symbol", "kind", "themes", "family", "source")
KINDS = ("preambular", "operative", "subparagraph", "annex")
"""Kinds that have themes (annotation guidelines, sections 1 and 6)."""

_SHA = re.compile(r"[0-9a-f]{64}")
_THEME = re.compile(r"[^\s;,]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What was decided of one clause.

    Attributes
    ----------
    sha256
        Checksum of its letters and digits (:func:`pipeline.corpus.digests.text_sha256`).
    symbol
        Symbol of its resolution.
    kind
        Its kind.
    themes
        Its themes, none for a clause that is generic.
    family
        Checksum of the recurring resolution that it belongs to.
    source
        Where the clause's cut comes from: ``official``, ``machine-parsed`` …
    """

    sha256: str
    symbol: str
    kind: str
    themes: tuple[str, ...]
    family: str
    source: str = ""


@dataclass
class Labels:
    """Labels of one or more files.

    Attributes
    ----------
    rows
        Labels by the name of their file, in the order of the files.
    repeated
        How many rows were left out because an earlier one says the same.
    conflicts
        How many were left out because an earlier one says something else.
    """

    rows: dict[str, list[Label]] = field(default_factory=dict)
    repeated: int = 0
    conflicts: int = 0

    def add(self, name: str, found: Iterable[Label]) -> None:
        """Take the labels of one more file; of two of the same clause the first holds."""
        before = {(one.sha256, one.family): one for rows in self.rows.values() for one in rows}
        inside: dict[tuple[str, str], Label] = {}
        kept = self.rows.setdefault(name, [])
        for label in found:
            first = before.get((label.sha256, label.family)) or inside.get((label.sha256, symbol_key(label.symbol)))
            if first is None:
                inside[label.sha256, symbol_key(label.symbol)] = label
                kept.append(label)
            elif set(first.themes) == set(label.themes):
                self.repeated += 1
            else:
                self.conflicts += 1

    def all(self) -> list[Label]:
        """Return all labels."""
        return [label for rows in self.rows.values() for label in rows]


def themes_of(value: Any, place: str) -> tuple[str, ...]:
    """Return themes given as a list, or as a text with spaces, commas or semicolons between them.

    Raises
    ------
    CorpusError
        When they are neither.
    """
    if isinstance(value, str):
        return tuple(dict.fromkeys(_THEME.findall(value)))
    if isinstance(value, Sequence) and all(isinstance(theme, str) and _THEME.fullmatch(theme) for theme in value):
        return tuple(dict.fromkeys(value))
    raise CorpusError(f"{place}: `themes` is {value!r}; give a list of theme ids without spaces, an empty one for none")


def make_labels(paths: Sequence[Path]) -> Labels:
    """Make labels without text from files of labelled clauses.

    Parameters
    ----------
    paths
        Files whose rows have ``text`` and ``themes`` and, where known, ``symbol``, ``kind``, ``family``, ``source``.

    Raises
    ------
    CorpusError
        For a file that cannot be read or a row without text or themes.
    """
    made = Labels()
    for number, path in enumerate(paths):
        made.add(f"{number} {path.name}", [_made(row, place) for place, row in read_rows(path)])
    return made


def _made(row: dict[str, Any], place: str) -> Label:
    """Return the label of a row with text."""
    text = row.get("text")
    if not isinstance(text, str) or not normalized(text):
        raise CorpusError(f"{place}: no text; give every row a `text`, or take the row out")
    if "themes" not in row:
        raise CorpusError(f"{place}: no `themes`; give a list of theme ids, an empty one for none")
    known = {key: str(row.get(key) or "") for key in ("symbol", "kind", "source")}
    themes = themes_of(row["themes"], place)
    return Label(text_sha256(text), themes=themes, family=family_id(str(row.get("family") or "")), **known)


def write_labels(labels: Iterable[Label], file: TextIO, as_csv: bool = False) -> int:
    """Write labels as JSON Lines or CSV, in the order of their checksums, and return how many.

    JSON Lines is what the corpora of the project are in: ``datasets`` reads all of a folder in one format.
    """
    rows = sorted(labels, key=lambda one: (one.sha256, one.symbol, one.family))
    if as_csv:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (one.sha256, one.symbol, one.kind, " ".join(one.themes), one.family, one.source) for one in rows
        )
    else:
        file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in rows)
    return len(rows)


def label_files() -> list[Path]:
    """Return the label files of the project, in the order in which they count.

    Raises
    ------
    CorpusError
        When this installation has none.
    """
    try:
        files = sorted((data_folder("corpora") / "labels").glob("*.jsonl"))
    except OSError as error:
        raise CorpusError(f"labels: {error}") from error
    if not files:
        raise CorpusError("this installation has no labels; work in a checkout, or name files of labels")
    return files


def read_labels(paths: Sequence[Path]) -> Labels:
    """Read files of labels; where two have the same clause of the same recurring resolution, the first file holds.

    Parameters
    ----------
    paths
        Files with the columns of ``COLUMNS``, the first first.

    Raises
    ------
    CorpusError
        For a file that is none.
    """
    labels = Labels()
    for path in paths:
        labels.add(path.name, [_label(row, place) for place, row in read_rows(path)])
    return labels


def _label(row: dict[str, Any], place: str) -> Label:
    """Return the label of a row of a label file."""
    missing = [name for name in COLUMNS if row.get(name) is None]
    if missing:
        raise CorpusError(f"{place}: no {', '.join(missing)}; make the file with `clausewise corpus labels`")
    if not _SHA.fullmatch(str(row["sha256"])):
        raise CorpusError(f"{place}: {row['sha256']!r} is no SHA-256; make the file with `clausewise corpus labels`")
    values = {name: str(row[name]) for name in COLUMNS if name != "themes"}
    return Label(themes=themes_of(row["themes"], place), **values)
