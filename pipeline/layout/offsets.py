"""The offset map: from every character of the reading text back to the untouched source.

The reading text is made of runs that stand in the source letter by letter, with a space or a blank line of ours
between some of them. A run is ``[reading start, source start, length, cut]``; ``cut`` is 1 where page furniture or a
note stands in the source between this run and the one before, so that spans do not reach over it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Run = list[int]
READING, SOURCE, LENGTH, CUT = range(4)


class OffsetMap:
    """Looks up source offsets; a view of the runs kept on the Doc.

    Parameters
    ----------
    runs
        Runs by reading start; they do not overlap in either text.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.starts = [run[READING] for run in runs]

    def source_spans(self, start: int, end: int) -> list[list[int]]:
        """Return the stretches of the source under ``[start, end)`` of the reading text.

        Neighbouring runs are one stretch where nothing but white space, markup, note marks or a line-end hyphen lies
        between them in the source. Empty where the range holds no character of the source.
        """
        spans: list[list[int]] = []
        index = max(0, bisect_right(self.starts, start) - 1)
        while index < len(self.runs):
            reading, source, length, cut = self.runs[index]
            if reading >= end:
                break
            low, high = max(start, reading), min(end, reading + length)
            if low < high:
                here = [source + low - reading, source + high - reading]
                if spans and not cut:
                    spans[-1][1] = here[1]
                else:
                    spans.append(here)
            index += 1
        return spans

    def source_offset(self, offset: int) -> int | None:
        """Return the source offset of one character of the reading text; None where it is a space of ours."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return None
        reading, source, length, _ = self.runs[index]
        return source + offset - reading if offset < reading + length else None
