"""``clausewise show --where``: the place of one clause in a document or beside its record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import status_of
from tests.reading.handmade_pdf import pdf, show

Captured = pytest.CaptureFixture[str]

LINES = (
    "The General Assembly,",
    "Recalling its resolution 79/901,",
    "1. Requests a report on ice roads;",
    "2. Urges care.",
)
PAGES = [
    "".join(show(line, 100, 700 - 40 * row) for row, line in enumerate(LINES[:3])),
    show(LINES[3], 100, 700),
]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "ice.pdf"
    path.write_bytes(pdf(PAGES))
    return path


def places(capfd: Captured, *arguments: str) -> list[str]:
    assert status_of(["show", *arguments]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return [line.strip() for line in out.splitlines()]


def test_a_clause_of_a_pdf_has_page_and_box(paper: Path, capfd: Captured) -> None:
    head, text, place = places(capfd, str(paper), "--where", "op2")
    assert head == f"op2, operative 2., in {paper}"
    assert text == "Urges care."
    assert place.startswith("page 2, box 100.0 ")
    assert ", 1 line; characters " in place
    assert status_of(["show", str(paper), "--where", "op1", "--format", "json"]) == 0
    made = json.loads(capfd.readouterr().out)
    assert (made["id"], [(spot["page"], spot["lines"]) for spot in made["places"]]) == ("op1", [(1, 1)])


def test_a_clause_of_a_text_has_line_and_column(tmp_path: Path, capfd: Captured) -> None:
    path = tmp_path / "ice.txt"
    path.write_text("\n\n".join(LINES))
    assert places(capfd, str(path), "--where", "op1") == [
        f"op1, operative 1., in {path}",
        "Requests a report on ice roads;",
        "line 5, column 1 to line 5, column 34; characters 57–91 of the text",
    ]


def test_a_record_leads_to_its_source_while_that_is_the_same(
    paper: Path, capfd: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = paper.with_name("records.jsonl")
    monkeypatch.chdir(paper.parent)
    assert status_of(["run", paper.name, "-o", str(out)]) == 0
    expected = places(capfd, paper.name, "--where", "op2")
    assert places(capfd, str(out), "--where", "op2") == expected
    monkeypatch.chdir("/")
    assert places(capfd, str(out), "--where", "op2") == expected  # it lies beside the records
    paper.write_bytes(pdf(PAGES[::-1]))
    assert status_of(["show", str(out), "--where", "op2"]) == 0
    shown, said = capfd.readouterr()
    assert "page" not in shown
    assert "characters " in shown
    assert said.startswith("clausewise: ")
    assert "no longer what the record was made of" in said
    paper.unlink()
    assert places(capfd, str(out), "--where", "op2")[2].startswith("characters ")


def test_an_unknown_id_is_one_sentence_with_those_that_are_near(paper: Path, capfd: Captured) -> None:
    assert status_of(["show", str(paper), "--where", "op22"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err == f"clausewise: {paper}: there is no clause 'op22'; there is op2, op1\n"
    assert status_of(["show", str(paper), "--where", "x"]) == 2
    assert "there is enacting, pp1, op1, op2" in capfd.readouterr().err
