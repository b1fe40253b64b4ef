"""Texts for the property tests: resolutions that are known to the letter, and heaps of fragments."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

SMALL = ["the", "of", "and", "to", "in", "for", "on"]
WORDS = (
    "bells ropes towers harbour islands ferry keepers light winter storm water bread peace measures resolution report "
    "States Members Council Secretary-General United Nations Chad Peru Valletta 2031 12"
)
NAMES = WORDS.split()
PREAMBULAR = ["Recalling", "Noting with concern", "Deeply concerned", "Having considered", "Guided by", "Aware"]
OPERATIVE = ["Requests", "Decides", "Also calls upon", "Strongly condemns", "Takes note of", "Invites", "Urges"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"

HEAD = [
    "United Nations",
    "A/RES/88/901",
    "General Assembly",
    "Eighty-eighth session",
    "Resolution adopted by the General Assembly on 2 June 2031",
    "88/901. Bells of the drowned towns",
]
FORMULA = "The General Assembly,"


@dataclass(frozen=True)
class Known:
    """A clause as it must be found: its kind, its printed number, its level and its text."""

    kind: str
    number: str | None
    level: int
    text: str

    @property
    def printed(self) -> str:
        """Return the paragraph as a plain text prints it."""
        return f"{self.number} {self.text}" if self.number else self.text


def _sentence(least: int, most: int) -> st.SearchStrategy[str]:
    """Return words that begin and end with a small letter, so that no line is a heading or a number by chance."""

    def words(count: int, seed: int) -> str:
        drawn = Random(seed)
        inner = [drawn.choice(NAMES if place % 3 else SMALL) for place in range(count)]
        return " ".join(["that", *inner, "rang"])

    return st.builds(words, st.integers(least, most), st.integers(0, 10_000))


@st.composite
def resolutions(draw: st.DrawFn, least: int = 3, most: int = 40) -> list[Known]:
    """Draw the clauses of a well-formed resolution."""
    clauses = [Known("enacting", None, 0, FORMULA)]
    for opener in draw(st.lists(st.sampled_from(PREAMBULAR), max_size=4)):
        clauses.append(Known("preambular", None, 0, f"{opener} {draw(_sentence(least, most))},"))
    count = draw(st.integers(1, 4))
    for number in range(1, count + 1):
        opener, items = draw(st.sampled_from(OPERATIVE)), draw(st.integers(0, 3))
        mark = ":" if items else "." if number == count else ";"
        clauses.append(Known("operative", f"{number}.", 0, f"{opener} {draw(_sentence(least, most))}{mark}"))
        for nth in range(items):
            last = "." if number == count and nth == items - 1 else ";"
            text = f"To ask {draw(_sentence(least, most))}{last}"
            clauses.append(Known("subparagraph", f"({LETTERS[nth]})", 1, text))
    return clauses


def _noted(draw: st.DrawFn, clauses: list[Known]) -> dict[int, str]:
    """Draw which clauses end with a note, and the notes."""
    places = draw(st.sets(st.integers(1, len(clauses) - 1), max_size=4))
    return {place: f"A/88/{place}, annex." for place in sorted(places)}


@st.composite
def noted_resolutions(draw: st.DrawFn, least: int = 3, most: int = 40) -> tuple[list[Known], dict[int, str]]:
    """Draw a resolution, and the notes of its clauses by their index; a mark stands at the end of its clause."""
    clauses = draw(resolutions(least, most))
    return clauses, _noted(draw, clauses)


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def marked(clauses: list[Known], notes: dict[int, str], raised: bool) -> list[tuple[str, str | None]]:
    """Return each paragraph as printed, with its mark, and the note that belongs to it."""
    rows: list[tuple[str, str | None]] = []
    for index, clause in enumerate(clauses):
        mark = str(1 + list(notes).index(index)) if index in notes else ""
        shown = mark.translate(RAISED) if raised else mark
        rows.append((clause.printed + shown, f"{shown} {notes[index]}" if mark else None))
    return rows


def plain(clauses: list[Known], notes: dict[int, str], raised: bool) -> str:
    """Print one paragraph a line, blank lines between, the notes at the end."""
    rows = marked(clauses, notes, raised)
    return "\n\n".join([*HEAD, *(text for text, _ in rows), *(note for _, note in rows if note)]) + "\n"


def wrapped(clauses: list[Known], notes: dict[int, str], width: int, height: int) -> str:
    """Print as pdftotext does.

    Lines are wrapped, with no blank ones; pages have a running head, their notes and a foot; marks are plain digits.
    """
    lines: list[tuple[str, str | None]] = [(line, None) for line in HEAD]
    for text, note in marked(clauses, notes, raised=False):
        broken = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        lines += [*((line, None) for line in broken[:-1]), (broken[-1], note)]
    pages = [lines[start : start + height] for start in range(0, len(lines), height)]
    printed = []
    for number, page in enumerate(pages, 1):
        head = [HEAD[1], "Bells of the drowned towns"] if number > 1 else []
        foot = [*(note for _, note in page if note), f"31-04417 {number}/{len(pages)}"]
        printed.append("\n".join([*head, *(line for line, _ in page), *foot]))
    return "\n\f".join(printed) + "\n"


FRAGMENTS = [
    *(f"{opener} " for opener in PREAMBULAR + OPERATIVE), *(f"{word} " for word in [*NAMES, *SMALL]), *HEAD, FORMULA,
    "\n", "\n\n", "\r\n", "\f", "\t", " ", "\u00a0", "\u2028", "\x00", "\ufeff", "\u200b",
    "1. ", "2. ", "7. ", "3 bis. ", "(a) ", "(i) ", "(ii) ", "a) ", "– ", "• ", "- ", "I\n", "II\n", "A\n", "Annex\n",
    "Annex II\n", "¹ ", "²", "³,", "1 ", "2 A/9/2.\n", "¹ A/9/1.\n", "* The list is open.\n", "[^1]: A/9/3.\n", "[^1]",
    "<sup>2</sup>", "*", "**", "_", "[59/901](#)", "[", "](", "\\(", "\\", "# ", "> ", "<br/>", "rang1 ", "rang,2 ",
    "20313 ", ",", ";", ":", ".", "—", "-\n", "self-\n", "\u00ad\n", "“", "”", "31-04417 1/2\n", "2/3\n", "3\n",
    "*3104417*\n", "/...\n", "____\n", "9th plenary meeting\n", "3 May 2031\n",
    "Adopted unanimously at the 9th meeting.\n", "In favour:\n",
    "Chad: draft resolution\n", "Agenda item 9 (a)\n", "Draft resolution II\n", "88/902. Ropes\n",
    "S/PRST/2031/4\n", "Résolution ", "鐘楼", "\ufffd", "𝄞", "e\u0301",
]  # fmt: skip

heaps = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
"""Texts put together from what resolutions are made of, without any order."""

noise = st.text(max_size=200)
"""Any text at all."""
