"""The requests that change something: corrections, their undoing, the name of the person; and the token at the door.

A page that runs its script asks for JSON and gets what happened; one without gets the next page to go to. Either way
the answer is sent only when the change is on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pipeline.corpus.corrections import LONGEST_NAME, Correction
from pipeline.inspector.correct import ConflictError, CorrectionError
from pipeline.inspector.forms import change_of, text_of
from pipeline.inspector.inspection import NAME_COOKIE, Inspection, document_address
from pipeline.inspector.safety import COOKIE
from pipeline.inspector.typed import wrong_sign

MOST_FIELDS = 200
"""Fields that a form may have."""

YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes the records of one inspection."""

    inspection: Inspection

    async def correct(self, request: Request) -> Response:
        """Make a correction."""
        key = request.path_params["key"]
        form = await self._form(request)
        try:
            change = change_of(form, key, text_of(form, "who") or self.inspection.person_of(request))
            row = await run_in_threadpool(self.inspection.corrector.change, change)
        except CorrectionError as error:
            return self._refused(request, error)
        said = "Confirmed; that is" if row.before == row.after else "Corrected; the correction is"
        return self._done(request, form, key, row, f"{said} on the disk.")

    async def undo(self, request: Request) -> Response:
        """Take a correction back."""
        key = request.path_params["key"]
        form = await self._form(request)
        person = text_of(form, "who") or self.inspection.person_of(request)
        try:
            row = await run_in_threadpool(self.inspection.corrector.undo, key, text_of(form, "correction"), person)
        except CorrectionError as error:
            return self._refused(request, error)
        return self._done(request, form, key, row, "Taken back; that is on the disk too.")

    async def name(self, request: Request) -> Response:
        """Remember in the browser who corrects."""
        form = await self._form(request)
        name = " ".join(text_of(form, "who").split())
        if not name or len(name) > LONGEST_NAME:
            raise HTTPException(400, f"A name has 1 to {LONGEST_NAME} characters; nothing was changed.")
        wrong = wrong_sign("The name", name)
        if wrong is not None:
            raise HTTPException(400, f"{wrong}; nothing was changed.")
        answer = RedirectResponse(_own(text_of(form, "back")), 303)
        answer.set_cookie(NAME_COOKIE, quote(name), max_age=YEAR, httponly=True, samesite="strict")
        return answer

    def enter(self, request: Request) -> Response:
        """Let a browser in that brings the token, and take the token out of the address."""
        token = request.query_params.get("token", "")
        if not self.inspection.rules.is_token(token):
            raise HTTPException(401, "That is not the token; open the address that the server printed when it started.")
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer

    async def _form(self, request: Request) -> FormData:
        """Return the form of a request that knows the secret of this server."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise HTTPException(415, "A change is sent as a form; nothing was changed.")
        try:
            form = await request.form(max_fields=MOST_FIELDS, max_files=0)
        except ClientDisconnect as error:
            raise HTTPException(413, "What was sent is too long; nothing was changed.") from error
        given = request.headers.get("x-clausewise-secret") or text_of(form, "secret")
        if not self.inspection.rules.is_secret(given):
            raise HTTPException(403, "This page is of an earlier start of the server; reload it. Nothing was changed.")
        return form

    def _done(self, request: Request, form: FormData, key: str, row: Correction, said: str) -> Response:
        """Return what happened, or the page to go on with."""
        if _wants_json(request):
            return JSONResponse({"message": said, "correction": row.id, "document": key})
        back = text_of(form, "back")
        return RedirectResponse(_own(back) if back else document_address(key, clause=text_of(form, "clause")), 303)

    def _refused(self, request: Request, error: CorrectionError) -> Response:
        """Return why nothing was changed: 409 where somebody was faster, else 400."""
        status = 409 if isinstance(error, ConflictError) else 400
        said = self.inspection.shown_sentence(str(error))
        sentence = f"{said[:1].upper()}{said[1:]}."
        if _wants_json(request):
            return JSONResponse({"message": sentence}, status)
        raise HTTPException(status, sentence)


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _own(address: str) -> str:
    """Return an address of this server, the list where it is one of another."""
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if own and not urlsplit(address).netloc else "/"
