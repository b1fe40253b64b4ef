"""The masthead: every field, of every organ, and null where the document does not say."""

from __future__ import annotations

from typing import Any

import pytest
import spacy

from pipeline.components.masthead import MastheadReader, MastheadRules, find_masthead
from pipeline.components.table import BlockRow, table
from pipeline.lexicon.clauses import load_clauses
from pipeline.lexicon.dates import load_dates
from pipeline.lexicon.masthead import load_masthead
from pipeline.lexicon.organs import load_organs

RULES = MastheadRules(load_masthead(), load_organs(), load_clauses(), load_dates())
NLP = spacy.blank("en")

EMPTY = {
    "organ": None, "symbol": None, "status": None, "distribution": None, "date": None, "original_language": None,
    "session": None, "agenda_item": None, "title": None, "sponsors": [],
    "adopted": {"date": None, "meeting": None, "vote": None}, "document_type": "resolution", "committee": None,
    "draft_symbol": None,
}  # fmt: skip


def masthead(head: str, body: str = "", **table_fields: Any) -> dict[str, Any]:
    """Return the masthead of a document whose lines are ``head`` and whose paragraphs are ``body``."""
    lines = [line for line in head.split("\n") if line]
    paragraphs = [line for line in body.split("\n") if line]
    doc = NLP("\n\n".join([*lines, *paragraphs]))
    blocks: list[BlockRow] = []
    offset = 0
    for index, text in enumerate([*lines, *paragraphs]):
        role = "masthead" if index < len(lines) else "text"
        blocks.append({"start": offset, "end": offset + len(text), "role": role, "page": 1, "source": []})
        offset += len(text) + 2
    found = table(doc)
    found["blocks"] = blocks
    found.update(table_fields)  # type: ignore[typeddict-item]
    result: dict[str, Any] = table(MastheadReader(RULES)(doc))["masthead"]
    assert result == find_masthead(doc, RULES) or found["cut"]
    return result


def test_draft_of_the_assembly() -> None:
    head = """United Nations
A/83/L.204
General Assembly
Distr.: Limited
6 May 2029
Original: English and French
Eighty-third session
Agenda item 44 (c)
Culture of peace: bells
Chad (on behalf of the Group of Ringers), Iran (Islamic Republic of) and Viet Nam:* draft resolution
Bells of the drowned towns"""
    assert masthead(head, "The General Assembly,\nThanks the ringers.") == EMPTY | {
        "organ": "General Assembly",
        "symbol": "A/83/L.204",
        "status": "draft",
        "distribution": "Limited",
        "date": "2029-05-06",
        "original_language": "English and French",
        "session": {"text": "Eighty-third session", "organ": "GA", "number": 83},
        "agenda_item": {"number": "44 (c)", "title": "Culture of peace: bells"},
        "title": "Bells of the drowned towns",
        "sponsors": ["Chad, on behalf of the Group of Ringers", "Iran (Islamic Republic of)", "Viet Nam"],
    }


def test_resolution_of_the_assembly() -> None:
    head = """A/RES/83/904 B
General Assembly
Distr.: General
9 June 2029
Eighty-third session
Agenda item 9
Resolution adopted by the General Assembly on 2 June 2029
[on the report of the Fifth Committee (A/83/611/Add.1, para. 6)]
83/904. Financing of the towers"""
    assert masthead(head, "The General Assembly,\nDecides.\n60th plenary meeting\n2 June 2029") == EMPTY | {
        "organ": "General Assembly",
        "symbol": "A/RES/83/904 B",
        "status": "adopted",
        "distribution": "General",
        "date": "2029-06-09",
        "session": {"text": "Eighty-third session", "organ": "GA", "number": 83},
        "agenda_item": {"number": "9", "title": None},
        "title": "Financing of the towers",
        "adopted": {"date": "2029-06-02", "meeting": "60th plenary meeting", "vote": None},
        "committee": "Fifth Committee",
        "draft_symbol": "A/83/611/Add.1",
    }


def test_resolution_of_the_security_council() -> None:
    head = """United Nations S/RES/3121 (2031)
Security Council Distr.: General
6 May 2031
Resolution 3121 (2031)
Adopted by the Security Council at its 10600th meeting, on 5 May 2031"""
    assert masthead(head, "The Security Council,\nThanks the ringers.") == EMPTY | {
        "organ": "Security Council",
        "symbol": "S/RES/3121 (2031)",
        "status": "adopted",
        "distribution": "General",
        "date": "2031-05-06",
        "adopted": {"date": "2031-05-05", "meeting": "10600th meeting", "vote": None},
    }


def test_old_resolution_of_the_security_council() -> None:
    body = "The Security Council,\nThanks.\nAdopted at the 611th meeting by 9 votes to none, with 2 abstentions."
    assert masthead("Resolution 101 (1953)\nof 24 November 1953", body) == EMPTY | {
        "organ": "Security Council",
        "symbol": "S/RES/101 (1953)",
        "status": "adopted",
        "adopted": {
            "date": "1953-11-24",
            "meeting": "611th meeting",
            "vote": "9 votes to none, with 2 abstentions",
        },
    }


def test_resolution_of_the_human_rights_council() -> None:
    head = """A/HRC/RES/70/31
Human Rights Council
Seventieth session
Agenda item 3
Resolution adopted by the Human Rights Council on 4 April 2029
70/31. Bells and sleep"""
    body = "The Human Rights Council,\nAsks.\n[Adopted by a recorded vote of 24 to 20, with 3 abstentions.]"
    assert masthead(head, body) == EMPTY | {
        "organ": "Human Rights Council",
        "symbol": "A/HRC/RES/70/31",
        "status": "adopted",
        "session": {"text": "Seventieth session", "organ": "HRC", "number": 70},
        "agenda_item": {"number": "3", "title": None},
        "title": "Bells and sleep",
        "adopted": {"date": "2029-04-04", "meeting": None, "vote": "24 to 20, with 3 abstentions"},
    }


def test_statement_of_the_president() -> None:
    head = "S/PRST/2031/9\nStatement by the President of the Security Council"
    found = masthead(head, "The Security Council thanks the ringers.")
    assert found == EMPTY | {
        "organ": "Security Council",
        "symbol": "S/PRST/2031/9",
        "status": "adopted",
        "document_type": "presidential-statement",
    }


def test_nothing_said_is_nothing_found() -> None:
    assert masthead("", "") == EMPTY
    assert masthead("", "It was late.\nHe slept.") == EMPTY
    assert masthead("Bells", "1. Thanks the ringers;") == EMPTY | {"title": "Bells"}


@pytest.mark.parametrize(
    ("formula", "organ"),
    [
        ("The General Assembly,", "General Assembly"),
        ("The Security Council, Having heard the ringers,", "Security Council"),
        ("THE ECONOMIC AND SOCIAL COUNCIL,", "Economic and Social Council"),
        ("The United Nations Environment Assembly,", "United Nations Environment Assembly"),
        ("The Trusteeship Council,", "Trusteeship Council"),
        ("The General Assembly of ringers met,", None),
        ("The Ringers,", None),
    ],
)
def test_organ_by_its_formula(formula: str, organ: str | None) -> None:
    assert masthead("", f"{formula}\nThanks them.")["organ"] == organ


@pytest.mark.parametrize(
    ("symbol", "organ", "status", "kind"),
    [
        ("A/83/L.2", "General Assembly", "draft", "resolution"),
        ("A/C.3/83/L.2/Rev.1", "General Assembly", "draft", "resolution"),
        ("A/RES/S-40/1", "General Assembly", "adopted", "resolution"),
        ("A/RES/ES-12/3", "General Assembly", "adopted", "resolution"),
        ("A/DEC/83/501", "General Assembly", "adopted", "decision"),
        ("A/HRC/70/L.2", "Human Rights Council", "draft", "resolution"),
        ("A/HRC/DEC/70/101", "Human Rights Council", "adopted", "decision"),
        ("E/RES/2029/4", "Economic and Social Council", "adopted", "resolution"),
        ("E/2029/L.4", "Economic and Social Council", "draft", "resolution"),
        ("E/CN.7/2029/L.4", "Commission on Narcotic Drugs", "draft", "resolution"),
        ("S/RES/3000 (2029)", "Security Council", "adopted", "resolution"),
        ("S/PRST/2029/1", "Security Council", "adopted", "presidential-statement"),
        ("UNEP/EA.9/Res.3", "United Nations Environment Assembly", "adopted", "resolution"),
        ("UNEP/EA.9/L.3", "United Nations Environment Assembly", "draft", "resolution"),
        ("T/RES/2", "Trusteeship Council", "adopted", "resolution"),
    ],
)
def test_what_a_symbol_says(symbol: str, organ: str, status: str, kind: str) -> None:
    found = masthead(symbol)
    assert (found["symbol"], found["organ"], found["status"], found["document_type"]) == (symbol, organ, status, kind)


@pytest.mark.parametrize(
    ("line", "organ", "number"),
    [
        ("First session", "GA", 1),
        ("Twelfth session", "GA", 12),
        ("Fiftieth session", "GA", 50),
        ("Seventy-ninth session", "GA", 79),
        ("One hundred and second session", "GA", 102),
        ("Tenth emergency special session", "GA", 10),
        ("Thirtieth special session", "GA", 30),
        ("83rd session", "GA", 83),
    ],
)
def test_sessions_have_their_number(line: str, organ: str, number: int) -> None:
    assert masthead(f"A/RES/83/900\n{line}")["session"] == {"text": line, "organ": organ, "number": number}


def test_sessions_of_the_economic_and_social_council_are_years() -> None:
    found = masthead("E/2029/L.4\n2029 session")["session"]
    assert found == {"text": "2029 session", "organ": "ECOSOC", "number": 2029}


@pytest.mark.parametrize(
    ("line", "sponsors"),
    [
        ("Chad: draft resolution", ["Chad"]),
        ("Chad and Peru:* draft resolution", ["Chad", "Peru"]),
        ("Bolivia (Plurinational State of), Côte d’Ivoire and Guinea-Bissau: revised draft resolution",
         ["Bolivia (Plurinational State of)", "Côte d’Ivoire", "Guinea-Bissau"]),
        ("Guinea, Papua New Guinea and Equatorial Guinea: draft resolution",
         ["Guinea", "Papua New Guinea", "Equatorial Guinea"]),
        ("Niger and Nigeria: draft resolution", ["Niger", "Nigeria"]),
        ("Congo and Democratic Republic of the Congo: draft resolution",
         ["Congo", "Democratic Republic of the Congo"]),
        ("Uganda (on behalf of the Group of 77 and China): draft resolution",
         ["Uganda, on behalf of the Group of 77 and China"]),
        ("Albania, Bulgaria,\nMauritania, Peru and\nTogo: draft resolution",
         ["Albania", "Bulgaria", "Mauritania", "Peru", "Togo"]),
        ("Report on the draft resolution", []),
    ],
)  # fmt: skip
def test_sponsors_by_their_official_short_names(line: str, sponsors: list[str]) -> None:
    assert masthead(f"A/83/L.2\n{line}")["sponsors"] == sponsors


OFFICIAL = [
    "Brunei Darussalam", "Cabo Verde", "Czechia", "Democratic People’s Republic of Korea", "Eswatini", "Gambia",
    "Lao People’s Democratic Republic", "Micronesia (Federated States of)", "North Macedonia", "Republic of Korea",
    "Republic of Moldova", "Russian Federation", "Syrian Arab Republic", "Timor-Leste", "Türkiye",
    "United Arab Emirates", "United Republic of Tanzania", "Venezuela (Bolivarian Republic of)", "Holy See",
]  # fmt: skip
LONG = [
    "Netherlands (Kingdom of the)",
    "United Kingdom of Great Britain and Northern Ireland",
    "United States of America",
]


def test_official_short_names_stand_for_themselves() -> None:
    assert masthead(f"A/83/L.2\n{', '.join(OFFICIAL)}: draft resolution")["sponsors"] == OFFICIAL


@pytest.mark.xfail(strict=True, reason="these three States are named by a shorter name than their official short name")
@pytest.mark.parametrize("name", LONG)
def test_official_short_names_that_are_long(name: str) -> None:
    assert masthead(f"A/83/L.2\n{name}: draft resolution")["sponsors"] == [name]


@pytest.mark.parametrize(
    ("lines", "item"),
    [
        ("Agenda item 9", {"number": "9", "title": None}),
        ("Agenda item 9 (a)\nBells", {"number": "9 (a)", "title": "Bells"}),
        ("Agenda items 9 and 10\nBells", {"number": "9 and 10", "title": "Bells"}),
        ("Agenda item 9\nBells: ropes\nof towers", {"number": "9", "title": "Bells: ropes of towers"}),
        ("Bells", None),
    ],
)
def test_agenda_item_with_its_title(lines: str, item: dict[str, str | None] | None) -> None:
    found = masthead(f"A/RES/83/900\n{lines}\nResolution adopted by the General Assembly on 2 June 2029\n83/900. Ropes")
    assert (found["agenda_item"], found["title"]) == (item, "Ropes")


@pytest.mark.parametrize(
    ("line", "committee", "draft"),
    [
        ("[on the report of the Third Committee (A/83/61, para. 4)]", "Third Committee", "A/83/61"),
        ("[without reference to a Main Committee (A/83/L.9 and A/83/L.9/Add.1)]", None, "A/83/L.9"),
        ("[on the recommendation of the Commission on Bells (E/2029/8)]", "Commission on Bells", "E/2029/8"),
        ("[on the report of the Sixth Committee]", "Sixth Committee", None),
    ],
)
def test_committee_and_draft(line: str, committee: str | None, draft: str | None) -> None:
    found = masthead(f"A/RES/83/900\n{line}\n83/900. Ropes")
    assert (found["committee"], found["draft_symbol"], found["title"]) == (committee, draft, "Ropes")


@pytest.mark.parametrize(
    ("closing", "adopted"),
    [
        ("9th plenary meeting\n2 June 2029", {"date": "2029-06-02", "meeting": "9th plenary meeting", "vote": None}),
        ("9th plenary meeting,\n2 June 2029.", {"date": "2029-06-02", "meeting": "9th plenary meeting", "vote": None}),
        ("9th meeting 2 June 2029 [Adopted without a vote.]",
         {"date": "2029-06-02", "meeting": "9th meeting", "vote": "without a vote"}),
        ("Adopted unanimously at the 9th meeting.", {"date": None, "meeting": "9th meeting", "vote": "unanimously"}),
        ("Adopted by 10 votes to 1.", {"date": None, "meeting": None, "vote": "10 votes to 1"}),
        ("9th plenary meeting\nAnnex\n1. Ring.\n2. Stop.\n3. Sleep.\n4. Ring.\n5. Stop.\n6. Sleep.\n7. Ring.\n8. Stop."
         "\n9. Sleep.\n10. Ring.\n11. Stop.\n12. Sleep.",
         {"date": None, "meeting": "9th plenary meeting", "vote": None}),
        ("It met at the 9th plenary meeting.", {"date": None, "meeting": None, "vote": None}),
    ],
)  # fmt: skip
def test_adoption_from_the_closing_lines(closing: str, adopted: dict[str, str | None]) -> None:
    assert masthead("Bells", f"The General Assembly,\nThanks the ringers.\n{closing}")["adopted"] == adopted


def test_signs_of_notes_and_emphasis_are_no_part_of_a_field() -> None:
    found = masthead("# A/83/L.2*\n**General Assembly**\n*Bells* of the tower*", "*The General Assembly*,\nThanks.")
    assert (found["organ"], found["symbol"], found["title"]) == ("General Assembly", "A/83/L.2", "Bells of the tower")


def test_documents_that_are_cut_keep_the_masthead_they_were_given() -> None:
    assert masthead("A/83/L.2", cut=True, masthead={"organ": "Security Council"}) == {"organ": "Security Council"}
