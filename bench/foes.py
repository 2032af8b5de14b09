"""What may be done to a server by one machine: each of it for some seconds, then all is let go."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from itertools import count

LINE = (
    "GET /api/line HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: xxxxxxxxxxxxxxxxxxxxxx==\r\n{more}\r\n"
)
DIGIT = "/api/scenes/convolution/digit"
PART, TEXT, PING = 0, 1, 9
GONE = (ConnectionError, asyncio.IncompleteReadError, TimeoutError, OSError)


def frame(kind: int, data: bytes = b"", *, last: bool = True) -> bytes:
    """A WebSocket frame as a browser sends it, masked by zeros."""
    size = bytes([128 | min(126, len(data))])
    if len(data) > 125:
        size += len(data).to_bytes(2, "big")
    return bytes([kind | 128 * last]) + size + bytes(4) + data


def numbers(side: int) -> str:
    """A square array of random numbers, as addresses write it."""
    return ";".join(
        ",".join(f"{random.uniform(-9, 9):.2f}" for _ in range(side)) for _ in range(side)
    )


class Foe:
    """One who attacks `host` at `port` until `over`."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self.host, self.port = host, port
        self._until = asyncio.get_running_loop().time() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self._until - asyncio.get_running_loop().time()

    async def rest(self) -> None:
        """Waits for the end."""
        await asyncio.sleep(max(0.0, self.left))

    async def opened(
        self, first: bytes, room: int = 0
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which `first` was sent; `room` bytes are taken before it is read."""
        link = socket.socket()
        if room:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        link.setblocking(False)
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(10):
            await loop.sock_connect(link, (self.host, self.port))
        reader, writer = await asyncio.open_connection(sock=link, limit=1024)
        writer.write(first)
        return reader, writer

    async def many(
        self, number: int, one: Callable[[int], Awaitable[None]], pause: float = 0.05
    ) -> None:
        """Lets so many do the same, each again after a pause when it is out, until the end."""

        async def again(k: int) -> None:
            while self.left > 0:
                with suppress(*GONE):
                    async with asyncio.timeout(max(0.01, self.left)):
                        await one(k)
                await asyncio.sleep(min(pause, max(0.0, self.left)))

        await asyncio.gather(*(again(k) for k in range(number)))

    def get(self, path: str, **headers: str) -> bytes:
        """A request as it is sent."""
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n{more}\r\n".encode()

    def line(self, more: str = "") -> bytes:
        """A request that opens a line."""
        return LINE.format(host=f"{self.host}:{self.port}", more=more).encode()


async def swallow(reader: asyncio.StreamReader, until: bytes = b"") -> None:
    """Reads and forgets, up to a mark or the end."""
    tail = b""
    while part := await reader.read(65536):
        tail = (tail + part)[-64:]
        if until and until in tail:
            return


async def heavy(foe: Foe) -> None:
    """Eight ask for the costliest scenes: some too costly, some just allowed."""

    async def one(k: int) -> None:
        side = 48 if k % 2 else 7
        body = f'{{"input": "{numbers(64)}", "kernel": "{numbers(side)}"}}'.encode()
        head = f"POST {DIGIT}?exact=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
        reader, writer = await foe.opened(
            f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        )
        await swallow(reader)
        writer.close()

    await foe.many(8, one)


async def unread(foe: Foe) -> None:
    """Sixty ask for the largest answer that the server keeps, and read nothing of it."""
    ones, kernel = (";".join([",".join("1" * side)] * side) for side in (64, 7))
    path = f"{DIGIT}?input={ones}&kernel={kernel}&exact=1"
    reader, writer = await foe.opened(foe.get(path, Accept_Encoding="gzip", Connection="close"))
    await swallow(reader)
    writer.close()

    async def one(k: int) -> None:
        coding = "gzip" if k % 4 == 3 else "identity"
        await foe.opened(foe.get(path, Accept_Encoding=coding), room=2048)
        await foe.rest()

    await foe.many(60, one)


async def upgrades(foe: Foe) -> None:
    """Over two thousand ask for lines that the library refuses, and hold the connection."""
    many = "".join(f"X-{k}: y\r\n" for k in range(129))
    wrong = (many, f"X: {'y' * 9000}\r\n", "Content-Length: 5\r\n", "Origin: http://[\r\n")

    async def one(k: int) -> None:
        await asyncio.sleep(k / 250)
        reader, writer = await foe.opened(foe.line(wrong[k % 4]))
        await swallow(reader)
        writer.close()

    await foe.many(2200, one, pause=10)


async def pings(foe: Foe) -> None:
    """Four send up to 100 MB of pings, and of parts without an end, and read nothing."""

    async def one(k: int) -> None:
        _, writer = await foe.opened(foe.line(), room=2048)
        await asyncio.sleep(0.1)
        flood = frame(PING, b"x" * 125) * 500
        if k % 2:
            writer.write(frame(TEXT, b"x", last=False))
            flood = frame(PART, last=False) * 5000
        for _ in range(25_000_000 // len(flood)):
            writer.write(flood)
            await writer.drain()
        await foe.rest()

    await foe.many(4, one)


async def questions(foe: Foe) -> None:
    """Twenty send thousands of the smallest questions at once."""

    async def one(k: int) -> None:
        reader, writer = await foe.opened(foe.line())
        await swallow(reader, b"\r\n\r\n")
        writer.write(frame(TEXT, b"x") * 20_000)
        await swallow(reader)

    await foe.many(20, one)


def drawing(points: int, *thickness: float) -> str:
    """The question that a wild line asks."""
    more = "".join(f",{each:g}" for each in thickness)
    spots = (f"{random.random():.3f},{random.random():.3f}{more}" for _ in range(points))
    return asking(f"lenet/live?drawing={';'.join(spots)}")


def asking(path: str) -> str:
    """The message that asks for a scene on a line."""
    return json.dumps({"type": "scene", "id": 1, "path": path})


async def pens(foe: Foe, number: int = 60, points: int = 12, *thickness: float) -> None:
    """Sixty draw, each as fast as it is answered."""

    async def one(k: int) -> None:
        reader, writer = await foe.opened(foe.line())
        await swallow(reader, b"\r\n\r\n")
        while True:
            writer.write(frame(TEXT, drawing(points, *thickness).encode()))
            kind, size = await reader.readexactly(2)
            if size > 125:
                size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
            await reader.readexactly(size)
            assert kind in (129, 130)

    await foe.many(number, one)


async def thick(foe: Foe) -> None:
    """Fifty draw 400 points with the thickest pen."""
    await pens(foe, 50, 400, 1.0)


async def nonsense(foe: Foe) -> None:
    """Twenty send what no server should choke on."""
    kinds = count()

    async def one(_: int) -> None:
        k = next(kinds)
        if k % 3 == 0:
            reader, writer = await foe.opened(foe.line("Origin: http://[\r\n"))
        elif k % 3 == 1:
            reader, writer = await foe.opened(foe.line())
            await swallow(reader, b"\r\n\r\n")
            writer.write(frame(TEXT, b"\xff\xfe\xc3\x28"))
        else:
            reader, writer = await foe.opened(b"\x16\x03\x01 nonsense\r\n\r\n")
        await swallow(reader)
        writer.close()

    await foe.many(20, one)


async def pages(foe: Foe) -> None:
    """Forty ask for the longest pages, one after another."""

    async def one(k: int) -> None:
        path = ("/docs", "/openapi.json", "/", "/api/chapter")[k % 4]
        while True:
            reader, writer = await foe.opened(
                foe.get(path, Accept_Encoding="gzip" if k % 8 < 4 else "br", Connection="close")
            )
            await swallow(reader)
            writer.close()

    await foe.many(40, one)


async def slow(foe: Foe) -> None:
    """Five hundred send a header letter by letter, and bodies that are never whole."""

    async def one(k: int) -> None:
        await asyncio.sleep(k / 250)
        if k % 2:
            _, writer = await foe.opened(b"GET / HTTP/1.1\r\nX: ")
        else:
            head = f"POST {DIGIT} HTTP/1.1\r\nHost: h\r\nContent-Length: 262144\r\n\r\n"
            _, writer = await foe.opened(head.encode() + b" " * 262_000)
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(1)

    await foe.many(500, one)


FOES: dict[str, Callable[[Foe], Coroutine[None, None, None]]] = {
    foe.__name__: foe
    for foe in (heavy, unread, upgrades, pings, questions, pens, thick, nonsense, pages, slow)
}


async def attack(name: str, host: str, port: int, seconds: float) -> None:
    """Plays one of FOES for so long, and ends all that it has begun."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds + 2):
            await FOES[name](Foe(host, port, seconds))


if __name__ == "__main__" and len(sys.argv) == 5:
    with suppress(ImportError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    asyncio.run(attack(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
