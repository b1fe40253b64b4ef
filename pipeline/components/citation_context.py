"""Which organ and which sort of text a number belongs to, from the words around it.

The drafting practice: the organ stands before the governing word ("General Assembly resolutions 60/1 …", "its decision
…"), right behind it ("resolutions of the Human Rights Council"), or behind the number ("resolution 60/1 of the General
Assembly"); a second "resolution" without an organ goes on with the one in force. Source: United Nations Editorial
Manual, "References to resolutions and decisions".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.lexicon.citations import CitationLexicon

REACH = 64
"""How many words that matter are looked at before a number."""

OTHER = "other"
"""The kind of a word that governs numbers of another sort ("general comment No. 5")."""

_DIRECT = re.compile(r"[\s\u200b:]{0,2}(?:Nos?\.\s)?(?=\d|E?S-\d|[IVX]+/\d)")
_ADJACENT = re.compile(r",?(?:\son\s\d{1,2}\s[A-Z][a-z]+\s\d{4},?)?\s(?:in|by|through|under|of)\s")
_SUBJECT = re.compile(r"\b(?:which|that|as|when|whereby|where)\s(?:the\s)?\Z")
_ACTED = re.compile(r"\s[a-z]+(?:,\s|\s)(?:in|by|through)\s")
_AND = re.compile(r"\s(?:and|or)\s(?:the\s)?")
_OF = re.compile(r"\s(?:of|by|adopted\sby)\s(?:the\s)?(?:United\sNations\s)?")
_CAPITAL = re.compile(r"[A-Z][\w’'.-]*\)?\s$")
_BEHIND = re.compile(
    r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}(?:,?\s(?:of|dated)\s\d{1,2}\s[A-Z][a-z]+\s\d{4}\d{0,2})?"
    r"(?:,?\s(?:adopted|taken)(?:\son\s\d{1,2}\s[A-Z][a-z]+\s\d{4})?\sby|\s(?:of|by))\s(?:the\s)?"
    r"(?:United\sNations\s)?(?=[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that matters: the name of a body, a possessive, or a governing word."""

    start: int
    end: int
    role: str  # body | own | kind
    value: str
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs a number: the kind of text, the organs in order of likelihood, and whether the text names one."""

    kind: str
    organs: tuple[str, ...]
    named: bool


@dataclass
class Context:
    """The words of one clause that decide whose number a number is; offsets count the whole text."""

    text: str
    start: int
    end: int
    lexicon: CitationLexicon
    own: str | None
    parent: Context | None = None
    words: dict[str, list[Word]] = field(default_factory=lambda: {"body": [], "own": [], "kind": []})

    def __post_init__(self) -> None:
        for found in self.lexicon.words.finditer(self.text, self.start, self.end):
            group = found.lastgroup or ""
            if group == "own":
                self.words["own"].append(Word(found.start(), found.end(), "own", ""))
            elif group == "body":
                self.words["body"].append(Word(found.start(), found.end(), "body", found.group()))
            elif group.startswith("k"):
                kind = self.lexicon.kinds[int(group[1:])].id
                direct = _DIRECT.match(self.text, found.end()) is not None
                closed = self.lexicon.closed.search(self.text, max(self.start, found.start() - 12), found.start())
                self.words["kind"].append(Word(found.start(), found.end(), "kind", kind, direct and not closed))

    def _before(self, role: str, position: int) -> Iterator[Word]:
        """Yield the nearest words of a role that end before a position, the last first."""
        words = self.words[role]
        at = bisect_left(words, position, key=lambda word: word.start)
        for i in range(at - 1, max(-1, at - 1 - REACH), -1):
            if words[i].end <= position:
                yield words[i]

    def governing(self, position: int, any_word: bool = False) -> Word | None:
        """Return the governing word of a number: the last that has a number, else the last, else that of the parent.

        Parameters
        ----------
        position
            Where the number begins.
        any_word
            Take the last governing word, whether or not a number follows it.
        """
        nearest = self._last("kind", position)
        if nearest:
            return nearest if any_word else next((w for w in self._before("kind", position) if w.direct), nearest)
        return self.parent.governing(self.parent.end) if self.parent else None

    def governor(self, word: Word | None, end: int) -> Governor:
        """Return the governor of a number that follows the governing ``word``; its list of numbers ends at ``end``."""
        if word is None:
            return Governor("resolution", self._order(self.start), False)
        if not self.start <= word.start < self.end:
            return self.parent.governor(word, end) if self.parent else Governor(word.value, (), False)
        kind = word.value
        named = self._named_before(word) or self._named_behind(word.end, _OF)
        if named is None:
            named = self._named_behind(end, _BEHIND)
        if named is not None:
            return Governor(kind, named, True)
        return self._possessed(word) or Governor(kind, self._order(word.start), False)

    def _last(self, role: str, position: int) -> Word | None:
        return next(self._before(role, position), None)

    def _bodies(self, word: Word) -> tuple[str, ...]:
        """Return the body that a name stands for; a short name goes by the last full name, then by the document."""
        named = self.lexicon.bodies.named(word.value)
        if len(named) < 2:
            return named
        for earlier in self._before("body", word.start):
            meant = self.lexicon.bodies.named(earlier.value)
            if len(meant) == 1 and meant[0] in named:
                return meant
        return (self.own,) if self.own in named else named

    def _named_before(self, word: Word) -> tuple[str, ...] | None:
        """Return the organ named right before a governing word; empty where it is a body that has no row."""
        body, own = self._last("body", word.start), self._last("own", word.start)
        nearer = body is not None and (own is None or own.end <= body.start)
        if body and nearer and self.lexicon.link.fullmatch(self.text, body.end, word.start):
            other = self._last("body", body.start)
            joined = other is not None and _AND.fullmatch(self.text, other.end, body.start)
            return (*self._bodies(body), *(self._bodies(other) if other and joined else ()))
        found = _CAPITAL.search(self.text, max(self.start, word.start - 40), word.start)
        return () if found and found.start() > self.start and self.text[found.start() - 1] == " " else None

    def _named_behind(self, position: int, link: re.Pattern[str]) -> tuple[str, ...] | None:
        """Return the organ named behind ``position`` after "of the" or "by the"; empty where it has no row."""
        found = link.match(self.text, position, self.end)
        if not found:
            return None
        at = bisect_right(self.words["body"], found.start(), key=lambda word: word.start)
        body = next((word for word in self.words["body"][at : at + 1] if word.start <= found.end() + 16), None)
        if body and self.text[found.end() : body.start].strip() in {"", "United Nations"}:
            return self._bodies(body)
        foreign = link is _BEHIND and self.lexicon.foreign.match(self.text, found.end(), self.end)
        return () if foreign else None

    def _possessed(self, word: Word) -> Governor | None:
        """Return the governor where "its" stands before the word: a body right before it, else the document's own."""
        own = self._last("own", word.start)
        if own is None or not self.lexicon.link.fullmatch(self.text, own.end, word.start):
            return None
        body = self._last("body", own.start)
        meant = self._bodies(body) if body else ()
        if body and (_ADJACENT.fullmatch(self.text, body.end, own.start) or self._acts(body, own.start)):
            return Governor(word.value, (*meant, *self._owner()), False)
        return Governor(word.value, (*self._owner(), *meant), False)

    def _acts(self, body: Word, until: int) -> bool:
        """Tell whether a body is the subject of a clause of its own ("which the Assembly proclaimed in its …")."""
        return (
            _SUBJECT.search(self.text[max(self.start, body.start - 16) : body.start]) is not None
            and _ACTED.fullmatch(self.text, body.end, until) is not None
        )

    def _order(self, position: int) -> tuple[str, ...]:
        """Return the organs in force at a governing word that names none: the last named, then the document's own."""
        body = self._last("body", position)
        meant = self._bodies(body) if body else ()
        return (*meant, *self._owner())

    def _owner(self) -> tuple[str, ...]:
        return (self.own,) if self.own else ()
