"""Page furniture: what is marked, and what only looks like it."""

from __future__ import annotations

import pytest

from pipeline.layout.furniture import SYMBOL, letters, mark_furniture
from pipeline.layout.lines import split_lines
from pipeline.lexicon.layout import load_layout
from pipeline.reading.source import SourceText

HEAD = "United Nations\nA/RES/88/901\nGeneral Assembly\n88/901. Lighthouses of the gulf\n"


def furniture(body: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Return kind and text of each line of ``body`` that is marked; nothing in ``head`` is expected to be."""
    lines = split_lines(SourceText("a.txt", head + body))
    start = len(head.splitlines())
    mark_furniture(lines, start, load_layout())
    assert [line.text for line in lines[:start] if line.role == "furniture"] == []
    return [(line.kind, line.text) for line in lines if line.role == "furniture"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. Thanks the keepers,\n\fA/RES/88/901\nof the lights.", [("page-header", "A/RES/88/901")]),
        ("Thanks the\n\fA/RES/88/901\nLighthouses of the gulf\nkeepers.",
         [("page-header", "A/RES/88/901"), ("page-header", "Lighthouses of the gulf")]),
        ("Thanks the\n\fA/RES/88/902\nkeepers.", []),
        ("Thanks the\n\fA/CONF.9/3\nx\n\fA/CONF.9/3\nkeepers.",
         [("page-header", "A/CONF.9/3"), ("page-header", "A/CONF.9/3")]),
        ("as stated in\nA/RES/88/901 of the Assembly.", []),
        ("Thanks them;\n31-04417 1/2\n\fx", [("job-number", "31-04417 1/2")]),
        ("Thanks them;\n2\n\fand pays them.", [("page-number", "2")]),
        ("Thanks them;\n\f2\nand pays them.", [("page-number", "2")]),
        ("there were\n12\nof them.", []),
        ("Thanks them;\n2/3\n31-04417\n\fx", [("page-number", "2/3"), ("job-number", "31-04417")]),
        ("Thanks them;\n*3104417*\nx", [("barcode", "*3104417*")]),
        ("Thanks them;\n/...\nx", [("page-footer", "/...")]),
        ("Thanks them;\nPlease recycle\nx", [("stamp", "Please recycle")]),
        ("Thanks them;\n- 4 -\nx", [("page-number", "- 4 -")]),
        ("1/3 of the members were late.", []),
        ("", []),
    ],
)  # fmt: skip
def test_furniture_is_marked_by_kind(body: str, expected: list[tuple[str, str]]) -> None:
    assert furniture(body) == expected


def test_running_title_of_the_security_council_repeats_its_number() -> None:
    head = "S/RES/3120 (2031)\nSecurity Council\nResolution 3120 (2031)\n"
    body = "Thanks the\n\fS/RES/3120 (2031)\nSecurity Council resolution 3120 (2031)\nkeepers."
    assert furniture(body, head) == [
        ("page-header", "S/RES/3120 (2031)"),
        ("page-header", "Security Council resolution 3120 (2031)"),
    ]


@pytest.mark.parametrize(
    "symbol",
    ["A/RES/88/901", "S/2031/55", "S/RES/3120 (2031)", "A/RES/66/904 B", "UNEP/EA.8/Res.12", "A/C.3/79/L.9/Rev.1",
     "E/CN.7/2031/L.2*", "A/RES/55/904 A-B"],
)  # fmt: skip
def test_symbols_alone_on_a_line(symbol: str) -> None:
    assert SYMBOL.match(symbol)


@pytest.mark.parametrize("text", ["A/RES/88/901 of 3 March", "and/or", "A", "88/901", "Annex/Appendix follows"])
def test_what_is_no_symbol(text: str) -> None:
    assert SYMBOL.match(text) is None


def test_lines_are_compared_by_their_letters() -> None:
    assert letters("The *Two*  Lighthouses – 1") == letters("the two lighthouses-1") == "thetwolighthouses1"
