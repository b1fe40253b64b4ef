"""Notes of a web page: raised or linked signs in the text, and the blocks that begin with the same sign.

A mark is a link inside the page whose text is a marker ("1", "[2]", "*"), or a raised marker; its note is the block
that holds the target of the link, or the later block that begins with the same raised marker. A link at the head of a
note that leads back to the text is no mark.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.reading.safe_xml import local

MARKER = re.compile(r"[\[(]?(\d{1,3}|\*{1,4}|[†‡§]|[a-z]|[ivx]{1,6})[\])]?")
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"}
    | {"li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "ul", "dir", "menu", "hgroup", "search", "legend", "frameset", "noframes"}
)
"""Elements that begin a line of their own (HTML Standard, section 15.3)."""


def text_of(element: Any) -> str:
    """Return the text of an element, folded."""
    return " ".join("".join(part for part in element.itertext() if isinstance(part, str)).split())


def find_html_notes(elements: list[Any]) -> tuple[dict[Any, str], dict[Any, str]]:
    """Return the marks of notes and the blocks that are notes, each by element, with the key of the note.

    Parameters
    ----------
    elements
        All elements of the page in order.
    """
    order = {element: index for index, element in enumerate(elements)}
    named = {element.get("id") or element.get("name"): element for element in reversed(elements)}
    marks: dict[Any, str] = {}
    notes: dict[Any, str] = {}
    raised: list[tuple[Any, str, bool]] = []
    for element in elements:
        name = local(element)
        if name == "a" and (element.get("href") or "").startswith("#"):
            target = named.get((element.get("href") or "")[1:])
            block = _block(target) if target is not None else None
            if block is None or order[block] < order[element] or not _is_marker(element) or _opens(element):
                continue
            notes.setdefault(block, f"n{len(notes) + 1}")
            marks[element] = notes[block]
        elif name == "sup" and _is_marker(element):
            raised.append((element, text_of(element), _opens(element)))
    _pair(raised, marks, notes)
    return marks, notes


def _pair(raised: list[tuple[Any, str, bool]], marks: dict[Any, str], notes: dict[Any, str]) -> None:
    """Pair raised signs in the text with later blocks that begin with the same sign, where no link did."""
    waiting: dict[str, list[Any]] = {}
    for element, sign, opens in raised:
        linked = any(part in marks for part in element.iter()) or element.getparent() in marks
        if linked:
            continue
        if not opens:
            waiting.setdefault(sign, []).append(element)
            continue
        block = _block(element)
        if block is None or block in notes or sign not in waiting:
            continue
        notes[block] = f"n{len(notes) + 1}"
        for mark in waiting.pop(sign):
            marks[mark] = notes[block]


def _is_marker(element: Any) -> bool:
    """Tell whether the text of an element is the marker of a note."""
    return MARKER.fullmatch(text_of(element)) is not None if len(element) < 5 else False


def _block(element: Any) -> Any | None:
    """Return the block that an element stands in, or is; None for the page itself."""
    while element is not None and local(element) not in BLOCKS:
        element = element.getparent()
    return element if element is not None and local(element) not in ("body", "html", "main") else None


def _opens(element: Any) -> bool:
    """Tell whether nothing is printed before an element in its block."""
    while element is not None and local(element) not in BLOCKS:
        before = element.getprevious()
        while before is not None:
            if text_of(before) if isinstance(before.tag, str) else False:
                return False
            if (before.tail or "").strip():
                return False
            before = before.getprevious()
        parent = element.getparent()
        if parent is not None and (parent.text or "").strip():
            return False
        element = parent
    return True
