"""The gazetteers: proper names that are known, with the body, State or instrument that each one stands for.

A gazetteer is a CSV file under ``configs/gazetteers``: one row for one thing that bears a name. Source of the labels
and of what ``norm`` holds: annotation guidelines, section 4, and the record (``norm`` of a GPE is its ISO 3166 code
where it has one, of any other entity the id of its row).

Columns
-------
id
    Unique over all files; its prefix says what kind of row it is ("UN:general-assembly", "state:algeria").
label
    ORG, GPE, LOC, INSTRUMENT, EVENT, OPERATION, OFFICE or PERSON.
name, short, other
    The official form, the usual short form, and all further forms (acronyms, former names), separated by ``|``.
iso3
    Of States and territories: ISO 3166-1 alpha-3, of former States the code of ISO 3166-3.
case
    Empty: the forms match in the case in which they are written. ``fold``: also in lower case throughout and with
    a capital at the head, for bodies that some organs write small.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from pipeline.lexicon.data import data_folder

COLUMNS = ["id", "label", "name", "short", "other", "iso3", "case"]
LABELS = frozenset({"ORG", "GPE", "LOC", "INSTRUMENT", "EVENT", "OPERATION", "OFFICE", "PERSON"})
CASES = frozenset({"", "fold"})
WORD = re.compile(r"\w+")
NOTE = re.compile(r"\d{1,3}(?!\w)")
OLDER = re.compile(r"\b([Cc]o|[Pp]eace)(ordinat|operat|keeping|building)")
"""Words that documents before the end of the 1990s write with a hyphen ("Co-operation", "Peace-keeping")."""


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """One row: a thing that bears names."""

    id: str
    label: str
    forms: tuple[str, ...]
    iso3: str
    case: str

    @property
    def norm(self) -> str:
        """What the record's ``norm`` holds for this row."""
        return self.iso3 or self.id

    def written_forms(self) -> Iterable[str]:
        """Yield every form in every case in which it matches, with the straight apostrophe."""
        for form in self.forms:
            plain = form.replace("\u2019", "'")
            yield plain
            older = OLDER.sub(lambda found: found[0][: found.end(1) - found.start()] + "-" + found[2], plain)
            if older != plain:
                yield older
            if self.case == "fold":
                lower = plain.lower()
                yield from {lower, lower[:1].upper() + lower[1:]} - {plain}


def ends_word(text: str, end: int) -> bool:
    """Tell whether a name that ends at ``end`` ends with a word: a note's mark may hang on it ("the Child4")."""
    after = text[end : end + 1]
    if not after.isalnum():
        return not text.startswith("-wide", end)  # "system-wide" is one word
    return after.isdigit() and text[end - 1].islower() and NOTE.match(text, end) is not None


class NameIndex:
    """All forms in one sorted list: the longest name at a place is found by bisection.

    Of the forms that begin a text, the longest is the last one not greater than the text, or one of that one's own
    prefixes; so every form knows the longest other form that begins it. Nothing is compiled, so the index is ready in
    some milliseconds, and a look-up costs one bisection however many names begin with "United Nations".
    """

    def __init__(self, rows: Iterable[GazetteerRow]) -> None:
        pairs = sorted({form: row for row in rows for form in row.written_forms() if form}.items())
        self.forms = [form for form, _ in pairs]
        self.rows = [row for _, row in pairs]
        self.longest_form = max(map(len, self.forms), default=0)
        self.first_words = {found[0] for found in map(WORD.match, self.forms) if found}
        self.parents: list[int] = []
        open_forms: list[int] = []
        for i, form in enumerate(self.forms):
            while open_forms and not form.startswith(self.forms[open_forms[-1]]):
                open_forms.pop()
            self.parents.append(open_forms[-1] if open_forms else -1)
            open_forms.append(i)

    def longest(self, text: str, start: int) -> tuple[int, GazetteerRow] | None:
        """Return the end and the row of the longest name at ``start``, where a word ends with it, else None."""
        ahead = text[start : start + self.longest_form]
        i = bisect_right(self.forms, ahead) - 1
        while i >= 0:
            form = self.forms[i]
            if ahead.startswith(form):
                end = start + len(form)
                if ends_word(text, end):
                    return end, self.rows[i]
            i = self.parents[i]
        return None

    def anchors(self) -> list[str]:
        """Return the opening words of the forms that do not open with a capital, nor with a figure before one."""
        lower = [form for form in self.forms if not re.match(r"\d[\w-]* [A-Z]|[^\W\d_]", form) or form[0].islower()]
        return sorted({" ".join(form.split(" ")[:2]) for form in lower})


def read_rows(path: Path) -> list[GazetteerRow]:
    """Return the rows of one gazetteer file."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
        for number, line in enumerate(lines, 2):
            if len(line) != len(COLUMNS):
                fields = f"{len(line)} fields, not {len(COLUMNS)} ({', '.join(COLUMNS)})"
                raise ValueError(f"{path}, line {number}: {fields}; `clausewise lexicon check` lists all such rows")
        return [
            GazetteerRow(id_, label, tuple(form for form in (name, short, *other.split("|")) if form), iso3, case)
            for id_, label, name, short, other, iso3, case in lines
        ]


def gazetteer_files() -> list[Path]:
    """Return the gazetteer files of this installation, in order."""
    return sorted((data_folder("configs") / "gazetteers").glob("*.csv"))


@cache
def load_gazetteers() -> NameIndex:
    """Return the index over all gazetteers of this installation."""
    return NameIndex(row for path in gazetteer_files() for row in read_rows(path))


def check_file(path: Path) -> list[str]:
    """Return what is wrong with the shape of one gazetteer file, one sentence a problem."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file)) or [[]]
    if header != COLUMNS:
        return [f"{path.name}: the header is {header}, not {COLUMNS}"]
    problems = [
        f"{path.name} line {n}: {len(line)} fields, not {len(COLUMNS)}"
        for n, line in enumerate(lines, 2)
        if len(line) != len(COLUMNS)
    ]
    if problems:
        return problems
    for n, line in enumerate(lines, 2):
        id_, label, name, _, _, iso3, case = line
        where = f"{path.name} line {n} ({id_})"
        tests = [
            (bool(re.fullmatch(r"[A-Za-z]+:[a-z0-9-]+", id_)), "the id is not of the form kind:name"),
            (label in LABELS, f"unknown label {label!r}"),
            (bool(name), "no name"),
            (case in CASES, f"unknown case rule {case!r}"),
            (not iso3 or (label == "GPE" and bool(re.fullmatch(r"[A-Z]{3}", iso3))), f"bad ISO code {iso3!r}"),
            (not any(field != field.strip() for field in line), "a field with white space at its ends"),
            ("" not in line[4].split("|") or not line[4], "an empty form between two bars"),
        ]
        problems += [f"{where}: {problem}" for right, problem in tests if not right]
    ids = [line[0] for line in lines]
    problems += [f"{path.name}: {b} stands after {a}" for a, b in pairwise(ids) if b < a]
    return problems


def check_gazetteers(files: Iterable[Path] | None = None) -> list[str]:
    """Return every problem of the gazetteers, one sentence each; none when all is well.

    Checked are the header and the fields, unique ids over all files, order by id, well-formed ISO codes, and that no
    form is claimed by two rows.
    """
    paths = list(files) if files is not None else gazetteer_files()
    problems = [problem for path in paths for problem in check_file(path)]
    if problems:
        return problems
    owners: dict[str, str] = {}
    seen: set[str] = set()
    for path in paths:
        for row in read_rows(path):
            if row.id in seen:
                problems.append(f"{path.name}: the id {row.id} stands twice")
            seen.add(row.id)
            for form in row.written_forms():
                owner = owners.setdefault(form, row.id)
                if owner != row.id:
                    problems.append(f"{path.name}: {form!r} is claimed by {owner} and by {row.id}")
    return problems
