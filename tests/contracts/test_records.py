"""What always holds of a record, over every sample; and the published schema."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import record as module
from pipeline.components.conservation import UNSEEN
from pipeline.reading import SourceText, UnreadableError, read_bytes, read_path
from pipeline.record import Record
from pipeline.record_schema import json_schema
from pipeline.run import read_record
from tests.test_record import FULL

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "corpora" / "samples").iterdir())
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
SAID = ["The General Assembly,", "Recalling", "Requests", "*Welcomes*", "its", "59/50 of 2 December 2004", "A/RES/79/1"]
PRINTED = [
    "1. ",
    "(a) ",
    "(i) ",
    "–",
    "Annex",
    ";",
    ",",
    "\n\n",
    "\n",
    "\f",
    "\u2028",
    "¹",
    "¹ See A/79/1.",
    "[59/50](#)",
]
WORDS = st.sampled_from([*SAID, *PRINTED, "24-12345", "1/3", "Distr.: General", "x"])


def check(record: Record, text: str) -> None:
    """Assert everything that record.md says of a record of this text."""
    data = record.to_dict()
    VALIDATOR.validate(data)
    assert Record.from_json(record.to_json()) == record
    assert record.source.chars == len(text)
    check_offsets(record)
    if not record.clauses and any(issue.code == "text-not-conserved" for issue in record.issues):
        return
    held = [span for clause in record.clauses for span in clause.source_spans]
    held += [clause.number_span for clause in record.clauses if clause.number_span]
    held += [span for note in record.footnotes for span in note.source_spans]
    held += [note.marker_span for note in record.footnotes if note.marker_span]
    held += record.masthead.source_spans
    held += [(piece.start, piece.end) for piece in record.furniture]
    counts = [0] * len(text)
    for start, end in held:
        assert 0 <= start <= end <= len(text)
        for place in range(start, end):
            counts[place] += 1
    wrong = [place for place, count in enumerate(counts) if text[place] not in UNSEEN and count != 1]
    assert bool(wrong) == any(issue.code == "text-not-conserved" for issue in record.issues)


def check_offsets(record: Record) -> None:
    """Assert that what was found in a clause stands where it says, and that ids are unique and lead somewhere."""
    ids = [clause.id for clause in record.clauses]
    assert len(ids) == len(set(ids))
    notes = {note.id for note in record.footnotes}
    assert len(notes) == len(record.footnotes)
    for place, clause in enumerate(record.clauses):
        assert clause.parent is None or clause.parent in ids[:place]
        for found in (*clause.acts, *clause.entities, *clause.dates):
            assert clause.text[found.start : found.end] == found.text
            assert found.text == found.text.strip()
            assert found.text
        for mandate in clause.mandates:
            whom, task = mandate.addressee, mandate.task
            assert whom is None or (whom.text and clause.text[whom.start : whom.end] == whom.text == whom.text.strip())
            said = None if task is None else clause.text[slice(*task)]
            assert said is None or (said and said == said.strip())
            assert mandate.act is None or clause.acts[mandate.act].function in ("direct", "decide")
            assert mandate.act is not None or (clause.parent is not None and not clause.acts)
            assert mandate.deadline is None or 0 <= mandate.deadline < len(clause.dates)
        assert [act.role for act in clause.acts].count("lead") <= 1
        for note in clause.footnotes:
            assert note.id in notes
            assert 0 <= note.offset <= len(clause.text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample(path: Path) -> None:
    source = read_path(path)
    record = read_record(source)
    check(record, source.text)
    assert [issue for issue in record.issues if issue.code == "text-not-conserved"] == []
    starts = [clause.source_spans[0][0] for clause in record.clauses if clause.source_spans]
    assert starts == sorted(starts)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(WORDS, st.text(st.characters(exclude_categories=()), max_size=8)), max_size=60).map(" ".join))
def test_any_text(text: str) -> None:
    try:
        source = read_bytes(text.encode("utf-8", "surrogatepass"), "any.txt")
    except UnreadableError:
        return
    check(read_record(source), source.text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_piece_of_a_sample(data: st.DataObject) -> None:
    text = read_path(data.draw(st.sampled_from(SAMPLES))).text
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    piece = text[start:end]
    check(read_record(SourceText("piece", piece)), piece)


def test_the_schema_is_a_schema_and_refuses_what_it_does_not_know() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    VALIDATOR.validate(FULL.to_dict())
    lost = {**FULL.to_dict()["masthead"], "status": "lost"}
    for change in ({"mood": "calm"}, {"schema": "clausewise/2"}, {"clauses": [{}]}, {"masthead": lost}):
        assert not VALIDATOR.is_valid({**FULL.to_dict(), **change})


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path to every value in plain data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in leaves(one, (*path, key)))]


@pytest.mark.parametrize("path", [path for path in leaves(FULL.to_dict()) if path], ids=str)
def test_schema_and_reader_agree_on_what_is_wrong(path: tuple[str | int, ...]) -> None:
    for wrong in (None, 7, "x", [], {}, True, 0.5):
        data: Any = copy.deepcopy(FULL.to_dict())
        inner = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = wrong
        try:
            Record.from_dict(data)
            read = True
        except module.RecordError:
            read = False
        valid = VALIDATOR.is_valid(data)
        missing = isinstance(wrong, dict) and not valid  # the schema wants every field, the reader has defaults
        assert read == valid or (read and missing), f"{path} = {wrong!r}"


def test_every_class_of_the_record_is_in_the_schema() -> None:
    expected = {name for name, value in vars(module).items() if dataclasses.is_dataclass(value)} - {"Record"}
    assert set(json_schema()["$defs"]) == expected
    assert json.loads(json.dumps(json_schema())) == json_schema()
