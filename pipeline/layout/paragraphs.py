"""Paragraphs whole again: which lines belong together.

Printed text breaks a paragraph at the margin and at the foot of the page. Four signs tell a new paragraph from the
next line of the same one: a blank line; a line that had room for the next word; a closing mark (comma, semicolon,
full stop, colon) at the end of the line before, since every paragraph of a resolution ends with one; and a line that
opens as clauses open: with a number, a letter, or a phrase of the practice (United Nations Editorial Manual, drafting
of resolutions). No sign decides alone, since converters lose each of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.lines import BLANK, NEXT, PAGE, Line
from pipeline.lexicon.clauses import ClauseLexicon
from pipeline.lexicon.layout import LayoutLexicon
from pipeline.lexicon.openers import Openers
from pipeline.lexicon.organs import OrganLexicon

_MARK = r"(?:\s?(?:\d{1,2}|\d{3}(?!\S))|[⁰¹²³⁴-⁹]{1,4}|\*{1,3})?"
_ENDS = re.compile(
    rf"(?:[;:?!]|(?<!\d)[.,]|(?<=\d)[.,](?!\d{{3}}$))[”\"'’»)\]*_]{{0,3}}{_MARK}[*_]{{0,2}}$|[;:]\s(?:and|or)$"
)
_LISTS = re.compile(r",\s(?:and|or)$")
_BULLET = re.compile(r"[*_#>\s]{0,8}")
_FULL_STOP = re.compile(r"[;.:?!][”\"'’»)\]*_]{0,3}(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,4})?(?:\s(?:and|or))?$")

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PREVIOUS = (
    dict(zip(map(str, range(2, 30)), map(str, range(1, 29)), strict=True))
    | dict(zip(_ROMAN[1:], _ROMAN, strict=False))
    | dict(zip(_LETTERS[1:], _LETTERS, strict=False))
)
"""The label before each label of a list; where a letter is also a numeral, the letter."""

LABEL, PHRASE, CAPITAL, NONE = 3, 2, 1, 0
"""How strongly a line opens a clause."""

SENTENCE = 100
"""A paragraph with a label that is longer than this is a sentence, not a heading."""

STUMP = 0.5
"""The same for the first lines of sentences, which are indented and may hold long words."""

SOME = 5
"""Paragraphs with a label from which it can be told how paragraphs are set apart."""

SHORT = 0.72
"""A line shorter than this share of the width was ended by its paragraph, in text of uneven letters."""


@dataclass(frozen=True, slots=True)
class Lexicons:
    """What the layout needs to know of the practice."""

    layout: LayoutLexicon
    openers: Openers
    organs: OrganLexicon
    clauses: ClauseLexicon


@dataclass(slots=True)
class Joiner:
    """Decides for each line whether it goes on the paragraph before it.

    Parameters
    ----------
    width
        Width of wrapped text in characters; None where lines are paragraphs.
    exact
        Every full line is filled as far as its words allow.
    lexicons
        Labels, parts, annexes, closing lines, and phrases that open clauses.
    """

    width: int | None
    exact: bool
    lexicons: Lexicons
    opening: int = NONE
    """How the paragraph that is being built opened."""
    sentence: bool = False
    """It opened with a phrase of the practice, after its label if it has one: it goes on to its closing mark."""
    before: list[Line] = field(default_factory=list)
    """Its lines so far."""
    spaced: bool = False
    """Blank lines stand between the paragraphs of the text: one with a label is no heading of the line right below."""
    strengths: dict[str, int] = field(default_factory=dict)
    """What was found of each line."""

    def begin(self, paragraph: list[Line]) -> None:
        """Start a paragraph."""
        self.before = paragraph
        text = paragraph[0].text
        self.opening = self.strength(text)
        label = self.lexicons.layout.label_of(text) if self.opening == LABEL else None
        rest = text[label[1] :].lstrip() if label else text
        self.sentence = self.lexicons.openers.kind_of(rest, known_only=True) is not None

    def strength(self, text: str) -> int:
        """Return how strongly ``text`` opens a clause; each line is asked for up to three times."""
        known = self.strengths.get(text)
        if known is None:
            known = self.strengths[text] = self._strength(text)
        return known

    def _strength(self, text: str) -> int:
        start = _BULLET.match(text)
        bare = text[start.end() if start else 0 :]
        if not bare:
            return NONE
        layout = self.lexicons.layout
        if layout.label_of(text) or layout.part_of(bare) or layout.opens_annex(bare):
            return LABEL
        if self.lexicons.clauses.closes(bare) or self.lexicons.organs.enacts(bare):
            return LABEL
        if self.lexicons.openers.kind_of(bare, known_only=True):
            return PHRASE
        return CAPITAL if bare[0].isupper() or bare[0] in '“"‘[' else NONE

    def goes_on(self, before: Line, after: Line, removed: bool, ahead: Line | None) -> bool:
        """Tell whether ``after`` goes on the paragraph that ends with ``before``.

        Parameters
        ----------
        before, after
            Two lines of the text that follow each other.
        removed
            Notes or page furniture stood between them.
        ahead
            The line after ``after``.
        """
        opening = self.strength(after.text)
        ends = bool(_ENDS.search(before.text)) or (opening == LABEL and bool(_LISTS.search(before.text)))
        if opening == LABEL and self.lexicons.layout.opens_annex(after.text) and not _FULL_STOP.search(before.text):
            opening = CAPITAL  # "as set out in / Annex 1 to resolution …": an annex follows the end of the resolution
        if opening == LABEL and not ends and self._is_dash(before.text, after.text):
            opening = NONE
        if self.width is None or (after.gap == BLANK and not removed):
            return self._over_blank(before, after, ends, opening, removed)
        if opening == LABEL and ends:
            if not self._inline(after):
                return False
            opening = NONE
        if opening == CAPITAL and _FULL_STOP.search(before.text) and self._is_heading(after, ahead):
            return False
        word = after.text.partition(" ")[0]
        if self.exact and len(before.text) + 1 + len(word) <= self.width and after.gap != BLANK:
            return after.gap == PAGE and not ends and opening < PHRASE and len(before.text) > SHORT * self.width
        return self._wrapped(before, after, ends, opening)

    def _is_heading(self, line: Line, ahead: Line | None) -> bool:
        """Tell whether a line is a heading: short, or alone above a blank line, before a line that opens a clause.

        It has no closing mark, as the rest of a sentence would have.
        """
        if ahead is None or _ENDS.search(line.text):
            return False
        if len(line.text) > SHORT * (self.width or 0) and ahead.gap != BLANK:
            return False
        return self.strength(ahead.text) >= PHRASE

    def _is_dash(self, before: str, after: str) -> bool:
        """Tell whether a dash at the head of a line is a dash of the sentence, not the sign of a list."""
        found = self.lexicons.layout.label_of(after)
        if found is None or found[0] != "dash" or not after[found[1] :].lstrip()[:1].islower():
            return False
        return (
            len(before) > SENTENCE
            or before.rsplit(None, 1)[-1] in self.lexicons.layout.open_words
            or self.width is not None
        )

    def _over_blank(self, before: Line, after: Line, ends: bool, opening: int, removed: bool) -> bool:
        """Lines that are paragraphs, or blank lines between: only a page break can cut a sentence."""
        if before.text[-1] == "-" and before.text[-2:-1].isalpha() and opening == NONE:
            return True
        if ends:
            return opening == NONE and removed and not _FULL_STOP.search(before.text)
        if opening == NONE:
            return self.opening >= CAPITAL or removed
        if opening != CAPITAL or self.opening < PHRASE or after.gap == NEXT:
            return False
        wide = self.width is None or len(before.text) > SHORT * self.width
        return wide and self._runs_on(before.text, after.text, removed)

    def _runs_on(self, before: str, after: str, removed: bool) -> bool:
        """Tell whether a sentence goes on from ``before`` to a capital letter at the head of ``after``.

        It does after a word that cannot end a line, and inside a name; a capitalized article or preposition begins a
        sentence of its own; otherwise length decides, since a heading is short.
        """
        last, first = before.rsplit(None, 1)[-1], after.split(None, 1)[0]
        if last in self.lexicons.layout.open_words or last.endswith("/"):
            return True
        if first.strip("*_") in self.lexicons.layout.first_words:
            return False
        if removed:
            return True
        return len(before) > (SENTENCE if last[0].isupper() else 2 * SENTENCE)

    def _wrapped(self, before: Line, after: Line, ends: bool, opening: int) -> bool:
        """Judge wrapped lines whose break cannot be told by room alone."""
        width = self.width or 0
        short = len(before.text) < SHORT * width
        if ends:
            if opening >= PHRASE:
                return False
            return not (short and (opening == CAPITAL or _FULL_STOP.search(before.text)))
        if opening == LABEL:
            return not short and not self._starts_anew(after.text)
        if short and opening >= CAPITAL:
            if before.text.rsplit(None, 1)[-1] in self.lexicons.layout.open_words:
                return True
            whole = self.sentence or (self.spaced and self.opening == LABEL and after.gap == NEXT)
            return whole and len(before.text) > STUMP * width
        return True

    def _starts_anew(self, text: str) -> bool:
        """Tell whether a label is followed by a word that opens a clause, so that it does not stand in a sentence."""
        found = self.lexicons.layout.label_of(text)
        rest = text[found[1] :].lstrip() if found else text
        first = rest.split(None, 1)[0] if rest else ""
        return first in self.lexicons.layout.first_words or bool(self.lexicons.openers.kind_of(rest, known_only=True))

    def _inline(self, after: Line) -> bool:
        """Tell whether a label goes on a list inside the sentence: the label before it stands inside a line."""
        previous = _PREVIOUS.get(after.text[1 : after.text.find(")")]) if after.text[0] == "(" else None
        return previous is not None and any(line.text.find(f"({previous})") > 0 for line in self.before)


def _is_spaced(lines: list[Line], joiner: Joiner) -> bool:
    """Tell whether blank lines stand before the paragraphs that open with a label."""
    gaps = [
        line.gap
        for before, line in pairwise(lines)
        if line.gap != PAGE and _ENDS.search(before.text) and joiner.strength(line.text) == LABEL
    ]
    return len(gaps) >= SOME and gaps.count(BLANK) > 0.9 * len(gaps)


def join_lines(lines: list[Line], joiner: Joiner) -> list[list[Line]]:
    """Return the paragraphs of the lines whose role is ``text``, each as its lines in order.

    Lines of other roles are passed over, but a paragraph does not reach over a change from masthead to body.
    """
    paragraphs: list[list[Line]] = []
    removed, gap = False, NEXT
    flow = [line for line in lines if line.role == "text"]
    after = dict(zip(map(id, flow), flow[1:], strict=False))
    joiner.spaced = _is_spaced(flow, joiner)
    for line in lines:
        if line.role != "text":
            removed, gap = True, max(gap, line.gap)
            continue
        line.gap = max(gap, line.gap) if removed else line.gap
        if paragraphs and joiner.goes_on(paragraphs[-1][-1], line, removed, after.get(id(line))):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
            joiner.begin(paragraphs[-1])
        removed, gap = False, NEXT
    return paragraphs
