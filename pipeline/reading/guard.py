"""Reads files in a process of its own, which is ended when a file takes too long, too much memory, or crashes it.

PDFium and libxml2 are written in C: no exception gets out of a loop or a crash in them. The process lives on from file
to file, so a guarded file costs about a millisecond more; after a bad one a new process is started.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from pipeline.reading.limits import ReadOptions, too_slow
from pipeline.reading.source import SourceText, UnreadableError
from pipeline.reading.worker import from_plain, request_line

GRACE = 2.0
"""Seconds that the process gets beyond the limit to end by itself, and to start."""


class Guard:
    """A reading process, started when it is needed.

    Parameters
    ----------
    megabytes
        Memory that it may use.
    """

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._late = False

    def ask(
        self, data: bytes, name: str, media_type: str, options: ReadOptions, page: int | None = None
    ) -> dict[str, Any]:
        """Have one file read, or a page of it drawn, and return the answer as plain data.

        Raises
        ------
        UnreadableError
            When it cannot be read, takes too long, or makes the process crash.
        """
        with self._lock:
            line = self._ask(data, options, request_line(name, media_type, options, len(data), page))
        if not line:
            if self._late:
                raise too_slow(name, options.limits.seconds)
            reason = f"reading it crashes or takes more than {self.megabytes} MB; it is damaged, or raise the limit"
            raise UnreadableError(name, reason)
        reply: dict[str, Any] = json.loads(line)
        if "reason" in reply:
            raise UnreadableError(name, reply["reason"])
        return reply

    def read(self, data: bytes, name: str, media_type: str, options: ReadOptions) -> SourceText:
        """Read one file; errors as those of :meth:`ask`."""
        return from_plain(name, self.ask(data, name, media_type, options)["source"])

    def _ask(self, data: bytes, options: ReadOptions, request: bytes) -> bytes:
        """Send the file and return the answer, nothing where the process ended."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        self._late = False
        timer = threading.Timer(options.limits.seconds + GRACE, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(request)
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.close()
            return b""
        return line

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process, started anew where there is none."""
        if self._process is None or self._process.poll() is not None:
            root = str(Path(__file__).resolve().parents[2])
            paths = [root, *(path for path in sys.path if path)]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.reading.worker", str(self.megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process

    def _end_late(self) -> None:
        """End the process because its time is over."""
        self._late = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


_guards: dict[tuple[int, int], Guard] = {}


def close_guards() -> None:
    """End the guarded processes of this process; the next file starts one anew."""
    while _guards:
        _guards.popitem()[1].close()


def read_guarded(data: bytes, name: str, media_type: str, options: ReadOptions) -> SourceText:
    """Read a file in the guarded process of this process.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The file as the person named it.
    media_type
        Its format.
    options
        Password, which changes, limits.

    Raises
    ------
    UnreadableError
        When it cannot be read within its limits.
    """
    return guard_of(options).read(data, name, media_type, options)


def guard_of(options: ReadOptions) -> Guard:
    """Return the guarded process of this process for a limit of memory."""
    key = (os.getpid(), options.limits.megabytes)
    if key not in _guards:
        _guards[key] = Guard(options.limits.megabytes)
        atexit.register(_guards[key].close)
    return _guards[key]
