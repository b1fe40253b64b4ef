"""Clauses from paragraphs: kind, number, level, parent, part; places exact, whole sets."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components.clauses import ClauseRules, ClauseSegmenter, find_clauses
from pipeline.components.table import BlockRow, ClauseRow, IssueRow, table
from pipeline.lexicon.clauses import load_clauses
from pipeline.lexicon.layout import load_layout
from pipeline.lexicon.openers import openers_from
from pipeline.lexicon.organs import load_organs

FORMS = [
    "Recalling",
    "Noting",
    "Aware",
    "Having heard",
    "Guided",
    "Thanks",
    "Requests",
    "Decides",
    "Calls upon",
    "Asks",
]
RULES = ClauseRules(load_layout(), openers_from(FORMS, ["Deeply", "Also"]), load_organs(), load_clauses())
NLP = spacy.blank("en")
FORMULA = "The General Assembly,"


def doc_of(paragraphs: list[str], heads: int = 0, document_type: str = "resolution") -> Doc:
    """Return a Doc of paragraphs; the first ``heads`` belong to the masthead."""
    doc = NLP("\n\n".join(paragraphs))
    blocks: list[BlockRow] = []
    offset = 0
    for index, text in enumerate(paragraphs):
        role = "masthead" if index < heads else "text"
        blocks.append({"start": offset, "end": offset + len(text), "role": role, "page": 1, "source": []})
        offset += len(text) + 2
    found = table(doc)
    found["blocks"] = blocks
    found["masthead"] = {"document_type": document_type}
    return doc


def clauses(paragraphs: list[str], **kwargs: object) -> tuple[list[ClauseRow], list[IssueRow], str]:
    doc = doc_of(paragraphs, **kwargs)  # type: ignore[arg-type]
    rows, issues = find_clauses(doc, RULES)
    reached = 0
    for row in rows:
        assert reached <= row["start"] <= row["end"]
        reached = row["end"]
        if row["number"] is not None:
            assert row["number_start"] is not None
            assert doc.text.startswith(row["number"], row["number_start"])
            assert doc.text[row["number_start"] + len(row["number"]) : row["start"]].strip() == ""
        else:
            assert row["number_start"] is None
    return rows, issues, doc.text


def kinds(*paragraphs: str, **kwargs: object) -> list[tuple[str, str]]:
    rows, _, text = clauses(list(paragraphs), **kwargs)
    return [(row["kind"], text[row["start"] : row["end"]]) for row in rows]


def test_rows_are_whole() -> None:
    rows, issues, text = clauses([FORMULA, "Noting the bells,", "1. Thanks the ringers:", "(a) Of the tower."])
    plain = {"number": None, "number_start": None, "level": 0, "parent": None, "chapeau": False, "annex": False,
             "part": None}  # fmt: skip
    assert rows == [
        plain | {"id": "enacting", "kind": "enacting", "start": 0, "end": 21},
        plain | {"id": "pp1", "kind": "preambular", "start": 23, "end": 40},
        plain | {"id": "op1", "kind": "operative", "number": "1.", "number_start": 42, "chapeau": True, "start": 45,
                 "end": 64},
        plain | {"id": "op1.a", "kind": "subparagraph", "number": "(a)", "number_start": 66, "level": 1,
                 "parent": "op1", "start": 70, "end": 83},
    ]  # fmt: skip
    assert issues == []
    assert text[45:64] == "Thanks the ringers:"


@pytest.mark.parametrize(
    ("before", "text", "kind"),
    [
        ([FORMULA], "Noting the bells,", "preambular"),
        ([FORMULA], "Deeply aware of the bells,", "preambular"),
        ([FORMULA], "Loving the bells,", "preambular"),
        ([FORMULA], "In the belief that bells are loved,", "preambular"),
        ([FORMULA], "Noting", "heading"),
        ([FORMULA], "Noting the bells; and", "heading"),
        ([FORMULA], "Requests the ringers to stop;", "operative"),
        ([FORMULA], "Also requests the ringers to stop.", "operative"),
        ([FORMULA], "Rings the bells;", "operative"),
        ([FORMULA], "Bells and ropes", "heading"),
        ([FORMULA, "1. Thanks them;"], "Noting the bells,", "preambular"),
        ([FORMULA, "1. Thanks them;"], "and pays them;", "operative"),
        ([FORMULA, "1. Thanks them;"], "Bells and ropes", "heading"),
        ([FORMULA, "1. Thanks them;"], "Requests the ringers, who have come from the other side of the harbour, to",
         "operative"),
        ([FORMULA, "1. Thanks them."], "9th plenary meeting", "closing"),
        ([FORMULA, "1. Thanks them."], "Adopted unanimously at the 9th meeting.", "closing"),
        ([FORMULA, "1. Thanks them."], "3 May 2031", "closing"),
        ([], "3 May 2031", "heading"),
    ],
)  # fmt: skip
def test_kind_of_a_paragraph_without_a_label(before: list[str], text: str, kind: str) -> None:
    assert kinds(*before, text)[-1] == (kind, text)


def test_lists_of_a_vote_are_closing_lines() -> None:
    lines = ["[Adopted by a recorded vote of 2 to 1:", "In favour:", "Chad and Peru", "Against:", "Malta]"]
    assert kinds(FORMULA, "1. Thanks them.", *lines)[2:] == [("closing", line) for line in lines]


def test_what_follows_the_last_full_stop_is_annexed() -> None:
    rows, _, text = clauses([FORMULA, "1. Adopts the rules.", "Rules", "1. Ring softly.", "2. Do not ring at night."])
    assert [(row["id"], row["kind"], row["annex"]) for row in rows[2:]] == [
        ("annex1.h1", "heading", True),
        ("annex1.p1", "annex", True),
        ("annex1.p2", "annex", True),
    ]
    assert text[rows[2]["start"] : rows[2]["end"]] == "Rules"


def test_a_full_stop_in_the_middle_does_not_end_the_resolution() -> None:
    found = kinds(FORMULA, "1. Thanks them.", "Pay", "2. Decides to pay them.")
    assert [kind for kind, _ in found] == ["enacting", "operative", "heading", "operative"]


def test_parts_number_anew_and_lend_their_name() -> None:
    rows, issues, _ = clauses([FORMULA, "I", "1. Thanks them;", "(a) All;", "II", "1. Pays them.", "(a) In gold."])
    assert [(row["id"], row["part"], row["parent"]) for row in rows] == [
        ("enacting", None, None),
        ("h1", "I", None),
        ("op1", "I", None),
        ("op1.a", "I", "op1"),
        ("h2", "II", None),
        ("II.op1", "II", None),
        ("II.op1.a", "II", "II.op1"),
    ]
    assert issues == []


def test_several_resolutions_keep_their_letters_apart() -> None:
    rows, issues, _ = clauses(
        ["The bells", "A", FORMULA, "1. Thanks them.", "9th plenary meeting", "B", "Ropes", FORMULA, "1. Pays."],
        heads=2,
    )
    assert [(row["id"], row["kind"], row["part"]) for row in rows] == [
        ("r1.enacting", "enacting", "A"),
        ("r1.op1", "operative", "A"),
        ("r1.c1", "closing", "A"),
        ("r2.h1", "heading", "B"),
        ("r2.h2", "heading", "B"),
        ("r2.enacting", "enacting", "B"),
        ("r2.op1", "operative", "B"),
    ]
    assert issues == []


def test_a_formula_in_an_annex_opens_no_resolution() -> None:
    found = kinds(FORMULA, "1. Adopts the rules.", "Annex", "1. Say aloud:", FORMULA, "2. Ring.")
    assert [kind for kind, _ in found].count("enacting") == 1


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["1. Thanks;", "2. Pays;"], []),
        (["1. Thanks;", "3. Pays;"], [("paragraph 3 follows paragraph 1", "3.")]),
        (["1. Thanks;", "2. Pays;", "2. Asks;"], [("paragraph 2 comes after paragraph 2", "2.")]),
        (["5. Thanks;", "6. Pays;"], []),
        (["1. Thanks;", "Pay", "1. Pays;"], []),
        (["1. Thanks;", "1 bis. Asks;", "2. Pays;"], []),
        (["1. Thanks:", "(a) You;", "(c) Me;"], [("label (c) does not follow the one before", "(c)")]),
        (["1. Thanks:", "(b) You;"], [("label (b) opens a list that has no beginning", "(b)")]),
        (["1. Thanks.", "Annex", "1. Ring.", "4. Stop."], []),
    ],
)
def test_gaps_in_numbers_are_said_where_they_are(paragraphs: list[str], said: list[tuple[str, str]]) -> None:
    _, issues, text = clauses([FORMULA, *paragraphs])
    gaps = [issue for issue in issues if issue["code"] == "numbering-gap"]
    assert [(issue["message"], text[issue["start"] : issue["end"]]) for issue in gaps] == said
    assert all("where" not in issue for issue in gaps)


@pytest.mark.parametrize(
    ("paragraphs", "codes"),
    [
        ([FORMULA, "Noting the bells,", "1. Thanks the ringers."], []),
        (["1. Thanks the ringers of the bells."], ["enacting-formula-missing"]),
        ([FORMULA, "Noting the bells of the tower,"], ["operative-missing"]),
        (["The man was at the door of the tower."], ["no-clauses"]),
        (["Der Mann stand noch immer vor der Tür und wartete"], ["language-unclear", "no-clauses"]),
        ([], ["language-unclear", "no-clauses"]),
    ],
)
def test_what_a_document_lacks_is_said(paragraphs: list[str], codes: list[str]) -> None:
    rows, issues, _ = clauses(paragraphs)
    assert [issue["code"] for issue in issues] == codes
    assert len(rows) == len(paragraphs)


def test_paragraphs_of_a_statement_are_acts_of_the_council() -> None:
    lines = ["“The Security Council thanks the ringers.", "“The Council, noting the bells, asks for more.”"]
    assert kinds(*lines, document_type="presidential-statement") == [("operative", line) for line in lines]
    assert kinds(*lines)[0][0] == "heading"


def test_a_statement_needs_no_formula() -> None:
    _, issues, _ = clauses(["The Security Council thanks the ringers."], document_type="presidential-statement")
    assert issues == []


def test_deep_nesting_stays_within_bounds() -> None:
    labels = ["(a)", "(i)", "a.", "(1)", "–", "•", "a)", "i.", "(A)", "1)", "▪", "◦", "●"]
    rows, _, _ = clauses([FORMULA, "1. Thanks:", *(f"{label} Those:" for label in labels)])
    assert [row["level"] for row in rows[2:]] == [*range(1, 10), 9, 9, 9, 9]
    assert [row["parent"] for row in rows[2:]] == [row["id"] for row in rows[1:-1]]


def test_ids_are_unique_whatever_repeats() -> None:
    rows, _, _ = clauses([FORMULA, *["1. Thanks:", "(a) You;", "(a) Me;", "– Him;"] * 4, "Bells", "Bells", FORMULA])
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert all(row["parent"] is None or row["parent"] in ids[:index] for index, row in enumerate(rows))


def test_the_component_writes_rows_issues_and_spans() -> None:
    doc = ClauseSegmenter(RULES)(doc_of([FORMULA, "1. Thanks the ringers of the bells;", "3. Pays them."]))
    found = table(doc)
    assert [row["id"] for row in found["clauses"]] == ["enacting", "op1", "op3"]
    assert [issue["code"] for issue in found["issues"]] == ["numbering-gap"]
    assert [(span.label_, span.text) for span in doc.spans["clauses"]] == [
        ("enacting", FORMULA),
        ("operative", "Thanks the ringers of the bells;"),
        ("operative", "Pays them."),
    ]


def test_clauses_that_are_cut_are_left_alone() -> None:
    doc = doc_of([FORMULA])
    table(doc)["cut"] = True
    assert table(ClauseSegmenter(RULES)(doc))["clauses"] == []


@pytest.mark.parametrize(
    ("paragraph", "kind", "number"),
    [
        ("2 Decides to sing;", "operative", "2"),
        ("4 Decides to sing;", "heading", None),
        ("2 bells and a rope", "heading", None),
    ],
)
def test_a_number_without_its_dot_fills_the_gap_before_a_known_act(
    paragraph: str, kind: str, number: str | None
) -> None:
    rows, _, _ = clauses(["The General Assembly,", "1. Decides to ring;", paragraph, "3. Decides to rest."])
    assert (rows[2]["kind"], rows[2]["number"]) == (kind, number)
