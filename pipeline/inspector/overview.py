"""The charts of the overview: what the documents come to, each bar and cell leading to the documents behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from pipeline.inspector.gold import Compared
from pipeline.inspector.inspection import Inspection
from pipeline.inspector.store import Overview, Store, Wish
from pipeline.inspector.wishes import query_of
from pipeline.lexicon.display import Display, load_theme_labels
from pipeline.output.charts import Bar, Names, bar_chart, matrix_chart, year_multiples
from pipeline.output.reading_html import theme_name
from pipeline.record import Record

MOST_BARS = 20
NONE = "none"

Name = Callable[[str], str]


def overview_charts(inspection: Inspection, overview: Overview, wish: Wish, compared: Compared | None) -> list[Markup]:
    """Return the charts of an overview.

    Parameters
    ----------
    inspection
        Labels and names.
    overview
        What the store counted.
    wish
        What the documents were filtered by; links narrow it.
    compared
        The comparison with gold, None where there is none.
    """
    name = partial(theme_name, {**load_theme_labels(), **inspection.themes})
    acts, functions = _acts(overview, wish), _functions(overview, inspection.display, wish)
    charts = [_by_year(overview, wish, name), acts, functions, _cited(overview, wish), _together(overview, name)]
    if compared is not None:
        said = (
            f"{compared.right:,} of {compared.clauses:,} clauses with gold have exactly its themes; micro-averaged F1 "
            f"{compared.f1:.3f}. Rows: what the record says; columns: what is right."
        )
        charts.append(_confusion("Themes against gold", said, compared.confusion, name))
    if any(one != other for one, other in overview.confusion):
        said = "Clauses whose themes somebody corrected. Rows: what the model said; columns: what the person said."
        charts.append(_confusion("Themes that people corrected", said, overview.confusion, name))
    if overview.issues:
        rows = [
            Bar(label=code.replace("-", " "), value=count, href=_to(wish, issue=(code,)))
            for code, count in list(overview.issues.items())[:MOST_BARS]
        ]
        charts.append(bar_chart("Issues", rows, unit="issues"))
    return charts


def _to(wish: Wish, **changes: object) -> str:
    """Return the address of the list, narrowed."""
    return f"/?{query_of(replace(wish, page=1), **changes)}"


def _by_year(overview: Overview, wish: Wish, name: Name) -> Markup:
    series, hrefs = {}, {}
    for theme, years in overview.themes_by_year.items():
        series[name(theme)] = {year: count for year, count in years.items() if year}
        hrefs[name(theme)] = _to(wish, theme=(theme,))
    dated = {label: years for label, years in series.items() if years}
    return year_multiples("Themes by year", dated, unit="clauses", hrefs=hrefs)


def _acts(overview: Overview, wish: Wish) -> Markup:
    rows = [
        Bar(
            label=f"{lemma} ({force})",
            value=count,
            href=_to(wish, act=(lemma,)),
            hue=f"force-{force}",
        )
        for force, lemmas in overview.acts_by_force.items()
        for lemma, count in list(lemmas.items())[:8]
    ]
    return bar_chart(
        "Acts by force",
        rows,
        unit="acts",
        description="Acts that direct or decide, from force 5 (demand, decide) to 1 (encourage, invite); the commonest "
        "of each force.",
    )


def _functions(overview: Overview, display: Display, wish: Wish) -> Markup:
    rows = [
        Bar(
            label=display.functions[function].label if function in display.functions else function,
            value=count,
            href=_to(wish, function=(function,)),
            hue=f"function-{function}",
        )
        for function, count in overview.functions.items()
    ]
    return bar_chart("Acts by function", rows, unit="acts")


def _cited(overview: Overview, wish: Wish) -> Markup:
    rows = [
        Bar(label=norm, value=documents, href=_to(wish, entity=(norm,)))
        for norm, _, documents in sorted(overview.most_cited, key=lambda row: -row[2])[:MOST_BARS]
    ]
    return bar_chart("Most cited texts", rows, unit="documents")


def _together(overview: Overview, name: Name) -> Markup:
    themes = sorted({theme for pair in overview.co_occurrence for theme in pair})
    cells = {}
    for (one, other), count in overview.co_occurrence.items():
        cells[name(one), name(other)] = cells[name(other), name(one)] = count
    labels = [name(theme) for theme in themes]
    said = "How many clauses have both themes."
    return matrix_chart("Themes of the same clause", labels, labels, cells, description=said)


def _confusion(title: str, said: str, pairs: Mapping[tuple[str, str], int], name: Name) -> Markup:
    """Return a matrix of what was said against what is right; themes without an error are left out, if others have."""
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    known = {theme for pair in wrong or pairs for theme in pair}
    cells = {_named(pair, name): count for pair, count in pairs.items() if set(pair) <= known}
    themes: Sequence[str] = [*(name(theme) for theme in sorted(known - {""})), *([NONE] if "" in known else [])]
    names = Names(unit="clauses", row="said", column="right")
    return matrix_chart(title, themes, themes, cells, names=names, description=said, diagonal=True)


def _named(pair: tuple[str, str], name: Name) -> tuple[str, str]:
    one, other = pair
    return (name(one) if one else NONE, name(other) if other else NONE)


def records_of(store: Store, wish: Wish) -> Iterator[Record]:
    """Yield the records of all documents that a wish finds."""
    page, size = 1, 200
    while True:
        found = store.documents(replace(wish, page=page, size=size))
        for row in found.documents:
            record = store.record(row.key)
            if record is not None:
                yield record
        if page * size >= found.total:
            return
        page += 1
