"""The server around the pages: who may connect, which headers go out, whether it is ready."""

from __future__ import annotations

import ipaddress
import logging
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from barometer.faults import Fault, NotAllowed, QueryTooSlow
from barometer.language import say
from barometer.scope import local_scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self' data: ws: wss:; font-src 'self' data:; "
        "worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_BIND_OPTIONS = ("--host", "--bind", "-b", "--server.address")
_log = logging.getLogger("barometer")


def is_loopback(address: str | None) -> bool:
    """Return whether `address` is this machine's own loopback, as a name or a number."""
    if address is None:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def require_loopback(address: str | None, arguments: Sequence[str]) -> None:
    """Raise NotAllowed unless the server binds to loopback: anything else needs sign-in, which is not configured.

    `arguments` are the command line's: another server than Streamlit's (uvicorn --host …) tells its address there.
    """
    asked = [address, *_bound_addresses(arguments)]
    for bound in asked:
        if not is_loopback(bound):
            raise NotAllowed(
                "Without sign-in the dashboard serves this machine only",
                expected="the address 127.0.0.1",
                found=str(bound),
                remedy="leave the address out, or start with: python -m barometer run",
            )


def _bound_addresses(arguments: Sequence[str]) -> list[str]:
    found = []
    for place, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option in _BIND_OPTIONS:
            value = value or (arguments[place + 1] if place + 1 < len(arguments) else "")
            found.append(value if is_loopback(value) else value.rpartition(":")[0] or value)
    return found


class LoopbackOnly:
    """Refuse every request and websocket that reaches this process on another address than loopback."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass loopback traffic on, close the rest without a word about the data."""
        if scope["type"] == "lifespan" or is_loopback((scope.get("server") or (None,))[0]):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Sign-in is not configured.", status_code=403)(scope, receive, send)


class SecurityHeaders:
    """Put the security headers on every response; downloads are never stored."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers when the response starts."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if scope["path"].startswith("/media"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


async def readiness(request: Request) -> JSONResponse:
    """Answer 200 with snapshot and day of the data once a snapshot can be opened, else 503 with the reason."""
    try:
        snapshot = current_snapshot()
        open_session(local_scope(), snapshot)
        day = snapshot.data_as_of.isoformat()
    except Fault as fault:
        return JSONResponse({"ready": False, "reason": fault.problem}, status_code=503)
    return JSONResponse({"ready": True, "snapshot": snapshot.label, "data_as_of": day})


@asynccontextmanager
async def open_snapshot(app: object) -> AsyncIterator[dict[str, Any] | None]:
    """Open the current snapshot before the first visitor comes; without one the pages say what to do."""
    Thread(target=_check_fonts, daemon=True).start()
    try:
        open_session(local_scope(), current_snapshot())
    except Fault as fault:
        _log.warning("%s", fault)
    yield None


def _check_fonts() -> None:
    """Warn where no installed font draws Chinese; beside the start, which does not wait for it."""
    from barometer.briefing.font_notes import warn_of_missing_fonts

    warn_of_missing_fonts()


def report_fault(error: Exception) -> bool:
    """Show an incident number instead of Streamlit's own view of the error; the log keeps the trace.

    A query at its time limit is no incident: the page says so, and what helps.
    """
    if isinstance(error, QueryTooSlow):
        st.warning(f"{say('The query was interrupted')} · {say('Choose a shorter period or fewer units.')}")
        return True
    incident = uuid.uuid4().hex[:6]
    _log.error("incident %s", incident, exc_info=error)
    st.error(say("This page cannot be shown just now. Number {incident}, noted in the log.", incident=incident))
    return True


ROUTES = [Route("/readyz", readiness)]
MIDDLEWARE = [
    Middleware(LoopbackOnly),
    Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"]),
    Middleware(SecurityHeaders),
    Middleware(GZipMiddleware, minimum_size=1024),
]
