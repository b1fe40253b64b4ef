"""Conservation: every character of the source is in the record, once.

What is no white space lies in exactly one clause, footnote, masthead line or piece of page furniture (record.md, what
always holds, 3). This module counts; it does not know how the stretches were found.
"""

from __future__ import annotations

from collections.abc import Iterable

Stretch = tuple[int, int]

UNSEEN = "".join(chr(code) for code in (*range(0x3001), 0xFEFF) if chr(code).isspace() or code in (0x200B, 0xFEFF))
"""White space as Unicode has it, the byte order mark and the zero-width space: nothing of these is lost."""


def unaccounted(text: str, stretches: Iterable[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """Return the stretches of the source that nothing holds, and those that two things hold.

    Parameters
    ----------
    text
        The untouched source text.
    stretches
        Half-open source offsets of everything that the record holds, in any order.

    Returns
    -------
    Lost stretches (with their outer white space taken off) and doubled stretches, in order.
    """
    lost: list[Stretch] = []
    doubled: list[Stretch] = []
    reached = 0
    for start, end in sorted(stretches):
        if start < reached and end > start:
            doubled.append((start, min(reached, end)))
        elif start > reached:
            _add_lost(text, reached, start, lost)
        reached = max(reached, end)
    _add_lost(text, reached, len(text), lost)
    return lost, [(start, end) for start, end in doubled if text[start:end].strip()]


def _add_lost(text: str, start: int, end: int, lost: list[Stretch]) -> None:
    between = text[start:end]
    seen = between.strip(UNSEEN)
    if seen:
        low = between.index(seen)
        lost.append((start + low, start + low + len(seen)))
