"""Attacks a server beside a well-behaved client, whose waits are told: python bench/attack.py

One worker, and each attack of foes.py for some seconds from a process of its own. The client asks
for the server's health, a scene that is known, one that is new, and a drawing, one after another.
`python bench/attack.py pens thick` plays these alone; --seconds says how long each lasts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeVar

from foes import FOES, drawing
from load import Line
from memory import memory_of
from server import serving
from websockets.asyncio.client import ClientConnection, connect

T = TypeVar("T")
PAUSE = 0.03
"""Seconds between two requests of the client."""
CALM = 15.0
"""Seconds that the server has to let everything go."""
LIMITS = {"errors": 0, "median ms": 50, "p95 ms": 300, "memory MB": 200, "left open": 0}


@dataclass
class Client:
    """Who uses the server as a page does; waits in ms by what was asked."""

    host: str
    port: int
    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _new: count[int] = field(default_factory=lambda: count(1))

    async def use(self, over: asyncio.Event) -> None:
        """Asks one thing after another until it is over."""
        http = Line(self.host, self.port, 0)
        line: ClientConnection | None = None
        paths = ("/healthz", "/api/scenes/convolution/edge")
        while not over.is_set():
            line = await self._time("drawing", self._draw(line))
            for path in paths:
                await self._time(path.rpartition("/")[2], self._get(http, path))
            new = f"{paths[1]}?kernel=1,{next(self._new) / 64:g}"
            await self._time("new scene", self._get(http, new))
        http.close()
        if line:
            await line.close()

    async def _time(self, what: str, asked: Awaitable[T]) -> T | None:
        began = time.perf_counter()
        answer = None
        try:
            async with asyncio.timeout(30):
                answer = await asked
        except Exception as error:
            self.errors.append(f"{what}: {error!r}")
        self.waits.setdefault(what, []).append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(PAUSE)
        return answer

    async def _draw(self, line: ClientConnection | None) -> ClientConnection:
        line = line or await connect(f"ws://{self.host}:{self.port}/api/line", compression=None)
        await line.send(drawing(40))
        answer = await line.recv()
        if not isinstance(answer, bytes):
            raise OSError(answer)
        return line

    @staticmethod
    async def _get(http: Line, path: str) -> None:
        status, _ = await http.get(path)
        if status != 200:
            raise OSError(f"status {status}")


def descriptors(pid: int) -> int:
    """How many files the process has open; −1 where the system does not tell."""
    folder = Path(f"/proc/{pid}/fd")
    return len(list(folder.iterdir())) if folder.exists() else -1


async def beside(name: str, address: str, pid: int, seconds: float) -> dict[str, Any]:
    """The client's waits while the attack is on, and what the server holds then and after."""
    host, _, port = address.rpartition(":")
    client, over = Client(host, int(port)), asyncio.Event()
    open_before, before = descriptors(pid), memory_of(pid)
    foe = None
    if name != "nobody":
        command = [sys.executable, str(Path(__file__).with_name("foes.py"))]
        foe = subprocess.Popen([*command, name, host, port, str(seconds)])  # noqa: ASYNC220
    using = asyncio.create_task(client.use(over))
    until, most = time.perf_counter() + seconds, before
    while time.perf_counter() < until:
        await asyncio.sleep(0.25)
        most = max(most, memory_of(pid))
    over.set()
    await using
    if foe:
        foe.wait()
    until = time.perf_counter() + CALM
    while descriptors(pid) > open_before and time.perf_counter() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.25)
    waits = [each for some in client.waits.values() for each in some]
    return {
        "attack": name,
        "requests": len(waits),
        "errors": len(client.errors),
        "median ms": round(median(waits), 1),
        "p95 ms": round(quantiles(waits, n=20)[-1], 1),
        "longest ms": round(max(waits)),
        "memory before MB": round(before),
        "memory MB": round(most),
        "left open": descriptors(pid) - open_before,
        **{f"p95 {what}": round(quantiles(some, n=20)[-1]) for what, some in client.waits.items()},
        **({"first error": client.errors[0][:80]} if client.errors else {}),
    }


def main() -> None:
    """Prints a line an attack, and what was beyond the limits; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(FOES)}")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    measured = []
    for name in options.names or ["nobody", *FOES]:
        with serving() as (address, pid):
            time.sleep(6)  # it prepares the chapter while nobody asks
            measured.append(asyncio.run(beside(name, address, pid, min(30, options.seconds))))
        print(json.dumps(measured[-1]), flush=True)
    load = os.getloadavg()[0]
    beyond = [
        f"{each['attack']}: {what} {each[what]}"
        for each in measured
        for what, limit in LIMITS.items()
        if each[what] > limit
    ]
    print(f"beyond the limits, at a load of {load:.1f}: {beyond or 'nothing'}")
    print(json.dumps({"bench": "attack", "load": round(load, 1), "beyond": beyond}))


if __name__ == "__main__":
    main()
