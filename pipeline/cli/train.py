"""``clausewise train``: a configuration to a model folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

EXAMPLES = "Example:  clausewise train configs/fast.cfg -o models/mine --themes.classifier.C 3"

TOLD = (
    ("micro_f1", "micro-F1", ".3f"),
    ("macro_f1", "macro-F1", ".3f"),
    ("abstained", "clauses on which it abstains", ".1%"),
    ("micro_f1_of_sure", "micro-F1 on the others", ".3f"),
)
"""What a training tells at its end: key of the model's facts, words, format."""

FREE = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Settings of the configuration are options too, and are not known beforehand."""


def train(
    context: typer.Context,
    config: Annotated[
        Path,
        typer.Argument(metavar="CONFIG", help="A configuration, in spaCy's language.", show_default=False),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="The folder of the model, models/ and the name of CONFIG without it; an older one there is replaced.",
        ),
    ] = None,
) -> int:
    """Train the themes and write a pipeline that spaCy opens. Any setting is an option: --themes.classifier.C 3."""
    from pipeline.corpus import CorpusError
    from pipeline.learning import train_model
    from pipeline.loading import ConfigurationError
    from pipeline.themes import ThemesError
    from pipeline.training_plan import read_plan

    try:
        path, settings = asked([str(config), *context.args])
        output = output or Path("models") / path.stem
        plan = read_plan(path, settings)
        model = train_model(plan, output, complain)
    except (CorpusError, OSError) as error:
        complain(str(error))
        return UNREADABLE
    except (ThemesError, ConfigurationError, ValueError) as error:
        complain(str(error))
        return WRONG_USE
    typer.echo(f"{output}: {len(model.themes)} themes")
    for line in figures_of(model.facts.get("cross_validation") or {}):
        typer.echo(line)
    return 0


def figures_of(found: Mapping[str, Any]) -> list[str]:
    """Return the figures of cross-validation as a table, none where there are none.

    Parameters
    ----------
    found
        ``cross_validation`` of the model's facts.
    """
    told = [(what, f"{found[key]:{form}}") for key, what, form in TOLD if key in found]
    return ["cross-validation:", *(f"  {what:32}{figure:>7}" for what, figure in told)] if told else []


def asked(arguments: list[str]) -> tuple[Path, dict[str, Any]]:
    """Return the configuration and the settings of a command line, in whatever order they stand.

    Parameters
    ----------
    arguments
        ``CONFIG``, and settings as ``--section.key value`` or ``--section.key=value``. The parser does not know which
        options have a value, so it takes the first of these for the configuration.

    Raises
    ------
    ValueError
        When an option has no value, or something else stands there; one sentence.
    """
    paths: list[str] = []
    found: dict[str, Any] = {}
    waiting = list(arguments)
    while waiting:
        name = waiting.pop(0)
        if not name.startswith("-"):
            paths.append(name)
            continue
        if not name.startswith("--") or "." not in name.partition("=")[0]:
            raise ValueError(f"{name}: is neither an option nor a setting; give settings as --themes.section.key value")
        name, given, value = name[2:].partition("=")
        if not given:
            if not waiting:
                raise ValueError(f"--{name}: has no value; give --{name} VALUE")
            value = waiting.pop(0)
        found[name] = _plain(value)
    if len(paths) != 1:
        raise ValueError(f"{paths[1]}: is a second configuration; name one" if paths else "name a configuration")
    return Path(paths[0]), found


def _plain(value: str) -> Any:
    """Return a value as JSON reads it, else as the text that it is."""
    try:
        return json.loads(value)
    except ValueError:
        return value
