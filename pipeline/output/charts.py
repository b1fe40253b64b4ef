"""Charts as inline SVG, drawn from plain figures: bars, small multiples by year, and a matrix.

Each is a ``<figure>`` with a caption, the drawing (``role="img"`` with a title and a description), and the same figures
as a table, which is what a screen reader and a keyboard use. Looks come from classes (``page/charts.css``), never from
``style`` attributes. Links in the drawing are for the pointer; the table has them too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from pipeline.output.reading_html import render

SHADES = 7
"""Steps of the ramp of a matrix, besides the empty one; ``page/charts.css`` has a colour for each."""

NOTHING = "There is nothing to show."

BAR_LABEL, BAR_LENGTH, BAR_ROW = 250.0, 240.0, 22.0
YEAR_WIDTH, YEAR_HEIGHT = 160.0, 44.0
CELL, MATRIX_LABEL, MATRIX_HEAD = 26.0, 250.0, 200.0
LONGEST_LABEL = 32
LONGEST_HEAD = 28
FITTING = 4
"""Characters of a number that fit into a cell of a matrix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: what it is called, how much it is, where it leads.

    ``hue`` is a class of the display lexicon that gives its colour (``function-direct``, ``force-3``, ``entity-ORG``).
    """

    label: str
    value: float
    href: str | None = None
    hue: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One year of a small multiple, in units of the drawing."""

    name: str
    value: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Multiple:
    """One small multiple: a series with its columns and its highest year."""

    label: str
    href: str | None
    total: float
    most: float
    peak: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the parts of a chart are called: what is counted, and what rows and columns are."""

    unit: str = "clauses"
    row: str = ""
    column: str = ""


def bar_chart(title: str, rows: Sequence[Bar], *, unit: str = "clauses", description: str = "") -> Markup:
    """Return horizontal bars with their labels and values, in the order given.

    Parameters
    ----------
    title
        What the chart shows; also its caption.
    rows
        The bars; a negative value or one that is no number is drawn as nothing and stands as it is.
    unit
        What is counted, in the plural.
    description
        What one should know to read it; a sentence is made where it is empty.
    """
    most = max((row.value for row in rows if _drawn(row.value)), default=0)
    said = description or _bars_said(rows, unit)
    bars = [
        (row, index * BAR_ROW, BAR_LENGTH * row.value / most if most and _drawn(row.value) else 0)
        for index, row in enumerate(rows)
    ]
    size = (BAR_LABEL + BAR_LENGTH + 70, max(len(rows), 1) * BAR_ROW)
    return _chart("chart_bars.html", title, said, bars=bars, size=size, start=BAR_LABEL, unit=unit)


def year_multiples(
    title: str,
    series: Mapping[str, Mapping[str, float]],
    *,
    unit: str = "clauses",
    description: str = "",
    hrefs: Mapping[str, str] | None = None,
    shared_scale: bool = False,
) -> Markup:
    """Return one small chart for each series, with a column for each year; easier to read than many colours in one.

    Parameters
    ----------
    title
        As for :func:`bar_chart`.
    series
        Name, year, value. Years between the first and the last that nothing is said of count as 0; a year that is no
        number (unknown) stands in the table only.
    unit, description
        As for :func:`bar_chart`.
    hrefs
        Where a series leads, by its name.
    shared_scale
        Whether all have the height of the highest one; otherwise each fills its own, and says what its highest is.
    """
    years = _years(series)
    top = max((value for one in series.values() for year, value in one.items() if year in set(years)), default=0)
    multiples = [
        _multiple(name, one, years, top if shared_scale else None, (hrefs or {}).get(name))
        for name, one in series.items()
    ]
    scale = "all on one scale" if shared_scale else "each on a scale of its own"
    span = f"{years[0]} to {years[-1]}" if years else "no years"
    said = description or f"{len(series)} series by year, {span}, {scale}. The table has the figures."
    said = said if series else NOTHING
    others = sorted({year for one in series.values() for year in one} - set(years))
    return _chart(
        "chart_years.html",
        title,
        said,
        multiples=multiples,
        series=series,
        years=years,
        others=others,
        size=(YEAR_WIDTH, YEAR_HEIGHT),
        unit=unit,
    )


def matrix_chart(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], float],
    *,
    names: Names | None = None,
    description: str = "",
    hrefs: Mapping[tuple[str, str], str] | None = None,
    diagonal: bool = False,
) -> Markup:
    """Return a heat map: the darker a cell, the more it has; shades rise with the logarithm.

    Parameters
    ----------
    title, description
        As for :func:`bar_chart`.
    rows, columns
        Their names, in order.
    cells
        Values by row and column; one that is missing or 0 is empty.
    names
        What is counted, and what rows and columns are ("gold", "model").
    hrefs
        Where a cell leads, by row and column.
    diagonal
        Whether cells whose row and column have one name are outlined, as in a confusion matrix.
    """
    names = names or Names()
    most = max((value for value in cells.values() if _drawn(value)), default=0)
    drawn = [
        (
            row,
            column,
            cells[row, column],
            MATRIX_LABEL + x * CELL,
            MATRIX_HEAD + y * CELL,
            _shade(cells[row, column], most),
        )
        for y, row in enumerate(rows)
        for x, column in enumerate(columns)
        if cells.get((row, column))
    ]
    said = description or _matrix_said(drawn, names)
    # the turned heads lean out to the right
    size = (MATRIX_LABEL + len(columns) * CELL + 110, MATRIX_HEAD + len(rows) * CELL)
    return _chart(
        "chart_matrix.html",
        title,
        said,
        rows=rows,
        columns=columns,
        cells=drawn,
        names=names,
        hrefs=hrefs or {},
        diagonal=diagonal,
        size=size,
        cell=CELL,
        origin=(MATRIX_LABEL, MATRIX_HEAD),
        shades=SHADES,
        most=most,
    )


def shown_number(value: float) -> str:
    """Return a number as charts show it: whole ones with thousands apart, others with two decimals.

    Examples
    --------
    >>> [shown_number(value) for value in (1234, 3.0, 0.125, -2.5)]
    ['1,234', '3', '0.12', '−2.50']
    """
    if not math.isfinite(value):
        return "–"
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return text.replace("-", "−")


def short_number(value: float) -> str:
    """Return a number in few characters, "1.2k"; empty where even that does not fit into a cell."""
    text = shown_number(value).lstrip("0") if 0 < value < 1 else shown_number(value)
    for size, letter in ((1000, "k"), (1_000_000, "M")):
        for decimals in (1, 0):
            if len(text) > FITTING and value >= 1000:
                text = f"{value / size:.{decimals}f}{letter}"
    return text if len(text) <= FITTING else ""


def _chart(template: str, title: str, said: str, **values: object) -> Markup:
    key = sha256(f"{template}\0{title}\0{said}".encode("utf-8", "replace")).hexdigest()[:10]
    return render(
        template,
        title=title,
        said=said,
        key=f"page-chart-{key}",
        number=shown_number,
        short=short_number,
        cut=_cut,
        longest=LONGEST_LABEL,
        longest_head=LONGEST_HEAD,
        **values,
    )


def _drawn(value: float) -> bool:
    return math.isfinite(value) and value > 0


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _bars_said(rows: Sequence[Bar], unit: str) -> str:
    if not rows:
        return NOTHING
    most = max(rows, key=lambda row: row.value)
    return f"{len(rows)} bars; the longest is {most.label} with {shown_number(most.value)} {unit}."


def _matrix_said(drawn: Sequence[tuple[str, str, float, float, float, int]], names: Names) -> str:
    if not drawn:
        return NOTHING
    row, column, value, *_ = max(drawn, key=lambda cell: cell[2])
    return f"The highest cell is {row} and {column} with {shown_number(value)} {names.unit}."


def _shade(value: float, most: float) -> int:
    if not _drawn(value):
        return 0
    return max(1, min(SHADES, math.ceil(SHADES * math.log1p(value) / math.log1p(most))))


def _years(series: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return the years from the first to the last, without gaps."""
    known = [int(year) for one in series.values() for year in one if len(year) == 4 and year.isdecimal()]
    return [f"{year:04}" for year in range(min(known), max(known) + 1)] if known else []


def _multiple(
    name: str, values: Mapping[str, float], years: Sequence[str], top: float | None, href: str | None
) -> Multiple:
    most = max((values.get(year, 0) for year in years), default=0)
    peak = next((year for year in years if values.get(year, 0) == most), "") if most else ""
    scale = top or most
    step = YEAR_WIDTH / max(len(years), 1)
    columns = []
    for index, year in enumerate(years):
        value = values.get(year, 0)
        height = YEAR_HEIGHT * value / scale if scale and _drawn(value) else 0
        columns.append(Column(year, value, index * step, YEAR_HEIGHT - height, step * 0.8, height))
    return Multiple(name, href, sum(values.values()), most, peak, tuple(columns))
