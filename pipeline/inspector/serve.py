"""Starting the inspector: the records are opened, the server listens, its address is printed."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import __version__
from pipeline.corpus.errors import CorpusError
from pipeline.inspector.app import make_app, read_assets
from pipeline.inspector.correct import Corrector
from pipeline.inspector.gold import read_gold
from pipeline.inspector.inspection import Inspection
from pipeline.inspector.safety import LOOPBACK, rules_for
from pipeline.inspector.sources import Sources
from pipeline.inspector.store import StoreError, open_store
from pipeline.lexicon.data import PACKAGE, data_folder
from pipeline.lexicon.display import load_display, load_theme_labels

PORT = 8421
"""The port that is taken where nobody asks for another, if it is free."""

JOURNAL = "corrections.jsonl"

EVERYWHERE = ("0.0.0.0", "::")
"""Addresses that stand for all addresses of a machine."""


class InspectorError(Exception):
    """The inspector cannot start; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asked for on the command line.

    Attributes
    ----------
    records, gold
        Files of records; files of right themes.
    corrections, index
        Where corrections are appended, where the index is kept; the usual places where None.
    host, port
        Where the server listens; a free port where None.
    names
        Further names under which it is called.
    who
        Who corrects; the user of the system where None.
    with_text
        Whether corrections hold the words of their clause.
    """

    records: Sequence[Path]
    gold: Sequence[Path] = ()
    corrections: Path | None = None
    index: Path | None = None
    host: str = LOOPBACK[0]
    port: int | None = None
    names: Sequence[str] = ()
    who: str | None = None
    with_text: bool = True


def usual_journal() -> Path:
    """Return where corrections go: into the corpora of a checkout, else into the current folder."""
    try:
        corpora = data_folder("corpora")
    except FileNotFoundError:
        return Path(JOURNAL)
    in_checkout = corpora.parent == PACKAGE.parent
    return corpora / "corrections" / JOURNAL if in_checkout else Path(JOURNAL)


def open_inspection(
    wanted: Wanted,
    themes: Mapping[str, str] | None,
    say: Callable[[str], None],
    step: Callable[[int, int], None] | None = None,
) -> Inspection:
    """Return an inspection of some records.

    Parameters
    ----------
    wanted
        What the person asked for.
    themes
        Ids and names of the themes that a person may choose; those that are shipped where None.
    say, step
        Take a sentence; the progress of reading.

    Raises
    ------
    InspectorError
        When records, corrections or gold cannot be read.
    """
    journal = wanted.corrections or usual_journal()
    if journal.exists() and not journal.is_file():
        raise InspectorError(f"{journal}: is no file that corrections can be appended to; name another --corrections")
    if any(_same(journal, path) for path in [*wanted.records, *([wanted.index] if wanted.index else [])]):
        raise InspectorError(f"{journal}: is named for corrections and for something else too; name another file")
    display, themes = load_display(), load_theme_labels() if themes is None else themes
    try:
        gold = read_gold(wanted.gold) if wanted.gold else None
        store = open_store(wanted.records, index=wanted.index, corrections=journal, say=say, step=step)
    except (StoreError, CorpusError) as error:
        raise InspectorError(str(error)) from error
    return Inspection(
        store=store,
        corrector=Corrector(store, journal, themes, with_text=wanted.with_text),
        sources=Sources([Path.cwd(), *(path.resolve().parent for path in wanted.records)]),
        rules=rules_for(wanted.host, [*wanted.names, *_names_of(wanted.host)]),
        display=display,
        themes=themes,
        person=wanted.who or _user(),
        gold=gold,
        assets=read_assets(display),
        version=__version__,
    )


def listen(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens; where no port is given, the usual one if it is free, else any.

    Raises
    ------
    InspectorError
        When the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tries = [PORT, 0] if port is None else [port]
    reason = ""
    for number in tries:
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host.strip("[]"), number))
            found.listen(128)
        except OSError as error:
            found.close()
            reason = error.strerror or str(error)
        else:
            return found
    place = f"{host}, port {port}" if port is not None else host
    raise InspectorError(f"cannot listen on {place} ({reason[:1].lower()}{reason[1:]}); give another --host or --port")


def address_of(inspection: Inspection, host: str, listening: socket.socket) -> str:
    """Return the address that a person opens, with the token where one is needed."""
    name = socket.gethostname() if host in EVERYWHERE else host.strip("[]")
    name = f"[{name}]" if ":" in name else name
    port = listening.getsockname()[1]
    token = inspection.rules.token
    return f"http://{name}:{port}/" + (f"enter?token={token}" if token else "")


def serve(inspection: Inspection, listening: socket.socket) -> None:
    """Answer requests until the process is asked to end; requests that are under way are finished first."""
    import uvicorn

    config = uvicorn.Config(
        make_app(inspection),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        inspection.store.close()
        listening.close()


def _same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, also to one that is not there yet."""
    return one.resolve() == other.resolve()


def _names_of(host: str) -> list[str]:
    """Return the names that other machines know this one by, where it listens on all of its addresses."""
    return [socket.gethostname(), socket.getfqdn()] if host in EVERYWHERE else []


def _user() -> str:
    """Return the name of the user of the system, where it tells."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"
