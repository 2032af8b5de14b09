"""One browser's connection: how long it may take, how many there may be, and what it is told."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import ClassVar

import h11
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from cnnviz.server.headers import SECURITY
from cnnviz.server.problems import Refusal

MOST = 2048
"""How many connections a worker serves; a browser opens up to six."""
MAX_HEAD = 16 * 1024
"""Bytes of a request's first line and headers together."""
HEAD_SECONDS = 10
"""How long the first line and headers may take from the first byte, or the connection's start."""
ANSWER_SECONDS = 120
"""How long an answer may take, body and reading included."""
REST_SECONDS = 60
"""How long a line stays open on which nothing is asked, or an answer is not read."""
_OTHER_FILES = 64
"""Files that a process needs beside its connections."""
_TELL_AGAIN = 60.0
_log = logging.getLogger("cnnviz")


class Connection(H11Protocol):
    """Speaks HTTP; cuts off who takes too long, and refuses who is one too many."""

    most: ClassVar[int] = MOST
    _timer: asyncio.TimerHandle | None = None
    _answering = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self.app = _full
        self._limit()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._limit()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hands the connection over to a Line, if there is room."""
        if self.app is _full:
            self._refuse(_too_many())
            return
        super().handle_websocket_upgrade(event)
        if self._timer:
            self._timer.cancel()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._limit()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._timer:
            self._timer.cancel()

    def send_400_response(self, msg: str) -> None:
        """Refuses what cannot be read as a request."""
        if len(self.conn.trailing_data[0]) > MAX_HEAD:
            sentence = f"The address and headers must be at most {MAX_HEAD // 1024} KB."
            self._refuse(Refusal(431, sentence))
        else:
            self._refuse(Refusal(400, "This is not a request in HTTP/1.1."))

    def _limit(self) -> None:
        """Begins to count the time of what is waited for now; a few more bytes gain no time."""
        if self.transport.get_protocol() is not self:
            return
        answering = self.cycle is not None and not self.cycle.response_complete
        if self._timer:
            if answering is self._answering:
                return
            self._timer.cancel()
        self._answering = answering
        seconds = ANSWER_SECONDS if answering else HEAD_SECONDS
        self._timer = self.loop.call_later(seconds, self._over)

    def _over(self) -> None:
        if self._answering:
            self.transport.abort()
        elif self.conn.trailing_data[0]:
            sentence = f"The address and headers must arrive within {HEAD_SECONDS} seconds."
            self._refuse(Refusal(408, sentence))
        else:
            self.transport.close()

    def _refuse(self, refusal: Refusal) -> None:
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = _closing(refusal)
            head = h11.Response(status_code=response.status_code, headers=response.raw_headers)
            for event in (head, h11.Data(data=bytes(response.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class Line(WebSocketsSansIOProtocol):
    """A connection that stays open for questions; cuts off who has none, or reads no answer."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._limit()

    def data_received(self, data: bytes) -> None:
        # While an answer is not read, no question is.
        super().data_received(data)
        self._limit()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._timer:
            self._timer.cancel()

    def _limit(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(REST_SECONDS, self._over)

    def _over(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.shutdown()


class _Told:
    """When the log was last told that all connections are in use."""

    latest = -_TELL_AGAIN


async def _full(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers on a connection that is one too many."""
    await _closing(_too_many())(scope, receive, send)


def _too_many() -> Refusal:
    """The refusal of a connection that is one too many; the log says so, too."""
    if time.monotonic() - _Told.latest > _TELL_AGAIN:
        _Told.latest = time.monotonic()
        _log.warning("all %d connections are in use; --workers adds more", Connection.most)
    return Refusal(503, "Too many browsers are connected; try again in a moment.", retry=True)


def _closing(refusal: Refusal) -> Response:
    response = refusal.response()
    response.headers.update(SECURITY | {"Connection": "close"})
    return response


def make_room() -> None:
    """Lets the process open as many connections as it serves, or serves as many as it may open."""
    try:
        import resource
    except ImportError:  # A system without such limits.
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        Connection.most = min(MOST, soft - _OTHER_FILES)
