"""Values of dates that people type."""

from __future__ import annotations

import pytest

from pipeline.inspector.date_values import wrong_interval, wrong_value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("day", "2032-02-29"),
        ("day", "--02-29"),
        ("month", "--12"),
        ("interval", "2031-03/2031-06"),
        ("interval", "2031-03-01/2031-03-01"),
        ("interval", "2031-03-15/2031-03"),
        ("interval", "2031/2031-06"),
        ("interval", "--12/--01"),
        ("open-interval", "../2031-03-31"),
        ("cadence", "R/P1Y"),
    ],
)
def test_a_value_of_the_calendar_is_one(kind: str, value: str) -> None:
    assert wrong_value(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("day", "2031-02-29", "February 2031 has no day 29; give one that it has"),
        ("day", "2100-02-29", "February 2100 has no day 29; give one that it has"),
        ("day", "--02-30", "February has no day 30; give one that it has"),
        ("day", "2031-04-31", "April 2031 has no day 31; give one that it has"),
        ("day", "2031-04-00", "April 2031 has no day 00; give one that it has"),
        ("month", "2031-13", "there is no month 13; give one from 01 to 12"),
        ("open-interval", "2031-02-31/..", "February 2031 has no day 31; give one that it has"),
        ("interval", "2031-03/2031-02-31", "February 2031 has no day 31; give one that it has"),
        ("interval", "2031-03-15/2031-03-14", "it ends before it begins; turn it round"),
        ("interval", "2031-03-15/2031-02", "it ends before it begins; turn it round"),
        ("interval", "2031/2030-12", "it ends before it begins; turn it round"),
    ],
)
def test_what_no_calendar_has_is_refused(kind: str, value: str, wrong: str) -> None:
    assert wrong_value(kind, value) == wrong


def test_an_interval_is_checked_like_the_value_of_one() -> None:
    assert wrong_interval("2031-03-01/2031-03-31") is None
    assert wrong_interval("2031-03-31/2031-03-01") == "it ends before it begins; turn it round"
