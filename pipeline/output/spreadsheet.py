r"""Cells of CSV that a spreadsheet shows and never runs, and back again.

A spreadsheet takes a cell that opens with ``=``, ``+``, ``-`` or ``@`` for a formula, some of them behind spaces,
quotes, invisible signs or a line end as well, and some in full width. A program that parts cells at semicolons, tabs or
line ends, whatever quotes say, makes cells of the pieces of a text. Such text, and each such piece behind ``;``, a tab
or a line end, gets one apostrophe in front; so does what opens with an apostrophe, so that taking one away in each of
these places always gives the text back. Numbers are no text and stay as they are.

Items of a list are parted by " | "; a vertical line or a backslash inside an item has a backslash in front. A pair of
offsets is ``start..end``, which no spreadsheet takes for a time or a date. Truth values are ``true`` and ``false``. An
empty cell is a missing value or an empty list.
"""

from __future__ import annotations

import re
from typing import Any

BAR = " | "

# in one class, so that no text takes long: white space, quotes, controls, marks that are not seen, the zero's stand-in
_PASSED = (
    r" \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\"'`“”„‘’«»"
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd"
)
_DANGEROUS = re.compile(rf"'|[\t\r\n]|[{_PASSED}]*[=+\-@＝＋－＠]")
_DANGEROUS_PIECE = re.compile(rf"(?<=[;\t\r\n])(?='|[{_PASSED}]*[=+\-@＝＋－＠])")
_PROTECTION = re.compile(r"(\A|[;\t\r\n])'")
_SPECIAL = re.compile(r"[\\|]")
_PARTS = re.compile(r"((?:[^\\|]|\\.)*?)(?: \| |\Z)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def cell(value: Any) -> Any:
    """Return a value as it stands in a cell of CSV.

    Examples
    --------
    >>> cell("=1+1"), cell("'tis"), cell(-3), cell(True), cell(None)
    ("'=1+1", "''tis", -3, 'true', None)
    >>> cell(["with appreciation", "also"]), cell([(0, 4), (6, 9)])
    ('with appreciation | also', '0..4 | 6..9')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return safe(BAR.join(map(_listed, value)))
    return safe(value) if isinstance(value, str) else value


def safe(text: str) -> str:
    r"""Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe("=1; -2;a=b"), unsafe("'=1;' -2;a=b")
    ("'=1;' -2;a=b", '=1; -2;a=b')
    """
    text = text.replace("\0", "\ufffd")  # many readers of CSV end at it
    front = "'" if _DANGEROUS.match(text) else ""
    return front + _DANGEROUS_PIECE.sub("'", text)


def unsafe(text: str) -> str:
    """Return the text that :func:`safe` protected."""
    return _PROTECTION.sub(r"\1", text)


def _listed(item: Any) -> str:
    if isinstance(item, tuple | list):
        return "..".join(map(str, item))
    return _SPECIAL.sub(r"\\\g<0>", str(item))


def split(text: str) -> list[str]:
    r"""Return the items of a cell that holds a list.

    Examples
    --------
    >>> split(cell(["a | b", "c\\"]))
    ['a | b', 'c\\']
    """
    text = unsafe(text)
    if not text:
        return []
    items, position = [], 0
    while (found := _PARTS.match(text, position)) is not None:
        items.append(_ESCAPED.sub(r"\1", found.group(1)))
        position = found.end()
        if not found.group().endswith(BAR) or position > len(text):
            break
    return items
