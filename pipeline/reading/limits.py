"""What one file may cost, and what a reader is told: files are hostile until they are read.

Every reader gets :class:`ReadOptions`. It asks :class:`Clock` often enough that a file which would take for ever ends
in one sentence. What a reader cannot stop by itself, because it hangs or grows inside a library written in C, the
guard stops from outside (:mod:`pipeline.reading.guard`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

from pipeline.reading.source import UnreadableError

DEEPEST = 2_000
"""Elements within elements up to which a document is read; real ones stay under fifty, saved web pages under 250."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file.

    Parameters
    ----------
    seconds
        How long reading may take.
    megabytes
        How much memory the reading process may use.
    unpacked
        Megabytes to which a compressed file, or one of its parts, may unpack.
    """

    seconds: float = 60.0
    megabytes: int = 2_048
    unpacked: int = 256


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person who gives the file says about it.

    Parameters
    ----------
    password
        Opens an encrypted PDF.
    changes
        Of tracked changes in a Word file, which text is read: ``final``, as if all were accepted, or ``original``, as
        if none were.
    limits
        Bounds on time, memory and unpacked size.
    guarded
        Whether formats that are read by libraries written in C are read in a process of their own, which is ended when
        a file breaks the limits.
    """

    password: str | None = None
    changes: Literal["final", "original"] = "final"
    limits: Limits = field(default_factory=Limits)
    guarded: bool = True


class Clock:
    """Raises once the time for a file has run out.

    Parameters
    ----------
    name
        The file, for the message.
    limits
        Where the time stands.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._seconds = limits.seconds
        self._end = time.monotonic() + limits.seconds

    def check(self) -> None:
        """Go on, or raise.

        Raises
        ------
        UnreadableError
            When the time is over.
        """
        if time.monotonic() > self._end:
            raise too_slow(self._name, self._seconds)


def too_slow(name: str, seconds: float) -> UnreadableError:
    """Return the error for a file that took longer than it may."""
    return UnreadableError(name, f"reading takes longer than {seconds:g} seconds; raise the limit of time, or split it")
