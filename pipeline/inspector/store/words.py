"""Full-text search: what a person types becomes a query of FTS5 that cannot be wrong; numbers of clauses come back."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt

from pipeline.inspector.store.index import Index
from pipeline.inspector.store.results import ClauseHit

Numbers = npt.NDArray[np.int64]

MOST_WORDS = 40
"""Words and phrases of a search; what comes after is passed over."""

HELD = 16
"""Searches whose results are held: who pages or filters asks for the same words again."""

AROUND = 24
"""Words of a snippet."""

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟«»\0", '"""""" ')


def query_of(text: str) -> str:
    """Return a query of FTS5; empty where there is no word in the text.

    Each word and each phrase in quotation marks is quoted, so nothing in it is taken for an operator; words are joined
    by AND. A star after a word makes it a beginning. What holds no letter or digit is no word.

    Examples
    --------
    >>> query_of('drug* "small arms" AND (A/RES/1')
    '"drug"* AND "small arms" AND "AND" AND "(A/RES/1"'
    >>> query_of('* " -')
    ''
    """
    text = text.encode("utf-8", "replace").decode("utf-8").translate(_QUOTES)
    found = []
    for phrase, word in _PART.findall(text):
        part = phrase or word
        if any(sign.isalnum() for sign in part):
            begins = word.endswith("*") and word.rstrip("*")[-1].isalnum()
            found.append(f'"{part.rstrip("*")}"*' if begins else f'"{part}"')
    return " AND ".join(found[:MOST_WORDS])


class Words:
    """Searches in an index.

    Parameters
    ----------
    index
        The index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._held: OrderedDict[str, Numbers] = OrderedDict()
        self._lock = Lock()
        # what marks the matches in a snippet must stand in no text
        self._open, self._close = (f"\x02{secrets.token_hex(6)}{way}" for way in "<>")

    def matching(self, text: str) -> Numbers | None:
        """Return the numbers of the clauses in which a text stands, in order; None where it holds no word.

        Raises
        ------
        StoreError
            When the index is damaged.
        """
        query = query_of(text)
        if not query:
            return None
        with self._lock:
            if query in self._held:
                self._held.move_to_end(query)
                return self._held[query]
        with self._index.reading() as connection:
            # one long text is read twice as fast as 100,000 rows
            (numbers,) = connection.execute(
                "SELECT group_concat(rowid) FROM words WHERE words MATCH ?", (query,)
            ).fetchone()
        found: Numbers = np.fromstring(numbers or "", dtype=np.int64, sep=",")
        found.sort()
        with self._lock:
            self._held[query] = found
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return found

    def hits(self, text: str, numbers: Sequence[int]) -> dict[int, ClauseHit]:
        """Return snippets of clauses in which a text stands, by the number of the clause."""
        query, found = query_of(text), {}
        with self._index.reading() as connection:
            for number in numbers:
                row = self._hit(connection, query, number)
                if row is not None:
                    found[number] = ClauseHit(clause_id=row[0], snippet=tuple(self._parts(row[1])))
        return found

    def _hit(self, connection: sqlite3.Connection, query: str, number: int) -> tuple[str, str] | None:
        row: tuple[str, str] | None = connection.execute(
            "SELECT (SELECT clause FROM clauses WHERE id = words.rowid), snippet(words, 0, ?, ?, '…', ?)"
            " FROM words WHERE words MATCH ? AND rowid = ?",
            (self._open, self._close, AROUND, query, number),
        ).fetchone()
        return row

    def _parts(self, snippet: str) -> list[tuple[str, bool]]:
        """Return a snippet in parts, each with whether it is a match."""
        first, *others = snippet.split(self._open)
        parts = [(first, False)]
        for other in others:
            match, _, after = other.partition(self._close)
            parts += [(match, True), (after, False)]
        return [part for part in parts if part[0]]
