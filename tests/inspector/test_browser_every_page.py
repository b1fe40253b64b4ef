"""What holds for every page: nothing of a record runs, no script is needed, contrast, names, phone, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.inspector.conftest import Desk

PAGES = {
    "list": "/",
    "search": "/?text=lighthouses&theme=health",
    "nothing found": "/?text=zzzz",
    "document": "/documents/{draft}",
    "omnibus": "/documents/{omnibus}#op1",
    "hostile document": "/documents/{evil}",
    "corrected document": "/documents/{corrected}",
    "form of a corrected clause": "/documents/{corrected}/correct?clause=op3",
    "form": "/documents/{draft}/correct?clause=op2",
    "hostile form": "/documents/{evil}/correct?clause={script}",
    "source": "/documents/{draft}/source?clause=op2",
    "page of a PDF": "/documents/{pdf}/source?clause=op2",
    "queue": "/queue",
    "end of the queue": "/queue?page=999",
    "overview": "/overview",
    "help": "/help",
    "error": "/nowhere",
}

AUDIT = """() => {
  const out = {};
  const shown = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const all = selector => [...document.querySelectorAll(selector)];
  all("details").forEach(one => { one.open = true; });
  const text = one => one ? one.textContent.trim() : "";
  const name = one => one.getAttribute("aria-label")
    || text(document.getElementById((one.getAttribute("aria-labelledby") || "").split(" ")[0]))
    || [...(one.labels || [])].map(text).join(" ") || (one.matches("input, select, textarea") ? "" : text(one));
  out.nameless = all("a[href], button, summary, input:not([type=hidden]), select, textarea, [role=region], [role=img]")
    .filter(one => !name(one)).map(one => one.outerHTML.slice(0, 120));
  const levels = all("h1, h2, h3, h4, h5, h6").map(one => +one.tagName[1]);
  out.headings = levels.filter((level, at) => at ? level > levels[at - 1] + 1 : level !== 1);
  out.first = levels.filter(level => level === 1).length;
  out.landmarks = ["main", "header", "nav"].filter(one => document.querySelectorAll(one).length < 1);
  const navs = all("nav").map(one => name(one));
  out.navs = navs.filter((one, at) => navs.indexOf(one) !== at);
  const ids = all("[id]").map(one => one.id);
  out.ids = ids.filter((one, at) => ids.indexOf(one) !== at);
  out.language = document.documentElement.lang;
  out.injected = all("script").filter(one => !one.src.startsWith(location.origin + "/static/")).length
    + all("img, iframe, object, embed").length
    + all("*").filter(one => [...one.attributes].some(given => given.name.startsWith("on"))).length
    + all("a").filter(one => !new URL(one.getAttribute("href"), location).protocol.startsWith("http")).length;
  return out;
}"""

CONTRAST = """() => {
  const linear = value => (value /= 255) <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const colour = css => {
    if (!known.has(css)) {
      canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = css; canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(css, [r, g, b, a / 255]);
    }
    return known.get(css);
  };
  const over = (top, ground) => [0, 1, 2].map(at => top[at] * top[3] + ground[at] * (1 - top[3]));
  const grounds = new Map();
  const ground = one => {
    if (!one) return [255, 255, 255];
    const own = colour(getComputedStyle(one).backgroundColor);
    if (!grounds.has(one)) grounds.set(one, over(own, ground(one.parentElement)));
    return grounds.get(one);
  };
  const opacity = one => one ? +getComputedStyle(one).opacity * opacity(one.parentElement) : 1;
  document.querySelectorAll("details").forEach(one => { one.open = true; });
  const low = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.closest("svg title, svg desc, option, .unseen, script, .tools a, :disabled")) continue;
    const style = getComputedStyle(one);
    let under = ground(one.closest("svg") ? one.closest("svg").parentElement : one);
    const rect = one.closest("g.cell")?.querySelector("rect");
    if (rect) under = over(colour(getComputedStyle(rect).fill), under);
    const ink = colour(one.closest("svg") ? style.fill : style.color);
    const seen = over([...ink.slice(0, 3), ink[3] * opacity(one)], under);
    const [a, b] = [light(seen), light(under)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    texts += 1;
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) {
      low.add(`${one.tagName}.${one.className.baseVal ?? one.className} ${style.color} on ${under.map(Math.round)}: `
        + ((a + .05) / (b + .05)).toFixed(2));
    }
  }
  return [texts, [...low]];
}"""


@pytest.fixture(scope="session")
def addresses(keys: Callable[[str], str], library: Desk) -> dict[str, str]:
    """Return the address of every page."""
    from urllib.parse import quote

    known = {
        "draft": keys("ga-draft"),
        "omnibus": keys("ga-omnibus"),
        "evil": keys("evil"),
        "corrected": keys("paper-40"),
        "pdf": keys("harbours"),
        "script": quote("<script>alert(1)</script>"),
    }
    return {name: library.address + path.format(**known) for name, path in PAGES.items()}


def visit(page: Page, addresses: dict[str, str], name: str, complaints: list[str]) -> None:
    """Open a page; that the one of an error is one may stand in the console."""
    page.goto(addresses[name])
    if name == "error":
        complaints[:] = [one for one in complaints if "404" not in one]


@pytest.mark.parametrize("name", PAGES)
def test_names_headings_landmarks_and_nothing_of_a_record_runs(
    page: Page, addresses: dict[str, str], name: str, complaints: list[str]
) -> None:
    visit(page, addresses, name, complaints)
    assert page.evaluate(AUDIT) == {
        "nameless": [],
        "headings": [],
        "first": 1,
        "landmarks": [],
        "navs": [],
        "ids": [],
        "language": "en",
        "injected": 0,
    }


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_text_has_contrast(
    open_page: Callable[..., Any], addresses: dict[str, str], look: str, complaints: list[str]
) -> None:
    page = open_page(color_scheme=look)
    found = {}
    for name in PAGES:
        visit(page, addresses, name, complaints)
        texts, low = page.evaluate(CONTRAST)
        assert texts > 10
        found[name] = low
    assert found == {name: [] for name in PAGES}


def test_the_measure_of_contrast_can_fail(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["help"])
    page.evaluate("document.querySelector('h1').style.color = '#999'")
    page.evaluate("document.querySelector('#page-help-what').style.color = '#808080'")
    low = page.evaluate(CONTRAST)[1]
    assert [one.partition(" ")[0] for one in low] == ["H1.", "H2."]


def test_a_phone_never_scrolls_sideways(
    open_page: Callable[..., Any], addresses: dict[str, str], complaints: list[str]
) -> None:
    page = open_page(viewport={"width": 390, "height": 800}, has_touch=True)
    wide = {}
    for name in PAGES:
        visit(page, addresses, name, complaints)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.evaluate("document.querySelector('.queue') || document.querySelector('a.source')?.click()")  # a pane
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide[name] = width
    assert wide == {}


def test_focus_is_always_seen(page: Page, addresses: dict[str, str], complaints: list[str]) -> None:
    for name in ("list", "document", "form", "queue", "overview"):
        visit(page, addresses, name, complaints)
        for _ in range(60):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => {
                    const one = document.activeElement, style = getComputedStyle(one);
                    const box = one.getBoundingClientRect();
                    const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                    const seen = ringed && +style.opacity > 0 && box.width > 0;
                    return one === document.body || seen ? "" : one.outerHTML.slice(0, 200);
                }"""
            )
            assert seen == "", name


def test_print_shows_no_controls(page: Page, addresses: dict[str, str], complaints: list[str]) -> None:
    page.emulate_media(media="print")
    for name in ("list", "document", "hostile document", "overview", "help", "source"):
        visit(page, addresses, name, complaints)
        controls = page.eval_on_selector_all(
            "button, input, select, textarea",
            "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 100))",
        )
        assert controls == [], name
        assert page.pdf().startswith(b"%PDF")


def test_everything_works_without_script(
    open_page: Callable[..., Any],
    addresses: dict[str, str],
    complaints: list[str],
    desk: Desk,
    paper: int,
    keys: Callable[[str], str],
) -> None:
    from playwright.sync_api import expect

    page = open_page(java_script_enabled=False)
    for name in PAGES:
        visit(page, addresses, name, complaints)
        expect(page.locator("main h1")).to_have_count(1)
    page.goto(desk.address)
    page.get_by_role("searchbox").first.fill("medicines")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("h1")).to_have_text("40 documents")
    page.locator("[data-facet=theme] input").first.check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("a.chip")).to_have_count(2)

    page.goto(f"{desk.address}/documents/{keys(f'paper-{paper:02}')}")
    page.locator("#op2").get_by_role("link", name="Correct op2").click()
    page.locator("[name=kind]").first.select_option("heading")
    page.get_by_role("button", name="Save the kind").click()
    page.wait_for_url("**#op2")
    expect(page.locator("#op2")).to_have_attribute("data-kind", "heading")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#op2")).to_have_attribute("data-kind", "operative")
    page.get_by_role("button", name="Take this back too").click()
    expect(page.locator("#op2")).to_have_attribute("data-kind", "heading")
    rows = desk.rows_of(f"A/90/L.{paper}")
    assert [(row["field"], row["after"]) for row in rows if not row.get("undoes")] == [("kind", "heading")]
    assert len(rows) == 3
    page.get_by_label("You are").fill("Berta")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_label("You are")).to_have_value("Berta")
    page.get_by_role("link", name="Help").click()
    expect(page.get_by_label("You are")).to_have_value("Berta")
