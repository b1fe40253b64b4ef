"""Development resolutions, typeset in every format, scored against their official markup; needs the shared folder."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.reading import SourceText, read_bytes
from pipeline.reading.akn import read_akn_paragraphs
from pipeline.record_plain import write_plain
from pipeline.run import read_record
from tests.reading.typesetting import Block, Document, Run, to_docx, to_html, to_pdf

SHARED = os.environ.get("CLAUSEWISE_SHARED")
NUMBER = 30
KINDS = {"enacting", "preambular", "operative", "subparagraph"}
FORMATS: dict[str, Callable[[Document], bytes]] = {
    "pdf": to_pdf,
    "docx": to_docx,
    "html": lambda document: to_html(document).encode(),
}
pytestmark = pytest.mark.skipif(not SHARED, reason="CLAUSEWISE_SHARED names no folder")


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    """Return resolutions without tables, not too long."""
    with gzip.open(Path(SHARED or "") / "data" / "gold_structured.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    fitting = [d for d in documents if len(d["text"]) < 20_000 and all(p["type"] != "table" for p in d["paragraphs"])]
    return random.Random(31).sample(fitting, NUMBER)


def document_of(gold: dict[str, Any]) -> Document:
    """Return a gold resolution as a document to typeset."""
    header = gold["header"]
    rows = ["United Nations", gold["symbol"], gold["organ"], gold["session"], gold["agenda_item"]]
    rows += [header[key] for key in ("res_line", "adoption_line", "proponent")]
    rows.append(" ".join(filter(None, [header["number"], gold["title"]])) if not header["res_line"] else None)
    blocks = [Block([Run(row)], level=-1) for row in rows if row]
    notes: list[str] = []
    for paragraph in gold["paragraphs"]:
        cuts = [(span["start"], span["end"], "") for span in paragraph["italic"]]
        cuts += [(note["pos"], note["pos"], note["text"]) for note in paragraph["notes"]]
        runs, last = [], 0
        for start, end, note in sorted(cuts):
            runs.append(Run(paragraph["text"][last:start]))
            if note:
                notes.append(note)
                runs.append(Run(note=len(notes)))
            else:
                runs.append(Run(paragraph["text"][max(start, last) : end], italic=True))
            last = max(end, last)
        runs.append(Run(paragraph["text"][last:]))
        level = paragraph["level"] if paragraph["type"] == "subparagraph" else 0
        blocks.append(Block([run for run in runs if run.text or run.note], paragraph["num"] or "", level))
    return Document(gold["id"], blocks, notes, gold["symbol"])


def score(gold: dict[str, Any], source: SourceText) -> Counter[str]:
    """Count clauses with their kind, lead acts and notes in their places that the gold has and that were found."""
    record = write_plain(read_record(source))
    notes = {note["id"]: letters(note["text"]) for note in record["footnotes"]}
    found = {(clause["kind"], letters(clause["text"])): clause for clause in record["clauses"]}
    count: Counter[str] = Counter()
    for paragraph in gold["paragraphs"]:
        if paragraph["type"] not in KINDS or paragraph.get("annex"):
            continue
        clause = found.get((paragraph["type"], letters(paragraph["text"])))
        count["clauses"] += 1
        count["clauses found"] += clause is not None
        lead = [span["text"].strip(" ,").casefold() for span in paragraph["italic"] if span["start"] <= 1]
        if lead and paragraph["type"] in ("preambular", "operative"):
            acts = [act["text"].casefold() for act in (clause or {"acts": []})["acts"] if act["role"] == "lead"]
            count["acts"] += 1
            count["acts found"] += acts[:1] == lead[:1]
        for note in paragraph["notes"]:
            marks = (clause or {"footnotes": []})["footnotes"]
            count["notes"] += 1
            count["notes found"] += any(
                notes[mark["id"]] == letters(note["text"]) and abs(mark["offset"] - note["pos"]) <= 3 for mark in marks
            )
    return count


@pytest.mark.parametrize("kind", FORMATS)
def test_typeset_resolutions(gold: list[dict[str, Any]], kind: str) -> None:
    count: Counter[str] = Counter()
    for document in gold:
        count += score(document, read_bytes(FORMATS[kind](document_of(document)), f"{document['id']}.{kind}"))
    assert count["clauses found"] / count["clauses"] >= 0.98
    assert count["acts found"] / count["acts"] >= 0.98
    assert count["notes found"] / count["notes"] >= 0.97


def test_official_markup_gives_the_gold_paragraphs() -> None:
    import zipfile

    path = Path(SHARED or "") / "data"
    with gzip.open(path / "gold_structured.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = {document["id"]: document for document in map(json.loads, lines)}
    count: Counter[str] = Counter()
    with zipfile.ZipFile(path / "unxml_dev.zip") as archive:
        for name in archive.namelist()[::15]:
            if (document := gold.get(Path(name).stem)) is None:
                continue
            rows = Counter((row.kind, row.number, row.text) for row in read_akn_paragraphs(archive.read(name), name))
            expected = Counter(
                (p["type"], p["num"] or "", p["text"]) for p in document["paragraphs"] if p["type"] in KINDS
            )
            count["expected"] += expected.total()
            count["found"] += (rows & expected).total()
    assert count["expected"] > 3_000
    assert count["found"] / count["expected"] >= 0.995
