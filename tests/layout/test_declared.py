"""Paragraphs of official markup: divided as declared, heads above the first formula only."""

from __future__ import annotations

from pipeline.layout.declared import Declarations, declared_paragraphs
from pipeline.layout.lines import split_lines
from pipeline.reading import Declared, SourceText

TEXT = "A/81/L.9\n\nIce\u2028roads\n\nThe Council,\n\nBrief\n\nstray"


def test_lines_are_divided_as_declared() -> None:
    declared = (
        Declared(0, 8, "masthead"),
        Declared(10, 19, "title"),
        Declared(21, 33, "enacting"),
        Declared(35, 40, "title"),
    )
    lines = split_lines(SourceText("x", TEXT))
    divided = declared_paragraphs(lines, Declarations(declared))
    assert [([line.text for line in paragraph], {line.role for line in paragraph}) for paragraph in divided] == [
        (["A/81/L.9"], {"masthead"}),
        (["Ice", "roads"], {"masthead"}),
        (["The Council,"], {"text"}),
        (["Brief"], {"text"}),
        (["stray"], {"text"}),
    ]


def test_a_declaration_holds_its_own_letters_only() -> None:
    declarations = Declarations((Declared(3, 5, "operative"), Declared(7, 8, "closing")))
    assert [one and one.kind for one in map(declarations.at, range(9))] == [
        None, None, None, "operative", "operative", None, None, "closing", None,
    ]  # fmt: skip
