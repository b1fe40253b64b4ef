"""Mandates: what is inherited by sub-paragraphs, what holds of every row, and hard words one by one."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import __version__
from pipeline.components.mandate_addressees import addressees_of
from pipeline.components.mandate_words import find_infinitive, words_of
from pipeline.components.mandates import find_mandates, mandates_of
from pipeline.components.precut import clauses_doc
from pipeline.components.recording import record_of
from pipeline.components.table import table
from pipeline.lexicon.data import data_folder
from pipeline.lexicon.mandates import load_mandates
from pipeline.loading import load_pipeline
from pipeline.record import Clause

NLP = load_pipeline(str(data_folder("configs") / "default.cfg"))
CARIBBEAN = "Latin American and Caribbean States"
WORDS = load_mandates().words


def clauses(*texts: str) -> tuple[Clause, ...]:
    """Return the operative clauses and sub-paragraphs of a resolution of the General Assembly."""
    text = "\n\n".join(["The General Assembly,", *texts])
    return tuple(one for one in record_of(NLP(text), __version__, "").clauses if one.kind != "enacting")


def plain(clause: Clause) -> list[tuple[Any, ...]]:
    """Return the mandates of a clause with texts for offsets."""
    return [
        (
            None if one.act is None else clause.acts[one.act].text,
            one.addressee.text if one.addressee else None,
            clause.text[slice(*one.task)] if one.task else None,
            None if one.deadline is None else clause.dates[one.deadline].text,
            one.cadence,
            one.report,
            one.effect,
        )
        for one in clause.mandates
    ]


def test_a_sub_paragraph_says_a_task_of_its_chapeau() -> None:
    found = clauses(
        "1. Requests the Secretary-General:",
        "(a) To submit to the General Assembly at its eighty-second session a report on locks;",
        "(b) To open a school;",
    )
    assert [plain(clause) for clause in found] == [
        [("Requests", "Secretary-General", None, None, None, False, None)],
        [
            (
                None,
                None,
                "To submit to the General Assembly at its eighty-second session a report on locks",
                "eighty-second session",
                "once",
                True,
                None,
            )
        ],
        [(None, None, "To open a school", None, None, False, None)],
    ]


def test_a_chapeau_that_ends_with_to_is_continued_by_bare_verbs() -> None:
    found = clauses("1. Calls upon States to:", "(a) Mark wrecks by 1 May 2027;", "(b) Train divers.")
    assert [plain(clause) for clause in found] == [
        [("Calls upon", "States", None, None, None, False, None)],
        [(None, None, "Mark wrecks by 1 May 2027", "by 1 May 2027", "once", False, None)],
        [(None, None, "Train divers", None, None, False, None)],
    ]


def test_a_chapeau_that_ends_with_that_is_continued_by_clauses_with_addressees_of_their_own() -> None:
    found = clauses(
        "1. Decides that:", "(a) All States shall close their ports;", "(b) The ropes shall be burnt, in the open;"
    )
    assert [plain(clause) for clause in found] == [
        [("Decides", None, None, None, None, False, None)],
        [(None, "States", "shall close their ports", None, None, False, None)],
        [],
    ]


def test_what_is_only_listed_has_no_mandate() -> None:
    found = clauses("1. Requests the Panel to report on:", "(a) The locks;", "(b) The sluices.")
    assert [len(clause.mandates) for clause in found] == [1, 0, 0]


def test_the_third_level_inherits_where_the_second_says_no_task() -> None:
    found = clauses(
        "1. Requests the Panel:",
        "(a) In the upper valley:",
        "(i) To count the boats by 1 May 2027;",
        "(b) To ensure:",
        "(i) To whom it may concern, good order.",
    )
    assert [plain(clause)[:1] for clause in found[1:]] == [
        [],
        [(None, None, "To count the boats by 1 May 2027", "by 1 May 2027", "once", False, None)],
        [(None, None, "To ensure", None, None, False, None)],
        [],
    ]


def test_a_decision_is_inherited_with_its_effect() -> None:
    found = clauses("1. Decides:", "(a) To extend until 31 March 2027 the mandate of the Panel;", "(b) To thank it.")
    assert [plain(clause)[0][-1] for clause in found] == [None, "extend", None]


def test_a_sub_paragraph_with_an_act_of_its_own_inherits_nothing() -> None:
    found = clauses("1. Decides as follows:", "(a) Requests the Panel to meet in Varna by 2 May 2027;")
    assert [one[:2] for one in plain(found[1])] == [("Requests", "Panel")]


def test_preambular_paragraphs_and_statements_of_fact_have_none() -> None:
    found = clauses("Calling upon all States to keep their locks open,", "1. Notes that States are to report by 2030;")
    assert [clause.mandates for clause in found] == [(), ()]


def test_a_semicolon_ends_the_task() -> None:
    (clause,) = clauses("1. Requests the Panel to visit the locks; the mills; and the weirs by 2 May 2027;")
    assert plain(clause) == [("Requests", "Panel", "to visit the locks", None, None, False, None)]


@pytest.mark.parametrize(
    ("session", "deadline"), [("seventy-eighth", None), ("seventy-ninth", None), ("eightieth", "eightieth session")]
)
def test_a_session_before_that_of_the_document_is_no_deadline(session: str, deadline: str | None) -> None:
    text = f"Requests the Panel to present at the {session} session of the General Assembly its charts;"
    doc = NLP(clauses_doc(NLP, [{"text": text}], {"organ": "General Assembly", "symbol": "A/RES/79/901"}))
    assert [one.deadline for one in mandates_of(doc)] == [deadline]


@pytest.mark.parametrize(
    ("task", "deadline"),
    [
        ("to open the locks in March 2026", None),
        ("to open the locks in May 2027", "May 2027"),
        ("to open the locks by 31 March 2026", None),
        ("to open the locks by 31 May 2027", "by 31 May 2027"),
        ("to read the charts painted by the pilots in May 2027", "May 2027"),
        ("to read the charts painted by the pilots in 2027", None),
    ],
)
def test_a_date_before_that_of_the_document_is_no_deadline(task: str, deadline: str | None) -> None:
    head = "Resolution 2964 (2027)\n\nAdopted by the Security Council at its 10118th meeting, on 29 April 2027\n\n"
    found = record_of(NLP(f"{head}The Security Council,\n\n1. Requests the Panel {task};"), __version__, "").clauses
    assert [row[3] for row in plain(found[-1])] == [deadline]


def test_a_verb_without_to_needs_an_object_right_behind_it() -> None:
    (clause,) = clauses("1. Urges States, the Union and the pilots to update the register;")
    assert [row[1:3] for row in plain(clause)] == [
        ("States", "to update the register"),
        ("Union", "to update the register"),
        ("pilots", "to update the register"),
    ]


def test_acts_without_entities_and_dates_are_enough() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("un_acts")
    doc = nlp(clauses_doc(nlp, [{"text": "Requests the Secretary-General to report by 31 March 2027;"}]))
    (row,) = find_mandates(doc, load_mandates())
    assert (row["addressee"], row["task"], row["deadline"]) == ([13, 30], [31, 57], None)
    assert row["report"] is True
    assert table(doc)["mandates"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Secretary-General", ["Secretary-General"]),
        ("all relevant, interested and affected States", ["affected States"]),
        ("the troop- and police-contributing countries", ["troop- and police-contributing countries"]),
        ("the African States, the Latin American and Caribbean States", ["African States", CARIBBEAN]),
        ("States parties to the Convention and donors", ["States parties to the Convention", "donors"]),
        ("States (see annex), donors and banks", ["States", "donors", "banks"]),
        ("the efforts of States", []),
        ("and", []),
        ("", []),
    ],
)
def test_addressees(text: str, expected: list[str]) -> None:
    found = addressees_of(words_of(text, 0, len(text), []), WORDS, certain=False)
    assert [text[start:end] for start, end in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Panel to harness the tide", "to harness"),
        ("the parties to armed conflict to cease", "to cease"),
        ("the parties to negotiations to sign", "to sign"),
        ("States able to do so to lend tugs", "to lend"),
        ("States not to wait", "not to"),
        ("the Panel to, as appropriate, review", "to ,"),
        ("the Panel (to be named) to review", "to review"),
        ("the Panel; to review", None),
        ("the way to Geneva", None),
    ],
)
def test_infinitives(text: str, expected: str | None) -> None:
    words = words_of(text, 0, len(text), [])
    at = find_infinitive(words, 0, WORDS)
    assert (None if at is None else " ".join(word.text for word in words[at : at + 2])) == expected


PIECES = st.sampled_from(
    [
        *(
            "Requests",
            "Decides",
            "to",
            "that",
            "the Secretary-General",
            "States",
            "and",
            ",",
            ";",
            ":",
            "submit a report",
        ),
        *("by 31 March 2027", "of", "all", "including", "as well as", "shall", "be", "its", "call", "(", ")", "extend"),
        *("“", "(a)", "at its eightieth session"),
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=24).map(" ".join))
def test_rows_stand_in_their_clause_whatever_the_text(text: str) -> None:
    doc = NLP(clauses_doc(NLP, [{"text": "Requests " + text}, {"text": text, "kind": "subparagraph", "parent": "c1"}]))
    found = table(doc)
    for row in found["mandates"]:
        clause = found["clauses"][row["clause"]]
        for span in (row["addressee"], row["task"]):
            assert span is None or clause["start"] <= span[0] < span[1] <= clause["end"]
            assert span is None or doc.text[slice(*span)] == doc.text[slice(*span)].strip()
        if row["act"] is not None:
            assert found["acts"][row["act"]]["clause"] == row["clause"]
        if row["deadline"] is not None:
            date = found["dates"][row["deadline"]]
            assert clause["start"] <= date["start"] < date["end"] <= clause["end"]
