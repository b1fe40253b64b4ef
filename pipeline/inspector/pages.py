"""The pages that are read: list, document, source, form for corrections, queue, overview, help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.corpus.corrections import CLAUSE_KINDS, Correction
from pipeline.corpus.overlay import holding, standing
from pipeline.inspector.inspection import Inspection, correcting_address, document_address, source_address
from pipeline.inspector.overview import overview_charts, records_of
from pipeline.inspector.sources import SourceError, pieces, spans_of, spots_of
from pipeline.inspector.store import Wish
from pipeline.inspector.wishes import query_of, wish_of
from pipeline.output.reading_html import ReadingOptions, reading_html
from pipeline.record import Clause, Record
from pipeline.record_plain import shapes_of, write_plain

QUEUE = 20
"""Clauses on a page of the queue."""

COMPARED_AT_ONCE = 500
"""Up to so many documents the overview compares with gold without being asked, since that reads every record."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one inspection."""

    inspection: Inspection

    def documents(self, request: Request) -> Response:
        """Return the list of documents with its filters."""
        wish = wish_of(request.query_params)
        found = self.inspection.store.documents(wish)
        last = max(1, -(-found.total // wish.size))
        return self.inspection.page(request, "documents.html", wish=wish, found=found, last=last)

    def facet(self, request: Request) -> Response:
        """Return the values of a facet that hold some letters, for whoever types them."""
        name = request.query_params.get("facet", "")
        if name not in {facet.name for facet in self.inspection.store.documents(Wish(size=1)).facets}:
            raise HTTPException(404, "There is no such filter.")
        contains = request.query_params.get("contains", "")[:200]
        facet = self.inspection.store.facet(wish_of(request.query_params), name, contains)
        rows = [
            {"value": one.value, "label": one.label, "count": one.count, "chosen": one.chosen} for one in facet.values
        ]
        return JSONResponse({"values": rows, "more": facet.more})

    def document(self, request: Request) -> Response:
        """Return a document as it reads in print, with what was found and what people said of it."""
        record, key = self.inspection.shown(self._record(request)), request.path_params["key"]
        wish = wish_of(request.query_params)
        before, after = self.inspection.store.neighbours(key, wish)
        rows = self.inspection.store.corrections_of(key)
        query = query_of(wish)
        options = ReadingOptions(
            theme_labels={**_labels(record), **self.inspection.themes},
            citation_href=_citation_href,
            extra=partial(self._tools, key, query, _by_clause(rows)),
        )
        return self.inspection.page(
            request,
            "document.html",
            wish=wish,
            key=key,
            record=record,
            article=reading_html(record, self.inspection.display, options=options),
            before=before,
            after=after,
            rows=rows,
            said=_said(rows),
            disputes=self.inspection.store.disputes_of(key),
        )

    def _tools(self, key: str, query: str, rows: Mapping[str, list[Correction]], index: int, clause: Clause) -> Markup:
        """Return the links below a clause."""
        count = len(rows.get(clause.id, ()))
        corrected = Markup(' <span class="badge corrected">corrected</span>') if count else Markup("")
        link = Markup('<a class="tool {}" href="{}">{}<span class="unseen"> {}</span></a>')
        return Markup('<p class="tools">{} {}{}</p>').format(
            link.format("correct", correcting_address(key, clause.id, query), "Correct", clause.id),
            link.format("source", source_address(key, clause.id), "Source", f"of {clause.id}"),
            corrected,
        )

    def record(self, request: Request) -> Response:
        """Return a record, with its corrections, as JSON."""
        record = self.inspection.shown(self._record(request))
        name = "".join(c if c.isascii() and c.isalnum() else "_" for c in record.masthead.symbol or "record")
        headers = {"Content-Disposition": f'attachment; filename="{name[:80]}.json"'}
        return Response(record.to_json().encode(), media_type="application/json", headers=headers)

    def form(self, request: Request) -> Response:
        """Return the form that corrects a clause: a page, or the part of it that a dialog shows."""
        record, key = self.inspection.shown(self._record(request)), request.path_params["key"]
        clause = _clause(record, request)
        rows = [row for row in self.inspection.store.corrections_of(key) if row.clause == clause.id or row.undoes]
        ids = {row.id for row in rows if row.undoes is None}
        part = request.query_params.get("part") == "1"
        themes = dict.fromkeys([*self.inspection.themes, *_labels(record)])
        return self.inspection.page(
            request,
            "correct_part.html" if part else "correct.html",
            key=key,
            record=record,
            clause=clause,
            wish=wish_of(request.query_params),
            themes=list(themes),
            scores={one.theme: one.score for one in clause.themes},
            plain={name: [write_plain(one) for one in getattr(clause, name)] for name in ("acts", "entities", "dates")},
            kinds=CLAUSE_KINDS,
            choices=_choices(),
            rows=[row for row in rows if row.undoes is None or row.undoes in ids],
            standing={row.id for row in standing(rows)},
        )

    def source(self, request: Request) -> Response:
        """Return the source of a clause with its words lit up, and its pages where it is a PDF."""
        record, key = self._record(request), request.path_params["key"]
        clause = _clause(record, request)
        try:
            source = self.inspection.sources.text(record)
        except SourceError as error:
            raise HTTPException(404, f"The source cannot be shown. {self._reason(error, record)}.") from error
        spots = [spot for spot in spots_of(source, clause) if spot.page and spot.box]
        pages = {page: list(group) for page, group in groupby(spots, key=lambda spot: spot.page)}
        images = {}
        for number in pages if source.media_type == "application/pdf" else ():
            try:
                images[number] = self.inspection.sources.page(record, int(number or 0))
            except SourceError:
                continue
        return self.inspection.page(
            request,
            "source_part.html" if request.query_params.get("part") == "1" else "source.html",
            key=key,
            record=self.inspection.shown(record),
            clause=clause,
            pieces=list(pieces(source.text, spans_of(clause))),
            pages=pages,
            images=images,
        )

    def picture(self, request: Request) -> Response:
        """Return a page of a PDF as a picture."""
        record, number = self._record(request), request.path_params["number"]
        if not (number.isascii() and number.isdecimal() and len(number) < 6):
            raise HTTPException(404, "There is no such page of the source.")
        try:
            image = self.inspection.sources.page(record, int(number))
        except SourceError as error:
            raise HTTPException(404, f"The page cannot be shown. {self._reason(error, record)}.") from error
        return Response(image.png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    def queue(self, request: Request) -> Response:
        """Return the clauses that somebody should look at, the least certain first."""
        wish = wish_of(request.query_params)
        after = (wish.page - 1) * QUEUE
        rows, total = self.inspection.store.queue(after=after, size=QUEUE, wish=wish)
        last = max(1, -(-total // QUEUE))
        return self.inspection.page(
            request, "queue.html", wish=wish, rows=rows, total=total, last=last, themes=list(self.inspection.themes)
        )

    def overview(self, request: Request) -> Response:
        """Return figures of all documents, or of those that the filters of the list leave."""
        wish = wish_of(request.query_params)
        store, gold = self.inspection.store, self.inspection.gold
        overview = store.overview(wish)
        now = overview.totals["documents"] <= COMPARED_AT_ONCE or request.query_params.get("gold") == "1"
        compared = gold.compare(records_of(store, wish)) if gold is not None and now else None
        charts = overview_charts(self.inspection, overview, wish, compared)
        return self.inspection.page(
            request,
            "overview.html",
            wish=wish,
            overview=overview,
            charts=charts,
            later=gold is not None and not now,
        )

    def help(self, request: Request) -> Response:
        """Return what the page can do."""
        return self.inspection.page(request, "help.html")

    def _reason(self, error: SourceError, record: Record) -> str:
        """Return why a source cannot be shown, its file named as pages show it."""
        return str(error).replace(record.source.path, self.inspection.shown_path(record.source.path))

    def _record(self, request: Request) -> Record:
        record = self.inspection.store.record(request.path_params["key"])
        if record is None:
            raise HTTPException(404, "There is no such document among the records.")
        return record


def _clause(record: Record, request: Request) -> Clause:
    name = request.query_params.get("clause", "")
    found = next((clause for clause in record.clauses if clause.id == name), None)
    if found is None:
        raise HTTPException(404, "There is no such clause in this document.")
    return found


def _labels(record: Record) -> dict[str, str]:
    """Return the themes of a record that no taxonomy may know, each called by its id."""
    return {theme.theme: theme.theme for clause in record.clauses for theme in clause.themes}


def _citation_href(norm: str) -> str | None:
    """Return the address of the list of all documents that cite a symbol."""
    return f"/?{query_of(Wish(entity=(norm,)))}"


def _by_clause(rows: tuple[Correction, ...]) -> dict[str, list[Correction]]:
    """Return the corrections that hold, by clause."""
    found: dict[str, list[Correction]] = {}
    for row in standing(rows):
        if row.undoes is None:
            found.setdefault(row.clause, []).append(row)
    return found


def _said(rows: tuple[Correction, ...]) -> list[tuple[Correction, bool, Correction | None]]:
    """Return what people said, newest first: each row, whether it holds, and the row that it takes back."""
    by_id: dict[str, Correction] = {row.id: row for row in rows}
    ids = {row.id for row in holding(rows)}
    return [(row, row.id in ids, by_id.get(row.undoes or "")) for row in reversed(rows)]


def _choices() -> dict[str, Any]:
    """Return the values that the members of spans may have, from the types of the record."""
    from pipeline.record import Act, DateExpression, Entity

    return {
        "role": shapes_of(Act)["role"].values,
        "function": shapes_of(Act)["function"].values,
        "label": shapes_of(Entity)["label"].values,
        "kind": shapes_of(DateExpression)["kind"].values,
    }


__all__ = ["Pages", "document_address"]
