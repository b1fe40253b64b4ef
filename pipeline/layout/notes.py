"""Notes: which lines are the bodies of footnotes, and where in the text their marks stand.

A body begins with its marker: a numeral, raised or followed by a space, an asterisk, or ``[^3]:``. Numerals run on
through the document (United Nations Editorial Manual, footnotes), so a line that only happens to begin with a number
("5 June 2014, …" after a line break) breaks the sequence or has no mark before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from pipeline.layout.lines import BLANK, NEXT, Line
from pipeline.layout.note_marks import (
    ALONE,
    RAISED,
    SUPERSCRIPTS,
    Place,
    Places,
    Wanted,
    find_places,
    new_places,
    place_marks,
    repeated_marks,
)
from pipeline.lexicon.layout import LayoutLexicon

_BODY = re.compile(
    r"(?P<raised>[⁰¹²³⁴-⁹]{1,4})\s{0,4}(?=\S)"
    r"|<sup>\s?(?P<sup>\d{1,3}|\*{1,3})\s?</sup>\s{0,4}(?=\S)"
    r"|\[\^(?P<key>[\w*-]{1,20})\]:\s{0,4}(?=\S)"
    r"|\\?(?P<star>\*{1,3})\s{1,4}(?=\S)"
    r"|(?P<digits>[1-9]\d{0,2})\s{1,9}(?=[^\W\d_a-z]|[“\"'‘\[*]|(?:1[89]|20)\d\d\s[A-Z]|https?:|www\.|ibid)"
)

SKIPPED = 3
"""Most numerals that may be missing between two notes that follow each other."""


@dataclass(slots=True)
class Note:
    """One note: its marker, the lines of its body, where its text begins, and the mark in the text.

    ``again`` holds further marks of the same note; ``key`` is what the format calls it, where the format marks notes.
    """

    marker: str
    lines: list[Line]
    marker_start: int
    text_start: int
    place: Place | None = None
    id: str = ""
    key: str = ""
    again: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Candidate:
    """A line that may begin a note."""

    index: int
    marker: str
    value: int | None
    sure: bool
    text_start: int
    score: float = 0.0
    total: float = 0.0
    before: _Candidate | None = field(default=None, repr=False)


def find_notes(
    text: str, lines: list[Line], body: int, width: int | None, exact: bool, lexicon: LayoutLexicon
) -> list[Note]:
    """Find the notes, set the role of their lines to ``note``, and place their marks.

    Parameters
    ----------
    text
        The source text.
    lines
        Its lines, furniture marked.
    body
        Index of the first line after the masthead.
    width
        Width of wrapped text, None where lines are paragraphs.
    exact
        Every full line is filled as far as its words allow.
    lexicon
        What no note begins with.

    Returns
    -------
    The notes in the order of the source, with ids ``n1``, ``n2`` …
    """
    places = new_places()
    starting = _candidates(lines, lexicon)
    if not starting:
        return []
    maybe = {candidate.index for candidate in starting if candidate.sure}
    for index, line in enumerate(lines):
        if line.role in ("text", "masthead") and index not in maybe:
            find_places(text, line.start, line.end, line.page, places, lexicon.counted, line.role == "masthead")
    numbered = _sequence([c for c in starting if c.value is not None], lines, places, width)
    others = [c for c in starting if c.value is None and _has_mark(c, lines, places)]
    chosen = sorted([*numbered, *others], key=lambda candidate: candidate.index)
    full = None if width is None else width if exact else int(0.8 * width)
    notes = _bodies(chosen, lines, body, full)
    _place(notes, places)
    for number, note in enumerate(notes, 1):
        note.id = f"n{number}"
    return notes


class _Index:
    """Finds the last place for a marker before a line among the places that weigh more than ``floor``."""

    def __init__(self, places: Places, floor: float) -> None:
        self.places = places
        self.floor = floor
        self.kept: dict[str, tuple[list[int], list[int]]] = {}

    def near(self, marker: str, line: Line, pages: int = 1) -> bool:
        """Tell whether there is such a place before the line, at most ``pages`` pages back."""
        if marker not in self.kept:
            kept = sorted((p.start, p.page) for p in self.places.get(marker, ()) if p.weight > self.floor)
            self.kept[marker] = ([start for start, _ in kept], [page for _, page in kept])
        starts, on_page = self.kept[marker]
        index = bisect_left(starts, line.start) - 1
        return index >= 0 and line.page - on_page[index] <= pages


def _candidates(lines: list[Line], lexicon: LayoutLexicon) -> list[_Candidate]:
    """Return the lines that look like the beginning of a note."""
    found = []
    for index, line in enumerate(lines):
        first = line.text[0]
        if line.role != "text" or not (first.isdigit() or first in "*⁰¹²³⁴⁵⁶⁷⁸⁹<[\\"):
            continue
        match = _BODY.match(line.text)
        if match is None:
            continue
        digits, raised = match.group("digits"), match.group("raised") or match.group("sup") or match.group("key")
        if digits and lexicon.not_a_note.match(line.text, match.end()):
            continue
        marker = digits or (raised or match.group("star")).translate(SUPERSCRIPTS)
        value = int(marker) if marker.isascii() and marker.isdigit() else None
        found.append(_Candidate(index, marker, value, bool(raised), line.start + match.end()))
    return found


def _has_mark(candidate: _Candidate, lines: list[Line], places: Places) -> bool:
    """Tell whether a note without a numeral has its mark before it ("Tajikistan:* …" before "* Any changes …")."""
    start = lines[candidate.index].start
    return candidate.sure or any(place.start < start for place in places.get(candidate.marker, ()))


def _sequence(found: list[_Candidate], lines: list[Line], places: Places, width: int | None) -> list[_Candidate]:
    """Choose the longest credible run of numerals among the candidates.

    A candidate counts one where its marker is raised or a mark stands before its line, and little else; each
    numeral that is missing costs.
    """
    strong, any_place = _Index(places, ALONE), _Index(places, 0.0)
    best: dict[int, _Candidate] = {}
    top: _Candidate | None = None
    for candidate in found:
        line, value = lines[candidate.index], candidate.value or 0
        if candidate.sure or strong.near(candidate.marker, line):
            candidate.score = 1.0
        elif any_place.near(candidate.marker, line, pages=1 << 30):
            candidate.score = 0.6 if width is None or line.gap == BLANK else 0.3
        else:
            candidate.score = 0.05
        candidate.total = candidate.score - 0.25 * min(value - 1, 3)
        for step in range(1, SKIPPED + 1):
            before = best.get(value - step)
            if before is not None and before.total + candidate.score - 0.25 * (step - 1) > candidate.total:
                candidate.total = before.total + candidate.score - 0.25 * (step - 1)
                candidate.before = before
        if value not in best or best[value].total < candidate.total:
            best[value] = candidate
        if top is None or candidate.total > top.total:
            top = candidate
    chain: list[_Candidate] = []
    if top is not None and top.before is None and not top.sure and top.value != 1:
        return []
    while top is not None and (chain or top.total >= 0.5):
        chain.append(top)
        top = top.before
    return chain[::-1]


def _bodies(chosen: list[_Candidate], lines: list[Line], body: int, full: int | None) -> list[Note]:
    """Collect the lines of each note: its first line, and the wrapped ones that follow on the same page.

    A line that with the next word is not longer than ``full`` and ends with a full stop ends its note.
    """
    heads = {candidate.index for candidate in chosen}
    notes = []
    for candidate in chosen:
        index = candidate.index
        first = lines[index]
        first.role = "note"
        own = [first]
        while full is not None and index + 1 < len(lines) and index + 1 not in heads:
            after = lines[index + 1]
            if after.role != "text" or after.gap != NEXT or (index + 1 >= body > candidate.index):
                break
            room = len(lines[index].text) + 1 + len(after.text.partition(" ")[0]) <= full
            if room and lines[index].text[-1] == ".":
                break
            after.role = "note"
            own.append(after)
            index += 1
        notes.append(Note(candidate.marker, own, first.start, candidate.text_start))
    return notes


def _place(notes: list[Note], places: Places) -> None:
    """Place the marks of numbered notes together, and each of the others at the last mark before it."""
    numbered = [note for note in notes if note.marker.isdigit()]
    wanted = [Wanted(note.marker, note.marker_start, note.lines[0].page) for note in numbered]
    for index, place in place_marks(wanted, places).items():
        numbered[index].place = place
    taken = {note.place.start for note in notes if note.place}
    for note in notes:
        if note.place is None and not note.marker.isdigit():
            found = places.get(note.marker, ())
            before = [p for p in found if (p.start < note.marker_start or p.weight >= RAISED) and p.start not in taken]
            note.place = before[0] if before else None
            taken |= {note.place.start} if note.place else set()
    by_marker = {note.marker: note for note in notes}
    for marker, place in repeated_marks(places, taken):
        if marker in by_marker:
            by_marker[marker].again.append(place)
