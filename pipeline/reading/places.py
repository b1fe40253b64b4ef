"""Where a stretch of the source stands in its file: page and box, paragraph, element, or line and column.

A record leads to its source by offsets; a person wants to open the file and look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.reading.source import Place, SourceText

BREAK = re.compile(r"\r\n|[\n\r]")


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in a file; what its format does not know is None or empty.

    Parameters
    ----------
    start, end
        Offsets in the source text.
    page, box
        Page, counted from 1, and the box around the printed lines there, as in :class:`~pipeline.reading.Place`.
    lines
        How many printed lines of the page.
    paragraph, element
        As in :class:`~pipeline.reading.Place`.
    first, last
        Line and column of the first and the last character, counted from 1, in formats without paragraphs.
    """

    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    lines: int = 0
    paragraph: int | None = None
    element: str = ""
    first: tuple[int, int] | None = None
    last: tuple[int, int] | None = None


def locate(source: SourceText, spans: Iterable[tuple[int, int]]) -> list[Spot]:
    r"""Return where stretches of a source stand in its file, in order.

    Parameters
    ----------
    source
        The source text.
    spans
        Half-open offsets; a stretch over several pages or columns gives several places.

    Examples
    --------
    >>> [(spot.first, spot.last) for spot in locate(SourceText("a.txt", "The Council,\nRecalls"), [(13, 20)])]
    [((2, 1), (2, 7))]
    """
    if source.places:
        starts = [place.start for place in source.places]
        return [spot for start, end in spans for spot in _from_places(source.places, starts, start, end)]
    breaks = [found.end() for found in BREAK.finditer(source.text)]
    return [
        Spot(start, end, first=_line(breaks, start), last=_line(breaks, max(start, end - 1))) for start, end in spans
    ]


def _line(breaks: list[int], offset: int) -> tuple[int, int]:
    """Return line and column of a character."""
    before = bisect_right(breaks, offset)
    return before + 1, offset - (breaks[before - 1] if before else 0) + 1


def _from_places(places: tuple[Place, ...], starts: list[int], start: int, end: int) -> Iterator[Spot]:
    """Yield the places under a stretch; printed lines one below the other are one place."""
    index = max(0, bisect_right(starts, start) - 1)
    group: list[Place] = []
    while index < len(places) and places[index].start < end:
        place = places[index]
        index += 1
        if place.end <= start:
            continue
        if group and not _goes_on(group[-1], place):
            yield _spot(group, start, end)
            group = []
        group.append(place)
    if group:
        yield _spot(group, start, end)


def _goes_on(upper: Place, lower: Place) -> bool:
    """Tell whether a printed line stands below another in its column."""
    if upper.box is None or lower.box is None or upper.page != lower.page:
        return False
    return lower.box[1] < upper.box[1] and lower.box[0] < upper.box[2] and upper.box[0] < lower.box[2]


def _spot(group: list[Place], start: int, end: int) -> Spot:
    """Return one place for lines that belong together, or for one paragraph."""
    first = group[0]
    boxes = [place.box for place in group if place.box is not None]
    box = None
    if boxes:
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        box = (min(lefts), min(bottoms), max(rights), max(tops))
    low, high = max(start, first.start), min(end, group[-1].end)
    return Spot(low, high, first.page, box, len(boxes), first.paragraph, first.element)
