"""Dates: whole sets with offsets, kinds and values, in sentences written in the style of the United Nations."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.components.citations import find_citations
from pipeline.components.date_spans import trailing
from pipeline.components.dates import find_dates, make_dates
from pipeline.components.precut import clauses_doc
from pipeline.components.table import table
from pipeline.lexicon.citations import load_citations
from pipeline.lexicon.dates import load_dates

NLP = spacy.blank("en")
Found = list[tuple[str, str, str | None]]


def found(text: str, organ: str | None = "General Assembly", symbol: str | None = None, title: str = "") -> Found:
    """Return words, kinds and values of all dates of a clause, citations known."""
    doc = clauses_doc(NLP, [{"text": text}], {"organ": organ, "symbol": symbol, "title": title})
    table(doc)["entities"] = find_citations(doc, load_citations())
    return [(doc.text[row["start"] : row["end"]], row["kind"], row["value"]) for row in find_dates(doc, load_dates())]


CALENDAR: list[tuple[str, Found]] = [
    (
        "Recalling its resolution 59/50 of 2 December 2004, the report of March 2010 and the events of 2016,",
        [
            ("2 December 2004", "day", "2004-12-02"),
            ("March 2010", "month", "2010-03"),
            ("2016", "year", "2016"),
        ],
    ),
    (
        "Recalling the Conventions of 12th August 1949, the letter of May 25, 1997 and the accord of 1st of June 2001,",
        [
            ("12th August 1949", "day", "1949-08-12"),
            ("May 25, 1997", "day", "1997-05-25"),
            ("1st of June 2001", "day", "2001-06-01"),
        ],
    ),
    (
        "Noting the meetings held on 18 and 19 September 2023, from 2 to 13 September 2019, on 2, 3 and 5 May 2014,",
        [
            ("18 and 19 September 2023", "interval", "2023-09-18/2023-09-19"),
            ("from 2 to 13 September 2019", "interval", "2019-09-02/2019-09-13"),
            ("2", "day", "2014-05-02"),
            ("3", "day", "2014-05-03"),
            ("5 May 2014", "day", "2014-05-05"),
        ],
    ),
    (
        "Noting the period from 1 July 2024 to 30 June 2025 and the week of 19\u00a0to 23\u00a0May\u00a02025,",
        [
            ("from 1 July 2024 to 30 June 2025", "interval", "2024-07-01/2025-06-30"),
            ("19\u00a0to 23\u00a0May\u00a02025", "interval", "2025-05-19/2025-05-23"),
        ],
    ),
    (
        "Recalling letters of 12 Sept. 2025, 3 Dec 2024, Jan. 2020 and Feb. 4, 2021 and the talks of 5–7 Oct. 2019,",
        [
            ("12 Sept. 2025", "day", "2025-09-12"),
            ("3 Dec 2024", "day", "2024-12-03"),
            ("Jan. 2020", "month", "2020-01"),
            ("Feb. 4, 2021", "day", "2021-02-04"),
            ("5–7 Oct. 2019", "interval", "2019-10-05/2019-10-07"),
        ],
    ),
    (
        "Asks for a count from 3 Nov. to 4 Dec. 2030, until 31 Oct. of each year and by 30 Jun.",
        [
            ("from 3 Nov. to 4 Dec. 2030", "interval", "2030-11-03/2030-12-04"),
            ("until 31 Oct.", "open-interval", "../--10-31"),
            ("each year", "cadence", "R/P1Y"),
            ("by 30 Jun", "open-interval", "../--06-30"),
        ],
    ),
    ("Thanks Jan Maas, the 3 Mar farms and the Sept. of the delta,", []),
    (
        "Asks for it not before 1 May 2027, no earlier than June 2028, on or after 2 May 2029, until at least 2030,",
        [
            ("not before 1 May 2027", "open-interval", "2027-05-01/.."),
            ("no earlier than June 2028", "open-interval", "2028-06/.."),
            ("on or after 2 May 2029", "open-interval", "2029-05-02/.."),
            ("until at least 2030", "open-interval", "../2030"),
        ],
    ),
    (
        "Asks for it as soon as possible but not later than 31 March 2027, no later than ninety days after the flood,",
        [
            ("not later than 31 March 2027", "open-interval", "../2027-03-31"),
            ("no later than ninety days", "duration", "P90D"),
        ],
    ),
    (
        "Asks for it before its eighty-first session, prior to 1 June 2027 and not later than in 2028,",
        [
            ("eighty-first session", "session", "GA-81"),
            ("prior to 1 June 2027", "open-interval", "../2027-06-01"),
            ("not later than in 2028", "open-interval", "../2028"),
        ],
    ),
    (
        "Noting the talks from 30 October to 1 November 2018, from 29 December to 3 January 2015, in June/July 2012,",
        [
            ("from 30 October to 1 November 2018", "interval", "2018-10-30/2018-11-01"),
            ("from 29 December to 3 January 2015", "interval", "2014-12-29/2015-01-03"),
            ("June/July 2012", "interval", "2012-06/2012-07"),
        ],
    ),
    (
        "Noting the visits of 20 March and 5 April 2018 and of 31 March and 1 April 2016 and in July and August 2014,",
        [
            ("20 March", "day", "2018-03-20"),
            ("5 April 2018", "day", "2018-04-05"),
            ("31 March and 1 April 2016", "interval", "2016-03-31/2016-04-01"),
            ("July and August 2014", "interval", "2014-07/2014-08"),
        ],
    ),
    (
        "Approves the plan for 2009–2019, the budget for 2023/24, for the biennium 2006–2007 and for 2004-05;",
        [
            ("2009–2019", "interval", "2009/2019"),
            ("2023/24", "interval", "2023/2024"),
            ("biennium 2006–2007", "interval", "2006/2007"),
            ("2004-05", "interval", "2004/2005"),
        ],
    ),
    (
        "Noting the growth between 2010 and 2015, from 2016 to 2020 and in the 1990s, and that of 2012 and 2013,",
        [
            ("between 2010 and 2015", "interval", "2010/2015"),
            ("from 2016 to 2020", "interval", "2016/2020"),
            ("1990s", "interval", "1990/1999"),
            ("2012", "year", "2012"),
            ("2013", "year", "2013"),
        ],
    ),
    (
        "Noting the reports of the first half of 2018, the third quarter of 2021, early 2016 and the autumn of 1999,",
        [
            ("first half of 2018", "interval", "2018-01/2018-06"),
            ("third quarter of 2021", "interval", "2021-07/2021-09"),
            ("early 2016", "year", "2016"),
            ("autumn of 1999", "year", "1999"),
        ],
    ),
    (
        "Decides to extend until 31 March 2027 the mandate in force since 2015, and to review it by 2030;",
        [
            ("until 31 March 2027", "open-interval", "../2027-03-31"),
            ("since 2015", "open-interval", "2015/.."),
            ("by 2030", "open-interval", "../2030"),
        ],
    ),
    (
        "Requests a report no later than 30 June 2020, another by the end of 2025, a third before 1 May 2026 and, "
        "since the beginning of July 2021, one prior to mid-2027;",
        [
            ("no later than 30 June 2020", "open-interval", "../2020-06-30"),
            ("by the end of 2025", "open-interval", "../2025"),
            ("before 1 May 2026", "open-interval", "../2026-05-01"),
            ("since the beginning of July 2021", "open-interval", "2021-07/.."),
            ("prior to mid-2027", "open-interval", "../2027"),
        ],
    ),
    (
        "Decides, with effect from 1 January 2018, to pay from 2019 onwards what was due by the year 2000;",
        [
            ("1 January 2018", "day", "2018-01-01"),
            ("from 2019 onwards", "open-interval", "2019/.."),
            ("by the year 2000", "open-interval", "../2000"),
        ],
    ),
    (
        "Decides to designate 29 September as the Day of the Tides and to observe it in June by the 2026 season;",
        [("29 September", "day", "--09-29"), ("June", "month", "--06"), ("2026", "year", "2026")],
    ),
    (
        "Recalling the statement of 17 September 197352 and the Declaration,1 adopted in 2008,2 on the matter,",
        [("17 September 1973", "day", "1973-09-17"), ("2008", "year", "2008")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CALENDAR, ids=[case[0][:40] for case in CALENDAR])
def test_calendar(text: str, expected: Found) -> None:
    assert found(text) == expected


SPANS: list[tuple[str, Found]] = [
    (
        "Decides to extend the mandate for twelve months and to review it within ninety days and in two years;",
        [
            ("twelve months", "duration", "P12M"),
            ("within ninety days", "duration", "P90D"),
            ("two years", "duration", "P2Y"),
        ],
    ),
    (
        "Noting the deadlock of two decades, the ten working days given, one hundred and twenty days and 72 hours,",
        [
            ("two decades", "duration", "P20Y"),
            ("ten working days", "duration", "P10D"),
            ("one hundred and twenty days", "duration", "P120D"),
            ("72 hours", "duration", "PT72H"),
        ],
    ),
    (
        "Welcomes the six-year medium-term strategy, the three-day notice and the ten-year review;",
        [("six-year", "duration", "P6Y")],
    ),
    (
        "Requests reports annually, every two years, every 60 days, each year, every other month and twice a year;",
        [
            ("annually", "cadence", "R/P1Y"),
            ("every two years", "cadence", "R/P2Y"),
            ("every 60 days", "cadence", "R/P60D"),
            ("each year", "cadence", "R/P1Y"),
            ("every other month", "cadence", "R/P2M"),
            ("twice a year", "cadence", "R/P6M"),
        ],
    ),
    (
        "Welcomes the biennial report, the annual report, the quarterly briefings, and those on a daily basis;",
        [
            ("biennial", "cadence", "R/P2Y"),
            ("annual", "cadence", "R/P1Y"),
            ("quarterly", "cadence", "R/P3M"),
            ("daily", "cadence", "R/P1D"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=[case[0][:40] for case in SPANS])
def test_durations_and_cadences(text: str, expected: Found) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Recalling resolutions 1631 (2005), 2021/4 and 1540 (2004) and the 1267 Committee,",
        "Reaffirming the 2030 Agenda, Agenda 2063 and the 1951 Convention,",
        "Concerned at the deployment of 2000 additional troops, of $1999, 2,016 houses and No. 1975, at page 2001,",
        "Noting that girls under 15 years of age and children aged 5 years may march, and that in recent years",
        "Convinced that every effort counts in their daily lives, and mindful of the Annual Conference,",
        "Welcomes the fiftieth anniversary, a working session and the tenth session of the Conference of the Parties;",
        "Mindful of the Mayor, of Augusta and of Decemberists, and of the post-2020 and pre-1967 texts,",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


SESSIONS: list[tuple[str, str | None, str, Found]] = [
    (
        "Requests the Secretary-General to report to the General Assembly at its eighty-first session;",
        "Human Rights Council",
        "",
        [("eighty-first session", "session", "GA-81")],
    ),
    (
        "Decides to include the item in the provisional agenda of its eightieth session;",
        "General Assembly",
        "",
        [("eightieth session", "session", "GA-80")],
    ),
    (
        "Requests the High Commissioner to report to the Council at its fifty-eighth session;",
        "Human Rights Council",
        "",
        [("fifty-eighth session", "session", "HRC-58")],
    ),
    (
        "Invites the Human Rights Council to act, and decides to return to the matter at its eighty-first session;",
        "General Assembly",
        "A/RES/79/1",
        [("eighty-first session", "session", "GA-81")],
    ),
    (
        "Notes the talks at the seventy-eighth and seventy-ninth sessions and at the 81st session;",
        "General Assembly",
        "",
        [
            ("seventy-eighth", "session", "GA-78"),
            ("seventy-ninth sessions", "session", "GA-79"),
            ("81st session", "session", "GA-81"),
        ],
    ),
    (
        "Recalling its tenth special session, its tenth emergency special session and its resumed fiftieth session,",
        "General Assembly",
        "",
        [
            ("tenth special session", "session", "GA-S10"),
            ("tenth emergency special session", "session", "GA-ES10"),
            ("fiftieth session", "session", "GA-50"),
        ],
    ),
    (
        "Welcomes the outcome of the 2025 session of the Economic and Social Council and the annual report of the "
        "Conference on Disarmament on its 2024 session;",
        "General Assembly",
        "",
        [
            ("2025 session", "session", "ECOSOC-2025"),
            ("annual", "cadence", "R/P1Y"),
            ("2024 session", "session", "CD-2024"),
        ],
    ),
    (
        "Requests the Commission on the Status of Women to act at its sixty-sixth session;",
        "Economic and Social Council",
        "",
        [("sixty-sixth session", "session", "CSW-66")],
    ),
    (
        "Takes note of the report of the Commission on the work of its forty-third session;",
        "General Assembly",
        "Report of the United Nations Commission on International Trade Law",
        [("forty-third session", "session", "UNCITRAL-43")],
    ),
    (
        "Requests a report to the General Assembly and the Human Rights Council at their eightieth and sixty-first "
        "sessions, respectively;",
        "Human Rights Council",
        "",
        [("eightieth", "session", "GA-80"), ("sixty-first sessions", "session", "HRC-61")],
    ),
    (
        "Notes the sixth and seventh sessions of the open-ended working group and the report of the Panel on Tides at "
        "its ninth session;",
        "General Assembly",
        "",
        [("sixth", "session", None), ("seventh sessions", "session", None), ("ninth session", "session", None)],
    ),
    (
        "See Official Records of the General Assembly, Fifth Session, and the records of the Sixth Committee at its "
        "seventy-ninth session,",
        "General Assembly",
        "",
        [("Fifth Session", "session", "GA-5"), ("seventy-ninth session", "session", "GA-79")],
    ),
]


@pytest.mark.parametrize(("text", "organ", "title", "expected"), SESSIONS, ids=[case[0][:40] for case in SESSIONS])
def test_sessions(text: str, organ: str | None, title: str, expected: Found) -> None:
    assert found(text, organ=organ, title=title, symbol=None) == expected


def test_words_behind_a_session_that_name_no_body() -> None:
    text = (
        "Requests the Secretary-General to inform the General Assembly at its fiftieth session of the use of the fund;"
    )
    assert found(text) == [("fiftieth session", "session", "GA-50")]
    text = "Notes the eleventh session of the Working Group on Tides and of the Panel at its first session;"
    assert found(text) == [("eleventh session", "session", None), ("first session", "session", None)]


def test_session_of_the_body_that_the_chapeau_names() -> None:
    rows = [
        {"text": "Requests the Commission on Narcotic Drugs:", "id": "op1"},
        {"text": "To return to the matter at its eighteenth session;", "id": "op1.a", "parent": "op1"},
    ]
    doc = clauses_doc(NLP, rows, {"organ": "Economic and Social Council"})
    assert [row["value"] for row in find_dates(doc, load_dates())] == ["CND-18"]


def test_session_that_the_organ_of_the_document_cannot_mean() -> None:
    text = "Invites the Human Rights Council to act, and decides to return to the matter at its fifty-ninth session;"
    assert found(text, symbol="A/RES/79/1") == [("fifty-ninth session", "session", "HRC-59")]


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("the eighty-first session of the General Assembly", "2026-09/2027-09"),
        ("the fifty-eighth session of the Human Rights Council", "2025-02/2025-04"),
        ("the sixtieth session of the Human Rights Council", "2025-09/2025-10"),
        ("the 2025 session of the Economic and Social Council", "2024-07/2025-07"),
        ("the 2012 session of the Economic and Social Council", "2012-01/2012-12"),
        ("the thirtieth special session of the General Assembly", "2016"),
        ("the fourth session of the United Nations Environment Assembly", None),
        ("31 March 2027", None),
    ],
)
def test_when_a_session_takes_place(text: str, resolved: str | None) -> None:
    rows = find_dates(NLP.make_doc(text), load_dates())
    assert [row["resolved"] for row in rows] == [resolved]


def test_offsets_point_at_the_words_and_lines_never_join() -> None:
    doc = clauses_doc(NLP, [{"text": "Noting the events of 2016 to"}, {"text": "2018 and of 3 May 2019,"}])
    assert find_dates(doc, load_dates()) == [
        {"start": 21, "end": 25, "kind": "year", "value": "2016", "resolved": None},
        {"start": 30, "end": 34, "kind": "year", "value": "2018", "resolved": None},
        {"start": 42, "end": 52, "kind": "day", "value": "2019-05-03", "resolved": None},
    ]


def test_no_date_in_a_name_or_a_citation() -> None:
    doc = NLP.make_doc("Recalling the Tidal Pact of 2006, resolution 1325 (2000) and the year 2011,")
    table(doc)["entities"] = [
        {"start": 14, "end": 32, "label": "INSTRUMENT", "norm": None},
        {"start": 45, "end": 56, "label": "CITATION", "norm": "S/RES/1325(2000)"},
    ]
    assert [doc.text[row["start"] : row["end"]] for row in find_dates(doc, load_dates())] == ["2011"]


def test_component_writes_rows_and_spans() -> None:
    doc = NLP.make_doc("Decides to meet annually until 31 March 2027;")
    make_dates(NLP, "un_dates")(doc)
    assert [(span.text, span.label_) for span in doc.spans["dates"]] == [
        ("annually", "cadence"),
        ("until 31 March 2027", "open-interval"),
    ]
    assert doc.spans["dates"][1]._.record == table(doc)["dates"][1]


def test_numbers_in_words() -> None:
    lexicon = load_dates()
    words = [(0, "of"), (3, "one"), (7, "hundred"), (15, "and"), (19, "twenty-one")]
    assert trailing(words, lexicon.numbers) == (121, 3)
    assert trailing([(0, "45")], lexicon.numbers) == (45, 0)
    assert trailing([(0, "2000")], lexicon.numbers) is None
    assert trailing([], lexicon.numbers) is None
    assert [lexicon.ordinals[word] for word in ("first", "eighty-first", "hundred and fifteenth", "hundredth")] == [
        1,
        81,
        115,
        100,
    ]


ODD = st.lists(
    st.sampled_from(["2", "0", "1", "9", " ", "\u00a0", "\n", "-", "–", "/", ",", "(", "May", " June ", " to ",
                              "from ", "by ", "first ", "session", "year", "annual", "every ", "mid-", "th", "s"]),
    max_size=40,
).map("".join)  # fmt: skip


@given(ODD)
def test_odd_text_never_raises_and_spans_hold(text: str) -> None:
    doc = NLP.make_doc(text)
    last = 0
    for row in find_dates(doc, load_dates()):
        assert last <= row["start"] < row["end"] <= len(doc.text)
        words = doc.text[row["start"] : row["end"]]
        assert words == words.strip()
        assert "\n" not in words
        last = row["end"]
