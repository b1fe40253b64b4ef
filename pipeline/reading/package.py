"""A Word file is a zip archive: its parts, read by name, never unpacked to disk, and never beyond a bound."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from pipeline.reading.limits import Limits
from pipeline.reading.safe_xml import attribute, children, parse_xml
from pipeline.reading.source import UnreadableError

MOST_PARTS = 10_000
"""Parts of an archive up to which it is read; a document has some dozens, and one for each picture."""

DAMAGED = "the Word file is cut short or damaged ({}); fetch it again, or open it in a word processor and save it anew"


class Package:
    """The parts of one archive.

    Parameters
    ----------
    data
        The bytes of the archive.
    name
        The file, for messages.
    limits
        How far its parts may unpack, together.

    Raises
    ------
    UnreadableError
        When it is no archive that can be opened.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._left = limits.unpacked << 20
        self._megabytes = limits.unpacked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise UnreadableError(name, DAMAGED.format(error)) from error
        names = self._zip.namelist()
        if len(names) > MOST_PARTS:
            raise UnreadableError(name, f"the archive holds {len(names)} parts, more than a document has; not read")
        self._names = {part.lstrip("/").lower(): part for part in names}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def read(self, part: str) -> bytes:
        """Return the bytes of a part.

        Raises
        ------
        UnreadableError
            When it is damaged or encrypted, or the parts unpack to more than they may.
        """
        try:
            with self._zip.open(self._names[part.lower()]) as stream:
                found = stream.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise UnreadableError(self.name, DAMAGED.format(error)) from error
        except RuntimeError as error:  # zipfile's way to say that a password is wanted
            raise UnreadableError(self.name, "the archive is encrypted; save it without a password first") from error
        self._left -= len(found)
        if self._left < 0:
            reason = f"unpacks to more than {self._megabytes} MB, as a bomb does; raise the limit if you trust it"
            raise UnreadableError(self.name, reason)
        return found

    def xml(self, part: str) -> Any | None:
        """Return the root element of a part, or None where the archive has no such part."""
        return parse_xml(self.read(part), self.name, f"its part {part}") if part in self else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: the kind (last word of its type) and the target, by id.

        A target is the name of a part, however it is written ("../x", "/word/x"), or an address outside.
        """
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in children(root, "Relationship"):
            kind = (attribute(relation, "Type") or "").rpartition("/")[2]
            target = attribute(relation, "Target") or ""
            if (attribute(relation, "TargetMode") or "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attribute(relation, "Id") or ""] = (kind, target)
        return found
