"""Clauses of official markup: taken over as declared, whatever their words look like, with nothing lost."""

from __future__ import annotations

import pytest

from pipeline.reading import Declared, SourceText, read_bytes
from pipeline.record import Record
from pipeline.run import read_record

NS = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'


def para(number: str, text: str, more: str = "") -> str:
    return f"<paragraph {more}><num>{number}</num><content><p>{text}</p></content></paragraph>"


def record(preamble: str, body: str, after: str = "") -> Record:
    formula = "<formula><p>The General Assembly,</p></formula>"
    cover = "<coverPage><p>United Nations</p><p>A/RES/81/901</p></coverPage><preface><p>81/901. Ice roads</p></preface>"
    page = f"<akomaNtoso {NS}><statement>{cover}<preamble>{formula}{preamble}</preamble><mainBody>{body}</mainBody>"
    source = read_bytes(f"{page}{after}</statement></akomaNtoso>".encode(), "x.xml")
    return read_record(source)


def found(made: Record) -> list[tuple[str, str, str | None, int, str | None, str]]:
    return [(c.id, c.kind, c.number, c.level, c.parent, c.text) for c in made.clauses]


def test_kinds_numbers_levels_and_parents_are_those_of_the_markup() -> None:
    points = "".join(f"<point><num>({n})</num><content><p>Ice {n};</p></content></point>" for n in "ab")
    deep = "<point><num>(i)</num><content><p>Thaw;</p></content></point>"
    made = record(
        "<container><p>Ice roads and what they carry</p></container>",  # no participle, no comma: declared all the same
        f"{para('1.', 'Requests a survey;')}<paragraph><num>2.</num><list><intro><p>Urges:</p></intro>{points}"
        f"<sublist>{deep}</sublist></list></paragraph><crossHeading>Recalling the ice,</crossHeading>"
        f"{para('(7)', 'Winters pass.')}",
        "<conclusions><p>7th meeting<eol/>3 May 2031</p></conclusions>",
    )
    assert found(made) == [
        ("enacting", "enacting", None, 0, None, "The General Assembly,"),
        ("pp1", "preambular", None, 0, None, "Ice roads and what they carry"),
        ("op1", "operative", "1.", 0, None, "Requests a survey;"),
        ("op2", "operative", "2.", 0, None, "Urges:"),
        ("op2.a", "subparagraph", "(a)", 1, "op2", "Ice a;"),
        ("op2.b", "subparagraph", "(b)", 1, "op2", "Ice b;"),
        ("op2.b.i", "subparagraph", "(i)", 2, "op2.b", "Thaw;"),
        ("h1", "heading", None, 0, None, "Recalling the ice,"),
        ("op2.7", "subparagraph", "(7)", 1, "op2", "Winters pass."),
        ("c1", "closing", None, 0, None, "7th meeting 3 May 2031"),
    ]
    assert [c.id for c in made.clauses if c.chapeau] == ["op2", "op2.b"]
    assert (made.masthead.symbol, made.masthead.title) == ("A/RES/81/901", "Ice roads")
    assert made.issues == ()


def test_annexes_count_by_themselves_and_end_with_the_markup() -> None:
    annex = "<attachments>{}</attachments>"
    doc = "<attachment><doc><mainBody>{}</mainBody></doc></attachment>"
    made = record(
        "",
        para("1.", "Adopts the plan annexed to the present resolution."),
        annex.format(
            doc.format("<heading>Annex I</heading>" + para("1.", "Roads open in frost:") + para("(a)", "At noon;"))
            + doc.format("<heading>Annex II</heading><p>Roads close in thaw.</p>")
        )
        + "<conclusions><p>3 May 2031</p></conclusions>",
    )
    assert [(c.id, c.kind, c.annex, c.parent) for c in made.clauses] == [
        ("enacting", "enacting", False, None),
        ("op1", "operative", False, None),
        ("annex1.h1", "heading", True, None),
        ("annex1.p1", "annex", True, None),
        ("annex1.p1.a", "annex", True, "annex1.p1"),
        ("annex2.h1", "heading", True, None),
        ("annex2.p1", "annex", True, None),
        ("c1", "closing", False, None),
    ]


def test_a_gap_in_the_numbers_is_an_issue() -> None:
    made = record("", para("1.", "Notes the thaw;") + para("3.", "Requests a report."))
    assert [(issue.code, issue.message) for issue in made.issues] == [
        ("numbering-gap", "paragraph 3 follows paragraph 1")
    ]


def test_what_the_markup_leaves_open_is_told_by_its_words() -> None:
    body = para("1.", "Notes the thaw;") + "<table><tr><td>ice</td></tr></table>" + para("2.", "Requests a report.")
    assert [(c.kind, c.text) for c in record("", body).clauses[1:]] == [
        ("operative", "Notes the thaw;"),
        ("heading", "ice"),
        ("operative", "Requests a report."),
    ]


@pytest.mark.parametrize("number", ["1.", "", "§"])
@pytest.mark.parametrize("kind", ["masthead", "enacting", "preambular", "operative", "subparagraph", "annex", "x", ""])
@pytest.mark.parametrize("level", [0, 1, 7, 999])
def test_odd_declarations_lose_nothing(kind: str, number: str, level: int) -> None:
    text = "1. Ice\n\n1. Annex\x85more ice\n\nThaw."
    declared = (
        Declared(0, 6, kind, number, level, False),
        Declared(8, 25, kind, number, level, True),
        Declared(30, 90, "operative"),
    )
    made = read_record(SourceText("x", text, media_type="application/akn+xml", declared=declared))
    assert [issue.message for issue in made.issues if issue.code == "text-not-conserved"] == []
    assert len({c.id for c in made.clauses}) == len(made.clauses)
