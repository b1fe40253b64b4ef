"""Ten thousand documents: the list opens in a browser, filters answer, and a second start reads nothing anew."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.inspector.conftest import end_server, start_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCUMENTS = 10_000
ORGANS = ("General Assembly", "Security Council", "Human Rights Council", "Economic and Social Council")
THEMES = ("health", "oceans", "education", "disarmament", "budget")
WORDS = ("beacons", "harbours", "ferries", "wells", "seeds", "bridges", "lamps")
PLENTY = 0.6
"""Seconds in which a filter is to answer, on one of three tries, on a machine that does other things as well.

That 0.2 seconds are enough on a quiet one is measured by ``benchmarks/inspector.py``.
"""


def small_record(plain: dict[str, Any], at: int) -> dict[str, Any]:
    """Return a record with two clauses."""
    word, theme, year = WORDS[at % 7], THEMES[at % 5], 1980 + at % 45
    act = {"text": "Welcomes", "start": 0, "end": 8, "role": "lead", "lemma": "welcome", "modifiers": []}
    clause = {
        **next(one for one in plain["clauses"] if one["id"] == "op3"),
        "text": f"Welcomes the {word} of island {at};",
        "acts": [{**act, "function": "value", "force": None}],
        "entities": [{"text": f"island {at}", "label": "LOC", "start": 13, "end": 20, "norm": f"ISL:{at % 3000}"}],
        "dates": [],
        "mandates": [],
        "themes": [{"theme": theme, "score": 0.5 + at % 50 / 100}],
        "uncertain": at % 9 == 0,
    }
    return {
        **plain,
        "source": {**plain["source"], "path": f"many/{at}.txt", "sha256": f"{at:064x}"},
        "masthead": {
            **plain["masthead"],
            "symbol": f"A/RES/{year - 1945}/{at}",
            "title": f"Island {at} and its {word}",
            "organ": ORGANS[at % 4],
            "date": f"{year}-06-{1 + at % 28:02}",
        },
        "clauses": [{**clause, "id": "op1"}, {**clause, "id": "op2", "text": f"Decides on {word};", "entities": []}],
        "themes": [{"theme": theme, "clauses": 2, "share": 1.0}],
    }


def quickest(page: Page, address: str) -> float:
    """Return the seconds that an address takes to answer, the best of three."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        assert page.request.get(address).ok
        taken.append(time.perf_counter() - began)
    return min(taken)


@pytest.fixture(scope="module")
def many(plain_of: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the records."""
    folder = tmp_path_factory.mktemp("many")
    plain = plain_of["texts/paper-01.txt"]
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for at in range(DOCUMENTS):
            file.write(json.dumps(small_record(plain, at)) + "\n")
    return folder


def test_ten_thousand_documents(page: Page, many: Path) -> None:
    process, desk = start_server(many, many)
    end_server(process)
    began = time.perf_counter()
    process, desk = start_server(many, many)
    try:
        assert time.perf_counter() - began < 10, "an index that is there is opened in seconds"
        page.goto(desk.address)
        assert page.locator("h1").inner_text() == "10,000 documents"
        assert page.locator("tbody tr").count() == 50
        row = page.locator("[data-facet=theme] li", has=page.locator("input[value=oceans]"))
        assert re.sub(r"\s+", " ", row.locator(".count").inner_text()).startswith("2,000")
        with page.expect_navigation():
            row.locator("input").check()
        assert page.locator("h1").inner_text() == "2,000 documents"
        found = [at for at in range(DOCUMENTS) if at % 5 == 1 and at % 7 == 2]
        page.fill("[data-search]", "ferries")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("h1").inner_text() == f"{len(found)} documents"
        slow = {}
        for query in (
            "",
            "theme=health&organ=Security+Council",
            "year=1999&uncertain=1",
            "entity=ISL%3A7",
            "text=island&sort=title",
            "text=wel*&theme=budget",
            "sort=symbol&page=200",
            "kind=operative&act=welcome&function=value",
        ):
            taken = quickest(page, f"{desk.address}/?{query}")
            if taken > PLENTY:
                slow[query] = taken
        assert slow == {}
        page.goto(f"{desk.address}/queue")
        assert page.locator("[data-item]").count() == 20
        page.goto(f"{desk.address}/overview")
        assert page.locator(".chart-title").count() >= 4
        page.goto(f"{desk.address}/documents/{page.request.get(desk.address).text().split('/documents/')[1][:16]}")
        assert page.locator(".clause").count() == 2
    finally:
        end_server(process)
