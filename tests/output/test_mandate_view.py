"""Mandates in words."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from pipeline.lexicon.display import load_display
from pipeline.output.mandate_view import said_mandates
from pipeline.output.reading_clauses import view_clause
from pipeline.record import Act, Addressee, Clause, DateExpression, Mandate

TEXT = "Requests A and B to report by 31 March 2027;"
ACT = Act(text="Requests", start=0, end=8, role="lead", lemma="request", function="direct", force=3)
A, B = Addressee(text="A", start=9, end=10), Addressee(text="B", start=15, end=16)


def clause(*mandates: Mandate, kind: str = "open-interval", text: str = "by 31 March 2027", value: str | None = None) -> Clause:  # fmt: skip # noqa: E501
    date = DateExpression(text=text, start=27, end=27 + len(text), kind=kind, value=value)
    return Clause(
        id="op1", kind="operative", chapeau=True, text=TEXT, acts=(ACT, ACT), dates=(date,), mandates=mandates
    )


def said(one: Clause, *others: Clause) -> list[str]:
    return list(said_mandates(one, {other.id: other for other in (one, *others)}))


def test_addressees_of_one_task_share_a_sentence() -> None:
    task = (17, 43)
    terms = {"deadline": 0, "cadence": "once", "report": True, "task": task}
    one = clause(Mandate(act=0, addressee=A, **terms), Mandate(act=0, addressee=B, **terms), value="../2027-03-31")
    assert said(one) == ["→ A, B: report, by 2027-03-31"]


def test_two_acts_are_two_sentences_and_nothing_is_not_said() -> None:
    one = clause(Mandate(act=0, addressee=A), Mandate(act=1, cadence="annual"), Mandate(act=1, task=(17, 19)))
    assert said(one) == ["→ A", "→ annual"]


@pytest.mark.parametrize(
    ("kind", "text", "value", "expected"),
    [
        ("open-interval", "until 31 March 2027", "../2027-03-31", "→ extend, until 2027-03-31"),
        ("open-interval", "before June", None, "→ extend, before June"),
        ("day", "31 March 2027", "2027-03-31", "→ extend, on 2027-03-31"),
        ("year", "2027", "2027", "→ extend, in 2027"),
        ("session", "its session", "GA-81", "→ extend, at the eighty-first session of the General Assembly"),
        (
            "session",
            "its session",
            "HRC-S36",
            "→ extend, at the thirty-sixth special session of the Human Rights Council",
        ),
        (
            "session",
            "its session",
            "GA-ES11",
            "→ extend, at the eleventh emergency special session of the General Assembly",
        ),
        ("session", "its session", "ECOSOC-2024", "→ extend, at the 2024 session of the Economic and Social Council"),
        ("session", "its session", "GA-312", "→ extend, at the 312th session of the General Assembly"),
        ("session", "its session", "AU-9", "→ extend, at the ninth session of the AU"),
        ("session", "its session", "GA", "→ extend, at GA"),
        ("duration", "within ninety days", "P90D", "→ extend, within P90D"),
        ("duration", "twelve months", "P12M", "→ extend, twelve months"),
    ],
)
def test_deadlines(kind: str, text: str, value: str | None, expected: str) -> None:
    assert said(clause(Mandate(act=0, effect="extend", deadline=0), kind=kind, text=text, value=value)) == [expected]


def test_cadences() -> None:
    assert said(clause(Mandate(act=0, cadence="P6M"))) == ["→ every P6M"]
    assert said(clause(Mandate(act=0, cadence="biennial"))) == ["→ biennial"]


def test_a_sub_paragraph_is_said_with_the_addressees_above_it() -> None:
    above = clause(Mandate(act=0, addressee=B), Mandate(act=1, addressee=A))
    middle = Clause(id="op1.a", kind="subparagraph", parent="op1", text="In the valley:")
    own = Mandate(act=None, task=(0, 9), report=True)
    below = Clause(id="op1.a.i", kind="subparagraph", parent="op1.a", text="To report", mandates=(own,))
    assert said(below, above, middle) == ["→ A: report"]
    assert said(below) == ["→ report"]


def test_a_record_from_anywhere_is_said_as_far_as_it_goes() -> None:
    loop = Clause(id="a", kind="subparagraph", parent="b", text="To report", mandates=(Mandate(act=None, report=True),))
    other = Clause(id="b", kind="subparagraph", parent="a", text="To meet")
    assert list(said_mandates(loop, {"a": loop, "b": other})) == ["→ report"]
    late = Clause(id="op1", kind="operative", text="Requests", mandates=(Mandate(act=0, deadline=99, report=True),))
    assert list(said_mandates(late, {"op1": late})) == ["→ report"]


def test_the_page_gives_a_sub_paragraph_the_addressee_of_its_chapeau() -> None:
    chapeau = Clause(
        id="op1",
        kind="operative",
        text="Requests the Board:",
        mandates=(Mandate(act=0, addressee=Addressee(text="Board", start=13, end=18)),),
    )
    below = Clause(
        id="op1.a", kind="subparagraph", parent="op1", text="To meet", mandates=(Mandate(act=None, task=(0, 7)),)
    )
    clauses = {one.id: one for one in (chapeau, below)}
    view = view_clause(
        below, 1, "op1.a", load_display(), clauses=clauses, notes=(), issues=(), citation_href=None, extra=Markup("")
    )
    assert view.mandates == ("Board",)
