"""Records to inspect, the real server in a process of its own, and a browser whose every complaint fails the test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]

CHROMIUM = os.environ.get("CLAUSEWISE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

PAPERS = 40
"""Documents that tests may correct, one each; the last is corrected in the library from the start."""

PAPER = """United Nations

A/90/L.{number}

General Assembly

Ninetieth session

Beacons of the outer islands, paper {number}

The General Assembly,

Recalling the 𝔏𝔦𝔤𝔥𝔱 🗼 plan and its resolution 79/901 of 3 December 2034 on lighthouses,

Deeply concerned that the keepers of the northern islands lack medicines and clean water,

1. Takes note with appreciation of the report of the Secretary-General on the beacons;

2. Requests the Secretary-General to submit a report on the health of the keepers at its ninety-first session;

3. Decides to remain seized of the matter.
"""

PRINTED = """<html><head><style>
@page {{ size: A5; margin: 2cm }} body {{ font: 11pt serif }}
</style></head><body>
<p>United Nations</p><p>A/89/L.7</p><p>General Assembly</p><p>Eighty-ninth session</p>
<p>Harbours of small islands</p>
<p>The General Assembly,</p>
<p>Recalling its resolution 79/902 of 4 December 2034 on harbours,</p>
{filling}
<p>1. Welcomes the charts of the harbours that the islands have drawn together;</p>
<p>2. Requests the Secretary-General to submit a report on the harbours at its ninetieth session.</p>
</body></html>"""

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror="alert(2)">'


def hostile_record(plain: dict[str, Any]) -> dict[str, Any]:
    """Return a record whose every text would run a script, were it not escaped."""
    evil = f"{SCRIPT}{IMAGE}"
    clause = {
        "id": f"op1{IMAGE}",
        "kind": "operative",
        "number": f"1.{SCRIPT}",
        "level": 0,
        "parent": None,
        "chapeau": False,
        "annex": False,
        "part": f"A{SCRIPT}",
        "text": f"Requests {evil} the Board to meet by 3 May 2037 javascript:alert(3);",
        "source_spans": [[0, 9]],
        "number_span": None,
        "acts": [
            {
                "text": "Requests",
                "start": 0,
                "end": 8,
                "role": "lead",
                "lemma": evil,
                "modifiers": [evil],
                "function": "direct",
                "force": 3,
            }
        ],
        "entities": [{"text": SCRIPT, "label": "ORG", "start": 9, "end": 9 + len(SCRIPT), "norm": evil}],
        "dates": [{"text": "R", "start": 0, "end": 1, "kind": "day", "value": evil, "resolved": evil}],
        "mandates": [],
        "footnotes": [{"id": f"n1{IMAGE}", "offset": 8}],
        "themes": [{"theme": evil, "score": 0.5, "words": [{"words": evil, "where": evil, "weight": -1.0}]}],
        "uncertain": True,
    }
    note = {"id": f"n1{IMAGE}", "marker": f"1{SCRIPT}", "text": evil, "source_spans": [], "marker_span": None}
    model = {"name": evil, "version": evil, "sha256": "0" * 64}
    return {
        **plain,
        "source": {**plain["source"], "path": f"evil{SCRIPT}.txt", "sha256": "0" * 64},
        "masthead": {**plain["masthead"], "symbol": f"A/{SCRIPT}/{IMAGE}", "title": evil, "organ": evil},
        "clauses": [clause, {**clause, "id": SCRIPT, "text": evil, "entities": [], "footnotes": []}],
        "footnotes": [note],
        "themes": [{"theme": evil, "clauses": 1, "share": 1.0}],
        "issues": [{"code": evil, "message": evil, "start": 0, "end": 5}],
        "provenance": {**plain["provenance"], "model": model},
    }


@dataclass(frozen=True, slots=True)
class Desk:
    """A server that runs, and the file that corrections go to."""

    address: str
    corrections: Path

    def rows(self) -> list[dict[str, Any]]:
        """Return what stands in the file of corrections, every line of it."""
        if not self.corrections.exists():
            return []
        return [json.loads(line) for line in self.corrections.read_text("utf-8").splitlines()]

    def rows_of(self, symbol: str) -> list[dict[str, Any]]:
        """Return the corrections of a document, and the rows that take one of them back, and so on."""
        found: list[dict[str, Any]] = []
        for row in self.rows():
            if row["document"] == symbol or row.get("undoes") in {one["id"] for one in found}:
                found.append(row)
        return found


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with documents and ``records.jsonl``, their records as ``clausewise run`` makes them."""
    folder = tmp_path_factory.mktemp("inspected")
    texts = folder / "texts"
    shutil.copytree(HOUSE / "corpora" / "samples", texts, ignore=shutil.ignore_patterns("README*"))
    for number in range(1, PAPERS + 1):
        (texts / f"paper-{number:02}.txt").write_text(PAPER.format(number=number), encoding="utf-8")
    weasyprint = pytest.importorskip("weasyprint")
    filling = "".join(
        f"<p>Noting harbour {word} and its long quays,</p>" for word in ("A", "B", "C", "D", "E", "F") * 4
    )
    (texts / "harbours.pdf").write_bytes(weasyprint.HTML(string=PRINTED.format(filling=filling)).write_pdf())
    names = sorted(str(path.relative_to(folder)) for path in texts.iterdir())
    subprocess.run(
        [*COMMAND, "run", *names, "--explain", "-o", "records.jsonl"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
        check=True,
        capture_output=True,
        timeout=300,
    )
    records = folder / "records.jsonl"
    first = json.loads(records.read_text("utf-8").partition("\n")[0])
    with records.open("a", encoding="utf-8") as file:
        file.write(json.dumps(hostile_record(first)) + "\n")
    return folder


@pytest.fixture(scope="session")
def plain_of(papers: Path) -> dict[str, dict[str, Any]]:
    """Return the records as plain data, by the path of their document."""
    lines = (papers / "records.jsonl").read_text("utf-8").splitlines()
    return {plain["source"]["path"]: plain for plain in map(json.loads, lines)}


def start_server(papers: Path, folder: Path, *options: str) -> tuple[subprocess.Popen[str], Desk]:
    """Start ``clausewise inspect`` and return it when it answers."""
    corrections = folder / "corrections.jsonl"
    process = subprocess.Popen(
        [
            *(*COMMAND, "inspect", str(papers / "records.jsonl"), "--no-browser", "--index", str(folder / "index.db")),
            *("--corrections", str(corrections), "--who", "Ada Keeper", *options),
        ],
        cwd=papers,
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://"), f"the server did not start: {address!r}"
    return process, Desk(address.rstrip("/"), corrections)


def end_server(process: subprocess.Popen[str]) -> None:
    """End a server that this process started."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def correct_last_paper(papers: Path, journal: Path) -> None:
    """Write corrections of a clause: one that holds, one that was taken back, and a word against them."""
    from pipeline.corpus.corrections import new_correction, undoing
    from pipeline.corpus.journal import append_correction

    symbol = f"A/90/L.{PAPERS}"
    records = map(json.loads, (papers / "records.jsonl").read_text("utf-8").splitlines())
    plain = next(one for one in records if one["masthead"]["symbol"] == symbol)
    clause = next(one for one in plain["clauses"] if one["id"] == "op3")
    themes = sorted(one["theme"] for one in clause["themes"])
    known = {"document": symbol, "clause": "op3", "text": clause["text"], "title": plain["masthead"]["title"]}
    first = new_correction("Ada", **known, field="kind", before="operative", after="heading", why="it is short")
    other = new_correction("Berta", **known, field="kind", before="heading", after="closing")
    wrong = new_correction("Ada", **known, field="themes", before=themes, after=["health"])
    for row in (first, other, wrong, undoing(wrong.id, "Ada")):
        append_correction(journal, row)


@pytest.fixture(scope="session")
def library(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a server for pages that are only read; it knows gold, and corrections of the last paper."""
    folder = tmp_path_factory.mktemp("library")
    correct_last_paper(papers, folder / "corrections.jsonl")
    gold = HOUSE / "corpora" / "labels" / "development.jsonl"
    process, desk = start_server(papers, folder, "--gold", str(gold))
    yield desk
    end_server(process)


@pytest.fixture(scope="session")
def desk(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a server for corrections; every test takes a paper of its own."""
    process, desk = start_server(papers, tmp_path_factory.mktemp("desk"))
    yield desk
    end_server(process)


@pytest.fixture
def fresh(papers: Path, tmp_path: Path) -> Iterator[Desk]:
    """Return a server with no correction yet, of one test."""
    process, desk = start_server(papers, tmp_path)
    yield desk
    end_server(process)


@pytest.fixture(scope="session")
def keys(papers: Path) -> Callable[[str], str]:
    """Return what gives the key of a document from its file name."""
    from pipeline.inspector.store import open_store

    store = open_store(
        [papers / "records.jsonl"], index=papers / "keys.db", corrections=papers / "none.jsonl", say=lambda said: None
    )
    from pipeline.inspector.store import Wish

    known = {row.path.removeprefix("texts/"): row.key for row in store.documents(Wish(size=200)).documents}
    store.close()
    return lambda name: next(key for path, key in known.items() if path.startswith(name))


@pytest.fixture(scope="session")
def _untaken() -> Iterator[int]:
    return iter(range(1, PAPERS))


@pytest.fixture
def paper(_untaken: Iterator[int]) -> int:
    """Return the number of a paper that no other test corrects."""
    return next(_untaken)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return Chromium, without a window."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright is installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed; set CLAUSEWISE_CHROMIUM to one")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """Return what the console says of errors; a test that wants one takes it out."""
    return []


@pytest.fixture
def open_page(browser: Any, complaints: list[str]) -> Iterator[Callable[..., Any]]:
    """Return what opens a page in a browser of its own: no cookies, no storage of another one."""
    contexts = []

    def opened(context: Any = None, **options: Any) -> Any:
        if context is None:
            context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **options})
            context.set_default_timeout(10_000)
            contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(f"page: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """Return a page of a wide window."""
    return open_page()
