"""What training reads: labelled clauses and unlabelled ones of all corpora, with the checksums of their sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.corpus.cache import read_cache
from pipeline.corpus.corrected import corrected
from pipeline.corpus.corrections import fold_corrections, read_corrections
from pipeline.corpus.digests import family_id, file_sha256, normalized, text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.labels import KINDS, themes_of
from pipeline.corpus.tables import read_rows
from pipeline.corpus.written import WrittenError, clause_rows, load_written
from pipeline.corpus.written_lines import written_folder

SHORTEST = 25
"""Letters and more that an unlabelled clause needs to be of use."""

READ = ("text", "themes", "title", "kind", "family", "id")
PASSED_OVER = frozenset(
    [
        "organ",
        "symbol",
        "num",
        "number",
        "document",
        "source",
        "spans",
        "sha256",
        "origin",
        "heading",
        "subjects",
        "fold",
    ]
)
"""Columns that a user's own rows may have though nothing here reads them; any other is likely a slip of the pen."""


@dataclass(frozen=True)
class Corpora:
    """What training reads.

    Attributes
    ----------
    rows
        Labelled clauses: ``text``, ``title``, ``kind``, ``id``, ``themes``, ``family``.
    weak
        Unlabelled clauses: ``text``, ``title``, ``heading``, ``subjects``, ``family``; no text twice.
    checksums
        SHA-256 of every source by a name without the folders of a machine.
    notes
        What a person should know of them, one sentence each.
    """

    rows: tuple[dict[str, Any], ...] = ()
    weak: tuple[dict[str, Any], ...] = ()
    checksums: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_corpora(
    written: bool,
    cache: Path | None,
    corrections: Sequence[Path] = (),
    labelled: Sequence[Path] = (),
) -> Corpora:
    """Read corpora.

    Parameters
    ----------
    written
        Whether the resolutions that were written for this project are among them.
    cache
        The cache that ``clausewise corpus hydrate`` made; none where None.
    corrections
        Files of corrections, folded into the labelled clauses.
    labelled
        A user's own labelled clauses: JSONL, CSV or Parquet with ``text``, ``themes`` and, where known, ``title``,
        ``kind``, ``family``, ``id``.

    Raises
    ------
    CorpusError
        One sentence that names file and row and says what to do.
    """
    rows: list[dict[str, Any]] = []
    weak: list[dict[str, Any]] = []
    checksums: dict[str, str] = {}
    notes: list[str] = []
    if written:
        rows += written_rows(checksums)
    if cache is not None:
        hydrated, unlabelled = _cached(cache, checksums, notes)
        rows += hydrated
        weak += unlabelled
    for path in labelled:
        rows += [_own(row, place) for place, row in read_rows(path)]
        _note_checksum(path, checksums)
    if corrections:
        folded = fold_corrections(read_corrections(corrections))
        for path in corrections:
            _note_checksum(path, checksums)
        rows, said = corrected(rows, folded, weak)
        notes += said
    return Corpora(tuple(rows), tuple(_unique(weak, rows)), checksums, tuple(notes))


def written_rows(checksums: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the labelled clauses of the resolutions that were written for this project.

    Raises
    ------
    CorpusError
        When this installation has none, or one of them is broken.
    """
    folder = written_folder()
    try:
        resolutions = load_written(folder)
    except (WrittenError, OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"written resolutions: {error}; correct the source") from error
    if not resolutions:
        raise CorpusError(f"{folder}: holds no resolutions; work in a checkout, or leave the written ones out")
    if checksums is not None:
        digest = hashlib.sha256()
        for path in [folder / "acts.toml", *sorted((folder / "source").glob("*.txt"))]:
            digest.update(f"{path.name} {file_sha256(path)}\n".encode())
        checksums["written"] = digest.hexdigest()
    rows = [row for one in resolutions for row in clause_rows(one)]
    return [_labelled({**row, "source": "written"}, str(row["id"])) for row in rows]


def _cached(
    path: Path, checksums: dict[str, str], notes: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return labelled and unlabelled clauses of the cache."""
    found = read_cache(path)
    rows, weak = [], []
    for row in found.rows:
        if row["themes"] is not None:
            name = f"{row['symbol']}#{row['sha256'][:12]}"
            rows.append(_labelled(row, name))
        elif row["kind"] in (*KINDS, "") and len(row["text"]) > SHORTEST:
            weak.append(row)
    _note_checksum(path, checksums)
    checksums.update(found.facts.get("checksums", {}))
    for name, joined in found.facts.get("joined", {}).items():
        missing = found.facts.get("missing", {}).get(name, 0)
        notes.append(f"labels {name}: {joined} found their text, {missing} did not")
    return rows, weak


def _own(row: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return a row of a user's own file."""
    unknown = sorted(set(map(str, row)) - set(READ) - PASSED_OVER)
    if unknown:
        raise CorpusError(f"{place}: unknown column `{unknown[0]}`; known are {', '.join(READ)}")
    text = row.get("text")
    if not isinstance(text, str) or not normalized(text):
        raise CorpusError(f"{place}: no text; give every row a `text`, or take the row out")
    if row.get("themes") is None:
        raise CorpusError(f"{place}: no `themes`; give the row its themes, an empty list or cell for none")
    return _labelled({**row, "themes": themes_of(row["themes"], place)}, str(row.get("id") or Path(place).name))


def _labelled(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a labelled row with the columns that training reads."""
    return {
        "text": row["text"],
        "title": str(row.get("title") or ""),
        "kind": str(row.get("kind") or ""),
        "id": name,
        "themes": list(row["themes"]),
        "family": family_id(str(row.get("family") or "")),
        "source": str(row.get("source") or ""),
    }


def _unique(weak: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield unlabelled clauses, each text once and none that is labelled."""
    seen = {text_sha256(row["text"]) for row in rows}
    for row in weak:
        if row["sha256"] not in seen:
            seen.add(row["sha256"])
            known = {key: row[key] for key in ("text", "title", "heading", "family")}
            yield known | {"subjects": row["subjects"] or []}


def _note_checksum(path: Path, checksums: dict[str, str]) -> None:
    """Write down the checksum of a file under its name, with a number where two files have one name."""
    name, number = path.name, 1
    while name in checksums:
        number += 1
        name = f"{path.name} ({number})"
    checksums[name] = file_sha256(path)
