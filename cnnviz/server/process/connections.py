"""HTTP connections with limits: how many, how long, how large."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import ClassVar, cast

import h11
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from cnnviz.server.errors import ApiError
from cnnviz.server.headers import SECURITY
from cnnviz.server.process.websocket import upgrade_error
from cnnviz.server.read_budget import PIECE, ReadsInPieces

MOST = 2048
"""How many connections a worker serves; a browser opens up to six."""
TOLD = 48
"""How many more are told that there is no room; those beyond are cut."""
MAX_HEAD = 16 * 1024
"""Bytes of a request's first line and headers together."""
HEAD_SECONDS = 10
"""How long the first line and headers may take from the first byte, or the connection's start."""
ANSWER_SECONDS = 120
"""How long an answer may take, body and reading included."""
_TELL_AGAIN = 60.0
_log = logging.getLogger("cnnviz")


class Connection(H11Protocol, ReadsInPieces):
    """An HTTP connection that closes slow clients and refuses those beyond the limit."""

    most: ClassVar[int] = MOST
    told: ClassVar[int] = TOLD
    _timer: asyncio.TimerHandle | None = None
    _answering = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)
        super().connection_made(transport)
        transport.set_write_buffer_limits(PIECE)
        if len(self.connections) > self.most + self.told:
            transport.abort()
        elif len(self.connections) > self.most:
            self.app = _full
        self._limit()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._limit()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hands the connection over to a Line, if there is room and the request is right."""
        fields = b"".join(b"%b: %b\r\n" % field for field in self.headers)
        head = b"%b %b HTTP/1.1\r\n%b\r\n" % (event.method, event.target, fields)
        refusal = _too_many() if self.app is _full else upgrade_error(head)
        if refusal:
            self._refuse(refusal, silent=event.method == b"HEAD")
            return
        super().handle_websocket_upgrade(event)
        if self._timer:
            self._timer.cancel()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._limit(anew=True)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._timer:
            self._timer.cancel()

    def send_400_response(self, msg: str) -> None:
        """Refuses what cannot be read as a request."""
        if len(self.conn.trailing_data[0]) > MAX_HEAD:
            sentence = f"The address and headers must be at most {MAX_HEAD // 1024} KB."
            self._refuse(ApiError(431, sentence))
        else:
            self._refuse(ApiError(400, "This is not a request in HTTP/1.1."))

    def _limit(self, *, anew: bool = False) -> None:
        """Begins to count the time of what is waited for now; a few more bytes gain no time."""
        if self.transport.get_protocol() is not self or self.transport.is_closing():
            return
        answering = self.cycle is not None and not self.cycle.response_complete
        answering = answering or self.transport.get_write_buffer_size() > 0
        if self._timer:
            if answering is self._answering and not anew:
                return
            self._timer.cancel()
        self._answering = answering
        seconds = ANSWER_SECONDS if answering else HEAD_SECONDS
        self._timer = self.loop.call_later(seconds, self._over)

    def _over(self) -> None:
        if self._answering or self.transport.is_closing():
            self.transport.abort()
        elif self.conn.trailing_data[0]:
            sentence = f"The address and headers must arrive within {HEAD_SECONDS} seconds."
            self._refuse(ApiError(408, sentence))
        else:
            self.transport.close()

    def _refuse(self, refusal: ApiError, *, silent: bool = False) -> None:
        """Says so, but to HEAD without a body, and closes the connection, read or not."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            response = _closing(refusal)
            head = h11.Response(status_code=response.status_code, headers=response.raw_headers)
            body = b"" if silent else bytes(response.body)
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)


class _Told:
    """When the log was last told that all connections are in use."""

    latest = -_TELL_AGAIN


async def _full(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers on a connection that is one too many."""
    await _closing(_too_many())(scope, receive, send)


def _too_many() -> ApiError:
    """The refusal of a connection that is one too many; the log says so, too."""
    if time.monotonic() - _Told.latest > _TELL_AGAIN:
        _Told.latest = time.monotonic()
        _log.warning("all %d connections are in use; --workers adds more", Connection.most)
    return ApiError(503, "Too many browsers are connected; try again in a moment.", retry=True)


def _closing(refusal: ApiError) -> Response:
    response = refusal.response()
    response.headers.update(SECURITY | {"Connection": "close"})
    return response
