"""The record: to plain data and JSON and back, and what is no record."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record import (
    Act,
    Addressee,
    AgendaItem,
    Clause,
    ClauseNote,
    DateExpression,
    DocumentTheme,
    Entity,
    Footnote,
    Furniture,
    Issue,
    Mandate,
    Masthead,
    Model,
    Provenance,
    Record,
    RecordError,
    Session,
    Source,
    ThemeScore,
    ThemeWord,
)

FULL = Record(
    source=Source(path="a.txt", sha256="0" * 64, media_type="text/plain", pages=2, chars=120),
    masthead=Masthead(
        organ="General Assembly",
        symbol="A/99/L.1",
        status="draft",
        session=Session(text="Ninety-ninth session", organ="GA", number=99),
        agenda_item=AgendaItem(number="7", title="Lighthouses"),
        sponsors=("Chile", "Norway"),
        document_type="resolution",
        source_spans=((0, 20), (30, 40)),
    ),
    clauses=(
        Clause(
            id="op1",
            kind="operative",
            number="1.",
            text="Requests the Secretary-General to report by 2030;",
            source_spans=((50, 70), (80, 99)),
            number_span=(47, 49),
            acts=(
                Act(
                    text="Requests",
                    start=0,
                    end=8,
                    role="lead",
                    lemma="request",
                    modifiers=("also",),
                    function="direct",
                    force=3,
                ),
            ),
            entities=(Entity(text="Secretary-General", label="OFFICE", start=13, end=30, norm="UN:secretary-general"),),
            dates=(DateExpression(text="by 2030", start=41, end=48, kind="open-interval", value="../2030"),),
            mandates=(Mandate(act=0, addressee=Addressee(text="Secretary-General", start=13, end=30), task=(31, 48)),),
            footnotes=(ClauseNote(id="n1", offset=48),),
            themes=(
                ThemeScore(theme="oceans", score=0.5),
                ThemeScore(theme="health", score=0.5, words=(ThemeWord(words="sea", where="text", weight=1.5),)),
            ),
            uncertain=True,
        ),
    ),
    footnotes=(Footnote(id="n1", marker="1", text="A/99/7.", source_spans=((100, 107),), marker_span=(98, 99)),),
    themes=(DocumentTheme(theme="oceans", clauses=1, share=1.0),),
    issues=(Issue(code="numbering-gap", message="paragraph 3 follows paragraph 1", start=1, end=2),),
    furniture=(Furniture(start=110, end=115, kind="page-number"),),
    provenance=Provenance(version="1.2.3", config_sha256="1" * 64, model=Model(name="m", version="1", sha256="2" * 64)),
)


def _unknown(value: Any, field: dataclasses.Field[Any]) -> bool:
    return bool(field.metadata.get("when_known")) and getattr(value, field.name) is None


def test_every_field_of_every_class_is_written_in_its_order() -> None:
    def check(value: Any, plain: Any) -> None:
        if dataclasses.is_dataclass(value):
            known = [field.name for field in dataclasses.fields(value) if not _unknown(value, field)]
            assert list(plain) == known
            for name, inner in plain.items():
                check(getattr(value, name), inner)
        elif isinstance(value, tuple):
            assert isinstance(plain, list)
            for one, inner in zip(value, plain, strict=True):
                check(one, inner)
        else:
            assert plain == value

    check(FULL, FULL.to_dict())


def test_json_is_one_line_and_reads_back_as_it_was() -> None:
    line = FULL.to_json()
    assert "\n" not in line
    assert json.loads(line) == FULL.to_dict()
    assert Record.from_json(line) == FULL
    assert Record.from_json(line).to_json() == line


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_survives_json(text: str) -> None:
    record = dataclasses.replace(FULL, clauses=(dataclasses.replace(FULL.clauses[0], text=text),))
    line = record.to_json()
    assert Record.from_json(line.encode("utf-8")) == record
    assert line.count("\n") == 0


def test_a_lone_surrogate_is_escaped_and_other_text_is_not() -> None:
    def written(text: str) -> str:
        return dataclasses.replace(FULL, clauses=(Clause(id="pp1", kind="preambular", text=text),)).to_json()

    assert "“é”" in written("“é”")
    assert "\\ud800" in written("é\ud800")
    written("é\ud800").encode("ascii")


def test_what_a_later_version_adds_is_passed_over_and_what_is_missing_has_its_default() -> None:
    data = FULL.to_dict()
    data["mood"] = "calm"
    data["clauses"][0]["acts"][0]["mood"] = "calm"
    assert Record.from_dict(data) == FULL
    del data["furniture"], data["clauses"][0]["uncertain"]
    read = Record.from_dict(data)
    assert read.furniture == ()
    assert read.clauses[0].uncertain is False


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema",), "clausewise/2", "schema is 'clausewise/2', not one of clausewise/1"),
        (("source",), None, "source is no object"),
        (("clauses",), {}, "clauses is no list"),
        (("clauses", 0, "kind"), "paragraph", "clauses[0].kind is 'paragraph', not one of enacting"),
        (("clauses", 0, "level"), "0", "clauses[0].level is no int"),
        (("clauses", 0, "level"), True, "clauses[0].level is no int"),
        (("clauses", 0, "source_spans", 1), [1], "clauses[0].source_spans[1] is no pair of offsets"),
        (("clauses", 0, "number_span"), [1, "2"], "clauses[0].number_span is no pair of offsets"),
        (("clauses", 0, "themes", 0, "score"), "high", "clauses[0].themes[0].score is no float"),
        (("masthead", "sponsors", 0), 7, "masthead.sponsors[0] is no str"),
    ],
)
def test_wrong_data_is_named_by_its_path(path: tuple[str | int, ...], value: object, message: str) -> None:
    data: Any = FULL.to_dict()
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(RecordError) as caught:
        Record.from_dict(data)
    assert str(caught.value).startswith(message)


def test_a_missing_field_is_named() -> None:
    data = FULL.to_dict()
    del data["clauses"][0]["text"]
    with pytest.raises(RecordError, match=r"^clauses\[0\]\.text is missing$"):
        Record.from_dict(data)


@pytest.mark.parametrize("line", ["", "{", "[1]", "7", '"x"', "[" * 100_000, b"\xff\xfe{"])
def test_what_is_no_record_raises_one_kind_of_error(line: str | bytes) -> None:
    with pytest.raises(RecordError):
        Record.from_json(line)
