"""Puts paragraphs together from the pieces of their lines, and keeps account of where each character came from."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.layout.hyphens import Hyphens
from pipeline.layout.lines import Line
from pipeline.layout.markup import Span
from pipeline.layout.offsets import Run

_SPACE = re.compile(r"\s{2,}|[^\S ]")
_LAST = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_FIRST = re.compile(r"[^\W\d_]+")
_GLUED = "–—/-"


class Assembler:
    """Builds the reading text run by run.

    Parameters
    ----------
    source
        The source text.
    hyphens
        Tells which hyphens at line ends belong to the text.
    """

    def __init__(self, source: str, hyphens: Hyphens) -> None:
        self.source = source
        self.hyphens = hyphens
        self.parts: list[str] = []
        self.length = 0
        self.runs: list[Run] = []
        self.ends_in_space = True

    def add(self, text: str) -> None:
        """Add characters of ours, which stand nowhere in the source."""
        self.parts.append(text)
        self.length += len(text)
        self.ends_in_space = text[-1:].isspace()

    def paragraph(self, lines: list[Line], dropped: list[Span], cuts: list[int], start: int | None = None) -> Span:
        """Add a paragraph and return where it stands in the reading text.

        Parameters
        ----------
        lines
            Its lines in order.
        dropped
            Stretches of the source that are not read (markup, note marks), by start, without overlap.
        cuts
            Source offsets at which something that is no part of the paragraph stands, by value.
        start
            Where its text begins in the source, if not at its first line's start.
        """
        begin, before = self.length, 0
        self.ends_in_space = True
        for index, line in enumerate(lines):
            low = line.start if index or start is None else start
            high = line.end
            tail = ""
            if index + 1 < len(lines):
                high, tail = self._line_end(line, lines[index + 1])
            at = bisect_left(dropped, (low,))
            if at and dropped[at - 1][1] > low:
                low = dropped[at - 1][1]
            while at < len(dropped) and dropped[at][0] < high:
                before = self._piece(low, dropped[at][0], before, cuts)
                low = max(low, dropped[at][1])
                at += 1
            before = self._piece(low, high, before, cuts)
            if tail and not self.ends_in_space:
                self.add(tail)
        self._trim(begin)
        return begin, self.length

    def _piece(self, low: int, high: int, before: int, cuts: list[int]) -> int:
        """Add ``source[low:high]`` with its white space folded; return the end of what was added."""
        if low >= high:
            return before
        text = self.source[low:high]
        if self.ends_in_space and text[0].isspace():
            stripped = text.lstrip()
            low += len(text) - len(stripped)
            text = stripped
        if not text:
            return before
        cut = 1 if before and bisect_left(cuts, before) < bisect_left(cuts, low) else 0
        position = 0
        for found in _SPACE.finditer(text):
            self._run(text[position : found.start()] + " ", low + position, cut)
            position, cut = found.end(), 0
        if position < len(text):
            self._run(text[position:], low + position, cut)
        self.ends_in_space = self.parts[-1][-1] == " "
        return high

    def _run(self, text: str, source: int, cut: int) -> None:
        self.runs.append([self.length, source, len(text), cut])
        self.parts.append(text)
        self.length += len(text)

    def _trim(self, begin: int) -> None:
        """Take white space off the end of the paragraph."""
        while self.length > begin and self.parts and self.parts[-1][-1:].isspace():
            kept = self.parts[-1].rstrip()
            less = len(self.parts[-1]) - len(kept)
            self.length -= less
            self.parts[-1] = kept
            while self.runs and self.runs[-1][0] + self.runs[-1][2] > self.length:
                self.runs[-1][2] = self.length - self.runs[-1][0]
                if self.runs[-1][2] <= 0:
                    self.runs.pop()
                else:
                    break
            if not kept:
                self.parts.pop()

    def _line_end(self, line: Line, after: Line) -> tuple[int, str]:
        """Return where the line's text ends in the source, and what joins it to the next line."""
        last = line.text[-1]
        if last not in "-\u00ad\u2010–—/" or len(line.text) < 2 or line.text[-2].isspace():
            return line.end, " "
        if last == "\u00ad":
            return line.end - 1, ""
        if last in _GLUED[:3]:
            return line.end, ""
        head, tail = _LAST.search(line.text), _FIRST.match(after.text)
        if (
            head is None
            or tail is None
            or not tail.group()[0].islower()
            or after.text[tail.end() : tail.end() + 1] == "-"
        ):
            return line.end, ""
        if tail.group() in self.hyphens.rows.suspended:
            return line.end, " "
        return (line.end, "") if self.hyphens.keeps(head.group(1), tail.group()) else (line.end - 1, "")
