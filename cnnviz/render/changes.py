"""What changed from one picture of a film to the next: only that is drawn, to the same pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from cnnviz.render.boxes import Box, Part, parts

_EACH = 20_000
"""Boxes are joined where that adds fewer pixels than this."""
_SIDES = re.compile(r'viewBox="[^"]*" width="(\d+)" height="(\d+)"')


class Patch(NamedTuple):
    """What is drawn of a picture that is otherwise as the one before."""

    svg: str
    """It begins where the picture does, and has the same pixels in the boxes."""
    boxes: tuple[Box, ...]
    """Which pixels of the picture are taken from it."""


def of_film(svgs: Iterable[str]) -> Iterator[Patch]:
    """For each picture, what makes it out of the one before."""
    before = None
    for svg in svgs:
        yield patch(before, svg) if before else whole(svg)
        before = svg


def whole(svg: str) -> Patch:
    """All of a picture."""
    return Patch(svg, (sheet_of(svg),))


def sheet_of(svg: str) -> Box:
    """All pixels of a picture."""
    sides = _SIDES.search(svg)
    assert sides, svg[:200]
    return Box(0, 0, int(sides[1]), int(sides[2]))


def patch(before: str, svg: str) -> Patch:
    """What makes the picture out of the one before.

    A pixel is the same where the same parts are painted on it in the same order, so parts that
    came, went or moved say which may differ. Those that touch these are drawn, and no others, on a
    sheet that ends behind them. It begins where the picture does: the curve of a fine line is
    rounded by where it lies.
    """
    (opening, old), (other, new) = parts(before), parts(svg)
    boxes = _changed(old, new)
    if opening != other or boxes is None:
        return whole(svg)
    sheet = sheet_of(opening)
    boxes = _joined(boxes, sheet)
    if not boxes:
        return Patch(svg, ())
    right, bottom, drawn = 0, 0, []
    for part in new:
        if part.box is None:
            return whole(svg)
        if any(part.box.within(box).area() for box in boxes):
            drawn.append(part.markup)
            # An upright area may end anywhere, as all of a curve's pixels depend on its points.
            reached = boxes if part.is_plain else [part.box]
            right = max(right, *(box.right for box in reached))
            bottom = max(bottom, *(box.bottom for box in reached))
    width, height = min(right, sheet.right), min(bottom, sheet.bottom)
    sides = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    lines = [_SIDES.sub(sides, opening), *drawn, "</svg>", ""]
    return Patch("\n".join(lines), tuple(boxes))


def _changed(old: list[Part], new: list[Part]) -> list[Box] | None:
    """Where parts are that not both pictures have; None where that is not known."""
    matcher = SequenceMatcher(
        None, [part.markup for part in old], [part.markup for part in new], autojunk=False
    )
    boxes: list[Box] = []
    for same, i, to_i, j, to_j in matcher.get_opcodes():
        if same == "equal":
            continue
        for part in (*old[i:to_i], *new[j:to_j]):
            if part.box is None:
                return None
            boxes.append(part.box)
    return boxes


def _joined(boxes: list[Box], sheet: Box) -> list[Box]:
    """What of them is on the sheet, two as one where that adds little."""
    apart: list[Box] = []
    for each in boxes:
        box = each.within(sheet)
        if not box.area():
            continue
        while near := next((other for other in apart if _is_near(box, other)), None):
            apart.remove(near)
            box = box.union(near)
        apart.append(box)
    return apart


def _is_near(box: Box, other: Box) -> bool:
    return box.union(other).area() <= box.area() + other.area() + _EACH
