"""Text that has the shape of a citation, and the canonical form of symbols and numerals.

Every number and every symbol has a digit, so only the words around digits are looked at. Source of the forms: United
Nations Editorial Manual, "Document symbols".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon.citations import SPACE, CitationLexicon, Shape

REACH = 24
"""How far before its first digit a symbol may begin."""

_DIGIT = re.compile(r"[0-9]+")
_OPENING = re.compile(r"(?:(?<=[^\w/.-])|^)[A-Z]")
_SPACES = re.compile(SPACE.removesuffix("?") + "+")
_NUMERALS = (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Text that has the shape of a citation."""

    start: int
    end: int
    shape: Shape
    match: re.Match[str]

    def group(self, name: str) -> str:
        """Return a named part of the text, empty where the shape has none."""
        return (self.match.groupdict().get(name) or "").strip()

    @property
    def session(self) -> int:
        """The number of the session, 0 where it is missing or no numeral."""
        text = self.group("session")
        return int(text) if text.isdigit() else roman(text)

    @property
    def plain(self) -> str:
        """The printed symbol without white space; the letter of a part stands apart."""
        part = self.group("part")
        base = self.match.group()
        if part:
            base, _, rest = base.rpartition(self.match.group("part"))
            return f"{_SPACES.sub('', base)} {letters(part)}{rest}"
        return _SPACES.sub("", base).replace("–", "-")


def candidates(text: str, lexicon: CitationLexicon) -> Iterator[Candidate]:
    """Yield what has the shape of a citation, in order and without overlaps."""
    done = 0
    for digit in _DIGIT.finditer(text):
        at = digit.start()
        if at < done:
            continue
        found = None
        if text[at - 1 : at] not in {" ", "\u00a0", ""}:
            for start in _openings(text, done, at):
                found = lexicon.letters.match(text, start)
                if found:
                    break
        found = found or lexicon.digits.match(text, at)
        if found:
            shape = lexicon.shapes[int((found.lastgroup or "s0")[1:])]
            match = shape.expression.match(text, found.start())
            if match:
                done = match.end()
                yield Candidate(match.start(), match.end(), shape, match)


def _openings(text: str, least: int, digit: int) -> list[int]:
    """Return where a symbol with its first digit at ``digit`` may begin: capitals that open a word, nearest last."""
    start = max(least, digit - REACH)
    for sign in (" ", "\u00a0", "\n"):
        at = text.rfind(sign, start, digit - 1)
        if at > start and text[at - 1] != "/":
            start = at
    return [found.start() for found in _OPENING.finditer(text, start, digit)]


def letters(part: str) -> str:
    """Return the letters of parts in canonical form.

    Examples
    --------
    >>> letters("B"), letters("A to L"), letters("A, B and C")
    ('B', 'A-L', 'A-C')
    """
    found = re.findall(r"[A-Z]+", part)
    return found[0] if len(found) == 1 else f"{found[0]}-{found[-1]}"


def roman(numeral: str) -> int:
    """Return the value of a roman numeral, 0 where the letters are none.

    Examples
    --------
    >>> roman("XXIX"), roman("VI"), roman("IIX")
    (29, 6, 0)
    """
    total, at = 0, 0
    for sign, value in _NUMERALS:
        most = 1 if len(sign) == 2 or sign in {"V", "L"} else 3
        count = 0
        while count < most and numeral.startswith(sign, at):
            total, at, count = total + value, at + len(sign), count + 1
    return total if at == len(numeral) else 0
