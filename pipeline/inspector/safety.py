"""Who may talk to the inspector: the rules that every request passes before any page sees it.

The page is local, but a browser visits other sites too, and these can send requests to a local address. So

- the ``Host`` header must be a name of this server (a foreign name that was made to point here, "DNS rebinding", is
  refused); an address in digits cannot be rebound;
- whatever changes something must come from a page of this server (``Origin``, ``Sec-Fetch-Site``) and bring the secret
  that only such a page knows (cross-site request forgery);
- a server that other machines reach asks for a token first, and remembers it in a cookie;
- a body has a bound, and every answer a content security policy under which no script but the server's own file runs.

Sources: OWASP cheat sheets on cross-site request forgery and on HTTP headers; W3C Content Security Policy level 3.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 256 << 10
"""Bytes that the body of a request may have; the longest correction is a few thousand."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")

SAFE_METHODS = frozenset({"GET", "HEAD"})
KNOWN_METHODS = SAFE_METHODS | {"POST"}

COOKIE = "clausewise-token"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What this server asks of a request.

    Attributes
    ----------
    names
        Names of this server, in small letters and without port, under which it may be called.
    any_address
        Whether any address in digits is a name of this server; so when it listens on all of its addresses.
    token
        What a browser must show before it sees anything; None where only this machine reaches the server.
    secret
        What a form must bring along; drawn anew at every start.
    """

    names: frozenset[str]
    any_address: bool = False
    token: str | None = None
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def knows_host(self, host: str) -> bool:
        """Tell whether a ``Host`` header names this server.

        Examples
        --------
        >>> rules = Rules(names=frozenset({"127.0.0.1", "::1"}))
        >>> [rules.knows_host(host) for host in ("127.0.0.1:8000", "[::1]:8000", "example.org", "")]
        [True, True, False, False]
        """
        try:
            parts = urlsplit(f"//{host}")
            name, _ = parts.hostname, parts.port
        except ValueError:
            return False
        if not name or parts.username is not None or any(sign in host for sign in "/?#\\"):
            return False
        return name in self.names or (self.any_address and _is_address(name))

    def is_secret(self, given: str) -> bool:
        """Tell whether a form brought the secret, in a time that does not depend on what it brought."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode())

    def is_token(self, given: str) -> bool:
        """Tell whether somebody gave the token; true for everybody where there is none."""
        return self.token is None or hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())


def rules_for(host: str, names: Iterable[str] = ()) -> Rules:
    """Return the rules of a server that listens on an address.

    Parameters
    ----------
    host
        Address or name that it listens on. Beyond loopback a token is drawn.
    names
        Further names under which it is called.
    """
    host = host.strip("[]").lower()
    known = {*LOOPBACK, host, *(name.lower() for name in names)}
    if host in LOOPBACK:
        return Rules(names=frozenset(known))
    return Rules(names=frozenset(known), any_address=host in ("0.0.0.0", "::"), token=secrets.token_urlsafe(32))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Safety:
    """The application behind the rules.

    Parameters
    ----------
    app
        What answers the requests that pass.
    rules
        What they must fulfil.
    """

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        guarded = _with_headers(send)
        refused = self._refusal(scope)
        if refused is not None:
            status, sentence = refused
            await PlainTextResponse(f"{sentence}\n", status)(scope, receive, guarded)
            return
        await self._app(scope, _Bounded(receive), guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and sentence where a request is refused."""
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or not self._rules.knows_host(headers["host"]):
            return 421, "This server does not go by that name; open the address that it printed when it started."
        if scope["method"] not in KNOWN_METHODS:
            return 405, f"The method {scope['method']} is not known here; pages are read (GET) and sent (POST)."
        if scope["method"] not in SAFE_METHODS and not self._is_own(headers):
            return 403, "A change was sent by a page of another site; nothing was changed."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, f"What was sent is longer than {LARGEST_BODY >> 10} kB; nothing was changed."
        if scope["path"] != "/enter" and not scope["path"].startswith("/static/") and not self._has_token(headers):
            return 401, "Open the address with the token that the server printed when it started."
        return None

    def _is_own(self, headers: Headers) -> bool:
        """Tell whether a change comes from a page of this server, as far as the browser says."""
        origin = headers.get("origin")
        if origin is not None:
            try:
                parts = urlsplit(origin)
            except ValueError:
                return False
            return parts.scheme in ("http", "https") and parts.netloc == headers["host"]
        return headers.get("sec-fetch-site") == "same-origin"

    def _has_token(self, headers: Headers) -> bool:
        if self._rules.token is None:
            return True
        # not http.cookies: it stops at the first cookie that it does not like, and a host's ports share their cookies
        pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
        return any(name == COOKIE and self._rules.is_token(value) for name, _, value in pairs)


class _Bounded:
    """What a request sends, up to a bound; a sender that goes on is taken to have left."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._size = 0

    async def __call__(self) -> Message:
        """Return the next part."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        return message if self._size <= LARGEST_BODY else {"type": "http.disconnect"}


def _with_headers(send: Send) -> Send:
    """Return what sends an answer with the headers that every answer has."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded
