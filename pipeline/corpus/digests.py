"""Checksums by which clauses, recurring resolutions and files are known without their text or their name.

A checksum of a clause must not depend on what a copy of the same resolution may do differently: white space, quotation
marks, dashes, hyphens at line ends, capitals, marks of notes. So it is taken over letters and digits only.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from pipeline.corpus.errors import CorpusError

FAMILY = re.compile(r"[0-9a-f]{12}")

_BLOCK = 1 << 20
_PLAIN = re.compile(r"[ -~]*")


def normalized(text: str) -> str:
    """Return the letters and digits of a text, case folded, in Unicode's compatibility form (NFKC).

    Raised signs are left out: they mark notes.

    Examples
    --------
    >>> normalized("Recalls  “its” resolution 79/901;¹")
    'recallsitsresolution79901'
    """
    if not _PLAIN.fullmatch(text):
        text = "".join(sign for sign in text if not unicodedata.decomposition(sign).startswith("<super>"))
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(filter(str.isalnum, text))


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text's letters and digits, as ``normalized`` gives them."""
    return hashlib.sha256(normalized(text).encode("utf-8")).hexdigest()


def family_id(name: str) -> str:
    """Return the short checksum by which a recurring resolution is known; one that is given is its own."""
    return name if not name or FAMILY.fullmatch(name) else hashlib.sha256(_bytes(name)).hexdigest()[:12]


def symbol_key(symbol: str) -> str:
    """Return a symbol without what is written in two ways: ``S/RES/1325 (2000)`` and ``S/RES/1325(2000)``."""
    return "".join(symbol.split()).casefold()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises
    ------
    CorpusError
        When the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error}); name a file that is there") from error
    return digest.hexdigest()


def _bytes(text: str) -> bytes:
    """Return a text's bytes, whatever is in it."""
    return text.encode("utf-8", "surrogatepass")


def tree_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and checksums of the files below a folder.

    Raises
    ------
    CorpusError
        When something in it cannot be read.
    """
    if not path.is_dir():
        return file_sha256(path)
    digest = hashlib.sha256()
    for one in sorted(path.rglob("*.xml")):
        if one.is_file():
            digest.update(f"{one.relative_to(path).as_posix()} {file_sha256(one)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
