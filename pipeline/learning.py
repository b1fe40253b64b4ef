"""From a training plan to a model folder that spaCy opens: the whole pipeline with its trained themes.

The same configuration, corpora and versions give the same bytes. The folder is made beside its place and moved there
when it is whole, so an interrupted training leaves the old model as it was.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.corpus import Corpora
from pipeline.corpus.building import build
from pipeline.evaluation.card import model_card
from pipeline.lexicon.data import data_folder
from pipeline.loading import SEAL, load_pipeline, seal_folder
from pipeline.themes import ThemeModel, ThemeRow, ThemesError, WeakRow, theme_row
from pipeline.themes.artefact import UnwritableError, replace_folder
from pipeline.themes.crossval import fold_of
from pipeline.themes.training import train
from pipeline.training_plan import Plan

__all__ = ["NAME", "Progress", "check_place", "fit", "fold_of", "train_model", "write_model"]

Progress = Callable[[str], None]

NAME = "un_resolutions"
"""The name of the pipeline in its ``meta.json``, after the language."""


def train_model(plan: Plan, output: Path, progress: Progress | None = None) -> ThemeModel:
    """Train the themes and write the pipeline.

    Parameters
    ----------
    plan
        What was asked for.
    output
        The folder of the model; an older model there is replaced when the new one is complete.
    progress
        Told one sentence a step.

    Returns
    -------
    ThemeModel
        The classifier, whose ``facts`` hold the figures of the card.

    Raises
    ------
    ThemesError, CorpusError
        When corpora, configuration or folder cannot be used; one sentence.
    """
    say = progress or (lambda _: None)
    check_place(output)
    taxonomy = plan.taxonomy()
    say("reading corpora")
    corpora = plan.read()
    for note in corpora.notes:
        say(note)
    model = fit(plan, corpora, say)
    say(f"writing {output}")
    write_model(model, plan, output, {theme.id: theme.label for theme in taxonomy})
    return model


def check_place(output: Path) -> None:
    """Refuse a place where something else than a model stands.

    Raises
    ------
    ThemesError
        When ``output`` is a file, or a folder with other things in it.
    """
    if output.is_dir() and any(output.iterdir()) and not (output / SEAL).is_file():
        raise ThemesError(f"{output}: is a folder with other things in it; name a new folder, or that of a model")
    if output.exists() and not output.is_dir():
        raise ThemesError(f"{output}: is a file; name a folder")


def fit(plan: Plan, corpora: Corpora, progress: Progress, near_duplicates: bool = False) -> ThemeModel:
    """Train the classifier on the rows of the corpora.

    Parameters
    ----------
    plan, corpora
        What was asked for, and what it reads.
    progress
        Told one sentence a step.
    near_duplicates
        Whether clauses that are nearly the same as one of another fold stay; figures are then too good.
    """
    taxonomy = plan.taxonomy()
    if not corpora.rows:
        raise ThemesError("the corpus is empty; name one that has labelled clauses in [themes.corpora]")
    kept: Sequence[Mapping[str, Any]] = corpora.rows
    if not near_duplicates:
        kept = build(corpora.rows, fold_of, max(2, plan.settings.training.folds), plan.corpora.reference).rows
    removed = len(corpora.rows) - len(kept)
    if removed:
        progress(f"{removed} clauses left out: nearly the same stand in another fold")
    rows = [theme_row(row, str(row["id"])) for row in kept]
    weak = [WeakRow(**{**row, "subjects": tuple(row["subjects"])}) for row in corpora.weak]
    facts = {
        "corpora": dict(corpora.checksums),
        "sources": dict(sorted(Counter(row.source for row in rows).items())),
        "near_duplicates_left_out": removed,
        "clausewise": __version__,
    }
    themes = [theme.id for theme in taxonomy]
    _check_written(plan, rows, themes)
    wanted = set(plan.corpora.reference)
    reference = [row.source in wanted for row in rows] if wanted else None
    if reference is not None and not any(reference):
        sources = ", ".join(sorted({row.source or "none" for row in rows}))
        raise ThemesError(f"no clause has a source of themes.corpora.reference; the corpora have {sources}")
    model = train(rows, plan.settings, themes, plan.keywords(taxonomy), weak, facts, progress, reference)
    for theme, count in model.not_trained.items():
        least = plan.settings.classifier.min_examples
        progress(f"theme {theme!r} is not trained: {count} examples, {least} are needed")
    return model


def _check_written(plan: Plan, rows: Sequence[ThemeRow], themes: Sequence[str]) -> None:
    """Refuse to mix the written resolutions, which have the shipped themes, with a taxonomy that lacks them."""
    lacking = {theme for row in rows if row.source == "written" for theme in row.themes} - set(themes)
    if plan.corpora.written and lacking:
        raise ThemesError(
            f"{plan.path}: the resolutions written for this project have themes that yours lacks, such as "
            f"{min(lacking)!r}; say `written = false` in [themes.corpora] to train on your clauses alone"
        )


def write_model(model: ThemeModel, plan: Plan, output: Path, labels: Mapping[str, str]) -> None:
    """Write the pipeline folder as a whole or not at all.

    Raises
    ------
    ThemesError
        When it cannot be written, for instance because the disk is full; an old model is then still in place.
    """
    beside: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
        _pipeline(model).to_disk(beside)
        written = {
            "training.cfg": plan.text.rstrip() + "\n",
            "metrics.json": json.dumps(_metrics(model), indent=1, sort_keys=True, ensure_ascii=False) + "\n",
            "MODEL_CARD.md": model_card(model.facts, model.not_trained, labels),
        }
        for name, text in written.items():
            (beside / name).write_text(text, encoding="utf-8")
        seal_folder(beside)
        beside.chmod(0o755)
        replace_folder(beside, output)
    except (OSError, UnwritableError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        raise UnwritableError(output, reason) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _pipeline(model: ThemeModel) -> Any:
    """Return the default pipeline with the trained themes at its end."""
    load_pipeline.cache_clear()  # the components of one that is in use are not to be written with other themes
    nlp = load_pipeline(str(data_folder("configs") / "default.cfg"))
    load_pipeline.cache_clear()
    themes: Any = nlp.add_pipe("un_themes", last=True)
    themes.model = model
    found = model.facts.get("cross_validation") or {}
    nlp.meta.update(
        name=NAME,
        version=__version__,
        description="United Nations resolutions: clauses, acts, entities, citations, dates, mandates, themes",
        author="the clausewise developers",
        license="MIT",
        sources=[{"name": name} for name in sorted(model.facts.get("corpora", {}))],
        performance={f"themes_{key}": found[key] for key in ("micro_f1", "macro_f1") if key in found},
    )
    return nlp


def _metrics(model: ThemeModel) -> dict[str, Any]:
    """Return the figures that go into ``metrics.json``: what the card is written from."""
    thresholds = dict(zip(model.themes, model.thresholds.plain()["by_theme"], strict=True))
    return {**model.facts, "thresholds": thresholds, "not_trained": model.not_trained}
