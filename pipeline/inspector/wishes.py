"""What a person asks of the list, as it stands in the address of the page, to be kept, sent and gone back to.

Whatever an address holds is understood as far as possible: what makes no sense is passed over, since people edit
addresses and keep old ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from pipeline.inspector.store import Wish

FACETS: Mapping[str, str] = {
    "theme": "Theme",
    "organ": "Organ",
    "year": "Year",
    "session": "Session",
    "status": "Status",
    "function": "Function of acts",
    "act": "Act",
    "addressee": "Addressee",
    "entity": "Entity",
    "kind": "Kind of clause",
    "issue": "Issue",
}
"""Facets of the list and what people call them, in the order in which they are shown."""

SORTS: Mapping[str, str] = {
    "date": "Date",
    "symbol": "Symbol",
    "title": "Title",
    "organ": "Organ",
    "clauses": "Clauses",
    "uncertain": "Uncertain",
    "issues": "Issues",
}
"""Columns by which the list is sorted."""

FIRST_DOWN = frozenset({"date", "clauses", "uncertain", "issues", "rank"})
"""Columns whose greatest value comes first when they are chosen."""

SIZES = (20, 50, 100, 200)
LONGEST = 500
"""Code points of a search, and of a value of a filter."""

MOST = 50
"""Values that may be chosen in a facet."""

FURTHEST = 1_000_000
"""The last page that anybody may ask for."""


def wish_of(query: QueryParams) -> Wish:
    """Return what the query of an address asks for."""
    text = query.get("text", "")[:LONGEST].strip()
    sort = query.get("sort", "")
    known = sort in SORTS or (sort == "rank" and text)
    sort = sort if known else ("rank" if text else "date")
    down = query.get("order", "")
    size = _number(query.get("size", ""), 50)
    chosen = {name: _values(query.getlist(name)) for name in FACETS}
    return Wish(
        text=text,
        **chosen,
        all_themes=query.get("all_themes", "") == "1",
        uncertain=query.get("uncertain", "") == "1",
        corrected=query.get("corrected", "") == "1",
        sort=sort,
        descending=down == "down" if down in ("up", "down") else sort in FIRST_DOWN,
        page=max(1, min(FURTHEST, _number(query.get("page", ""), 1))),
        size=size if size in SIZES else 50,
    )


def _values(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value[:LONGEST] for value in given if value))[:MOST]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def query_of(wish: Wish, **changes: object) -> str:
    """Return a wish, with some of it changed, as the query of an address; what is usual is left out.

    Examples
    --------
    >>> query_of(Wish(text="drugs", theme=("narcotics",), sort="rank"), page=2)
    'text=drugs&theme=narcotics&page=2'
    """
    wish = replace(wish, **changes)  # type: ignore[arg-type]
    pairs: list[tuple[str, object]] = [("text", wish.text)] if wish.text else []
    pairs += [(name, value) for name in FACETS for value in getattr(wish, name)]
    pairs += [(name, 1) for name in ("all_themes", "uncertain", "corrected") if getattr(wish, name)]
    if wish.sort != ("rank" if wish.text else "date"):
        pairs.append(("sort", wish.sort))
    if wish.descending != (wish.sort in FIRST_DOWN):
        pairs.append(("order", "down" if wish.descending else "up"))
    if wish.page > 1:
        pairs.append(("page", wish.page))
    if wish.size != 50:
        pairs.append(("size", wish.size))
    return urlencode(pairs, errors="replace")


def without(wish: Wish, name: str, value: str) -> Wish:
    """Return a wish without one value of a facet, from its first page."""
    left = tuple(one for one in getattr(wish, name) if one != value)
    return replace(wish, page=1, **{name: left})  # type: ignore[arg-type]
