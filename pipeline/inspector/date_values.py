"""How the value of a date is written, by its kind: what a person types is checked against it."""

from __future__ import annotations

import re
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


def wrong_value(kind: str, value: str) -> str | None:
    """Return an example of how a date of a kind is written where a value is not, None where it is.

    Examples
    --------
    >>> wrong_value("day", "2031-03-31"), wrong_value("day", "the last of March")
    (None, '2031-03-31')
    """
    form, example = _FORMS[kind]
    return None if re.fullmatch(form, value, re.ASCII) and _is_in_calendar(value) else example


def wrong_interval(value: str) -> str | None:
    """Return an example of an interval where a value is none, None where it is one."""
    return wrong_value("interval", value)


def _is_in_calendar(value: str) -> bool:
    """Tell whether the months of a value are of a year, and its days of a month."""
    moments = re.findall(r"(?:\d{4}|-)-(\d\d)(?:-(\d\d))?", value)
    return all(1 <= int(month) <= 12 and 1 <= int(day or 1) <= 31 for month, day in moments)
