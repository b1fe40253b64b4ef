"""What a file is, by its bytes: names lie, and files come without names.

The signatures are those of the formats' own specifications, and for HTML those of the WHATWG standard "MIME Sniffing"
(section 7.1, the tags that make an unknown file HTML).
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AKN = "application/akn+xml"
HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"

UNREADABLE = {
    "application/msword": "it is an old Word file (.doc); save it as .docx first (soffice --convert-to docx FILE)",
    "application/x-ole-encrypted": "it is a Word file locked with a password; save it without a password first",
    "application/rtf": "it is Rich Text; save it as .docx first (soffice --convert-to docx FILE)",
    "application/vnd.oasis.opendocument.text": "it is OpenDocument; save it as .docx first "
    "(soffice --convert-to docx FILE)",
    "application/zip": "it is a zip archive and no Word document; unpack it and give its folder",
    "application/gzip": "it is packed twice; unpack it first",
    "application/xml": "it is XML, but no Akoma Ntoso document and no web page; give that, DOCX, PDF or text",
    "image": "it is a picture; run an OCR program such as OCRmyPDF on it first",
    "application/vnd.ms-office": "it is an Office file without text to read; give PDF, DOCX, HTML or text",
}
"""Why a format has no reader, and what to do."""

_SIGNATURES = (
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"\x1f\x8b", "application/gzip"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_HEAD = 16_384
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")
_PROLOGUE = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|iframe|h[1-6]|div|font|table|style|title|b|br|p|a|main|article|meta"
    r"|section|center|ol|ul)(?=[\s>/])",
    re.IGNORECASE,
)


def detect(data: bytes, name: str = "") -> str:
    """Return the media type of a file.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it; tells only Markdown from plain text.

    Examples
    --------
    >>> detect(b"%PDF-1.7 ...", "letter.txt")
    'application/pdf'
    >>> detect(b"<p>The General Assembly,</p>")
    'text/html'
    """
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(_OLE):
        return _compound(data)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    return _text(data, name)


def _archive(data: bytes) -> str:
    """Tell a Word document from other archives, by the parts that it holds; a damaged one by what it begins with."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {part.lower() for part in archive.namelist()}
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError, KeyError):
        return DOCX if b"word/" in data or b"[Content_Types].xml" in data[:_HEAD] else "application/zip"
    if b"opendocument.text" in kind:
        return "application/vnd.oasis.opendocument.text"
    if "[content_types].xml" not in names:
        return "application/zip"
    return "application/vnd.ms-office" if any(part.startswith(("xl/", "ppt/")) for part in names) else DOCX


def _compound(data: bytes) -> str:
    """Tell what a compound file of old Office programs holds, by the names of its streams."""
    if _ENCRYPTED in data:
        return "application/x-ole-encrypted"
    return "application/msword" if _WORD in data else "application/vnd.ms-office"


def _text(data: bytes, name: str) -> str:
    """Tell XML and HTML from text."""
    head = data[:_HEAD]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            text = head[: len(head) & ~1].decode(encoding, "replace")
            break
    else:
        text = head.decode("utf-8-sig", "replace")
    start = text.lstrip("\ufeff \t\r\n\f\0")
    while found := _PROLOGUE.match(start):
        if re.match(r"<!doctype\s+html", found.group(), re.IGNORECASE):
            return HTML
        start = start[found.end() :]
    root = _ROOT.match(start)
    if root and root[1] == "akomaNtoso":
        return AKN
    if root and root[1].lower() == "html":
        return HTML
    if text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return "application/xml"
    markdown = name.removesuffix(".gz").lower().endswith((".md", ".markdown"))
    if _PAGE.match(start) and not markdown:
        return HTML
    return MARKDOWN if markdown else TEXT
