"""A real server in a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from cnnviz.server.process.addresses import listen
from cnnviz.server.run import server_config
from patience import eventually


@contextmanager
def answering(app: ASGIApp) -> Iterator[tuple[int, uvicorn.Server]]:
    """The port at which `app` is served as the command serves it, and the server."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(server_config(app))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        eventually(lambda: server.started or not thread.is_alive())
        yield listener.getsockname()[1], server
        server.should_exit = True
        thread.join()
