"""The style sheet of the reading page: the rows of the display lexicon as CSS, and the sheets written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.lexicon.display import Display, DisplayRow

PAGE = Path(__file__).resolve().parent / "page"
SHEETS = ("reading.css", "charts.css")


def page_css(display: Display) -> str:
    """Return one style sheet for reading views and charts; it loads nothing."""
    return "\n".join([display_css(display), *((PAGE / name).read_text(encoding="utf-8") for name in SHEETS)])


def display_css(display: Display) -> str:
    """Return the colours of the paper and of the labels as custom properties, and the class of each label.

    The classes are ``entity-ORG`` …, ``date-DATE``, ``act-recall`` and ``function-recall`` …, and ``force-1`` …; each
    sets ``--hue`` and ``--line``, the style of its underline.
    """
    rules = [f":root {{ --paper: light-dark({display.paper_light}, {display.paper_dark}); }}"]
    groups: tuple[tuple[tuple[str, ...], Mapping[str, DisplayRow]], ...] = (
        (("entity",), display.entities),
        (("date",), display.dates),
        (("act", "function"), display.functions),
        (("force",), display.forces),
    )
    for names, rows in groups:
        for row in rows.values():
            classes = ", ".join(f".{name}-{row.id}" for name in names)
            rules.append(f"{classes} {{ --hue: light-dark({row.light}, {row.dark}); --line: {row.line}; }}")
    return "\n".join(rules) + "\n"
