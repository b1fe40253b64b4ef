"""Finds proper names in a text: the longest one at every place, from the gazetteers and the grammar of names.

The text is read from its end to its beginning. At a word that may begin a name everything that may stand inside it
further on is thus already known, so that a name of any depth ("Special Envoy of the Secretary-General for the Great
Lakes region") is one look at what follows its head. Only words with a capital, figures before such words, and some
words in lower case that begin names are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.lexicon.names import CAPITAL, EntityLexicon, Head

STARTS = re.compile(rf"{CAPITAL}\w*|\d[\w-]*(?= {CAPITAL})")
TOKEN = re.compile(r"\w+(?:[-'][a-z]\w*)*")
SPACES = " \u00a0"
SENTENCE_END = re.compile(r"(?:\A|\n|[.:;?!][\"”’)]?\s|[*_])\s?\Z")


class Name(NamedTuple):
    """A proper name: where it ends, its label, the norm of its gazetteer row."""

    end: int
    label: str
    norm: str | None


class Headed(NamedTuple):
    """A head of a name at a place, with what it leads on to; without that it is no name unless words stand before."""

    end: int
    head: Head
    complete: bool


@dataclass(slots=True)
class Scan:
    """What is known of one text while it is read."""

    text: str
    names: dict[int, Name]
    headed: dict[int, Headed]


class NameScanner:
    """Finds names in texts.

    Parameters
    ----------
    lexicon
        The gazetteers and the grammar.
    """

    def __init__(self, lexicon: EntityLexicon) -> None:
        self.index = lexicon.names
        self.grammar = lexicon.grammar
        self.firsts = self.index.first_words
        self.heads = self.grammar.heads
        self.anchors = sorted(set(self.index.anchors()) | set(self.grammar.anchors))

    def scan(self, text: str) -> dict[int, Name]:
        """Return all names of ``text`` by their start; names inside longer ones are among them.

        Parameters
        ----------
        text
            A text with straight apostrophes and plain spaces.
        """
        scan = Scan(text, {}, {})
        starts = [(m.start(), m[0]) for m in STARTS.finditer(text)]
        lower = self.lower_starts(text)
        if lower:
            starts = sorted({*starts, *lower})
        for start, word in reversed(starts):
            if start and (text[start - 1].isalnum() or text[start - 1] == "_" and text[start - 2 : start - 1].isalnum()):
                continue
            self.look(scan, start, word)
        return scan.names

    def lower_starts(self, text: str) -> list[tuple[int, str]]:
        """Return where words stand that begin a name in lower case."""
        found: list[tuple[int, str]] = []
        for anchor in self.anchors:
            at = text.find(anchor)
            while at >= 0:
                word = TOKEN.match(text, at)
                found.append((at, re.match(r"\w+", anchor)[0] if word else anchor))  # type: ignore[index]
                at = text.find(anchor, at + 1)
        return found

    def look(self, scan: Scan, start: int, word: str) -> None:
        """Write into ``scan`` the longest name that begins at ``start``."""
        text = scan.text
        best: Name | None = None
        if word in self.firsts:
            known = self.index.longest(text, start)
            if known:
                best = Name(known[0], known[1].label, known[1].norm)
        if word in self.heads:
            headed = self.head_at(scan, start, word, best)
            if headed:
                scan.headed[start] = headed
                if headed.complete and (best is None or headed.end > best.end):
                    best = Name(headed.end, headed.head.label, None)
        joined = self.joined(scan, start, word, best)
        if joined and (best is None or joined.end > best.end):
            best = joined
        if best is not None:
            scan.names[start] = best

    # ------------------------------------------------------------------------------------------ words before a head

    def joined(self, scan: Scan, start: int, word: str, known: Name | None) -> Name | None:
        """Return the name that a known name or a capitalized word makes with the head right after it."""
        text = scan.text
        if known is not None:
            end = known.end
        else:
            end = start + len(word)
            if text[end : end + 1] in ("-", "'"):
                token = TOKEN.match(text, start)
                end = token.end() if token else end
        if text[end : end + 1] not in SPACES or not text[end : end + 1]:
            return None
        after = end + 1
        follower = scan.headed.get(after)
        if known is None and not self.may_begin(text, start, word):
            return None
        if follower is not None and (follower.complete or follower.head.before == "always"):
            return self.with_modifier(scan, start, known, follower)
        name = scan.names.get(after)
        if name is None:
            return None
        if known is not None:
            if known.label == "ORG" and name.label in ("ORG", "OFFICE", "OPERATION", "INSTRUMENT", "EVENT") and (
                " " in text[after : name.end]
            ):
                return Name(name.end, name.label, None)
            return None
        if name.label == "EVENT" and self.grammar.ordinal.match(text[start:end]):
            return Name(name.end, "EVENT", name.norm)
        return None

    def with_modifier(self, scan: Scan, start: int, known: Name | None, follower: Headed) -> Name | None:
        """Return the name of a head with a word before it, and let more words come before that."""
        if follower.head.before == "never" and known is None:
            return None
        text = scan.text[start : follower.end]
        own = scan.headed.get(start)
        if own is not None and own.end >= follower.end:  # a head of several words whose last one is a head too
            return None
        scan.headed[start] = follower
        if text in self.grammar.generic:
            return None
        if not follower.complete and follower.head.before != "always":
            return None
        return Name(follower.end, follower.head.label, None)

    def may_begin(self, text: str, start: int, word: str) -> bool:
        """Tell whether a capitalized word that is no name may be the first word of one."""
        if word in self.grammar.never_before or not word[0].isupper():
            return False
        return not SENTENCE_END.search(text, max(0, start - 4), start)

    # ------------------------------------------------------------------------------------------------ after a head

    def head_at(self, scan: Scan, start: int, word: str, known: Name | None) -> Headed | None:
        """Return the head at ``start`` with the longest tail, None where no head stands there.

        A known name that is longer than the head is not read again; only what may follow it is.
        """
        text = scan.text
        best: Headed | None = None
        for phrase, head in self.heads[word]:
            end = start + len(phrase)
            if text.startswith(phrase, start) and not text[end : end + 1].isalnum():
                if known is not None and known.end > end:
                    return Headed(self.beyond(scan, known.end, head), head, True) if known.label == head.label else None
                reached = self.tail(scan, end, head)
                if best is None or (reached > end and reached > best.end):
                    best = Headed(reached, head, reached > end)
        return best

    def tail(self, scan: Scan, end: int, head: Head) -> int:
        """Return how far a name reaches whose head ends at ``end``: ``end`` itself where nothing belongs to it."""
        text = scan.text
        if head.numbered:
            number = re.compile(r" \d{1,3}(?:\.\w{1,2})?(?!\w)").match(text, end)
            return number.end() if number else end
        links = head.links
        first = True
        for _ in range(5):
            step = links.match(text, end)
            if step is None:
                break
            reached = self.complement(scan, step.end(), head, step[1], first)
            if reached is None:
                break
            end, first, links = reached, False, head.more
        return end

    def beyond(self, scan: Scan, end: int, head: Head) -> int:
        """Return how far a known name goes on after its last word ("Special Envoy of the Secretary-General" + for …)."""
        for _ in range(2):
            step = head.more.match(scan.text, end)
            name = scan.names.get(step.end()) if step and step[1] in head.onto else None
            if name is None:
                break
            end = name.end
        return end

    def complement(self, scan: Scan, start: int, head: Head, link: str, first: bool) -> int | None:
        """Return the end of what a preposition leads to, None where it leads out of the name."""
        text = scan.text
        name = scan.names.get(start)
        if name is not None and (first or link in head.onto):
            return self.listed(scan, name.end, head)
        if name is None and text[start : start + 1].isupper():
            capitals = self.grammar.capitals.match(text, start)
            if capitals is None or (not first and capitals[0].split(" ", 1)[0] in self.heads):
                return None
            end = self.listed(scan, capitals.end(), head)
            return self.lower(text, end) if head.lower else end
        if head.lower and first and name is None:
            return self.lower(text, start)
        return None

    def lower(self, text: str, start: int) -> int | None:
        """Return the end of the lower-case words at ``start`` that go on with a name."""
        at = start + 1 if text[start : start + 1] == " " else start
        tail = self.grammar.lower_tail.match(text, at)
        if tail is None:
            return start if at > start else None
        dangling = self.grammar.dangling.search(tail[0])
        return at + (dangling.start() if dangling else len(tail[0]))

    def listed(self, scan: Scan, end: int, head: Head) -> int:
        """Return the end of a list of capitalized words that goes on at ``end`` ("…, Security and Trade")."""
        text = scan.text
        found = LIST.match(text, end)
        if found is None:
            return end
        for part in PART.finditer(text, end, found.end()):
            at = part.start(1)
            headed = scan.headed.get(at)
            if at in scan.names or (headed and headed.complete) or part[1].split(" ", 1)[0] in self.grammar.never_before:
                return end
        return found.end()


_WORDS = rf"{CAPITAL}[\w'/-]*(?: {CAPITAL}[\w'/-]*){{0,4}}"
LIST = re.compile(rf"(?:, {_WORDS}){{0,5}},? and {_WORDS}")
PART = re.compile(rf"(?:,|,? and) ({_WORDS})")
