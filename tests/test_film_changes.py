"""Pictures of a film are drawn out of the one before, to the pixels that each has by itself."""

from __future__ import annotations

import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFont

from cnnviz.chapter import Chapter
from cnnviz.render.changes import Patch, of_film, patch, whole
from cnnviz.render.elements import ABOVE, BELOW, LETTER, OVERHANG, WIDEST, Area
from cnnviz.render.engine import Engine
from cnnviz.render.look import Look
from cnnviz.render.raster import FONTS, film_images, png

HEAD = '<svg viewBox="0 0 100 50" width="100" height="50" stroke-width="1.5">\n'


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as opened:
        yield opened


def drawn(svg: str) -> Any:
    return Image.open(BytesIO(png(svg))).convert("RGB")


def applied(before: Any, change: Patch) -> Any:
    made = before.copy()
    for area in change.areas:
        made.paste(drawn(change.svg).crop(area), area[:2])
    return made


def document(*lines: str) -> str:
    return "\n".join(
        [HEAD.strip(), '<rect width="100" height="50" fill="#fff"/>', *lines, "</svg>\n"]
    )


def test_a_film_has_the_pictures_that_are_drawn_one_by_one(engine: Engine) -> None:
    film = engine.open(
        Chapter.default().find("convolution", "checkerboard").scene(), Look(320, 180)
    )
    svgs = [film.moving(9 + k / 10) for k in range(12)]
    for made, svg in zip(film_images(svgs), svgs, strict=True):
        assert made.tobytes() == drawn(svg).tobytes()


def test_only_what_changed_is_drawn_and_what_it_touches() -> None:
    lines = [
        '<g id="input">',
        '<rect x="1" y="2" width="3" height="6" rx="1" fill="#f00"/>',
        '<rect x="12" y="2" width="6" height="6" rx="1" fill="#0f0"/>',
        "</g>",
    ]
    before = document(*lines, '<circle cx="15" cy="5" r="2" fill="#00f"/>')
    change = patch(before, document(*lines, '<circle cx="16" cy="5" r="2" fill="#00f"/>'))
    assert "#0f0" in change.svg
    assert "#00f" in change.svg
    assert "#f00" not in change.svg
    (area,) = change.areas
    assert area.within(Area(14, 3, 18, 7)) == (14, 3, 18, 7)
    assert 'viewBox="0 0 2' in change.svg


def test_what_is_painted_in_another_order_has_changed() -> None:
    lines = [
        f'<rect x="{k}" y="4" width="9" height="9" fill="{c}"/>'
        for k, c in ((1, "#f00"), (5, "#00f"))
    ]
    before, svg = document(*lines), document(*reversed(lines))
    assert applied(drawn(before), patch(before, svg)).tobytes() == drawn(svg).tobytes()
    assert drawn(before).tobytes() != drawn(svg).tobytes()


@pytest.mark.parametrize(
    "line",
    [
        '<ellipse cx="5" cy="5" rx="3" ry="2"/>',
        '<g transform="matrix(1 0 0 1 5 5)">\n<line/>\n</g>',
    ],
)
def test_where_a_part_is_of_an_unknown_kind_all_is_drawn(line: str) -> None:
    before, svg = document('<rect x="2" width="4" height="4"/>'), document(line)
    assert patch(before, svg) == whole(svg)
    assert patch(svg, before) == whole(before)


def test_where_nothing_is_seen_to_change_nothing_is_drawn() -> None:
    svg = document('<text x="5" y="9" font-size="8">5</text>')
    said = svg.replace("<rect", "<desc>Another sentence.</desc>\n<rect", 1)
    assert patch(svg, said).areas == ()
    assert [each.areas for each in of_film([svg, said])] == [((0, 0, 100, 50),), ()]


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda file: file.stem)
def test_no_letter_is_larger_than_what_is_reckoned_for_it(file: Path) -> None:
    size = 200
    font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
    for sign in (*string.printable.strip(), *map(chr, range(0xA1, 0x2FFF))):
        left, top, right, bottom = font.getbbox(sign, anchor="ls")
        width = font.getlength(sign)
        assert width <= size * (LETTER if sign.isascii() else WIDEST), sign
        assert left >= -OVERHANG * size, sign
        assert right <= width + OVERHANG * size, sign
        assert top >= -ABOVE * size, sign
        assert bottom <= BELOW * size, sign
