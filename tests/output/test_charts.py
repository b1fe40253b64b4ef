"""Charts: drawn to scale, the same figures in a table, escaped, without styles of their own."""

from __future__ import annotations

import re

import lxml.html
import pytest
from markupsafe import Markup

from pipeline.lexicon.colour import contrast
from pipeline.output.charts import (
    SHADES,
    Bar,
    Names,
    bar_chart,
    matrix_chart,
    short_number,
    shown_number,
    year_multiples,
)
from pipeline.output.page_style import PAGE

HOSTILE = "<script>alert(1)</script>\"'"


def drawing(chart: Markup) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(chart)


def table(tree: lxml.html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content() for cell in row.xpath("th | td")] for row in tree.xpath("//table//tr")]


def test_bars_are_as_long_as_their_values() -> None:
    rows = [
        Bar(label="request", value=400, href="/q", hue="function-direct"),
        Bar(label="urge", value=100),
        Bar(label="none", value=0),
        Bar(label="below", value=-3),
        Bar(label="unknown", value=float("nan")),
    ]
    tree = drawing(bar_chart("Acts", rows, unit="acts"))
    bars = tree.xpath('//rect[starts-with(@class, "bar-value")]')
    assert [(bar.get("class"), bar.get("width")) for bar in bars] == [
        ("bar-value function-direct", "240.0"),
        ("bar-value", "60.0"),
        ("bar-value", "0.0"),
        ("bar-value", "0.0"),
        ("bar-value", "0.0"),
    ]
    assert table(tree) == [
        ["", "acts"],
        ["request", "400"],
        ["urge", "100"],
        ["none", "0"],
        ["below", "−3"],
        ["unknown", "–"],
    ]
    assert tree.xpath("//svg//a/@tabindex") == ["-1"]
    assert tree.xpath("//a/@href") == ["/q", "/q"]


def test_years_without_gaps_each_on_its_own_scale_or_on_one() -> None:
    series = {"Oceans": {"2029": 2.0, "2031": 8.0, "": 5.0}, "Health": {"2030": 4.0}}
    own = drawing(year_multiples("Themes", series, hrefs={"Health": "/h"}))
    assert [(bar.get("x"), bar.get("height")) for bar in own.xpath('//rect[@class="bar-value"]')] == [
        ("0.00", "11.00"),
        ("106.67", "44.00"),
        ("53.33", "44.00"),
    ]
    assert [" ".join(one.text_content().split()) for one in own.xpath('//*[@class="multiple-axis"]')] == [
        "2029most 8 in 20312031",
        "2029most 4 in 20302031",
    ]
    assert table(own) == [
        ["clauses", "2029", "2030", "2031", "no year"],
        ["Oceans", "2", "", "8", "5"],
        ["Health", "", "4", "", ""],
    ]
    assert own.xpath('//*[@class="multiple-name"]/a/@href') == ["/h"]
    shared = drawing(year_multiples("Themes", series, shared_scale=True))
    assert shared.xpath('//rect[@class="bar-value"]/@height') == ["11.00", "44.00", "22.00"]


def test_a_matrix_has_a_cell_for_each_value() -> None:
    cells = {("a", "a"): 1000.0, ("a", "b"): 1.0, ("b", "a"): 0.0, ("gone", "a"): 7.0}
    links = {("a", "b"): "/ab"}
    chart = matrix_chart(
        "Confusion", ["a", "b"], ["a", "b"], cells, names=Names(row="gold", column="model"), hrefs=links, diagonal=True
    )
    tree = drawing(chart)
    drawn = tree.xpath('//g[starts-with(@class, "cell")]')
    assert [(one.get("class"), one.xpath("title")[0].text, one.xpath("text")[0].text) for one in drawn] == [
        ("cell shade-7 same", "a, a: 1,000 clauses", "1.0k"),
        ("cell shade-1", "a, b: 1 clauses", "1"),
    ]
    assert table(tree) == [["gold", "model", "clauses"], ["a", "a", "1,000"], ["a", "b", "1"]]
    assert tree.xpath("//svg//a/@href") == tree.xpath("//td/a/@href") == ["/ab"]


def charts() -> list[Markup]:
    return [
        bar_chart(HOSTILE, [Bar(label=HOSTILE, value=2, href='/"><script>', hue='x" onload="')], unit=HOSTILE),
        year_multiples(HOSTILE, {HOSTILE: {"2030": 2, HOSTILE: 1}, "items": {"2031": 1}}, unit=HOSTILE),
        matrix_chart(HOSTILE, [HOSTILE], [HOSTILE], {(HOSTILE, HOSTILE): 2}, names=Names(unit=HOSTILE)),
    ]


@pytest.mark.parametrize("which", range(3))
def test_whatever_they_are_given_is_text(which: int) -> None:
    tree = drawing(charts()[which])
    assert tree.xpath("//script | //@onload | //@style") == []
    assert HOSTILE in tree.xpath("//figcaption")[0].text_content()


@pytest.mark.parametrize("which", range(3))
def test_every_drawing_is_named_and_described(which: int) -> None:
    tree = drawing(charts()[which])
    for svg in tree.xpath("//svg"):
        assert svg.get("role") == "img"
        named = [tree.get_element_by_id(name) for name in svg.get("aria-labelledby").split()]
        assert [(one.tag, bool(one.text)) for one in named] == [("title", True), ("desc", True)]
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    assert tree.xpath("//details//table")


@pytest.mark.parametrize(
    "chart",
    [bar_chart("Nothing", []), year_multiples("Nothing", {}), matrix_chart("Nothing", ["a"], ["b"], {("a", "b"): 0})],
)
def test_nothing_to_show(chart: Markup) -> None:
    tree = drawing(chart)
    assert tree.xpath("//svg | //details") == []
    assert tree.xpath("//figcaption")[0].text_content() == "Nothing There is nothing to show."


@pytest.mark.parametrize(
    ("value", "shown", "short"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234, "1,234", "1.2k"),
        (9999.0, "9,999", "10k"),
        (123456, "123,456", "123k"),
        (1e7, "10,000,000", "10M"),
        (999_999, "999,999", "1.0M"),
        (1e10, "10,000,000,000", ""),
        (0.873, "0.87", ".87"),
        (-2.5, "−2.50", ""),
        (float("inf"), "–", "–"),
    ],
)
def test_numbers(value: float, shown: str, short: str) -> None:
    assert (shown_number(value), short_number(value)) == (shown, short)


def test_the_number_reads_on_every_shade() -> None:
    css = (PAGE / "charts.css").read_text("utf-8")
    pairs = r"light-dark\((#\w{6}), (#\w{6})\)"
    shades = re.findall(rf"\.shade-(\d) \{{ --fill: {pairs}; --on: {pairs};", css)
    assert [shade for shade, *_ in shades] == [str(number) for number in range(1, SHADES + 1)]
    low = [
        (shade, ground, text)
        for shade, light, dark, on_light, on_dark in shades
        for ground, text in ((light, on_light), (dark, on_dark))
        if contrast(ground, text) < 4.5
    ]
    assert low == []
