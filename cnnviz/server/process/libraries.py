"""What the server relies on in uvicorn's internals, and a check that it is there."""

from __future__ import annotations

import asyncio
from importlib.metadata import version

import uvicorn
from uvicorn.server import ServerState

from cnnviz.server.process.connections import Connection
from cnnviz.server.process.websocket import LimitedWebSocket
from cnnviz.server.process.workers import CannotStart

TRIED = {"uvicorn": "0.52.4 to 0.54.0", "websockets": "17.4", "h11": "0.16.0"}
"""Versions that the tests of connections have passed with."""
NEEDED = {
    Connection: (
        *("app", "conn", "connection_lost", "connection_made", "connections", "cycle"),
        *("data_received", "handle_websocket_upgrade", "headers", "loop", "on_response_complete"),
        *("send_400_response", "transport"),
    ),
    LimitedWebSocket: (
        *("close_sent", "conn", "connection_lost", "connection_made", "curr_msg_data_type"),
        *("data_received", "frames", "handle_cont", "handle_parser_exception", "handle_ping"),
        *("handle_pong", "handshake_complete", "handshake_initiated", "initial_response", "loop"),
        *("read_paused", "receive", "send", "send_receive_event_to_app", "shutdown"),
        *("transport", "writable"),
    ),
}
"""By class, what is used of the uvicorn class that it is made of."""


def require_tried_versions(config: uvicorn.Config) -> None:
    """Raises CannotStart where the installed uvicorn lacks something of NEEDED."""
    for kind, names in NEEDED.items():
        theirs = kind.__bases__[0]
        loop = asyncio.new_event_loop()
        try:
            made = theirs(config, ServerState(), {}, loop)
        finally:
            loop.close()
        missing = [name for name in names if not hasattr(made, name)]
        if missing:
            tried = ", ".join(f"{name} {versions}" for name, versions in TRIED.items())
            raise CannotStart(
                f"uvicorn {version('uvicorn')} is not built as this server needs it "
                f"({theirs.__name__} has no {missing[0]}); tried are {tried}"
            )
