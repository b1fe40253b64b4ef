"""Clauses that are already cut: the same labels alone, among others and inside their document; rows in order."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from pipeline import labelling
from pipeline.components.recording import record_of
from pipeline.labelling import FOUND, label_rows
from pipeline.lexicon.data import data_folder
from pipeline.loading import ConfigurationError, load_pipeline

TITLE = "Illicit traffic in narcotic drugs"
ROWS: list[dict[str, Any]] = [
    {"text": "Recalling its resolution 79/901 of 3 December 2024 on narcotic drugs,", "kind": "preambular"},
    {"text": "Urges States to stop the traffic in heroin and opium;", "number": "1."},
    {"text": "Requests the Secretary-General to submit a report by 30 June 2031;", "num": "2."},
    {"text": "Welcomes the schools that teach girls and boys to read.", "number": "3."},
]
KNOWN = {"organ": "General Assembly", "symbol": "A/80/L.901", "title": TITLE}
DOCUMENT = (
    "United Nations\n\nA/80/L.901\n\nGeneral Assembly\n\nIllicit traffic in narcotic drugs\n\nThe General Assembly,\n\n"
)
DOCUMENT += "\n\n".join([f"{row.get('number') or row.get('num') or ''} {row['text']}".strip() for row in ROWS])


def found(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in FOUND}


def test_a_row_keeps_its_columns_and_gets_what_was_found(trained: Path) -> None:
    rows = [{**KNOWN, **row, "id": place, "note": {"of": "mine"}} for place, row in enumerate(ROWS)]
    before = copy.deepcopy(rows)
    done = list(label_rows(rows, str(trained)))
    assert rows == before
    assert [{name: value for name, value in row.items() if name not in FOUND} for row in done] == before
    assert [list(row)[-len(FOUND) :] for row in done] == [list(FOUND)] * 4
    first, second, third, _ = done
    assert [act["text"] for act in first["acts"]] == ["Recalling"]
    assert [(one["label"], one["text"]) for one in first["entities"] if one["label"] == "CITATION"] == [
        ("CITATION", "79/901")
    ]
    assert [theme["theme"] for theme in second["themes"]] == ["narcotics"]
    assert [date["value"] for date in third["dates"]] == ["../2031-06-30"]
    assert all(isinstance(row["uncertain"], bool) for row in done)


def test_a_clause_gets_the_same_labels_alone_and_among_others(trained: Path) -> None:
    others = [{"text": f"Notes the {word} of the mines;", "title": word} for word in ("clearing", "laying")] * 30
    rows = [{**KNOWN, **row} for row in ROWS]
    mixed = [row for pair in zip(rows, others, strict=False) for row in pair] + others + rows
    done = list(label_rows(mixed, str(trained)))
    assert [row["text"] for row in done] == [row["text"] for row in mixed]
    alone = {row["text"]: found(next(iter(label_rows([row], str(trained))))) for row in rows}
    for row in done:
        if row["text"] in alone:
            assert found(row) == alone[row["text"]]
    assert len([row for row in done if row["text"] in alone]) == 8


def test_a_clause_gets_the_same_labels_inside_its_document(trained: Path) -> None:
    nlp = load_pipeline(str(trained))
    record = record_of(nlp(DOCUMENT), "", "").to_dict()
    assert {name: record["masthead"][name] for name in ("organ", "symbol", "title")} == KNOWN
    clauses = [clause for clause in record["clauses"] if clause["kind"] != "enacting"]
    rows = [{**KNOWN, **{name: clause[name] for name in ("text", "kind", "number")}} for clause in clauses]
    assert [row["text"] for row in rows] == [row["text"] for row in ROWS]
    assert [found(row) for row in label_rows(rows, str(trained))] == [found(clause) for clause in clauses]


def test_rows_stay_in_order_whatever_the_chunks(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**KNOWN, **ROWS[place % 4], "title": f"Title {place % 3}", "id": place} for place in range(50)]
    expected = list(label_rows(rows, str(trained)))
    assert [row["id"] for row in expected] == list(range(50))
    monkeypatch.setattr(labelling, "CHUNK", 7)
    monkeypatch.setattr(labelling, "DOCUMENT", 2)
    assert list(label_rows(iter(rows), str(trained))) == expected


def test_rows_come_as_they_are_asked_for(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labelling, "CHUNK", 2)
    taken: list[int] = []

    def rows() -> Any:
        for place, row in enumerate(ROWS):
            taken.append(place)
            yield row

    assert next(label_rows(rows(), str(trained)))["text"] == ROWS[0]["text"]
    assert taken == [0, 1]
    assert list(label_rows([], str(trained))) == []


@pytest.mark.parametrize("row", [{}, {"text": ""}, {"text": None}, {"text": " \n"}, {"text": 5}, {"text": ["x"]}])
def test_a_row_without_text_gets_empty_lists(row: dict[str, Any], trained: Path) -> None:
    with_title = {**KNOWN, **row}
    done = list(label_rows([ROWS[1], with_title, ROWS[2]], str(trained)))
    assert {name: done[1][name] for name in FOUND if name != "uncertain"} == {
        name: [] for name in FOUND if name != "uncertain"
    }
    assert [found(done[0]), found(done[2])] == [found(one) for one in label_rows([ROWS[1], ROWS[2]], str(trained))]


def test_old_findings_are_overwritten(trained: Path) -> None:
    (plain,) = label_rows([ROWS[1]], str(trained))
    (again,) = label_rows([{**ROWS[1], "themes": ["bees"], "acts": "none", "uncertain": "yes"}], str(trained))
    assert found(again) == found(plain)


def test_the_words_are_given_on_demand_and_not_kept_on(trained: Path) -> None:
    row = {**KNOWN, **ROWS[1]}
    (told,) = label_rows([row], str(trained), explain=True)
    (plain,) = label_rows([row], str(trained))
    assert {"heroin", "opium"} <= {word["words"] for word in told["themes"][0]["words"] if word["where"] == "text"}
    assert "words" not in plain["themes"][0]
    assert [(one["theme"], one["score"]) for one in told["themes"]] == [
        (one["theme"], one["score"]) for one in plain["themes"]
    ]


def test_uncertain_is_what_the_model_says(trained: Path) -> None:
    from pipeline.assessment import load_model
    from pipeline.themes import theme_row

    rows = [{**KNOWN, **row} for row in ROWS] + [{"text": "Notes the matter of the previous item."}]
    expected = load_model(trained).label([theme_row({"kind": "operative", **row}) for row in rows])
    done = list(label_rows(rows, str(trained)))
    assert [row["uncertain"] for row in done] == expected.uncertain
    assert set(expected.uncertain) == {False, True}


@pytest.mark.parametrize(
    "text", ["\ud800 heroin", "\x00", "a\n\nb\n\nRequests", "ﬁ" * 900, "y" * 100_000, "( ) [ " * 900, "\u2028", "١٢٣"]
)
def test_odd_text_never_raises_and_changes_no_other_row(text: str, trained: Path) -> None:
    done = list(label_rows([ROWS[1], {"text": text, "kind": "odd", "title": 7}, ROWS[2]], str(trained)))
    assert done[1]["text"] == text
    assert [found(done[0]), found(done[2])] == [found(one) for one in label_rows([ROWS[1], ROWS[2]], str(trained))]
    for name in ("acts", "entities", "dates"):
        for one in done[1][name]:
            assert text[one["start"] : one["end"]] == one["text"]


def test_headings_have_no_themes_and_the_kinds_of_corpora_are_known(trained: Path) -> None:
    text = ROWS[1]["text"]
    heading, annex, none = label_rows(
        [{"text": text, "kind": kind} for kind in ("heading", "annex_paragraph", None)], str(trained)
    )
    assert heading["themes"] == []
    assert [one["theme"] for one in annex["themes"]] == [one["theme"] for one in none["themes"]] == ["narcotics"]


def test_without_trained_themes_there_are_none_but_everything_else() -> None:
    (row,) = label_rows([ROWS[1]], str(data_folder("configs") / "default.cfg"))
    assert row["themes"] == []
    assert [act["text"] for act in row["acts"]] == ["Urges"]


def test_what_is_no_model_is_said_before_the_first_row(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="none"):
        next(label_rows(ROWS, str(tmp_path / "none")))
