"""``clausewise run`` over a folder of everything: what it knows is written, what it does not is one line a file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipeline.cli import status_of
from tests.reading.conftest import trails
from tests.reading.typesetting import Document, W, docx, to_akn, to_docx, to_html, to_pdf

__all__ = ["trails"]  # a fixture of the readers

Captured = pytest.CaptureFixture[bytes]


def test_a_folder_of_everything(tmp_path: Path, trails: Document, capfdbinary: Captured) -> None:
    known = {
        "a.pdf": to_pdf(trails),
        "b.pdf.gz": gzip.compress(to_pdf(trails)),
        "c.docx": to_docx(trails),
        "d": to_html(trails).encode(),
        "e.xml.gz": gzip.compress(to_akn(trails)),
        "f.doc": to_docx(trails),  # a name says nothing
    }
    unknown = {
        "g.png": b"\x89PNG\r\n\x1a\n",
        "h.zip": b"PK\x05\x06" + b"\0" * 18,
        "i.bin": bytes(range(256)) * 8,
        "j.txt": b"",
        "k.pdf": b"%PDF-1.7 broken",
    }
    for name, data in (known | unknown).items():
        (tmp_path / name).write_bytes(data)
    assert status_of(["run", str(tmp_path)]) == 1
    out, err = capfdbinary.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    assert [Path(record["source"]["path"]).name for record in records] == sorted(known)
    shapes = [[(c["id"], c["kind"], c["number"], c["text"]) for c in record["clauses"]] for record in records]
    assert shapes == [shapes[0]] * len(known)
    assert len(shapes[0]) == sum(block.level >= 0 for block in trails.blocks)
    said = err.decode().splitlines()
    assert [line.partition(": ")[2].partition(": ")[0] for line in said] == [str(tmp_path / n) for n in sorted(unknown)]


def test_changes_that_were_tracked_are_read_as_asked(tmp_path: Path, capfdbinary: Captured) -> None:
    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    gone = '<w:del><w:r><w:delText xml:space="preserve">two reports</w:delText></w:r></w:del>'
    changed = f"<w:p>{run('1. Requests ')}{gone}<w:ins>{run('one report')}</w:ins>{run('.')}</w:p>"
    body = f"<w:document {W}><w:body><w:p>{run('The General Assembly,')}</w:p>{changed}</w:body></w:document>"
    path = tmp_path / "x.docx"
    path.write_bytes(docx({"document": body}))
    texts = {}
    for arguments in ([], ["--changes", "final"], ["--changes", "original"]):
        assert status_of(["run", str(path), *arguments]) == 0
        texts[" ".join(arguments)] = json.loads(capfdbinary.readouterr().out)["clauses"][-1]["text"]
    assert texts == {
        "": "Requests one report.",
        "--changes final": "Requests one report.",
        "--changes original": "Requests two reports.",
    }
