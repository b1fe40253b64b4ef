"""The same resolution in any format gives the same clauses: kinds, numbers, words, acts and notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.written import Written, load_written
from pipeline.reading import SourceText, read_bytes
from pipeline.record_plain import write_plain
from pipeline.run import read_record
from tests.reading.typesetting import Block, Document, Run, to_akn, to_docx, to_html, to_pdf
from tests.reading.word_by_pandoc import pandoc, to_word

SOURCES = Path(__file__).parents[2] / "corpora" / "written"
EVERY = 6
"""Every sixth written resolution is typeset."""

FORMATS: dict[str, Callable[[Document], bytes]] = {
    "pdf": to_pdf,
    "docx": to_docx,
    "pandoc": to_word,
    "html": lambda document: to_html(document).encode(),
    "akn": to_akn,
}


def blocks_of(clauses: list[dict[str, Any]]) -> Iterator[Block]:
    """Yield the clauses as blocks: acts in italics, marks of notes in their places."""
    notes = 0
    for clause in clauses:
        text, runs, last = clause["text"], [], 0
        cuts = [(act["start"], act["end"]) for act in clause["acts"]]
        cuts += [(note["offset"], note["offset"]) for note in clause["footnotes"]]
        for start, end in sorted(cuts):
            runs.append(Run(text[last:start]))
            if start == end:
                notes += 1
                runs.append(Run(note=notes))
            else:
                runs.append(Run(text[start:end], italic=True))
            last = end
        runs.append(Run(text[last:]))
        runs = [run for run in runs if run.text or run.note]
        yield Block(runs, clause["number"] or "", clause["level"], clause["kind"], clause["annex"])


def document_of(written: Written) -> Document:
    """Return a written resolution as a document to typeset."""
    first = min(start for start, _ in written.clauses[0]["source_spans"])
    masthead = [Block([Run(line)], level=-1) for line in written.text[:first].split("\n\n") if line.strip()]
    body = list(blocks_of(written.clauses))
    return Document(
        written.name, masthead + body, [note["text"] for note in written.footnotes], written.header["symbol"]
    )


def seen(source: SourceText) -> list[tuple[Any, ...]]:
    """Return what the pipeline makes of a text, in what has to be the same in every format."""
    record = write_plain(read_record(source))
    notes = {note["id"]: note["text"] for note in record["footnotes"]}
    return [
        (
            clause["kind"],
            clause["number"],
            clause["text"],
            [
                (act["start"], act["lemma"]) for act in clause["acts"]
            ],  # where it ends, italics say and plain text does not
            [(note["offset"], notes[note["id"]]) for note in clause["footnotes"]],
        )
        for clause in record["clauses"]
    ]


WRITTEN = load_written(SOURCES)[::EVERY]


KNOWN: dict[tuple[str, str], str] = {}
CASES = [
    pytest.param(
        written,
        kind,
        id=f"{written.name}-{kind}",
        marks=[pytest.mark.xfail(strict=True, reason=reason)] if (reason := KNOWN.get((written.name, kind))) else [],
    )
    for written in WRITTEN
    for kind in FORMATS
]


@pytest.mark.parametrize(("written", "kind"), CASES)
def test_written_resolutions(written: Written, kind: str) -> None:
    if kind == "pandoc" and pandoc() is None:
        pytest.skip("there is no pandoc")
    made = FORMATS[kind](document_of(written))
    expected = seen(read_bytes(written.text.encode(), f"{written.name}.txt"))
    assert seen(read_bytes(made, f"{written.name}.{kind}")) == expected


def test_word_files_hold_generated_numbers_and_real_notes() -> None:
    if pandoc() is None:
        pytest.skip("there is no pandoc")
    numbered = notes = 0
    for written in WRITTEN:
        with zipfile.ZipFile(io.BytesIO(to_word(document_of(written)))) as archive:
            body, foot = archive.read("word/document.xml"), archive.read("word/footnotes.xml")
        numbered += body.count(b"<w:numPr>")
        notes += len(re.findall(rb"<w:footnoteReference ", body))
        assert notes == 0 or foot
        assert not re.search(rb"<w:t[^>]*>2\. ?<", body)
    assert numbered > 100
    assert notes == sum(len(written.footnotes) for written in WRITTEN)


def test_a_format_that_says_something_else_is_seen() -> None:
    written = next(one for one in WRITTEN if one.footnotes)
    document = document_of(written)
    expected = seen(read_bytes(to_html(document).encode(), "x"))
    first = next(block for block in document.blocks if any(run.note for run in block.runs))
    for change in (
        {"number": "(z)"},
        {"runs": [run for run in first.runs if not run.note]},
        {"runs": [replace(run, text=run.text.upper()) for run in first.runs]},
    ):
        blocks = [replace(block, **change) if block is first else block for block in document.blocks]
        assert seen(read_bytes(to_html(replace(document, blocks=blocks)).encode(), "x")) != expected
