"""LeNet-5 while it learns: its first filters from random to trained, its answer, and its loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText, one_of
from cnnviz.misconceptions.learning import BY_HAND, DIFFERENT, FirstLayer
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import (
    about,
    as_probability,
    number,
    percent,
    spoken_percent,
    with_article,
)
from cnnviz.staging.network_panels import full_colour

MOMENTS = 40
"""How many were recorded, by training/learning.py."""

FILTERS, SIDE, BATCH = 6, 5, 128

RANDOM, SETTLED = 0.5, 0.25
"""Filters are called random while they are nearer to their beginning than this share of its length,
and settled once they are nearer to their end than that share of its length."""

TOP = 2.5
"""The loss at the top of the plot: a little above that of guessing, which is ln 10, or 2.3."""

TICKS = (1, 10, 100, 1000)
"""Batches that are written below the plot."""

ALIKE = 0.9
"""Two filters are called different while the cosine between them is less."""

PACE = 0.42
"""Seconds from one moment to the next."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded of one training, moment by moment."""

    steps: list[int]
    """How many batches had been learned from."""
    loss: list[float]
    right: list[float]
    """The share of the digits held back that is named rightly."""
    filters: NDArray[np.float64]
    """Moments × filters × side × side."""
    chances: NDArray[np.float64]
    """Moments × digits × classes."""
    ink: NDArray[np.float64]
    """Digits × 28 × 28."""
    held: int
    """How many digits were held back."""


def recording() -> Recording:
    """The recording of seeds/measured. Raises Unusable."""
    measured = seeds.measured("learning")
    filters = np.array(measured["filters"], dtype=np.float64)
    chances = np.array(measured["chances"], dtype=np.float64)
    return Recording(
        measured["steps"],
        measured["loss"],
        measured["right"],
        filters.reshape(MOMENTS, FILTERS, SIDE, SIDE),
        chances.reshape(MOMENTS, 10, 10),
        np.array(measured["ink"], dtype=np.float64).reshape(10, 28, 28),
        measured["n"],
    )


def _apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far the filters of two moments are apart, as a share of the second's length."""
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


def _facts(kept: Recording, moment: int) -> dict[str, bool]:
    now = kept.filters[moment]
    return {
        "still random": _apart(now, kept.filters[0]) < RANDOM,
        "settled": _apart(now, kept.filters[-1]) < SETTLED,
        "trained": moment == MOMENTS - 1,
        "all differ": _nearest(kept, moment)[0] < ALIKE,
    }


TILE, COLUMNS = 58.0, 3
"""How high a filter is, in units, and how many stand in a row."""
SMALL = 38.0
"""As that, once all stand in one row above the loss."""
LOSS = 76.0, SMALL * FILTERS
"""How high and wide the loss is, below them."""
PICTURE = 37.0
"""How high the digit is, at the head of the answer to it."""
ANSWER = 94.0, 106.0
"""How high and wide the answer is: its ten rows have to be read."""


def _panels(kept: Recording, filters: Tensor, image: Tensor, digit: int) -> tuple[Panel, ...]:
    ten = tuple(panels.Bar(str(digit), 0.0, "> 99.9 %", Stage.CLASSIFY) for digit in range(10))
    tiles = panels.Tiles(columns=COLUMNS, count=FILTERS, single=True)
    loss = panels.Series(
        label="Loss",
        stage=Stage.CONV,
        values=tuple(min(each / TOP, 1.0) for each in kept.loss),
        texts=tuple(
            one_of(f"{number(loss)} after {number(step)} batches")
            for loss, step in zip(kept.loss, kept.steps, strict=True)
        ),
    )
    place = _places(kept.steps[-1])
    head = panels.grid(image, zoom=PICTURE / 28)
    return (
        tiles.panel(
            filters.name,
            tensors=(filters.name,),
            label=filters.label,
            stage=Stage.CONV,
            size=(TILE * FILTERS / COLUMNS, TILE * COLUMNS),
        ),
        panels.Lines(
            lines=(loss,),
            marks=tuple(map(number, kept.steps)),
            places=tuple(map(place, kept.steps)),
            ticks=tuple((place(each), number(each)) for each in TICKS),
            row="under",
            rules=tuple((each / TOP, str(each)) for each in (0, 1, 2)),
        ).panel("loss", note="batches, on a log scale", stage=Stage.CONV, size=LOSS),
        replace(head, label="", note=""),
        panels.Bars(bars=ten, most=1.0, row="under").panel(
            "answer", label=f"Its answer to the {digit}", stage=Stage.CLASSIFY, size=ANSWER
        ),
    )


def _places(last: int) -> Callable[[int], float]:
    """Where a batch stands along the plot: from batch to batch at first, then ever more at a time,
    so that it has logarithms along it."""
    return lambda step: float(np.round(np.log1p(step) / np.log1p(last), 4))


def _turns(kept: Recording, moment: int) -> bool:
    """Whether its filters are neither random any more nor what they will be."""
    facts = _facts(kept, moment)
    return not facts["still random"] and not facts["settled"]


def _clearest(kept: Recording) -> int:
    """The filter that is the clearest detector of an edge while all turn, from 0: which half is
    opposed most to the other, top to bottom or left to right."""
    turning = kept.filters[[each for each in range(MOMENTS) if _turns(kept, each)]]
    turning = turning / np.linalg.norm(turning, axis=(2, 3), keepdims=True)
    halves = np.array([1, 1, 0, -1, -1])
    across, along = turning.sum(axis=3) @ halves, turning.sum(axis=2) @ halves
    return int(np.hypot(across, along).min(axis=0).argmax())


def _nearest(kept: Recording, moment: int) -> tuple[float, tuple[int, ...]]:
    """The cosine of the two filters that are most alike, and which these are, from 0."""
    now = kept.filters[moment].reshape(FILTERS, -1)
    now = now / np.linalg.norm(now, axis=1, keepdims=True)
    alike = np.triu(now @ now.T, 1)
    one, other = np.unravel_index(int(alike.argmax()), alike.shape)
    return float(alike[one, other]), (int(one), int(other))


def _shown(
    kept: Recording, digit: int, moment: int, upto: int, lit: int | None, plotted: bool
) -> dict[str, panels.Changes]:
    """What the panels show at a moment, the loss up to another; lit: the filter to look at;
    plotted: whether the loss stands below all filters."""
    shares = tuple(kept.chances[moment, digit].tolist())
    # They grow as they learn: each moment is drawn in full colour, or the first would be pale.
    most = float(np.round(full_colour(kept.filters[moment].reshape(FILTERS, SIDE, SIDE)), 3))
    return {
        "filters": panels.TilesChanges(
            first=FILTERS * moment,
            most=most,
            lit=lit,
            columns=FILTERS if plotted else COLUMNS,
            size=(SMALL, SMALL * FILTERS) if plotted else None,
        ),
        "answer": panels.BarsChanges(
            bars=shares,
            texts=tuple(percent(as_probability(each)) if each >= 0.05 else "" for each in shares),
            lit=int(np.argmax(shares)),
        ),
        "loss": panels.LinesChanges(at=moment, upto=upto),
    }


def _pair(kept: Recording, moment: int) -> tuple[Box, ...]:
    """A frame around each of the two filters that are most alike."""
    whole = (0, SIDE)
    return tuple(
        Box("filters", "highlight", (place, place + 1), whole, whole, stage=Stage.CONV)
        for place in (FILTERS * moment + each for each in _nearest(kept, moment)[1])
    )


def _frames(text: SceneText, kept: Recording, digit: int, goal: int) -> Iterator[Frame]:
    """Before learning; then moment by moment up to the one chosen; and that one."""

    def numbers(moment: int) -> dict[str, object]:
        return {
            "digit": with_article(digit),
            "most": spoken_percent(float(kept.chances[moment, digit].max())),
            "said": int(kept.chances[moment, digit].argmax()),
            "batches": number(kept.steps[moment]),
            "right": spoken_percent(kept.right[moment]),
            "n": number(kept.held),
            "loss": about(kept.loss[moment]),
            "batch": BATCH,
            "weights": FILTERS * SIDE**2,
        }

    def at(seconds: float, key: str, moment: int, upto: int, *hidden: str) -> Frame:
        facts = _facts(kept, moment) | {"undecided": kept.chances[moment, digit].max() < 0.3}
        # One of them is to be watched meanwhile.
        turns = key == "play" and _turns(kept, moment)
        return Frame(
            seconds,
            text(key, facts, **numbers(moment)),
            hidden=(*hidden, "image") if "answer" in hidden else hidden,
            panels=_shown(
                kept, digit, moment, upto, clearest if turns else None, "loss" not in hidden
            ),
        )

    clearest = _clearest(kept)
    yield at(OPENING, "open", 0, -1, "answer", "loss")
    first = FirstLayer(FILTERS, SIDE**2)
    by_hand = number_question(BY_HAND, first, "weights").found_in("filters", "filters")
    yield replace(at(OPENING, "hand", 0, -1, "answer", "loss"), question=by_hand)
    yield at(OPENING, "guess", 0, -1, "loss")
    yield at(OPENING, "loss", 0, 0)
    moments = [round(k * goal / (MOMENTS - 1)) for k in range(1, MOMENTS)]
    # Asked while nobody can see it yet.
    told = [_facts(kept, each) for each in moments]
    asked = max((k for k, facts in enumerate(told) if facts["still random"]), default=-1)
    settled = next((k for k, facts in enumerate(told) if facts["settled"]), None)
    different = number_question(DIFFERENT, first, "filters").found_in("filters", "filters")
    for k, moment in enumerate(moments):
        if k == settled:
            six = at(OPENING, "six", moment, moment)
            yield replace(six, boxes=_pair(kept, moment), tween=PACE)
            continue
        yield at(PACE, "play", moment, moment)
        if k == asked:
            yield replace(at(OPENING, "ask", moment, moment), question=different)
    yield at(CLOSING, "right", goal, goal)
    yield at(CLOSING, "close", goal, goal, "answer", "loss")


_HELP = "From 0, before the first batch, to 39, after the last."


@scene(
    "learning",
    stage=Stage.CONV,
    params=(
        Param("moment", "Moment", "integer", MOMENTS - 1, 0, MOMENTS - 1, help=_HELP),
        Param(
            "digit",
            "Digit",
            "choice",
            "5",
            choices=tuple((str(each), str(each)) for each in range(10)),
        ),
    ),
)
def learning(values: Values, text: SceneText) -> Parts:
    """The recording of a LeNet-5 that learns, played up to the moment chosen."""
    kept, digit = recording(), int(values.word("digit"))
    planes = kept.filters.reshape(MOMENTS * FILTERS, SIDE, SIDE)
    most = panels.max_abs(planes)
    title = f"Its {FILTERS} filters of {SIDE}×{SIDE}"
    filters = Tensor("filters", planes, title, Stage.CONV, max_abs=most, weights=True)
    image = Tensor("image", kept.ink[digit : digit + 1], "Digit", Stage.INPUT, "image")
    frames = tuple(_frames(text, kept, digit, values.integer("moment")))
    return Parts((filters, image), _panels(kept, filters, image, digit), frames)
