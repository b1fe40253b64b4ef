"""Labels of sub-paragraphs: which level "(i)" is, and whether a label follows the one before.

The United Nations letters sub-paragraphs (a), (b) … and numbers those below them (i), (ii) … (Editorial Manual,
numbering of paragraphs). "(i)" is a letter after "(h)" and a numeral after "(a)"; where both can be, the label that
comes next decides. Other styles (a., 1., dashes, bullets) nest in the order in which they appear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_INNER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a label: its style and its value in that style (from 1; 0 where the style has no values)."""

    style: str
    value: int


@dataclass(slots=True)
class _Level:
    style: str
    value: int
    clause: int


@dataclass(slots=True)
class Levels:
    """The open levels of sub-paragraphs below one paragraph, outermost first."""

    open: list[_Level] = field(default_factory=list)

    def place(self, label: str, following: str | None, clause: int) -> tuple[int, int | None, str | None]:
        """Place a label.

        Parameters
        ----------
        label
            As printed, e.g. "(i)".
        following
            The label of the next paragraph, if it has one.
        clause
            Index of the clause that gets the label.

        Returns
        -------
        Its level from 1, the index of the clause above it (None: the paragraph itself), and what is odd about the
        label, if anything.
        """
        readings = readings_of(label)
        chosen, depth = self._successor(readings, following)
        odd = None
        if chosen is None:
            chosen, depth, odd = self._fresh(readings, label)
        del self.open[depth:]
        self.open.append(_Level(chosen.style, chosen.value, clause))
        above = self.open[depth - 1].clause if depth else None
        return depth + 1, above, odd

    def put(self, level: int, clause: int) -> tuple[int, int | None]:
        """Put a label on a level that official markup gives it, at most one below the innermost open one.

        Parameters
        ----------
        level
            From 1.
        clause
            Index of the clause that gets the label.

        Returns
        -------
        Its level, and the index of the clause above it (None: the paragraph itself).
        """
        depth = min(max(level, 1) - 1, len(self.open))
        del self.open[depth:]
        self.open.append(_Level("declared", 0, clause))
        return depth + 1, self.open[depth - 1].clause if depth else None

    def _successor(self, readings: list[Reading], following: str | None) -> tuple[Reading | None, int]:
        """Find the reading that follows a value of an open level, innermost first."""
        fits = [
            (reading, depth)
            for depth in range(len(self.open) - 1, -1, -1)
            for reading in readings
            if self.open[depth].style == reading.style
            and (reading.value == 0 or reading.value == self.open[depth].value + 1)
        ]
        starts = [reading for reading in readings if reading.value == 1]
        if fits and starts and starts[0].style != fits[0][0].style and following is not None:
            after = readings_of(following)
            goes_on = Reading(fits[0][0].style, fits[0][0].value + 1) in after
            begins = Reading(starts[0].style, 2) in after
            if begins and not goes_on:
                return None, 0
        return fits[0] if fits else (None, 0)

    def _fresh(self, readings: list[Reading], label: str) -> tuple[Reading, int, str | None]:
        """Open a level, or say that the label skips or repeats."""
        styles = [level.style for level in self.open]
        first = next((reading for reading in readings if reading.value <= 1), None)
        if first is not None:
            if first.style in styles:
                return first, styles.index(first.style), f"label {label} begins again"
            return first, len(self.open), None
        for reading in readings:
            if reading.style in styles:
                return reading, styles.index(reading.style), f"label {label} does not follow the one before"
        odd = f"label {label} opens a list that has no beginning"
        return readings[0], len(self.open), odd


def readings_of(label: str) -> list[Reading]:
    """Return the ways to read a label; letters before numerals."""
    inner = _INNER.sub("", label)
    if not inner or (len(label) == 1 and not inner.isalnum()):
        return [Reading(f"sign {label}", 0)]
    shape = f"{label[0]}…{label[-1]}" if label[0] == "(" else f"…{label[-1]}"
    if "." in label.strip(".()"):
        return [Reading(f"decimal {label.strip('.').count('.')}", 0)]
    if inner.isdigit():
        return [Reading(f"number {shape}", int(inner))]
    if not inner.isascii() or not inner.isalpha():
        return [Reading(f"sign {shape}", 0)]
    case = "upper" if inner.isupper() else "lower"
    low = inner.lower()
    readings = []
    if len(set(low)) == 1 and len(low) <= 3:
        readings.append(Reading(f"{case} letter {shape}", 26 * (len(low) - 1) + ord(low[0]) - 96))
    roman = roman_value(low)
    if roman:
        readings.append(Reading(f"{case} roman {shape}", roman))
    return readings or [Reading(f"sign {shape}", 0)]


def number_of(label: str) -> int:
    """Return the number in a printed label, 0 where there is none."""
    digits = "".join(letter for letter in label if letter.isdecimal())
    return int(digits[:6]) if digits else 0


def bare_number(text: str, expected: int) -> int:
    """Return the length of the number without its dot that opens a paragraph, 0 unless it is the one expected."""
    digits = str(expected)
    opens = expected > 1 and text.startswith(digits) and text[len(digits) : len(digits) + 1].isspace()
    return len(digits) if opens else 0


def roman_value(numeral: str) -> int:
    """Return the value of a lower-case Roman numeral, 0 where it is none."""
    if not numeral or any(letter not in _ROMAN for letter in numeral):
        return 0
    total = 0
    for letter, after in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if after and value < _ROMAN[after] else value
    return total
