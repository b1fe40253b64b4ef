"""The reading view as HTML: whole, escaped, with its anchors, notes, issues and what was found."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.lexicon.display import load_display
from pipeline.output.reading_html import ReadingOptions, printed_date, reading_html
from pipeline.record import (
    Act,
    Addressee,
    Clause,
    ClauseNote,
    DateExpression,
    DocumentTheme,
    Entity,
    Footnote,
    Issue,
    Mandate,
    Masthead,
    Provenance,
    Record,
    Source,
    ThemeScore,
    ThemeWord,
)

HOSTILE = "<script>alert(1)</script>\"'&amp;"
TEXT = "Requests the General Assembly to report by 31 March 2031 on its ferries;"


def record_of(*clauses: Clause, **fields: object) -> Record:
    source = Source(path="a.txt", sha256="0" * 64, media_type="text/plain", chars=1000)
    record = Record(source=source, clauses=clauses, provenance=Provenance(version="1", config_sha256="0" * 64))
    return replace(record, **fields)  # type: ignore[arg-type]


WORDS = (ThemeWord(words="ferr…", where="text", weight=0.5), ThemeWord(words="#y", where="text", weight=-0.25))
REQUEST = Clause(
    id="op1",
    kind="operative",
    number="1.",
    text=TEXT,
    source_spans=((10, 60), (70, 92)),
    acts=(Act(text="Requests", start=0, end=8, role="lead", lemma="request", function="direct", force=3),),
    entities=(Entity(text="General Assembly", label="ORG", start=13, end=29, norm="UN:general-assembly"),),
    dates=(DateExpression(text="by 31 March 2031", start=40, end=56, kind="open-interval", value="../2031-03-31"),),
    mandates=(Mandate(act=0, addressee=Addressee(text="General Assembly", start=13, end=29), deadline=0, report=True),),
    footnotes=(ClauseNote(id="n1", offset=29),),
    themes=(
        ThemeScore(theme="oceans", score=0.875, words=WORDS),
        ThemeScore(theme="own-theme", score=0.25),
    ),
    uncertain=True,
)
NOTE = Footnote(id="n1", marker="1", text="A/99/1.")


def page(record: Record, options: ReadingOptions | None = None) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(reading_html(record, load_display(), options=options))


def text_of(element: lxml.html.HtmlElement) -> str:
    """Return the text of an element without marks of notes."""
    for mark in element.xpath('.//sup[@class="note-mark"]'):
        mark.drop_tree()
    return str(element.text_content())


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_clause_and_what_was_found_in_it() -> None:
    (clause,) = page(record_of(REQUEST, footnotes=(NOTE,))).xpath('//*[@id="op1"]')
    assert {name: value for name, value in clause.attrib.items() if name.startswith("data-")} == {
        "data-clause": "op1",
        "data-index": "0",
        "data-kind": "operative",
        "data-level": "0",
        "data-parent": "",
        "data-part": "",
        "data-uncertain": "true",
        "data-source": "10-60 70-92",
    }
    (act,) = clause.xpath('.//em[@data-kind="act"]')
    assert act.text_content() == "Requests"
    assert dict(act.attrib) == {
        "class": "act act-direct act-lead",
        "data-kind": "act",
        "data-index": "0",
        "data-start": "0",
        "data-end": "8",
        "data-role": "lead",
        "data-lemma": "request",
        "data-function": "direct",
        "data-force": "3",
        "title": "Directs: request, force 3 of 5",
    }
    (entity,) = clause.xpath('.//span[@data-kind="entity"]')
    assert dict(entity.attrib) == {
        "class": "entity entity-ORG",
        "data-kind": "entity",
        "data-index": "0",
        "data-start": "13",
        "data-end": "29",
        "data-label": "ORG",
        "data-norm": "UN:general-assembly",
        "title": "Organization: UN:general-assembly",
    }
    (date,) = clause.xpath('.//span[@data-kind="date"]')
    assert dict(date.attrib) == {
        "class": "date date-DATE",
        "data-kind": "date",
        "data-index": "0",
        "data-start": "40",
        "data-end": "56",
        "data-date-kind": "open-interval",
        "data-value": "../2031-03-31",
        "data-resolved": "",
        "title": "Date, open interval: ../2031-03-31",
    }


def test_the_margin_says_it_in_words() -> None:
    (clause,) = page(record_of(REQUEST, footnotes=(NOTE,))).xpath('//*[@id="op1"]')
    (margin,) = clause.xpath(".//*[@data-margin]")
    assert [words_of(part) for part in margin] == [
        "Link to op1 operative uncertain",
        "request directs ●●●○○, force 3 of 5",
        "→ General Assembly: report, by 2031-03-31",
        "Oceans and the law of the sea 0.88, words that carried it ferr… +0.50a year −0.25 Own theme 0.25",
        "1 name and 1 date General Assembly organization, UN:general-assembly "
        "by 31 March 2031 open interval, ../2031-03-31",
    ]
    assert margin.xpath(".//*[@data-theme]/@data-theme") == ["oceans", "own-theme"]
    assert margin.xpath('.//*[@class="bar-value"]/@width') == ["87.5", "25.0"]
    assert margin.xpath('.//a[@class="permalink"]/@href') == ["#op1"]


def test_marks_and_notes_lead_to_each_other() -> None:
    second = replace(REQUEST, id="op2", footnotes=(ClauseNote(id="n1", offset=0), ClauseNote(id="n7", offset=3)))
    tree = page(record_of(REQUEST, second, footnotes=(NOTE,)))
    assert tree.xpath('//sup[@class="note-mark"]/@id') == ["mark-n1", "mark-n1-2", "mark-n7"]
    assert tree.xpath('//*[@role="doc-noteref"]/@href') == ["#note-n1", "#note-n1"]
    (note,) = tree.xpath('//*[@id="note-n1"]')
    assert note.xpath('.//*[@role="doc-backlink"]/@href') == ["#mark-n1", "#mark-n1-2"]
    assert tree.xpath('//*[@id="mark-n7"]')[0].text_content() == "?"


def test_issues_stand_where_they_are() -> None:
    def issue(code: str, start: int | None, end: int | None) -> Issue:
        return Issue(code=code, message="is odd", start=start, end=end)

    other = Clause(id="op2", kind="operative", text="Decides", number_span=(100, 102), source_spans=((103, 110),))
    issues = (
        issue("in-op1", 59, 75),
        issue("between", 60, 70),
        issue("nowhere", None, None),
        issue("at-number", 100, 100),
        issue("over-both", 80, 105),
        issue("after", 110, 120),
    )
    tree = page(record_of(REQUEST, other, issues=issues))
    where = {
        code: [
            one.get("data-clause") for one in tree.xpath(f'//*[@data-code="{code}"]/ancestor::section[@data-clause]')
        ]
        for code in [one.code for one in issues]
    }
    assert where == {
        "in-op1": ["op1"],
        "between": [],
        "nowhere": [],
        "at-number": ["op2"],
        "over-both": ["op1"],
        "after": [],
    }
    assert tree.xpath('//section[@class="issues"]//*[@data-code]/@data-code') == ["between", "nowhere", "after"]


def test_headings_are_the_contents() -> None:
    def heading(name: str, text: str) -> Clause:
        return Clause(id=name, kind="heading", text=text)

    clauses = [
        Clause(id="pp1", kind="preambular", text="Noting"),
        Clause(id="op1", kind="operative", text="Notes"),
        heading("h1", "II"),
        heading("h2", "Ferries"),
        Clause(id="op2", kind="operative", text="Notes"),
        heading("annex1.h1", "Annex " + "x" * 200),
    ]
    tree = page(record_of(*clauses, footnotes=(NOTE,)))
    assert [(link.get("href"), link.text_content()) for link in tree.xpath("//nav//a")] == [
        ("#pp1", "Preamble"),
        ("#op1", "Operative paragraphs"),
        ("#h1", "II · Ferries"),
        ("#annex1.h1", "Annex " + "x" * 83 + "…"),
        ("#page-notes", "Notes"),
    ]
    assert page(record_of(clauses[0])).xpath("//nav") == []


def test_options() -> None:
    citing = Clause(
        id="pp1",
        kind="preambular",
        text="Recalling its resolution 99/1,",
        entities=(Entity(text="99/1", label="CITATION", start=25, end=29, norm="A/RES/99/1"),),
        themes=(ThemeScore(theme="oceans", score=0.5),),
    )
    options = ReadingOptions(
        heading=2,
        legend=False,
        contents=False,
        theme_labels={"oceans": "The seas"},
        citation_href=lambda symbol: f"/d?{symbol}&x",
        extra=lambda index, clause: Markup("<b id='extra'>{} {}</b>").format(index, clause.id),
    )
    tree = page(record_of(citing), options)
    assert tree.xpath("//h1") == []
    assert tree.xpath('//h2[@id="page-title"]')[0].text_content() == "a.txt"
    assert tree.xpath('//*[@class="legend"]') == []
    assert tree.xpath('//a[@data-kind="entity"]/@href') == ["/d?A/RES/99/1&x"]
    assert tree.xpath('//*[@class="theme-name"]')[0].text_content() == "The seas"
    assert tree.xpath('//*[@data-margin]/b[@id="extra"]')[0].text_content() == "0 pp1"


def test_the_legend_has_every_row() -> None:
    (legend,) = page(record_of(REQUEST)).xpath('//*[@class="legend"]')
    display = load_display()
    rows = [*display.entities.values(), *display.dates.values(), *display.functions.values(), *display.forces.values()]
    assert [words_of(one) for one in legend.xpath(".//dd")] == [row.explanation for row in rows]


HOSTILE_RECORD = record_of(
    replace(
        REQUEST,
        id=HOSTILE,
        number=HOSTILE,
        part=HOSTILE,
        parent=HOSTILE,
        text=HOSTILE,
        kind=HOSTILE,
        acts=(Act(text="", start=0, end=3, role=HOSTILE, lemma=HOSTILE, function=HOSTILE, force=9),),
        entities=(
            Entity(text=HOSTILE, label=HOSTILE, start=1, end=9, norm=HOSTILE),
            Entity(text="far", label="GPE", start=5, end=10**9),
        ),
        dates=(DateExpression(text=HOSTILE, start=2, end=7, kind=HOSTILE, value=HOSTILE, resolved=HOSTILE),),
        mandates=(Mandate(act=7, deadline=7, effect=HOSTILE, cadence=HOSTILE),),
        footnotes=(ClauseNote(id=HOSTILE, offset=-7), ClauseNote(id="n1", offset=3)),
        themes=(ThemeScore(theme=HOSTILE, score=-4.0, words=(ThemeWord(words=HOSTILE, where=HOSTILE, weight=1.0),)),),
    ),
    Clause(id=HOSTILE, kind="heading", text=HOSTILE, level=99),
    Clause(id="page-title", kind="subparagraph", text="", level=99),
    Clause(id="note-n1", kind="subparagraph", text="", source_spans=((5, 3),)),
    masthead=Masthead(title=HOSTILE, symbol=HOSTILE, organ=HOSTILE, sponsors=(HOSTILE,), date=HOSTILE),
    footnotes=(Footnote(id="n1", marker=HOSTILE, text=HOSTILE), Footnote(id="n1", marker="1", text="again")),
    issues=(Issue(code=HOSTILE, message=HOSTILE, start=1, end=None),),
    themes=(DocumentTheme(theme=HOSTILE, clauses=1, share=1.0),),
)


def test_a_hostile_record_is_text() -> None:
    html = reading_html(HOSTILE_RECORD, load_display())
    tree = lxml.html.fromstring(html)
    assert tree.xpath("//script") == []
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert not [element for element in tree.iter() if "style" in element.attrib]
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", name) for name in names)
    assert {link[1:] for link in tree.xpath("//a/@href")} <= set(names)
    (first, *_) = tree.xpath("//*[@data-clause]")
    assert first.get("data-clause") == HOSTILE
    assert text_of(first.xpath(".//*[@data-text]")[0]) == HOSTILE
    assert "1 finding outside of the text of this clause cannot be shown." in words_of(first)


def test_what_no_page_can_hold_is_replaced_and_line_ends_are_kept() -> None:
    html = reading_html(record_of(Clause(id="op1", kind="operative", text="a\0b\ud800c\r\nd\r")), load_display())
    html.encode("utf-8")
    assert text_of(lxml.html.fromstring(html).xpath("//*[@data-text]")[0]) == "a\ufffdb\ufffdc\r\nd\r"


def test_an_empty_record_says_so() -> None:
    assert [words_of(one) for one in page(record_of()).xpath('//*[@class="clauses"]/*')] == [
        "This record has no clauses."
    ]


@pytest.mark.parametrize("iso", ["2026-12-03", "2026-12-3", "soon", "", "2026-02-30", "2026-12"])
def test_dates_as_the_organs_print_them(iso: str) -> None:
    assert printed_date(iso) == {"2026-12-03": "3 December 2026"}.get(iso, iso)


# what the parser behind this test keeps; browsers keep more, and nothing here depends on the difference
_KEPT = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(" \n\t")


@given(
    text=st.text(_KEPT, max_size=40),
    found=st.lists(st.tuples(st.sampled_from("aed"), st.integers(-3, 45), st.integers(-3, 45)), max_size=8),
    notes=st.lists(st.integers(-3, 45), max_size=4),
)
def test_the_text_of_a_clause_is_kept(text: str, found: list[tuple[str, int, int]], notes: list[int]) -> None:
    clause = Clause(
        id="op1",
        kind="operative",
        text=text,
        acts=tuple(
            Act(text="", start=start, end=end, role="lead", lemma="note", function="observe")
            for kind, start, end in found
            if kind == "a"
        ),
        entities=tuple(Entity(text="", label="ORG", start=s, end=e) for kind, s, e in found if kind == "e"),
        dates=tuple(DateExpression(text="", start=s, end=e, kind="day") for kind, s, e in found if kind == "d"),
        footnotes=tuple(ClauseNote(id="n1", offset=offset) for offset in notes),
    )
    (element,) = page(record_of(clause, footnotes=(NOTE,))).xpath("//*[@data-text]")
    assert text_of(element) == text


def test_meeting_and_date_stand_at_the_right_and_the_vote_at_the_left() -> None:
    lines = ["41st plenary meeting", "21 July 2031", "In favour:", "Adopted by 12 votes to none " + "x" * 60]
    clauses = [Clause(id=f"c{at}", kind="closing", text=line) for at, line in enumerate(lines)]
    tree = page(record_of(*clauses, Clause(id="op1", kind="operative", text="Notes 2")))
    assert tree.xpath('//*[contains(@class, " dated")]/@id') == ["c0", "c1"]
