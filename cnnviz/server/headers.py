"""Headers that every response has, and responses to HEAD."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cnnviz.server.read_budget import PIECE

_OWN = ("script", "style", "img", "connect", "worker", "manifest")
"""What a page takes from the server's own address; all else it takes from nowhere."""
SECURITY = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            *(f"{kind}-src 'self'" for kind in _OWN),
            *(f"{what} 'none'" for what in ("base-uri", "form-action", "frame-ancestors")),
        ]
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def security_headers(embedding: Sequence[str]) -> dict[str, str]:
    """The headers of every response where pages of these origins may put the chapter in a frame.

    A frame that is sandboxed is a page of no origin, even to its own server: what it loads asks as
    "null", and is answered. With no origin these are SECURITY.
    """
    if not embedding:
        return SECURITY
    closed = "frame-ancestors 'none'"
    policy = SECURITY["Content-Security-Policy"]
    opened = policy.replace(closed, f"frame-ancestors {' '.join(embedding)}")
    kept = {name: value for name, value in SECURITY.items() if name != "X-Frame-Options"}
    return kept | {
        "Content-Security-Policy": opened,
        "Access-Control-Allow-Origin": "null",
        "Access-Control-Expose-Headers": "Cnnviz-Version, Retry-After",
    }


def is_own_page(headers: Headers) -> bool:
    """Whether no page of another site asks; a browser names the asking page's address."""
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks for a sandboxed frame what it may send."""
    return scope.get("method") == "OPTIONS" and Headers(scope=scope).get("origin", "") == "null"


def answer_preflight() -> Response:
    """What a browser is told that asks whether a sandboxed frame may send JSON."""
    allowed = {
        "Access-Control-Allow-Methods": "GET, HEAD, POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=allowed)


@dataclass
class LastRequest:
    """When the latest request or part of one arrived, on the monotonic clock."""

    latest: float = field(default_factory=time.monotonic)


async def _all_but_the_last(message: Message, send: Send) -> Message:
    """Sends a body piece by piece, each once those before are read but for a few; the last is left.

    So who reads slowly holds a few pieces in memory, not the answer, and who reads fast lets others
    come between.
    """
    body = memoryview(message.get("body", b""))
    while len(body) > PIECE:
        await send({"type": "http.response.body", "body": body[:PIECE], "more_body": True})
        await asyncio.sleep(0)
        body = body[PIECE:]
    return {**message, "body": body}


class SecurityHeaders:
    """Adds security headers to every response, and answers HEAD like GET without a body.

    Answers below `root_path` as at the root, so that a proxy may pass it on or take it away. Pages
    of the origins of `embedding` may show the chapter in a frame.
    """

    def __init__(
        self, app: ASGIApp, traffic: LastRequest, root_path: str, embedding: Sequence[str] = ()
    ) -> None:
        self.app = app
        self.traffic = traffic
        self.root_path = root_path
        self.headers = security_headers(embedding)
        self.is_embeddable = bool(embedding)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        self.traffic.latest = time.monotonic()
        head = scope.get("method") == "HEAD"

        async def heard() -> Message:
            message = await receive()
            self.traffic.latest = time.monotonic()
            return message

        async def guarded(message: Message) -> None:
            match message["type"]:
                case "http.response.start" | "websocket.http.response.start":
                    headers = MutableHeaders(scope=message)
                    for name, value in self.headers.items():
                        headers.setdefault(name, value)
                case "http.response.body" if head:
                    message = {**message, "body": b""}
                case "http.response.body":
                    message = await _all_but_the_last(message, send)
            await send(message)

        if self.root_path and (scope["type"], scope["path"]) == ("http", self.root_path):
            # The page's addresses are relative: they need the last slash.
            beside = {"Location": self.root_path.rpartition("/")[2] + "/"}
            await Response(status_code=307, headers=beside)(scope, receive, guarded)
            return
        if self.is_embeddable and is_preflight(scope):
            await answer_preflight()(scope, receive, guarded)
            return
        inner = {**scope, "root_path": self.root_path}
        if head:
            inner["method"] = "GET"
        await self.app(inner, heard, guarded)
