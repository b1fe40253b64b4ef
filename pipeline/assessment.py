"""A trained model and a labelled corpus to figures: scores, baselines, calibration, confusions, gains and losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus import Corpora, CorpusError, read_corpora
from pipeline.corpus.cache import default_cache
from pipeline.corpus.digests import file_sha256
from pipeline.corpus.written_lines import written_folder
from pipeline.evaluation.report import Change, Report
from pipeline.evaluation.scores import confusions, score
from pipeline.loading import verify_folder
from pipeline.themes import ThemeModel, ThemeRow, ThemesError, load, theme_row
from pipeline.themes.calibration import expected_error, reliability
from pipeline.themes.classifier import label_matrix
from pipeline.themes.rows import check_known

WRITTEN, CACHE = "written", "cache"
"""Names of corpora that stand for the written resolutions and for the cache of `clausewise corpus hydrate`."""

HIT = 0.4
"""How much of a keyword the baseline wants: one that points to one theme gives 0.45, one that two share 0.34."""


@dataclass(frozen=True)
class Assessed:
    """A model's labels of a corpus, and the report on them."""

    rows: list[ThemeRow]
    given: NDArray[np.bool_]
    right: NDArray[np.bool_]
    themes: tuple[str, ...]
    report: Report


def load_model(folder: Path) -> ThemeModel:
    """Load the classifier of a pipeline folder, or of a folder that holds nothing else.

    Raises
    ------
    ConfigurationError, ThemesError
        When it is no model, or was changed.
    """
    if not folder.exists():
        raise ThemesError(f"{folder}: there is no such folder; name one that `clausewise train` wrote")
    verify_folder(folder)
    inner = folder / "un_themes"
    if not inner.is_dir() and not (folder / "model.json").is_file():
        raise ThemesError(f"{folder}: holds no trained themes; name a folder that `clausewise train` wrote")
    return load(inner if inner.is_dir() else folder)


def read_corpus(names: Sequence[str]) -> tuple[list[ThemeRow], Corpora]:
    """Read labelled clauses: files, ``written``, ``cache``.

    Raises
    ------
    CorpusError
        When one cannot be read.
    """
    files = [Path(name) for name in names if name not in (WRITTEN, CACHE)]
    corpora = read_corpora(WRITTEN in names, default_cache() if CACHE in names else None, (), files)
    if not corpora.rows:
        raise CorpusError(f"{', '.join(names)}: has no labelled clauses; name a corpus that has")
    return [theme_row(row, str(row["id"])) for row in corpora.rows], corpora


def assess(folder: Path, names: Sequence[str]) -> Assessed:
    """Evaluate a model on a corpus.

    Parameters
    ----------
    folder
        The model.
    names
        Files of labelled clauses, ``written``, ``cache``.

    Raises
    ------
    ThemesError, CorpusError, ConfigurationError
        One sentence that names what cannot be used.
    """
    model = load_model(folder)
    rows, corpora = read_corpus(names)
    known = [*model.themes, *model.not_trained]
    try:
        check_known(rows, known)
    except ThemesError as error:
        raise ThemesError(f"{error}; or name a model that knows it, which {folder} does not") from error
    right = label_matrix([row.themes for row in rows], known).astype(bool)
    chances = np.zeros(right.shape)
    chances[:, : len(model.themes)] = model.predict(rows)
    trained = chances[:, : len(model.themes)]
    given = np.zeros(right.shape, dtype=bool)
    given[:, : len(model.themes)] = model.thresholds.decide(trained)
    sure = ~model.thresholds.uncertain(trained)
    groups = [row.family or row.title or row.text for row in rows]
    sure_groups = [group for group, one in zip(groups, sure, strict=True) if one]
    report = Report(
        model=folder.name,
        corpus=", ".join(Path(name).name for name in names),
        clauses=len(rows),
        resolutions=len(set(groups)),
        scores=score(given, right, known, groups),
        baselines={name: score(labels, right, known, groups) for name, labels in _baselines(model, rows, right)},
        reliability=reliability(chances, right.astype(np.int8)),
        calibration_error=expected_error(chances, right.astype(np.int8)),
        abstained=1 - float(sure.mean()),
        sure=score(given[sure], right[sure], known, sure_groups),
        confusions=confusions(given, right, known),
        remarks=remarks(model, corpora),
    )
    return Assessed(rows, given, right, tuple(known), report)


def _baselines(
    model: ThemeModel, rows: Sequence[ThemeRow], right: NDArray[np.bool_]
) -> list[tuple[str, NDArray[np.bool_]]]:
    """Return what keywords alone say, and what the commonest theme for every clause would be worth."""
    words = [model.space.analyzer.words(row.text) for row in rows]
    by_keyword = np.zeros(right.shape, dtype=bool)
    by_keyword[:, : len(model.themes)] = model.space.matcher.features(words)[:, : len(model.themes)] >= HIT
    majority = np.zeros(right.shape, dtype=bool)
    majority[:, int(right.sum(axis=0).argmax())] = True
    return [("keywords", by_keyword), ("commonest theme", majority)]


def remarks(model: ThemeModel, corpora: Corpora) -> list[str]:
    """Say whether the model saw the corpus, and which themes it was not trained on."""
    trained_on = dict(model.facts.get("corpora", {}))
    seen = set(trained_on.values())
    if WRITTEN in trained_on:  # whose checksum is that of the source; the same clauses stand in a file as well
        seen |= {file_sha256(path) for path in [written_folder() / "clauses.jsonl"] if path.is_file()}
    found = []
    if seen & set(corpora.checksums.values()):
        found.append("the model was trained on clauses of this corpus; the fair figures are those of cross-validation")
    for theme, count in sorted(model.not_trained.items()):
        found.append(f"theme {theme!r} is not trained: it had {count} examples, too few")
    return found


def changes(old: Assessed, new: Assessed) -> list[Change]:
    """Return every theme of every clause that one model sees rightly and the other wrongly.

    Raises
    ------
    ThemesError
        When the models know different themes.
    """
    if set(old.themes) != set(new.themes):
        odd = sorted(set(old.themes) ^ set(new.themes))
        raise ThemesError(f"the models have different themes ({', '.join(odd[:5])}); compare models of one taxonomy")
    order = [new.themes.index(theme) for theme in old.themes]
    given: Any = new.given[:, order]
    differ = np.argwhere(old.given != given)
    return [
        Change(
            id=old.rows[row].id or str(row + 1),
            text=old.rows[row].text,
            theme=old.themes[column],
            right=bool(old.right[row, column]),
            gained=bool(given[row, column] == old.right[row, column]),
        )
        for row, column in differ
    ]
