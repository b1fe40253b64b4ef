"""From a Doc to its record: the last step of the way of the data.

Offsets in the reading text become offsets in clauses and, through the offset map, in the untouched source; at the end
the conservation of the text is checked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from pipeline.components.conservation import unaccounted
from pipeline.components.table import ClauseRow, Table, reading_text, table
from pipeline.layout import OffsetMap
from pipeline.record import (
    Act,
    Addressee,
    Adopted,
    AgendaItem,
    Clause,
    ClauseNote,
    DateExpression,
    DocumentTheme,
    Entity,
    Footnote,
    Furniture,
    Issue,
    Mandate,
    Masthead,
    Model,
    Provenance,
    Record,
    Session,
    Source,
    Span,
    ThemeScore,
    ThemeWord,
)
from pipeline.record_clause import said_term

SHOWN = 3
"""Most stretches that are named one by one when text is not conserved."""


def record_of(doc: Doc, version: str, config_sha256: str, model: Model | None = None) -> Record:
    """Return the record of a Doc that went through the pipeline.

    Parameters
    ----------
    doc
        A Doc of the reading tokenizer.
    version, config_sha256
        What made it: the version of clausewise and the checksum of its configuration and lexicons.
    model
        The trained model that gave the themes.
    """
    found = table(doc)
    offsets = OffsetMap(found["layout"].get("runs", []))
    where = _clause_spans(found, offsets)
    clauses = _clauses(reading_text(doc), found, where)
    masthead = _masthead(found)
    footnotes = tuple(_footnote(note) for note in found["layout"].get("notes", []))
    furniture = tuple(Furniture(start=s, end=e, kind=k) for s, e, k in found["layout"].get("furniture", []))
    source = found["source"]
    text = source.get("text") or reading_text(doc)
    issues = [_issue(row, offsets) for row in found["issues"]]
    if found["layout"]:
        issues += _conservation(text, clauses, masthead, footnotes, furniture)
    return Record(
        source=Source(
            path=source.get("path", ""),
            sha256=source.get("sha256", ""),
            media_type=source.get("media_type", "text/plain"),
            pages=source.get("pages"),
            chars=len(text),
        ),
        masthead=masthead,
        clauses=clauses,
        footnotes=footnotes,
        themes=_document_themes(found),
        issues=tuple(sorted(issues, key=lambda issue: (issue.start or 0, issue.code))),
        furniture=furniture,
        provenance=Provenance(version=version, config_sha256=config_sha256, model=model),
    )


def _clause_spans(found: Table, offsets: OffsetMap) -> list[tuple[list[Span], Span | None]]:
    """Return for each clause where its words and its number stand in the source.

    The clauses of a paragraph share out its stretches: markup and note marks at an edge belong to what they touch.
    """
    blocks = found["blocks"]
    starts = [block["start"] for block in blocks]
    by_block: dict[int, list[int]] = defaultdict(list)
    for index, clause in enumerate(found["clauses"]):
        by_block[bisect_right(starts, clause["start"]) - 1].append(index)
    spans: list[tuple[list[Span], Span | None]] = [([], None)] * len(found["clauses"])
    for block_index, indices in by_block.items():
        stretches = blocks[block_index]["source"] if block_index >= 0 else []
        if not stretches:
            continue
        edges = []
        for index in indices:
            clause = found["clauses"][index]
            if clause["number_start"] is not None:
                edges.append((_source(offsets, clause["number_start"], stretches), index, "number"))
            edges.append((_source(offsets, clause["start"], stretches), index, "text"))
        edges[0] = (stretches[0][0], *edges[0][1:])
        for nth, (start, index, what) in enumerate(edges):
            end = edges[nth + 1][0] if nth + 1 < len(edges) else stretches[-1][1]
            pieces = _between(stretches, start, end)
            words, number = spans[index]
            spans[index] = (words, pieces[0] if pieces else None) if what == "number" else (pieces, number)
    return spans


def _source(offsets: OffsetMap, offset: int, stretches: Sequence[Sequence[int]]) -> int:
    """Return the source offset of a reading offset inside a block."""
    found = offsets.source_spans(offset, offset + 1)
    return found[0][0] if found else int(stretches[0][0])


def _between(stretches: Sequence[Sequence[int]], start: int, end: int) -> list[Span]:
    """Cut the stretches to ``[start, end)``."""
    cut = ((max(start, low), min(end, high)) for low, high in stretches)
    return [(low, high) for low, high in cut if low < high]


def _clauses(text: str, found: Table, where: list[tuple[list[Span], Span | None]]) -> tuple[Clause, ...]:
    rows = found["clauses"]
    starts = [row["start"] for row in rows]
    acts = _acts(text, found)
    entities = _inside(text, rows, starts, found["entities"], _entity)
    dates = _inside(text, rows, starts, found["dates"], _date)
    mandates = _mandates(text, found)
    notes = _notes(rows, starts, found["layout"].get("notes", []))
    themes = {row["clause"]: row for row in found["themes"]}
    return tuple(
        Clause(
            id=row["id"],
            kind=row["kind"],
            number=row["number"],
            level=row["level"],
            parent=row["parent"],
            chapeau=row["chapeau"],
            annex=row["annex"],
            part=row["part"],
            text=text[row["start"] : row["end"]],
            source_spans=tuple(where[index][0]),
            number_span=where[index][1],
            acts=tuple(acts[index]),
            entities=tuple(entities[index]),
            dates=tuple(dates[index]),
            mandates=tuple(mandates[index]),
            footnotes=tuple(notes[index]),
            themes=tuple(_theme(one) for one in themes[index]["themes"]) if index in themes else (),
            uncertain=index in themes and themes[index]["uncertain"],
        )
        for index, row in enumerate(rows)
    )


def _acts(text: str, found: Table) -> dict[int, list[Act]]:
    """Sort acts by the index of their clause."""
    rows = found["clauses"]
    acts: dict[int, list[Act]] = defaultdict(list)
    for act in found["acts"]:
        start = rows[act["clause"]]["start"]
        acts[act["clause"]].append(
            Act(
                text=text[act["start"] : act["end"]],
                start=act["start"] - start,
                end=act["end"] - start,
                role=act["role"],
                lemma=act["lemma"],
                modifiers=tuple(act["modifiers"]),
                function=act["function"],
                force=act["force"],
            )
        )
    return acts


def _mandates(text: str, found: Table) -> dict[int, list[Mandate]]:
    """Sort mandates by the index of their clause; its acts and dates are counted from its first."""
    if not found["mandates"]:
        return defaultdict(list)
    rows = found["clauses"]
    acts = _places(act["clause"] for act in found["acts"])
    starts = [row["start"] for row in rows]
    holding = [(bisect_right(starts, date["start"]) - 1, date["end"]) for date in found["dates"]]
    dates = _places(clause if clause >= 0 and end <= rows[clause]["end"] else -1 for clause, end in holding)
    mandates: dict[int, list[Mandate]] = defaultdict(list)
    for row in found["mandates"]:
        start, task = rows[row["clause"]]["start"], row["task"]
        mandates[row["clause"]].append(
            Mandate(
                act=None if row["act"] is None else acts[row["act"]],
                addressee=_addressee(text, row["addressee"], start),
                task=(task[0] - start, task[1] - start) if task else None,
                deadline=None if row["deadline"] is None else dates[row["deadline"]],
                cadence=row["cadence"],
                report=row["report"],
                effect=row["effect"],
            )
        )
    return mandates


def _places(clauses: Iterable[int]) -> list[int]:
    """Return of each item, whose clause is given, how many of the same clause stand before it."""
    counts: Counter[int] = Counter()
    places = []
    for clause in clauses:
        places.append(counts[clause])
        counts[clause] += 1
    return places


def _addressee(text: str, span: list[int] | None, start: int) -> Addressee | None:
    return None if span is None else Addressee(text=text[slice(*span)], start=span[0] - start, end=span[1] - start)


def _theme(row: Mapping[str, Any]) -> ThemeScore:
    words, carried = row.get("words"), None
    if words is not None:
        carried = tuple(ThemeWord(words=said_term(term), where=where, weight=weight) for term, where, weight in words)
    return ThemeScore(theme=row["theme"], score=row["score"], words=carried)


def _document_themes(found: Table) -> tuple[DocumentTheme, ...]:
    """Return the themes of the document, the commonest first, with their share of the clauses that can have themes."""
    counts = Counter(theme["theme"] for row in found["themes"] for theme in row["themes"])
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        DocumentTheme(theme=theme, clauses=count, share=round(count / len(found["themes"]), 4))
        for theme, count in ranked
    )


def _inside(text: str, rows: Sequence[ClauseRow], starts: list[int], items: Sequence[Any], make: Any) -> Any:
    """Sort spans of the reading text into the clauses that hold them."""
    sorted_in: dict[int, list[Any]] = defaultdict(list)
    for item in items:
        index = bisect_right(starts, item["start"]) - 1
        if index >= 0 and item["end"] <= rows[index]["end"]:
            start = rows[index]["start"]
            sorted_in[index].append(make(item, text[item["start"] : item["end"]], start))
    return sorted_in


def _entity(row: Mapping[str, Any], text: str, start: int) -> Entity:
    return Entity(text=text, label=row["label"], start=row["start"] - start, end=row["end"] - start, norm=row["norm"])


def _date(row: Mapping[str, Any], text: str, start: int) -> DateExpression:
    return DateExpression(
        text=text,
        start=row["start"] - start,
        end=row["end"] - start,
        kind=row["kind"],
        value=row["value"],
        resolved=row["resolved"],
    )


def _notes(
    rows: Sequence[ClauseRow], starts: list[int], notes: Sequence[Mapping[str, Any]]
) -> dict[int, list[ClauseNote]]:
    """Sort notes into the clauses where their marks stood; a mark may stand at the very end of a clause."""
    sorted_in: dict[int, list[ClauseNote]] = defaultdict(list)
    for note in notes:
        for offset in (note["offset"], *note["again"]):
            index = bisect_right(starts, offset) - 1 if offset is not None else -1
            if index >= 0 and offset <= rows[index]["end"]:
                sorted_in[index].append(ClauseNote(id=note["id"], offset=offset - rows[index]["start"]))
    return sorted_in


def _footnote(note: Mapping[str, Any]) -> Footnote:
    return Footnote(
        id=note["id"],
        marker=note["marker"],
        text=note["text"],
        source_spans=tuple((start, end) for start, end in note["source_spans"]),
        marker_span=(note["marker_span"][0], note["marker_span"][1]),
    )


def _masthead(found: Table) -> Masthead:
    values = dict(found["masthead"])
    session, item, adopted = values.get("session"), values.get("agenda_item"), values.get("adopted")
    spans = [(low, high) for block in found["blocks"] if block["role"] == "masthead" for low, high in block["source"]]
    values["session"] = Session(**session) if session else None
    values["agenda_item"] = AgendaItem(**item) if item else None
    values["adopted"] = Adopted(**adopted) if adopted else Adopted()
    values["sponsors"] = tuple(values.get("sponsors") or ())
    return Masthead(**values, source_spans=tuple(spans))


def _issue(row: Mapping[str, Any], offsets: OffsetMap) -> Issue:
    """Lead the offsets of an issue back to the source."""
    start, end = row["start"], row["end"]
    if row.get("where") != "source" and start is not None and end is not None:
        spans = offsets.source_spans(start, end)
        start, end = (spans[0][0], spans[-1][1]) if spans else (None, None)
    return Issue(code=row["code"], message=row["message"], start=start, end=end)


def _conservation(
    text: str,
    clauses: tuple[Clause, ...],
    masthead: Masthead,
    footnotes: tuple[Footnote, ...],
    furniture: tuple[Furniture, ...],
) -> list[Issue]:
    """Return an issue where a character of the source is lost or held twice."""
    held: list[Span] = list(masthead.source_spans)
    for clause in clauses:
        held += clause.source_spans
        held += [clause.number_span] if clause.number_span else []
    for note in footnotes:
        held += note.source_spans
        held += [note.marker_span] if note.marker_span else []
    held += [(piece.start, piece.end) for piece in furniture]
    lost, doubled = unaccounted(text, held)
    issues = []
    for what, stretches in (("is in no clause, note, masthead or furniture", lost), ("is held twice", doubled)):
        for start, end in stretches[:SHOWN]:
            message = f"{text[start:end][:40]!r} {what}"
            issues.append(Issue(code="text-not-conserved", message=message, start=start, end=end))
    return issues
