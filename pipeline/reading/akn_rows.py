"""The official paragraphs of a resolution in Akoma Ntoso for the United Nations, as plain rows.

Akoma Ntoso (OASIS LegalDocML) marks what the drafters meant: the formula, each paragraph of the preamble, each
paragraph of the body with its number, lists, notes, references, italics. A row is one of these, with its text as it is
read: white space folded, notes taken out and kept with the place of their mark. Elements that are not known and hold
text become rows of their own kind, so that no text is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.reading.limits import Clock
from pipeline.reading.safe_xml import attribute, child, local
from pipeline.reading.writer import PRINTED, WHITE

ITALIC = frozenset({"italic", "underline"})
"""Classes of a span that set what the drafters stress: italics, and in documents up to 2001 underlining."""

UNSEEN = frozenset({"meta", "img", "documentRef", "remark"})
DIVIDED = frozenset({"paragraph", "point", "item", "indent"})
HEADINGS = frozenset({"heading", "subheading", "crossHeading"})
TEXTUAL = frozenset({"p", "docTitle", "listIntroduction", "listWrapUp", "block", "longTitle"})
WRAPPINGS = frozenset({"p", "content", "intro"})
PARTS = {"coverPage": "masthead", "preface": "title", "preamble": "preambular", "conclusions": "closing"}
HEADING_CLASS = re.compile(r"C?H(?:\d+|Ch)G?|.*(?:heading|title).*", re.IGNORECASE)
"""Styles of headings in the templates of the United Nations (H1, H23, HCh; those of Geneva end in G)."""


@dataclass(frozen=True, slots=True)
class AknNote:
    """A note: its marker, the offset of its mark in the text of the paragraph, its own text."""

    marker: str
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class AknParagraph:
    """One official paragraph.

    Parameters
    ----------
    kind
        ``masthead``, ``title``, ``enacting``, ``preambular``, ``operative``, ``subparagraph``, ``heading``, ``annex``,
        ``table``, ``closing`` or ``other``.
    number
        As printed ("1.", "(a)"), or an empty string.
    level
        0, and 1 for what stands in a list, 2 for a list in that.
    text
        Folded and without its notes and number.
    italic, bold
        Stretches of the text.
    refs
        Stretches of the text with the address that they refer to.
    notes
        Notes, by the place of their marks.
    parent
        Number of the paragraph that a sub-paragraph stands in.
    annex
        Whether it stands in an annex.
    name
        What the official markup calls it: the phrase that opens a paragraph of the preamble.
    element
        The element that holds it, with its line in the file.
    """

    kind: str
    number: str = ""
    level: int = 0
    text: str = ""
    italic: tuple[tuple[int, int], ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    refs: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[AknNote, ...] = ()
    parent: str = ""
    annex: bool = False
    name: str = ""
    element: str = ""


@dataclass(slots=True)
class _Context:
    """What stands around an element."""

    kind: str = "other"
    level: int = 0
    parent: str = ""
    annex: bool = False
    name: str = ""


@dataclass(slots=True)
class _Text:
    """Text under construction, white space folded."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False
    italic: list[tuple[int, int]] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    refs: list[tuple[int, int, str]] = field(default_factory=list)
    notes: list[AknNote] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add text."""
        folded = WHITE.sub(" ", text.translate(PRINTED))
        if folded[:1] == " ":
            self.space = self.space or self.length > 0
            folded = folded[1:]
        if not folded:
            return
        if self.space:
            self.parts.append(" ")
            self.length += 1
        self.space = folded[-1] == " "
        folded = folded.rstrip(" ")
        self.parts.append(folded)
        self.length += len(folded)


def rows(root: Any, clock: Clock) -> Iterator[AknParagraph]:
    """Yield the paragraphs of a document in order.

    Parameters
    ----------
    root
        The root element, ``akomaNtoso``.
    clock
        Ends what takes too long.
    """
    for element in root:
        yield from _block(element, _Context(), clock)


def _block(element: Any, around: _Context, clock: Clock) -> Iterator[AknParagraph]:
    """Yield the rows of one element."""
    clock.check()
    name = local(element)
    if not name or name in UNSEEN:
        return
    if name in DIVIDED:
        yield from _divided(element, around, clock)
    elif name in HEADINGS or name == "table":
        kind = "table" if name == "table" else _kind_of_heading(element)
        yield from _row(element, replace(around, kind=kind, level=0, parent=""), clock)
    elif name in TEXTUAL:
        yield from _row(element, around, clock)
    else:
        yield from _inside(element, _context(name, element, around), clock)


def _kind_of_heading(element: Any) -> str:
    """Return what a heading is: the preamble of a part is marked as headings that refer to "#preamble" (AKN4UN)."""
    return "preambular" if attribute(element, "refersTo") == "#preamble" else "heading"


def _context(name: str, element: Any, around: _Context) -> _Context:
    """Return what stands around the content of an element that holds paragraphs."""
    if name in ("attachment", "annex"):
        return _Context("annex", annex=True)
    if name == "mainBody":
        return _Context("annex" if around.annex else "operative", annex=around.annex)
    if name == "formula":
        return replace(around, kind="enacting")
    if name == "container":
        return replace(around, name=attribute(element, "name") or "")
    return _Context(PARTS[name], annex=around.annex) if name in PARTS else around


def _inside(element: Any, around: _Context, clock: Clock) -> Iterator[AknParagraph]:
    """Yield the rows of what stands in an element, and its number and stray text as rows of their own."""
    number = child(element, "num")
    if number is not None:
        yield from _row(number, replace(around, kind="heading", level=0, parent=""), clock)
    if (element.text or "").strip():
        yield from _stray(element.text, around)
    for part in element:
        if local(part) != "num":
            yield from _block(part, around, clock)
        if (part.tail or "").strip():
            yield from _stray(part.tail, around)


def _stray(text: str, around: _Context) -> Iterator[AknParagraph]:
    """Yield text that stands where the schema wants elements."""
    yield AknParagraph(around.kind, level=around.level, text=WHITE.sub(" ", text).strip(), annex=around.annex)


def _divided(element: Any, around: _Context, clock: Clock) -> Iterator[AknParagraph]:
    """Yield a paragraph or a point of a list: its own text under its number, then what it is divided into."""
    listed = local(element) != "paragraph" or around.level > 0
    level = around.level + 1 if listed else 0
    kind = "subparagraph" if listed else around.kind
    number = child(element, "num")
    label = WHITE.sub(" ", "".join(number.itertext())).strip() if number is not None else ""
    here = replace(around, kind=kind, level=level, parent=around.parent if listed else "", name="")
    below = replace(here, level=level if listed else 0, parent=label)
    if not listed and HEADING_CLASS.fullmatch(attribute(element, "class") or ""):
        here = replace(here, kind="heading")
    for part in element:
        name = local(part)
        if name == "num" or not name:
            continue
        if name in ("list", "sublist", "blockList"):
            yield from _list(part, here, below, label, clock)
            label = ""
            continue
        for row in _block(part, here, clock):
            first = label and row.kind in (here.kind, "table")
            yield replace(row, number=label) if first else row
            label = "" if first else label
    if label:
        yield AknParagraph(here.kind, label, level, annex=around.annex, parent=here.parent)


def _list(element: Any, here: _Context, below: _Context, label: str, clock: Clock) -> Iterator[AknParagraph]:
    """Yield a list: its opening words belong to the paragraph that it divides."""
    for part in element:
        name = local(part)
        if name in ("intro", "listIntroduction"):
            rows_of = _block(part, here, clock) if name == "intro" else _row(part, here, clock)
            for row in rows_of:
                yield replace(row, number=label)
                label = ""
        elif name in ("list", "sublist", "blockList"):
            yield from _list(part, here, replace(below, level=below.level + 1), "", clock)
        elif name in DIVIDED:
            yield from (
                _block(part, replace(below, level=max(below.level, 0)), clock)
                if name != "paragraph"
                else (_divided(part, below, clock))
            )
        elif name:
            yield from _block(part, here, clock)


def _row(element: Any, around: _Context, clock: Clock) -> Iterator[AknParagraph]:
    """Yield the text of an element as one row, if it has any."""
    text = _Text()
    _inline(element, text, clock)
    whole = "".join(text.parts)
    if whole or text.notes:
        yield AknParagraph(
            around.kind,
            "",
            around.level,
            whole,
            tuple(_joined(text.italic, whole)),
            tuple(_joined(text.bold, whole)),
            tuple(text.refs),
            tuple(text.notes),
            around.parent,
            around.annex,
            around.name,
            _called(element),
        )


def _called(element: Any) -> str:
    """Return how a person finds an element in the file: the nearest one with an id that is no mere wrapping."""
    found = element
    while found is not None and (local(found) in WRAPPINGS or not attribute(found, "eId")):
        found = found.getparent()
    found = element if found is None else found
    name = attribute(found, "eId")
    return f"<{local(found)}{f' eId={name}' if name else ''}>, line {element.sourceline} of the file"


def _inline(element: Any, text: _Text, clock: Clock) -> None:
    """Add what stands in an element."""
    text.add(element.text or "")
    for part in element:
        name = local(part)
        if name == "authorialNote":
            text.notes.append(AknNote(attribute(part, "marker") or "", text.length, _note(part, clock)))
        elif name and name not in UNSEEN:
            if name in ("eol", "br", "p", "td", "th", "tr"):
                text.add(" ")
            before = text.length
            _inline(part, text, clock)
            _dress(part, name, before, text)
            if name in ("p", "td", "th", "tr"):
                text.add(" ")
        text.add(part.tail or "")


def _dress(part: Any, name: str, before: int, text: _Text) -> None:
    """Remember what an inline element says about its text."""
    start = before
    whole = "".join(text.parts)[before : text.length] if text.length > before else ""
    start += len(whole) - len(whole.lstrip())
    if not whole.strip():
        return
    classes = set((attribute(part, "class") or "").split())
    if classes & ITALIC or name in ("i", "u"):
        text.italic.append((start, text.length))
    if "bold" in classes or name == "b":
        text.bold.append((start, text.length))
    target = attribute(part, "href")
    if name in ("a", "ref", "rref", "mref") and target:
        text.refs.append((start, text.length, target))


def _note(element: Any, clock: Clock) -> str:
    """Return the text of a note."""
    text = _Text()
    _inline(element, text, clock)
    return "".join(text.parts)


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join stretches between which only white space stands."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
