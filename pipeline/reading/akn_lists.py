"""Lists that the official markup leaves flat: "(a)" as a paragraph of its own, its label in the number or in the text.

Sub-paragraphs of United Nations documents are lettered (a), (b), those below them (i), (ii) (United Nations Editorial
Manual, "Numbering"). "(i)" is a letter where "(h)" stands before it on the same level, and a numeral elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.reading.akn_rows import AknParagraph

LABEL = re.compile(r"(\(?(?:[a-z]{1,2}|[ivxl]{1,6}|\d{1,2})\)|[–—•−-])(?:\s+|$)")
LETTER = re.compile(r"[A-Za-z]\.")
ROMAN = re.compile(r"[ivxl]+")

PARAGRAPHS = frozenset({"operative", "annex"})
"""Kinds of paragraphs below which lists stand."""

HEADING_LENGTH = 160
"""Letters up to which a line without an end mark is a heading."""


def with_lists(rows: Iterable[AknParagraph]) -> Iterator[AknParagraph]:
    """Yield the rows with flat lists made sub-paragraphs of the paragraph before them.

    Parameters
    ----------
    rows
        Rows in the order of the document.
    """
    lists = _Lists()
    for row in rows:
        if row.kind == "subparagraph":
            yield lists.take_point(row)
        elif row.kind in PARAGRAPHS:
            yield lists.take_paragraph(row)
        else:
            if row.kind == "heading":
                lists.labels = []
            yield row


@dataclass(slots=True)
class _Lists:
    """The lists that are open where the walk through the rows stands."""

    labels: list[str] = field(default_factory=list)  # the last label of each open level
    parent: str = ""
    held: bool = False  # a paragraph stands above, on which a list can hang
    numbered: bool = False
    annex: bool = False
    below: int = 0  # the level of the flat point whose own list the markup divides

    def take_point(self, row: AknParagraph) -> AknParagraph:
        """Take a point that the markup marks as one."""
        row = replace(row, level=row.level + self.below)
        self.labels[row.level - 1 :] = [row.number]
        return row

    def take_paragraph(self, row: AknParagraph) -> AknParagraph:
        """Take a paragraph, which is a point where its label says so."""
        if row.annex != self.annex:
            self.labels, self.parent, self.held, self.annex = [], "", False, row.annex
        found = _point(row, self.labels)
        if found and self.held:
            self.below = _level(_sign(found.number), self.labels)
            self.labels[self.below - 1 :] = [found.number]
            return replace(found, kind="subparagraph", level=self.below, parent=self.parent)
        self.below = 0
        self.numbered = self.numbered or bool(row.number and not found)
        if row.number or not self.labels:
            self.labels, self.parent = [], row.number or self.parent
        row = _without_act(row, self.numbered)
        self.held = self.held or (row.kind in PARAGRAPHS and not found)
        return row


def _point(row: AknParagraph, open_labels: list[str]) -> AknParagraph | None:
    """Return a paragraph that is a point of a list: it has a label, or a letter that goes on with an open list."""
    if LABEL.fullmatch(row.number):
        return row
    if LETTER.fullmatch(row.number):
        follows = any(LETTER.fullmatch(one) and _follows(_sign(one), _sign(row.number)) for one in open_labels)
        return row if follows else None
    return _labelled(row)


def _sign(label: str) -> str:
    """Return a label without its brackets and full stop."""
    return label.strip("().")


def _without_act(row: AknParagraph, numbered: bool) -> AknParagraph:
    """Return what stands among the paragraphs of the body and is none of them as what it is.

    A paragraph of the body has a number or opens with its act in italics; other lines are headings, or text that goes
    on with the paragraph above ("other").
    """
    if row.kind != "operative":
        return row
    if not row.text:
        return replace(row, kind="heading", text=row.number, number="")
    if row.number or (row.italic and row.italic[0][0] <= 1) or not numbered:
        return row
    short = len(row.text) <= HEADING_LENGTH and row.text[-1] not in ",;:."
    return replace(row, kind="heading" if short else "other")


def _labelled(row: AknParagraph) -> AknParagraph | None:
    """Return a paragraph that begins with a label with the label as its number."""
    found = None if row.number else LABEL.match(row.text)
    if not found or found.end() == len(row.text):
        return None
    gone = found.end()
    return replace(
        row,
        number=found[1],
        text=row.text[gone:],
        italic=tuple((max(0, a - gone), b - gone) for a, b in row.italic if b > gone),
        bold=tuple((max(0, a - gone), b - gone) for a, b in row.bold if b > gone),
        refs=tuple((max(0, a - gone), b - gone, href) for a, b, href in row.refs if b > gone),
        notes=tuple(replace(note, position=max(0, note.position - gone)) for note in row.notes),
    )


def _level(label: str, open_labels: list[str]) -> int:
    """Return the level of a label below the open ones: it goes on with one of them, or opens a level."""
    for level in range(len(open_labels), 0, -1):
        if _follows(_sign(open_labels[level - 1]), label):
            return level
    kinds = [_form(_sign(one)) for one in open_labels]
    form = "roman" if label == "i" else _form(label)
    return kinds.index(form) + 1 if form in kinds and form != "roman" else len(open_labels) + 1


def _form(label: str) -> str:
    """Return what a label is made of."""
    if label.isdigit():
        return "digit"
    return "letter" if label.isalpha() and len(set(label)) == 1 else "roman" if ROMAN.fullmatch(label) else "dash"


def _follows(before: str, label: str) -> bool:
    """Tell whether a label comes next after another: b after a, aa after z, iv after iii, a dash after a dash."""
    if not before[:1].isalnum() or not label.isalnum():
        return before == label
    if before.isdigit() and label.isdigit():
        return int(label) == int(before) + 1
    if ROMAN.fullmatch(before) and ROMAN.fullmatch(label) and _value(label) == _value(before) + 1:
        return True
    if before == "z":
        return label == "aa"
    return len(before) == len(label) and ord(label[0]) == ord(before[0]) + 1


def _value(roman: str) -> int:
    """Return the value of a small roman numeral."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[sign] for sign in roman]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
