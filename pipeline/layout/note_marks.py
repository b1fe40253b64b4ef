"""Where a note's mark may stand, and which of these places is the mark.

In print a mark is a raised numeral after a word or its punctuation. Converters leave it as a superscript character,
as ``<sup>3</sup>`` or ``[^3]``, or as plain digits stuck to the word ("organizations,3", "13 January 20103"). Plain
digits are ambiguous, so every possible place gets a weight, and the marks of all notes are placed together: in the
order of their notes, each before its note where the note stands at the foot of a page (United Nations Editorial Manual,
footnotes: notes are numbered consecutively).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_DIGITS = re.compile(r"(?<![\d/])\d{1,7}(?=$|[^\w/]|_)|(?<=/)\d{1,7}(?=$|[^\w/]|_)")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]+|<sup>\s?(?P<sup>\d{1,3}|\*{1,3})\s?</sup>|\[\^(?P<key>[\w*-]{1,20})\](?!:)")
_POWER = re.compile(r"(?<![^\W_])(?:\d\s?)?[kcdm]?m$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STARS = re.compile(r"(?<=[^\s*])\*{1,3}(?=$|[\s,;.:)])")

RAISED, AFTER_LETTER, AFTER_MARK, AFTER_YEAR, AFTER_NUMBER, ALONE, AFTER_COUNT = 14.0, 10.0, 9.0, 8.0, 4.0, 1.0, 1.5
"""Weights of the places where a mark may stand, from sure to hardly credible."""

FAR = 5.0
"""Taken off where mark and note are more than a page apart."""


@dataclass(slots=True)
class Place:
    """A place where the mark of a note may stand: the characters ``[start, end)`` of the source."""

    start: int
    end: int
    weight: float
    page: int


@dataclass(slots=True)
class Wanted:
    """A note whose mark is wanted: its marker, where its body starts, and on which page."""

    marker: str
    body: int
    page: int


Places = dict[str, list[Place]]


def find_places(
    text: str, start: int, end: int, page: int, places: Places, counted: re.Pattern[str], masthead: bool = False
) -> None:
    """Add all places for marks in the line ``text[start:end]`` to ``places``, keyed by marker.

    Digits in a masthead belong to symbols and dates; only raised numerals and asterisks are marks there. A numeral
    alone before words of ``counted`` ("2 May", "40 per cent") counts or dates them.
    """
    for found in _RAISED.finditer(text, start, end):
        if _POWER.search(text, max(start, found.start() - 4), found.start()):
            continue
        marker = found.group("sup") or found.group("key") or found.group().translate(SUPERSCRIPTS)
        places[marker].append(Place(found.start(), found.end(), RAISED, page))
    for found in () if masthead else _DIGITS.finditer(text, start, end):
        _digit_places(text, (start, end), found.span(), page, places, counted)
    if "*" in text[start:end]:
        for found in _STARS.finditer(text, start, end):
            places[found.group()].append(Place(found.start(), found.end(), AFTER_MARK, page))


def _digit_places(
    text: str, within: tuple[int, int], run_at: tuple[int, int], page: int, places: Places, counted: re.Pattern[str]
) -> None:
    """Add the readings of one run of digits: a mark, or a number with a mark stuck to it."""
    (line, _), (start, end) = within, run_at
    run = text[start:end]
    before = text[start - 1] if start > line else " "
    if before.isspace() or before in "(-–—[/“\"'‘$€£":
        dates = text[end : end + 1].isspace() and counted.match(text, end + 1)
        if before.isspace() and len(run) <= 3 and start > line and not dates:
            places[run].append(Place(start, end, ALONE, page))
        for length in range(1, min(3, len(run) - 1) + 1):
            head, marker = run[:-length], run[-length:]
            if marker[0] != "0":
                weight = AFTER_YEAR if _YEAR.fullmatch(head) else (AFTER_NUMBER if before == "/" else AFTER_COUNT)
                places[marker].append(Place(end - length, end, weight, page))
        return
    if len(run) > 3 or run[0] == "0":
        return
    if before.isalpha():
        single = start - 2 < line or not text[start - 2].isalnum()
        weight = ALONE if single and before.isupper() else AFTER_LETTER
    elif start - 2 >= line and text[start - 2].isdigit() and before in ",.:":
        weight = AFTER_COUNT if before != "," or len(run) == 3 else AFTER_MARK
    elif before == "." and "/" in text[max(line, start - 40) : start].rsplit(None, 1)[-1]:
        weight = ALONE
    else:
        weight = AFTER_MARK
    places[run].append(Place(start, end, weight, page))


@dataclass(slots=True)
class _Chosen:
    """The best way to place the notes so far whose last mark is at ``start``."""

    start: int
    total: float
    note: int
    place: Place
    before: _Chosen | None


def place_marks(wanted: list[Wanted], places: Places) -> dict[int, Place]:
    """Choose the marks of all notes together.

    Parameters
    ----------
    wanted
        Notes in the order of their markers.
    places
        Where marks may stand, by marker.

    Returns
    -------
    The place of each note that was placed, by its index in ``wanted``; places rise with the notes.
    """
    starts: list[int] = []
    best: list[_Chosen] = []
    for note, want in enumerate(wanted):
        fresh = []
        for place in places.get(want.marker, ()):
            weight = place.weight
            if weight < RAISED:
                if place.start > want.body:
                    continue
                weight -= FAR if want.page - place.page > 1 else 0.0
            if weight <= 0:
                continue
            below = bisect_left(starts, place.start)
            before = best[below - 1] if below else None
            fresh.append(_Chosen(place.start, weight + (before.total if before else 0.0), note, place, before))
        for chosen in fresh:
            _keep(starts, best, chosen)
    chosen_last: _Chosen | None = best[-1] if best else None
    result: dict[int, Place] = {}
    while chosen_last is not None:
        result[chosen_last.note] = chosen_last.place
        chosen_last = chosen_last.before
    return result


def _keep(starts: list[int], best: list[_Chosen], chosen: _Chosen) -> None:
    """Keep ``best`` rising in both place and total: a way that is later and not better is dropped."""
    index = bisect_right(starts, chosen.start)
    if index and best[index - 1].total >= chosen.total:
        return
    stop = index
    while stop < len(best) and best[stop].total <= chosen.total:
        stop += 1
    if index and starts[index - 1] == chosen.start:
        index -= 1
    starts[index:stop] = [chosen.start]
    best[index:stop] = [chosen]


def repeated_marks(places: Places, used: set[int]) -> list[tuple[str, Place]]:
    """Return the raised marks that no note was given, with their markers: a note may be referred to again.

    A raised numeral after a unit of length is its power, no mark.
    """
    left = [(marker, place) for marker, found in places.items() for place in found if place.weight >= RAISED]
    return sorted(((m, p) for m, p in left if p.start not in used), key=lambda item: item[1].start)


def new_places() -> Places:
    """Return an empty collection of places."""
    return defaultdict(list)
