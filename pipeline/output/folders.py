"""Folders that are there whole or not at all, and are replaced only where nothing of anybody else would be lost.

Every folder of an export holds ``export.json``: the format, and the checksum of each file. A folder that exists is
replaced where it is empty or an export with every file as it was written. An export in which files were changed, such
as one for annotation, is replaced only on request; what is no export, or holds anything that the export did not write,
is never touched.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.output.files import OutputError, clear_parts, failed, part_of

SEAL = "export.json"

LEFT_BEHIND = {"brat": frozenset({".stats_cache"})}
"""Files that the program of a format leaves in its folder and makes again: nobody's work, so they may be lost."""

LARGEST = 256 * 1024 * 1024
"""Most bytes of a file of an export that are read back."""


@contextmanager
def whole_folder(path: Path, form: str, replace: bool = False) -> Iterator[Path]:
    """Yield an empty folder to fill; it takes its name when the block ends well, and is gone when it does not.

    Parameters
    ----------
    path
        The folder.
    form
        Name of the format, which the seal says.
    replace
        Whether an export whose files were changed may be replaced.

    Raises
    ------
    OutputError
        When it cannot be made, written or named, or something else stands there.
    """
    try:
        target = Path(os.path.realpath(path))
        check_free(path, replace)
        target.parent.mkdir(parents=True, exist_ok=True)
        clear_parts(target)
        written = part_of(target)
        with suppress(FileNotFoundError):
            shutil.rmtree(written)
        written.mkdir()
    except OSError as error:
        raise failed(path, error) from error
    except ValueError as error:
        raise OutputError(f"{path}: cannot be written: {error}") from error
    try:
        yield written
        seal = {"format": form, "files": checksums(written)}
        (written / SEAL).write_text(json.dumps(seal, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        check_free(path, replace)  # it may have taken hours, in which somebody worked in the old folder
        _swap(written, target)
    except OSError as error:
        raise failed(path, error) from error
    finally:
        shutil.rmtree(written, ignore_errors=True)


def _swap(written: Path, target: Path) -> None:
    """Give a folder its name, and take away the one that had it."""
    if not target.exists():
        written.rename(target)
        return
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    target.rename(old)
    try:
        written.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder but the seal, by its path below the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / SEAL:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def read_regular(path: Path) -> bytes:
    """Return the bytes of a regular file; a link is not followed, and a pipe is not waited for.

    Raises
    ------
    OSError
        When it is another thing, larger than :data:`LARGEST`, or cannot be read.
    """
    if path.is_symlink():
        raise OSError(errno.EINVAL, "it is a link, which is not followed")
    # the system refuses a link that is put there meanwhile; Windows knows neither flag
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(errno.EFBIG, f"it is larger than {LARGEST // 1024**2} MB")
    return content


def read_seal(folder: Path) -> dict[str, Any] | None:
    """Return the seal of an export, None where a folder has none that can be read."""
    try:
        seal = json.loads(read_regular(folder / SEAL))
    except (OSError, ValueError, RecursionError):
        return None
    sealed = isinstance(seal, dict) and isinstance(seal.get("format"), str) and isinstance(seal.get("files"), dict)
    return seal if sealed else None


def check_free(path: Path, replace: bool) -> None:
    """Stop where a folder cannot take this name without loss.

    Raises
    ------
    OutputError
        Says what stands there and what to do.
    """
    if not path.exists():
        return
    if not path.is_dir():
        raise OutputError(f"{path}: is a file; name a folder")
    if not any(path.iterdir()):
        return
    seal = read_seal(path)
    if seal is None:
        raise OutputError(f"{path}: holds files that are no export; name a new folder")
    left = LEFT_BEHIND.get(seal["format"], frozenset()) - seal["files"].keys()
    strange = next(_strangers(path, [*seal["files"], *left]), None)
    if strange is not None:
        raise OutputError(f"{path}: the export did not write {strange} in it; move it away, or name a new folder")
    if replace:
        return
    now = {name: value for name, value in checksums(path).items() if name not in left}
    changed = sorted(name for name in {*seal["files"], *now} if name in now and seal["files"].get(name) != now[name])
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        reason = f"{changed[0]}{more} in it changed since the export"
        raise OutputError(f"{path}: {reason}; name a new folder, or replace it with --force")


def _strangers(folder: Path, files: Iterable[str]) -> Iterator[str]:
    """Yield the paths of what an export did not write: files, links, pipes, and folders that hold none of its files.

    Raises
    ------
    OSError
        When a folder cannot be listed.
    """
    written = {SEAL, *files}
    folders = {parent.as_posix() for name in written for parent in PurePosixPath(name).parents}
    waiting = [folder]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda one: one.name):
            name = Path(entry.path).relative_to(folder).as_posix()
            if entry.is_dir(follow_symlinks=False) and name in folders:
                waiting.append(Path(entry.path))
            elif not entry.is_file(follow_symlinks=False) or name not in written:
                yield name
