"""Labels without text: what is kept, what is not, and which file holds where two have the same clause."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.digests import family_id, text_sha256
from pipeline.corpus.errors import CorpusError
from pipeline.corpus.labels import COLUMNS, Label, label_files, make_labels, read_labels, themes_of, write_labels
from tests.corpus.conftest import FERRIES, LIGHTS, Write


def test_a_label_holds_no_word_of_its_clause(write: Write, labelled: list[dict[str, Any]]) -> None:
    made = make_labels([write("rows.jsonl", labelled)])
    lights = Label(
        text_sha256(LIGHTS), "A/RES/80/901", "operative", ("oceans",), family_id("Ge:lighthouses"), "official"
    )
    ferries = Label(text_sha256(FERRIES), "A/RES/80/902", "operative", (), family_id("Ge:ferries"), "official")
    assert made.all() == [lights, ferries]
    assert (made.repeated, made.conflicts) == (0, 0)
    for as_csv in (False, True):
        file = io.StringIO(newline="")
        assert write_labels(made.all(), file, as_csv=as_csv) == 2
        words = [word for row in labelled for word in row["text"].split() if len(word) > 3]
        assert [word for word in words if word in file.getvalue()] == []


@pytest.mark.parametrize("name", ["labels.jsonl", "labels.csv"])
def test_what_is_written_is_read_again(name: str, write: Write, labelled: list[dict[str, Any]], tmp_path: Path) -> None:
    made = make_labels([write("rows.jsonl", labelled)])
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        write_labels(made.all(), file, as_csv=name.endswith(".csv"))
    read = read_labels([path])
    assert list(read.rows) == [name]
    assert read.all() == sorted(made.all(), key=lambda one: one.sha256)


def test_the_order_of_the_rows_does_not_matter(write: Write, labelled: list[dict[str, Any]]) -> None:
    files = [io.StringIO(), io.StringIO()]
    for file, rows in zip(files, (labelled, labelled[::-1]), strict=True):
        write_labels(make_labels([write("rows.jsonl", rows)]).all(), file)
    assert files[0].getvalue() == files[1].getvalue() != ""


def test_of_two_files_the_first_holds(write: Write, labelled: list[dict[str, Any]]) -> None:
    lights, ferries = labelled
    other = [
        {**lights, "symbol": "A/RES/81/901", "themes": ["health"]},
        {**ferries, "themes": []},
        {**lights, "family": "Ge:harbours", "symbol": "A/RES/81/77", "themes": ["health"]},
    ]
    made = make_labels([write("one.jsonl", labelled), write("two.jsonl", other)])
    assert [(one.symbol, one.themes) for one in made.all()] == [
        ("A/RES/80/901", ("oceans",)),
        ("A/RES/80/902", ()),
        ("A/RES/81/77", ("health",)),
    ]
    assert (made.repeated, made.conflicts) == (1, 1)


def test_in_one_file_a_clause_may_return_in_another_resolution(write: Write, labelled: list[dict[str, Any]]) -> None:
    again = {**labelled[0], "symbol": "A/RES/81/901", "themes": ["health"]}
    made = make_labels([write("one.jsonl", [*labelled, again, again])])
    assert [one.symbol for one in made.all()] == ["A/RES/80/901", "A/RES/80/902", "A/RES/81/901"]
    assert (made.repeated, made.conflicts) == (1, 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"themes": []}, "row 2: no text"),
        ({"text": " … ", "themes": []}, "row 2: no text"),
        ({"text": 7, "themes": []}, "row 2: no text"),
        ({"text": LIGHTS}, "row 2: no `themes`"),
        ({"text": LIGHTS, "themes": 7}, "row 2: `themes` is 7"),
        ({"text": LIGHTS, "themes": ["two words"]}, "two words"),
    ],
)
def test_a_row_that_is_no_label_is_named(
    row: dict[str, Any], said: str, write: Write, labelled: list[dict[str, Any]]
) -> None:
    with pytest.raises(CorpusError, match=said):
        make_labels([write("rows.jsonl", [labelled[0], row])])


def test_a_label_file_has_its_columns_and_checksums(write: Write) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"sha256": "0" * 64}
    assert read_labels([write("good.jsonl", [row])]).all()[0].themes == ()
    with pytest.raises(CorpusError, match="row 1: no family"):
        read_labels([write("bad.jsonl", [{key: value for key, value in row.items() if key != "family"}])])
    with pytest.raises(CorpusError, match="'xyz' is no SHA-256"):
        read_labels([write("bad.jsonl", [row | {"sha256": "xyz"}])])


def test_themes_in_every_form() -> None:
    for value in (["a", "b"], ("a", "b", "a"), "a b", "a; b", "a,b", " a;;b "):
        assert themes_of(value, "here") == ("a", "b")
    for value in ([], "", " "):
        assert themes_of(value, "here") == ()
    with pytest.raises(CorpusError, match="here"):
        themes_of(None, "here")


def test_the_labels_of_the_project_hold_checksums_only() -> None:
    shas, names = set(), set()
    for path in label_files():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert set(row) == set(COLUMNS)
            assert len(row["symbol"]) < 60
            shas.add(row["sha256"])
            names.update(row["themes"])
    assert len(shas) > 9_000
    assert len(names) == 29
