"""What the index keeps of a record: the row of the list, the values of every filter, and what figures are summed from.

Facts are read from the plain data of a record, since building 10,000 records as objects costs more than all the rest. A
record is only looked at as far as is needed here; who opens it later sees what else is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, Self

LONGEST_VALUE = 200
"""Code points that a value of a filter may have; what is longer is cut."""

BETWEEN = "\x1f"
"""Stands between the two halves of a tally of pairs."""

Counts = dict[str, int]
Plain = Mapping[str, Any]

_YEAR = re.compile(r"\d{4}(?=-|$)")
_SYMBOL_YEAR = re.compile(r"\(((?:19|20|21)\d\d)\)")
_ARTICLE = re.compile(r"(?:the|all|its|their|other)\s+", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Facts:
    """The facts of one document.

    Attributes
    ----------
    row
        ``symbol``, ``title``, ``organ``, ``date``, ``year``, ``session``, ``status``, ``path``, ``themes``.
    totals
        How many there are of what (``clauses``, ``acts`` …).
    columns
        For each facet, and for ``force``, ``cited``, ``pair`` and ``confusion``, its values and how often each occurs.
    labels
        What people call the values of a column, where that is not the value.
    settled
        Places in the document, from 1, of the clauses whose themes people corrected or confirmed.
    """

    row: dict[str, Any]
    totals: Counts
    columns: dict[str, Counts]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    settled: list[int] = field(default_factory=list)

    def to_json(self) -> str:
        """Return the facts as JSON."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Return the facts that were written as JSON."""
        return cls(**json.loads(line))


class ClauseFacts(NamedTuple):
    """What the index keeps of one clause; ``closeness`` is None where nobody need look at its themes."""

    clause_id: str
    kind: str
    text: str
    uncertain: bool
    closeness: float | None
    themes: list[tuple[str, float]]


def facts_of(record: Plain) -> Facts:
    """Return the facts of a record's plain data.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        When it is no record.
    """
    clauses = record.get("clauses") or []
    masthead = record.get("masthead") or {}
    row = _row(record, masthead)
    forms: Counter[tuple[str, str]] = Counter()
    columns = {
        "theme": Counter(theme["theme"] for clause in clauses for theme in clause.get("themes") or ()),
        "act": Counter(act["lemma"] for act in _all(clauses, "acts")),
        "function": Counter(act["function"] for act in _all(clauses, "acts")),
        "force": Counter(f"{act['force']}{BETWEEN}{act['lemma']}" for act in _all(clauses, "acts") if act.get("force")),
        "kind": Counter(clause["kind"] for clause in clauses),
        "issue": Counter(issue["code"] for issue in record.get("issues") or ()),
        "entity": _entities(clauses, forms),
        "addressee": _addressees(clauses),
        "cited": Counter(_citations(clauses)),
        "pair": Counter(_pairs(clauses)),
        **{name: Counter([row[name]] if row[name] else []) for name in ("organ", "year", "session", "status")},
    }
    session = masthead.get("session") or {}
    labels = {"entity": _labels(forms)}
    if row["session"]:
        labels["session"] = {row["session"]: _session_label(session)}
    return Facts(
        row=row,
        totals=_totals(record, clauses, columns),
        columns={name: {_cut(value): count for value, count in found.items()} for name, found in columns.items()},
        labels=labels,
    )


def clauses_of(record: Plain) -> list[ClauseFacts]:
    """Return what the index keeps of the clauses of a record; errors as those of :func:`facts_of`."""
    return [_clause(clause) for clause in record.get("clauses") or ()]


def confusion(model: Iterable[Iterable[str]], person: Iterable[Iterable[str]]) -> Counts:
    """Return what people made of themes, clause by clause.

    Parameters
    ----------
    model, person
        The themes of the same clauses before and after.

    Examples
    --------
    >>> [(key.split(BETWEEN), count) for key, count in confusion([["a", "b"]], [["a", "c"]]).items()]
    [(['a', 'a'], 1), (['b', 'c'], 1)]
    """
    found: Counter[str] = Counter()
    for was, now in zip(map(set, model), map(set, person), strict=True):
        found.update(f"{theme}{BETWEEN}{theme}" for theme in sorted(was & now))
        gone, new = sorted(was - now), sorted(now - was)
        if gone or new:
            found.update(f"{one}{BETWEEN}{other}" for one in gone or [""] for other in new or [""])
    return dict(found)


def encodable(value: Any) -> Any:
    """Return plain data whose lone surrogates, which no encoding can hold, are question marks; itself where it can."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return _replaced(value)
    return value


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_replaced(one) for one in value]
    if isinstance(value, dict):
        return {_replaced(name): _replaced(one) for name, one in value.items()}
    return value


def entity_value(entity: Plain) -> str:
    """Return the value of an entity in its filter: its norm, or its text where it has none."""
    return _cut(entity.get("norm") or " ".join(entity["text"].split()))


def addressee_value(text: str) -> str:
    """Return the value of an addressee in its filter: without an article and such.

    Examples
    --------
    >>> addressee_value("all Member  States"), addressee_value("the Secretary-General")
    ('Member States', 'Secretary-General')
    """
    words = " ".join(text.split())
    while found := _ARTICLE.match(words):
        words = words[found.end() :]
    return _cut(words)


def _all(clauses: Iterable[Plain], name: str) -> Iterator[Any]:
    """Yield everything of one sort that the clauses hold."""
    for clause in clauses:
        yield from clause.get(name) or ()


def _text(value: Any) -> str | None:
    """Return a text of the masthead, None where it is empty or no text."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _cut(value: str) -> str:
    return value[:LONGEST_VALUE]


def _row(record: Plain, masthead: Plain) -> dict[str, Any]:
    symbol = _text(masthead.get("symbol"))
    date = _text(masthead.get("date")) or _text((masthead.get("adopted") or {}).get("date"))
    year = _YEAR.match(date or "")
    in_symbol = _SYMBOL_YEAR.search(symbol or "")
    session = masthead.get("session") or {}
    organ, number = session.get("organ"), session.get("number")
    return {
        "symbol": symbol,
        "title": _text(masthead.get("title")),
        "organ": _text(masthead.get("organ")),
        "date": date,
        "year": year.group() if year else in_symbol.group(1) if in_symbol else None,
        "session": f"{organ}-{number}" if organ and number is not None else _text(session.get("text")),
        "status": _text(masthead.get("status")),
        "path": str(record["source"]["path"]),
        "themes": [theme["theme"] for theme in (record.get("themes") or ())[:3]],
    }


def _session_label(session: Plain) -> str:
    """Return a session as people call it: "Eighty-first session (GA)"."""
    text, organ = _text(session.get("text")) or "", session.get("organ")
    return f"{text} ({organ})" if organ else text


def _entities(clauses: Iterable[Plain], forms: Counter[tuple[str, str]]) -> Counter[str]:
    """Count entities by their value, and in ``forms`` the texts that stand for a norm."""
    found: Counter[str] = Counter()
    for entity in _all(clauses, "entities"):
        value = entity_value(entity)
        found[value] += 1
        if entity.get("norm"):
            forms[value, " ".join(entity["text"].split())] += 1
    return found


def _labels(forms: Counter[tuple[str, str]]) -> dict[str, str]:
    """Return the commonest text of each norm, where it is not the norm."""
    best: dict[str, str] = {}
    for (value, text), _ in forms.most_common():
        best.setdefault(value, _cut(text))
    return {value: text for value, text in best.items() if value != text}


def _addressees(clauses: Iterable[Plain]) -> Counter[str]:
    mandates = _all(clauses, "mandates")
    return Counter(addressee_value(one["addressee"]["text"]) for one in mandates if one.get("addressee"))


def _citations(clauses: Iterable[Plain]) -> Iterator[str]:
    for entity in _all(clauses, "entities"):
        if entity["label"] == "CITATION" and entity.get("norm"):
            yield entity["norm"]


def _pairs(clauses: Iterable[Plain]) -> Iterator[str]:
    """Yield each two themes of one clause."""
    for clause in clauses:
        themes = clause.get("themes") or ()
        if len(themes) > 1:
            for one, other in combinations(sorted({theme["theme"] for theme in themes}), 2):
                yield f"{one}{BETWEEN}{other}"


def _totals(record: Plain, clauses: list[Any], columns: Mapping[str, Counter[str]]) -> Counts:
    sums = {name: sum(len(clause.get(name) or ()) for clause in clauses) for name in ("dates", "mandates")}
    return {
        "clauses": len(clauses),
        "acts": columns["act"].total(),
        "entities": columns["entity"].total(),
        **sums,
        "citations": columns["cited"].total(),
        "footnotes": len(record.get("footnotes") or ()),
        "themes": columns["theme"].total(),
        "uncertain": sum(bool(clause.get("uncertain")) for clause in clauses),
        "issues": columns["issue"].total(),
        "corrected": 0,
    }


def _clause(clause: Plain) -> ClauseFacts:
    clause_id, kind, text = clause["id"], clause["kind"], clause["text"]
    if not (isinstance(clause_id, str) and isinstance(kind, str) and isinstance(text, str)):
        raise TypeError("a clause whose id, kind or text is no text")
    themes = sorted(
        ((one["theme"], float(one["score"])) for one in clause.get("themes") or ()), key=lambda one: -one[1]
    )
    uncertain = bool(clause.get("uncertain"))
    closeness = max((1 - 2 * abs(score - 0.5) for _, score in themes), default=0.0)
    asked = uncertain or closeness > 0
    return ClauseFacts(clause_id, kind, text, uncertain, max(0.0, min(1.0, closeness)) if asked else None, themes)
