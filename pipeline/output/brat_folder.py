"""A folder that was exported for brat and comes back: which record each document is, and what was changed in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.output.brat_changes import Change, changes_of
from pipeline.output.brat_sheet import Sheet, make_sheet
from pipeline.output.folders import SEAL, read_regular, read_seal
from pipeline.output.spans import misplaced
from pipeline.record import Record

_PLAIN = re.compile(r"[^/\\:\0]+")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_ATTRIBUTE = re.compile(r"^(theme-\S+)\s", re.MULTILINE)


class BratError(Exception):
    """A folder that cannot be read back; one sentence that names it and says what to do."""


class BratFolder:
    """An exported folder.

    Parameters
    ----------
    path
        The folder, with the seal of the export.

    Attributes
    ----------
    faults
        Sentences on what cannot be read, each with file and line, as far as the folder was read.
    absent
        Names of documents whose files were taken away.
    documents
        How many documents were read.

    Raises
    ------
    BratError
        When it is no export for brat, or its configuration cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[str] = []
        self.absent: list[str] = []
        self.documents = 0
        seal = read_seal(path)
        if seal is None or seal["format"] != "brat":
            raise BratError(f"{path}: has no {SEAL} of an export for brat; make one with `clausewise export`")
        self._sums = _checked(path, seal["files"])
        try:
            configuration = read_regular(path / "annotation.conf").decode("utf-8")
            present = {one.stem for one in path.iterdir() if one.suffix == ".ann"}
        except (OSError, UnicodeDecodeError) as error:
            raise BratError(f"{path}: cannot be read ({error}); put `annotation.conf` back, or export again") from error
        self._themes = frozenset(_ATTRIBUTE.findall(configuration))
        self._waiting: dict[tuple[str, str], deque[str]] = defaultdict(deque)
        stems = sorted(name.removesuffix(".ann") for name in self._sums if name.endswith(".ann"))
        for stem in stems:
            self._waiting[self._sums.get(f"{stem}.txt", ""), self._sums[f"{stem}.ann"]].append(stem)
        for stem in sorted(present - set(stems)):
            self.faults.append(f"{path / stem}.ann: is no document of this export; take it out of the folder")

    def changes(self, records: Iterable[Record]) -> Iterator[tuple[Record, list[Change]]]:
        """Yield each record that was changed in the folder, with its changes.

        Parameters
        ----------
        records
            Those that were exported, in any order; there may be others among them.
        """
        for record in records:
            if misplaced(record) is not None:
                continue  # it was not exported either
            sheet = make_sheet(record)
            waiting = self._waiting.get((_sum(sheet.text), _sum(sheet.annotations)))
            if not waiting:
                continue
            changes = self._document(waiting.popleft(), sheet)
            if changes:
                yield record, changes
        for stem in sorted(stem for stems in self._waiting.values() for stem in stems):
            if self._content(f"{stem}.ann") is not None and self._is_changed(f"{stem}.ann"):
                what = "was changed, but is none of the records; give the records that were exported"
                self.faults.append(f"{self.path / stem}.ann: {what}")

    def _document(self, stem: str, sheet: Sheet) -> list[Change]:
        annotations = self._content(f"{stem}.ann")
        if annotations is None:
            return []
        self.documents += 1
        if not self._is_changed(f"{stem}.ann"):
            return []
        if self._is_changed(f"{stem}.txt"):
            what = "the text was changed, so no mark in it can be placed; put the exported text back"
            self.faults.append(f"{self.path / stem}.txt: {what}")
            return []
        changes, faults = changes_of(sheet, annotations, self._themes)
        self.faults += [f"{self.path / stem}.ann, {fault}" for fault in faults]
        return changes

    def _content(self, name: str) -> str | None:
        """Return the text of a file, None where it cannot be read; a file that is gone is only noted."""
        try:
            return read_regular(self.path / name).decode("utf-8")
        except FileNotFoundError:
            self.absent.append(name)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.faults.append(f"{self.path / name}, line {line}: is no UTF-8; save the file as UTF-8")
        except OSError as error:
            reason = error.strerror or str(error)
            what = f"cannot be read: {reason[:1].lower()}{reason[1:]}; check the file"
            self.faults.append(f"{self.path / name}: {what}")
        return None

    def _is_changed(self, name: str) -> bool:
        """Return whether a file is not as it was exported; line ends of Windows and a missing file are changes."""
        try:
            return hashlib.sha256(read_regular(self.path / name)).hexdigest() != self._sums.get(name)
        except OSError:
            return True


def _checked(path: Path, files: dict[str, Any]) -> dict[str, str]:
    """Return the checksums of files by their names.

    Raises
    ------
    BratError
        For a name that is none of a file in the folder, or no checksum.
    """
    for name, value in files.items():
        shown = json.dumps(name)[:80]
        if _PLAIN.fullmatch(name) is None or name in {".", ".."}:
            raise BratError(f"{path / SEAL}: {shown} is no name of a file in the folder; export again")
        if not isinstance(value, str) or _CHECKSUM.fullmatch(value) is None:
            raise BratError(f"{path / SEAL}: {shown} has no checksum; export again")
    return files


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
