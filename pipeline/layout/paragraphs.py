"""Paragraphs whole again: which lines belong together.

Printed text breaks a paragraph at the margin and at the foot of the page. Four signs tell a new paragraph from the
next line of the same one: a blank line; a line that had room for the next word; a closing mark (comma, semicolon, full
stop, colon) at the end of the line before, since every paragraph of a resolution ends with one; and a line that opens as
clauses open: with a number, a letter, or a phrase of the practice (United Nations Editorial Manual, drafting of
resolutions). No sign decides alone, since converters lose each of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.layout.lines import BLANK, NEXT, PAGE, Line
from pipeline.lexicon.layout import LayoutLexicon
from pipeline.lexicon.openers import Openers

_ENDS = re.compile(r"[;.:,?!][”\"'’»)\]*_]{0,3}(?:\s?(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,4}|\*{1,3}))?[*_]{0,2}(?:\s(?:and|or))?$")
_BULLET = re.compile(r"[*_#>\s]{0,8}")
_FULL_STOP = re.compile(r"[;.:?!][”\"'’»)\]*_]{0,3}(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,4})?(?:\s(?:and|or))?$")

LABEL, PHRASE, CAPITAL, NONE = 3, 2, 1, 0
"""How strongly a line opens a clause."""

SHORT = 0.72
"""A line shorter than this share of the width was ended by its paragraph, in text of uneven letters."""


@dataclass(slots=True)
class Joiner:
    """Decides for each line whether it goes on the paragraph before it.

    Parameters
    ----------
    width
        Width of wrapped text in characters; None where lines are paragraphs.
    exact
        Every full line is filled as far as its words allow.
    lexicon
        Labels, parts, annexes.
    openers
        Phrases that open clauses.
    """

    width: int | None
    exact: bool
    lexicon: LayoutLexicon
    openers: Openers
    paragraph_opening: int = NONE
    """How the paragraph that is being built opened."""

    def strength(self, text: str) -> int:
        """Return how strongly ``text`` opens a clause."""
        start = _BULLET.match(text)
        bare = text[start.end() if start else 0 :]
        if not bare:
            return NONE
        if self.lexicon.label_of(text) or self.lexicon.part_of(bare) or self.lexicon.opens_annex(bare):
            return LABEL
        if self.openers.kind_of(bare, known_only=self.width is not None):
            return PHRASE
        return CAPITAL if bare[0].isupper() or bare[0] in "“\"‘[" else NONE

    def goes_on(self, before: Line, after: Line, removed: bool) -> bool:
        """Tell whether ``after`` goes on the paragraph that ends with ``before``.

        Parameters
        ----------
        before, after
            Two lines of the text that follow each other.
        removed
            Notes or page furniture stood between them.
        """
        ends = bool(_ENDS.search(before.text))
        opening = self.strength(after.text)
        if self.width is None or (after.gap == BLANK and not removed):
            return self._over_blank(before, ends, opening, removed, after.gap)
        if opening == LABEL and ends and not self._inline(before, after):
            return False
        word = after.text.partition(" ")[0]
        if self.exact and len(before.text) + 1 + len(word) <= self.width and after.gap != BLANK:
            return after.gap == PAGE and not ends and opening < PHRASE and len(before.text) > SHORT * self.width
        return self._wrapped(before, ends, opening)

    def _over_blank(self, before: Line, ends: bool, opening: int, removed: bool, gap: int) -> bool:
        """Lines that are paragraphs, or blank lines between: only a page break can cut a sentence."""
        if before.text[-1] == "-" and before.text[-2:-1].isalpha() and opening == NONE:
            return True
        if ends:
            return opening == NONE and removed and not _FULL_STOP.search(before.text)
        if opening == NONE:
            return self.paragraph_opening >= CAPITAL or removed
        wide = self.width is None or len(before.text) > SHORT * self.width
        return opening == CAPITAL and self.paragraph_opening >= PHRASE and wide and gap != NEXT

    def _wrapped(self, before: Line, ends: bool, opening: int) -> bool:
        """Wrapped lines whose break cannot be told by room alone."""
        width = self.width or 0
        short = len(before.text) < SHORT * width
        if ends:
            if opening >= PHRASE:
                return False
            return not (short and (opening == CAPITAL or _FULL_STOP.search(before.text)))
        if opening == LABEL:
            return not short
        if short and opening >= CAPITAL:
            return self.paragraph_opening >= PHRASE and len(before.text) > 0.5 * width
        return True

    def _inline(self, before: Line, after: Line) -> bool:
        """A label after a comma goes on a list that runs inside the sentence where the line before was full."""
        width = self.width or 0
        word = after.text.partition(" ")[0]
        full = len(before.text) + 1 + len(word) > width if self.exact else len(before.text) > SHORT * width
        return full and before.text.endswith(",") and after.text[0] == "(" and self.paragraph_opening != LABEL


def join_lines(lines: list[Line], joiner: Joiner) -> list[list[Line]]:
    """Return the paragraphs of the lines whose role is ``text``, each as its lines in order.

    Lines of other roles are passed over, but a paragraph does not reach over a change from masthead to body.
    """
    paragraphs: list[list[Line]] = []
    removed, gap = False, NEXT
    for line in lines:
        if line.role != "text":
            removed, gap = True, max(gap, line.gap)
            continue
        line.gap = max(gap, line.gap) if removed else line.gap
        if paragraphs and joiner.goes_on(paragraphs[-1][-1], line, removed):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
            joiner.paragraph_opening = joiner.strength(line.text)
        removed, gap = False, NEXT
    return paragraphs
