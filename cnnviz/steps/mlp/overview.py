"""The three priors at a glance: a digit for each, with what that one knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content.scene import Box, Panel, Stage, Tensor
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.formatting import number
from cnnviz.staging.sweep import Sweep

GLANCES = ("near", "anywhere", "layered")
"""The panels, and the tensors that they show."""
COUNTS = ("inputs", "weights", "seen")
"""The bars below them, in the end."""
NAMED = (
    ("Local connectivity", "look nearby"),
    ("Weight sharing", "look everywhere"),
    ("Hierarchy", "layer upon layer"),
)
APART = 5
"""From one of the filter's places to the next, in pixels."""
LEVELS = (Stage.CONV, Stage.STACK)
"""The hues of what a cell of the first and the second layer sees."""


def glances(digit: Tensor) -> tuple[Tensor, ...]:
    """The digit, once for each prior."""
    return tuple(
        replace(digit, name=name, label=label)
        for name, (label, _) in zip(GLANCES, NAMED, strict=True)
    )


def glance_panels(shown: tuple[Tensor, ...], sweep: Sweep, reach: int) -> Iterator[Panel]:
    """The digits side by side, each with its prior's name, what it comes to, and what it counts.

    reach: how many pixels a cell of the second map, in height and in width.
    """
    patch, side = sweep.kernel.data.size, sweep.size[0]
    own = len(sweep) * patch
    counted = (
        (("all pixels", sweep.input.data.size, ""), ("a patch", patch, "")),
        (("unshared", own, ""), ("shared", patch, "")),
        (
            ("layer 1", side, f"{side}×{side}"),
            ("layer 2", reach, f"{reach}×{reach}"),
        ),
    )
    last = (Stage.CLASSIFY, Stage.CLASSIFY, Stage.STACK)
    for tensor, (_, note), name, two, stage in zip(
        shown, NAMED, COUNTS, counted, last, strict=True
    ):
        yield panels.grid(tensor, note=note)
        hues = (stage, Stage.CONV) if stage is Stage.CLASSIFY else (Stage.CONV, stage)
        bars = tuple(
            panels.Bar(label, float(value), text or number(value), hue)
            for (label, value, text), hue in zip(two, hues, strict=True)
        )
        width = float(tensor.data.shape[2])
        # What a cell sees is as wide as it is in the picture above.
        most = width if stage is Stage.STACK else float(own)
        options = panels.Bars(bars=bars, most=most, above=True, row="under")
        yield panels.bars(name, options, height=6.4, width=width)


def glance_boxes(shown: tuple[Tensor, ...], sweep: Sweep, k: int) -> Iterator[Box]:
    """The k-th patch; the same filter at many places with ink; patches around the k-th."""
    near, anywhere, layered = shown

    def window(tensor: Tensor, place: int, more: int = 0, stage: Stage = Stage.CONV) -> Box:
        (top, bottom), (left, right) = sweep.window(place)
        rows, columns = (top - more, bottom + more), (left - more, right + more)
        return region(tensor, "window", rows, columns, stage=stage)

    yield window(near, k)
    width = sweep.output.data.shape[2]
    for place in range(len(sweep)):
        if not any(each % APART for each in divmod(place, width)) and sweep.patch(place).any():
            yield window(anywhere, place)
    for more, stage in enumerate(LEVELS):
        yield window(layered, k, more * (sweep.size[0] // 2), stage)
