"""Train a classifier of themes: features, heads, calibration, thresholds, all from rows and a configuration.

The same rows, configuration and versions give the same bytes: everything that is drawn by chance has the seed, folds
follow from the names of families, and linear algebra runs on one thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.analysis import Keywords
from pipeline.themes.calibration import fit_curves, probabilities
from pipeline.themes.classifier import fit_classifier, label_matrix
from pipeline.themes.config import ThemesConfig
from pipeline.themes.crossval import Progress, folds_of, held_out_scores, report
from pipeline.themes.features import fit_features
from pipeline.themes.model import ThemeModel
from pipeline.themes.rows import ThemeRow, ThemesError, WeakRow, check_labels, label_counts
from pipeline.themes.thresholds import fit_thresholds


def train(
    rows: Iterable[ThemeRow],
    config: ThemesConfig,
    themes: Sequence[str],
    keywords: Keywords | None = None,
    weak: Iterable[WeakRow] = (),
    facts: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    reference: Sequence[bool] | None = None,
) -> ThemeModel:
    """Train a classifier.

    Parameters
    ----------
    rows
        Labelled clauses.
    config
        Settings.
    themes
        Ids of all themes of the taxonomy, in its order. One with too few examples is reported in ``not_trained``.
    keywords
        Terms that point to themes, function words and endings; none where missing.
    weak
        Unlabelled clauses with what is known of them, for the topic vectors.
    facts
        Further plain data for the model card, for instance checksums of the corpora.
    progress
        Told one sentence a step.
    reference
        Which rows calibration and thresholds are tuned on and figures counted on; all where missing. The others are
        learned from only.

    Raises
    ------
    ThemesError
        When the rows cannot be trained on; one sentence that names the row or theme.
    """
    from threadpoolctl import threadpool_limits

    labelled, unlabelled = list(rows), list(weak)
    check_labels(labelled, themes)
    trained, not_trained = _trained_themes(labelled, config, themes)
    with threadpool_limits(limits=1):
        told = np.ones(len(labelled), dtype=bool) if reference is None else np.asarray(reference, dtype=bool)
        model = _train(labelled, unlabelled, config, trained, keywords or Keywords(), told, progress)
    model.not_trained = not_trained
    model.facts.update(facts or {})
    return model


def _trained_themes(
    rows: Sequence[ThemeRow], config: ThemesConfig, themes: Sequence[str]
) -> tuple[list[str], dict[str, int]]:
    """Return the themes with enough examples, and the others with their number."""
    counts = label_counts(rows)
    least = max(1, config.classifier.min_examples)
    trained = [theme for theme in themes if counts.get(theme, 0) >= least]
    if not trained:
        raise ThemesError(f"no theme has {least} examples; label more clauses or lower themes.classifier.min_examples")
    return trained, {theme: counts.get(theme, 0) for theme in themes if theme not in trained}


def _train(
    rows: list[ThemeRow],
    weak: list[WeakRow],
    config: ThemesConfig,
    themes: list[str],
    keywords: Keywords,
    told: NDArray[np.bool_],
    progress: Progress | None,
) -> ThemeModel:
    """Score held-out folds, tune on them, then train on all rows."""
    labels = label_matrix([row.themes for row in rows], themes)
    folds = max(2, config.training.folds)
    fold, weak_fold = folds_of(rows, folds), folds_of(weak, folds)
    if len(set(fold[told].tolist())) < 2:
        raise ThemesError("all rows are of one recurring resolution; give rows of several, with their `family`")
    scores = held_out_scores(rows, weak, themes, keywords, config, fold, weak_fold, progress, told)[told]
    curves = fit_curves(scores, labels[told])
    thresholds = fit_thresholds(probabilities(scores, curves), labels[told], config.thresholds)
    if progress is not None:
        progress(f"training on all {len(rows)} clauses")
    space = fit_features(rows, weak, themes, keywords, config.features, config.topics, config.training.seed)
    heads = fit_classifier(space, space.encode(rows), labels, config)
    facts: dict[str, Any] = {
        "clauses": len(rows),
        "unlabelled_clauses": len(weak),
        "families": len({row.family or row.title or row.text for row in rows}),
        "label_counts": label_counts(rows),
        "reference_clauses": int(told.sum()),
        "cross_validation": report(scores, labels[told], fold[told], themes, config),
        "versions": versions(),
    }
    return ThemeModel(config, space, heads, np.asarray(curves), thresholds, facts=facts)


def versions() -> dict[str, str]:
    """Return the versions of the libraries that the numbers depend on."""
    import scipy
    import sklearn

    return {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
