"""Hyphens at line ends: which belong to a compound, and which only cut a word.

The United Nations writes many compounds with a hyphen ("troop-contributing", "zero-tolerance"), and its printed pages
cut no other words; older prints, their scans and other programs cut words at the margin. The document itself is the
first witness: how it writes the word elsewhere, and whether it cuts words at all. Only then rows of the lexicon decide
(United Nations Editorial Manual, spelling and hyphenation).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.lexicon.layout import HyphenRows

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"[^\W\d_]+")
_CUT = re.compile(r"[-\u2010][ \t\r]{0,9}\n[ \t]{0,99}(?![A-Z])")
"""A hyphen at a line end, unless a name goes on below; at the foot of a page, what is printed there may follow."""

LONGEST = 40
"""No part of a compound is longer."""

SYLLABLE = 3
"""A first part of so many letters is more often a syllable than a word."""

FEW = 0.03
"""A text that cuts words at line ends does so on more than this share of its lines."""


@dataclass(slots=True)
class Hyphens:
    """Decides for each hyphen at the end of a line of one document.

    Parameters
    ----------
    source
        The source text.
    rows
        First and last parts of compounds, and endings of words.
    """

    source: str
    rows: HyphenRows
    words: frozenset[str] | None = None
    """All words of the text, in lower case; compounds are words of their own, beside their parts."""
    parts: frozenset[str] = field(default=frozenset())
    """Parts of compounds and single words that stand anywhere but at a hyphen that ends a line."""
    cuts: bool = False
    """The text cuts words at line ends."""

    def keeps(self, head: str, tail: str) -> bool:
        """Tell whether ``head-`` at the end of a line and ``tail`` on the next are a compound.

        Parameters
        ----------
        head, tail
            The letters before the hyphen and those that the next line opens with.
        """
        if self.words is None:
            self._look()
        head, tail = head.casefold(), tail.casefold()
        seen = self._seen(head, tail)
        if seen is not None:
            return seen
        if tail in self.rows.endings:
            return False
        if head in self.rows.first or tail in self.rows.last or (head in self.rows.before_e and tail[0] == "e"):
            return True
        if self.cuts:
            return False
        return len(head) > SYLLABLE or (head in self.parts and tail in self.parts)

    def _seen(self, head: str, tail: str) -> bool | None:
        """Return how the text writes the word elsewhere: with its hyphen, without it, or not at all."""
        words = self.words or frozenset()
        if f"{head}-{tail}" in words:
            return True
        return False if head + tail in words else None

    def _look(self) -> None:
        """Take stock of the words, and of the words that are surely cut."""
        self.words = frozenset(word.casefold() for word in _WORDS.findall(self.source))
        ends: list[tuple[str, str]] = []
        whole, reached, count = [], 0, 0
        for found in _CUT.finditer(self.source):
            head = _LAST.search(self.source[max(0, found.start() - LONGEST) : found.start()])
            tail = _FIRST.match(self.source, found.end(), found.end() + LONGEST)
            count += head is not None
            if head is None or tail is None:
                continue
            ends.append((head.group().casefold(), tail.group().casefold()))
            whole.append(self.source[reached : found.start() - len(head.group())])
            reached = tail.end()
        whole.append(self.source[reached:])
        self.parts = frozenset(part.casefold() for text in whole for part in _FIRST.findall(text))
        lines = sum(1 for line in self.source.splitlines() if line.strip())
        surely = any(tail in self.rows.endings or self._seen(head, tail) is False for head, tail in ends)
        self.cuts = surely or count > FEW * lines
