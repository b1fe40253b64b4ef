"""The command line: one file a command, each thin; what a command needs is imported when it runs.

Results go to standard output, everything else to standard error. Whatever goes wrong is one sentence and an exit
status: 0 all well, 1 some input could not be read, 2 wrong use, 3 text was not conserved.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli import corpus, evaluate, export, importing, inspect, label, lexicon, run, schema, show, train
from pipeline.cli.messages import UNREADABLE, WRONG_USE, complain

INTERRUPTED = 130
"""What a shell reports of a program that Ctrl-C ended."""

ENDED = 143
"""What a shell reports of a program that was asked to end."""

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""How linear algebra is told to use one thread; work is shared out over documents instead."""

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example:  clausewise run A_79_L.11.txt | head -1",
)
app.command("run", epilog=run.EXAMPLES)(run.run)
app.command("show", epilog=show.EXAMPLES)(show.show)
app.command("label", epilog=label.EXAMPLES)(label.label)
app.command("inspect", epilog=inspect.EXAMPLES)(inspect.inspect)
app.command("train", epilog=train.EXAMPLES, context_settings=train.FREE)(train.train)
app.command("evaluate", epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command("schema", epilog=schema.EXAMPLES)(schema.schema)
app.command("export", epilog=export.EXAMPLES)(export.export)
app.add_typer(importing.app, name="import")
app.add_typer(lexicon.app, name="lexicon")
app.add_typer(corpus.app, name="corpus")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"clausewise {__version__}")
        raise typer.Exit


@app.callback()
def clausewise(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Read United Nations resolutions: every clause with its acts, entities, citations and dates."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with the exit status.

    Parameters
    ----------
    arguments
        What follows the name of the command; that of the process where None.
    """
    for name in ONE_THREAD:  # before numpy is loaded: on matrices this small, waiting threads cost more than they give
        os.environ.setdefault(name, "1")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(ENDED))  # in order, so that no half file stays
    sys.exit(status_of(arguments))


def status_of(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status; every error is one sentence on standard error."""
    # not app(…): it would turn a closed output into a silent exit before this module hears of it
    command = typer.main.get_command(app)
    try:
        with command.make_context("clausewise", sys.argv[1:] if arguments is None else list(arguments)) as context:
            status = command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        _drop_output()  # whoever read the output has gone away
        complain("the output was closed before everything was written")
        return UNREADABLE
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted; nothing was written to the output file")
        return INTERRUPTED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _fault(error)
        _drop_output()
        complain("the output cannot be written: no space is left where it goes; make room or name another place")
        return UNREADABLE
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message is None:
            return _fault(error)
        complain(f"{_sentence(message())}; `clausewise --help` says how it is used")
        return WRONG_USE
    return status if isinstance(status, int) else 0


def _drop_output() -> None:
    """Let nothing more go to standard output: Python would try to write the rest at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(message: str) -> str:
    """Return the parser's message without its capital and its full stop, on one line."""
    line = " ".join(message.split()).rstrip(".")
    return line[:1].lower() + line[1:]


def _fault(error: Exception) -> int:
    """Say in one sentence that the program itself is at fault."""
    if os.environ.get("CLAUSEWISE_TRACEBACK"):
        raise error
    complain(
        f"a fault of clausewise ({type(error).__name__}: {error}); please report it with what "
        "`CLAUSEWISE_TRACEBACK=1 clausewise …` prints"
    )
    return UNREADABLE
