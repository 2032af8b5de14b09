"""What a shared weight learns: from all its places at once, here from three of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content.computation import Computation, Operand
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.learning import SHARED, Shared
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, pixel, whole
from cnnviz.staging.durations import OPENING
from cnnviz.staging.formatting import about, number
from cnnviz.staging.sweep import Sweep

PATCHES = ("patch 1", "patch 2", "patch 3")
"""The panels of what the filter reads at three places."""
SUMMED = 2.2
"""How long the sum is seen before the weight has grown by it, in seconds."""
LEARNING = (*PATCHES, "total")
"""What is there only while the filter learns."""


class Learned(NamedTuple):
    """What the filter reads at three places, and how much its middle weight grows in all."""

    sweep: Sweep
    places: tuple[int, int, int]
    gradients: tuple[Fraction, ...]
    """By so much each of them wants it to grow."""
    patches: Tensor
    total: Tensor
    grown: Tensor
    """The filter once it has."""

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        return self.patches, self.total, self.grown


def learned_from(sweep: Sweep) -> Learned:
    """From three places with ink under the middle weight."""
    side, _ = sweep.size
    places = _inked(sweep)
    read = np.stack([sweep.patch(k).reshape(side, side) for k in places])
    patches = replace(sweep.input, name="patches", label="Patches", data=read)
    gradients = tuple(Fraction(float(each[side // 2, side // 2])) for each in read)
    total = np.array([[[float(sum(gradients))]]])
    grows = Tensor("total", total, "Growth", Stage.CONV, "signed", panels.max_abs(total))
    weights = sweep.kernel.data.copy()
    weights[0, side // 2, side // 2] += total.item()
    grown = replace(sweep.kernel, name="grown", data=weights)
    return Learned(sweep, places, gradients, patches, grows, grown)


def learning_panels(learned: Learned) -> Iterator[Panel]:
    """The patches one under the other; then what comes of them."""
    patches, total = learned.patches, learned.total
    for c, name in enumerate(PATCHES):
        options = panels.Grid(channel=c, row="under" if c else None)
        zoom = 12.8 / patches.data.shape[1]
        patch = panels.grid(patches, options, zoom=zoom, name=name)
        yield replace(patch, label="" if c else patches.label, note="")
    yield replace(panels.grid(total, zoom=6.0), note="")


def tied(group: int, *boxes: Box) -> tuple[Box, ...]:
    """Boxes of one group, which a beam joins."""
    return tuple(replace(box, group=group, stage=Stage.CONV) for box in boxes)


def _beams(learned: Learned) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """A beam leads from each window to what it reads; then from the pixel in the middle of that to
    what they come to."""
    sweep, places, _, patches, total, _ = learned
    side, _ = sweep.size
    windows = tuple(
        box
        for c, k in enumerate(places)
        for box in tied(
            c,
            *sweep.boxes(k, written=False),
            whole(patches, "border", channels=(c, c + 1)),
        )
    )
    pulls = tuple(
        box
        for c in range(len(places))
        for box in tied(
            c + len(places) + 1,
            replace(
                pixel(patches, "highlight", side // 2, side // 2),
                channels=(c, c + 1),
            ),
            pixel(total, "highlight", 0, 0),
        )
    )
    return windows, pulls


def learning(text: SceneText, learned: Learned) -> Iterator[Frame]:
    """What the filter's middle weight learns from three of its places."""
    sweep, places, gradients, _, total, grown = learned
    side, _ = sweep.size
    windows, pulls = _beams(learned)
    weight = pixel(sweep.kernel, "highlight", side // 2, side // 2)
    grows = tied(len(places), cell(total, 0, 0), weight)
    first, second, third = (number(float(each)) for each in gradients)
    away = ("neuron", "map", "over", "deep")
    suppose = Frame(
        OPENING,
        text("suppose"),
        boxes=windows,
        hidden=(*away, "total"),
        revealed={"total": 0},
        tween=1.2,
    )
    yield suppose
    asked = replace(
        suppose,
        narration=text("gradient", first=first, second=second, third=third),
        boxes=(*windows, *pulls, *grows),
        hidden=away,
        question=choice(SHARED, Shared(gradients))
        .found_in("", "gradients")
        .found_in("", "places", text="three"),
        tween=0.0,
    )
    yield asked
    grows_by = total.data.item()
    summed = replace(
        asked,
        seconds=SUMMED,
        narration=text("sum", total=about(grows_by)),
        computations=(_summed(learned),),
        revealed={},
        question=None,
    )
    yield summed
    # A beam leads to the filter's box: it is the same, with one weight more.
    onto = replace(weight, tensor=grown.name)
    yield replace(
        summed,
        seconds=OPENING,
        boxes=(*windows, *pulls, *tied(len(places), cell(total, 0, 0), onto)),
        panels={"kernel": panels.GridChanges(tensor=grown.name)},
    )


def _summed(learned: Learned) -> Computation:
    """What each of the places wants, added up."""
    _, _, gradients, patches, total, _ = learned
    middle = patches.data.shape[1] // 2
    return Computation(
        op="sum",
        terms=tuple((float(each),) for each in gradients),
        bias=0.0,
        result=float(total.data[0, 0, 0]),
        tensor=total.name,
        index=(0, 0, 0),
        shown=len(gradients),
        shape=(len(gradients), 1, 1),
        operands=(Operand(patches.name, (0, middle, middle)),),
    )


def _inked(sweep: Sweep) -> tuple[int, int, int]:
    """Three places with ink under the middle weight: near the top, halfway and near the bottom."""
    middle = sweep.kernel.data.size // 2
    inked = [k for k in range(len(sweep)) if sweep.patch(k)[middle]]
    first, second, third = (inked[len(inked) * part // 8] for part in (1, 4, 7))
    return first, second, third
