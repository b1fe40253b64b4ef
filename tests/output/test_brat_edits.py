"""Any edits of any document: the corrections that they give make of the record what stands in brat."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.corpus.overlay import apply_corrections
from pipeline.exporting import corrections_of
from pipeline.output.brat import TYPES
from pipeline.output.brat_changes import changes_of
from pipeline.output.brat_sheet import Sheet, make_sheet
from pipeline.reading import read_bytes
from pipeline.record import Record
from pipeline.run import read_record

SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "samples"
NAMES = ("ga-draft-markdown.md", "sc-headings-plain.txt", "ecosoc-annex.txt", "ga-omnibus.txt")
THEMES = ("theme-health", "theme-narcotics")


@cache
def sample(name: str) -> Record:
    return read_record(read_bytes((SAMPLES / name).read_bytes(), name))


class Annotator:
    """Somebody who does what brat allows, at random."""

    def __init__(self, sheet: Sheet, seed: int) -> None:
        self.sheet = sheet
        self.rows = sheet.annotations.splitlines()
        self.chance = random.Random(seed)
        self.last = 9_000
        self.taken: set[tuple[str, int, int]] = set()
        for row in self.rows:
            if row.startswith("T"):
                kind, start, end = self.place(row)
                self.taken.add((kind, start, end))

    @staticmethod
    def place(row: str) -> tuple[str, int, int]:
        """Return kind, start and end of the mark in a line."""
        typed, start, end = row.split("\t")[1].split(" ")
        return typed.partition("-")[0], int(start), int(end)

    def mark(self, *kinds: str) -> int | None:
        """Return the number of a line with a mark of one of these kinds, None where there is none."""
        found = [at for at, row in enumerate(self.rows) if re.match(rf"T\d+\t(?:{'|'.join(kinds)})-", row)]
        return self.chance.choice(found) if found else None

    def stretch(self, kind: str) -> str | None:
        """Return a free place in the words of a clause, and the words, as a line of annotations has them."""
        line = self.chance.choice(self.sheet.lines)
        words = [found.span() for found in re.finditer(r"\w+", self.sheet.text[line.words : line.end])]
        if not words:
            return None
        first = self.chance.randrange(len(words))
        last = min(len(words) - 1, first + self.chance.randint(0, 3))
        start, end = line.words + words[first][0], line.words + words[last][1]
        if (kind, start, end) in self.taken:
            return None
        self.taken.add((kind, start, end))
        return f"{start} {end}\t{self.sheet.text[start:end]}"

    def retype(self) -> None:
        """Give a mark another type; an act that may have no force loses it."""
        at = self.mark("clause", "act", "entity", "date")
        assert at is not None
        name, rest = self.rows[at].split("\t", 1)
        kind = rest.partition("-")[0]
        new = self.chance.choice(TYPES[kind])
        self.rows[at] = f"{name}\t{kind}-{new} {rest.partition(' ')[2]}"
        if kind == "act" and new not in ("direct", "decide"):
            self.rows = [row for row in self.rows if f"\tForce {name} " not in row]

    def delete(self) -> None:
        """Take a mark out, with all that hangs on it."""
        at = self.mark("act", "entity", "date")
        if at is not None:
            name = self.rows[at].partition("\t")[0]
            self.rows = [row for row in self.rows if not re.search(rf"(?:^|\s){name}(?:\s|$)", row)]

    def move(self) -> None:
        """Put a mark elsewhere, maybe into another clause."""
        at = self.mark("act", "entity", "date")
        if at is not None:
            head, _, _ = self.rows[at].partition(" ")
            place = self.stretch(head.split("\t")[1].partition("-")[0])
            self.rows[at] = f"{head} {place}" if place else self.rows[at]

    def add(self) -> None:
        """Mark something."""
        kind = self.chance.choice(("act", "entity", "date"))
        place = self.stretch(kind)
        if place:
            self.last += 1
            self.rows.append(f"T{self.last}\t{kind}-{self.chance.choice(TYPES[kind])} {place}")
            if kind == "act":
                self.rows.append(f"#{self.last}\tAnnotatorNotes T{self.last}\tlemma=see to; modifiers=also | duly")

    def tick(self) -> None:
        """Tick or untick a theme."""
        at = self.mark("clause")
        assert at is not None
        ticked = f"{self.chance.choice(THEMES)} {self.rows[at].partition(chr(9))[0]}"
        same = [row for row in self.rows if row.endswith(f"\t{ticked}")]
        self.last += 1
        self.rows = [row for row in self.rows if row not in same] + ([] if same else [f"A{self.last}\t{ticked}"])

    def work(self) -> str:
        """Do up to twelve things, and return the annotations."""
        for _ in range(self.chance.randint(1, 12)):
            self.chance.choice((self.retype, self.delete, self.move, self.add, self.tick))()
        return "\n".join(self.rows)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(15))
def test_the_corrected_record_is_what_stands_in_brat(name: str, seed: int) -> None:
    record = sample(name)
    sheet = make_sheet(record)
    edited = Annotator(sheet, seed).work()
    changes, faults = changes_of(sheet, edited, frozenset(THEMES))
    assert faults == []
    corrected = apply_corrections(record, list(corrections_of(record, changes, "Ada")))
    assert changes_of(make_sheet(corrected), edited, frozenset(THEMES)) == ([], [])
    assert changes_of(make_sheet(corrected), sheet.annotations, frozenset(THEMES))[1] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_that_nobody_edited_gives_nothing(name: str) -> None:
    sheet = make_sheet(sample(name))
    assert changes_of(sheet, sheet.annotations, frozenset()) == ([], [])
