"""The list of documents in a browser: search, filters with their counts, sorting, back and forward."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.inspector.conftest import Desk

DOCUMENTS = 57


def expecting(found: Page | Locator) -> object:
    """Return Playwright's assertions, which wait."""
    from playwright.sync_api import expect

    return expect(found)


def total(page: Page) -> int:
    """Return how many documents the page says that it found."""
    return int(page.locator("h1").inner_text().split()[0].replace(",", ""))


def search(page: Page, text: str) -> None:
    """Search as a person does."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, facet: str, value: str) -> int:
    """Choose a value of a filter and return the count that stood beside it."""
    group = page.locator(f"[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    row = group.locator("li", has=page.locator(f'input[value="{value}"]'))
    count = int(re.sub(r"\D", "", row.locator(".count").inner_text()))
    with page.expect_navigation():
        row.locator("input").check()
    return count


def test_the_list_opens_and_counts(page: Page, library: Desk) -> None:
    page.goto(library.address)
    assert page.title() == "Documents · clausewise"
    assert total(page) == DOCUMENTS
    assert page.locator("table.list tbody tr").count() == 50
    page.get_by_role("link", name="Next").click()
    expecting(page.locator("table.list tbody tr")).to_have_count(DOCUMENTS - 50)


def test_all_columns_are_seen_in_an_ordinary_window(page: Page, library: Desk) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    for query in ("", "?text=lighthouses"):
        page.goto(f"{library.address}/{query}")
        assert page.locator(".scroll").evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_words_phrases_and_beginnings_are_searched(page: Page, library: Desk) -> None:
    page.goto(library.address)
    search(page, "medicines water")
    assert total(page) == 40
    assert page.locator(".hits mark").first.inner_text().lower() in ("medicines", "water")
    search(page, '"water medicines"')
    assert total(page) == 0
    expecting(page.locator(".nothing")).to_contain_text("No document has all of that.")
    search(page, '"medicines and clean water"')
    assert total(page) == 40
    search(page, "medicin*")
    assert total(page) >= 40
    search(page, "medicin")
    assert total(page) == 0


@pytest.mark.parametrize(
    "odd",
    [
        '"',
        "*",
        "a AND",
        "(((",
        "NEAR/",
        "\\",
        "🗼",
        "' OR 1=1 --",
        "-",
        "text:",
        "<script>alert(1)</script>",
        "x" * 900,
    ],
)
def test_odd_searches_are_only_words(page: Page, library: Desk, odd: str) -> None:
    page.goto(library.address)
    page.fill("[data-search]", odd)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expecting(page.locator("h1")).to_have_text(re.compile(r"^\d+ documents?$"))
    assert page.input_value("[data-search]") == odd[:500]


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("organ", "General Assembly"),
        ("year", "2027"),
        ("act", "request"),
        ("kind", "annex"),
        ("status", "draft"),
        ("issue", "encoding-guessed"),
        ("function", "decide"),
    ],
)
def test_the_count_beside_a_filter_is_what_it_leaves(page: Page, library: Desk, facet: str, value: str) -> None:
    page.goto(library.address)
    count = choose(page, facet, value)
    assert count > 0
    assert total(page) == count
    expecting(page.locator(f'[data-facet={facet}] input[value="{value}"]')).to_be_focused()
    boxes = "[data-facet=theme] li input"
    theme = page.locator(f"{boxes}:not(:checked)").first.get_attribute("value")
    second = page.locator("[data-facet=theme] li", has=page.locator(f'input[value="{theme}"]'))
    count = int(re.sub(r"\D", "", second.locator(".count").inner_text()))
    with page.expect_navigation():
        second.locator("input").click()
    assert total(page) == count


def test_two_values_of_one_filter_add_up(page: Page, library: Desk) -> None:
    page.goto(library.address)
    council = choose(page, "organ", "Security Council")
    both = choose(page, "organ", "Economic and Social Council")
    assert total(page) == council + both


def test_only_uncertain_documents(page: Page, library: Desk) -> None:
    page.goto(library.address)
    row = page.locator("label", has_text="With uncertain clauses")
    count = int(re.sub(r"\D", "", row.locator(".count").inner_text()))
    with page.expect_navigation():
        row.locator("input").check()
    assert total(page) == count


def test_a_long_filter_is_searched_while_one_types(page: Page, library: Desk) -> None:
    page.goto(library.address)
    group = page.locator("[data-facet=entity]")
    group.locator("summary").click()
    assert not group.locator('input[value="UN:who"]').count()
    group.get_by_role("searchbox").type("2417")
    row = group.locator("[data-values] li")
    expecting(row).to_have_count(1)
    expecting(row.locator("input")).to_have_value("S/RES/2417(2018)")
    count = int(re.sub(r"\D", "", row.locator(".count").inner_text()))
    with page.expect_navigation():
        row.locator("input").check()
    assert total(page) == count == 1
    expecting(page.locator('[data-facet=entity] input[value="S/RES/2417(2018)"]')).to_be_checked()


def test_a_chip_takes_out_and_back_and_forward_restore(page: Page, library: Desk) -> None:
    page.goto(library.address)
    assembly = choose(page, "organ", "General Assembly")
    drafts = choose(page, "status", "draft")
    page.locator("a.chip", has_text="General Assembly").click()
    expecting(page.locator("a.chip[href]")).to_have_count(1)
    assert total(page) != drafts
    page.go_back()
    assert total(page) == drafts
    expecting(page.locator('[data-facet=organ] input[value="General Assembly"]')).to_be_checked()
    page.go_back()
    assert total(page) == assembly
    expecting(page.locator('[data-facet=status] input[value="draft"]')).not_to_be_checked()
    page.go_forward()
    assert total(page) == drafts
    page.get_by_role("link", name="Take all out").click()
    expecting(page.locator("h1")).to_have_text(f"{DOCUMENTS} documents")


def test_a_column_sorts_and_turns(page: Page, library: Desk) -> None:
    page.goto(f"{library.address}/?size=200")
    for column, title in (("symbol", "Symbol"), ("title", "Title"), ("clauses", "Clauses")):
        shown = {}
        for _ in range(2):
            with page.expect_navigation():
                page.locator("thead").get_by_role("link", name=title).click()
            way = page.locator(f"th.{column}").get_attribute("aria-sort")
            shown[way] = page.locator(f"tbody td.{column}").all_inner_texts()
        assert set(shown) == {"ascending", "descending"}
        assert len(shown["ascending"]) == DOCUMENTS
        if column == "clauses":
            numbers = [int(text) for text in shown["ascending"]]
            assert numbers == sorted(numbers)
            assert [int(text) for text in shown["descending"]] == numbers[::-1]
        else:
            assert sorted(shown["ascending"]) == sorted(shown["descending"])


def test_the_document_goes_back_to_the_list_it_came_from(page: Page, library: Desk) -> None:
    page.goto(library.address)
    search(page, "medicines")
    page.locator("td.symbol a").first.click()
    expecting(page.locator(".clause").first).to_be_visible()
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/documents/.*text=medicines"))
    page.get_by_role("link", name="← List").click()
    expecting(page.locator("h1")).to_have_text("40 documents")


def test_a_page_beyond_the_last_says_so(page: Page, library: Desk) -> None:
    page.goto(f"{library.address}/?page=99")
    expecting(page.locator(".nothing")).to_contain_text("The list ends at page 2.")
