"""A model of themes on disk: arrays without pickle, JSON, and checksums; loading runs nothing from the files.

The folder holds ``arrays.npz`` (numbers only, read with ``allow_pickle=False``), ``model.json`` (everything else) and
``checksums.json`` (SHA-256 of the two). A folder is written beside its place and moved there when it is whole; a
training that is interrupted leaves the old model as it was. The same three files can travel as one byte string.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.rows import ThemesError

FORMAT = "clausewise-themes"
MAJOR = 2
MINOR = 0
FILES = ("arrays.npz", "model.json")
OPENING = b"clausewise-themes-bytes\n"
"""What a model as a byte string begins with; the SHA-256 of the rest follows, then an archive of the three files."""
_DIGEST = hashlib.sha256().digest_size
_LIMIT = 512 * 1024 * 1024  # bytes of one array once unpacked: far above any model, far below a machine's memory


class UnwritableError(ThemesError):
    """A model that cannot be written.

    Parameters
    ----------
    folder
        Where it was to be.
    reason
        What the system says.
    """

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: cannot be written ({reason}); the old model, if any, is in place")
        self.reason = reason


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return arrays as a compressed ``.npz`` whose bytes depend on the numbers alone."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            one = io.BytesIO()
            np.lib.format.write_array(one, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return whole.getvalue()


def unpack_arrays(data: bytes, place: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of an ``.npz``.

    Raises
    ------
    ThemesError
        When the bytes are no archive of plain arrays, or unpack to more than a model can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LIMIT:
                raise ThemesError(f"{place}: unpacks to more than {_LIMIT} bytes, so it is no model; train it again")
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, KeyError) as error:
        raise ThemesError(f"{place}: no archive of plain arrays ({error}); train the model again") from error


def write_folder(folder: Path, arrays: Mapping[str, NDArray[Any]], model: Mapping[str, Any]) -> None:
    """Write a model folder as a whole or not at all.

    Parameters
    ----------
    folder
        Where the model is to be; an older model there is replaced when the new one is complete.
    arrays
        Numbers.
    model
        Everything else, plain data.

    Raises
    ------
    ThemesError
        When it cannot be written, for instance because the disk is full; the old model is then still in place.
    """
    header = {"format": FORMAT, "version": [MAJOR, MINOR]}
    text = json.dumps({**header, **model}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    contents = {"arrays.npz": pack_arrays(arrays), "model.json": text.encode("utf-8")}
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
    contents["checksums.json"] = (json.dumps(sums, sort_keys=True, indent=1) + "\n").encode("utf-8")
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        for name, data in contents.items():
            with open(beside / name, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        beside.chmod(0o755)
        replace_folder(beside, folder)
    except OSError as error:
        raise UnwritableError(folder, error.strerror or str(error)) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def replace_folder(new: Path, folder: Path) -> None:
    """Move a finished folder to its place, and put the old one back when that fails or is interrupted."""
    old = new.with_name(new.name + ".old")
    try:
        if folder.exists():
            os.replace(folder, old)
        os.replace(new, folder)
    finally:
        if not folder.exists() and old.exists():
            os.replace(old, folder)
        shutil.rmtree(old, ignore_errors=True)


def read_folder(folder: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any], str]:
    """Read a model folder after its checksums and version are found right.

    Parameters
    ----------
    folder
        What ``write_folder`` wrote.

    Returns
    -------
    tuple
        The arrays, the plain data, and the SHA-256 of the checksums, which names the model in records.

    Raises
    ------
    ThemesError
        When a file is missing or changed, or the model is of another major version.
    """
    contents = {name: _bytes(folder, name) for name in (*FILES, "checksums.json")}
    sums = _object(contents["checksums.json"], folder / "checksums.json")
    for name in FILES:
        if sums.get(name) != hashlib.sha256(contents[name]).hexdigest():
            raise ThemesError(f"{folder / name}: is not as it was written (checksum); get or train the model again")
    model = _object(contents["model.json"], folder / "model.json")
    version = model.get("version")
    if model.get("format") != FORMAT or not isinstance(version, list) or not version:
        raise ThemesError(f"{folder}: holds no model of themes; name a folder that `clausewise train` wrote")
    if version[0] != MAJOR:
        raise ThemesError(
            f"{folder}: is a model of version {version[0]}, this program reads version {MAJOR}; "
            "train it again or install the other version of clausewise"
        )
    arrays = unpack_arrays(contents["arrays.npz"], str(folder / "arrays.npz"))
    return arrays, model, hashlib.sha256(contents["checksums.json"]).hexdigest()


def folder_bytes(folder: Path) -> bytes:
    """Return a model folder as one byte string.

    Raises
    ------
    ThemesError
        When a file cannot be read.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:  # the arrays are compressed already
        for name in (*FILES, "checksums.json"):
            archive.writestr(zipfile.ZipInfo(name), _bytes(folder, name))
    return OPENING + hashlib.sha256(whole.getvalue()).digest() + whole.getvalue()


def bytes_folder(data: bytes, folder: Path) -> None:
    """Write what ``folder_bytes`` gave as a model folder; nothing is written of any other byte string.

    Raises
    ------
    ThemesError
        When the bytes are no model, were changed, or the folder cannot be written.
    """
    body = data[len(OPENING) + _DIGEST :]
    if not data.startswith(OPENING) or data[len(OPENING) : len(OPENING) + _DIGEST] != hashlib.sha256(body).digest():
        raise ThemesError("these bytes hold no model of themes as it was written; make them again with `to_bytes`")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LIMIT:
                raise ThemesError(f"these bytes unpack to more than {_LIMIT} bytes, so they hold no model of themes")
            contents = {name: archive.read(name) for name in (*FILES, "checksums.json")}
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError, RuntimeError) as error:
        raise ThemesError(f"these bytes hold no model of themes ({error}); make them again with `to_bytes`") from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UnwritableError(folder, error.strerror or str(error)) from error


def _bytes(folder: Path, name: str) -> bytes:
    """Return the bytes of one file of a model."""
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        reason = error.strerror
        raise ThemesError(f"{folder / name}: cannot be read ({reason}); get or train the model again") from error


def _object(data: bytes, place: Path) -> dict[str, Any]:
    """Return JSON bytes as a mapping."""
    try:
        found = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ThemesError(f"{place}: no JSON ({error}); get or train the model again") from error
    if not isinstance(found, dict):
        raise ThemesError(f"{place}: no JSON object; get or train the model again")
    return found
