"""A session as a person says it: ``GA-81`` is "the eighty-first session of the General Assembly"."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon.dates import load_dates

FIRST_YEAR = 1900
"""Numbers from here on are years, by which some bodies name their sessions."""

_VALUE = re.compile(r"(.+)-([A-Z]*)([0-9]{1,9})")


def session_words(value: str) -> str | None:
    """Return the value of a session in words, None where it is the value of none.

    Parameters
    ----------
    value
        As dates of the record have it.

    Examples
    --------
    >>> session_words("HRC-S36")
    'the thirty-sixth special session of the Human Rights Council'
    >>> session_words("ECOSOC-2024")
    'the 2024 session of the Economic and Social Council'
    """
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    body, sign, digits = found.groups()
    special = _special().get(sign, sign).strip()
    name = _names().get(body, body)
    return " ".join(part for part in ("the", _nth(int(digits)), special, "session of the", name) if part)


def _nth(number: int) -> str:
    """Return the ordinal in words; as printed in digits where the lexicon has no words for it."""
    if number >= FIRST_YEAR:
        return str(number)
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return _ordinals().get(number, f"{number}{ending}")


@cache
def _ordinals() -> dict[int, str]:
    """Return the first words that the lexicon has for each number."""
    found: dict[int, str] = {}
    for words, number in load_dates().ordinals.items():
        found.setdefault(number, words)
    return found


@cache
def _special() -> dict[str, str]:
    return {sign: words for words, sign in load_dates().sessions.special}


@cache
def _names() -> dict[str, str]:
    return {body.id: body.names[0] for body in load_dates().bodies.rows if body.names}
