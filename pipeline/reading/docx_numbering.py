"""The numbers that Word prints in front of paragraphs and that the text does not contain: 1., (a), (i), –.

``numbering.xml`` holds abstract lists of nine levels, and lists that use one and may start a level anew (ECMA-376 part
1, section 17.9). Lists upon the same abstract one count on together, unless they start anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.reading.docx_styles import Styles
from pipeline.reading.safe_xml import attribute, children, local

LEVELS = 9
LARGEST = 100_000
"""A number from which on a list is damaged."""

PLACEHOLDER = re.compile(r"%([1-9])")
BULLET = "•"
ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Level:
    """One level of an abstract list."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list: its abstract one, the levels that it changes, the starts that it sets."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts paragraphs as Word does.

    Parameters
    ----------
    root
        The root of ``numbering.xml``, or None where there is none.
    styles
        The styles of the document, some of which bring a numbering.
    """

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in children(root, "abstractNum"):
            self._read_abstract(element)
        for element in children(root, "num"):
            self._lists[attribute(element, "numId") or ""] = _read_list(element)

    def label(self, style: str | None, own: tuple[str, int] | None) -> str:
        """Return the number of the next paragraph, an empty string where it has none.

        Parameters
        ----------
        style
            The style of the paragraph.
        own
            The numbering that the paragraph asks for itself: list and level.
        """
        inherited = self._styles.style(style).numbering or ("", -1)
        number, level = own if own else inherited
        found = self._lists.get(number or inherited[0])
        if found is None:
            return ""
        levels = self._levels(found)
        if level < 0 and not (own and own[0]):
            level = next((depth for depth, one in levels.items() if style and one.style == style), 0)
        level = max(level, 0)
        return self._count(number or inherited[0], found, levels, level) if level < LEVELS and level in levels else ""

    def _levels(self, found: _List) -> dict[int, Level]:
        """Return the levels of a list, with what it changes and through the style that its abstract list names."""
        abstract = found.abstract
        linked = self._links.get(abstract)
        if linked and not self._abstract.get(abstract):
            numbering = self._styles.style(linked).numbering
            behind = self._lists.get(numbering[0]) if numbering else None
            abstract = behind.abstract if behind else abstract
        return {**self._abstract.get(abstract, {}), **found.levels}

    def _count(self, number: str, found: _List, levels: dict[int, Level], level: int) -> str:
        """Count one on the level and return the label."""
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        if level in found.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = found.starts[level]
        else:
            before = counts[level]
            counts[level] = levels[level].start if before is None else min(before + 1, LARGEST)
        for deeper in range(level + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None and higher in levels:
                counts[higher] = levels[higher].start
        return _print(levels, counts, level)

    def _read_abstract(self, element: Any) -> None:
        """Read an abstract list."""
        name = attribute(element, "abstractNumId") or ""
        self._abstract[name] = {}
        for child in element:
            if local(child) == "lvl":
                self._abstract[name].update(_read_level(child))
            elif local(child) == "numStyleLink":
                self._links[name] = attribute(child, "val") or ""


def _number(text: str | None, default: int) -> int:
    """Read a whole number of an attribute."""
    return min(int(text), LARGEST) if text and text.isdecimal() and len(text) < 10 else default


def _read_level(element: Any) -> dict[int, Level]:
    """Read one level."""
    values = {local(child): child for child in element}
    level = Level()
    level.start = _number(_value(values, "start"), 1)
    level.form = _value(values, "numFmt") or "decimal"
    level.text = _value(values, "lvlText") or ""
    level.restart = _number(_value(values, "lvlRestart"), 0) if "lvlRestart" in values else None
    level.legal = "isLgl" in values and _value(values, "isLgl") not in ("0", "false")
    level.style = _value(values, "pStyle")
    return {_number(attribute(element, "ilvl"), 0): level}


def _value(values: dict[str, Any], name: str) -> str | None:
    """Return the ``val`` of a child element."""
    return attribute(values[name], "val") if name in values else None


def _read_list(element: Any) -> _List:
    """Read a list."""
    found = _List("")
    for child in element:
        if local(child) == "abstractNumId":
            found.abstract = attribute(child, "val") or ""
        elif local(child) == "lvlOverride":
            level = _number(attribute(child, "ilvl"), 0)
            for change in child:
                if local(change) == "lvl":
                    found.levels.update(_read_level(change))
                elif local(change) == "startOverride":
                    found.starts[level] = _number(attribute(change, "val"), 1)
    return found


def _print(levels: dict[int, Level], counts: list[int | None], level: int) -> str:
    """Print the label of a level: its text with the numbers of the levels that it names."""
    one = levels[level]
    if one.form == "bullet":
        return "".join(BULLET if "\ue000" <= sign <= "\uf8ff" else sign for sign in one.text).strip()
    if one.form == "none":
        return PLACEHOLDER.sub("", one.text).strip()

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if one.legal else levels[at].form if at in levels else "decimal"
        return print_number(counts[at] or 0, form)

    return PLACEHOLDER.sub(number, one.text).strip()


def print_number(number: int, form: str) -> str:
    """Return a number in one of Word's forms; forms of other scripts are printed as decimals.

    Examples
    --------
    >>> print_number(28, "lowerLetter"), print_number(4, "lowerRoman"), print_number(7, "decimalZero")
    ('bb', 'iv', '07')
    """
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 50)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, sign in ROMANS:
            count, number = divmod(number, value)
            roman += sign * count
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02}"
    if form == "chicago":
        return "*†‡§"[(number - 1) % 4] * min((number - 1) // 4 + 1, 50) if number > 0 else ""
    return str(number)
