"""Documents in zip archives, read in memory: nothing is unpacked to disk, and nothing without bound."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpus.errors import CorpusError

MOST_MEMBERS = 200_000
MOST_BYTES = 32 << 20
"""To how much one document may unpack; the longest resolution takes about 2 MB."""

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


def is_archive(path: Path) -> bool:
    """Tell whether a file is a zip archive, by its ending or its first bytes."""
    try:
        return path.is_file() and zipfile.is_zipfile(path)
    except OSError:
        return False


def members(path: Path, ending: str = ".xml") -> Iterator[tuple[str, bytes | None, str]]:
    """Yield the documents of an archive in the order of their names.

    Parameters
    ----------
    path
        The archive.
    ending
        How the names of documents end; everything else in it is passed over.

    Yields
    ------
    tuple
        Name in the archive, bytes, and an empty string; or the name, None, and why it cannot be read.

    Raises
    ------
    CorpusError
        When the archive itself cannot be opened or holds too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if one.filename.lower().endswith(ending) and not one.is_dir()]
            if len(infos) > MOST_MEMBERS:
                raise CorpusError(f"{path}: holds {len(infos)} documents; split it into archives of {MOST_MEMBERS}")
            for info in sorted(infos, key=lambda one: one.filename):
                yield _member(archive, info)
    except (zipfile.BadZipFile, OSError) as error:
        raise CorpusError(f"{path}: is no zip archive that can be opened ({error}); fetch it again") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, bytes | None, str]:
    """Return one document."""
    try:
        with archive.open(info) as stream:
            data = stream.read(MOST_BYTES + 1)
    except DAMAGED as error:
        return info.filename, None, f"cannot be read from the archive ({error}); fetch the archive again"
    if len(data) > MOST_BYTES:
        return info.filename, None, f"unpacks to more than {MOST_BYTES >> 20} MB, as a bomb does; it was not read"
    return info.filename, data, ""
