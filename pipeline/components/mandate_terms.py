"""The terms of a mandate: its deadline, how often, whether a report is asked for, what it renews or ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.components.table import ActRow, DateRow
from pipeline.lexicon.mandates import MandateLexicon

Numbered = tuple[int, DateRow]
"""A date and its index in the table."""

_REACHED = frozenset({"day", "month", "year", "open-interval"})
"""Kinds of dates that are past where they end before the document."""

_REPORTING = re.compile(r"report|brief|updat|inform|appris|abreast")
_BACK = 150
"""Characters before a date that may say what it is."""


class Moment(NamedTuple):
    """When a document was made: the session of the General Assembly, and the day in ISO 8601; None where not known."""

    session: int | None
    day: str | None


def deadline_of(
    text: str, start: int, dates: Sequence[Numbered], lexicon: MandateLexicon, effect: str | None, own: Moment
) -> Numbered | None:
    """Return the first date of a task that is its deadline, None where there is none.

    Parameters
    ----------
    text
        The reading text, whose code points the dates count.
    start
        Where the task begins.
    dates
        The dates in the task, in order.
    lexicon
        What sets a deadline.
    effect
        What the mandate does; one that extends something has its duration for a date.
    own
        When the document was made; what was before it is past.
    """
    for index, row in dates:
        before, after = text[max(start, row["start"] - _BACK) : row["start"]], text[row["end"] : row["end"] + 60]
        if lexicon.relative.search(before) or _past(row, before, own):
            continue
        if row["kind"] in lexicon.done_kinds and not _to_come(row, own) and lexicon.done.search(before):
            continue
        if row["kind"] not in lexicon.undescribed and lexicon.described.search(before):
            continue
        for one in lexicon.deadlines:
            if (
                row["kind"] in one.kinds
                and one.text.match(text, row["start"], row["end"])
                and one.before.search(before)
                and one.after.search(after)
            ):
                return index, row
    if effect == "extend":
        return next(((index, row) for index, row in dates if row["kind"] == "duration"), None)
    return None


def _to_come(row: DateRow, own: Moment) -> bool:
    """Tell whether a day, month or year is known to be after the document."""
    value = row["value"] or ""
    return own.day is not None and value > own.day[: len(value)]


def _past(row: DateRow, before: str, moment: Moment) -> bool:
    """Tell whether a date, or a session of the General Assembly, was before the document."""
    value, own = row["value"] or "", moment.session
    if row["kind"] in _REACHED:
        last = value.rpartition("/")[2]
        return moment.day is not None and last[:1].isdecimal() and last < moment.day[: len(last)]
    number = value.removeprefix("GA-")
    if own is None or row["kind"] != "session" or number == value or not number.isdecimal():
        return False
    return int(number) < own or (int(number) == own and not before.rstrip().endswith(("its", "resumed", "of its")))


def cadence_of(text: str, dates: Sequence[Numbered], lexicon: MandateLexicon) -> str | None:
    """Return how often a task is done, None where it is not said."""
    words = lexicon.cadence
    for _, row in dates:
        if row["kind"] != "cadence" or not row["value"]:
            continue
        if text[row["start"] : row["end"]] in words.adjectives:
            before = text[max(0, row["start"] - 20) : row["start"]].split()
            after = text[row["end"] : row["end"] + 20].split()
            if not after or after[0].strip(",;.") not in words.nouns or (before and before[-1] in words.not_behind):
                continue
        value = row["value"].removeprefix("R/")
        return words.names.get(row["value"], value)
    return None


def asks_report(task: str, lexicon: MandateLexicon) -> bool:
    """Tell whether a task asks for a report or a briefing."""
    return bool(_REPORTING.search(task)) and any(pattern.search(task) for pattern in lexicon.reports)


def effect_of(text: str, act: ActRow | None, task: int | None, end: int, lexicon: MandateLexicon) -> str | None:
    """Return whether a decision extends, terminates or establishes something.

    Parameters
    ----------
    text
        The reading text.
    act
        The act; None for a sub-paragraph that inherits a decision.
    task, end
        Where the task begins, and where the stretch of the act ends.
    """
    if act is not None and act["function"] != "decide":
        return None
    for one in lexicon.effects:
        if act is not None and act["lemma"] in one.lemmas:
            return one.effect
        if task is not None and one.verb.match(text[task : task + 40].lower().replace(",", "")):
            return one.effect
    for one in lexicon.effects:
        start = act["end"] if act is not None else (task or 0)
        if act is not None and act["lemma"] == "decide" and one.passive.search(text, start, end):
            return one.effect
    return None
