"""Lists that the official markup leaves flat: "(a)" as a paragraph of its own, its label in the number or in the text.

Sub-paragraphs of United Nations documents are lettered (a), (b), those below them (i), (ii) (United Nations Editorial
Manual, "Numbering"). "(i)" is a letter where "(h)" stands before it on the same level, and a numeral elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.reading.akn_rows import AknParagraph

LABEL = re.compile(r"(\(?(?:[a-z]{1,2}|[ivxl]{1,6}|\d{1,2})\)|[–—•−-])(?:\s+|$)")
ROMAN = re.compile(r"[ivxl]+")

HEADING_LENGTH = 160
"""Letters up to which a line without an end mark is a heading."""


def with_lists(rows: Iterable[AknParagraph]) -> Iterator[AknParagraph]:
    """Yield the rows with flat lists made sub-paragraphs of the paragraph before them.

    Parameters
    ----------
    rows
        Rows in the order of the document.
    """
    open_labels: list[str] = []
    parent = ""
    for row in rows:
        if row.kind == "subparagraph":
            open_labels[row.level - 1 :] = [row.number]
        elif row.kind == "operative":
            found = row if LABEL.fullmatch(row.number) else _labelled(row)
            if found and parent:
                level = _level(found.number.strip("()"), open_labels)
                open_labels[level - 1 :] = [found.number]
                row = replace(found, kind="subparagraph", level=level, parent=parent)
            elif row.number or not open_labels:
                open_labels, parent = [], row.number or parent
            row = _without_act(row, bool(parent))
        yield row


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
        if _follows(open_labels[level - 1].strip("()"), label):
            return level
    kinds = [_form(one.strip("()")) for one in open_labels]
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
