"""What a side of a correction says, in words for a person; the file of corrections has it as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.corpus.overlay import SPANS

SAID: Mapping[str, tuple[str, ...]] = {
    "act": ("lemma", "modifiers", "function", "force", "role"),
    "entity": ("label", "norm"),
    "date": ("kind", "value", "resolved"),
}
"""What is said of a span besides its words."""


def worded(field: str | None, value: str | None, name_of: Callable[[str], str]) -> str:
    """Return a side of a correction in words.

    Parameters
    ----------
    field
        What was corrected.
    value
        The side, as it stands in the row.
    name_of
        Gives the name of a theme.

    Examples
    --------
    >>> worded("themes", "health oceans", str.title)
    'Health, Oceans'
    >>> worded("entity", '{"text": "Chad", "label": "GPE", "start": 0, "end": 4, "norm": "TCD"}', str)
    '“Chad” (GPE, TCD)'
    >>> worded("act", None, str)
    'nothing'
    """
    if field == "themes":
        return ", ".join(name_of(theme) for theme in (value or "").split()) or "no theme"
    if field is None or field not in SPANS:
        return value or "nothing"
    try:
        span = json.loads(value or "null")
    except (ValueError, RecursionError):
        span = None
    if not isinstance(span, dict):
        return "nothing"
    parts = [part for name in SAID[field] if (part := _part(span.get(name)))]
    place = f"{span.get('start')}–{span.get('end')}"
    return f"“{span.get('text') or place}”" + (f" ({', '.join(parts)})" if parts else "")


def _part(value: Any) -> str:
    """Return a member of a span as text, empty where it has none."""
    return " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
