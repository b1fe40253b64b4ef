"""Days, months, years and the intervals that are made of them.

The United Nations writes a day as "2 December 2004", days of one month as "18 and 19 September 2023" or "from 2 to 13
September 2019", years as "2016–2021". First single dates are read, then neighbours are joined, then the words before
them that open an interval are taken in. Source: United Nations Editorial Manual, "Dates"; values are ISO 8601.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.components.table import DateRow
from pipeline.lexicon.dates import Calendar

Blocked = Callable[[int, int], bool]
"""Tells whether a span lies across a name or a citation."""

BACK = 44
"""How many characters before a date may hold the words that open it."""

_DAY = re.compile(r"(?<![\d/.,$-])(\d{1,2})(?:st|nd|rd|th)?(?:[^\S\n]of)?[^\S\n]\Z")
_MORE_DAYS = re.compile(
    r"(?<![\d/.,$-])(\d{1,2})(?:st|nd|rd|th)?(?:,[^\S\n](?:and[^\S\n])?|[^\S\n](?:and|to|or|through)[^\S\n]|[^\S\n]?[–-][^\S\n]?|/)\Z"
)
_YEAR = re.compile(r",?[^\S\n]((?:18|19|20)\d\d)(?=\D|\d{1,2}(?!\d)|\Z)")
_AMERICAN = re.compile(r"[^\S\n](\d{1,2})(?:st|nd|rd|th)?,[^\S\n]((?:18|19|20)\d\d)(?!\d)")
_RANGE = re.compile(
    r"[^\S\n]?[–—‑-][^\S\n]?((?:18|19|20)\d\d)(?![\d/])|[–‑-](\d\d)(?![\d–-])|/(\d\d(?:\d\d)?)(?![\d/])"
)
_INSIDE = re.compile(r"(?:[\w/.–—‑$€£#+:%-]|\d,)\Z")
_GOES_ON = re.compile(r"[^\S\n][a-z\d(]|[,;)]")
"""What stands behind the full stop of a word that is cut short, where it does not close the sentence."""
_DECADE = re.compile(r"['’]?s(?![^\W\d_])")
_DECIMAL = re.compile(r"\.\d|,\d{3}")
_LONG = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month or a year; what is not said is None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Return ISO 8601, with a hyphen for a year that is not said."""
        year = "-" if self.year is None else f"{self.year:04d}"
        if self.month is None:
            return year
        return f"{year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    @property
    def grain(self) -> str:
        """Return ``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"


@dataclass(frozen=True, slots=True)
class Atom:
    """One date or interval as it was read: ``bounds`` says that it names both ends, ``weak`` that it needs support."""

    start: int
    end: int
    first: Moment
    last: Moment | None = None
    bounds: bool = False
    weak: bool = False


def find_calendar(text: str, calendar: Calendar, blocked: Blocked) -> list[DateRow]:
    """Return days, months, years and intervals in order.

    Parameters
    ----------
    text
        Clauses divided by blank lines.
    calendar
        The words of dates.
    blocked
        Dates across such spans are left out before neighbours are joined.
    """
    atoms = [atom for atom in _atoms(text, calendar) if not blocked(atom.start, atom.end)]
    joined = _join(text, atoms, calendar)
    return [_opened(text, atom, calendar) for atom in joined if not atom.weak or _supported(text, atom, calendar)]


def _atoms(text: str, calendar: Calendar) -> Iterator[Atom]:
    done = 0
    for found in calendar.anchor.finditer(text):
        at = found.start()
        if at < done:
            continue
        word = found.group()
        month = calendar.months.get(word)
        if month:
            atoms = _month(text, at, found.end(), month, done)
        elif not word[0].isdecimal():
            atoms = _short(text, at, word, calendar, done)
        else:
            year = _year(text, at, calendar)
            atoms = [year] if year else []
        if atoms:
            done = atoms[-1].end
            yield from atoms


def _month(text: str, start: int, end: int, month: int, least: int) -> list[Atom]:
    """Read a month with the days before it and the year behind it; days that leave some out are apart."""
    if text[end : end + 1].isalpha() or text[start - 1 : start].isalpha():
        return []
    days, places, bounds = _days(text, start, least, month)
    found = _YEAR.match(text, end)
    if found:
        year: int | None = int(found.group(1))
        end = found.end(1)
    else:
        american = None if days else _AMERICAN.match(text, end)
        if american and 1 <= int(american.group(1)) <= _LONG[month]:
            return [Atom(start, american.end(), Moment(int(american.group(2)), month, int(american.group(1))))]
        year = None
    if not days:
        return [Atom(start, end, Moment(year, month), weak=year is None)]
    moments = [Moment(year, month, day) for day in days]
    if bounds or days[-1] - days[0] == len(days) - 1:
        return [Atom(places[0][0], end, moments[0], moments[-1] if len(days) > 1 else None, bounds)]
    places[-1] = places[-1][0], end
    return [Atom(begin, stop, moment) for (begin, stop), moment in zip(places, moments, strict=True)]


def _short(text: str, start: int, word: str, calendar: Calendar, least: int) -> list[Atom]:
    """Read a month that is cut short: only beside a year or, with its full stop, behind a day ("3 Dec. 2024")."""
    stem = word.rstrip(".")
    atoms = _month(text, start, start + len(word), calendar.short[stem], least)
    if not atoms or atoms[-1].first.year is not None:
        return atoms
    if atoms[-1].weak or stem == word:
        return []
    stops = not _GOES_ON.match(text, atoms[-1].end)
    return [*atoms[:-1], replace(atoms[-1], end=start + len(stem))] if stops else atoms


def _days(text: str, start: int, least: int, month: int) -> tuple[list[int], list[tuple[int, int]], bool]:
    """Return the days before a month, where they stand, and whether they are the ends of an interval."""
    days: list[int] = []
    places: list[tuple[int, int]] = []
    begin, bounds, expression = start, False, _DAY
    while begin > least and len(days) < 9:
        found = expression.search(text[max(least, begin - 14) : begin])
        day = int(found.group(1)) if found else 0
        if found is None or not 1 <= day <= (days[0] - 1 if days else _LONG[month]):
            break
        bounds = bounds or (bool(days) and not re.search(r"and|,|or", found.group()))
        days.insert(0, day)
        low = max(least, begin - 14)
        begin = low + found.start(1)
        places.insert(0, (begin, low + found.end(1)))
        expression = _MORE_DAYS
    return days, places, bounds


def _year(text: str, start: int, calendar: Calendar) -> Atom | None:
    """Read a year, a range of years or a decade; none where the number counts something or belongs to a name."""
    end, first = start + 4, int(text[start : start + 4])
    if _INSIDE.search(text[max(0, start - 2) : start]) and not calendar.part.search(text[max(0, start - BACK) : start]):
        return None
    decade = _DECADE.match(text, end)
    if decade:
        return Atom(start, decade.end(), Moment(first), Moment(first + 9)) if first % 10 == 0 else None
    found = _RANGE.match(text, end)
    last = _until(first, found) if found else None
    if found and last:
        end = found.end()
    elif text[end : end + 1].isalnum() or text[end : end + 1] in {"/", "_"} or _DECIMAL.match(text, end):
        return None
    if calendar.not_before.search(text[max(0, start - 16) : start]) or calendar.not_behind.match(text, end):
        return None
    if calendar.name_before.search(text[max(0, start - 24) : start]) or calendar.name_behind.match(text, end):
        return None
    return Atom(start, end, Moment(first), Moment(last) if last else None, bounds=last is not None)


def _until(first: int, found: re.Match[str]) -> int | None:
    """Return the last year of a range, which may be printed with two digits."""
    text = next(group for group in found.groups() if group)
    last = int(text) if len(text) == 4 else first - first % 100 + int(text)
    if len(text) == 2 and last < first:
        last += 100
    slash = found.group(3) is not None
    return last if first < last <= first + (1 if slash else 100) else None


def _join(text: str, atoms: list[Atom], calendar: Calendar) -> list[Atom]:
    """Join neighbours into intervals; a date without a year takes that of its neighbour."""
    joined: list[Atom] = []
    for atom in reversed(atoms):
        following = joined[-1] if joined else None
        if following is not None and following.start - atom.end <= 24 and "\n" not in text[atom.end : following.start]:
            one = _pair(text, atom, following, calendar)
            if one is not None:
                joined[-1] = one
                continue
            atom = _dated(text, atom, following, calendar)
        joined.append(atom)
    return joined[::-1]


def _pair(text: str, atom: Atom, following: Atom, calendar: Calendar) -> Atom | None:
    """Return the interval that two neighbours make, None where they make none."""
    last = following.last or following.first
    if atom.last is not None and not (atom.bounds and atom.first.grain == "day"):
        return None
    grains = atom.first.grain, last.grain
    first = atom.first
    if first.year is None and grains[0] != "year":
        year = last.year
        later = year is not None and (first.month or 0) > (last.month or 12)
        first = replace(first, year=year - 1 if year is not None and later else year)
    if calendar.joint.fullmatch(text, atom.end, following.start):
        fits = grains[0] == grains[1] or (atom.first.year is not None and _both(text, atom.start, calendar) == "from")
    elif calendar.between.fullmatch(text, atom.end, following.start):
        fits = _both(text, atom.start, calendar) == "between" or _consecutive(atom.first, first, following)
    else:
        return None
    if not fits or following.last is not None or str(first) >= str(last):
        return None
    return Atom(atom.start, following.end, first, last, bounds=True)


def _consecutive(printed: Moment, first: Moment, following: Atom) -> bool:
    """Tell whether a date without a year is followed by the very next month or day ("30 April and 1 May 2010")."""
    last = following.first
    if printed.year is not None or following.last is not None or first.month is None or last.month is None:
        return False
    if last.month != first.month + 1:
        return False
    return first.grain == last.grain and (first.day is None or (last.day == 1 and first.day == _LONG[first.month]))


def _dated(text: str, atom: Atom, following: Atom, calendar: Calendar) -> Atom:
    """Return the date with the year of the next one in the list ("on 20 March and 5 April 2018")."""
    year = following.first.year
    listed = re.fullmatch(
        r"\d{0,2}(?:,[^\S\n](?:and[^\S\n])?|[^\S\n](?:and|or)[^\S\n])(?:on[^\S\n])?", text[atom.end : following.start]
    )
    if atom.first.year is not None or year is None or not listed or atom.first.grain != following.first.grain:
        return atom
    last = replace(atom.last, year=year) if atom.last else None
    return replace(atom, first=replace(atom.first, year=year), last=last, weak=False)


def _both(text: str, start: int, calendar: Calendar) -> str | None:
    """Return the word before a date that opens an interval of which both ends are said."""
    found = calendar.both.search(text[max(0, start - BACK) : start])
    return found.group(1).casefold() if found else None


def _supported(text: str, atom: Atom, calendar: Calendar) -> bool:
    """Tell whether the word before a month alone shows that it is one."""
    before = text[max(0, atom.start - 16) : atom.start].split()
    return bool(before) and before[-1].casefold() in calendar.month_alone


def _opened(text: str, atom: Atom, calendar: Calendar) -> DateRow:
    """Return the row of a date, with the part and the opener before it."""
    start, end, first, last = atom.start, atom.end, atom.first, atom.last
    before = text[max(0, start - BACK) : start]
    words = before.rsplit(None, 1)
    if not words or (words[-1].casefold().strip('(“"') not in calendar.last_words and text[start - 1] != "-"):
        return _row(start, end, first, last)
    if last is not None:
        both = calendar.both.search(before) if atom.bounds else None
        if both:
            return _row(start - len(before) + both.start(1), end, first, last)
    part = calendar.part.search(before) if last is None or first.grain == "year" else None
    known = calendar.parts[re.sub(r"\s+", " ", part.group(1)).casefold()] if part else None
    if part and known and known.ranged == (last is not None) and first.grain != "day":
        start -= len(before) - part.start(1)
        if known.months and first.grain == "year" and first.year is not None:
            first, last = (Moment(first.year, month) for month in known.months)
        before = text[max(0, start - BACK) : start]
    onwards = calendar.onwards.match(text, end)
    if onwards:
        both = calendar.both.search(before)
        begin = start - (len(before) - both.start(1) if both else 0)
        return {**_row(begin, onwards.end(), first, None), "kind": "open-interval", "value": f"{first}/.."}
    opener = calendar.opener.search(before)
    attributive = (
        opener and (opener.group(2) or "").split() == ["the"] and atom.start == start and (last is None or atom.bounds)
    )
    if opener is None or attributive:
        return _row(start, end, first, last)
    starts = calendar.opener_side[re.sub(r"\s+", " ", opener.group(1)).casefold()] == "start"
    value = f"{first}/.." if starts else f"../{last or first}"
    begin = start - len(before) + opener.start(1)
    return {**_row(begin, end, first, None), "kind": "open-interval", "value": value}


def _row(start: int, end: int, first: Moment, last: Moment | None) -> DateRow:
    return {
        "start": start,
        "end": end,
        "kind": "interval" if last else first.grain,
        "value": f"{first}/{last}" if last else str(first),
        "resolved": None,
    }
