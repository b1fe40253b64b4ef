"""Citations: whole sets with offsets and canonical symbols, in sentences written in the style of the United Nations."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.components.citation_symbols import letters, roman
from pipeline.components.citations import find_citations, make_citations
from pipeline.components.precut import clauses_doc
from pipeline.components.table import EntityRow, table
from pipeline.lexicon.citations import load_citations

NLP = spacy.blank("en")


def found(
    *clauses: str, organ: str | None = "General Assembly", symbol: str | None = None, parent: bool = False
) -> list[tuple[str, str | None]]:
    """Return words and symbols of all citations; ``parent`` hangs every clause below the first."""
    rows = [{"text": text, "id": f"op{i}", "parent": "op0" if parent and i else None} for i, text in enumerate(clauses)]
    doc = clauses_doc(NLP, rows, {"organ": organ, "symbol": symbol})
    return [(doc.text[row["start"] : row["end"]], row["norm"]) for row in find_citations(doc, load_citations())]


CASES: list[tuple[str, str | None, list[tuple[str, str | None]]]] = [
    # The General Assembly: session and number, parts, old and special sessions, decisions.
    (
        "Recalling its resolutions 64/256 of 2 March 2010, 65/122 of 13 December 2010 and 77/13 of 21 November 2022,",
        "General Assembly",
        [("64/256", "A/RES/64/256"), ("65/122", "A/RES/65/122"), ("77/13", "A/RES/77/13")],
    ),
    (
        "Recalling also resolution 66/253 B, section III of resolution 48/75 A to L and resolution 73/102 A and B.",
        "General Assembly",
        [("66/253 B", "A/RES/66/253 B"), ("48/75 A to L", "A/RES/48/75 A-L"), ("73/102 A and B", "A/RES/73/102 A-B")],
    ),
    (
        "Guided by its resolutions 217 A (III), 2625 (XXV), 3201 (S-VI) and 2252 (ES-V),",
        "General Assembly",
        [
            ("217 A (III)", "A/RES/217(III)"),
            ("2625 (XXV)", "A/RES/2625(XXV)"),
            ("3201 (S-VI)", "A/RES/3201(S-VI)"),
            ("2252 (ES-V)", "A/RES/2252(ES-V)"),
        ],
    ),
    (
        "Recalling resolutions ES-10/15 and S-30/1 and its decision 75/567 of 8 April 2021,",
        "General Assembly",
        [("ES-10/15", "A/RES/ES-10/15"), ("S-30/1", "A/RES/S-30/1"), ("75/567", "A/DEC/75/567")],
    ),
    (
        "Recalling resolution 58/114 of 17 December 2003 and resolution 53/77\u00a0AA of 4 December 1998,",
        "General Assembly",
        [("58/114", "A/RES/58/114"), ("53/77\u00a0AA", "A/RES/53/77 AA")],
    ),
    # The Security Council: number and year, spaces that came and went, numbers without a year.
    (
        "Recalling resolution1540(2004), resolutions 1325 (2000), 1820\u00a0(2008) and 1888\u2009(2009),",
        "Security Council",
        [
            ("1540(2004)", "S/RES/1540(2004)"),
            ("1325 (2000)", "S/RES/1325(2000)"),
            ("1820\u00a0(2008)", "S/RES/1820(2008)"),
            ("1888\u2009(2009)", "S/RES/1888(2009)"),
        ],
    ),
    (
        "Decides to extend the measures imposed by resolution 2118 and by resolutions 1970 and 1973 (2011);",
        "Security Council",
        [("2118", "S/RES/2118(2013)"), ("1970", "S/RES/1970(2011)"), ("1973 (2011)", "S/RES/1973(2011)")],
    ),
    (
        "Recalling the statements of its President of 3 May 2013 (S/PRST/2013/4) and of 18 June 2015 (2015/13),",
        "Security Council",
        [("S/PRST/2013/4", "S/PRST/2013/4"), ("2015/13", "S/PRST/2015/13")],
    ),
    (
        "Recalling the statement by its President of 5 May 2020 (S/PRST/2020/5), S/PRST/2021/ 8 and statement 2022/3,",
        "Security Council",
        [("S/PRST/2020/5", "S/PRST/2020/5"), ("S/PRST/2021/ 8", "S/PRST/2021/8"), ("2022/3", "S/PRST/2022/3")],
    ),
    # The same numbers, told apart by the organ that is named, by the document, by number and by date.
    (
        "Recalling General Assembly resolution 60/251 and its own resolution 46/7 of 23 March 2021,",
        "Human Rights Council",
        [("60/251", "A/RES/60/251"), ("46/7", "A/HRC/RES/46/7")],
    ),
    (
        "Welcoming Human Rights Council resolutions 7/9 and 46/7, and recalling its resolution 46/182,",
        "General Assembly",
        [("7/9", "A/HRC/RES/7/9"), ("46/7", "A/HRC/RES/46/7"), ("46/182", "A/RES/46/182")],
    ),
    (
        "Noting resolution 46/9 of 24 March 2021 and resolution 46/9 of 16 October 1991,",
        None,
        [("46/9", "A/HRC/RES/46/9"), ("46/9", "A/RES/46/9")],
    ),
    (
        "Welcomes the renewal by the Human Rights Council, in its resolution 52/4 of 3 April 2023, of the mandate;",
        "General Assembly",
        [("52/4", "A/HRC/RES/52/4")],
    ),
    (
        "Guided by the plan that the General Assembly proclaimed in its resolution 36/55; the latest is 75/176,",
        "Human Rights Council",
        [("36/55", "A/RES/36/55"), ("75/176", "A/RES/75/176")],
    ),
    (
        "Recalling resolutions 67/97 and 46/7 of the General Assembly and decision 2/102 of the Human Rights Council,",
        "Human Rights Council",
        [("67/97", "A/RES/67/97"), ("46/7", "A/RES/46/7"), ("2/102", "A/HRC/DEC/2/102")],
    ),
    (
        "Reaffirming General Assembly and Security Council resolutions 70/262 and 2282 (2016) of 27 April 2016,",
        "General Assembly",
        [("70/262", "A/RES/70/262"), ("2282 (2016)", "S/RES/2282(2016)")],
    ),
    # The Economic and Social Council and the bodies around it.
    (
        "Recalling its resolution 2021/4, decision 2019/206, resolution 155 C (VII) and agreed conclusions 1997/2,",
        "Economic and Social Council",
        [
            ("2021/4", "E/RES/2021/4"),
            ("2019/206", "E/DEC/2019/206"),
            ("155 C (VII)", "E/RES/155(VII)"),
            ("1997/2", None),
        ],
    ),
    (
        "Recalling Commission on Human Rights resolution 2003/16 and Commission on Narcotic Drugs resolution 55/2,",
        "General Assembly",
        [("2003/16", "E/CN.4/RES/2003/16"), ("55/2", None)],
    ),
    (
        "Recalling also resolution 4/1 of 15 March 2019 of the United Nations Environment Assembly,",
        "General Assembly",
        [("4/1", "UNEP/EA.4/Res.1")],
    ),
    (
        "Taking note of decision 7/1 of the Working Group on Tides, decision 25/COP.14 and decision XIII/6,",
        "General Assembly",
        [("7/1", None), ("25/COP.14", "25/COP.14"), ("XIII/6", None)],
    ),
    (
        "Recalling World Health Assembly resolution 64.27 of 24 May 2011, resolution WHA68.7 and decision WHA73 (9),",
        "General Assembly",
        [("64.27", "WHA64.27"), ("WHA68.7", "WHA68.7"), ("WHA73 (9)", "WHA73(9)")],
    ),
    # Symbols.
    (
        "Takes note of the reports (A/79/302-S/2024/600, annex; S/2024/92; A/CONF.157/24 (Part I), chap. III; A/1409),",
        "General Assembly",
        [
            ("A/79/302-S/2024/600", "A/79/302-S/2024/600"),
            ("S/2024/92", "S/2024/92"),
            ("A/CONF.157/24 (Part I)", "A/CONF.157/24(PartI)"),
            ("A/1409", "A/1409"),
        ],
    ),
    (
        "Takes note of documents A/72/10 and Add.1 and Corr.1, UNEP/EA.5/Res.2, ST/SGB/2003/13 and S/RES/1631 (2005);",
        "General Assembly",
        [
            ("A/72/10", "A/72/10"),
            ("Add.1", "A/72/10/Add.1"),
            ("Corr.1", "A/72/10/Corr.1"),
            ("UNEP/EA.5/Res.2", "UNEP/EA.5/Res.2"),
            ("ST/SGB/2003/13", "ST/SGB/2003/13"),
            ("S/RES/1631 (2005)", "S/RES/1631(2005)"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "organ", "expected"), CASES, ids=[case[0][:40] for case in CASES])
def test_whole_set_in_order(text: str, organ: str | None, expected: list[tuple[str, str | None]]) -> None:
    assert found(text, organ=organ) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Reaffirms the goal of 50/50 gender balance and of services that are open 24/7;",
        "Recalling its resolution on the matter, and noting Act No. 22/30 and the season 2023/24,",
        "Takes note of general recommendation No. 35 (2017) and of general comments Nos. 21 (2009) and 22 (2016);",
        "Requests him to report on the implementation of the present resolution 90 days after its adoption;",
        "Deplores the death of 1373 civilians, 2,118 (2004) of them women, and HIV/AIDS and AU/UN matters;",
        "Recalls article 6 (1), section 2 (II) and paragraph 12.5 of the annex;",
    ],
)
def test_numbers_that_are_no_citations(text: str) -> None:
    assert found(text) == []


def test_offsets_point_at_the_words() -> None:
    doc = clauses_doc(NLP, [{"text": "Recalling its resolution 59/50,"}, {"text": "Noting S/2024/92,"}])
    rows = find_citations(doc, load_citations())
    assert rows == [
        {"start": 25, "end": 30, "label": "CITATION", "norm": "A/RES/59/50"},
        {"start": 40, "end": 49, "label": "CITATION", "norm": "S/2024/92"},
    ]


def test_chapeau_governs_its_subparagraphs() -> None:
    clauses = ("Reaffirms its resolutions:", "63/1 of 22 September 2008;", "64/2 on the same matter;")
    assert found(*clauses, parent=True) == [("63/1", "A/RES/63/1"), ("64/2", "A/RES/64/2")]
    assert found(*clauses) == []


def test_number_that_heads_its_own_resolution() -> None:
    assert found("79/10. Cooperation on tides") == [("79/10", "A/RES/79/10")]
    assert found("14 (III). Relations with institutions", organ="Economic and Social Council") == [
        ("14 (III)", "E/RES/14(III)")
    ]


def test_organ_is_read_from_the_symbol_or_from_the_enacting_formula() -> None:
    text = "Recalling its resolution 46/7,"
    assert found(text, organ=None, symbol="A/HRC/RES/55/1") == [("46/7", "A/HRC/RES/46/7")]
    assert found(text, organ=None, symbol="A/RES/55/1") == [("46/7", "A/RES/46/7")]
    doc = clauses_doc(NLP, [{"text": "The Human Rights Council,", "kind": "enacting"}, {"text": text}])
    assert [row["norm"] for row in find_citations(doc, load_citations())] == ["A/HRC/RES/46/7"]


def test_year_of_a_bare_number_is_taken_from_the_document_first() -> None:
    clauses = ("Recalling resolution 9000 (2031),", "Reaffirms paragraph 4 of resolution 9000;")
    assert found(*clauses, organ="Security Council") == [
        ("9000 (2031)", "S/RES/9000(2031)"),
        ("9000", "S/RES/9000(2031)"),
    ]


def test_component_keeps_other_entities() -> None:
    doc = NLP.make_doc("Recalling Security Council resolution 1325 (2000),")
    other: EntityRow = {"start": 10, "end": 26, "label": "ORG", "norm": None}
    table(doc)["entities"] = [other, {"start": 0, "end": 3, "label": "CITATION", "norm": None}]
    make_citations(NLP, "un_citations")(doc)
    assert table(doc)["entities"] == [
        other,
        {"start": 38, "end": 49, "label": "CITATION", "norm": "S/RES/1325(2000)"},
    ]


def test_roman_numerals_and_letters_of_parts() -> None:
    assert [roman(text) for text in ("III", "XXIX", "LXIII", "S", "IIII", "VX", "")] == [3, 29, 63, 0, 0, 0, 0]
    assert [letters(text) for text in ("B", "A to L", "A, B and C")] == ["B", "A-L", "A-C"]


@given(st.text(alphabet="Aa/ 0123456789()-–.,IVXSRE\n\u00a0resolutions of", max_size=200))
def test_odd_text_never_raises_and_spans_hold(text: str) -> None:
    doc = NLP.make_doc(text)
    last = 0
    for row in find_citations(doc, load_citations()):
        assert last <= row["start"] < row["end"] <= len(doc.text)
        assert doc.text[row["start"] : row["end"]].strip() == doc.text[row["start"] : row["end"]]
        last = row["end"]
