"""``clausewise lexicon``: the rows from which the program knows words and names."""

from __future__ import annotations

import typer

from pipeline.cli.messages import UNREADABLE, complain

app = typer.Typer(
    rich_markup_mode=None, help="Check the rows of the lexicons.", epilog="Example:  clausewise lexicon check"
)


@app.callback()
def lexicon() -> None:
    """Check the rows of the lexicons."""


@app.command("check", epilog="Example:  clausewise lexicon check")
def check() -> int:
    """Check every row: schema, unique ids, and that each example finds its row and no counterexample does."""
    from pipeline.run import check_lexicons

    problems = check_lexicons()
    for problem in problems:
        complain(problem)
    if not problems:
        typer.echo("every row does what its examples say")
    return UNREADABLE if problems else 0
