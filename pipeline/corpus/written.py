"""Read the resolutions that were written for this project, with their labels, from their annotated sources.

A source is one UTF-8 text file: header lines ``key: value``, a blank line, then one paragraph a clause, paragraphs
separated by blank lines. The whole markup, which is also laid down in ``corpora/written/README.md``:

``kind [number]: text #theme #theme``
    opens a paragraph; kinds are ``en`` enacting, ``pp`` preambular, ``op`` operative, ``sub1`` to ``sub3``
    sub-paragraph of that level, ``h`` heading (one that begins with "Annex" opens an annex), ``an`` paragraph of an
    annex, ``cl`` closing; ``n1: text`` is the text of note 1.
``*Requests*``, ``_encourages_``
    a lead act and a further act; ``<also>`` inside one of them is a modifier: ``*<Also> requests*``.
``{o Security Council}``
    an entity; ``o`` ORG, ``g`` GPE, ``l`` LOC, ``i`` INSTRUMENT, ``e`` EVENT, ``p`` OPERATION, ``f`` OFFICE,
    ``n`` PERSON, ``m`` MONEY.
``{c.A 59/50}``, ``{c A/79/302}``, ``{c 8/2=E/CN.15/RES/8/2}``
    a citation whose symbol follows from the organ's letter (``CITED``), is printed, or is given after ``=``.
``{d 2 December 2004}``, ``{d eighty-first session=GA-81}``
    a date; the value of a plain day, month or year is worked out, any other stands after ``=``.
``^1``
    the mark of note 1.

What the labels mean is laid down in the annotation guidelines (kinds section 1, acts 2, entities 4, dates 5, themes 6).
Lemma, function and force of an act come from ``acts.toml`` beside the sources. Only the standard library is used.
"""

from __future__ import annotations

import re
import tomllib
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

KINDS = {"en": "enacting", "pp": "preambular", "op": "operative", "h": "heading", "an": "annex", "cl": "closing"}
LABELS = {"o": "ORG", "g": "GPE", "l": "LOC", "i": "INSTRUMENT", "c": "CITATION", "e": "EVENT"}
LABELS |= {"p": "OPERATION", "f": "OFFICE", "n": "PERSON", "m": "MONEY"}
CITED = {"A": "A/RES/{}", "D": "A/DEC/{}", "S": "S/RES/{}", "E": "E/RES/{}", "H": "A/HRC/RES/{}"}
CITED["U"] = "UNEP/EA.{}/Res.{}"
NO_CLAUSE = ("enacting", "heading", "closing")
REQUIRED = ("symbol", "organ", "title", "date", "status", "family")
MASTHEAD = ("organ", "symbol", "distribution", "printed-date", "language", "session", "agenda", "agenda-title")
ADOPTION = ("adoption", "proponent", "sponsors")
HEADER = {*REQUIRED, *MASTHEAD, *ADOPTION, "number"}
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MONTHS = {month_name[number]: number for number in range(1, 13)}

_LEAD = re.compile(r"(?P<kind>en|pp|op|sub[123]|h|an|cl|n[0-9]{1,2})(?: (?P<number>\S{1,12}))?: ")
_THEMES = re.compile(r"(?: #[a-z-]+)+\Z")
_MARKUP = re.compile(
    r"\*(?P<lead>[^*_{}^]+)\*"
    r"|_(?P<further>[^*_{}^]+)_"
    r"|\{(?P<code>[a-z])(?:\.(?P<organ>[A-Z]))? (?P<span>[^{}=*_^]+)(?:=(?P<value>[^{}=*_^]+))?\}"
    r"|\^(?P<note>[0-9]{1,2})"
)
_MODIFIER = re.compile(r"<([^<>]+)>")
_STRAY = re.compile(r"[*_{}^<>=#|]")
_DAY = re.compile(r"(?:(?:([0-9]{1,2}) )?([A-Z][a-z]+) )?([0-9]{4})\Z")
_KIND_OF_VALUE = (
    ("cadence", re.compile(r"R/P\d+[DWMY]\Z")),
    ("duration", re.compile(r"P\d+[DWMY]\Z")),
    ("session", re.compile(r"[A-Z]+-(?:S|ES)?\d+\Z")),
    ("open-interval", re.compile(r"\.\./\d{4}(?:-\d\d){0,2}\Z|\d{4}(?:-\d\d){0,2}/\.\.\Z")),
    ("interval", re.compile(r"\d{4}(?:-\d\d){0,2}/\d{4}(?:-\d\d){0,2}\Z")),
    ("day", re.compile(r"(?:\d{4}-|--)\d\d-\d\d\Z")),
    ("month", re.compile(r"\d{4}-\d\d\Z")),
    ("year", re.compile(r"\d{4}\Z")),
)


class WrittenError(ValueError):
    """A source that cannot be read; the message names file, paragraph and what to do."""


@dataclass
class Written:
    """One written resolution.

    Attributes
    ----------
    name
        The file's name without its ending; the resolution's id.
    header
        The header lines, as they stand in the source.
    text
        The resolution as it would stand in a file: masthead, clauses, notes, paragraphs separated by blank lines.
    clauses
        Gold rows in document order, shaped like the clauses of the record; offsets are half-open code points of the
        clause's ``text``, ``source_spans`` those of ``Written.text``.
    footnotes
        Gold rows of the notes.
    """

    name: str
    header: dict[str, str]
    text: str = ""
    clauses: list[dict[str, Any]] = field(default_factory=list)
    footnotes: list[dict[str, Any]] = field(default_factory=list)


@cache
def act_table(path: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of ``acts.toml`` by form, lower-cased."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["act"]
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        for form in row["forms"]:
            if table.setdefault(form.casefold(), row) is not row:
                raise WrittenError(f"{path.name}: the form “{form}” stands under two lemmas; keep one")
    return table


def date_value(text: str) -> str | None:
    """Return the ISO 8601 value of a plain day, month or year ("2 December 2004", "March 2010", "2016"), else None."""
    found = _DAY.match(text.replace("\xa0", " "))
    if not found:
        return None
    day, month, year = found.groups()
    if month is None:
        return year
    if month not in MONTHS:
        return None
    return f"{year}-{MONTHS[month]:02d}" + (f"-{int(day):02d}" if day else "")


def date_kind(value: str) -> str | None:
    """Return the kind of a date from the shape of its value (guidelines, section 5), else None."""
    return next((kind for kind, shape in _KIND_OF_VALUE if shape.match(value)), None)


def resolve_session(value: str) -> str | None:
    """Return the months of a regular session of the General Assembly: session N opens in September of 1945 + N."""
    found = re.match(r"GA-(\d+)\Z", value)
    return f"{1945 + int(found[1])}-09/{1946 + int(found[1])}-09" if found else None


def citation_symbol(text: str, organ: str | None, value: str | None) -> str:
    """Return the canonical symbol of a citation from its words and its organ's letter (guidelines, section 4)."""
    if value:
        return value
    plain = text.replace("\xa0", " ")
    if organ is None:
        return plain
    if organ == "U":
        return CITED["U"].format(*plain.split("/", 1))
    return CITED[organ].format(re.sub(r" (?=\()", "", plain))


def _act(raw: str, role: str, start: int, acts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    core = " ".join(_MODIFIER.sub(" ", raw).split())
    row = acts.get(core.casefold())
    if row is None:
        raise WrittenError(f"“{core}” is no act of acts.toml: mark its modifiers with <…> or add the form")
    text = _MODIFIER.sub(r"\1", raw)
    return {
        "text": text,
        "start": start,
        "end": start + len(text),
        "role": role,
        "lemma": row["lemma"],
        "modifiers": [found.casefold() for found in _MODIFIER.findall(raw)],
        "function": row["function"],
        "force": row.get("force"),
    }


def _date(text: str, value: str | None, start: int) -> dict[str, Any]:
    value = value or date_value(text)
    kind = date_kind(value) if value else None
    if value is None or kind is None:
        raise WrittenError(f"“{text}” needs the value of a date after “=”")
    return {
        "text": text,
        "start": start,
        "end": start + len(text),
        "kind": kind,
        "value": value,
        "resolved": resolve_session(value),
    }


def _entity(found: re.Match[str], start: int) -> dict[str, Any]:
    text, code, organ, value = found["span"], found["code"], found["organ"], found["value"]
    if code not in LABELS or (code != "c" and (organ or value)) or (organ and organ not in CITED):
        raise WrittenError(f"“{found[0]}”: unknown label; see the list in corpora/written/README.md")
    norm = citation_symbol(text, organ, value) if code == "c" else None
    return {"text": text, "label": LABELS[code], "start": start, "end": start + len(text), "norm": norm}


def read_markup(raw: str, acts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Turn one marked-up paragraph into its plain text and its gold spans.

    Returns
    -------
    dict
        ``text``, ``acts``, ``entities``, ``dates``, ``footnotes`` (``id`` and ``offset``), ``themes``.

    Raises
    ------
    WrittenError
        On markup that is not closed, a label, date or act that is not known, or a span with white space at its ends.
    """
    themes = _THEMES.search(raw)
    body = raw[: themes.start()] if themes else raw
    row: dict[str, Any] = {"text": "", "acts": [], "entities": [], "dates": [], "footnotes": []}
    text, last = "", 0
    for found in _MARKUP.finditer(body):
        text += _plain(body[last : found.start()])
        last = found.end()
        if found["note"]:
            row["footnotes"].append({"id": f"n{found['note']}", "offset": len(text)})
            continue
        if found["code"] is None:
            role = "lead" if found["lead"] else "further"
            span = _act(found[role], role, len(text), acts)
            row["acts"].append(span)
        elif found["code"] == "d":
            span = _date(found["span"], found["value"], len(text))
            row["dates"].append(span)
        else:
            span = _entity(found, len(text))
            row["entities"].append(span)
        if span["text"] != span["text"].strip(" ,;."):
            raise WrittenError(f"“{span['text']}”: a span never starts or ends in white space or punctuation")
        text += span["text"]
    row["text"] = text + _plain(body[last:])
    row["themes"] = themes[0].replace("#", "").split() if themes else []
    if not row["text"].strip() or row["text"] != row["text"].strip():
        raise WrittenError("empty, or white space at an end")
    return row


def _plain(text: str) -> str:
    stray = _STRAY.search(text)
    if stray:
        raise WrittenError(f"“{stray[0]}” outside markup, near “{text[max(0, stray.start() - 20) : stray.end() + 20]}”")
    if "  " in text or "\n" in text:
        raise WrittenError("two spaces or a line break inside a paragraph")
    return text


def read_header(block: str) -> dict[str, str]:
    """Read the header block; every key must be known and those of ``REQUIRED`` given."""
    header: dict[str, str] = {}
    for line in block.splitlines():
        key, colon, value = line.partition(": ")
        if not colon or key not in HEADER or not value.strip():
            raise WrittenError(f"header line “{line}”: expected “key: value” with a key of {', '.join(sorted(HEADER))}")
        header[key] = value.strip()
    missing = [key for key in REQUIRED if key not in header]
    if missing:
        raise WrittenError(f"header: {', '.join(missing)} missing")
    date.fromisoformat(header["date"])
    return header


def masthead_lines(header: Mapping[str, str]) -> list[str]:
    """Return what is printed before the enacting formula, one paragraph each, the title last."""
    day = date.fromisoformat(header["date"])
    values = {"printed-date": f"{day.day} {month_name[day.month]} {day.year}", **header}
    values["distribution"] = "Distr.: " + header["distribution"] if "distribution" in header else ""
    values["language"] = "Original: " + header["language"] if "language" in header else ""
    lines = [values.get(key, "") for key in (*MASTHEAD, *ADOPTION)]
    return [line for line in (*lines, " ".join(filter(None, [header.get("number"), header["title"]]))) if line]


class _Numbering:
    """Gives each clause its id, parent and part, in document order, as the record does (op3, op3.a, annex1.p2)."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.path: list[dict[str, Any]] = []
        self.annex = 0
        self.part: str | None = None

    def place(self, tag: str, number: str | None, text: str) -> dict[str, Any]:
        level = int(tag[3]) if tag.startswith("sub") else 0
        self.path = self.path[:level]
        if level:
            if len(self.path) < level:
                raise WrittenError(f"{tag} without a paragraph of level {level - 1} above it")
            parent = self.path[-1]
            parent["chapeau"] = True
            parent["children"] += 1
            mark = re.sub(r"[^0-9A-Za-z]", "", number or "") or str(parent["children"])
            name = f"{parent['id']}.{mark}"
        else:
            if tag == "h" and text.startswith("Annex"):
                self.annex, self.counts["an"] = self.annex + 1, 0
            self.counts[tag] = self.counts.get(tag, 0) + 1
            name = f"{tag}{self.counts[tag]}" if tag != "an" else f"annex{self.annex}.p{self.counts['an']}"
            self.part = text if tag == "h" else self.part
        place: dict[str, Any] = {
            "id": name,
            "kind": "subparagraph" if level else KINDS[tag],
            "number": number,
            "level": level,
            "parent": self.path[-1]["id"] if level else None,
            "chapeau": False,
            "annex": self.annex > 0,
            "part": self.part,
            "children": 0,
        }
        self.path.append(place)
        return place


def _lay(row: dict[str, Any], at: int) -> str:
    """Return the clause as printed, with number and note marks, and write its ``source_spans``."""
    printed = f"{row['number']} " if row["number"] else ""
    spans, last = [], 0
    marks = [(note["offset"], note["id"][1:].translate(SUPERSCRIPT)) for note in row["footnotes"]]
    for offset, mark in [*marks, (len(row["text"]), "")]:
        start = at + len(printed)
        printed += row["text"][last:offset]
        if offset > last:
            spans.append([start, at + len(printed)])
        printed, last = printed + mark, offset
    row["source_spans"] = spans
    return printed


def parse_source(source: str, name: str, acts: Mapping[str, Mapping[str, Any]]) -> Written:
    """Parse one annotated source into its plain text and its gold rows.

    Raises
    ------
    WrittenError
        Names the file and the paragraph.
    """
    head, *paragraphs = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", source.strip("\n")) if block.strip()]
    where = "header"
    numbering = _Numbering()
    notes: list[tuple[str, str]] = []
    try:
        written = Written(name, read_header(head))
        blocks = masthead_lines(written.header)
        at = sum(len(block) + 2 for block in blocks)
        for paragraph in paragraphs:
            where = paragraph[:60]
            lead = _LEAD.match(paragraph)
            if not lead:
                raise WrittenError("expected “kind [number]: text”")
            raw = paragraph[lead.end() :]
            if lead["kind"].startswith("n"):
                notes.append((lead["kind"], raw))
                continue
            spans = read_markup(raw, acts)
            row = numbering.place(lead["kind"], lead["number"], spans["text"])
            row.update(spans)
            blocks.append(_lay(row, at))
            at += len(blocks[-1]) + 2
            written.clauses.append(row)
    except (WrittenError, ValueError) as error:
        raise WrittenError(f"{name}: {where}: {error}") from error
    for row in written.clauses:
        del row["children"]
    for note, text in notes:
        blocks.append(f"{note[1:].translate(SUPERSCRIPT)} {text}")
        start = at + len(note[1:]) + 1
        spans_of = [[start, start + len(text)]]
        written.footnotes.append({"id": note, "marker": note[1:], "text": text, "source_spans": spans_of})
        at += len(blocks[-1]) + 2
    written.text = "\n\n".join(blocks) + "\n"
    return written


def load_written(folder: Path) -> list[Written]:
    """Read every source under ``folder``/source, sorted by name, with the acts of ``folder``/acts.toml."""
    acts = act_table(folder / "acts.toml")
    return [
        parse_source(path.read_text(encoding="utf-8"), path.stem, acts)
        for path in sorted((folder / "source").glob("*.txt"))
    ]


def clause_rows(written: Written) -> Iterator[dict[str, Any]]:
    """Yield preambular, operative, sub- and annex paragraphs as corpus rows, the way labels of real clauses stand."""
    for row in written.clauses:
        if row["kind"] in NO_CLAUSE:
            continue
        yield {
            "id": f"{written.name}#{row['id']}",
            "document": written.name,
            "symbol": written.header["symbol"],
            "organ": written.header["organ"],
            "title": written.header["title"],
            "family": written.header["family"],
            "source": "written",
            "kind": row["kind"],
            "number": row["number"],
            "text": row["text"],
            "themes": row["themes"],
            "spans": {key: row[key] for key in ("acts", "entities", "dates")},
        }
