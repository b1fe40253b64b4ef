"""How letters look in a Word file: styles, and what a run says itself.

Italic, bold, hidden and the rest are toggle properties (ECMA-376 part 1, section 17.7.3): set in a paragraph style and
again in a character style they cancel each other; a run's own setting wins over both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.reading.safe_xml import attribute, child, children, local

TOGGLES = {"i": "italic", "b": "bold", "vanish": "hidden", "u": "italic"}
"""Underlining is how typewriters set what print sets in italics; documents of the United Nations had it up to 2001."""

DEEPEST = 20
"""Styles upon styles that are followed: more is a circle."""


@dataclass(slots=True)
class Style:
    """A style: what it sets, the numbering that it brings, and the style that it builds on."""

    looks: dict[str, bool] = field(default_factory=dict)
    raised: bool | None = None
    numbering: tuple[str, int] | None = None
    based_on: str | None = None


@dataclass(frozen=True, slots=True)
class Looks:
    """How a run looks."""

    kinds: tuple[str, ...]
    hidden: bool = False
    raised: bool = False


class Styles:
    """The styles of a document.

    Parameters
    ----------
    root
        The root of ``styles.xml``, or None where there is none.
    """

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        for element in children(root, "style"):
            name = attribute(element, "styleId") or ""
            self._styles[name] = _style(element)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
                self.default = name
        self._known: dict[str | None, Style] = {}

    def style(self, name: str | None) -> Style:
        """Return a style with all that it builds on."""
        if name not in self._known:
            merged = Style()
            at, depth = name, 0
            while at in self._styles and depth < DEEPEST:
                style = self._styles[at or ""]
                merged.looks = {**style.looks, **merged.looks}
                merged.raised = style.raised if merged.raised is None else merged.raised
                merged.numbering = merged.numbering or style.numbering
                at, depth = style.based_on, depth + 1
            self._known[name] = merged
        return self._known[name]

    def looks(self, paragraph: str | None, properties: Any | None, linked: bool = False) -> Looks:
        """Return how a run looks.

        Parameters
        ----------
        paragraph
            The style of its paragraph.
        properties
            The ``rPr`` of the run, or None.
        linked
            Whether the run is the text of a link, which is underlined as such.
        """
        own, raised, character = run_properties(properties)
        upper, lower = self.style(paragraph), self.style(character)
        shown = []
        hidden = False
        for toggle, kind in TOGGLES.items():
            if toggle == "u" and (linked or lower.looks.get("u")):
                continue
            on = own.get(toggle, upper.looks.get(toggle, False) != lower.looks.get(toggle, False))
            hidden = hidden or (on and kind == "hidden")
            if on and kind != "hidden" and kind not in shown:
                shown.append(kind)
        up = raised if raised is not None else lower.raised if lower.raised is not None else bool(upper.raised)
        return Looks(tuple(shown), hidden, up)


def run_properties(properties: Any | None) -> tuple[dict[str, bool], bool | None, str | None]:
    """Return what an ``rPr`` sets: toggles, whether raised, and the character style."""
    toggles: dict[str, bool] = {}
    raised: bool | None = None
    style: str | None = None
    for element in children(properties):
        name = local(element)
        if name in TOGGLES:
            toggles[name] = attribute(element, "val") not in ("0", "false", "off", "none")
        elif name == "vertAlign":
            raised = attribute(element, "val") == "superscript"
        elif name == "rStyle":
            style = attribute(element, "val")
    return toggles, raised, style


def numbering_of(properties: Any | None) -> tuple[str, int] | None:
    """Return the numbering that a ``pPr`` asks for: the id of the list and the level; -1 where it names no level."""
    asked = child(properties, "numPr")
    if asked is None:
        return None
    values = {local(part): attribute(part, "val") or "" for part in asked}
    level = values.get("ilvl", "")
    return values.get("numId", ""), int(level) if level.isdecimal() and len(level) < 3 else -1


def _style(element: Any) -> Style:
    """Read one ``style``."""
    style = Style()
    for part in element:
        name = local(part)
        if name == "basedOn":
            style.based_on = attribute(part, "val")
        elif name == "rPr":
            style.looks, style.raised, _ = run_properties(part)
        elif name == "pPr":
            style.numbering = numbering_of(part)
    return style
