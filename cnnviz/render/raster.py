"""SVG → pixels, by resvg, in letters that come with the package: the same on every machine."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from cnnviz.render.extras import extra

FONTS = Path(__file__).parent / "fonts"
"""Roboto and DejaVu, which the pictures' lists of families name; no other letters are used."""
_MOST_WORKERS = 8


def png(svg: str, width: int | None = None) -> bytes:
    """The picture as a PNG, in its own size or so many pixels wide. Raises MissingExtra."""
    files = [str(path) for path in sorted(FONTS.glob("*.ttf"))]
    drawn: bytes = extra("resvg_py", "a picture of pixels").svg_to_bytes(
        svg_string=svg, font_files=files, skip_system_fonts=True, width=width
    )
    return bytes(drawn)


def image(svg: str) -> Any:
    """The picture as Pillow's image, with alpha where it has no paper. Raises MissingExtra."""
    drawn = extra("PIL.Image", "a picture of pixels").open(BytesIO(png(svg)))
    has_paper = "A" not in drawn.getbands() or drawn.getchannel("A").getextrema()[0] == 255
    return drawn.convert("RGB") if has_paper else drawn


def images(svgs: Iterable[str]) -> Iterator[Any]:
    """The same for many, in their order, drawn ahead by as many processes as there are cores.

    So few are drawn ahead that they take little memory.
    """
    pillow = extra("PIL.Image", "a picture of pixels")
    count = min(_MOST_WORKERS, _cores())
    # Started anew, as a copy of this process would lack its engine's thread.
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_without_interrupts)
    ahead: deque[Future[tuple[str, tuple[int, int], bytes]]] = deque()
    try:
        for svg in svgs:
            ahead.append(pool.submit(_pixels, svg))
            if len(ahead) > 2 * count:
                yield pillow.frombytes(*ahead.popleft().result())
        while ahead:
            yield pillow.frombytes(*ahead.popleft().result())
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _pixels(svg: str) -> tuple[str, tuple[int, int], bytes]:
    drawn = image(svg)
    return drawn.mode, drawn.size, drawn.tobytes()


def _without_interrupts() -> None:
    """Ctrl+C is answered by the process that began the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
