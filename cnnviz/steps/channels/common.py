"""The picture in colour that filters of this step read, and what such a filter finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.records import Changes
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import SWEPT, Sweep, quick_sweep

PICTURE = "ship"
COLOURS: tuple[panels.Hue, ...] = ("red", "green", "blue")
"""Its channels."""
PLACE = (12, 20)
"""The window that is worked out, on the edge of the sail, where its pixels differ: its top left."""
GAP = 0.46
"""How far the picture's channels stand apart, as a share of their width: the window that is worked
out is before the next one."""


def picture() -> Tensor:
    """The picture, with one decimal where it is worked out: that can be added up in the head."""
    pixels = np.round(seeds.picture(PICTURE), 2)
    (y, x), side = PLACE, 3
    pixels[:, y : y + side, x : x + side] = np.round(pixels[:, y : y + side, x : x + side], 1)
    return Tensor("image", pixels, "Picture", Stage.INPUT, "rgb", 1.0)


def finds_red(sweep: Sweep) -> bool:
    """Whether there is an answer, and the strongest comes from where the picture is red.

    Red is what has more than twice as much of it as of green and of blue: yellow has not.
    """
    answers = sweep.output.data
    red, green, blue = sweep.patch(int(answers.argmax())).reshape(3, -1).sum(axis=1)
    return bool(answers.max() > 0 and red > 2 * max(green, blue))


def filled(
    sentence: str,
    maps: Tensor,
    i: int,
    window: Callable[[int, int], Box],
    names: tuple[str, ...],
    *,
    swept: tuple[str, ...],
    later: str,
    steps: int = 1,
    seconds: tuple[float, float] = SWEPT,
) -> Iterator[Frame]:
    """A filter makes map `i` cell by cell; then it drops into the stack of those before.

    window: what is read for the cell in a row and a column; names: all panels of the scene; swept:
    those that are looked at until the map drops, at last the one that it is made in; later: the
    tensor that is empty meanwhile; steps: how often a row is shown on its way; seconds: of the
    first frame, and of each other.
    """
    hidden, source = all_but(names, *swept, maps.name), swept[-1]
    _, height, width = maps.data.shape
    before = i * height * width
    for y, x, lasts, count in quick_sweep(maps.data, steps, seconds):
        yield Frame(
            lasts,
            sentence,
            boxes=(window(y, x), cell(maps, y, x, channel=i)),
            hidden=hidden,
            revealed={maps.name: before + count, later: 0},
            panels={maps.name: panels.StackChanges(shown=i)},
        )
    yield Frame(
        1.6,
        sentence,
        hidden=hidden,
        revealed={maps.name: before + height * width, later: 0},
        panels={maps.name: panels.StackChanges(shown=i + 1, source=source)},
        tween=1.0,
    )


def stack_swept(
    sentence: str,
    output: Tensor,
    stack: str,
    hidden: tuple[str, ...],
    *,
    side: int,
    size: tuple[float, float],
    steps: int,
    seconds: tuple[float, float],
    beside: Mapping[str, Changes] = MappingProxyType({}),
) -> Iterator[Frame]:
    """A filter of that side sweeps a whole stack, and writes its map cell by cell.

    size: of the stack, with its planes far enough apart; steps: how often a row is shown on its
    way; seconds: of the first frame, and of the others; beside: what changes in other panels.
    """
    for y, x, lasts, count in quick_sweep(output.data, steps, seconds):
        yield Frame(
            lasts,
            sentence,
            boxes=(cell(output, y, x, stage=Stage.STACK),),
            hidden=hidden,
            revealed={output.name: count},
            panels={
                stack: panels.StackChanges(patch=(y, y + side, x, x + side), size=size),
                **beside,
            },
        )


def column(
    tensor: Tensor, zoom: float, operator: str = "", hues: tuple[panels.Hue, ...] = ()
) -> Iterator[Panel]:
    """The cells of a tensor C×1×1 below one another, each by itself with its sign."""
    for c in range(len(tensor.data)):
        hue = hues[c] if hues else None
        options = panels.Grid(channel=c, hue=hue, row="under" if c else None)
        name = f"{tensor.name} {COLOURS[c]}"
        single = panels.grid(tensor, options, zoom=zoom, name=name, operator=operator)
        yield replace(single, label="" if c else tensor.label, note="")


def column_names(*tensors: Tensor) -> tuple[str, ...]:
    """The panels of such columns."""
    return tuple(f"{tensor.name} {colour}" for tensor in tensors for colour in COLOURS)
