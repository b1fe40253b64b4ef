"""The page: well formed, by itself, the same every time."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import pytest

from pipeline.evaluation.page import PlotsMissingError, page
from pipeline.evaluation.report import Report

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """Collects what a page holds, and stops where an element is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.seen.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once."""
        self.seen.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text of cells."""
        if self.open and self.open[-1] in ("td", "th"):
            self.cells.append(data)


@pytest.fixture
def parsed(report: Report) -> Page:
    """Return the page of the report, parsed."""
    pytest.importorskip("matplotlib")
    found = Page()
    found.feed(page(report))
    found.close()
    return found


def test_every_element_is_closed_and_the_plots_are_inside(parsed: Page) -> None:
    assert parsed.open == []
    assert parsed.seen.count("svg") == 2
    assert {"h1", "title", "table"} <= set(parsed.seen)
    assert [value for tag, name, value in parsed.attributes if (tag, name) == ("html", "lang")] == ["en"]
    assert len([1 for tag, name, _ in parsed.attributes if (tag, name) == ("svg", "aria-label")]) == 2


def test_names_are_unique_and_references_lead_to_them(parsed: Page) -> None:
    ids = [value for _, name, value in parsed.attributes if name == "id"]
    assert ids
    assert len(ids) == len(set(ids))
    wanted = {value[1:] for _, name, value in parsed.attributes if name in ("href", "xlink:href")}
    wanted |= {one for _, _, value in parsed.attributes for one in re.findall(r"url\(#([^)]*)\)", value)}
    assert wanted
    assert wanted <= set(ids)


def test_nothing_is_loaded_from_elsewhere(report: Report, parsed: Page) -> None:
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(parsed.seen)
    for _, name, value in parsed.attributes:
        assert name not in ("src", "srcset", "data", "action", "poster", "background")
        assert not name.startswith("on")
        assert name not in ("href", "xlink:href") or value.startswith("#")
    text = page(report)
    assert "@import" not in text
    assert "<?xml" not in text
    assert not [url for url in re.findall(r"url\(([^)]*)\)", text) if not url.startswith("#")]


def test_the_tables_have_the_figures_and_odd_names_are_escaped(report: Report, parsed: Page) -> None:
    assert "<fog> & bells" in parsed.cells
    assert "<fog>" not in page(report)
    assert "keeper &lt;new&gt; on more.csv" in page(report)
    assert "3 &lt; 4" in page(report)
    place = parsed.cells.index("lamps", parsed.cells.index("support"))
    row = parsed.cells[place : place + 5]
    assert [cell.split()[0] for cell in row] == ["lamps", "0.667", "1.000", "0.800", "2"]


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    pytest.importorskip("matplotlib")
    assert page(report) == page(report)


def test_without_the_plotting_library_it_says_what_to_install(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(PlotsMissingError, match=r"pip install clausewise\[report\]"):
        page(report)
