"""Sessions: which one, of which body, and when it takes place.

A session is named by an ordinal ("its eighty-first session") or by its year ("its 2024 session"). The body stands
behind it ("of the Human Rights Council"), right before it ("the General Assembly at its …"), or is the organ of the
document.
Sources: rules of procedure of the General Assembly, rule 1; General Assembly resolutions 60/251 and 68/1.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.components.date_spans import positions, trailing
from pipeline.components.table import DateRow
from pipeline.lexicon.bodies import fold
from pipeline.lexicon.dates import DateLexicon

BACK = 72
"""How many characters before the word "session" its ordinals may take."""
REACH = 64
"""How many names of bodies are looked at before a session."""
AHEAD = 6
"""How many sessions ahead an organ plans."""

_STEMS = ("session", "Session")
_WORD = re.compile(r"[^\s(“\"]+")
_DIGITS = re.compile(r"(\d{1,3})(?:st|nd|rd|th)\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LONG_WORD = re.compile(r"[a-z]{4,}")
_AND = re.compile(r"\sand\s(?:to\s)?(?:the\s)?")
_OF = re.compile(r"\sof\s(?:the\s)?(?:United\sNations\s)?")
_LIST = frozenset({"and", "to", "or", "through"})


@dataclass(frozen=True)
class Setting:
    """What is known of the document: its text, the body that adopts it, its session, its title.

    ``parents`` leads from the start of a sub-paragraph to the span of its chapeau.
    """

    text: str
    own: str | None
    session: int | None
    title: str
    parents: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """One session as printed: an ordinal or a year, and the sign of a special session."""

    start: int
    end: int
    number: int
    yearly: bool
    sign: str


def find_sessions(setting: Setting, lexicon: DateLexicon, starts: list[tuple[int, int]]) -> list[DateRow]:
    """Return the sessions of a document, in no order.

    Parameters
    ----------
    setting
        The document.
    lexicon
        The lexicon of dates.
    starts
        The clauses as half-open spans in order; text outside of them is cut at blank lines.
    """
    finder = _Bodies(setting, lexicon, starts)
    return [row for group in _named(setting.text, lexicon) for row in finder.rows(group)]


def _named(text: str, lexicon: DateLexicon) -> Iterator[list[Named]]:
    """Yield the sessions that one word "session" stands for, in the order of the text."""
    sessions = lexicon.sessions
    for at, stem in positions(text, _STEMS):
        end = at + len(stem) + (text[at + len(stem) : at + len(stem) + 1] == "s")
        if text[at - 1 : at].isalpha() or text[end : end + 1].isalpha():
            continue
        if sessions.event.match(text, end):
            continue
        low = max(text.rfind("\n", 0, at) + 1, at - BACK)
        words = [(found.start(), found.group()) for found in _WORD.finditer(text, low, at)]
        last = _last(words, end, lexicon)
        if last is None or (last.sign and sessions.titled.match(text, end)):
            continue
        group = [last]
        while not last.yearly:
            one = _earlier([word for word in words if word[0] < group[0].start], last, lexicon)
            if one is None:
                break
            group.insert(0, one)
        yield group


def _last(words: list[tuple[int, str]], end: int, lexicon: DateLexicon) -> Named | None:
    """Return the session whose name ends right before the word "session"."""
    sessions, sign = lexicon.sessions, ""
    for _ in range(4):
        joined = " ".join(word for _, word in words[-2:]).casefold()
        special = next(((phrase, s) for phrase, s in sessions.special if f" {joined}".endswith(f" {phrase}")), None)
        if special:
            words, sign = words[: -len(special[0].split())], special[1]
        elif words and words[-1][1].casefold() in sessions.adjectives:
            words = words[:-1]
        else:
            break
    if not words:
        return None
    start, word = words[-1]
    if _YEAR.match(word):
        return Named(start, end, int(word), True, sign)
    number = _ordinal(words, lexicon)
    return Named(number[1], end, number[0], False, sign) if number else None


def _earlier(words: list[tuple[int, str]], last: Named, lexicon: DateLexicon) -> Named | None:
    """Return the session before another in a list ("the seventy-eighth and seventy-ninth sessions")."""
    joined = False
    while words and words[-1][1] in _LIST | lexicon.sessions.possessives | {"the"}:
        joined = joined or words[-1][1] in _LIST
        words = words[:-1]
    if not words or not (joined or words[-1][1].endswith(",")):
        return None
    words = [*words[:-1], (words[-1][0], words[-1][1].rstrip(","))]
    number = _ordinal(words, lexicon)
    if number is None:
        return None
    return Named(number[1], words[-1][0] + len(words[-1][1]), number[0], False, last.sign)


def _ordinal(words: list[tuple[int, str]], lexicon: DateLexicon) -> tuple[int, int] | None:
    start, word = words[-1]
    digits = _DIGITS.match(word)
    if digits:
        return int(digits.group(1)), start
    return None if word.isdecimal() else trailing(words, lexicon.ordinals)


class _Bodies:
    """Finds the body of each session, clause by clause."""

    def __init__(self, setting: Setting, lexicon: DateLexicon, starts: list[tuple[int, int]]) -> None:
        self.setting = setting
        self.lexicon = lexicon
        self.clauses = starts
        self.starts = [start for start, _ in starts]
        self.clause = (0, 0)
        self.known: dict[tuple[int, int], list[re.Match[str]]] = {}
        self.topics: dict[tuple[str, ...], str | None] = {}

    def rows(self, group: list[Named]) -> list[DateRow]:
        """Return the rows of the sessions that stand together."""
        bodies = self._respective(group) or [self._body(group[0], group[-1])] * len(group)
        return [
            {
                "start": named.start,
                "end": named.end,
                "kind": "session",
                "value": f"{body}-{named.sign}{named.number}" if body else None,
                "resolved": self._resolved(body, named),
            }
            for named, body in zip(group, bodies, strict=True)
        ]

    def _respective(self, group: list[Named]) -> list[str | None] | None:
        """Return the bodies of sessions that are named in their order ("at their … and … sessions, respectively")."""
        text, sessions = self.setting.text, self.lexicon.sessions
        span = self._clause(group[0].start)
        start, mentions = span[0], self._mentions(span, group[0].start)
        if len(group) != len(mentions[-2:]) or len(group) < 2:
            return None
        first, second = mentions[-2:]
        near = sessions.near.fullmatch(text, second.end(), self._before(group[0], start))
        if not near or not _AND.fullmatch(text, first.end(), second.start()):
            return None
        return [self._meant(found.group(), span, found.start()) for found in (first, second)]

    def _clause(self, position: int) -> tuple[int, int]:
        """Return the bounds of the clause around a position, else of the paragraph."""
        if self.clause[0] <= position < self.clause[1]:
            return self.clause
        at = bisect_right(self.starts, position) - 1
        if at >= 0 and position < self.clauses[at][1]:
            self.clause = self.clauses[at]
        else:
            start = self.setting.text.rfind("\n\n", 0, position)
            end = self.setting.text.find("\n\n", position)
            self.clause = (start + 2 if start >= 0 else 0), (end if end >= 0 else len(self.setting.text))
        return self.clause

    def _mentions(self, span: tuple[int, int], before: int) -> list[re.Match[str]]:
        """Return the last bodies that a clause names before a position, in order."""
        if span not in self.known:
            self.known[span] = list(self.lexicon.sessions.body.finditer(self.setting.text, *span))
        found = self.known[span]
        at = bisect_left(found, before, key=lambda match: match.start())
        return found[max(0, at - REACH) : at]

    def _body(self, named: Named, last: Named) -> str | None:
        """Return the acronym of the body that meets in the sessions from one to another, None where it has no row."""
        text, sessions, own = self.setting.text, self.lexicon.sessions, self.setting.own
        span = start, end = self._clause(named.start)
        behind = _OF.match(text, last.end, end)
        if behind:
            found = sessions.body.match(text, behind.end(), end)
            if found:
                return self._meant(found.group(), span, named.start)
            possessed = self._before(named, start) < named.start
            if sessions.foreign_behind.match(text, last.end, end) or (
                text[behind.end() : behind.end() + 1].isupper() and not possessed
            ):
                return None
        if named.sign and (not named.yearly):
            own = "GA"
        mentions = self._mentions(span, named.start)
        if not mentions and start in self.setting.parents:
            above = self.setting.parents[start]
            mentions = self._mentions(above, above[1])[-1:]
        elif mentions and sessions.near.fullmatch(text, mentions[-1].end(), self._before(named, start)):
            return self._meant(mentions[-1].group(), span, mentions[-1].start())
        if self._foreign(named, start):
            return None
        own = sessions.default if own is None or own in sessions.without else own
        if self._plausible(own, named) or not mentions:
            return None if self._seldom(own, named) else own
        return self._meant(mentions[-1].group(), span, mentions[-1].start())

    def _before(self, named: Named, least: int) -> int:
        """Return where "its" begins before a session, else where the session begins."""
        text = self.setting.text
        begin = named.start
        for _ in range(4):
            word = text[max(least, begin - 16) : begin].split()
            if not word or word[-1] not in self.lexicon.sessions.possessives | self.lexicon.sessions.adjectives | {
                "the"
            }:
                break
            begin = text.rindex(word[-1], least, begin)
        return begin

    def _foreign(self, named: Named, least: int) -> bool:
        """Tell whether a body that has no row stands right before "at its"."""
        begin = self._before(named, least)
        words = self.setting.text[begin : named.start].split()
        possessed = bool(words) and words[0] in self.lexicon.sessions.possessives
        return (
            possessed
            and self.lexicon.sessions.foreign.search(self.setting.text[max(least, begin - 120) : begin]) is not None
        )

    def _plausible(self, own: str, named: Named) -> bool:
        """Tell whether the organ of the document can mean this session of its own."""
        current = self.setting.session
        if named.sign or current is None or named.yearly:
            return own in self.lexicon.sessions.opening and not named.yearly
        return current - 1 <= named.number <= current + AHEAD

    def _seldom(self, own: str, named: Named) -> bool:
        """Tell whether another body must be meant: the number is far too small, or the organ counts its sessions."""
        current = self.setting.session
        if named.yearly:
            return own in self.lexicon.sessions.opening
        return current is not None and not named.sign and named.number * 3 < current

    def _meant(self, words: str, span: tuple[int, int], before: int) -> str | None:
        """Return the body that a name stands for; a short one goes by the names and words around it."""
        alias = self.lexicon.sessions.alias.get(fold(words))
        if alias:
            return alias
        bodies = self.lexicon.bodies
        named = tuple(body for body in bodies.named(words) if body not in self.lexicon.sessions.without)
        if not named or fold(words) in bodies.by_name:
            return named[0] if named else None
        for found in reversed(self._mentions(span, before)):
            meant = bodies.named(found.group())
            if len(meant) == 1 and meant[0] in named:
                return meant[0]
        if self.setting.own in named:
            return self.setting.own
        if named not in self.topics:
            self.topics[named] = self._topical(named)
        return self.topics[named]

    def _topical(self, named: tuple[str, ...]) -> str | None:
        """Return the body that the document names most often, else the one whose name shares most with the title."""
        text, title = self.setting.text, self.setting.title
        words = set(_LONG_WORD.findall(fold(title)))
        best: tuple[int, int] = (0, 1)
        found: str | None = None
        for row in self.lexicon.bodies.rows:
            if row.id in named:
                times = max(text.count(name) + 9 * title.count(name) for name in row.names)
                shared = max(len(words & set(_LONG_WORD.findall(fold(name)))) for name in row.names)
                if (times, shared) > best:
                    best, found = (times, shared), row.id
        return found

    def _resolved(self, body: str | None, named: Named) -> str | None:
        """Return when the session takes place, as months or years."""
        sessions = self.lexicon.sessions
        if body is None:
            return None
        if named.yearly:
            for yearly, first_year, first, last in sessions.yearly:
                if yearly == body and named.number >= first_year:
                    return f"{_month(named.number, first)}/{_month(named.number, last)}"
            return str(named.number)
        if named.sign:
            years = sessions.special_years.get(named.sign, ()) if body == "GA" else ()
            return str(years[named.number - 1]) if 1 <= named.number <= len(years) else None
        if body not in sessions.opening or named.number < 1:
            return None
        base, per_year, months = sessions.opening[body]
        year, turn = divmod(named.number - 1, per_year)
        return f"{_month(base + year, months[turn][0])}/{_month(base + year, months[turn][1])}"


def _month(year: int, month: int) -> str:
    """Return a month that may lie before or behind the year: 0 is the December before it, 13 the January after it."""
    more, month = divmod(month - 1, 12)
    return f"{year + more:04d}-{month + 1:02d}"
