"""Durations and cadences: "twelve months", "within ninety days", "every two years", "annually".

Source: United Nations Editorial Manual, "Numbers"; values are ISO 8601 durations, a cadence is a repeated one (R/P1Y).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.components.table import DateRow
from pipeline.lexicon.dates import DateLexicon, Spans

BACK = 48
"""How many characters before a unit may hold its number."""

_WORD = re.compile(r"[^\s(“\"]+")
_BEHIND = re.compile(r"[^\W\d_]")
_MONTHS_OF_A_YEAR = 12


def find_spans(text: str, lexicon: DateLexicon) -> list[DateRow]:
    """Return durations and cadences, in no order."""
    return [*_durations(text, lexicon), *_cadences(text, lexicon.spans)]


def positions(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield where any of the words stands in ``text``, with the word."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, word
            at = text.find(word, at + len(word))


def trailing(words: list[tuple[int, str]], numbers: Mapping[str, int]) -> tuple[int, int] | None:
    """Return the value and the beginning of the number that ends a list of words, None where none does.

    Examples
    --------
    >>> trailing([(0, "of"), (3, "one"), (7, "hundred")], {"one hundred": 100, "hundred": 100})
    (100, 3)
    """
    for count in range(min(4, len(words)), 0, -1):
        phrase = " ".join(word for _, word in words[-count:]).casefold()
        if phrase in numbers:
            return numbers[phrase], words[-count][0]
    start, last = words[-1] if words else (0, "")
    return (int(last), start) if last.isdecimal() and len(last) <= 3 else None


def _durations(text: str, lexicon: DateLexicon) -> Iterator[DateRow]:
    spans = lexicon.spans
    for at, stem in positions(text, spans.stems):
        end = at + len(stem)
        if text[end : end + 1] == "s":
            end += 1
        joint = text[at - 1 : at]
        if (joint != "-" and not joint.isspace()) or _BEHIND.match(text, end):
            continue
        row = _duration(text, at, end, lexicon) if joint == "-" or not _hyphen(text, end) else None
        if row:
            yield row


def _hyphen(text: str, end: int) -> bool:
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()


def _duration(text: str, at: int, end: int, lexicon: DateLexicon) -> DateRow | None:
    """Return the duration or the cadence whose unit is ``text[at:end]``."""
    spans = lexicon.spans
    low = max(text.rfind("\n", 0, at) + 1, at - BACK)
    before = text[low : at - 1]
    words = [(low + found.start(), found.group()) for found in _WORD.finditer(before)]
    if not words or spans.not_behind.match(text, end):
        return None
    iso, factor = spans.units[text[at:end]]
    if text[at - 1] == "-":
        number = trailing([(words[-1][0], words[-1][1])], lexicon.numbers)
        if number is None or not spans.heads.match(text, end):
            return None
        return _row(number[1], end, "duration", _period(number[0] * factor, iso))
    if words[-1][1] in spans.adjectives:
        words.pop()
    every = _every(words, end, iso, factor, lexicon) or _times(text, low, at, end, iso, factor, spans)
    if every:
        return every
    number = trailing(words, lexicon.numbers)
    if number is None or text[number[1] - 1 : number[1]] in {",", "$", "/", "-", "–"}:
        return None
    start = number[1]
    if spans.not_before.search(text[max(low, start - 12) : start]):
        return None
    opener = spans.opener.search(text[low:start])
    begin = low + opener.start() if opener else start
    return _row(begin, end, "duration", _period(number[0] * factor, iso))


def _every(words: list[tuple[int, str]], end: int, iso: str, factor: int, lexicon: DateLexicon) -> DateRow | None:
    """Return the cadence of "every two years", "each year", "every second year"."""
    spans = lexicon.spans
    if not words:
        return None
    if words[-1][1].casefold() in spans.every:
        return _row(words[-1][0], end, "cadence", "R/" + _period(factor, iso))
    number = trailing(words, lexicon.numbers) or trailing(words, lexicon.ordinals) or trailing(words, spans.other)
    if number is None:
        return None
    earlier = [word for word in words if word[0] < number[1]]
    if earlier and earlier[-1][1].casefold() in spans.every:
        return _row(earlier[-1][0], end, "cadence", "R/" + _period(number[0] * factor, iso))
    return None


def _times(text: str, low: int, at: int, end: int, iso: str, factor: int, spans: Spans) -> DateRow | None:
    """Return the cadence of "twice a year"."""
    found = spans.times.search(text[low:at])
    if found is None or text[at:end].endswith("s"):
        return None
    times = spans.times_value[re.sub(r"\s+", " ", found.group(1)).casefold()]
    if times == 1:
        value = _period(factor, iso)
    elif iso == "Y" and factor == 1 and _MONTHS_OF_A_YEAR % times == 0:
        value = _period(_MONTHS_OF_A_YEAR // times, "M")
    else:
        return None
    return _row(low + found.start(1), end, "cadence", f"R/{value}")


def _cadences(text: str, spans: Spans) -> Iterator[DateRow]:
    for at, root in positions(text, spans.roots):
        start, end = at, at + len(root)
        while text[start - 1 : start].isalpha() or text[start - 1 : start] == "-":
            start -= 1
        while text[end : end + 1].isalpha():
            end += 1
        cadence = spans.cadences.get(text[start:end])
        if cadence and (cadence.behind is None or cadence.behind.match(text, end)):
            yield _row(start, end, "cadence", cadence.value)


def _period(count: int, iso: str) -> str:
    """Return an ISO 8601 duration."""
    return f"PT{count}H" if iso == "H" else f"P{count}{iso}"


def _row(start: int, end: int, kind: str, value: str) -> DateRow:
    return {"start": start, "end": end, "kind": kind, "value": value, "resolved": None}
