"""What people believe of a picture that moves: which cells change, and how many."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import NamedTuple

import numpy as np

from cnnviz.engine.pool import max_pool2d
from cnnviz.engine.shift import shifted
from cnnviz.misconceptions.grids import Grid, grid_of
from cnnviz.misconceptions.outcome import (
    Cells,
    Misconception,
    Outcome,
    Topic,
    added,
    plain,
    taken,
    worked,
    written,
)
from cnnviz.misconceptions.pooling import FORGIVEN

COUNTED_AT_MOST = 9
"""The windows of a map of more cells are not counted one by one."""


class Moved(NamedTuple):
    """A map before and after it has moved, and the window of max pooling; of 1 it is not pooled."""

    before: Grid
    after: Grid
    window: int

    @classmethod
    def drawn(cls, random: Random) -> Moved:
        """Six columns of four values that move to the right by one."""
        values = np.array([[random.choice((0, 0, 0, 1, 2)) for _ in range(6)] for _ in range(4)])
        return cls(grid_of(values), grid_of(shifted(values, 0, 1)), 2)

    @property
    def values(self) -> int:
        """How many values each has once it is pooled."""
        return len(self.before) // self.window * (len(self.before[0]) // self.window)

    @property
    def pooled(self) -> tuple[list[float], list[float]]:
        """Both pooled, row by row."""
        before, after = (
            max_pool2d(np.array(each, dtype=np.float64)[None], self.window).ravel().tolist()
            for each in (self.before, self.after)
        )
        return before, after


def _changed(moved: Moved) -> tuple[int, ...]:
    pairs = enumerate(zip(*moved.pooled, strict=True))
    return tuple(k for k, (before, after) in pairs if before != after)


def _told(moved: Moved, changed: tuple[int, ...]) -> Outcome:
    """Cells that change; of a small map counted window by window."""
    if moved.values > COUNTED_AT_MOST:
        counted = taken(len(changed))
    else:
        counted = added([int(k in changed) for k in range(moved.values)])
    return counted._replace(value=Cells(changed))


SHIFT_CHANGES_ALL: Misconception[Moved] = Misconception(
    "a shift changes all",
    "When the picture moves, every value changes.",
    "Only those change where something else comes in: equal neighbours hide a shift.",
    lambda moved: _told(moved, tuple(range(moved.values))),
)

CHANGED: Topic[Moved] = Topic(
    "moved-map",
    lambda moved: _told(moved, _changed(moved)),
    (
        Misconception(
            FORGIVEN.name, FORGIVEN.belief, FORGIVEN.mend, lambda moved: _told(moved, ())
        ),
        SHIFT_CHANGES_ALL,
    ),
    Moved.drawn,
    lambda moved: (len(moved.before) // moved.window, len(moved.before[0]) // moved.window),
)


def _all_but(moved: Moved, same: int) -> Outcome:
    """How many values change where so many stay the same."""
    every = "values" if same == moved.values else ""
    left = f"{written(moved.values)} - {written(same)}"
    return worked(left, moved.values - same).of("values", every)


COUNTED: Topic[Moved] = Topic(
    "moved-entries",
    lambda moved: _all_but(moved, moved.values - len(_changed(moved))),
    (
        Misconception(
            "a vector forgives a shift",
            "The same digit gives the same vector, wherever it is.",
            "Each entry belongs to one place: where something else comes in, it changes.",
            lambda moved: _all_but(moved, moved.values),
        ),
        replace(SHIFT_CHANGES_ALL, rule=lambda moved: plain(moved, "values")),
        Misconception(
            "only what it leaves changes",
            "Only the cells change that the picture stood on.",
            "Those change as well that it comes to, and equal neighbours do not.",
            lambda moved: taken(sum(value != 0 for value in moved.pooled[0])),
        ),
    ),
    lambda random: Moved.drawn(random)._replace(window=1),
)

TOPICS = (CHANGED, COUNTED)
