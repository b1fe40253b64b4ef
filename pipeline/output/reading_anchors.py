"""Names of places in a page, for links to lead to: safe in HTML and in addresses, and each given once."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,99}")
_LONGEST = 100

RESERVED = "page-"
"""How the names of the page's own places begin."""


class Anchors:
    """Gives names that are unique in one page.

    Examples
    --------
    >>> anchors = Anchors()
    >>> [anchors.name(text) for text in ("op3.a", "op3.a", 'a"b', "")]
    ['op3.a', 'op3.a-2', 'id-a-22b', 'id-']
    """

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._times: Counter[str] = Counter()

    def name(self, text: str) -> str:
        """Return a name for what ``text`` calls a place: itself where that can be, else made from it."""
        wish = text
        if not _PLAIN.fullmatch(text) or text.startswith(RESERVED):
            wish = "id-" + quote(text, safe="", errors="replace").replace("%", "-")[:_LONGEST]
        return self._unique(wish)

    def _unique(self, wish: str) -> str:
        name = wish
        while name in self._given:
            self._times[wish] += 1
            name = f"{wish}-{self._times[wish] + 1}"
        self._given.add(name)
        return name
