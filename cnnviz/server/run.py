"""Runs the server: listens, prints where, stops without waiting for streams."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from starlette.datastructures import State
from starlette.types import ASGIApp

from cnnviz.chapter import Chapter
from cnnviz.page.page import Page
from cnnviz.page.templates import BrokenPage
from cnnviz.server.app import create_app
from cnnviz.server.process import libraries
from cnnviz.server.process.addresses import CannotListen, is_loopback, listen
from cnnviz.server.process.banner import print_banner
from cnnviz.server.process.connections import MAX_HEAD, Connection
from cnnviz.server.process.file_limits import raise_file_limit
from cnnviz.server.process.logs import log_to_the_terminal
from cnnviz.server.process.websocket import LimitedWebSocket
from cnnviz.server.process.workers import CannotStart, supervise
from cnnviz.server.routes.health import Health
from cnnviz.server.routes.networks import Models
from cnnviz.server.routes.parameters import MAX_BODY
from cnnviz.server.streaming.streams import Streams

if TYPE_CHECKING:
    from cnnviz.own import OwnNetwork

__all__ = ["CannotListen", "CannotStart", "play", "serve"]

KEEP_ALIVE_SECONDS = 5
"""How long a connection is kept open for the next request."""
GRACE_SECONDS = 0.5
"""How long an open stream may go on once the server is told to stop."""
SWITCH_SECONDS = 0.001
"""How long a scene in the making keeps the interpreter from those who wait for an answer."""
_PATIENCE_SECONDS = 1.5
"""How long a worker may take to end."""
_log = logging.getLogger("cnnviz")


class _Server(uvicorn.Server):
    """Says when it answers; told to stop, it goes on for a grace, and then cuts what is open."""

    def __init__(
        self, config: uvicorn.Config, state: State, grace: float, announce: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._health: Health = state.health
        self._streams: Streams = state.streams
        self._grace = grace
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await self._health.started()
            self._announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM is heard by who sends requests first; a second signal is final."""
        end = partial(super().handle_exit, sig, frame)
        if sig == signal.SIGTERM and self._grace and self._health.status == "ok":
            self._health.stop()
            loop = asyncio.get_running_loop()
            loop.call_soon_threadsafe(loop.call_later, self._grace, end)
        else:
            end()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().call_later(GRACE_SECONDS, self._cut_connections)
        await super().shutdown(sockets)

    def _cut_connections(self) -> None:
        self._streams.stop()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def serve(
    host: str,
    port: int,
    *,
    workers: int,
    root_path: str,
    public_url: str = "",
    embedding: Sequence[str] = (),
    browse: bool,
    grace: float = 0,
    chapter: Chapter | None = None,
    models: bool | None = None,
    opened: OwnNetwork | None = None,
) -> None:
    """Serves the chapter until interrupted. Raises CannotListen, CannotStart.

    chapter: another one than that of seeds/; opened: the network that it plays, which may get other
    pictures. models: as for `models_from`.

    After SIGTERM it goes on for `grace` seconds, in which /healthz says that it is about to stop.
    """
    listener = listen(host, port)
    try:
        log_to_the_terminal()
        if few := raise_file_limit():
            _log.warning(few)
        announce = partial(print_banner, listener, root_path, browse=browse)
        playing = partial(
            play,
            listener,
            root_path,
            public_url,
            grace,
            embedding=embedding,
            chapter=chapter,
            models=models if workers == 1 else False,
            opened=opened,
        )
        if workers == 1:
            playing(announce)
        else:
            supervise(playing, workers, announce, grace + _PATIENCE_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()


def play(
    listener: socket.socket,
    root_path: str,
    public_url: str,
    grace: float,
    announce: Callable[[], None],
    *,
    embedding: Sequence[str] = (),
    dev: bool = False,
    chapter: Chapter | None = None,
    models: bool | None = None,
    opened: OwnNetwork | None = None,
) -> None:
    """Answers at `listener` until a signal comes. Raises CannotStart where the page is harmed."""
    log_to_the_terminal()
    sys.setswitchinterval(SWITCH_SECONDS)
    raise_file_limit()
    try:
        app = create_app(
            chapter,
            root_path=root_path,
            public_url=public_url,
            embedding=embedding,
            dev=dev,
            models=models_from(models, listener, proxied=bool(root_path or public_url)),
            opened=opened,
        )
        page: Page = app.state.page
        page.prepare()
    except (BrokenPage, FileNotFoundError) as error:
        raise CannotStart(str(error)) from None
    config = server_config(app)
    libraries.require_tried_versions(config)
    _Server(config, app.state, grace, announce).run(sockets=[listener])


def models_from(allowed: bool | None, listener: socket.socket, *, proxied: bool) -> Models:
    """From whom networks are taken: of anyone or nobody where it is said; else of browsers here,
    where the server is for these alone."""
    if allowed is not None:
        return "any" if allowed else ""
    return "" if proxied or not is_loopback(listener) else "local"


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn is to serve `app`."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws=LimitedWebSocket,
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
