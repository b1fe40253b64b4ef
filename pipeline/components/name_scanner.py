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

STARTS = re.compile(rf"{CAPITAL}\w*|\d\w*(?=(?:-\w+)* {CAPITAL})")
TOKEN = re.compile(r"\w+(?:['/-]\w+)*")
WORD = re.compile(r"\w+")
SPACES = " \u00a0"
OWNED = frozenset({"ORG", "OFFICE", "OPERATION", "INSTRUMENT", "EVENT"})
"""What a body has: a name of such a label right after the name of a body is one name with it."""
PLACES = frozenset({"GPE", "LOC"})
_WORDS = rf"{CAPITAL}[\w'/-]*(?: {CAPITAL}[\w'/-]*){{0,4}}"
LIST = re.compile(rf"(?:, {_WORDS}){{0,5}},? and {_WORDS}")
CHOICE = re.compile(rf"(?:, {_WORDS}){{0,5}},? (?:and|or) {_WORDS}")
"""The same in the words of a title ("… of Torture and Inhuman or Degrading Treatment"), not behind a known name."""
PART = re.compile(rf"(?:,? (?:and|or)|,) ({_WORDS})")
CONNECTED = re.compile(r" (?=(?:of|for|and|on|to) )")
AND = re.compile(r" (and) (?:the )?")
OBJECT = re.compile(r" (the) ")
"""What a verb inside a name leads to: "… for Saving the Aral Sea", "… to Prevent the Spread of …"."""
BEARERS = frozenset({"OFFICE", "PERSON"})
"""Labels whose names stand before no head: a post is no modifier of a body."""
SENTENCE_END = re.compile("(?:\\A|\n|[.:;?!][\"\u201d')]?\\s|[*_])\\s?\\Z")


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
    named: bool = False  # a word stands before it that is more than a general modifier


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
        self.known = frozenset(self.firsts | self.heads.keys())
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
        names, headed, known = scan.names, scan.headed, self.known
        for start, word in reversed(starts):
            after = start + len(word) + 1
            if word not in known and after not in names and after not in headed and text[after - 1 : after] == " ":
                continue  # most capitalized words: neither a name begins here nor does the word stand before one
            if not text[start - 1 : start].isalnum():
                self.look(scan, start, word)
        return scan.names

    def lower_starts(self, text: str) -> list[tuple[int, str]]:
        """Return where words stand that begin a name in lower case."""
        found: list[tuple[int, str]] = []
        for anchor in self.anchors:
            at = text.find(anchor)
            while at >= 0:
                word = WORD.match(text, at)
                found.append((at, word[0] if word else anchor))
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
        elif start in scan.headed:
            self.unname(scan, start, scan.headed[start].end)

    @staticmethod
    def unname(scan: Scan, start: int, end: int) -> None:
        """Take back names that are only the end of a head of several words ("Party" in "Working Party")."""
        at = scan.text.find(" ", start, end) + 1
        while at > 0:
            name = scan.names.get(at)
            if name is not None and name.end == end and name.norm is None:
                del scan.names[at]
            at = scan.text.find(" ", at, end) + 1

    # ------------------------------------------------------------------------------------------ words before a head

    def joined(self, scan: Scan, start: int, word: str, known: Name | None) -> Name | None:
        """Return the name that a known name or a capitalized word makes with what stands right after it."""
        text = scan.text
        token = TOKEN.match(text, start)
        if known is None and word.isdigit():
            return self.counted(scan, start, start + len(word))
        end = known.end if known is not None else token.end() if token else start + len(word)
        after = end + 1
        follower = scan.headed.get(after)
        if text[end : end + 1] == "-" and known is not None and follower is not None:
            return self.with_modifier(scan, start, known, follower)
        if text[end : end + 1] != " " or (known is None and not self.may_begin(text, start, end)):
            return None
        if follower is not None and (known is None or known.label not in BEARERS):
            return self.with_modifier(scan, start, known, follower)
        name = scan.names.get(after)
        if name is None:
            return None
        if known is None:
            ordinal = name.label == "EVENT" and self.grammar.ordinal.match(text[start:end])
            return name if ordinal else None
        if known.label == "ORG" and name.label in OWNED and " " in text[after : name.end]:
            return Name(name.end, name.label, name.norm if known.norm == "UN:united-nations" else None)
        return None

    def counted(self, scan: Scan, start: int, end: int) -> Name | None:
        """Return the name that begins with a number ("751 Committee") or a year ("1951 Refugee Convention")."""
        follower = scan.headed.get(end + 1)
        if follower is None or scan.text[end : end + 1] != " ":
            return None
        year = end - start == 4 and follower.head.label == "INSTRUMENT" and (follower.named or follower.complete)
        number = end - start <= 4 and follower.head.id == "committee" and not follower.complete and not follower.named
        return Name(follower.end, follower.head.label, None) if year or number else None

    def with_modifier(self, scan: Scan, start: int, known: Name | None, follower: Headed) -> Name | None:
        """Return the name of a head with a word before it, and let more words come before that."""
        if follower.head.before == "never" and known is None:
            return None
        own = scan.headed.get(start)
        if own is not None and own.end >= follower.end:  # a head of several words whose last one is a head too
            return None
        words = scan.text[start : follower.end]
        modifier = known is None and words.split(" ", 1)[0] in self.grammar.modifiers
        short = modifier and not follower.complete and not follower.named
        scan.headed[start] = Headed(follower.end, follower.head, follower.complete, follower.named or not modifier)
        if short or words in self.grammar.generic:
            return None
        if not follower.complete and follower.head.before != "always":
            return None
        return Name(follower.end, follower.head.label, None)

    def may_begin(self, text: str, start: int, end: int) -> bool:
        """Tell whether a capitalized word that is no name may be the first word of one."""
        word = text[start:end]
        if word in self.grammar.never_before or not word[0].isupper() or word.endswith(("'s", "s'")):
            return False
        if start and text[start - 1] in "-/'":
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
                if known is not None and known.end > end and not self.embraces(scan, end, head, known):
                    if best is not None:
                        break
                    if head.suffix is not None and known.label == head.label and head.suffix.match(text, known.end):
                        return Headed(self.tail(scan, known.end, head), head, True)
                    return Headed(self.beyond(scan, known.end, head), head, True) if known.label == head.label else None
                reached = self.tail(scan, end, head)
                if best is None or (reached > end and reached > best.end):
                    best = Headed(reached, head, reached > end)
        return best

    def tail(self, scan: Scan, end: int, head: Head) -> int:
        """Return how far a name reaches whose head ends at ``end``: ``end`` itself where nothing belongs to it."""
        text = scan.text
        links = head.links
        between = verb = False
        first = end
        for _ in range(6):
            step = AND.match(text, end) if between else None
            step = step or links.match(text, end)
            if step is None and (verb or text.endswith("ing", 0, end)):
                step = OBJECT.match(text, end)
            reached = self.complement(scan, step.end(), head, step[1], between or end == first) if step else None
            if step is None or reached is None:
                break
            between, verb = step[1] == "between", step[1] == "to"
            end, links = reached, head.more
        if head.lower and end > first:
            further = CONNECTED.match(text, end)
            reached = self.lower(text, further.end()) if further else None
            end = reached if further and reached and reached > further.end() else end
        if head.suffix is not None:
            suffix = head.suffix.match(text, end)
            return suffix.end() if suffix else end
        return end

    @staticmethod
    def embraces(scan: Scan, end: int, head: Head, known: Name) -> bool:
        """Tell whether a head leads to a name that reaches further than the known name that begins at the head.

        So "Secretary-General of the United Nations" ends in the middle of "United Nations Conference on Trade".
        """
        step = head.links.match(scan.text, end)
        name = scan.names.get(step.end()) if step else None
        return name is not None and name.norm is not None and name.end > known.end

    def beyond(self, scan: Scan, end: int, head: Head) -> int:
        """Return how far a known name goes on after its last word ("Special Envoy of the Secretary-General for …")."""
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
        through = self.grammar.through.match(text, start)
        at = through.end() if through else start
        name = scan.names.get(at)
        if name is None and through:
            at, name = start, scan.names.get(start)
        capitals = self.grammar.capitals.match(text, at)
        if name is not None and capitals and name.label in PLACES and capitals.end() > name.end:
            name = None
        if name is not None:
            return self.listed(scan, name.end) if self.leads(head, link, first, name) else None
        if capitals is not None:
            return self.capitals(scan, at, capitals.end(), first)
        return self.lower(text, start) if head.lower and (first or link == "on") else None

    @staticmethod
    def leads(head: Head, link: str, first: bool, name: Name) -> bool:
        """Tell whether a preposition leads from a head to a known name inside the same name."""
        if link == "to" and head.label not in ("OFFICE", "OPERATION") and name.label != "INSTRUMENT":
            return False  # "submit the report of the Committee on X to the General Assembly"
        if link == "to" and not first:
            return link in head.onto and name.label == "ORG"  # "Representative of Chile to the United Nations"
        if link == "between" and head.label == "INSTRUMENT":
            return True  # "Agreement on Transit between A and B": the parties belong to the name
        return first or link in head.onto or (link == "of" and head.label == "INSTRUMENT" and name.label in PLACES)

    def capitals(self, scan: Scan, start: int, end: int, first: bool) -> int | None:
        """Return the end of the capitalized words from ``start`` to ``end`` that go on with a name."""
        text = scan.text
        if text[start:end].split(" ", 1)[0] in self.grammar.never_after or (not first and start in scan.headed):
            return None
        if text.endswith("'s", start, end):
            return end - 2
        return self.listed(scan, end, CHOICE)

    def lower(self, text: str, start: int) -> int | None:
        """Return the end of the lower-case words at ``start`` that go on with a name."""
        tail = self.grammar.lower_tail.match(text, start)
        if tail is None:
            return None
        dangling = self.grammar.dangling.search(tail[0])
        return start + (dangling.start() if dangling else len(tail[0]))

    def listed(self, scan: Scan, end: int, expression: re.Pattern[str] = LIST) -> int:
        """Return the end of a list of capitalized words that goes on at ``end`` ("…, Security and Trade")."""
        text = scan.text
        for _ in range(2):
            found = expression.match(text, end)
            if found is None:
                break
            for part in PART.finditer(text, end, found.end()):
                at = part.start(1)
                headed = scan.headed.get(at)
                first = part[1].split(" ", 1)[0]
                if at in scan.names or (headed and headed.complete) or first in self.grammar.never_after:
                    return end
            end = found.end()
        return end
