"""At which clause each issue of a record stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from pipeline.record import Clause, Issue


def place_issues(
    issues: Sequence[Issue], clauses: Sequence[Clause]
) -> tuple[tuple[Issue, ...], dict[int, tuple[Issue, ...]]]:
    """Return the issues that stand at no clause, and those that do by the index of the clause.

    An issue stands at the first clause that shares a character of the source with it; one without length, at the clause
    that holds its place.
    """
    spans = sorted(
        (start, end, index)
        for index, clause in enumerate(clauses)
        for start, end in (*clause.source_spans, *([clause.number_span] if clause.number_span else []))
    )
    # spans of a sound record do not overlap; in any other, the farthest end so far keeps the search right
    reach = list(accumulate((end for _, end, _ in spans), max))
    loose: list[Issue] = []
    placed: dict[int, list[Issue]] = {}
    for issue in issues:
        index = _clause_at(issue, spans, reach)
        if index is None:
            loose.append(issue)
        else:
            placed.setdefault(index, []).append(issue)
    return tuple(loose), {index: tuple(some) for index, some in placed.items()}


def _clause_at(issue: Issue, spans: Sequence[tuple[int, int, int]], reach: Sequence[int]) -> int | None:
    if issue.start is None:
        return None
    end = max(issue.start + 1, issue.end or 0)
    first = bisect_right(reach, issue.start)
    for start, stop, index in spans[first:]:
        if start >= end:
            return None
        if stop > issue.start:
            return index
    return None
