"""A server whose requests are counted on their way to it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send


class Counting:
    """Passes on what is asked, once it has noted it as `GET /path?query`."""

    def __init__(self, app: ASGIApp, note: Callable[[str], object]) -> None:
        self._app = app
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._note(f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}")
        await self._app(scope, receive, send)
