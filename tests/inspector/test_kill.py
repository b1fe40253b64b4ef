"""Killing the server in the middle of corrections, fifty times: what it had confirmed is there, and no half row."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.inspector.conftest import HOUSE, start_server

httpx = pytest.importorskip("httpx")

KILLS = 50
WHOLE_COMMAND = 4
"""How many of the starts are those of the whole command; the others fork a process that has everything imported."""

AT_ONCE = 4
BEFORE_THE_KILL = 20
"""Threads that correct, each its own document, and corrections that are confirmed before the server is killed."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

STEM = """
import os, sys
from pathlib import Path
import uvicorn
from pipeline.inspector.serve import Wanted, listen, open_inspection, serve
folder = Path(sys.argv[1])
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        wanted = Wanted(records=[folder / "records.jsonl"], corrections=folder / "corrections.jsonl",
                        index=folder / "index.db", who="Ada Keeper")
        inspection = open_inspection(wanted, None, lambda said: None)
        listening = listen("127.0.0.1", 0)
        print(os.getpid(), f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        serve(inspection, listening)
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.fixture
def stem(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Return a process that forks a server for each line it is sent, once the one before is dead."""
    process = subprocess.Popen(
        [sys.executable, "-c", STEM, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    assert process.stdin is not None
    process.stdin.close()
    process.wait(20)


class Hand:
    """Somebody who corrects the kind of one clause again and again."""

    def __init__(self, address: str, secret: str, key: str) -> None:
        self.address, self.key = address, key
        self.headers = {"origin": address, "x-clausewise-secret": secret, "accept": "application/json"}
        self.confirmed: list[str] = []
        self.refused: list[str] = []

    def work(self, enough: threading.Event, count: Any) -> None:
        """Correct until the server is gone."""
        with httpx.Client(base_url=self.address, timeout=10, verify=False) as client:
            try:
                kind = kind_of(client, self.key)
                for after in cycle(("heading", "closing", "annex")):
                    if after == kind:
                        continue
                    fields = {"clause": "op3", "field": "kind", "before": json.dumps(kind), "kind": after}
                    answer = client.post(f"/documents/{self.key}/correct", data=fields, headers=self.headers)
                    if answer.status_code != 200:
                        self.refused.append(answer.text)
                        return
                    self.confirmed.append(answer.json()["correction"])
                    kind = after
                    if next(count) >= BEFORE_THE_KILL - 1:
                        enough.set()
            except httpx.TransportError:
                return


def kind_of(client: Any, key: str) -> str:
    """Return what the server says that the kind of the clause is."""
    record = client.get(f"/documents/{key}/record.json").json()
    return str(next(clause["kind"] for clause in record["clauses"] if clause["id"] == "op3"))


def corrected_by_all(address: str, kill: Any, keys: list[str]) -> list[str]:
    """Correct from several threads, kill the server in the middle, and return what it had confirmed."""
    page = httpx.get(f"{address}/nowhere", verify=False).text
    found = re.search(r'name="secret" content="([^"]+)"', page)
    assert found is not None
    hands = [Hand(address, found[1], key) for key in keys]
    enough, count = threading.Event(), iter(range(1_000_000))
    threads = [threading.Thread(target=hand.work, args=(enough, count)) for hand in hands]
    for thread in threads:
        thread.start()
    assert enough.wait(30), [hand.refused for hand in hands]
    kill()
    for thread in threads:
        thread.join(20)
    assert [hand.refused for hand in hands] == [[]] * len(hands)
    return [row for hand in hands for row in hand.confirmed]


def test_no_kill_loses_what_was_confirmed(papers: Path, tmp_path: Path, stem: subprocess.Popen[str]) -> None:
    lines = [line for line in (papers / "records.jsonl").read_text("utf-8").splitlines() if "/paper-0" in line]
    (tmp_path / "records.jsonl").write_text("\n".join(lines[:AT_ONCE]) + "\n", encoding="utf-8")
    symbols = [json.loads(line)["masthead"]["symbol"] for line in lines[:AT_ONCE]]
    journal, keys, confirmed = tmp_path / "corrections.jsonl", [], []
    assert stem.stdin is not None
    assert stem.stdout is not None
    for number in range(KILLS + 1):
        if number < WHOLE_COMMAND:
            process, desk = start_server(tmp_path, tmp_path)
            address, kill = desk.address, lambda process=process: (process.kill(), process.wait())
        else:
            stem.stdin.write("\n")
            stem.stdin.flush()
            pid, address = stem.stdout.readline().split()
            kill = lambda pid=pid: os.kill(int(pid), signal.SIGKILL)  # noqa: E731
        if not keys:
            listed = httpx.get(f"{address}/", verify=False).text
            keys = [re.search(rf'/documents/(\w+)">{symbol}<', listed)[1] for symbol in symbols]  # type: ignore[index]
        else:
            rows = [json.loads(line) for line in journal.read_bytes().splitlines()]
            assert journal.read_bytes().endswith(b"\n")
            assert set(confirmed) <= {row["id"] for row in rows}
            last = {row["document"]: row["after"] for row in rows}
            with httpx.Client(base_url=address, verify=False) as client:
                assert {name: kind_of(client, key) for name, key in zip(symbols, keys, strict=True)} == last
        if number == KILLS:
            kill()
            break
        confirmed += corrected_by_all(address, kill, keys)
    rows = [json.loads(line) for line in journal.read_bytes().splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len(confirmed) >= KILLS * BEFORE_THE_KILL
    assert len(rows) <= len(confirmed) + KILLS * AT_ONCE
