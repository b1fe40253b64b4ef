"""``clausewise evaluate``: a model, or two, on labelled clauses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

EXAMPLES = "Example:  clausewise evaluate models/en_un_resolutions --corpus clauses.jsonl --html report.html"


def evaluate(
    models: Annotated[
        list[Path],
        typer.Argument(metavar="MODEL [NEW]", help="A model folder; with a second, what changed.", show_default=False),
    ],
    corpus: Annotated[
        list[str],
        typer.Option(
            "--corpus",
            metavar="CORPUS",
            help="Labelled clauses: a .jsonl, .csv or .parquet file, `written`, or `cache`; may stand several times.",
            show_default=False,
        ),
    ],
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.", show_default=False)
    ] = None,
    as_page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write one page with plots.", show_default=False)
    ] = None,
) -> int:
    """Score a model by theme, with intervals, beside baselines; or compare two models clause by clause."""
    from pipeline.assessment import assess, changes
    from pipeline.corpus import CorpusError
    from pipeline.evaluation.page import PlotsMissingError, page
    from pipeline.evaluation.report import changes_text
    from pipeline.loading import ConfigurationError
    from pipeline.output import OutputError
    from pipeline.themes import ThemesError

    if len(models) > 2:
        complain(f"{models[2]}: is a third model; name one, or an old and a new one")
        return WRONG_USE
    if len(models) == 2 and as_page is not None:
        complain(f"{as_page}: a page shows one model; name one, or take --json, which holds the comparison")
        return WRONG_USE
    try:
        found = [assess(folder, corpus) for folder in models]
        plain = found[-1].report.plain()
        if len(found) == 2:
            changed = changes(found[0], found[1])
            typer.echo(changes_text(changed, found[0].report, found[1].report))
            plain = {"old": found[0].report.plain(), "new": plain, "changes": [one.plain() for one in changed]}
        else:
            typer.echo(found[0].report.text())
        if as_json is not None:
            _write(as_json, json.dumps(plain, indent=1, ensure_ascii=False) + "\n")
        if as_page is not None:
            _write(as_page, page(found[-1].report))
    except CorpusError as error:
        complain(str(error))
        return UNREADABLE
    except (ThemesError, ConfigurationError, OutputError, PlotsMissingError) as error:
        complain(str(error))
        return WRONG_USE
    return 0


def _write(path: Path, text: str) -> None:
    from pipeline.output.files import whole_file

    with whole_file(path) as file:
        file.write(text.encode("utf-8", "replace"))
