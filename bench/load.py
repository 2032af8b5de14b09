"""A full hall: 300 students open the page and stream every scene: python bench/load.py

They come within the first quarter of a minute, fetch the page and its files as a browser does, over
six connections, and ask for one scene after the other until the minute is over. They run in one
process beside the server, so on a small machine they take a part of its time.

With --proxy 1,000 come, before nginx as deploy/ has it, which stands before two servers of which
one is killed half way. Each server writes down what it is asked.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from memory import memory_of
from server import serving

from cnnviz.server import create_app
from counting_server import Counting
from live_server import answering
from nginx_proxy import nginx, proxied

BROWSER = 6
"""How many connections a browser opens to one server."""
PATIENCE = 30.0
ASKED = (
    b"GET %s HTTP/1.1\r\nHost: hall\r\nAccept-Encoding: gzip\r\nAccept: */*\r\n"
    b"User-Agent: Mozilla/5.0 (Linux; Android 14) a student in row %d\r\n\r\n"
)


@dataclass
class Heard:
    """What all students have measured."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    size: int = 0


class Line:
    """One connection that is kept open between requests, and opened again where it was closed."""

    def __init__(self, host: str, port: int, row: int) -> None:
        self._at = (host, port)
        self._row = row
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body, as it was sent."""
        asked = ASKED % (path.encode(), self._row)
        if self._streams:
            try:
                return await self._once(asked)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()  # The server had closed it meanwhile.
        self._streams = await asyncio.open_connection(*self._at, limit=1 << 20)
        return await self._once(asked)

    async def _once(self, asked: bytes) -> tuple[int, bytes]:
        assert self._streams
        reader, writer = self._streams
        writer.write(asked)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        sized = re.search(rb"\r\ncontent-length: (\d+)", head)
        body = b""
        if sized:
            body = await reader.readexactly(int(sized[1]))
        else:
            while size := int(await reader.readline(), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        return int(head[9:12]), body

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
        self._streams = None


class Student:
    """One who opens the page and streams all scenes."""

    def __init__(self, host: str, port: int, row: int, heard: Heard) -> None:
        self._lines = [Line(host, port, row) for _ in range(BROWSER)]
        self._heard = heard

    async def attend(self, scenes: list[str], comes: float, lasts: float) -> None:
        """Comes and goes after so many seconds from now."""
        clock = asyncio.get_running_loop().time
        opened = clock()
        await asyncio.sleep(comes)
        page = await self._ask(self._lines[0], "/")
        text = zlib.decompress(page, 31).decode() if page else ""
        files = [f"/{path}" for path in re.findall(r'(?:href|src)="(static/[^"]+)"', text)]
        await asyncio.gather(
            *(self._all(line, files[place::BROWSER]) for place, line in enumerate(self._lines))
        )
        for number, scene in enumerate(scenes):
            due = opened + comes + (lasts - comes) * number / len(scenes)
            await asyncio.sleep(max(0.0, due - clock()))
            await self._ask(self._lines[0], scene)
        for line in self._lines:
            line.close()

    async def _all(self, line: Line, paths: list[str]) -> None:
        for path in paths:
            await self._ask(line, path)

    async def _ask(self, line: Line, path: str) -> bytes:
        began = time.perf_counter()
        heard = self._heard
        try:
            async with asyncio.timeout(PATIENCE):
                status, body = await line.get(path)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            heard.errors.append(f"{path}: {error!r}")
            line.close()
            return b""
        heard.waits.append(time.perf_counter() - began)
        heard.size += len(body)
        # All students get the same; that the first one's stream is whole is looked at in the end.
        if status != 200 or body != heard.bodies.setdefault(path, body):
            heard.errors.append(f"{path}: status {status}, {len(body)} bytes")
        return body


async def lecture(host: str, port: int, students: int, seconds: float) -> Heard:
    """What so many students hear in that time."""
    heard = Heard()
    line = Line(host, port, 0)
    chapter = json.loads(zlib.decompress((await line.get("/api/chapter"))[1], 31))
    line.close()
    scenes = [
        f"/api/scenes/{step['name']}/{scene['name']}"
        for step in chapter["steps"]
        for scene in step["scenes"]
    ]
    await asyncio.gather(
        *(
            Student(host, port, row, heard).attend(scenes, seconds / 4 * row / students, seconds)
            for row in range(students)
        )
    )
    for scene in scenes:
        if b'"type":"end"' not in zlib.decompress(heard.bodies[scene], 31).splitlines()[-1]:
            heard.errors.append(f"{scene}: no closing line")
    return heard


def processes(pid: int) -> list[int]:
    """The server's workers, or the server itself where it has none."""
    told = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in told.splitlines()]
    own = [int(each) for each, above, args in rows if int(above) == pid and "spawn_main" in args]
    return own or [pid]


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--students", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--proxy", action="store_true", help="behind nginx, before two servers")
    parser.add_argument("--count", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.count:
        count(options.count)
    elif options.proxy:
        through_a_proxy(options.students or 1000, options.seconds)
    else:
        straight(options.students or 300, options.seconds, options.workers)


def straight(students: int, seconds: float, workers: int) -> None:
    """Students who ask the server itself."""
    with serving("--workers", str(workers)) as (address, pid):
        host, _, port = address.rpartition(":")
        began = time.perf_counter()
        heard = asyncio.run(lecture(host, int(port), students, seconds))
        took = time.perf_counter() - began
        memory = [round(memory_of(each)) for each in processes(pid)]
    more = {"workers": workers, "memory of each worker, MB": memory}
    report("load", students, took, heard, more)


def through_a_proxy(students: int, seconds: float) -> None:
    """Students who ask nginx, which asks two servers, of which one is killed half way."""
    if not nginx():
        sys.exit("skipped: there is no nginx (Debian: apt-get install nginx-light)")
    room = 8 * students + 1000
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(room, most), most))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        notes = [Path(folder) / f"server-{number}" for number in range(2)]
        servers = [stack.enter_context(counting_server(note)) for note in notes]
        port = stack.enter_context(proxied([port for port, _ in servers], Path(folder)))
        victim = threading.Timer(seconds / 2, servers[0][1].kill)
        victim.start()
        began = time.perf_counter()
        heard = asyncio.run(lecture("127.0.0.1", port, students, seconds))
        took = time.perf_counter() - began
        asked = Counter(line for note in notes for line in note.read_text().splitlines())
    scenes = {each: times for each, times in asked.items() if "/api/scenes/" in each}
    more = {
        "asked of the servers": sum(asked.values()),
        "scenes": len(scenes),
        "a scene, at most": max(scenes.values()),
    }
    report("load --proxy", students, took, heard, more)


@contextmanager
def counting_server(notes: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The port and the process of a server that writes what it is asked into `notes`."""
    command = [sys.executable, __file__, "--count", str(notes)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline()), process
    finally:
        process.kill()
        process.wait()


def count(notes: Path) -> None:
    """Plays at a free port, which it prints once it answers, and writes down what it is asked."""
    with (
        notes.open("w", buffering=1, encoding="utf-8") as file,
        answering(Counting(create_app(), lambda asked: file.write(f"{asked}\n"))) as (port, _),
    ):
        print(port, flush=True)
        sys.stdin.read()


def report(
    bench: str, students: int, took: float, heard: Heard, more: Mapping[str, object]
) -> None:
    """Prints what the students have measured, and the first things that went wrong."""
    cuts = quantiles(heard.waits, n=100)
    for error in heard.errors[:10]:
        print(error)
    measured = {
        "bench": bench,
        "students": students,
        "seconds": round(took, 1),
        "requests": len(heard.waits),
        "MB sent": round(heard.size / 1e6),
        "errors": len(heard.errors),
        "p50 s": round(cuts[49], 4),
        "p95 s": round(cuts[94], 4),
        "p99 s": round(cuts[98], 4),
        "longest s": round(max(heard.waits), 3),
    }
    print(json.dumps(measured | dict(more)))


if __name__ == "__main__":
    main()
