"""Walks the content of a part of a Word file: paragraphs, runs, fields, links, tables, changes, text boxes.

Written for the elements of ECMA-376 part 1, section 17; those that it does not know and that may hold text are gone
into, so that a text in a new kind of box is read and not lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.reading.docx_numbering import Numbering
from pipeline.reading.docx_styles import Looks, Styles, numbering_of
from pipeline.reading.limits import Clock
from pipeline.reading.safe_xml import attribute, child, children, local
from pipeline.reading.writer import SourceWriter

DEEPEST = 250
"""Elements within elements that are gone into; libxml2 refuses to parse more than 256."""

UNSEEN = frozenset(
    {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rPrChange", "pPrChange"}
    | {"instrText", "delInstrText", "fldData", "proofErr", "annotationRef", "commentReference", "softHyphen"}
    | {"bookmarkStart", "bookmarkEnd", "separator", "continuationSeparator", "lastRenderedPageBreak", "docPr"}
)
"""Elements whose content no reader sees."""

SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
BREAKS = frozenset({"br", "cr"})
REMOVED = {"final": frozenset({"del", "moveFrom"}), "original": frozenset({"ins", "moveTo"})}
"""What tracked changes take away, by which text is read."""


@dataclass(slots=True)
class Shared:
    """What all parts of one document share."""

    styles: Styles
    numbering: Numbering
    clock: Clock
    changes: str
    note: Callable[[str, Any], str | None]
    """Gives the printed mark of a note that is referred to: its kind and the reference; None where its mark is text."""
    own_mark: str | None = None
    """Inside a note: its printed mark."""
    lead: str = ""
    """Mark of a note that does not print it itself: the number of its first paragraph."""


@dataclass(slots=True)
class _State:
    """Where the walk stands."""

    style: str | None = None
    link: str = ""
    fields: list[bool] = field(default_factory=list)
    """Open fields; true while their instruction, which is not printed, goes on."""
    custom: str = ""
    """Key of a note whose mark is the text that follows in the same run."""
    boxes: list[Any] = field(default_factory=list)


class Walker:
    """Writes the content of one part.

    Parameters
    ----------
    writer
        Where to write.
    shared
        Styles, numbering and the rest.
    links
        Targets of the links of this part, by id.
    """

    def __init__(self, writer: SourceWriter, shared: Shared, links: dict[str, tuple[str, str]]) -> None:
        self._writer = writer
        self._shared = shared
        self._links = links
        self._joined = False
        self._boxes = 0
        self._tables = False

    def blocks(self, container: Any, depth: int = 0) -> None:
        """Write the paragraphs of a container: a body, a cell, a box, a note."""
        for element in container:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif self._removed(name, element) or name in UNSEEN or depth > DEEPEST:
                continue
            elif name == "AlternateContent":
                self.blocks(_alternative(element), depth + 1)
            elif name == "tbl" and not self._tables:
                self._table(element, depth)
            elif name:
                self.blocks(element, depth + 1)

    def _table(self, element: Any, depth: int) -> None:
        """Write a table that stands in no other, and mark it: its cells are no paragraphs of the text."""
        self._tables = True
        start = self._writer.paragraph()
        self.blocks(element, depth + 1)
        self._writer.mark("table", start, self._writer.length)
        self._tables = False

    def _removed(self, name: str, element: Any) -> bool:
        """Tell whether tracked changes take an element away; a removed row says so in its properties."""
        gone = REMOVED[self._shared.changes]
        if name != "tr":
            return name in gone
        return any(local(change) in gone for part in element if local(part) == "trPr" for change in part)

    def _paragraph(self, element: Any) -> None:
        """Write one paragraph."""
        self._shared.clock.check()
        properties = child(element, "pPr")
        state = _State(self._shared.styles.default)
        joins = False
        for part in children(properties):
            name = local(part)
            if name == "pStyle":
                state.style = attribute(part, "val")
            elif name == "rPr":
                joins = any(local(change) in REMOVED[self._shared.changes] for change in part)
        label = self._shared.lead or self._shared.numbering.label(state.style, numbering_of(properties))
        self._shared.lead = ""
        if not self._joined:
            self._writer.paragraph(label)
        self._inline(element, state, 0)
        self._joined = joins
        if state.boxes and self._boxes < 3:
            self._boxes += 1
            for box in state.boxes:
                self._joined = False
                self.blocks(box)
            self._boxes -= 1
            self._joined = False

    def _inline(self, container: Any, state: _State, depth: int) -> None:
        """Write what stands in a paragraph."""
        for element in container:
            name = local(element)
            if name == "r":
                self._run(element, state)
            elif not name or name in UNSEEN or name in REMOVED[self._shared.changes] or depth > DEEPEST:
                continue
            elif name in ("hyperlink", "fldSimple"):
                self._link(element, state, depth)
            elif name == "txbxContent":
                state.boxes.append(element)
            elif name == "t":  # mathematics: its text has the same name in its own namespace
                self._writer.flow(element.text or "")
            else:
                self._inline(_alternative(element) if name == "AlternateContent" else element, state, depth + 1)

    def _link(self, element: Any, state: _State, depth: int) -> None:
        """Write the text of a link and mark it with its target."""
        key = attribute(element, "id")
        target = self._links.get(key or "", ("", ""))[1]
        if local(element) == "fldSimple":
            target = _target(attribute(element, "instr") or "")
        before, state.link = state.link, target or state.link
        self._inline(element, state, depth + 1)
        state.link = before

    def _run(self, run: Any, state: _State) -> None:
        """Write one run."""
        properties = child(run, "rPr")
        looks = self._shared.styles.looks(state.style, properties, bool(state.link))
        for element in run:
            name = local(element)
            if name == "fldChar":
                _field(attribute(element, "fldCharType"), state)
            elif name == "instrText" and state.fields:
                state.link = state.link or _target(element.text or "")
            elif looks.hidden or any(state.fields) or name in UNSEEN:
                continue
            else:
                self._piece(name, element, looks, state)
        state.custom = ""

    def _piece(self, name: str, element: Any, looks: Looks, state: _State) -> None:
        """Write one piece of a run."""
        writer = self._writer
        if name == "t" or (name == "delText" and self._shared.changes == "original"):
            self._text(element.text or "", looks, state)
        elif name in SIGNS:
            self._text(SIGNS[name], looks, state)
        elif name in BREAKS:
            writer.newline()
        elif name == "sym":
            self._text(_symbol(attribute(element, "char") or ""), looks, state)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name.removesuffix("Reference"), element, state)
        elif name in ("footnoteRef", "endnoteRef"):
            if self._shared.own_mark is not None:
                writer.mark("number", writer.flow(self._shared.own_mark), writer.length, self._shared.own_mark)
        elif name != "delText":
            self._inline([element], state, 0)

    def _text(self, text: str, looks: Looks, state: _State) -> None:
        """Write letters with how they look."""
        writer = self._writer
        kinds = (*looks.kinds, "superscript") if looks.raised and not state.custom else looks.kinds
        start = writer.flow(text, kinds)
        if state.custom:
            writer.mark("note-mark", start, writer.length, state.custom)
        if state.link:
            writer.mark("link", start, writer.length, state.link)

    def _note(self, kind: str, element: Any, state: _State) -> None:
        """Write the mark of a note, or remember that the text which follows is its mark."""
        mark = self._shared.note(kind, element)
        key = f"{kind}-{attribute(element, 'id')}"
        if mark is None:
            state.custom = key
            return
        self._writer.mark("note-mark", self._writer.flow(mark), self._writer.length, key)


def _field(kind: str | None, state: _State) -> None:
    """Follow the fields: what stands before their separator is an instruction, after it what is printed."""
    if kind == "begin" and len(state.fields) < DEEPEST:
        state.fields.append(True)
    elif kind == "separate" and state.fields:
        state.fields[-1] = False
    elif kind == "end" and state.fields:
        state.fields.pop()
        state.link = state.link if state.fields else ""


def _target(instruction: str) -> str:
    """Return the target of a field that is a link."""
    words = instruction.split()
    return words[1].strip('"') if len(words) > 1 and words[0].upper() == "HYPERLINK" and words[1][0] == '"' else ""


def _symbol(code: str) -> str:
    """Return a character given by its code in a symbol font; those of private use are bullets."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return "•" if 0xE000 <= value <= 0xF8FF else chr(value) if 0x20 <= value < 0xD800 else ""


def _alternative(element: Any) -> Any:
    """Return the first of several ways in which Word wrote the same thing that holds any text."""
    ways = children(element, "Choice", "Fallback")
    for way in ways:
        if any(local(part) == "t" for part in way.iter()):
            return way
    return ways[0] if ways else element
