"""How the value of a date is written, by its kind: what a person types is checked against it."""

from __future__ import annotations

import re
from calendar import isleap, month_name
from collections.abc import Mapping

_MOMENT = r"(\d{4}(-\d\d(-\d\d)?)?|--\d\d(-\d\d)?)"
_DURATION = r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?"

_FORMS: Mapping[str, tuple[str, str]] = {
    "day": (r"(\d{4}|-)-\d\d-\d\d", "2031-03-31"),
    "month": (r"(\d{4}|-)-\d\d", "2031-03"),
    "year": (r"\d{4}", "2031"),
    "interval": (f"{_MOMENT}/{_MOMENT}", "2031-03/2031-06"),
    "open-interval": (rf"(\.\./{_MOMENT}|{_MOMENT}/\.\.)", "../2031-03-31"),
    "session": (r"[A-Z][A-Za-z0-9.]*(-[A-Za-z]+)*-\d+", "GA-81"),
    "duration": (_DURATION, "P90D"),
    "cadence": (rf"R\d*/{_DURATION}", "R/P1Y"),
}
"""The form of each kind (ISO 8601; sessions by their organ) and an example."""


_MOMENTS = re.compile(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?", re.ASCII)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def wrong_value(kind: str, value: str) -> str | None:
    """Return what is wrong with the value of a date of a kind and how it is mended, None where nothing is.

    Examples
    --------
    >>> wrong_value("day", "2031-03-31"), wrong_value("day", "the last of March")
    (None, 'write it as in 2031-03-31')
    >>> wrong_value("day", "2031-02-31")
    'February 2031 has no day 31; give one that it has'
    >>> wrong_value("interval", "2031-06/2031-03")
    'it ends before it begins; turn it round'
    """
    form, example = _FORMS[kind]
    if not re.fullmatch(form, value, re.ASCII):
        return f"write it as in {example}"
    wrong = next(filter(None, map(_wrong_moment, _MOMENTS.finditer(value))), None)
    if wrong is None and kind == "interval" and _is_reversed(*value.split("/")):
        return "it ends before it begins; turn it round"
    return wrong


def wrong_interval(value: str) -> str | None:
    """Return what is wrong with an interval and how it is mended, None where nothing is."""
    return wrong_value("interval", value)


def _wrong_moment(moment: re.Match[str]) -> str | None:
    """Return what is wrong with a month or a day of the calendar; without its year a February has 29 days."""
    year, month, day = moment[1], int(moment[2]), int(moment[3] or 1)
    if not 1 <= month <= 12:
        return f"there is no month {moment[2]}; give one from 01 to 12"
    days = 28 if month == 2 and year != "-" and not isleap(int(year)) else _DAYS[month - 1]
    if 1 <= day <= days:
        return None
    name = month_name[month] + ("" if year == "-" else f" {year}")
    return f"{name} has no day {moment[3]}; give one that it has"


def _is_reversed(start: str, end: str) -> bool:
    """Tell whether an interval ends before it begins; one without years may lead into the next year."""
    if start.startswith("-") or end.startswith("-"):
        return False
    shared = min(len(start), len(end))  # 2031-03-15/2031-03 ends with its month
    return end[:shared] < start[:shared]
