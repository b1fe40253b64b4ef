"""From the runs of a page to its printed lines in the order in which a person reads them.

Runs on one base line are a row; smaller ones above it are raised into it. A wide gap cuts a row into cells ("Security
Council … Distr.: General"), and a gap that goes down through many rows is the gutter between two columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace

from pipeline.reading.pdf_runs import Run

SAME_LINE = 0.15
"""Difference of base lines, in heights of the smaller font, up to which two runs stand on one line."""

WORD_GAP = 0.18
"""Gap in heights of the font from which there is a space: the space of Times is 0.25, justified text narrows it."""

RAISED_GAP = 1.0
"""The same before a raised mark, which justified text may push away from the word that it belongs to."""

CELL_GAP = 4.0
"""Gap in heights of the font from which what follows is a cell of its own; a number's tab is narrower."""

GUTTER = 1.0
"""Least width of the gap between two columns, in heights of the font."""

GUTTER_ROWS = 6
"""Rows with text on both sides of a gutter from which a page has two columns."""

SMALL = 0.86
"""A raised mark is at most so high, against the line it stands in: browsers print 0.83, Word 0.65."""


@dataclass(slots=True)
class PrintedLine:
    """One printed line, or one cell of one."""

    runs: list[Run]
    y: float
    size: float
    role: str = ""
    value: str = ""
    x0: float = 0.0
    x1: float = 0.0
    text: str = field(default="")

    def measure(self) -> PrintedLine:
        """Set the ends, the height of most letters, and the text of the line from its runs."""
        self.runs[-1].text = self.runs[-1].text.rstrip()
        self.x0, self.x1 = self.runs[0].x0, max(run.x1 for run in self.runs)
        weights: Counter[float] = Counter()
        for run in self.runs:
            weights[round(run.size, 1)] += len(run.text.strip()) if not run.raised else 0
        self.size = max(weights, key=lambda size: (weights[size], size))
        self.text = "".join((" " if gap else "") + run.text for gap, run in zip(spaces(self), self.runs, strict=True))
        return self


def spaces(line: PrintedLine) -> list[bool]:
    """Tell for each run of a line whether a space stands before it that no run holds."""
    found = [False]
    for left, right in zip(line.runs, line.runs[1:], strict=False):
        printed = left.text[-1:].isspace() or right.text[:1].isspace()
        least = RAISED_GAP if right.raised else WORD_GAP
        height = min(left.size, right.size) if not (left.raised or right.raised) else max(left.size, right.size)
        found.append(not printed and right.x0 - left.x1 > least * height)
    return found


def lines_of(runs: list[Run]) -> list[PrintedLine]:
    """Return the lines of a page in reading order."""
    rows = _rows([run for run in runs if run.text.strip()])
    lines = [cell for row in rows for cell in _cells(row)]
    return _columns(rows) or lines


def _rows(runs: list[Run]) -> list[list[Run]]:
    """Group runs by base line, top down, left to right, with raised runs in the line below them."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        if rows and rows[-1][0].y - run.y <= SAME_LINE * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    _raise(rows)
    return [_joined(sorted(row, key=lambda run: run.x0)) for row in rows if row]


def _joined(row: list[Run]) -> list[Run]:
    """Join raised runs that touch: some programs print each digit of a mark by itself."""
    joined = row[:1]
    for run in row[1:]:
        last = joined[-1]
        if run.raised and last.raised and run.x0 - last.x1 < WORD_GAP * run.size:
            joined[-1] = replace(last, text=last.text + run.text, x1=run.x1)
        else:
            joined.append(run)
    return joined


def _raise(rows: list[list[Run]]) -> None:
    """Move small runs that stand a little above or below the letters beside them into the row of these."""
    bases = [-row[0].y for row in rows]
    sizes = [max(run.size for run in row) for row in rows]
    for index, row in enumerate(rows):
        for run in [run for run in row if len(run.text.strip()) <= 12]:
            reach = run.size / 0.5
            low = bisect_left(bases, bases[index] - 0.4 * reach)
            for other in range(low, len(rows)):
                if bases[other] - bases[index] > 0.8 * reach:
                    break
                if other != index and _hangs(run, rows[other], sizes[other]):
                    row.remove(run)
                    run.raised = bases[other] > bases[index]
                    rows[other].append(run)
                    break


def _hangs(run: Run, row: list[Run], size: float) -> bool:
    """Tell whether ``run`` is a raised or lowered sign of ``row``."""
    if run.size > SMALL * size or not row:
        return False
    lift = run.y - row[0].y
    if not (0.08 * size < lift < 0.75 * size or -0.35 * size < lift < -0.08 * size):
        return False
    if any(other.raised and abs(run.x0 - other.x1) < 0.6 * run.size for other in row):
        return True  # a further digit of a mark
    hosts = [other for other in row if other.size >= run.size / SMALL]
    return any(
        -0.3 * size <= run.x0 - other.x1 < 0.6 * size  # after a word
        or -0.3 * size <= other.x0 - run.x1 < 1.5 * size  # at the head of a note
        or (other.x0 <= run.x0 and run.x1 <= other.x1)
        for other in hosts
    )


def _cells(row: list[Run]) -> list[PrintedLine]:
    """Cut a row where the gap is too wide for a tab."""
    cells: list[list[Run]] = [[row[0]]]
    end = row[0].x1
    for run in row[1:]:
        if run.x0 - end > CELL_GAP * max(run.size, cells[-1][-1].size):
            cells.append([])
        cells[-1].append(run)
        end = max(end, run.x1)
    return [_line(cell) for cell in cells]


def _line(runs: list[Run]) -> PrintedLine:
    """Return runs as one line; its base line is that of its largest letters."""
    tallest = max(runs, key=lambda run: (not run.raised, run.size))
    return PrintedLine(runs, tallest.y, tallest.size).measure()


def _gaps(row: list[Run]) -> list[tuple[float, float]]:
    """Return the stretches of a row, from its first to its last letter, where nothing is printed."""
    gaps, end = [], row[0].x1
    for run in row[1:]:
        if run.x0 - end > GUTTER * run.size:
            gaps.append((end, run.x0))
        end = max(end, run.x1)
    return gaps


def _columns(rows: list[list[Run]]) -> list[PrintedLine] | None:
    """Return the lines of a page of two columns, or None where it has one."""
    if len(rows) < GUTTER_ROWS:
        return None
    left, right = min(row[0].x0 for row in rows), max(run.x1 for row in rows for run in row)
    low, high = left + 0.3 * (right - left), left + 0.7 * (right - left)
    gaps = [gap for row in rows for gap in _gaps(row) if gap[1] > low and gap[0] < high]
    if len(gaps) < GUTTER_ROWS:
        return None
    spots = {min(max((a + b) / 2, low), high) for a, b in gaps}
    spot = max(sorted(spots), key=lambda x: sum(a < x < b for a, b in gaps))
    if sum(a < spot < b for a, b in gaps) < GUTTER_ROWS:
        return None
    return _split(rows, spot)


def _split(rows: list[list[Run]], spot: float) -> list[PrintedLine] | None:
    """Read the rows between two that cross the gutter column by column."""
    lines: list[PrintedLine] = []
    block: list[list[Run]] = []
    found = False
    for row in [*rows, []]:
        crossing = not row or any(run.x0 < spot - 1 and run.x1 > spot + 1 for run in row)
        if not crossing:
            block.append(row)
            continue
        sides = [[[r for r in part if (r.x0 < spot) == first] for part in block] for first in (True, False)]
        both = sum(bool(a) and bool(b) for a, b in zip(*sides, strict=True))
        if both >= GUTTER_ROWS and all(_prose(side) for side in sides):
            found = True
            lines += [_line(part) for side in sides for part in side if part]
        else:
            lines += [cell for part in block for cell in _cells(part)]
        block = []
        lines += _cells(row) if row else []
    return lines if found else None


def _prose(side: list[list[Run]]) -> bool:
    """Tell whether one side of a gutter holds lines of text, not the cells of a table or a masthead."""
    lengths = sorted(sum(len(run.text) for run in part) for part in side if part)
    return bool(lengths) and lengths[len(lengths) // 2] >= 24
