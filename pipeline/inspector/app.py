"""The web application of the inspector: which address is answered by what, and what an error looks like."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pipeline.inspector.changes import Changes
from pipeline.inspector.inspection import Inspection
from pipeline.inspector.pages import Pages
from pipeline.inspector.safety import Safety
from pipeline.inspector.store import StoreError
from pipeline.lexicon.display import Display
from pipeline.output.page_style import page_css

STATIC = Path(__file__).resolve().parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

LOG = logging.getLogger(__name__)


def make_app(inspection: Inspection) -> ASGIApp:
    """Return the application of an inspection, behind its rules of safety."""
    pages, changes = Pages(inspection), Changes(inspection)

    def asset(request: Request) -> Response:
        """Return a file of the page: one of those that were read at the start, by name."""
        known = inspection.assets.get(request.path_params["name"])
        if known is None:
            raise HTTPException(404, "There is no such file.")
        return Response(known[1], media_type=known[0], headers={"Cache-Control": "no-cache"})

    def failed(request: Request, error: Exception) -> Response:
        return _failed(inspection, request, error)

    routes = [
        Route("/", pages.documents),
        Route("/facet", pages.facet),
        Route("/queue", pages.queue),
        Route("/overview", pages.overview),
        Route("/help", pages.help),
        Route("/enter", changes.enter),
        Route("/name", changes.name, methods=["POST"]),
        Route("/static/{name}", asset),
        Route("/documents/{key}", pages.document),
        Route("/documents/{key}/record.json", pages.record),
        Route("/documents/{key}/source", pages.source),
        Route("/documents/{key}/pages/{number}.png", pages.picture),
        Route("/documents/{key}/correct", pages.form, methods=["GET"]),
        Route("/documents/{key}/correct", changes.correct, methods=["POST"]),
        Route("/documents/{key}/undo", changes.undo, methods=["POST"]),
    ]
    handlers: Mapping[object, object] = {HTTPException: failed, StoreError: failed, Exception: failed}
    # around the whole application, since an answer to a fault does not pass through its middleware
    return Safety(Starlette(routes=routes, exception_handlers=handlers), inspection.rules)  # type: ignore[arg-type]


def read_assets(display: Display) -> dict[str, tuple[str, bytes]]:
    """Return the files that pages ask for, by name: media type and bytes; no request ever opens a file for them."""
    found = {path.name: (TYPES[path.suffix], path.read_bytes()) for path in STATIC.iterdir() if path.suffix in TYPES}
    found["reading.css"] = (TYPES[".css"], page_css(display).encode())
    return found


def _failed(inspection: Inspection, request: Request, error: Exception) -> Response:
    """Return what went wrong as a page, as one sentence where a script asked; never a traceback."""
    status, sentence = 500, "The program has a fault; what it was is printed where it was started."
    if isinstance(error, HTTPException):
        status, sentence = error.status_code, error.detail
        if status == 404 and sentence == "Not Found":
            sentence = "There is no such page."
    elif isinstance(error, StoreError):
        status, sentence = 503, f"{inspection.shown_sentence(str(error))}."
    else:
        LOG.error("fault at %s %s", request.method, request.url.path, exc_info=error)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"message": sentence}, status)
    return inspection.page(request, "error.html", status=status, sentence=sentence)
