"""The structure of a document as plain data: what golden files hold.

``python -m tests.golden.structure PATH …`` prints it, to be read against the sample before it is kept as
``tests/golden/<sample>.json``.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

import pipeline.components.clauses
import pipeline.components.masthead  # noqa: F401  (registers un_masthead)
from pipeline.components.recording import record_of
from pipeline.components.tokenizer import create_reading_tokenizer
from pipeline.reading import read_path
from pipeline.reading.source import SourceText
from pipeline.record import Clause, Record

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"
GOLDEN = Path(__file__).resolve().parent

HEAD, TAIL = 60, 30
"""How many characters of a clause's text a golden file shows from its start and its end."""

Structure = dict[str, Any]


@cache
def structure_pipeline() -> Language:
    """Return the pipeline as far as the clauses: nothing is tagged."""
    nlp = spacy.blank("en")
    nlp.tokenizer = create_reading_tokenizer()(nlp)
    nlp.add_pipe("un_masthead")
    nlp.add_pipe("un_clauses")
    return nlp


def read_record(source: SourceText) -> Record:
    """Return the record of a source text, without tags."""
    nlp = structure_pipeline()
    return record_of(nlp(nlp.tokenizer.read(source)), "0", "0")


def without_defaults(row: Structure) -> Structure:
    """Leave out what is null, empty, false or zero."""
    return {key: value for key, value in row.items() if value not in (None, False, 0, [], (), "", {})}


def clause_row(clause: Clause, whole: bool = False) -> Structure:
    """Return what a golden file holds of a clause; ``whole`` keeps all of its text."""
    row = {
        "id": clause.id,
        "kind": clause.kind,
        "number": clause.number,
        "level": clause.level,
        "parent": clause.parent,
        "chapeau": clause.chapeau,
        "annex": clause.annex,
        "part": clause.part,
        "notes": [[note.id, note.offset] for note in clause.footnotes],
    }
    text = (
        {"text": clause.text}
        if whole
        else {"chars": len(clause.text), "start": clause.text[:HEAD], "end": clause.text[-TAIL:]}
    )
    return without_defaults(row | text)


def structure(record: Record, text: str, whole: bool = False) -> Structure:
    """Return the structure of a record; ``text`` is its source."""
    masthead = record.to_dict()["masthead"]
    del masthead["source_spans"]
    masthead["adopted"] = without_defaults(masthead["adopted"])
    return {
        "masthead": without_defaults(masthead),
        "clauses": [clause_row(clause, whole) for clause in record.clauses],
        "footnotes": [{"id": note.id, "marker": note.marker, "text": note.text} for note in record.footnotes],
        "issues": [issue.code for issue in record.issues],
        "furniture": [[piece.kind, text[piece.start : piece.end]] for piece in record.furniture],
    }


def main(paths: list[str]) -> None:
    """Print the structure of each file, one row a line."""
    for path in paths:
        source = read_path(path)
        found = structure(read_record(source), source.text)
        parts = [f'"masthead": {json.dumps(found.pop("masthead"), ensure_ascii=False, indent=2)}']
        for name, rows in found.items():
            lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
            parts.append(f'"{name}": [\n{lines}\n]' if rows else f'"{name}": []')
        sys.stdout.write("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
