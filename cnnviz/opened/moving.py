"""A network's picture moved by some pixels: its answers there, and what its maps make of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.scene import Array
from cnnviz.engine.receptive import ReceptiveField
from cnnviz.engine.shift import shifted
from cnnviz.opened.subject import Subject

REACH = 16
"""Pixels that a picture may move by, at most; of a small one an eighth of its shorter side."""
MOST_WORK = 20 * 10**9
"""Multiply-adds of one run, up to which a network is tried on a moved picture: VGG-19 fits."""
WORK = 4 * 10**9
"""Multiply-adds of all runs at other places together; where they are fewer, more places fit."""
PLACES = 9
FOLLOWED = 3
"""Layers whose maps are compared."""
SAME = 1e-3
"""Numbers are the same that differ by less than this share of the layer's largest magnitude."""
Two = tuple[int, int]


def reach(subject: Subject) -> int:
    """How far its picture may move, in pixels; 0 where it has none, or is too costly to run."""
    if subject.picture is None or not subject.is_played:
        return 0
    if sum(subject.costs.values()) > MOST_WORK:
        return 0
    _, height, width = subject.picture.shape
    return int(min(REACH, height // 8, width // 8))


def moved(x: NDArray[Any], dy: int, dx: int) -> NDArray[Any]:
    """C×H×W moved dy down and dx to the right; where that leaves a gap its edge is repeated.

    >>> moved(np.array([[[1, 2, 3]]]), 0, 1).tolist()
    [[[1, 1, 2]]]
    """
    rows, columns = (
        np.clip(np.arange(side) - by, 0, side - 1)
        for side, by in zip(x.shape[1:], (dy, dx), strict=True)
    )
    return np.asarray(x[:, rows][:, :, columns])


def followed(subject: Subject) -> tuple[str, ...]:
    """The first layer at each distance between cells, in pixels, that has maps to compare: of
    which some cells are left, however far the picture moves.
    """
    found: dict[tuple[int, int], str] = {}
    fields, far = subject.network.receptive_fields(), reach(subject)
    for name in subject.layers:
        shape = subject.shapes[name]
        if name not in fields or len(shape) != 3:
            continue
        steps = (fields[name][0].jump, fields[name][1].jump)
        if all(
            side > max(1, _cells(far, step)) for side, step in zip(shape[1:], steps, strict=True)
        ):
            found.setdefault(steps, name)
    return tuple(found.values())[:FOLLOWED]


def scores(subject: Subject, dy: int, dx: int) -> Array:
    """The network's answers for the moved picture."""
    return _run(subject, dy, dx)[0]


def runs(subject: Subject) -> int:
    """At how many places along a line it can be run: an odd number, or 0 where that is one."""
    cost = sum(subject.costs.values()) or 1
    most = min(PLACES, WORK // cost, 2 * reach(subject) + 1)
    return int(most - 1 + most % 2) if most > 2 else 0


@lru_cache(maxsize=64)
def _run(subject: Subject, dy: int, dx: int) -> tuple[Array, dict[str, Array]]:
    given = {**subject.given, "input": moved(subject.given["input"], dy, dx)}
    kept = subject.kept if not (dy or dx) else subject.network.run(given)
    answers = kept[subject.network.answers[0]].ravel().astype(np.float64)
    return answers, {name: kept[name] for name in followed(subject)}


@dataclass(frozen=True, eq=False)
class Followed:
    """What a layer's maps make of the move."""

    before: Array
    after: Array
    step: Two
    """Pixels from one cell to the next, down and across."""
    by: Two
    """Pixels that the picture has moved."""
    clear: tuple[slice, slice]
    """Rows and columns that see the moved picture alone: no padding, nothing that came in."""

    @property
    def is_whole(self) -> bool:
        """Whether the picture has moved by whole cells."""
        return all(by % step == 0 for by, step in zip(self.by, self.step, strict=True))

    @cached_property
    def cells(self) -> Two:
        """By how many cells, the nearest whole number, half towards the old place."""
        down, across = (_cells(by, step) for by, step in zip(self.by, self.step, strict=True))
        return down, across

    @cached_property
    def left(self) -> Array:
        """What is different from maps that have moved along; 0 where cells came in."""
        return np.where(self._there, self.after - shifted(self.before, *self.cells), 0)

    @cached_property
    def share(self) -> float:
        """Of the cells that have not come in, those that have moved along unchanged."""
        return 1 - float(self._differs[self._there].mean())

    @cached_property
    def is_edge_alone(self) -> bool:
        """Whether some cells see neither padding nor what has come in, and are as they were."""
        inside = (self._differs & self._there)[:, self.clear[0], self.clear[1]]
        return inside.size > 0 and not inside.any()

    @property
    def _differs(self) -> NDArray[np.bool_]:
        limit = SAME * max(float(np.abs(self.before).max()), float(np.abs(self.after).max()))
        return np.asarray(np.abs(self.left) > limit)

    @property
    def _there(self) -> NDArray[np.bool_]:
        return shifted(np.ones_like(self.before), *self.cells) > 0


def _cells(by: int, step: int) -> int:
    """The whole number of cells that is nearest to so many pixels, half towards 0."""
    return int(np.sign(by)) * ((2 * abs(by) + step - 1) // (2 * step))


def follow(subject: Subject, name: str, dy: int, dx: int) -> Followed:
    """A layer of `followed`, before and after the move."""
    fields = subject.network.receptive_fields()[name]
    before, after = (_run(subject, *by)[1][name].astype(np.float64) for by in ((0, 0), (dy, dx)))
    y, x = (
        _clear(field, cells, side, by)
        for field, cells, side, by in zip(
            fields, after.shape[1:], subject.shapes["input"][1:], (dy, dx), strict=True
        )
    )
    step = (fields[0].jump, fields[1].jump)
    return Followed(before, after, step=step, by=(dy, dx), clear=(y, x))


def _clear(field: ReceptiveField, cells: int, side: int, by: int) -> slice:
    """Along an axis the cells that see nothing but what was in the picture before the move."""
    least, most = max(0, by), side + min(0, by)
    seen = [field.seen_by(k) for k in range(cells)]
    inside = [k for k, (start, end) in enumerate(seen) if least <= start and end <= most]
    return slice(inside[0], inside[-1] + 1) if inside else slice(0)
