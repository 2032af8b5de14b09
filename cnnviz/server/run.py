"""Runs the server: listens, says where, opens the browser, stops without waiting for streams."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import webbrowser

import uvicorn

from cnnviz.server.app import create_app

SHUTDOWN_SECONDS = 1


class CannotListen(Exception):
    """The address cannot be had; the message is one line for people."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises CannotListen."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise CannotListen(f"{host} is not an address of this machine: {_why(error)}") from None
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CannotListen(
            f"cannot listen on {host} port {port}: {_why(error)} (--port takes another)"
        ) from None
    return listener


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


def address(listener: socket.socket) -> str:
    """Where a browser on this machine finds the listener."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 (asked, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """Opens the browser once it answers."""

    def __init__(self, config: uvicorn.Config, url: str, *, browse: bool) -> None:
        super().__init__(config)
        self._url = url
        self._browse = browse

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"cnnviz plays at {self._url} (Ctrl+C stops it)", flush=True)
        if self._browse and _has_screen():
            threading.Thread(target=webbrowser.open, args=(self._url,), daemon=True).start()


def _has_screen() -> bool:
    """Whether a browser would have a window, not take over the terminal."""
    if sys.platform in ("darwin", "win32") or os.environ.get("BROWSER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def serve(host: str, port: int, *, browse: bool) -> None:
    """Plays the chapter until it is interrupted. Raises CannotListen."""
    listener = listen(host, port)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = uvicorn.Config(
        create_app(),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    try:
        _Server(config, address(listener), browse=browse).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
