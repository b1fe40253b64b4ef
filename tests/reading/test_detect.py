"""Formats are told by their bytes; what has no reader says what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.reading import ReadOptions, UnreadableError, detect, read_bytes, read_path
from tests.reading.handmade_pdf import pdf, show
from tests.reading.typesetting import Document, to_akn, to_docx, to_html


def archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
XML = b'<?xml version="1.0"?>'


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (pdf([show("x", 1, 1)]), "letter.docx", "application/pdf"),
        (b"\n\n%PDF-1.4", "", "application/pdf"),
        (b"The General Assembly,", "x.pdf", "text/plain"),
        (b"The General Assembly,", "x.md", "text/markdown"),
        (b"<!-- saved -->\n<!DOCTYPE HTML PUBLIC '-//W3C'>\n<P>", "x.txt", "text/html"),
        (XML + b'<html xmlns="http://www.w3.org/1999/xhtml">', "", "text/html"),
        (b"\xef\xbb\xbf<HTML>", "", "text/html"),
        ("\ufeff<html>".encode("utf-16-le"), "", "text/html"),
        (b"<p>The General Assembly,</p>", "", "text/html"),
        (b"<p>The General Assembly,</p>", "x.md", "text/markdown"),
        (b"<The General Assembly>", "", "text/plain"),
        (b"<a.b@c.org> wrote", "", "text/plain"),
        (XML + b"<!-- c --><akomaNtoso xmlns='x'>", "x.html", "application/akn+xml"),
        (XML + b"<akn:akomaNtoso xmlns:akn='x'>", "", "application/akn+xml"),
        (XML + b"<!DOCTYPE a [<!ENTITY b 'c'>]><akomaNtoso>", "", "application/akn+xml"),
        (XML + b"<rss>", "", "application/xml"),
        (OLE + "WordDocument".encode("utf-16-le"), "", "application/msword"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "", "application/x-ole-encrypted"),
        (OLE, "", "application/vnd.ms-office"),
        (b"{\\rtf1 text}", "", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n", "", "image"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "", "application/vnd.oasis.opendocument.text"),
        (archive(**{"[Content_Types].xml": "", "xl__a.xml": ""}), "", "application/vnd.ms-office"),
        (archive(a="b"), "x.docx", "application/zip"),
        (b"", "", "text/plain"),
    ],
)
def test_detection(data: bytes, name: str, kind: str) -> None:
    assert detect(data, name) == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), r"soffice --convert-to docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "without a password"),
        (b"{\\rtf1 text}", r"soffice --convert-to docx"),
        (b"\xff\xd8\xff\xe0", "OCRmyPDF"),
        (archive(a="b"), "unpack it"),
        (XML + b"<rss/>", "no Akoma Ntoso"),
    ],
)
def test_what_has_no_reader_says_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_bytes(data, "x")


@pytest.mark.parametrize("guarded", [True, False])
def test_every_format_has_its_reader(trails: Document, tmp_path: Path, guarded: bool) -> None:
    made = {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": to_docx(trails),
        "text/html": to_html(trails).encode(),
        "application/akn+xml": to_akn(trails),
        "application/pdf": pdf([show("The General Assembly,", 100, 700)]),
        "text/plain": b"The General Assembly,",
    }
    found = {}
    for data in made.values():
        path = tmp_path / "misnamed.bin"
        path.write_bytes(data)
        source = read_path(path, ReadOptions(guarded=guarded))
        assert source == read_bytes(data, str(path), ReadOptions(guarded=not guarded))
        found[source.media_type] = "The General Assembly," in source.text
    assert found == dict.fromkeys(made, True)
