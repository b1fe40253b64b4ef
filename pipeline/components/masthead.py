"""The masthead: what the first page and the closing lines say of a document.

Organ, symbol, distribution, date and language stand at the head; session, agenda item and its title below; then the
adoption line with the committee that reported, or the sponsors of a draft; the title last, above the enacting formula;
meeting, date and vote under the last paragraph (United Nations Editorial Manual, mastheads and resolutions).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.masthead_lines import joined_lines
from pipeline.components.table import BlockRow, reading_text, table
from pipeline.lexicon.clauses import ClauseLexicon, load_clauses
from pipeline.lexicon.dates import DateLexicon, load_dates
from pipeline.lexicon.masthead import MastheadLexicon, load_masthead
from pipeline.lexicon.organs import Organ, OrganLexicon, load_organs

_MARKS = re.compile(r"[*†‡_#]+")
_MEETING = re.compile(
    r"\d{1,5}(?:st|nd|rd|th)\s+(?:\(\w{3,12}\)\s+)?(?:(?:plenary|special|closed)\s+)?(?:meet-\s?ing|meeting)"
)
_DAY = re.compile(r"\d{1,2}\s+[A-Z][a-z]+\s+\d{4}")
_BEHALF = re.compile(r"[,\s(]*(on\s+behalf\s+of\s+[^,;:()]{3,200}(?:\([^)]{2,60}\))?)")
_ADOPTED_SYMBOL = re.compile(r"/(?:RES|DEC|PRST|Res\.|Dec\.)")
_DRAFT_SYMBOL = re.compile(r"/(?:Rev|L)\.|/L\.")

LONGEST_CLOSING = 600
"""Most characters of a paragraph that tells of meeting and vote."""

BODY_FIELDS = frozenset(
    {
        "united-nations", "symbol", "distribution", "distribution-alone", "date", "language", "session-dates",
        "session", "resolution-number", "resolution-number-old", "date-of-resolution", "adoption",
        "adoption-at-meeting", "adoption-date-alone", "statement", "committee", "recommendation", "no-committee",
        "sponsors", "submitted", "reissue", "part", "adoption-without-meeting", "committee-alone",
        "statement-occasion",
    }
)  # fmt: skip
"""Rows that make a line part of the masthead proper; what is left is the title of the item or of the resolution."""

BELOW_ITEM = frozenset({"adoption", "adoption-at-meeting", "sponsors", "submitted", "resolution-number", "statement"})
"""Rows whose lines stand between the title of the item and the title of the resolution."""


@dataclass(frozen=True)
class MastheadRules:
    """The lexicons that the masthead reads."""

    masthead: MastheadLexicon
    organs: OrganLexicon
    clauses: ClauseLexicon
    dates: DateLexicon


@dataclass(slots=True)
class _Found:
    """What the lines of the masthead gave so far."""

    values: dict[str, str] = field(default_factory=dict)
    item_title: list[tuple[str, bool]] = field(default_factory=list)  # its lines, and whether each stands apart
    title: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    organ: Organ | None = None


def find_masthead(doc: Doc, rules: MastheadRules) -> dict[str, Any]:
    """Return the masthead of a document with the keys of the record; what the document does not say is null.

    Parameters
    ----------
    doc
        A Doc with blocks in its table.
    rules
        The lexicons.
    """
    blocks, text = table(doc)["blocks"], reading_text(doc)
    head = [(_line(text, block), block.get("apart", False)) for block in blocks if block["role"] == "masthead"]
    body = [block for block in blocks if block["role"] == "text"]
    found = _Found()
    for line, apart in joined_lines(head, rules.masthead):
        _read_line(line, apart, found, rules)
    _settle_item(found)
    first = _line(text, body[0])[:200] if body else ""
    organ, symbol = _organ(found, first, rules), found.values.get("symbol")
    if symbol is None and organ:
        symbol = _symbol_of_number(organ, found)
    kind = _document_type(symbol, found)
    decided = rules.masthead.find(first).get("decided-at-meeting") if kind == "decision" else None
    for key, value in (decided.groupdict() if decided else {}).items():
        found.values.setdefault(key, value)
    adopted = _adopted(text, body, found, rules)
    return {
        "organ": organ.name if organ else None,
        "symbol": symbol,
        "status": _status(symbol, found, adopted),
        "distribution": (found.values.get("distribution") or "").capitalize() or None,
        "date": _iso(found.values.get("date"), rules),
        "original_language": (found.values.get("language") or "").title().replace(" And ", " and ") or None,
        "session": _session(found.values.get("session"), organ, rules),
        "agenda_item": _agenda_item(found),
        "title": " ".join(found.title) or None,
        "sponsors": _sponsors(found.values.get("sponsors"), rules),
        "adopted": adopted,
        "document_type": kind,
        "committee": found.values.get("committee"),
        "draft_symbol": found.values.get("draft"),
    }


def _line(text: str, block: BlockRow) -> str:
    """Return the text of a block without signs of emphasis and reference."""
    return " ".join(_MARKS.sub(" ", text[block["start"] : block["end"]]).split())


def _read_line(line: str, apart: bool, found: _Found, rules: MastheadRules) -> None:
    """Take from one line what it says; what is left over is a title."""
    matches = rules.masthead.find(line)
    for name, match in matches.items():
        if name == "sponsors" and not _names_states(match.group("sponsors"), rules):
            continue
        for key, value in match.groupdict().items():
            if value and key not in ("rest", "title", "draft_title", "organ", "agenda"):
                found.values.setdefault(key, value)
        found.seen.add(name)
    organ = rules.organs.by_formula(line)
    if organ is not None:
        found.organ = found.organ or organ
        return
    if "agenda-item" in matches and "agenda" not in found.values:
        found.title = []
        _read_agenda(matches["agenda-item"], found, rules)
        return
    if "numbered-title" in matches:
        found.title = [matches["numbered-title"].group("title") or ""]
        found.title = [part for part in found.title if part]
        return
    if "draft-title" in matches:
        found.title = [matches["draft-title"].group("title") or line]
        return
    if BODY_FIELDS & matches.keys() and not ("sponsors" in matches and "sponsors" not in found.seen):
        _organ_of_adoption(matches, found, rules)
        return
    _read_title(line, apart, found)


def _names_states(words: str, rules: MastheadRules) -> bool:
    return rules.masthead.states.search(words) is not None or "behalf" in words


def _read_agenda(match: re.Match[str], found: _Found, rules: MastheadRules) -> None:
    """Take the number of the agenda item, and its title where it stands on the same line."""
    found.values.setdefault("agenda", match.group("agenda"))
    rest = match.group("rest").strip()
    later = rules.masthead.find(rest) if rest else {}
    adoption = later.get("adoption")
    if adoption:
        found.item_title.append((rest[: adoption.start()].strip(), False))
        _read_line(rest[adoption.start() :], False, found, rules)
    elif rest:
        found.item_title.append((rest, False))


def _organ_of_adoption(matches: dict[str, re.Match[str]], found: _Found, rules: MastheadRules) -> None:
    for name in ("adoption", "adoption-at-meeting", "adoption-without-meeting", "statement", "statement-occasion"):
        if name in matches and found.organ is None and matches[name].group("organ"):
            found.organ = rules.organs.by_formula(matches[name].group("organ"))


def _read_title(line: str, apart: bool, found: _Found) -> None:
    """Take a line that no row knows: the title of the item above adoption line or sponsors, else of the text."""
    if "agenda" in found.values and not (BELOW_ITEM & found.seen) and not found.title:
        found.item_title.append((line, apart))
    elif "part" not in found.seen or not found.title:
        found.title.append(line)


def _settle_item(found: _Found) -> None:
    """Part the title of the item from that of the text, where nothing but a blank line stands between them.

    The first paragraph below the number is the item's, unless it is the only one and stands apart from the number.
    """
    if found.title or BELOW_ITEM & found.seen or not found.item_title:
        return
    starts = [index for index, (_, apart) in enumerate(found.item_title) if apart]
    if starts[:1] == [0] and len(starts) > 1:
        starts = starts[1:]
    if starts:
        found.title = [line for line, _ in found.item_title[starts[0] :]]
        found.item_title = found.item_title[: starts[0]]


def _symbol_of_number(organ: Organ, found: _Found) -> str | None:
    """Return the symbol that the number of a resolution gives: "48/13. Title" of the Human Rights Council."""
    number = found.values.get("number")
    if number is None or (organ.id != "SC" and _document_type(None, found) != "resolution"):
        return None
    symbol = f"S/RES/{number}" if organ.id == "SC" else organ.symbol_of(number)
    return f"{symbol} {found.values['letters']}" if symbol and "letters" in found.values else symbol


def _organ(found: _Found, formula: str, rules: MastheadRules) -> Organ | None:
    """Decide by the symbol, then the adoption line or the masthead, then the enacting formula."""
    symbol = found.values.get("symbol")
    by_symbol = rules.organs.by_symbol(symbol) if symbol else None
    if by_symbol is not None:
        return by_symbol
    if found.organ is not None:
        return found.organ
    length = rules.organs.enacting_prefix(formula)
    return rules.organs.enacts(formula[:length]) if length else None


def _adopted(text: str, body: list[BlockRow], found: _Found, rules: MastheadRules) -> dict[str, str | None]:
    """Take date, meeting and vote from the adoption line, else from the closing lines."""
    date, meeting, vote = found.values.get("adopted"), found.values.get("meeting"), None
    for block in body:
        if block["end"] - block["start"] > LONGEST_CLOSING:
            continue
        line = _line(text, block)
        if rules.clauses.closes(line) is None:
            continue
        vote = vote or rules.masthead.vote(line)
        seen, day = _MEETING.search(line), _DAY.search(line)
        meeting = meeting or (seen.group().replace("meet- ing", "meeting") if seen else None)
        date = date or (day.group() if day else None)
    return {"date": _iso(date, rules), "meeting": meeting, "vote": vote}


def _iso(words: str | None, rules: MastheadRules) -> str | None:
    """Return the ISO 8601 date of "6 November 2024"."""
    parts = (words or "").split()
    month = _month(parts[1], rules) if len(parts) == 3 else None
    return f"{parts[2]}-{month:02d}-{int(parts[0]):02d}" if month else None


def _month(name: str, rules: MastheadRules) -> int | None:
    months = rules.dates.calendar.months
    return months.get(name) or months.get(name.casefold())


def _session(words: str | None, organ: Organ | None, rules: MastheadRules) -> dict[str, Any] | None:
    """Return the session with its number: "Seventy-ninth" is 79, "2024 session" is 2024."""
    if not words:
        return None
    first = words.split("session")[0].split()
    number = next(
        (rules.dates.ordinals[words] for words in _ordinal_words(first) if words in rules.dates.ordinals), None
    )
    if number is None:
        digits = next((word for word in first if word[:1].isdigit()), "")
        number = int(re.sub(r"\D", "", digits)) if digits else None
    return {"text": words, "organ": organ.id if organ else None, "number": number}


def _ordinal_words(parts: list[str]) -> Iterable[str]:
    """Yield the longest runs of words that may be one ordinal ("One hundred and second")."""
    for length in range(len(parts), 0, -1):
        yield " ".join(parts[:length]).casefold()


def _agenda_item(found: _Found) -> dict[str, str | None] | None:
    number = found.values.get("agenda")
    title = " ".join(line for line, _ in found.item_title)
    return {"number": number, "title": title or None} if number else None


def _sponsors(words: str | None, rules: MastheadRules) -> list[str]:
    """Return the sponsors by the official short names of States, with the groups on whose behalf they speak."""
    sponsors, reached = [], 0
    for match in rules.masthead.states.finditer(words or ""):
        if match.start() < reached:
            continue
        name = rules.masthead.short_names[" ".join(match.group().split())]
        behalf = _BEHALF.match(words or "", match.end())
        reached = behalf.end() if behalf else match.end()
        sponsors.append(f"{name}, {behalf.group(1)}" if behalf else name)
    behalf = re.match(r"On\s+behalf\s+of\s+.{3,200}", words or "")
    return sponsors or ([behalf.group()] if behalf else [])


def _document_type(symbol: str | None, found: _Found) -> str:
    """Tell resolutions, decisions and presidential statements apart."""
    kind = (found.values.get("type") or found.values.get("kind") or "").casefold()
    if (symbol and "/PRST/" in symbol) or "statement" in kind:
        return "presidential-statement"
    if (symbol and re.search(r"/DEC/|/Dec\.", symbol)) or "decision" in kind:
        return "decision"
    return "resolution"


def _status(symbol: str | None, found: _Found, adopted: dict[str, str | None]) -> str | None:
    """Adopted by its symbol, adoption line or closing lines; a draft by its symbol or its sponsors."""
    if symbol and _ADOPTED_SYMBOL.search(symbol):
        return "adopted"
    if (symbol and _DRAFT_SYMBOL.search(symbol)) or found.seen & {"sponsors", "submitted", "draft-title"}:
        return "draft"
    numbered = found.seen & {"resolution-number", "resolution-number-old", "numbered-title"}
    return "adopted" if any(adopted.values()) or numbered else None


class MastheadReader:
    """spaCy component ``un_masthead``.

    Reads
        The blocks of the table.
    Writes
        ``masthead`` of the table.
    """

    def __init__(self, rules: MastheadRules) -> None:
        self.rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Write what was found."""
        found = table(doc)
        if not found["cut"]:
            found["masthead"] = find_masthead(doc, self.rules)
        return doc


@Language.factory("un_masthead", assigns=["doc.user_data"], requires=[])
def make_masthead(nlp: Language, name: str) -> MastheadReader:
    """Return the component ``un_masthead``."""
    return MastheadReader(MastheadRules(load_masthead(), load_organs(), load_clauses(), load_dates()))
