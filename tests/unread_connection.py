"""A connection without a network: what a server writes on it stays unread until it is read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator

from uvicorn.server import ServerState

from cnnviz.server import create_app
from cnnviz.server.process.connections import Connection
from cnnviz.server.process.websocket import LimitedWebSocket
from cnnviz.server.routes.socket import PATH
from cnnviz.server.run import server_config
from looping import settled
from tiny import CHAPTER

UPGRADE = (
    f"GET {PATH} HTTP/1.1\r\nHost: hall\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'x' * 22}==\r\n\r\n"
).encode()
PART, TEXT, BYTES, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def frame(opcode: int, data: bytes = b"", *, last: bool = True) -> bytes:
    """A frame as a browser sends it, masked, here by zeros."""
    size, long = len(data), b""
    if size > 125:
        size, long = 126, size.to_bytes(2, "big")
    return bytes([opcode | 128 * last, 128 | size]) + long + bytes(4) + data


def question(path: str, number: int = 1) -> str:
    """The message that asks for a scene on a line."""
    return json.dumps({"type": "scene", "id": number, "path": path})


def frames(heard: bytes | bytearray) -> Iterator[tuple[int, bytes]]:
    """What a server has sent on a line: kind and data of each whole frame."""
    heard = bytes(heard)
    while len(heard) >= 2:
        size, start = heard[1], 2
        if size > 125:
            start = 4 if size == 126 else 10
            size = int.from_bytes(heard[2:start], "big")
        if len(heard) < start + size:
            return
        yield heard[0] & 15, heard[start : start + size]
        heard = heard[start + size :]


class Unread(asyncio.Transport):
    """A transport that holds all that is written to it."""

    def __init__(self, server: ServerState | None = None) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.held = bytearray()
        self.heard = b""
        self.most = 0
        """The most that it ever held."""
        self.reading = True
        self._high = 65536
        self._closing = False
        self._cut = False
        self._paused = False
        config = server_config(create_app(CHAPTER))
        config.load()
        self.protocol: asyncio.BaseProtocol = Connection(config, server or ServerState(), {})
        self.protocol.connection_made(self)

    def say(self, data: bytes) -> None:
        """What the other side sends, as the network would hand it over."""
        while data and not self._closing:
            assert isinstance(self.protocol, asyncio.BufferedProtocol)
            buffer = memoryview(self.protocol.get_buffer(-1))
            part, data = data[: len(buffer)], data[len(buffer) :]
            buffer[: len(part)] = part
            self.protocol.buffer_updated(len(part))

    def hear(self) -> bytes:
        """Reads all that is held."""
        heard, self.held = bytes(self.held), bytearray()
        self.heard += heard
        if self._paused:
            self._paused = False
            self.protocol.resume_writing()
        if self._closing:
            self.abort()
        return heard

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.held += data
        self.most = max(self.most, len(self.held))
        if len(self.held) > self._high and not self._paused:
            self._paused = True
            self.protocol.pause_writing()

    def close(self) -> None:
        self._closing = True
        if not self.held:
            self.abort()

    def abort(self) -> None:
        self._closing = True
        self.held.clear()
        if self.protocol and not self._cut:
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)
            self._cut = True

    def is_closing(self) -> bool:
        return self._closing

    @property
    def cut(self) -> bool:
        """Whether it was ended though something was not read, or all was."""
        return self._cut

    def get_write_buffer_size(self) -> int:
        return len(self.held)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._high = high or 65536

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self.protocol


async def until(state: Callable[[], object]) -> None:
    """Waits for a state, however long a busy machine takes; `looped` gives up."""
    while not state():  # noqa: ASYNC110 (none tells of it)
        await asyncio.sleep(0.001)


async def opened() -> tuple[Unread, LimitedWebSocket]:
    """A line on which nothing was asked yet."""
    unread = Unread()
    unread.say(UPGRADE)
    await until(lambda: unread.held)
    assert unread.hear().startswith(b"HTTP/1.1 101")
    unread.heard = b""
    await settled(5)
    assert isinstance(unread.protocol, LimitedWebSocket)
    return unread, unread.protocol
