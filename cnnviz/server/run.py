"""Runs the server: listens, says where, stops without waiting for streams."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from cnnviz.server.addresses import CannotListen, listen
from cnnviz.server.app import create_app
from cnnviz.server.connections import MAX_HEAD, Connection
from cnnviz.server.greeting import greet
from cnnviz.server.logs import log_to_the_terminal
from cnnviz.server.requests import MAX_BODY
from cnnviz.server.room import make_room
from cnnviz.server.websocket import Line
from cnnviz.server.workers import CannotStart, supervise

__all__ = ["CannotListen", "CannotStart", "serve"]

KEEP_ALIVE_SECONDS = 5
"""How long a connection is kept open for the next request."""
GRACE_SECONDS = 0.5
"""How long an open stream may go on once the server is told to stop."""
_PATIENCE_SECONDS = 1.5
"""How long a worker may take to end."""
_log = logging.getLogger("cnnviz")


class _Server(uvicorn.Server):
    """Says when it answers, and cuts the streams that are open after a moment's grace."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().call_later(GRACE_SECONDS, self._cut)
        await super().shutdown(sockets)

    def _cut(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def serve(host: str, port: int, *, workers: int, root_path: str, browse: bool) -> None:
    """Plays the chapter until it is interrupted. Raises CannotListen, CannotStart."""
    listener = listen(host, port)
    try:
        log_to_the_terminal()
        if few := make_room():
            _log.warning(few)
        announce = partial(greet, listener, root_path, browse=browse)
        play = partial(_play, listener, root_path)
        if workers == 1:
            play(announce)
        else:
            supervise(play, workers, announce, _PATIENCE_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def _play(listener: socket.socket, root_path: str, announce: Callable[[], None]) -> None:
    """Answers at `listener` until a signal comes."""
    log_to_the_terminal()
    make_room()
    _Server(configured(create_app(root_path=root_path)), announce).run(sockets=[listener])


def configured(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn is to serve `app`."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws=Line,
        ws_max_size=MAX_BODY,
        ws_per_message_deflate=False,  # a scene is compressed as it is
        ws_ping_interval=None,  # an answer to a ping would pass for a question
        h11_max_incomplete_event_size=MAX_HEAD,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=1,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="error",
    )
