"""What changed from one picture of a film to the next: only that is drawn, to the same pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import reduce
from typing import NamedTuple

from cnnviz.render.elements import Area, Element, elements

_EACH = 20_000
"""Areas are joined where that adds fewer pixels than this."""
_MANY = 40
"""More areas than this are one: to compare each with each would take longer than is won."""
_SIDES = re.compile(r'viewBox="[^"]*" width="(\d+)" height="(\d+)"')


class Patch(NamedTuple):
    """What is drawn of a picture that is otherwise as the one before."""

    svg: str
    """It begins where the picture does, and has the same pixels in the areas."""
    areas: tuple[Area, ...]
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


def sheet_of(svg: str) -> Area:
    """All pixels of a picture."""
    sides = _SIDES.search(svg)
    assert sides, svg[:200]
    return Area(0, 0, int(sides[1]), int(sides[2]))


def patch(before: str, svg: str) -> Patch:
    """What makes the picture out of the one before.

    A pixel is the same where the same elements are painted on it in the same order, so those that
    came, went or moved say which may differ. Elements that touch these are drawn, and no others, on
    a sheet that ends behind them. It begins where the picture does: the curve of a fine line is
    rounded by where it lies.
    """
    (opening, old), (other, new) = elements(before), elements(svg)
    areas = _changed(old, new)
    if opening != other or areas is None:
        return whole(svg)
    sheet = sheet_of(opening)
    areas = _joined(areas, sheet)
    if not areas:
        return Patch(svg, ())
    right, bottom, drawn = 0, 0, []
    for element in new:
        if element.area is None:
            return whole(svg)
        if any(element.area.within(area).pixels() for area in areas):
            drawn.append(element.markup)
            # An upright area may end anywhere, as all of a curve's pixels depend on its points.
            reached = areas if element.is_plain else [element.area]
            right = max(right, *(area.right for area in reached))
            bottom = max(bottom, *(area.bottom for area in reached))
    width, height = min(right, sheet.right), min(bottom, sheet.bottom)
    sides = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    lines = [_SIDES.sub(sides, opening), *drawn, "</svg>", ""]
    return Patch("\n".join(lines), tuple(areas))


def _changed(old: list[Element], new: list[Element]) -> list[Area] | None:
    """Where elements are that not both pictures have; None where that is not known."""
    matcher = SequenceMatcher(
        None,
        [element.markup for element in old],
        [element.markup for element in new],
        autojunk=False,
    )
    areas: list[Area] = []
    for same, i, to_i, j, to_j in matcher.get_opcodes():
        if same == "equal":
            continue
        for element in (*old[i:to_i], *new[j:to_j]):
            if element.area is None:
                return None
            areas.append(element.area)
    return areas


def _joined(areas: list[Area], sheet: Area) -> list[Area]:
    """What of them is on the sheet, two as one where that adds little."""
    seen = [area for each in areas if (area := each.within(sheet)).pixels()]
    if len(seen) > _MANY:
        return [reduce(Area.union, seen)]
    apart: list[Area] = []
    for area in seen:
        while near := next((other for other in apart if _is_near(area, other)), None):
            apart.remove(near)
            area = area.union(near)
        apart.append(area)
    return apart


def _is_near(area: Area, other: Area) -> bool:
    return area.union(other).pixels() <= area.pixels() + other.pixels() + _EACH
