"""A text with spans in it as HTML, whatever the spans do: stand side by side, nest, or overlap.

Elements of HTML nest, spans of a record may cross. Where two cross, the inner one is closed and opened again, so every
character stands inside exactly the elements whose spans hold it, and the characters of the page are those of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

DEEPEST = 24
"""Most elements open at once; browsers flatten what nests some hundreds deep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """Half-open offsets in code points, and the element that stands around them.

    The tag and the names of attributes are trusted, their values are escaped.
    ``href`` makes the element a link, where it does not already stand in one.
    """

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMark:
    """Something that stands at a place of the text without being part of it, such as the mark of a note."""

    offset: int
    html: Markup


def fits(span: TextSpan, text: str) -> bool:
    """Tell whether a span holds at least one character of the text, and nothing outside of it."""
    return 0 <= span.start < span.end <= len(text)


def marked_text(text: str, spans: Sequence[TextSpan], marks: Sequence[TextMark] = ()) -> Markup:
    """Return ``text`` escaped, with elements around spans and with marks.

    Parameters
    ----------
    text
        The text.
    spans
        In any order; of two with the same offsets the first stands outside. Those that do not fit into the text, or
        that would nest deeper than :data:`DEEPEST`, are left out.
    marks
        In the order in which those at one place appear; an offset outside of the text counts as its nearest end.
    """
    return Markup("").join(_Writer(text, spans, marks).pieces())


class _Writer:
    """Walks over the places where something opens, closes or is put."""

    def __init__(self, text: str, spans: Sequence[TextSpan], marks: Sequence[TextMark]) -> None:
        self._text = text
        self._spans = sorted((span for span in spans if fits(span, text)), key=lambda span: (span.start, -span.end))
        self._marks: dict[int, list[Markup]] = {}
        for mark in marks:
            self._marks.setdefault(min(max(mark.offset, 0), len(text)), []).append(mark.html)
        self._open: list[TextSpan] = []

    def pieces(self) -> Iterator[Markup]:
        """Yield the HTML, piece by piece."""
        edges = {place for span in self._spans for place in (span.start, span.end)}
        places = sorted({0, len(self._text)} | edges | set(self._marks))
        waiting = self._spans[::-1]
        for at, place in enumerate(places):
            yield from self._close(place)
            yield from self._marks.get(place, ())
            while waiting and waiting[-1].start == place:
                span = waiting.pop()
                if len(self._open) < DEEPEST:
                    yield self._opened(span, again=False)
            yield escape(self._text[place : places[at + 1]] if at + 1 < len(places) else "")

    def _close(self, place: int) -> Iterator[Markup]:
        """Close what ends here, and open again what had to be closed with it."""
        depth = next((i for i, span in enumerate(self._open) if span.end == place), None)
        if depth is None:
            return
        closed, self._open = self._open[depth:], self._open[:depth]
        for span in reversed(closed):
            yield Markup("</a>" if self._linked(span, closed) else f"</{span.tag}>")
        for span in closed:
            if span.end > place:
                yield self._opened(span, again=True)

    def _linked(self, span: TextSpan, closed: Sequence[TextSpan]) -> bool:
        """Tell whether an element became a link when it opened: it has an address and no link stood around it."""
        around = [*self._open, *closed]
        return next((one for one in around if one.href), None) is span

    def _opened(self, span: TextSpan, *, again: bool) -> Markup:
        linked = span.href is not None and not any(one.href for one in self._open)
        self._open.append(span)
        attributes = dict(span.attributes)
        if again:
            attributes["data-continued"] = "true"
        if linked and span.href:
            attributes["href"] = span.href
        # Markup.format would do the same five times slower, and this is where a page is made
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return Markup(f"<{'a' if linked else span.tag}{written}>")
