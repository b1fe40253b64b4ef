"""The lexicon of mandates: words of addressees, what asks for a report, what ends or renews, what sets a deadline.

Rows stand in ``configs/lexicons/mandates.toml``; every one has examples, which :func:`check_mandates` runs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.lexicon.data import data_folder

ARROW = " → "
"""Divides, in an example, the clause from what is found in it."""

BAR = " | "
"""Divides addressees."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mandate as the check compares it: texts for offsets."""

    addressee: str | None
    task: str | None
    deadline: str | None
    cadence: str | None
    report: bool
    effect: str | None


Finder = Callable[[str], Sequence[Found]]
"""Finds the mandates of an operative clause."""


@dataclass(frozen=True, slots=True)
class AddresseeWords:
    """What addressees are made of.

    Sets of words in small letters, but for ``adjective``; the expressions match at a position: ``aside`` what may
    stand before an addressee, ``carrier`` what is reiterated, ``entrusting`` the verb after "decides to",
    ``resuming`` and ``closing`` the opening of a parenthesis.
    """

    determiner: frozenset[str]
    pronoun: frozenset[str]
    aside: re.Pattern[str]
    carrier: re.Pattern[str]
    addressing: frozenset[str]
    entrusting: frozenset[str]
    deciding: frozenset[str]
    entrusting_verb: re.Pattern[str]
    not_infinitive: frozenset[str]
    not_infinitive_endings: tuple[str, ...]
    infinitive: frozenset[str]
    holder: frozenset[str]
    stop: frozenset[str]
    trailing: frozenset[str]
    title: frozenset[str]
    title_to: frozenset[str]
    resuming: re.Pattern[str]
    closing: re.Pattern[str]
    adjective: frozenset[str]
    regional: tuple[str, ...]
    shared: frozenset[str]
    agent: frozenset[str]
    common: re.Pattern[str]
    never_agent: frozenset[str]
    modal: frozenset[str]
    passive: frozenset[str]
    active: frozenset[str]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision does: by the lemma of the act, the verb after "to", or the participle after "shall be"."""

    effect: str
    lemmas: frozenset[str]
    verb: re.Pattern[str]
    passive: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Dates of some kinds that are deadlines when their text, and what stands before and after, matches."""

    kinds: frozenset[str]
    text: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cadence:
    """When a word of cadence says how often a task is done, and the names of two cadences."""

    adjectives: frozenset[str]
    nouns: frozenset[str]
    not_behind: frozenset[str]
    names: Mapping[str, str]
    once: str
    lasting: tuple[str, ...]


@dataclass(frozen=True)
class MandateLexicon:
    """What ``un_mandates`` knows.

    ``closing`` finds at the end of a text what closes a task, ``leading_on`` also what leads on to the next act.
    ``described`` and ``relative`` find, before a date, that it describes something; dates of the kinds in
    ``undescribed`` are asked the second only. ``done`` finds, before a date of ``done_kinds``, that it tells when
    something happened.
    """

    version: str
    words: AddresseeWords
    closing: re.Pattern[str]
    leading_on: re.Pattern[str]
    reports: tuple[re.Pattern[str], ...]
    effects: tuple[Effect, ...]
    deadlines: tuple[Deadline, ...]
    described: re.Pattern[str]
    relative: re.Pattern[str]
    undescribed: frozenset[str]
    done: re.Pattern[str]
    done_kinds: frozenset[str]
    cadence: Cadence


def _any(words: Iterable[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=lambda word: (-len(word), word))
    )


def _words(data: Mapping[str, Any]) -> AddresseeWords:
    def folded(table: str, key: str = "words") -> frozenset[str]:
        return frozenset(word.casefold() for word in data[table][key])

    carrier, parenthesis = data["carrier"], data["parenthesis"]
    return AddresseeWords(
        determiner=folded("determiner"),
        pronoun=folded("pronoun"),
        aside=re.compile(rf"(?:,?\s(?:{_any(data['aside']['words'])})(?=[\s,]),?)+", re.IGNORECASE),
        carrier=re.compile(
            rf"(?:\s(?:its|the)(?:\s[\w-]+){{0,3}})?\s(?:{_any(carrier['nouns'])})(?=\s(?:{_any(carrier['prepositions'])})\b)"
        ),
        addressing=folded("addressing", "lemmas"),
        entrusting=folded("entrusting", "lemmas"),
        deciding=folded("entrusting", "deciding"),
        entrusting_verb=re.compile(rf"(?:{_any(data['entrusting']['verbs'])})\b"),
        not_infinitive=folded("not_infinitive"),
        not_infinitive_endings=tuple(data["not_infinitive"]["endings"]),
        infinitive=folded("not_infinitive", "verbs"),
        holder=folded("holder"),
        stop=folded("stop"),
        trailing=folded("stop", "trailing"),
        title=folded("title", "heads"),
        title_to=folded("title", "to"),
        resuming=re.compile(rf"(?:{_any(parenthesis['resuming'])})\b", re.IGNORECASE),
        closing=re.compile(rf"(?:{_any(parenthesis['closing'])})\b", re.IGNORECASE),
        adjective=folded("adjective"),
        regional=tuple(data["adjective"]["regional"]),
        shared=folded("shared"),
        agent=folded("agent"),
        common=re.compile(rf"(?:{_any(data['common']['words'])})\b"),
        never_agent=folded("never_agent"),
        modal=folded("modal"),
        passive=folded("modal", "passive"),
        active=folded("modal", "active"),
    )


def _effect(row: Mapping[str, Any]) -> Effect:
    return Effect(
        row["effect"],
        frozenset(row["lemmas"]),
        re.compile(rf"to\s(?:{_any(row['verbs'])})\b"),
        re.compile(rf"(?:shall|should|will|is|are)\s(?:[a-z]+\s)?be\s(?:{_any(row['passive'])})\b"),
    )


def _deadline(row: Mapping[str, Any]) -> Deadline:
    expressions = (re.compile(row.get(name, "")) for name in ("text", "before", "after"))
    return Deadline(frozenset(row["kinds"]), *expressions)


def _read(folder: Path | None) -> dict[str, Any]:
    path = (folder or data_folder("configs") / "lexicons") / "mandates.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def load_mandates(folder: Path | None = None) -> MandateLexicon:
    """Load and compile ``mandates.toml``.

    Parameters
    ----------
    folder
        Where the lexicons are, if not in this installation.
    """
    data = _read(folder)
    cadence = data["cadence"]
    return MandateLexicon(
        version=data["version"],
        words=_words(data),
        closing=re.compile(r"(?:[\s,;:.…]|(?<=[\s,;])(?:and|or)\b)+\Z"),
        leading_on=re.compile(
            rf"(?:[\s,;:.…]|(?<=[\s,;])(?:and|but|while)\b)+(?:(?<=[\s,])(?:{_any(data['aside']['words'])})[\s,]*)*\Z",
            re.IGNORECASE,
        ),
        reports=tuple(re.compile(row["pattern"]) for row in data["report"]),
        effects=tuple(_effect(row) for row in data["effect"]),
        deadlines=tuple(_deadline(row) for row in data["deadline"]),
        described=re.compile(data["deadline_not"]["before"]),
        relative=re.compile(data["deadline_not"]["relative"]),
        undescribed=frozenset(data["deadline_not"]["open"]),
        done=re.compile(data["deadline_not"]["done"]),
        done_kinds=frozenset(data["deadline_not"]["kinds"]),
        cadence=Cadence(
            adjectives=frozenset(cadence["adjectives"]),
            nouns=frozenset(cadence["nouns"]),
            not_behind=frozenset(cadence["not_behind"]),
            names=dict(cadence["names"]),
            once=cadence["once"],
            lasting=tuple(cadence["lasting"]),
        ),
    )


def _said(table: str, row: Mapping[str, Any], found: Sequence[Found]) -> str:
    """Return what a row of a table is there to find, as its examples write it; empty where it is not found."""
    if table == "report":
        return "report" if any(one.report for one in found) else ""
    if table == "effect":
        return str(row["effect"]) if any(one.effect == row["effect"] for one in found) else ""
    if table in ("deadline", "deadline_not"):
        return next((one.deadline for one in found if one.deadline), "")
    if table == "cadence":
        return next((one.cadence for one in found if one.cadence), "")
    return BAR.join(one.addressee for one in found if one.addressee)


def check_mandates(finder: Finder, folder: Path | None = None) -> list[str]:
    """Return one sentence for each row of the lexicon that does not do what its examples say.

    Parameters
    ----------
    finder
        Finds the mandates of an operative clause. Passed in, since the lexicon knows no components.
    folder
        Where the lexicons are, if not in this installation.
    """
    problems = []
    for table, rows in _read(folder).items():
        for row in rows if isinstance(rows, list) else [rows] if isinstance(rows, dict) else []:
            name = f"mandates.toml: [{table}]"
            if not row.get("examples") or not row.get("counterexamples"):
                problems.append(f"{name}: a row has no example or no counterexample; write one of each")
            for example in row.get("examples", ()):
                text, _, wanted = example.partition(ARROW)
                said = _said(table, row, finder(text))
                if not said or (wanted and said != wanted):
                    problems.append(f"{name}: {text!r} should find {wanted or table!r}, finds {said!r}")
            for text in row.get("counterexamples", ()):
                said = _said(table, row, finder(text))
                if said:
                    problems.append(f"{name}: {text!r} should find nothing, finds {said!r}")
    return problems
