"""SVG → pixels, by resvg, in letters that come with the package: the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from cnnviz.render.changes import Patch, of_film, sheet_of, whole
from cnnviz.render.extras import extra
from cnnviz.render.processes import made_ahead

FONTS = Path(__file__).parent / "fonts"
"""Roboto and DejaVu, which the pictures' lists of families name; no other letters are used."""
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
    for patch, drawn in _ahead(_area_pixels, of_film(svgs)):
        areas = patch.areas
        shown = shown.copy() if shown else pillow.new("RGB", areas[0].size())
        for area, pixels in zip(areas, drawn, strict=True):
            shown.paste(pillow.frombytes("RGB", area.size(), pixels), area[:2])
        yield shown


def _ahead(
    make: Callable[[Patch], _Made], patches: Iterable[Patch]
) -> Iterator[tuple[Patch, _Made]]:
    """Each with what is made of it.

    The first ones are drawn here: with few or small ones, all are.
    """
    waiting = iter(patches)
    pixels = 0
    for first in waiting:
        pixels += sheet_of(first.svg).pixels()
        if pixels > _ALONE:
            break
        yield first, make(first)
    else:
        return
    yield from made_ahead(make, chain([first], waiting))


def _pixels(patch: Patch) -> tuple[str, tuple[int, int], bytes]:
    drawn = image(patch.svg)
    return drawn.mode, drawn.size, drawn.tobytes()


def _area_pixels(patch: Patch) -> list[bytes]:
    """Those of its areas."""
    if not patch.areas:
        return []
    drawn = _opened(patch.svg)
    return [drawn.crop(area).convert("RGB").tobytes() for area in patch.areas]
