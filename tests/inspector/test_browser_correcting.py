"""Corrections in a browser, by keyboard: what the page says, what the file holds, what a reload shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.inspector.conftest import start_server

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.inspector.conftest import Desk

SAVED = "Corrected; the correction is on the disk."


def expecting(found: Any) -> Any:
    """Return Playwright's assertions, which wait."""
    from playwright.sync_api import expect

    return expect(found)


class Sheet:
    """A paper on the page, worked on by keyboard alone."""

    def __init__(self, page: Page, desk: Desk, number: int, key: str) -> None:
        self.page, self.desk, self.key = page, desk, key
        self.symbol = f"A/90/L.{number}"
        page.goto(f"{desk.address}/documents/{key}")

    def open(self, clause: str) -> None:
        """Open the form of a clause: j until it is reached, then c."""
        for _ in range(12):
            if self.page.locator(f'.here[data-clause="{clause}"]').count():
                break
            self.page.keyboard.press("j")
        self.page.keyboard.press("c")
        expecting(self.page.locator("dialog[open] h1")).to_be_focused()
        expecting(self.page.locator("dialog h1")).to_have_text(f"Correct {clause}")

    def tab_to(self, selector: str) -> None:
        """Press Tab until what is wanted has the focus."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def overwrite(self, selector: str, text: str) -> None:
        """Go to a field and write another text into it."""
        self.tab_to(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def send(self, sentence: str = SAVED) -> None:
        """Send the form that has the focus and wait for what is said."""
        self.page.keyboard.press("Enter")
        expecting(self.page.locator("[data-said]")).to_have_text(sentence)
        self.page.evaluate("document.querySelector('[data-said]').textContent = ''")

    def close(self) -> None:
        """Close the form."""
        self.page.keyboard.press("Escape")
        expecting(self.page.locator("dialog[open]")).to_have_count(0)

    def rows(self, clause: str) -> list[dict[str, Any]]:
        """Return the rows that the file has of this paper: what changes from run to run taken out, spans read."""
        found = []
        for row in self.desk.rows_of(self.symbol):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)", row["when"])
            assert row["clause"] == clause
            assert row["who"] == "Ada Keeper"
            kept = {name: row[name] for name in ("field", "before", "after", "why")}
            if kept["field"] in ("act", "entity", "date"):
                kept |= {name: kept[name] and json.loads(kept[name]) for name in ("before", "after")}
            found.append(kept)
        return found


@pytest.fixture
def sheet(page: Page, desk: Desk, paper: int, keys: Callable[[str], str]) -> Sheet:
    return Sheet(page, desk, paper, keys(f"paper-{paper:02}"))


def test_a_theme(sheet: Sheet) -> None:
    page = sheet.page
    sheet.open("pp2")
    before = json.loads(page.locator("form[data-first] input[name=before]").input_value())
    after = sorted([*before, "food-and-agriculture"])
    sheet.tab_to("[data-find-theme] input")
    page.keyboard.type("food")
    page.keyboard.press("Enter")
    sheet.tab_to("form[data-first] .why input")
    page.keyboard.type("they are  hungry")
    sheet.send()
    expecting(page.locator("#page-correct-themes")).to_be_focused()
    expecting(page.locator("dialog .said-of ins")).to_contain_text("Food and agriculture")
    expecting(page.locator("dialog .said-of q")).to_have_text("they are hungry")
    sheet.close()
    expecting(page.locator("#pp2")).to_be_focused()
    expecting(page.locator("#pp2 .themes")).to_contain_text("Food and agriculture 1.00")
    expecting(page.locator("#pp2 .badge.corrected")).to_have_text("corrected")
    assert sheet.rows("pp2") == [
        {"field": "themes", "before": " ".join(before), "after": " ".join(after), "why": "they are hungry"}
    ]
    page.reload()
    expecting(page.locator("#pp2 .themes")).to_contain_text("Food and agriculture 1.00")
    expecting(page.locator("#page-corrections li")).to_have_count(1)


def test_a_kind_and_its_undoing_and_the_undoing_of_that(sheet: Sheet) -> None:
    page = sheet.page
    sheet.open("op3")
    sheet.tab_to("select[name=kind]")
    page.keyboard.type("closing")
    sheet.tab_to("section[aria-labelledby=page-correct-kind] button.go")
    sheet.send()
    sheet.close()
    expecting(page.locator("#op3")).to_have_attribute("data-kind", "closing")
    page.keyboard.press("u")
    expecting(page.locator("[data-said]")).to_have_text("Taken back; that is on the disk too.")
    expecting(page.locator("#op3")).to_have_attribute("data-kind", "operative")
    page.keyboard.press("u")
    expecting(page.locator("[data-alarm]")).to_have_text("Nothing was corrected in this tab.")
    page.reload()
    expecting(page.locator("#op3")).to_have_attribute("data-kind", "operative")
    expecting(page.locator("#page-corrections li.gone")).to_have_count(1)
    page.get_by_role("button", name=re.compile("Take this back too")).focus()
    page.keyboard.press("Enter")
    expecting(page.locator("#op3")).to_have_attribute("data-kind", "closing")
    page.reload()
    expecting(page.locator("#op3")).to_have_attribute("data-kind", "closing")
    rows = sheet.desk.rows_of(sheet.symbol)
    assert [row.get("undoes") for row in rows] == [None, rows[0]["id"], rows[1]["id"]]


def act(text: str, start: int, lemma: str, **known: Any) -> dict[str, Any]:
    """Return an act as the file has it."""
    given = {"role": "lead", "modifiers": [], "function": "recall", "force": None, **known}
    return {"text": text, "start": start, "end": start + len(text), "lemma": lemma, **given}


def test_an_act_is_changed_added_and_taken_out(sheet: Sheet) -> None:
    page = sheet.page
    sheet.open("pp1")
    sheet.overwrite("[name=lemma]", "bring to mind")
    sheet.send()
    recalling = act("Recalling", 0, "recall")
    minded = {**recalling, "lemma": "bring to mind"}
    expected = [{"field": "act", "before": recalling, "after": minded, "why": ""}]
    assert sheet.rows("pp1") == expected
    expecting(page.locator("#page-correct-act")).to_be_focused()

    # the letters before the word are beyond the Basic Multilingual Plane: a browser counts each twice
    page.keyboard.press("Escape")
    sheet.open("pp1")
    sheet.tab_to("#page-clause-text")
    text = page.input_value("#page-clause-text")
    at = text.index("plan")
    page.keyboard.press("Control+Home")
    for _ in range(at):
        page.keyboard.press("ArrowRight")
    for _ in "plan ":
        page.keyboard.press("Shift+ArrowRight")
    sheet.tab_to("section[aria-labelledby=page-correct-act] summary")
    page.keyboard.press("Enter")
    sheet.tab_to("details[open] [data-take]")
    page.keyboard.press("Enter")
    expecting(page.locator("details[open] [data-words]")).to_have_text("plan")
    sheet.overwrite("details[open] [name=lemma]", "plan")
    sheet.tab_to("details[open] [name=function]")
    page.keyboard.type("dir")
    sheet.tab_to("details[open] [name=force]")
    page.keyboard.type("2")
    sheet.tab_to("details[open] .why input")
    sheet.send()
    planned = act("plan", at, "plan", role="further", function="direct", force=2)
    assert text[planned["start"] : planned["end"]] == "plan"
    expected.append({"field": "act", "before": None, "after": planned, "why": ""})
    assert sheet.rows("pp1") == expected

    sheet.tab_to("form[aria-label=plan] [name=remove]")
    sheet.send()
    expected.append({"field": "act", "before": planned, "after": None, "why": ""})
    assert sheet.rows("pp1") == expected
    sheet.close()
    page.reload()
    expecting(page.locator("#pp1 .act-note")).to_have_count(1)
    expecting(page.locator("#pp1 .act-note .lemma")).to_have_text("bring to mind")


def test_an_entity(sheet: Sheet) -> None:
    page = sheet.page
    sheet.open("op2")
    form = 'form[aria-label="Secretary-General"]'
    sheet.tab_to(f"{form} [name=label]")
    page.keyboard.type("PERSON" if page.locator(f"{form} option", has_text="PERSON").count() else "ORG")
    label = page.input_value(f"{form} [name=label]")
    sheet.overwrite(f"{form} [name=norm]", "UN:the-keeper")
    sheet.send()
    before = {"text": "Secretary-General", "label": "OFFICE", "start": 13, "end": 30, "norm": "UN:secretary-general"}
    after = {**before, "label": label, "norm": "UN:the-keeper"}
    assert label != "OFFICE"
    assert sheet.rows("op2") == [{"field": "entity", "before": before, "after": after, "why": ""}]
    sheet.close()
    page.reload()
    page.locator("#op2 details.found summary").click()
    expecting(page.locator("#op2 [data-entity]")).to_contain_text("UN:the-keeper")


def test_a_date(sheet: Sheet, complaints: list[str]) -> None:
    page = sheet.page
    sheet.open("pp1")
    form = 'form[aria-label="3 December 2034"]'
    sheet.overwrite(f"{form} [name=value]", "2034-12-04")
    sheet.send()
    start = page.input_value("#page-clause-text").index("3 December")
    before = {
        "text": "3 December 2034",
        "start": start,
        "end": start + 15,
        "kind": "day",
        "value": "2034-12-03",
        "resolved": None,
    }
    expected = [{"field": "date", "before": before, "after": {**before, "value": "2034-12-04"}, "why": ""}]
    assert sheet.rows("pp1") == expected
    sheet.overwrite(f"{form} [name=value]", "the fourth")
    page.keyboard.press("Enter")
    expecting(page.locator("dialog [data-alarm]")).to_have_text(
        "'the fourth' is no value of a date (day); write it as in 2031-03-31."
    )
    assert page.input_value(f"{form} [name=value]") == "the fourth", "what was written is not lost"
    assert sheet.rows("pp1") == expected
    assert [one for one in complaints if "400" not in one] == []
    complaints.clear()


def test_two_tabs_of_which_one_is_faster(sheet: Sheet, open_page: Callable[..., Any], complaints: list[str]) -> None:
    first = sheet.page
    second = Sheet(open_page(first.context), sheet.desk, int(sheet.symbol.rpartition(".")[2]), sheet.key)
    for one in (sheet, second):
        one.open("pp1")
        one.tab_to("select[name=kind]")
        one.page.keyboard.type("annex" if one is sheet else "heading")
        one.tab_to("section[aria-labelledby=page-correct-kind] .why input")
    sheet.send()
    second.page.keyboard.press("Enter")
    expecting(second.page.locator("dialog [data-alarm]")).to_have_text(
        "This was changed meanwhile: it now says annex; look again, then correct that."
    )
    expected = [{"field": "kind", "before": "preambular", "after": "annex", "why": ""}]
    assert sheet.rows("pp1") == expected
    assert [one for one in complaints if "409" not in one] == []
    complaints.clear()
    expecting(second.page.locator("dialog select[name=kind]").first).to_have_value("annex")
    second.tab_to("select[name=kind]")
    second.page.keyboard.type("heading")
    second.tab_to("section[aria-labelledby=page-correct-kind] .why input")
    second.send()
    expected.append({"field": "kind", "before": "annex", "after": "heading", "why": ""})
    assert sheet.rows("pp1") == expected


def test_two_people_who_disagree(
    desk: Desk, paper: int, keys: Callable[[str], str], open_page: Callable[..., Any]
) -> None:
    key = keys(f"paper-{paper:02}")
    for who, kind in (("Berta Light", "annex"), ("Çelik Ünal 🗼", "heading")):
        page = open_page()
        page.goto(f"{desk.address}/documents/{key}")
        page.get_by_label("You are").fill(who)
        with page.expect_navigation():
            page.get_by_role("button", name="Keep").click()
        expecting(page.get_by_label("You are")).to_have_value(who)
        sheet = Sheet(page, desk, paper, key)
        sheet.open("op3")
        sheet.tab_to("select[name=kind]")
        page.keyboard.type(kind)
        sheet.tab_to("section[aria-labelledby=page-correct-kind] button.go")
        sheet.send()
        sheet.close()
    assert [(row["who"], row["after"]) for row in desk.rows_of(sheet.symbol)] == [
        ("Berta Light", "annex"),
        ("Çelik Ünal 🗼", "heading"),
    ]
    expecting(page.locator(".disputes li")).to_have_text(
        re.compile("op3, kind: Berta Light says .?annex.?; Çelik Ünal 🗼 says .?heading.?\\. The last word is shown")
    )


def test_a_server_that_was_stopped_is_told(
    page: Page, papers: Path, tmp_path: Path, keys: Callable[[str], str], complaints: list[str]
) -> None:
    process, desk = start_server(papers, tmp_path)
    sheet = Sheet(page, desk, 1, keys("paper-01"))
    sheet.open("op3")
    sheet.tab_to("section[aria-labelledby=page-correct-kind] select")
    page.keyboard.type("heading")
    process.kill()
    process.wait()
    sheet.tab_to("section[aria-labelledby=page-correct-kind] button.go")
    page.keyboard.press("Enter")
    stopped = "The server does not answer; it may have been stopped."
    expecting(page.locator("dialog [data-alarm]")).to_contain_text(f"{stopped} Nothing was changed")
    expecting(page.locator("dialog section[aria-labelledby=page-correct-kind] select")).to_have_value("heading")
    sheet.close()
    for key in "sc":
        page.evaluate("document.querySelector('[data-alarm]').textContent = ''")
        page.keyboard.press(key)
        expecting(page.locator("[data-alarm]")).to_have_text(stopped)
    assert not desk.corrections.exists()
    assert {one for one in complaints if "ERR_CONNECTION_REFUSED" not in one} == set()
    complaints.clear()


def test_the_queue_goes_on_by_itself(page: Page, fresh: Desk) -> None:
    page.goto(f"{fresh.address}/queue?status=draft")
    total = int(page.locator("main > p").first.inner_text().split()[0])
    links = page.locator(".queue-head a").all_inner_texts()
    assert len(links) == 20
    page.keyboard.press("j")
    expecting(page.locator("[data-item]").first).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.go')"):
            break
    page.keyboard.press("Enter")
    expecting(page.locator("[data-said]")).to_have_text("Confirmed; that is on the disk.")
    expecting(page.locator("[data-item]").first).to_have_class(re.compile("done"))
    expecting(page.locator("[data-item]").nth(1)).to_be_focused()
    second = page.locator("[data-item]").nth(1)
    second.locator("summary").click()
    second.get_by_label("Health", exact=True).check()
    second.get_by_role("button", name="Save").click()
    expecting(page.locator("[data-item]").nth(2)).to_be_focused()
    rows = fresh.rows()
    assert [f"{row['document']}, {row['clause']}" for row in rows] == links[:2]
    assert rows[0]["before"] == rows[0]["after"]
    assert "health" in rows[1]["after"].split()
    page.reload()
    expecting(page.locator("main > p").first).to_contain_text(f"{total - 2} clauses")
    assert page.locator(".queue-head a").all_inner_texts()[:18] == links[2:]


@pytest.mark.parametrize(("key", "title"), [("c", "Correct"), ("s", "Source of")])
def test_the_keys_of_a_clause_lead_from_the_queue_to_the_same_clause(
    page: Page, library: Desk, key: str, title: str
) -> None:
    page.goto(f"{library.address}/queue?text=keepers")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expecting(page.locator("[data-item]").nth(1)).to_be_focused()
    clause = page.locator(".queue-head a").nth(1).inner_text().rpartition(", ")[2]
    page.keyboard.press(key)
    expecting(page.locator("h1")).to_have_text(f"{title} {clause}")


def test_the_queue_begins_with_what_is_least_certain(page: Page, library: Desk) -> None:
    page.goto(f"{library.address}/queue")
    total = int(page.locator("main > p").first.inner_text().split()[0])
    uncertain, distances = [], []
    for number in range(1, -(-total // 20) + 1):
        page.goto(f"{library.address}/queue?page={number}")
        items = """all => all.map(one => [
            one.querySelectorAll(".badge.uncertain").length,
            [...one.querySelectorAll(".few .count")].map(count => +count.textContent)
        ])"""
        for doubtful, scores in page.eval_on_selector_all("[data-item]", items):
            uncertain.append(doubtful)
            distances.append(min((abs(score - 0.5) for score in scores), default=0.5))
    assert len(uncertain) == total
    assert uncertain == sorted(uncertain, reverse=True)
    certain = distances[sum(uncertain) :]
    assert certain == pytest.approx(sorted(certain), abs=0.011)
