"""Times drawings: how many a server answers, and one pen's wait: python bench/live.py"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PATH = "/api/scenes/lenet/live"
DRAWN = ROOT / "tests" / "data" / "drawn.json"
SECONDS = 4.0


@contextmanager
def playing() -> Iterator[str]:
    """A server of its own process; yields its address as host:port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnviz", "--port", "0", "--no-open"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield urlsplit(process.stdout.readline().split()[3]).netloc
    finally:
        process.terminate()
        process.wait()


def moves() -> list[bytes]:
    """Bodies as a pen sends them: each drawing after a third, two thirds and all of its points."""
    bodies = []
    for each in json.loads(DRAWN.read_text(encoding="utf-8")):
        for part in (1, 2, 3):
            strokes = [stroke[: max(1, len(stroke) * part // 3)] for stroke in each["strokes"]]
            text = "|".join(
                ";".join(",".join(map(str, point)) for point in stroke) for stroke in strokes
            )
            bodies.append(json.dumps({"drawing": text}).encode())
    return bodies


def main() -> None:
    """Prints a table and, as the last line, the same as JSON."""
    bodies = moves()
    headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
    waits: list[float] = []
    size = 0
    with playing() as address:
        connection = http.client.HTTPConnection(address, timeout=60)

        def ask(body: bytes) -> float:
            nonlocal size
            began = time.perf_counter()
            connection.request("POST", PATH, body, headers)
            response = connection.getresponse()
            sent = response.read()
            assert response.status == 200, sent
            size = max(size, len(sent))
            return (time.perf_counter() - began) * 1000

        # The chapter is prepared while nobody asks; that is over before one draws.
        for body in bodies[:50]:
            ask(body)
        time.sleep(8)
        connection.close()
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            waits.append(ask(bodies[len(waits) % len(bodies)]))
        took = time.perf_counter() - began
    cuts = quantiles(waits, n=100)
    measured = {
        "drawings a second, one connection": len(waits) / took,
        "wait for an answer, median, ms": cuts[49],
        "wait for an answer, 95th percentile, ms": cuts[94],
        "largest answer, compressed, KB": size / 1000,
    }
    for name, value in measured.items():
        print(f"{name:52} {value:10.1f}")
    print(json.dumps({"bench": "live", **{k: round(v, 2) for k, v in measured.items()}}))


if __name__ == "__main__":
    main()
