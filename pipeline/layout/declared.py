"""Paragraphs of official markup: each is one that the markup declares, and no rule for lines of print is asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.layout.lines import Line
from pipeline.reading import Declared

HEADS = frozenset({"masthead", "title"})


class Declarations:
    """Finds what was declared of a place in the source.

    Parameters
    ----------
    declared
        The declarations of a source text, by start.
    """

    def __init__(self, declared: Sequence[Declared]) -> None:
        self._declared = declared
        self._starts = [one.start for one in declared]

    def at(self, offset: int) -> Declared | None:
        """Return the declaration that holds an offset of the source."""
        index = bisect_right(self._starts, offset) - 1
        return self._declared[index] if index >= 0 and offset < self._declared[index].end else None


def declared_paragraphs(lines: list[Line], declarations: Declarations) -> list[list[Line]]:
    """Return the lines of the text as the markup divides them, and set the role of those of the masthead.

    What the markup calls masthead or title belongs to the masthead above the first formula; a file may hold several
    resolutions, and the heads of the later ones stand between clauses.

    Parameters
    ----------
    lines
        The lines of the source; notes and furniture are passed over.
    declarations
        What the markup says.
    """
    paragraphs: list[list[Line]] = []
    last: Declared | None = None
    head = True
    for line in (line for line in lines if line.role == "text"):
        said = declarations.at(line.start)
        if said is not None and said is last:
            line.role = paragraphs[-1][0].role
            paragraphs[-1].append(line)
            continue
        last = said
        head = head and (said is None or said.kind in HEADS)
        line.role = "masthead" if head and said is not None else "text"
        paragraphs.append([line])
    return paragraphs
