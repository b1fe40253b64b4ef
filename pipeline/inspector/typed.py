"""What people type into the forms of the page: how long it may be, and that no control character is in it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.corpus.corrections import CONTROL

LONGEST: Mapping[str, int] = {
    "why": 2_000,
    "lemma": 200,
    "modifiers": 300,
    "norm": 300,
    "value": 100,
    "resolved": 100,
}
"""Code points that a field may have; the modifiers of an act all together, with commas between them."""

CALLED: Mapping[str, str] = {
    "why": "reason",
    "modifiers": "list of modifiers",
    "norm": "symbol or id",
    "resolved": "interval",
}
"""What people call a field whose name says it otherwise."""


def wrong_text(name: str, text: str) -> str | None:
    r"""Return a sentence on what is wrong with the text of a field, None where nothing is.

    Examples
    --------
    >>> wrong_text("lemma", "take note")
    >>> wrong_text("lemma", "take" * 99)
    'the lemma has 396 characters; say it in 200'
    >>> wrong_text("why", "be\x07ll")
    'the reason has the control character U+0007 at place 3; take it out'
    """
    called, longest = CALLED.get(name, name), LONGEST[name]
    if len(text) > longest:
        return f"the {called} has {len(text)} characters; say it in {longest}"
    return wrong_sign(f"the {called}", text)


def wrong_sign(what: str, text: str) -> str | None:
    """Return a sentence on the first control character of a text, None where there is none."""
    found = CONTROL.search(text)
    if found is None:
        return None
    return f"{what} has the control character U+{ord(found[0]):04X} at place {found.start() + 1}; take it out"
