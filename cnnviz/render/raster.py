"""SVG → pixels, by resvg, in letters that come with the package: the same on every machine."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from cnnviz.render.changes import Patch, of_film, sheet_of, whole
from cnnviz.render.elements import Area
from cnnviz.render.extras import extra

FONTS = Path(__file__).parent / "fonts"
"""Roboto and DejaVu, which the pictures' lists of families name; no other letters are used."""
_MOST_WORKERS = 8
_ALONE = 4_000_000
"""So many pixels are drawn sooner than processes are begun that share the work."""
_Made = TypeVar("_Made")


def png(svg: str, width: int | None = None) -> bytes:
    """The picture as a PNG, in its own size or so many pixels wide. Raises MissingExtra."""
    files = [str(path) for path in sorted(FONTS.glob("*.ttf"))]
    drawn: bytes = extra("resvg_py", "a picture of pixels").svg_to_bytes(
        svg_string=svg, font_files=files, skip_system_fonts=True, width=width
    )
    return bytes(drawn)


def image(svg: str) -> Any:
    """The picture as Pillow's image, with alpha where it has no paper. Raises MissingExtra."""
    drawn = _opened(svg)
    has_paper = "A" not in drawn.getbands() or drawn.getchannel("A").getextrema()[0] == 255
    return drawn.convert("RGB") if has_paper else drawn


def _opened(svg: str) -> Any:
    return extra("PIL.Image", "a picture of pixels").open(BytesIO(png(svg)))


def images(svgs: Iterable[str]) -> Iterator[Any]:
    """The same for many, in their order, drawn ahead by as many processes as there are cores."""
    pillow = extra("PIL.Image", "a picture of pixels")
    for _, (mode, size, pixels) in _ahead(_pixels, map(whole, svgs)):
        yield pillow.frombytes(mode, size, pixels)


def film_images(svgs: Iterable[str]) -> Iterator[Any]:
    """The same for the pictures of a film, which have paper: of each only what changed is drawn."""
    pillow = extra("PIL.Image", "a picture of pixels")
    shown: Any = None
    for areas, drawn in _ahead(_area_pixels, of_film(svgs)):
        shown = shown.copy() if shown else pillow.new("RGB", areas[0].size())
        for area, pixels in zip(areas, drawn, strict=True):
            shown.paste(pillow.frombytes("RGB", area.size(), pixels), area[:2])
        yield shown


def _ahead(
    make: Callable[[Patch], _Made], patches: Iterable[Patch]
) -> Iterator[tuple[tuple[Area, ...], _Made]]:
    """The areas of each, and what is made of it; so few ahead that they take little memory.

    The first ones are drawn here: with few or small ones, all are.
    """
    waiting = iter(patches)
    pixels = 0
    for first in waiting:
        pixels += sheet_of(first.svg).pixels()
        if pixels > _ALONE:
            break
        yield first.areas, make(first)
    else:
        return
    count = min(_MOST_WORKERS, _cores())
    # Started anew, as a copy of this process would lack its engine's thread.
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_without_interrupts)
    ahead: deque[tuple[tuple[Area, ...], Future[_Made]]] = deque()
    try:
        for patch in chain([first], waiting):
            with uninterrupted():
                ahead.append((patch.areas, pool.submit(make, patch)))
            if len(ahead) > 2 * count:
                areas, made = ahead.popleft()
                yield areas, made.result()
        for areas, made in ahead:
            yield areas, made.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _pixels(patch: Patch) -> tuple[str, tuple[int, int], bytes]:
    drawn = image(patch.svg)
    return drawn.mode, drawn.size, drawn.tobytes()


def _area_pixels(patch: Patch) -> list[bytes]:
    """Those of its areas."""
    if not patch.areas:
        return []
    drawn = _opened(patch.svg)
    return [drawn.crop(area).convert("RGB").tobytes() for area in patch.areas]


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Lets Ctrl+C and SIGTERM wait; processes that are begun meanwhile are not told of Ctrl+C.

    One that is half begun would say that it lacks what it was to be told.
    """
    if threading.current_thread() is not threading.main_thread():
        with _deaf():  # such a thread is never interrupted, but hands on what it is deaf to
            yield
        return
    held: list[int] = []
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        # What another thread of this process is told is carried out in this one all the same.
        signal.signal(each, lambda number, _: held.append(number))
    try:
        with _deaf():
            yield
    finally:
        for each, handler in before.items():
            signal.signal(each, signal.SIG_DFL if handler is None else handler)
        for number in held:
            signal.raise_signal(number)


@contextmanager
def _deaf() -> Iterator[None]:
    """Lets this thread, and processes that it begins, hear nothing of Ctrl+C."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _without_interrupts() -> None:
    """Ctrl+C is answered by the process that began the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
