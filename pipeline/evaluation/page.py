"""A report as one HTML page with its plots inside: nothing is loaded from elsewhere."""

from __future__ import annotations

import io
import re
from html import escape
from typing import Any

from pipeline.evaluation.report import Report
from pipeline.evaluation.scores import Figure, Scores

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: .2rem .8rem; border-bottom: 1px solid #8886; text-align: right; }
th:first-child, td:first-child { text-align: left; }
figure { margin: 1rem 0; background: #fff; }
svg { max-width: 100%; height: auto; }
"""


_ID = re.compile(r"""(\bid="|url\(#|href="#)""")
"""Where a figure names its parts; two figures in a page call theirs alike."""


class PlotsMissingError(ImportError):
    """The plotting library is not installed; the message says how to get it."""


def page(report: Report) -> str:
    """Return the page.

    Raises
    ------
    PlotsMissingError
        When matplotlib is not installed.
    """
    ways = {"Model": report.scores, "Model where it does not abstain": report.sure, **report.baselines}
    title = f"{report.model} on {report.corpus}"
    remarks = "".join(f"<p><strong>Note:</strong> {escape(one)}</p>" for one in report.remarks)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{report.clauses:,} clauses of {report.resolutions:,} resolutions; intervals are 95 % bootstrap intervals "
        f"over resolutions. The model abstains on {report.abstained:.1%} of the clauses.</p>{remarks}",
        _table(("", "micro-F1", "macro-F1", "all right"), [_way(name, one) for name, one in ways.items()]),
        f"<h2>By theme</h2><figure>{_bars(report)}</figure>",
        _table(("theme", "precision", "recall", "F1", "support"), _themes(report)),
        f"<h2>Reliability</h2><p>Expected calibration error {report.calibration_error:.4f}.</p>",
        f"<figure>{_curve(report)}</figure>",
        "<h2>Confusions</h2>",
        _table(("missed", "given instead", "clauses"), [(a, b, f"{n:,}") for a, b, n in report.confusions]),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    whole = f'<html lang="en"><head>{head}<style>{STYLE}</style></head><body>{"".join(parts)}</body></html>'
    return f"<!doctype html>\n{whole}\n"


def _way(name: str, scores: Scores) -> tuple[str, ...]:
    return name, _shown(scores.micro_f1), _shown(scores.macro_f1), _shown(scores.all_right)


def _themes(report: Report) -> list[tuple[str, ...]]:
    return [
        (theme, *(_shown(figure) if figure else "–" for figure in row.told.values()), f"{row.support:,}")
        for theme, row in report.scores.by_theme.items()
    ]


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def _bars(report: Report) -> str:
    """Return F1 by theme with intervals."""
    themes = [(name, row) for name, row in report.scores.by_theme.items() if row.support][::-1]
    values = [row.f1.value for _, row in themes]
    below = [max(0.0, row.f1.value - row.f1.low) for _, row in themes]
    above = [max(0.0, row.f1.high - row.f1.value) for _, row in themes]
    figure, axes = _axes(7, 0.8 + 0.24 * len(themes))
    axes.barh([name for name, _ in themes], values, xerr=[below, above], color="#4477aa", ecolor="#222222", capsize=2)
    axes.set_xlim(0, 1)
    axes.set_xlabel("F1 with 95 % interval")
    return _svg(figure, "F1 of each theme with its interval; the table below has the numbers")


def _curve(report: Report) -> str:
    """Return how often a theme of a probability is right."""
    figure, axes = _axes(4.5, 4.5)
    axes.plot([0, 1], [0, 1], color="#999999", linestyle="--", linewidth=1)
    axes.plot([one[0] for one in report.reliability], [one[1] for one in report.reliability], "o-", color="#4477aa")
    axes.set_xlabel("probability that the model gives")
    axes.set_ylabel("share that has the theme")
    return _svg(figure, "Reliability curve: probability given against share that has the theme")


def _axes(width: float, height: float) -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure as Canvas
    except ImportError as error:
        raise PlotsMissingError("plots need matplotlib; install it with `pip install clausewise[report]`") from error
    figure = Canvas(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _svg(figure: Any, said: str) -> str:
    """Return a figure as SVG that stands in a page; the same figure gives the same bytes."""
    import matplotlib

    text = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "clausewise", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    drawn = text.getvalue()
    own = _ID.sub(rf"\g<1>{said.split(maxsplit=1)[0].lower()}-", drawn[drawn.index("<svg") + len("<svg") :])
    return f'<svg role="img" aria-label="{escape(said)}"{own}'
