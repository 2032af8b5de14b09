"""Times drawings: one pen's wait, and how many one server answers: python bench/live.py"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from websockets.sync.client import connect

sys.path[:0] = [str(Path(__file__).parent)]

from foes import asking
from server import playing

ROOT = Path(__file__).resolve().parent.parent
DRAWN = ROOT / "tests" / "data" / "drawn.json"
SECONDS = 4.0
PENS = 4


def moves() -> list[str]:
    """What a pen asks: each drawing after a third, two thirds and all of its points."""
    questions = []
    for each in json.loads(DRAWN.read_text(encoding="utf-8")):
        for part in (1, 2, 3):
            strokes = [stroke[: max(1, len(stroke) * part // 3)] for stroke in each["strokes"]]
            text = "|".join(
                ";".join(",".join(map(str, point)) for point in stroke) for stroke in strokes
            )
            questions.append(f"lenet/live?drawing={text}")
    return questions


class Pen:
    """One line on which drawings are asked for, one after another, as the page does."""

    def __init__(self, address: str, questions: list[str], first: int = 0) -> None:
        self._address = f"ws://{address}/api/line"
        self._questions = cycle(questions[first:] + questions[:first])
        self.waits: list[float] = []
        """Milliseconds."""
        self.largest = 0

    def draw(self, seconds: float) -> None:
        """Asks for as many drawings as are answered in that time."""
        self.waits.clear()
        with connect(self._address, compression=None) as line:
            until = time.perf_counter() + seconds
            while (began := time.perf_counter()) < until:
                line.send(asking(next(self._questions)))
                sent = line.recv(timeout=60)
                assert isinstance(sent, bytes), sent
                self.largest = max(self.largest, len(sent))
                self.waits.append((time.perf_counter() - began) * 1000)


def main() -> None:
    """Prints a table and, as the last line, the same as JSON."""
    questions = moves()
    with playing() as address:
        pens = [Pen(address, questions, 31 * k) for k in range(PENS)]
        # The chapter is prepared while nobody asks; that is over before one draws.
        pens[0].draw(0.5)
        time.sleep(8)
        pens[0].draw(SECONDS)
        alone = list(pens[0].waits)
        began = time.perf_counter()
        with ThreadPoolExecutor(PENS) as pool:
            list(pool.map(lambda pen: pen.draw(SECONDS), pens))
        took = time.perf_counter() - began
    cuts = quantiles(alone, n=100)
    measured = {
        "one pen: wait for an answer, median, ms": cuts[49],
        "one pen: wait for an answer, 95th percentile, ms": cuts[94],
        f"{PENS} pens: drawings a second": sum(len(pen.waits) for pen in pens) / took,
        "largest answer, compressed, KB": max(pen.largest for pen in pens) / 1000,
    }
    for name, value in measured.items():
        print(f"{name:52} {value:10.1f}")
    print(json.dumps({"bench": "live", **{k: round(v, 2) for k, v in measured.items()}}))


if __name__ == "__main__":
    main()
