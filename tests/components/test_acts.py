"""Acts: whole sets with offsets, in both directions, on sentences written for this project."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components.acts import find_acts
from pipeline.components.precut import clauses_doc
from pipeline.components.table import table
from pipeline.lexicon.acts import load_acts
from pipeline.lexicon.clauses import load_clauses

NLP = spacy.blank("en")
ASSEMBLY, COUNCIL = {"organ": "General Assembly"}, {"organ": "Security Council"}


def rows_of(doc: Doc) -> list[dict[str, Any]]:
    return [dict(row) for row in find_acts(doc, load_acts(), load_clauses())[0]]


def acts(text: str, kind: str = "operative", masthead: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """Return text, role and function of all acts of a clause; offsets are checked on the way."""
    doc = clauses_doc(NLP, [{"text": text, "kind": kind}], masthead or ASSEMBLY)
    found = rows_of(doc)
    assert [row["clause"] for row in found] == [0] * len(found)
    assert all(0 <= row["start"] < row["end"] <= len(text) for row in found)
    return [(text[row["start"] : row["end"]], row["role"], row["function"]) for row in found]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "Requests the Secretary-General to map the wells of the district;",
            "operative",
            [("Requests", "lead", "direct")],
        ),
        (
            "Takes note with appreciation of the report on ferries;",
            "operative",
            [("Takes note with appreciation", "lead", "observe")],
        ),
        (
            "Expresses its deep and growing concern at the silting of the port;",
            "operative",
            [("Expresses its deep and growing concern", "lead", "concern")],
        ),
        (
            "Reiterates its request to the parties to exchange charts;",
            "operative",
            [("Reiterates its request", "lead", "direct")],
        ),
        ("Reaffirms the commitment of all States to open rivers;", "operative", [("Reaffirms", "lead", "recall")]),
        (
            "Calls once again upon the parties to spare the locks;",
            "operative",
            [("Calls once again upon", "lead", "direct")],
        ),
        (
            "Continues to encourage pilots to share their logs;",
            "operative",
            [("Continues to encourage", "lead", "direct")],
        ),
        ("Encourages further efforts to dredge the channel;", "operative", [("Encourages", "lead", "direct")]),
        ("Recalling further its resolution on buoys,", "preambular", [("Recalling further", "lead", "recall")]),
        (
            "Having carefully considered the findings of the divers,",
            "preambular",
            [("Having carefully considered", "lead", "observe")],
        ),
        (
            "Deeply concerned that the ice road has melted, and stressing the need for a bridge,",
            "preambular",
            [("Deeply concerned", "lead", "concern"), ("stressing", "further", "stress")],
        ),
        (
            "Welcomes the new lock, and in this regard encourages the owners of barges to use it;",
            "operative",
            [("Welcomes", "lead", "value"), ("encourages", "further", "direct")],
        ),
        (
            "Welcomes and encourages the work of the lighthouse keepers;",
            "operative",
            [("Welcomes and encourages", "lead", "value")],
        ),
        (
            "Notes the efforts of the pilots, which underline the need for charts, and the requests of the ports;",
            "operative",
            [("Notes", "lead", "observe")],
        ),
        (
            "Requests the office to train keepers, taking into account their wishes;",
            "operative",
            [("Requests", "lead", "direct")],
        ),
        ("We recognize the toil of the dredgers;", "operative", [("recognize", "lead", "observe")]),
        ("The training of pilots;", "subparagraph", []),
        ("Nuclear safety", "heading", []),
    ],
)
def test_acts_of_the_assembly(text: str, kind: str, expected: list[tuple[str, str, str]]) -> None:
    assert acts(text, kind) == expected


def test_the_security_council_prints_the_bare_verb() -> None:
    text = "Expresses its grave concern at the blockade of the strait, and condemns in the strongest terms the attack;"
    assert acts(text, masthead=COUNCIL) == [("Expresses", "lead", "concern"), ("condemns", "further", "concern")]
    assert acts(text)[0] == ("Expresses its grave concern", "lead", "concern")


def test_lemma_modifiers_and_force() -> None:
    text = "Further strongly urges the parties to open the sluice, and decides to send observers;"
    doc = clauses_doc(NLP, [{"text": text, "kind": "operative"}], ASSEMBLY)
    found = [(row["lemma"], row["modifiers"], row["function"], row["force"]) for row in rows_of(doc)]
    assert found == [("urge", ["further", "strongly"], "direct", 4), ("decide", [], "decide", 5)]


@pytest.mark.parametrize("masthead", [ASSEMBLY, COUNCIL])
@pytest.mark.parametrize(
    ("text", "lemma", "modifiers"),
    [
        ("Expressing grave concern at the blockade,", "express concern", ["grave"]),
        ("Expressing deep, serious and growing concern at it,", "express concern", ["deep", "serious", "growing"]),
        ("Expresses its utmost alarm and deep concern at it;", "express alarm", ["utmost"]),
        ("Also expresses the most profound regret at it;", "express regret", ["also", "profound"]),
        ("Strongly reiterates its own previous urgent requests to them;", "reiterate requests", ["strongly", "urgent"]),
        ("Expressing concern at the grave state of the sluice,", "express concern", []),
    ],
)
def test_the_weight_of_what_is_expressed_modifies_the_act(
    text: str, lemma: str, modifiers: list[str], masthead: dict[str, str]
) -> None:
    found = rows_of(clauses_doc(NLP, [{"text": text}], masthead))[0]
    assert (found["lemma"], found["modifiers"]) == (lemma, modifiers)


def test_an_unknown_act_is_found_by_form_and_place_and_said() -> None:
    rows, issues = find_acts(
        clauses_doc(NLP, [{"text": "Solemnly bequeaths the lamp to the museum;", "kind": "operative"}], ASSEMBLY),
        load_acts(),
        load_clauses(),
    )
    assert [(row["start"], row["end"], row["lemma"], row["role"]) for row in rows] == [(0, 18, "bequeath", "lead")]
    assert [(issue["code"], issue["start"], issue["end"]) for issue in issues] == [("act-unknown", 0, 18)]


def test_italics_say_where_an_act_ends() -> None:
    clauses = [
        {"text": "Expresses its concern at the flood;", "kind": "operative"},
        {"text": "Urges the owners to help, and requests them to report;", "kind": "operative"},
    ]
    doc = clauses_doc(NLP, clauses, COUNCIL)
    second = len(clauses[0]["text"]) + 2
    further = doc.text.index("requests")
    table(doc)["layout"]["italics"] = [[0, 21], [second, second + 5], [further, further + 8]]
    assert [(doc.text[row["start"] : row["end"]], row["role"]) for row in rows_of(doc)] == [
        ("Expresses its concern", "lead"),
        ("Urges", "lead"),
        ("requests", "further"),
    ]


def test_a_statement_names_the_organ_before_its_act() -> None:
    masthead = COUNCIL | {"document_type": "presidential-statement"}
    text = "“The Security Council welcomes the opening of the strait.”"
    assert acts(text, masthead=masthead) == [("welcomes", "lead", "value")]
