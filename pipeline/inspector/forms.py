"""What the forms of the page send, as changes to make."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from pipeline.corpus.overlay import SPANS
from pipeline.inspector.correct import Change, CorrectionError

MEMBERS: Mapping[str, tuple[str, ...]] = {
    "act": ("role", "lemma", "modifiers", "function", "force"),
    "entity": ("label", "norm"),
    "date": ("kind", "value", "resolved"),
}
"""What a form asks of a span besides its place."""

OPTIONAL = frozenset({"norm", "value", "resolved", "force"})
"""Members that are null where nothing is given."""


def text_of(form: FormData, name: str) -> str:
    """Return a field as text; empty where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def change_of(form: FormData, key: str, who: str) -> Change:
    """Return the change that a form asks for.

    Parameters
    ----------
    form
        ``clause``, ``field``, ``before`` (JSON) and what should stand there: ``theme`` (several), ``kind``, or the
        members of a span; ``remove`` takes a span out. ``why`` gives the reason.
    key
        The document.
    who
        The person.

    Raises
    ------
    CorrectionError
        When the form lacks something, or something in it cannot be read.
    """
    field = text_of(form, "field")
    before = _before(text_of(form, "before"), field)
    after: Any
    if field == "themes":
        after = [theme for theme in form.getlist("theme") if isinstance(theme, str)]
    elif field == "kind":
        after = text_of(form, "kind")
    elif field in SPANS:
        after = None if text_of(form, "remove") else _span(form, field)
    else:
        raise CorrectionError(f"there is no field {field!r} to correct; reload the page")
    return Change(
        key=key,
        clause=text_of(form, "clause"),
        field=field,
        before=before,
        after=after,
        who=who,
        why=text_of(form, "why"),
    )


def _before(text: str, field: str) -> Any:
    """Return what the page had shown."""
    try:
        value = json.loads(text or "null")
    except (ValueError, RecursionError):
        value = ...
    wanted = {"themes": list, "kind": str}.get(field, dict | None)
    strings = field != "themes" or (isinstance(value, list) and all(isinstance(theme, str) for theme in value))
    if not isinstance(value, wanted) or not strings:
        raise CorrectionError("the form does not say what stood there before; reload the page")
    return value


def _span(form: FormData, field: str) -> dict[str, Any]:
    """Return the span that a form describes."""
    span: dict[str, Any] = {"start": _offset(form, "start"), "end": _offset(form, "end")}
    for name in MEMBERS[field]:
        value = " ".join(text_of(form, name).split())
        span[name] = None if name in OPTIONAL and not value else value
    if field == "act":
        span["modifiers"] = [part.strip() for part in span["modifiers"].split(",") if part.strip()]
        if span["force"] is not None:
            span["force"] = int(span["force"]) if span["force"] in ("1", "2", "3", "4", "5") else -1
        if span["force"] == -1:
            raise CorrectionError("the force of an act is a number from 1 to 5, or nothing")
    return span


def _offset(form: FormData, name: str) -> int:
    """Return where a span starts or ends."""
    text = text_of(form, name).strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise CorrectionError(f"the {name} of the span is {text!r}; select words of the clause, or give a number")
    return int(text)
