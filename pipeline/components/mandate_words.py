"""The words of a clause as the reading of mandates sees them: a name is one word, an infinitive is told from "to"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.lexicon.mandates import AddresseeWords

AGENTS = frozenset({"ORG", "OFFICE", "OPERATION", "GPE", "PERSON"})
"""Labels of names that can be asked to do something."""

FARTHEST = 700
"""Characters behind an act in which its infinitive is looked for."""

_TOKEN = re.compile(r"[^\s,;:()“”\"]+|[,;:()“”\"]")

_JOINED = re.compile(r"(?:[-/‑][A-Z\d][\w’]*)+")

_DESCRIBES = re.compile(r"[-‑][a-z]+(?:ed|ing|led|run)\b")

Name = tuple[int, int, str]
"""Start and end in the clause, label."""


class Word(NamedTuple):
    """``text[start:end]``; ``label`` is that of a name, ``low`` the word in small letters."""

    start: int
    end: int
    text: str
    low: str
    label: str | None = None


def whole_names(text: str, names: Sequence[Name]) -> list[Name]:
    """Return the names in order, each with what a hyphen or a slash joins to it.

    "SPLA-IO" is another than "SPLA"; "United Nations-supported" only describes, and is left out.
    """
    ordered = sorted(names)
    found: list[Name] = []
    for index, (start, end, label) in enumerate(ordered):
        if _DESCRIBES.match(text, end):
            continue
        joined = _JOINED.match(text, end)
        following = ordered[index + 1][0] if index + 1 < len(ordered) else len(text)
        found.append((start, joined.end() if joined and joined.end() <= following else end, label))
    return found


def words_of(text: str, start: int, end: int, names: Sequence[Name]) -> list[Word]:
    """Return the words of ``text[start:end]``; a name is one word, what hangs on it ("’s") another."""
    found: list[Word] = []
    position = start
    for low, high, label in [*(name for name in names if start <= name[0] and name[1] <= end), (end, end, "")]:
        if low < position:
            continue
        for match in _TOKEN.finditer(text, position, low):
            word = match.group()
            found.append(Word(match.start(), match.end(), word, word.lower()))
        if label:
            found.append(Word(low, high, text[low:high], text[low:high].casefold(), label))
        position = max(position, high)
    if found and found[-1].label is None and len(found[-1].text) > 1 and found[-1].text.endswith("."):
        last = found.pop()
        found.append(Word(last.start, last.end - 1, last.text[:-1], last.low[:-1]))
    return found


def is_infinitive(words: Sequence[Word], at: int, lexicon: AddresseeWords) -> bool:
    """Tell whether ``words[at]`` is the "to" of an infinitive."""
    if words[at].low != "to" or words[at].label or at + 1 >= len(words):
        return False
    following = words[at + 1]
    if following.label or not following.text[:1].islower():
        return following.low in (",", "“") and not following.label and _goes_on(words, at + 1, lexicon)
    return may_be_verb(following.low, lexicon)


def may_be_verb(word: str, lexicon: AddresseeWords) -> bool:
    """Tell whether a word in small letters behind "to" makes an infinitive of it."""
    if word in lexicon.infinitive:
        return True
    if word.endswith("s") and word in lexicon.agent:
        return False
    return word not in lexicon.not_infinitive and not word.endswith(lexicon.not_infinitive_endings)


def _goes_on(words: Sequence[Word], comma: int, lexicon: AddresseeWords) -> bool:
    """Tell whether the verb stands behind an aside: "to, as appropriate, review"."""
    aside = words[comma + 1 : comma + 2]
    return bool(aside) and (
        aside[0].low in ("inter", "as", "where", "when", "if", "within", "in", "at", "through", "on")
        or aside[0].low.endswith("ly")
    )


def find_infinitive(words: Sequence[Word], start: int, lexicon: AddresseeWords) -> int | None:
    """Return the index of the infinitive that says what is to be done, from ``words[start]`` on.

    Infinitives that belong to a word before them ("States in a position to do so") are passed over.
    """
    depth = 0
    for at in range(start, len(words)):
        word = words[at]
        if word.label is None and word.text in "()":
            depth += 1 if word.text == "(" else -1
        if word.label is None and word.text in (";", ":"):
            return None
        if word.start - words[start].start > FARTHEST:
            return None
        if depth > 0 or not is_infinitive(words, at, lexicon):
            continue
        if at > start and words[at - 1].text in lexicon.holder:
            continue
        if at > start and words[at - 1].text == "," and words[at + 1].low == "be":  # "at its session, to be held …,"
            continue
        if at > start and words[at - 1].low == "not":
            return at - 1
        return at
    return None
