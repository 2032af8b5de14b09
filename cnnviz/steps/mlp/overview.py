"""The three priors at a glance: a digit for each, with what that one knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content.scene import Box, Panel, Stage, Tensor
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.diagrams import box, line, word
from cnnviz.staging.formatting import number
from cnnviz.staging.sweep import Sweep

GLANCES = ("near", "anywhere", "layered")
"""The panels, and the tensors that they show."""
COUNTS = ("inputs", "weights", "seen")
"""The bars, and the squares, below them in the end."""
NAMED = (
    ("Local connectivity", "look nearby"),
    ("Weight sharing", "look everywhere"),
    ("Hierarchy", "layer upon layer"),
)
APART = 5
"""From one of the filter's places to the next, in pixels."""
LEVELS = (Stage.CONV, Stage.STACK)
"""The hues of what a cell of the first and the second layer sees."""
DRAWN, PIXEL, LETTERS = 12.0, 1.6, 2.4
"""How high what is drawn below the third is, how large a pixel and what is written there are."""


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
    own, width = len(sweep) * sweep.kernel.data.size, float(sweep.input.data.shape[2])
    counted = _counted(sweep)
    for tensor, (_, note), name, two in zip(shown, NAMED, COUNTS, counted, strict=False):
        yield panels.grid(tensor, note=note)
        bars = tuple(
            # As much room for each value makes the scale of both panels one.
            panels.Bar(label, float(value), number(own), hue)
            for (label, value), hue in zip(two, (Stage.CLASSIFY, Stage.CONV), strict=True)
        )
        options = panels.Bars(bars=bars, most=float(own), above=True, row="under")
        yield panels.bars(name, options, height=6.4, width=width)
    yield panels.grid(shown[-1], note=NAMED[-1][1])
    parts = tuple(_squares((sweep.size[0], reach)))
    yield panels.Drawing(parts=parts, row="under").panel(
        COUNTS[-1], stage=Stage.STACK, size=(DRAWN, width)
    )


def _counted(sweep: Sweep) -> tuple[tuple[tuple[str, int], ...], ...]:
    """What the bars say: of one neuron, then of all that make the map, which are more than all
    pixels, so it says of how many."""
    patch = sweep.kernel.data.size
    return (
        (("all pixels", sweep.input.data.size), ("a patch", patch)),
        ((f"{number(len(sweep))} · {patch}", len(sweep) * patch), ("shared", patch)),
    )


def glance_changes(sweep: Sweep) -> dict[str, panels.BarsChanges]:
    """The values beside the bars."""
    return {
        name: panels.BarsChanges(texts=tuple(number(value) for _, value in two))
        for name, two in zip(COUNTS, _counted(sweep), strict=False)
    }


def _squares(sides: tuple[int, int]) -> Iterator[panels.Part]:
    """What a cell of each layer sees, side by side, pixel by pixel, to one scale."""
    top = 1.6 * LETTERS
    for k, (count, hue) in enumerate(zip(sides, LEVELS, strict=True)):
        left, side = 12.5 * k, PIXEL * count
        yield word(0, left, LETTERS / 2, f"layer {k + 1}", hue, LETTERS, "left")
        yield box(0, left, top, side, side, "", hue)
        for at in range(1, count):
            x, y = left + PIXEL * at, top + PIXEL * at
            yield line(0, (x, top), (x, top + side), hue=hue, wide=1)
            yield line(0, (left, y), (left + side, y), hue=hue, wide=1)
        beside = (left + side + 0.8, top + side / 2)
        yield word(0, *beside, f"{count}×{count}", hue, LETTERS, "left")


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
