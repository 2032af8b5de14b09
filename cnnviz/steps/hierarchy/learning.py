"""LeNet-5 while it learns: its first filters from random to trained, its answer, and its loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
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

MARKED = (0, 1, 10, 110)
"""Batches that are written below the plot, with the last."""

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
    }


TILE, COLUMNS = 33.0, 3
"""How high a filter is, in units, and how many stand in a row, until all stand in one above the
rest."""
HIGH = 52.0
"""How high the answer is, in units: its ten rows have to be read."""
PICTURE = 28.0
"""How high the digit beside it is."""
ALONE = 28.9
"""As that, before the loss is there: a digit has few sizes in the chapter."""
LOSS = 50.0, 84.0
"""How high and wide the loss is."""


def _panels(kept: Recording, filters: Tensor, image: Tensor, digit: int) -> tuple[Panel, ...]:
    ten = tuple(panels.Bar(str(digit), 0.0, "> 99.9 %", Stage.CLASSIFY) for digit in range(10))
    tiles = panels.Tiles(columns=COLUMNS, count=FILTERS, single=True)
    loss = panels.Series(
        label="Loss",
        stage=Stage.CONV,
        values=tuple(min(each / TOP, 1.0) for each in kept.loss),
        texts=tuple(
            f"{number(loss)} at {number(step)}"
            for loss, step in zip(kept.loss, kept.steps, strict=True)
        ),
    )
    # From batch to batch at first, then ever more at a time: it has logarithms along it.
    places = np.log1p(kept.steps) / np.log1p(kept.steps[-1])
    marked = (*map(kept.steps.index, MARKED), MOMENTS - 1)
    marks = tuple(number(each) if k in marked else "" for k, each in enumerate(kept.steps))
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
            marks=marks,
            places=tuple(float(each) for each in places.round(4)),
            row="new",
            rules=tuple((each / TOP, str(each)) for each in (0, 2)),
        ).panel("loss", note="batches, on a log scale", stage=Stage.CONV, size=LOSS),
        replace(panels.grid(image, zoom=PICTURE / 28), note=""),
        panels.bars(
            "answer",
            panels.Bars(bars=ten, most=1.0),
            label=f"Its answer to the {digit}",
            height=HIGH / 10,
            width=60.0,
        ),
    )


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
            size=(TILE, TILE * FILTERS) if plotted else None,
        ),
        "answer": panels.BarsChanges(
            bars=shares,
            texts=tuple(percent(as_probability(each)) if each >= 0.05 else "" for each in shares),
            lit=int(np.argmax(shares)),
        ),
        "loss": panels.LinesChanges(at=moment, upto=upto),
        "image": Changes(size=None if plotted else (ALONE, ALONE)),
    }


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
    asked = max((each for each in moments if _facts(kept, each)["still random"]), default=0)
    different = number_question(DIFFERENT, first, "filters").found_in("filters", "filters")
    for moment, after in zip(moments, [*moments[1:], None], strict=True):
        yield at(PACE, "play", moment, moment)
        if moment == asked and after != asked:
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
