"""How long rendering takes: an SVG from the command line and in an open engine; a film; slides.

    python bench/render.py          pictures
    python bench/render.py --all    the film of the checkerboard, and the chapter as slides, too

Beside the time that passed stands that of the processors, as others may be at work.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from cnnviz.chapter import Chapter
from cnnviz.render.engine import Engine, Film
from cnnviz.render.look import Look

RUNS = 5


def command(*words: str) -> tuple[float, float]:
    """Seconds that passed until the command was done, and that processors worked for it."""
    before, began = os.times(), perf_counter()
    subprocess.run(
        [sys.executable, "-m", "cnnviz", "render", *words], check=True, stdout=subprocess.DEVNULL
    )
    passed, after = perf_counter() - began, os.times()
    worked = after.children_user + after.children_system
    return passed, worked - before.children_user - before.children_system


def report(what: str, passed: float, worked: float) -> None:
    print(f"{what:48} {passed:8.2f} s, {worked:7.2f} s of processors")


def warm() -> None:
    """Every frame of every scene in an open engine, drawn before: what a processor takes for it."""
    times: list[tuple[float, str]] = []
    with Engine() as engine:
        for step in Chapter.default().steps:
            for spec in step.scenes:
                film = engine.open(spec.scene(), Look(caption=True))
                passes = [[drawing(film, frame.k) for frame in film.frames] for _ in range(RUNS)]
                for k, taken in enumerate(zip(*passes[1:], strict=True)):
                    times.append((min(taken), f"frame {k + 1} of {spec.path}"))
    times.sort()
    slowest, where = times[-1]
    print(
        f"SVG of {len(times)} frames, engine open: median {times[len(times) // 2][0]:.1f} ms, "
        f"95 % within {times[int(0.95 * len(times))][0]:.1f} ms, slowest {slowest:.1f} ms ({where})"
    )


def drawing(film: Film, k: int) -> float:
    """Milliseconds of a processor for one frame."""
    began = process_time()
    film.settled(k)
    return 1000 * (process_time() - began)


def main() -> None:
    with TemporaryDirectory() as folder:

        def at(name: str) -> str:
            return str(Path(folder, name))

        for form in ("svg", "png", "pdf"):
            runs = [command("convolution", "edge", "-o", at(f"x.{form}")) for _ in range(RUNS)]
            report(f"{form}, median of {RUNS}", *map(median, zip(*runs, strict=True)))
        warm()
        if "--all" in sys.argv:
            film = command("convolution", "checkerboard", "-o", at("x.mp4"))
            report("mp4 of the checkerboard, 1920×1080, 30 a second", *film)
            report("the chapter as slides", *command("--chapter", "-o", at("x.pptx")))
            report("the chapter as pdf", *command("--chapter", "-o", at("x.pdf")))


if __name__ == "__main__":
    main()
