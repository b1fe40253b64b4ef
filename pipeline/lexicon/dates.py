"""The lexicon of dates: numbers in words, months, openers, units, cadences, sessions.

Rows stand in ``configs/lexicons/dates.toml``; bodies that meet in sessions in ``citation_bodies.toml``. Numbers and
ordinals up to 199 are made from their parts, so that a row is a word and not a number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon.bodies import Bodies, fold, load_bodies, spaced
from pipeline.lexicon.data import data_folder

ARROW = " → "
"""Divides, in an example, the sentence from the words that are found in it."""

Finder = Callable[[str], Sequence[tuple[int, int]]]
"""Finds spans in a text that stands for one clause."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a month or a year: the months that it covers, and whether it stands before a range of years."""

    months: tuple[int, int] | None
    ranged: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days, months, years and intervals are made of.

    ``part``, ``opener`` and ``both`` end at the end of the words before a date; so do ``not_before`` and
    ``name_before``. ``joint``, ``between``, ``onwards``, ``not_behind`` and ``name_behind`` stand behind it.
    ``last_words`` are all words that can be the last of an opener or a part; ``short`` are months without full stop.
    """

    months: Mapping[str, int]
    short: Mapping[str, int]
    anchor: re.Pattern[str]
    part: re.Pattern[str]
    parts: Mapping[str, Part]
    opener: re.Pattern[str]
    opener_side: Mapping[str, str]
    both: re.Pattern[str]
    joint: re.Pattern[str]
    between: re.Pattern[str]
    onwards: re.Pattern[str]
    not_before: re.Pattern[str]
    not_behind: re.Pattern[str]
    name_before: re.Pattern[str]
    name_behind: re.Pattern[str]
    month_alone: frozenset[str]
    last_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cadence:
    """What an adverb or adjective of cadence is worth, and what must stand behind it."""

    value: str
    behind: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Spans:
    """What durations and cadences are made of; ``roots`` are the words that every word of cadence holds one of."""

    units: Mapping[str, tuple[str, int]]
    stems: tuple[str, ...]
    adjectives: frozenset[str]
    opener: re.Pattern[str]
    not_before: re.Pattern[str]
    not_behind: re.Pattern[str]
    heads: re.Pattern[str]
    every: frozenset[str]
    other: Mapping[str, int]
    times: re.Pattern[str]
    times_value: Mapping[str, int]
    cadences: Mapping[str, Cadence]
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sessions:
    """What sessions are made of, which bodies they belong to, and when they take place."""

    adjectives: frozenset[str]
    special: tuple[tuple[str, str], ...]
    event: re.Pattern[str]
    titled: re.Pattern[str]
    near: re.Pattern[str]
    possessives: frozenset[str]
    foreign: re.Pattern[str]
    foreign_behind: re.Pattern[str]
    default: str
    without: frozenset[str]
    body: re.Pattern[str]
    alias: Mapping[str, str]
    opening: Mapping[str, tuple[int, int, tuple[tuple[int, int], ...]]]
    yearly: tuple[tuple[str, int, int, int], ...]
    special_years: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """A text of the file, the row that it belongs to, and what is to be found in it (None: nothing)."""

    row: str
    text: str
    expected: str | None


@dataclass(frozen=True)
class DateLexicon:
    """Everything that is known of dates, compiled."""

    version: str
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    calendar: Calendar
    spans: Spans
    sessions: Sessions
    bodies: Bodies
    examples: tuple[Example, ...]


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(spaced(word) for word in sorted(set(words), key=len, reverse=True))


def _counted(tens: Mapping[str, int], last: Mapping[str, int], joints: Sequence[str], hundred: str) -> dict[str, int]:
    """Return the words for 1 to 199: ``last`` are the words that may end a number, ``tens`` hold those before them."""
    made = dict(last)
    for word, value in tens.items():
        if value >= 20:
            made |= {f"{word}-{unit}": value + number for unit, number in last.items() if number < 10}
    beyond = {f"{joint} {word}": 100 + number for joint in joints for word, number in made.items()}
    return made | beyond | {f"{prefix}{hundred}": 100 for prefix in ("one ", "a ", "")}


def _calendar(data: Mapping[str, Any]) -> Calendar:
    parts = {
        fold(word): Part((row["months"][0], row["months"][1]) if "months" in row else None, row.get("ranged", False))
        for row in data["part"]
        for word in row["words"]
    }
    openers = {fold(word): row["side"] for row in data["opener"] for word in row["words"]}
    interval, short = data["interval"], "|".join(data["short_months"])
    the = r"(?:the[^\S\n](?:year[^\S\n])?)?"
    last = {re.split(r"\s", word)[-1].casefold() for word in (*parts, *openers, *interval["openers"])}
    return Calendar(
        months=data["months"],
        short=data["short_months"],
        anchor=re.compile(rf"{'|'.join(data['months'])}|18\d\d|19\d\d|20\d\d|\b(?:{short})\b\.?"),
        part=re.compile(rf"\b({_alternatives(parts)})(?:[^\S\n]{the}|(?<=-))\Z", re.IGNORECASE),
        parts=parts,
        opener=re.compile(
            rf"(?<![\w-])({_alternatives(openers)})[^\S\n](the[^\S\n](?:year[^\S\n])?)?\Z", re.IGNORECASE
        ),
        opener_side=openers,
        both=re.compile(rf"\b({_alternatives(interval['openers'])})[^\S\n]{the}\Z", re.IGNORECASE),
        joint=re.compile(
            rf"\d{{0,2}}(?:,?[^\S\n](?:{_alternatives(interval['joints'])})[^\S\n]{the}|[^\S\n]?[–—-][^\S\n]?|/)"
        ),
        between=re.compile(rf"\d{{0,2}}[^\S\n](?:{_alternatives(interval['between'])})[^\S\n]{the}"),
        onwards=re.compile(rf",?[^\S\n](?:{_alternatives(data['onwards']['words'])})\b"),
        not_before=re.compile(data["not_year"]["before"]),
        not_behind=re.compile(data["not_year"]["after"]),
        name_before=re.compile(data["name"]["before"]),
        name_behind=re.compile(data["name"]["after"]),
        month_alone=frozenset(data["month_alone"]["before"]),
        last_words=frozenset(last | {"the", "year"}),
    )


def _spans(data: Mapping[str, Any]) -> Spans:
    units = {word: (row["iso"], row["times"]) for row in data["unit"] for word in row["words"]}
    duration, every = data["duration"], data["every"]
    times = {fold(row["words"]): row["times"] for row in every["times"]}
    cadences = {
        word: Cadence(row["value"], re.compile(r"[^\S\n]?" + row["after"]) if "after" in row else None)
        for row in data["cadence"]
        for word in row["words"]
    }
    return Spans(
        units=units,
        stems=tuple(word for word in units if not any(other != word and other in word for other in units)),
        adjectives=frozenset(duration["adjectives"]),
        opener=re.compile(rf"(?<![\w-])(?:{_alternatives(duration['openers'])})[^\S\n]\Z", re.IGNORECASE),
        not_before=re.compile(duration["not_before"], re.IGNORECASE),
        not_behind=re.compile(duration["not_after"]),
        heads=re.compile(rf"[^\S\n](?:[\w-]+[^\S\n]){{0,2}}(?:{_alternatives(duration['heads'])})\b"),
        every=frozenset(every["words"]),
        other=dict.fromkeys(every["other"], 2),
        times=re.compile(
            rf"\b({_alternatives(times)})[^\S\n](?:{_alternatives(every['articles'])})[^\S\n]\Z", re.IGNORECASE
        ),
        times_value=times,
        cadences=cadences,
        roots=tuple(word for word in cadences if not any(other != word and other in word for other in cadences)),
    )


def _sessions(data: Mapping[str, Any], bodies: Bodies) -> Sessions:
    session = data["session"]
    names = _alternatives(name for row in data["alias"] for name in row["names"])
    return Sessions(
        adjectives=frozenset(session["adjectives"]),
        special=tuple((row["words"], row["sign"]) for row in session["special"]),
        event=re.compile(session["event"]),
        titled=re.compile(session["titled"]),
        near=re.compile(session["near"]),
        possessives=frozenset(session["possessives"]),
        foreign=re.compile(session["foreign"]),
        foreign_behind=re.compile(session["foreign_behind"]),
        default=session["default"],
        without=frozenset(session["without"]),
        body=re.compile(rf"\b(?=[A-Z])(?:{names}|{bodies.alternation})(?![^\W\d_])"),
        alias={fold(name): row["id"] for row in data["alias"] for name in row["names"]},
        opening={
            row["body"]: (row["base"], row["per_year"], tuple((first, last) for first, last in row["months"]))
            for row in data["opening"]
        },
        yearly=tuple((row["body"], row["from"], row["months"][0], row["months"][1]) for row in data["yearly"]),
        special_years={sign: tuple(years) for sign, years in data["special_sessions"].items()},
    )


def _examples(data: Mapping[str, Any]) -> tuple[Example, ...]:
    """Return the examples of the file; a silent table shows what is not to be found."""
    found: list[Example] = []
    for table, rows in data.items():
        for row in rows if isinstance(rows, list) else [rows] if isinstance(rows, dict) else []:
            words = row.get("words") or [""]
            name = f"[{table}] {words[0]}".strip()
            shown = [*row.get("examples", ()), *([row["example"]] if "example" in row else [])]
            hidden = row.get("counterexamples", ())
            if row.get("silent"):
                shown, hidden = hidden, shown
            for text in shown:
                sentence, _, expected = text.partition(ARROW)
                found.append(Example(name, sentence, expected or sentence))
            found += [Example(name, text, None) for text in hidden]
    return tuple(found)


@cache
def load_dates() -> DateLexicon:
    """Load and compile ``configs/lexicons/dates.toml``."""
    path = data_folder("configs") / "lexicons" / "dates.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    bodies, hundred = load_bodies(), data["hundred"]
    return DateLexicon(
        version=data["version"],
        numbers=_counted(data["numbers"], data["numbers"], hundred["joints"], hundred["number"]),
        ordinals=_counted(data["numbers"], data["ordinals"], hundred["joints"], hundred["ordinal"]),
        calendar=_calendar(data),
        spans=_spans(data),
        sessions=_sessions(data, bodies),
        bodies=bodies,
        examples=_examples(data),
    )


def check_dates(finder: Finder) -> list[str]:
    """Return one sentence for each row of the lexicon that does not do what its examples say.

    Parameters
    ----------
    finder
        Finds dates in a text that stands for one clause. Passed in, since the lexicon knows no components.
    """
    problems = []
    for example in load_dates().examples:
        found = [example.text[start:end] for start, end in finder(example.text)]
        if example.expected is None and found:
            problems.append(f"dates.toml: {example.row}: {example.text!r} should find nothing, finds {found}")
        if example.expected is not None and example.expected not in found:
            problems.append(
                f"dates.toml: {example.row}: {example.text!r} should find {example.expected!r}, finds {found}"
            )
    return problems
