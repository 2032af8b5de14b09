"""Times a server process: a scene's first line, a sweep, the page: python bench/server.py"""

from __future__ import annotations

import gzip
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SWEEP = "/api/scenes/convolution/digit"
KERNELS = [f"1,{n / 2:g},-1;2,0,-2;1,0,-{n}" for n in range(1, 9)]
TRIES = 15


class Timed(NamedTuple):
    """One request: ms until its first line, ms until its end, bytes sent, body."""

    first: float
    whole: float
    size: int
    body: bytes


@contextmanager
def serving(*words: str) -> Iterator[tuple[str, int]]:
    """A server of its own process; yields its address as host:port, and the process's number."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnviz", "--port", "0", "--no-open", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield urlsplit(process.stdout.readline().split()[3]).netloc, process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def playing() -> Iterator[str]:
    """A server of its own process; yields its address as host:port."""
    with serving() as (address, _):
        yield address


def time_request(address: str, path: str, zipped: bool = True) -> Timed:
    """Asks once over a connection of its own, which is counted in."""
    connection = http.client.HTTPConnection(address, timeout=60)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip" if zipped else "identity"})
    response = connection.getresponse()
    assert response.status == 200, path
    head = response.read1(1) if zipped else response.readline()
    first = time.perf_counter()
    body = head + response.read()
    ended = time.perf_counter()
    connection.close()
    plain = gzip.decompress(body) if response.headers["Content-Encoding"] == "gzip" else body
    return Timed((first - began) * 1000, (ended - began) * 1000, len(body), plain)


def scenes(address: str) -> dict[str, float]:
    """First line and whole of the 28×28 sweep: the very first, others that are new, known ones."""
    very_first = time_request(address, SWEEP, zipped=False)
    new = [time_request(address, f"{SWEEP}?kernel={kernel}", zipped=False) for kernel in KERNELS]
    known = [time_request(address, SWEEP) for _ in range(TRIES)]
    return {
        "first line of the very first scene, ms": very_first.first,
        "whole 28×28 sweep, the very first, ms": very_first.whole,
        "first line of a scene not asked for before, ms": median(each.first for each in new),
        "whole 28×28 sweep not asked for before, ms": median(each.whole for each in new),
        "whole 28×28 sweep asked for before, ms": median(each.whole for each in known),
        "28×28 sweep, compressed, KB": known[0].size / 1000,
    }


def page(address: str) -> dict[str, float]:
    """What a browser transfers until the first scene can play: page, its files, that scene."""
    html = time_request(address, "/")
    paths = set(re.findall(r'(?:href|src)="(static/[^"]+)"', html.body.decode()))
    files = [time_request(address, f"/{path}") for path in sorted(paths)]
    chapter = json.loads(time_request(address, "/api/chapter").body)
    first = chapter["steps"][0]
    scene = time_request(address, f"/api/scenes/{first['name']}/{first['scenes'][0]['name']}")
    every = [html, *files, scene]
    return {
        "page, ms": median(time_request(address, "/").whole for _ in range(TRIES)),
        "page until the first scene, compressed, KB": sum(each.size for each in every) / 1000,
        "requests until the first scene": len(every),
    }


def main() -> None:
    """Prints a table and, as the last line, the same as JSON."""
    began = time.perf_counter()
    with playing() as address:
        measured = {"start until it listens, s": time.perf_counter() - began}
        measured |= scenes(address) | page(address)
    for name, value in measured.items():
        print(f"{name:52} {value:10.1f}")
    print(json.dumps({"bench": "server", **{k: round(v, 2) for k, v in measured.items()}}))


if __name__ == "__main__":
    main()
