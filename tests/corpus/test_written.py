"""The written resolutions: markup, labels, offsets and counts of every file, and what the loader refuses."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.written import (
    Written,
    WrittenError,
    act_table,
    citation_symbol,
    clause_rows,
    date_value,
    load_written,
    parse_source,
    resolve_session,
)
from pipeline.lexicon.data import data_folder

FOLDER = data_folder("corpora") / "written"
THEMES = [row["id"] for row in tomllib.loads((data_folder("configs") / "themes.toml").read_text("utf-8"))["theme"]]
ORGANS = {
    "General Assembly",
    "Security Council",
    "Human Rights Council",
    "Economic and Social Council",
    "United Nations Environment Assembly",
}
HEADER = "symbol: A/RES/1\norgan: General Assembly\ntitle: A title\ndate: 2026-01-02\nstatus: adopted\nfamily: GA x\n"


@pytest.fixture(scope="module")
def corpus() -> list[Written]:
    """Every source, parsed once; any markup that is not closed or label that is not known fails here."""
    return load_written(FOLDER)


@pytest.fixture(scope="module")
def rows(corpus: list[Written]) -> list[dict[str, Any]]:
    """Every clause that the corpus counts."""
    return [row for written in corpus for row in clause_rows(written)]


def parse(body: str) -> Written:
    """Parse a body under a plain header."""
    return parse_source(f"{HEADER}\n{body}", "sample", act_table(FOLDER / "acts.toml"))


def test_markup_gives_text_and_spans() -> None:
    written = parse(
        "en: The General Assembly,\n\n"
        "pp: *Recalling <also>* its resolution {c.A 59/50} of {d 2 December 2004},^1 _noting_ the work of {o UNICEF}, "
        "#children-and-youth\n\n"
        "op 1.: *Requests* the {f Secretary-General}:\n\n"
        "sub1 (a): To report at the {d eighty-first session=GA-81}; #reporting-and-follow-up\n\n"
        "n1: A/79/3."
    )
    _enacting, preambular, chapeau, sub = written.clauses
    text = "Recalling also its resolution 59/50 of 2 December 2004, noting the work of UNICEF,"
    assert [clause["text"] for clause in written.clauses[1:3]] == [text, "Requests the Secretary-General:"]
    assert preambular["acts"] == [
        {
            "text": "Recalling also",
            "start": 0,
            "end": 14,
            "role": "lead",
            "lemma": "recall",
            "modifiers": ["also"],
            "function": "recall",
            "force": None,
        },
        {
            "text": "noting",
            "start": 56,
            "end": 62,
            "role": "further",
            "lemma": "note",
            "modifiers": [],
            "function": "observe",
            "force": None,
        },
    ]
    assert preambular["entities"] == [
        {"text": "59/50", "label": "CITATION", "start": 30, "end": 35, "norm": "A/RES/59/50"},
        {"text": "UNICEF", "label": "ORG", "start": 75, "end": 81, "norm": None},
    ]
    assert preambular["footnotes"] == [{"id": "n1", "offset": 55}]
    assert sub["dates"] == [
        {
            "text": "eighty-first session",
            "start": 17,
            "end": 37,
            "kind": "session",
            "value": "GA-81",
            "resolved": "2026-09/2027-09",
        }
    ]
    assert [(c["id"], c["kind"], c["parent"], c["chapeau"]) for c in written.clauses] == [
        ("en1", "enacting", None, False),
        ("pp1", "preambular", None, False),
        ("op1", "operative", None, True),
        ("op1.a", "subparagraph", "op1", False),
    ]
    assert chapeau["acts"][0]["force"] == 3
    assert written.text.startswith(
        "General Assembly\n\nA/RES/1\n\n2 January 2026\n\nA title\n\nThe General Assembly,\n\n"
    )
    assert "2 December 2004,¹ noting" in written.text
    assert written.text.endswith("\n\n¹ A/79/3.\n")


def test_an_annex_numbers_its_own_paragraphs() -> None:
    written = parse(
        "en: The General Assembly,\n\nop 1.: *Adopts* the plan annexed hereto.\n\nh: Annex I\n\n"
        "an 1.: The plan holds.\n\n"
        "sub1 (a): It holds well;\n\nh: Annex II\n\nan: A table."
    )
    assert [(c["id"], c["kind"], c["annex"], c["part"]) for c in written.clauses] == [
        ("en1", "enacting", False, None),
        ("op1", "operative", False, None),
        ("h1", "heading", True, "Annex I"),
        ("annex1.p1", "annex", True, "Annex I"),
        ("annex1.p1.a", "subparagraph", True, "Annex I"),
        ("h2", "heading", True, "Annex II"),
        ("annex2.p1", "annex", True, "Annex II"),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("op 1.: *Requests the report;", "outside markup"),
        ("op 1.: *Requests* the {f Secretary-General to act;", "outside markup"),
        ("op 1.: *Requests* the {x Secretary-General} to act;", "unknown label"),
        ("op 1.: *Frobnicates* the report;", "no act"),
        ("op 1.: *Requests* a report {d soon};", "value of a date"),
        ("op 1.: *Requests* the {f Secretary-General,} to act;", "never starts or ends"),
        ("op 1.: *Requests* two  spaces;", "two spaces"),
        ("sub1 (a): To act;", "without a paragraph"),
        ("Requests the report;", "kind"),
        ("op 1.: #children-and-youth", "outside markup"),
    ],
)
def test_what_cannot_be_read_is_named(body: str, said: str) -> None:
    with pytest.raises(WrittenError, match=said) as error:
        parse(body)
    assert "sample" in str(error.value)


def test_a_header_needs_known_and_required_keys() -> None:
    acts = act_table(FOLDER / "acts.toml")
    with pytest.raises(WrittenError, match="family missing"):
        parse_source(HEADER.replace("family: GA x\n", "") + "\nen: The General Assembly,", "sample", acts)
    with pytest.raises(WrittenError, match="colour"):
        parse_source(HEADER + "colour: red\n\nen: The General Assembly,", "sample", acts)


def test_values_are_worked_out() -> None:
    assert [date_value(text) for text in ("2 December 2004", "March 2010", "2016", "Marsh 2010")] == [
        "2004-12-02",
        "2010-03",
        "2016",
        None,
    ]
    assert [resolve_session(value) for value in ("GA-81", "GA-S20", "HRC-46")] == ["2026-09/2027-09", None, None]
    assert [
        citation_symbol(*args)
        for args in (
            ("59/50", "A", None),
            ("1631 (2005)", "S", None),
            ("75/567", "D", None),
            ("2021/4", "E", None),
            ("46/7", "H", None),
            ("5/2", "U", None),
            ("S/PRST/2010/1", None, None),
        )
    ] == [
        "A/RES/59/50",
        "S/RES/1631(2005)",
        "A/DEC/75/567",
        "E/RES/2021/4",
        "A/HRC/RES/46/7",
        "UNEP/EA.5/Res.2",
        "S/PRST/2010/1",
    ]


def test_every_offset_is_exact(corpus: list[Written]) -> None:
    wrong = []
    for written in corpus:
        for clause in written.clauses:
            if "".join(written.text[start:end] for start, end in clause["source_spans"]) != clause["text"]:
                wrong.append((written.name, clause["id"]))
            spans = [*clause["acts"], *clause["entities"], *clause["dates"]]
            wrong += [(written.name, s["text"]) for s in spans if clause["text"][s["start"] : s["end"]] != s["text"]]
            ordered = sorted((span["start"], span["end"]) for span in spans)
            pairs = pairwise(ordered)
            wrong += [(written.name, clause["id"]) for one, two in pairs if two[0] < one[1]]
        for note in written.footnotes:
            (start, end), *more = note["source_spans"]
            if more or written.text[start:end] != note["text"]:
                wrong.append((written.name, note["id"]))
    assert wrong == []


def test_everything_of_the_text_is_in_the_rows(corpus: list[Written]) -> None:
    for written in corpus:
        held = [tuple(span) for clause in written.clauses for span in clause["source_spans"]]
        held += [tuple(span) for note in written.footnotes for span in note["source_spans"]]
        last = written.text.index("\n\n" + written.clauses[0]["text"])
        left = []
        for start, end in sorted(held):
            left.append(written.text[last:start].strip())
            last = end
        numbers = {clause["number"] for clause in written.clauses if clause["number"]}
        odd = [text for text in left if text not in numbers and not re.fullmatch(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]*", text)]
        assert (written.name, [text for text in odd if text.split()[-1] not in numbers]) == (written.name, [])


def test_every_note_has_its_mark_once(corpus: list[Written]) -> None:
    for written in corpus:
        marks = [note["id"] for clause in written.clauses for note in clause["footnotes"]]
        assert (written.name, marks) == (written.name, [note["id"] for note in written.footnotes])
        assert len(marks) == len(set(marks))


def test_ids_and_numbers_are_unique_and_in_order(corpus: list[Written]) -> None:
    for written in corpus:
        ids = [clause["id"] for clause in written.clauses]
        assert [name for name, count in Counter(ids).items() if count > 1] == []
        numbers = [c["number"] for c in written.clauses if c["kind"] == "operative" and c["number"]]
        assert (written.name, numbers) == (written.name, [f"{n}." for n in range(1, len(numbers) + 1)])


def test_clauses_open_and_close_as_they_should(corpus: list[Written]) -> None:
    wrong = []
    for written in corpus:
        kinds = [clause["kind"] for clause in written.clauses]
        if kinds[0] != "enacting" or kinds.count("enacting") != 1:
            wrong.append((written.name, "enacting"))
        for clause in written.clauses:
            leads = [act for act in clause["acts"] if act["role"] == "lead"]
            needs = clause["kind"] in ("preambular", "operative")
            if needs and [act["start"] for act in leads] != [0]:
                wrong.append((written.name, clause["id"]))
            if not needs and any(act["start"] for act in leads):
                wrong.append((written.name, clause["id"]))
            ends = {"preambular": ",:", "operative": ";.:,", "subparagraph": ";.:,", "enacting": ","}
            if clause["text"][-1] not in ends.get(clause["kind"], clause["text"][-1]):
                wrong.append((written.name, clause["id"]))
            if clause["chapeau"] != (clause["id"] in {c["parent"] for c in written.clauses}):
                wrong.append((written.name, clause["id"]))
    assert wrong == []


def test_themes_are_those_of_the_list(corpus: list[Written]) -> None:
    assert len(THEMES) == len(set(THEMES)) == 29
    used = {theme for written in corpus for clause in written.clauses for theme in clause["themes"]}
    assert used == set(THEMES)
    for written in corpus:
        for clause in written.clauses:
            assert len(clause["themes"]) == len(set(clause["themes"]))
            if clause["kind"] in ("enacting", "heading", "closing"):
                assert clause["themes"] == []


def test_no_clause_is_empty_or_there_twice(rows: list[dict[str, Any]]) -> None:
    counted = Counter(" ".join(re.findall(r"\w+", row["text"].casefold())) for row in rows)
    assert [text for text, count in counted.items() if count > 1 or not text] == []


def test_there_is_enough_of_everything(corpus: list[Written], rows: list[dict[str, Any]]) -> None:
    assert len(corpus) >= 64
    assert len(rows) >= 1300
    assert {written.header["organ"] for written in corpus} == ORGANS
    decades = Counter(int(written.header["date"][:3]) for written in corpus)
    assert min(decades[decade] for decade in (195, 197, 199, 202)) >= 4
    per_theme = Counter(theme for row in rows for theme in row["themes"])
    assert [theme for theme in THEMES if per_theme[theme] < 30] == []
    sizes = {w.name: sum(1 for _ in clause_rows(w)) for w in corpus}
    assert [name for name, size in sizes.items() if not 14 <= size <= 40] == []


def test_acts_of_the_table_are_sound() -> None:
    path: Path = FOLDER / "acts.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["act"]
    functions = {"recall", "observe", "value", "concern", "stress", "direct", "decide"}
    assert {row["function"] for row in rows} == functions
    for row in rows:
        assert ("force" in row) == (row["function"] in ("direct", "decide"))
        assert 1 <= row.get("force", 1) <= 5
