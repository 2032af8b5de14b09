"""WebSockets with limits: who may open one, and what it may cost."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState, SecurityError
from websockets.frames import CloseCode, Frame
from websockets.http11 import MAX_LINE_LENGTH, MAX_NUM_HEADERS, Request
from websockets.server import ServerProtocol

from cnnviz.server.errors import ApiError
from cnnviz.server.read_budget import PIECE, ReadsInPieces

REST_SECONDS = 60
"""How long a line stays open on which nothing is asked, or an answer is not read."""
MOST_FRAMES = 100
"""Pings, pongs and parts of a question that may come before the question is whole."""
_PARSED = 1024
"""Bytes that are looked into at a time: no more questions wait than these hold."""


class LimitedWebSocket(WebSocketsSansIOProtocol, ReadsInPieces):
    """A WebSocket that closes if the client asks nothing, doesn't read, or sends too much else."""

    _timer: asyncio.TimerHandle | None = None
    _unread = b""
    _frames_beside = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._limit()

    def data_received(self, data: bytes) -> None:
        self._unread += data
        self._parse()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._timer:
            self._timer.cancel()

    def handle_cont(self, event: Frame) -> None:
        if self._has_room():
            super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._has_room():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._has_room():
            super().handle_pong(event)

    def send_receive_event_to_app(self) -> None:
        """Hands a whole question over, unless it is no text."""
        self._frames_beside = 0
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self._end(CloseCode.INVALID_DATA, "A question must be text in UTF-8.")
                return
        super().send_receive_event_to_app()

    async def receive(self) -> Any:
        self._parse()  # what came before the line was open
        message = await super().receive()
        # Reading goes on now, unless there is a question in what was read before.
        self._parse()
        self._limit()
        return message

    async def send(self, message: Any) -> None:
        """Sends a long answer in pieces, each once those before it are read but for a few."""
        body: bytes = message.get("bytes") or b""
        if self.close_sent and self.initial_response is None:
            raise ClientDisconnected
        if len(body) <= PIECE:
            await super().send(message)
        else:
            await self._send_in_pieces(body)
        # A refusal is complete, too, which the library would take for an error.
        self.handshake_complete |= self.close_sent
        self._limit()

    async def _send_in_pieces(self, body: bytes) -> None:
        for start in range(0, len(body), PIECE):
            await self.writable.wait()
            part, last = body[start : start + PIECE], start + PIECE >= len(body)
            try:
                if start:
                    self.conn.send_continuation(part, last)
                else:
                    self.conn.send_binary(part, last)
            except InvalidState:
                raise ClientDisconnected from None
            self.transport.write(b"".join(self.conn.data_to_send()))

    def _parse(self) -> None:
        """Looks into what was read, up to the next question, and no further."""
        while self._unread and not self.read_paused and not self.transport.is_closing():
            if self.handshake_initiated and not self.handshake_complete:
                return
            part, self._unread = self._unread[:_PARSED], self._unread[_PARSED:]
            super().data_received(part)

    def _has_room(self) -> bool:
        """Counts what is no whole question; too much of it ends the line."""
        self._frames_beside += 1
        if self._frames_beside > MOST_FRAMES and not self.transport.is_closing():
            sentence = f"A question may come after at most {MOST_FRAMES} pings or parts of it."
            self._end(CloseCode.POLICY_VIOLATION, sentence)
        return not self.transport.is_closing()

    def _end(self, code: CloseCode, sentence: str) -> None:
        self.conn.fail(code, sentence)
        self.handle_parser_exception()

    def _limit(self) -> None:
        """Begins to count the time anew: a question was asked, or an answer taken."""
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(REST_SECONDS, self._over)

    def _over(self) -> None:
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.shutdown()
            self._limit()  # as nobody may read that either


def upgrade_error(head: bytes) -> ApiError | None:
    """Why no WebSocket is opened for a request of these bytes; None if one is.

    The library is asked beforehand, as some requests that it refuses it would never answer.
    """
    if not head.startswith(b"GET "):
        return ApiError(405, "A WebSocket is opened by GET.", headers={"Allow": "GET"})
    asked = ServerProtocol()
    asked.receive_data(head)
    for request in asked.events_received():
        assert isinstance(request, Request)
        if asked.accept(request).status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            return None
    error = asked.handshake_exc
    if isinstance((error and error.__cause__) or error, SecurityError):
        few = f"{MAX_NUM_HEADERS} headers of at most {MAX_LINE_LENGTH // 1024} KB each"
        return ApiError(431, f"A request that opens a WebSocket must have at most {few}.")
    needs = "a key, version 13 and no body"
    return ApiError(400, f"A request that opens a WebSocket must have {needs} (RFC 6455).")
