"""A document in a browser: reading view, its links and notes, the source beside it, the page of a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.inspector.conftest import Desk

Plain = dict[str, dict[str, Any]]

DRAFT = "ga-draft-markdown"


def expecting(found: Any) -> Any:
    """Return Playwright's assertions, which wait."""
    from playwright.sync_api import expect

    return expect(found)


@pytest.fixture
def draft(page: Page, library: Desk, keys: Callable[[str], str]) -> Page:
    page.goto(f"{library.address}/documents/{keys(DRAFT)}")
    return page


def test_every_clause_reads_as_in_the_record(draft: Page, plain_of: Plain) -> None:
    plain = plain_of["texts/ga-draft-markdown.md"]
    shown = draft.eval_on_selector_all(
        "[data-text]",
        """found => found.map(one => {
            const text = one.cloneNode(true);
            text.querySelectorAll(".note-mark").forEach(mark => mark.remove());
            return text.textContent;
        })""",
    )
    assert shown == [clause["text"] for clause in plain["clauses"]]
    assert draft.locator("h1").inner_text() == plain["masthead"]["title"]
    acts = [act["text"] for clause in plain["clauses"] for act in clause["acts"]]
    assert draft.locator(".clause .act").count() >= len(acts) > 20
    assert draft.locator(".clause .act").first.evaluate("one => getComputedStyle(one).fontStyle") == "italic"
    entity = draft.locator(".clause .entity").first
    assert entity.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"


def test_notes_and_their_marks_lead_to_each_other(draft: Page) -> None:
    mark = draft.locator("sup.note-mark a").first
    note = mark.get_attribute("href")
    mark.click()
    draft.wait_for_url(f"**{note}")
    expecting(draft.locator(note or "")).to_be_in_viewport()
    draft.locator(f"{note} a.back").first.click()
    expecting(draft.locator("sup.note-mark").first).to_be_in_viewport()


def test_every_link_within_the_page_has_its_target(draft: Page) -> None:
    broken = draft.eval_on_selector_all(
        'a[href^="#"]',
        "all => all.map(one => decodeURIComponent(one.hash.slice(1))).filter(id => !document.getElementById(id))",
    )
    assert broken == []
    ids = draft.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_a_link_to_a_clause_opens_and_marks_it(page: Page, library: Desk, keys: Callable[[str], str]) -> None:
    page.goto(f"{library.address}/documents/{keys(DRAFT)}#op3")
    clause = page.locator("#op3")
    expecting(clause).to_be_in_viewport()
    expecting(clause).to_have_class(re.compile(r"\bhere\b"))
    assert clause.evaluate("one => getComputedStyle(one).backgroundColor") != page.locator("#op2").evaluate(
        "one => getComputedStyle(one).backgroundColor"
    )
    page.keyboard.press("j")
    expecting(page.locator(".here")).to_have_count(1)
    assert page.locator(".here").get_attribute("id") != "op3"
    page.keyboard.press("k")
    expecting(clause).to_be_focused()
    clause.locator("a.permalink").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#op3")


def test_legend_and_words_of_a_theme_open(draft: Page) -> None:
    draft.locator(".legend summary").click()
    expecting(draft.locator(".legend dd").first).to_be_visible()
    meter = draft.locator(".theme svg").first
    assert meter.evaluate("one => [one.clientHeight, getComputedStyle(one).borderBottomWidth]") == [4, "0px"]
    words = draft.locator(".theme details").first
    expecting(words.locator(".weight").first).to_be_hidden()
    words.locator("summary").click()
    expecting(words.locator(".weight").first).to_have_text(re.compile(r"^[+−]\d"))


def test_an_issue_stands_in_the_page(page: Page, library: Desk, keys: Callable[[str], str], plain_of: Plain) -> None:
    page.goto(f"{library.address}/documents/{keys('ga-windows-1252')}")
    message = plain_of["texts/ga-windows-1252.txt"]["issues"][0]["message"]
    expecting(page.locator(".issue").first).to_contain_text(message)


def test_a_citation_leads_to_all_documents_that_cite_it(draft: Page) -> None:
    link = draft.locator(".clause a[href*='entity=']").first
    link.click()
    expecting(draft.locator("h1")).to_have_text(re.compile(r"^[1-9]\d* documents?$"))


def test_the_record_is_downloaded(draft: Page, plain_of: Plain) -> None:
    import json
    from pathlib import Path

    with draft.expect_download() as found:
        draft.get_by_role("link", name="Record (JSON)").click()
    assert found.value.suggested_filename == "A_81_L_73.json"
    plain = json.loads(Path(found.value.path()).read_text("utf-8"))
    assert plain["clauses"] == plain_of["texts/ga-draft-markdown.md"]["clauses"]


def folded(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s+", "", text)


def test_the_source_stands_beside_the_text_with_the_clause_lit(draft: Page, plain_of: Plain) -> None:
    plain = plain_of["texts/ga-draft-markdown.md"]
    draft.locator("#op2").focus()
    draft.keyboard.press("s")
    expecting(draft.locator("[data-source-title]")).to_be_focused()
    clause = next(one for one in plain["clauses"] if one["id"] == "op2")
    lit = "".join(draft.locator(".beside mark").all_inner_texts())
    bare = re.sub(r"[*_\\]|\[|\]\([^)]*\)", "", lit)
    number = clause["number"] or ""
    assert folded(bare).removeprefix(number).rstrip("¹²³⁴⁵") == folded(clause["text"])
    expecting(draft.locator(".beside #page-lit")).to_be_in_viewport()
    draft.keyboard.press("Escape")
    expecting(draft.locator(".beside")).to_be_hidden()
    expecting(draft.locator("#op2")).to_be_focused()


def test_the_source_has_an_address_of_its_own(page: Page, library: Desk, keys: Callable[[str], str]) -> None:
    page.goto(f"{library.address}/documents/{keys('paper-01')}/source?clause=op2#page-lit")
    assert page.locator("mark").all_inner_texts() == [
        "2. Requests the Secretary-General to submit a report on the health of the keepers at its ninety-first session;"
    ]
    page.get_by_role("link", name="← A/90/L.1").click()
    expecting(page.locator("#op2")).to_be_in_viewport()


def test_a_source_that_is_gone_says_so(
    page: Page, library: Desk, keys: Callable[[str], str], complaints: list[str]
) -> None:
    page.goto(f"{library.address}/documents/{keys('evil')}")
    page.locator(".clause").first.focus()
    page.keyboard.press("s")
    expecting(page.locator("[data-alarm]")).to_contain_text("The source cannot be shown. evil<script>")
    assert all("404" in one for one in complaints)
    complaints.clear()


def test_the_page_of_a_pdf_frames_the_clause(page: Page, library: Desk, keys: Callable[[str], str]) -> None:
    page.goto(f"{library.address}/documents/{keys('harbours')}")
    page.locator(".clause", has_text="Requests").last.focus()
    page.keyboard.press("s")
    frame = page.locator(".paper .frame").first
    expecting(frame).to_be_visible()
    image = page.locator(".paper image").first
    address = image.get_attribute("href") or ""
    assert re.search(r"/pages/[2-9]\.png$", address), "the clause does not stand on the first page"
    answer = page.request.get(library.address + address)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    paper, framed = image.bounding_box(), frame.bounding_box()
    assert paper is not None
    assert framed is not None
    assert paper["x"] < framed["x"]
    assert framed["x"] + framed["width"] < paper["x"] + paper["width"]
    assert paper["y"] < framed["y"]
    assert 10 < framed["height"] < 60
    assert framed["y"] + framed["height"] < paper["y"] + paper["height"]
    assert dark_within(answer.body(), paper, framed) > 0.02, "the frame holds the words of the clause"


def dark_within(png: bytes, paper: dict[str, float], framed: dict[str, float]) -> float:
    """Return the share of dark pixels of a picture in a frame on it."""
    import io

    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("L")
    scale = image.width / paper["width"]
    left, top = (framed["x"] - paper["x"]) * scale, (framed["y"] - paper["y"]) * scale
    box = (left, top, left + framed["width"] * scale, top + framed["height"] * scale)
    part = image.crop(tuple(round(side) for side in box))  # type: ignore[arg-type]
    return sum(part.histogram()[:128]) / (part.width * part.height)


def test_the_page_itself_is_printed(draft: Page) -> None:
    draft.emulate_media(media="print")
    for selector in (".top", ".tools-bar", ".tools", ".history", "[data-look]", ".beside", "form", "button"):
        assert [one for one in draft.locator(selector).all() if one.is_visible()] == [], selector
    expecting(draft.locator("#op1 [data-text]")).to_be_visible()
    expecting(draft.locator(".notes")).to_be_visible()
    assert draft.pdf().startswith(b"%PDF")


def test_the_look_is_chosen_and_kept(draft: Page, library: Desk) -> None:
    def ground() -> str:
        return str(draft.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = ground()
    draft.get_by_role("button", name="Change to the dark look").click()
    dark = ground()
    assert dark != light
    draft.reload()
    assert ground() == dark
    draft.goto(library.address)
    assert ground() == dark
    draft.get_by_role("button", name="Change to the light look").click()
    assert ground() == light


def test_all_charts_are_there_and_lead_to_their_documents(page: Page, library: Desk) -> None:
    page.goto(f"{library.address}/overview")
    titles = page.locator(".chart-title").all_inner_texts()
    assert titles == [
        "Themes by year",
        "Acts by force",
        "Acts by function",
        "Most cited texts",
        "Themes of the same clause",
        "Themes against gold",
        "Issues",
    ]
    chart = page.locator(".chart-box", has_text="Most cited texts")
    chart.locator("summary").click()
    row = chart.locator("tbody tr").first
    count = int(row.locator("td").inner_text())
    row.locator("a").click()
    expecting(page.locator("h1")).to_have_text(re.compile(rf"^{count} documents?$"))


def test_an_overview_of_what_the_filters_leave(page: Page, library: Desk) -> None:
    page.goto(f"{library.address}/?status=draft")
    drafts = page.locator("h1").inner_text().split()[0]
    page.get_by_role("link", name="overview of these").click()
    expecting(page.locator(".totals dd").first).to_have_text(drafts)
    page.goto(f"{library.address}/overview?text=zzzz")
    expecting(page.locator(".nothing")).to_contain_text("There is no document here to count.")


def test_keys_can_be_turned_off(page: Page, library: Desk) -> None:
    page.goto(f"{library.address}/help")
    page.get_by_label("Use these keys in this browser").uncheck()
    page.goto(library.address)
    page.keyboard.press("/")
    expecting(page.locator("[data-search]")).not_to_be_focused()
