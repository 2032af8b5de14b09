"""512 maps of 7×7, flattened or pooled: what a dense layer reads then, and how a network ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import dense_parameters
from cnnviz.misconceptions.dense import FLATTENED, Dense
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import latex, number

SIDE = 7
BATCH = 32
"""How many pictures of a batch the question speaks of."""
FLAT, POOLED = 512 * 7 * 7, 512
"""How many inputs a dense layer has after 512 maps of 7×7, flattened or pooled."""
SHEET = (16, 32)
"""Rows and columns in which those maps lie side by side."""
CLASSES = 1000
ENLARGED, ALONE = 125.0, 118.0
"""How large one of those maps is drawn beside them, and its mean, in cells of the first layer's
maps."""
DEPTH = 0.018
"""How deep one of many maps is drawn in a block of them, in its cells."""
ENDS = (
    (POOLED, SIDE, f"{POOLED} maps\nof {SIDE}×{SIDE}", Stage.STACK, 0.0),
    (POOLED, 1, f"{POOLED}\nmeans", Stage.POOL, 19.5),
    (CLASSES, 1, f"{number(CLASSES)}\nclasses", Stage.CLASSIFY, 35.0),
)
"""The blocks with which a network ends: channels, side, words, hue, and where each begins."""


def sheet(small: Tensor) -> Panel:
    """All those maps; small: the first of them."""
    rows, columns = SHEET
    size = (rows * SIDE * 1.1, columns * SIDE * 1.3)
    drawn = panels.Sheet(rows=rows, columns=columns, side=SIDE)
    return drawn.panel("sheet", tensors=(small.name,), stage=Stage.STACK, size=size)


def weights() -> Panel:
    """How many weights a dense layer has after those maps."""
    bars = panels.Bars(bars=counted(), above=True)
    return panels.bars("weights", bars, label="Weights", height=26.0, width=90.0)


def end() -> Panel:
    """How a network ends that averages its maps: blocks to scale, and what a dense layer makes."""
    blocks = tuple(
        panels.Block(
            x=x,
            channels=channels,
            side=side,
            text=text,
            stage=stage,
            operator="→" if x else "",
        )
        for channels, side, text, stage, x in ENDS
    )
    drawn = panels.Blocks(blocks=blocks, across=panels.ACROSS, along=panels.ALONG, depth=DEPTH)
    return drawn.panel("end", stage=Stage.STACK, size=(14.0, 54.0))


def counted() -> tuple[panels.Bar, panels.Bar]:
    """The weights of a dense layer after those maps, flattened or pooled."""
    flat, pooled = (
        panels.Bar(
            f"{number(inputs)} inputs",
            count := dense_parameters(inputs, CLASSES, bias=False),
            f"{number(count)}{fewer}",
            stage,
        )
        for inputs, stage, fewer in (
            (FLAT, Stage.STACK, ""),
            (POOLED, Stage.POOL, f": {FLAT // POOLED} times fewer"),
        )
    )
    return flat, pooled


def collapse(maps: Tensor, means: Tensor, i: int) -> tuple[Box, Box]:
    """The window over a whole map, and the cell into which the map shrinks."""
    return (
        whole(maps, "window", channels=(i, i + 1), group=i, stage=Stage.POOL),
        cell(means, 0, 0, channel=i, group=i, stage=Stage.POOL),
    )


def flattened(
    text: SceneText, small: Tensor, means: Tensor, without: Callable[..., tuple[str, ...]]
) -> Iterator[Frame]:
    """What a dense layer reads of 512 maps, whole or pooled; one of them stands beside them."""
    asked = (
        choice(FLATTENED, Dense(BATCH, POOLED, SIDE, SIDE, CLASSES))
        .found_in("sheet", "channels", "height", "width")
        .found_in("", "batch")
    )
    inputs = (number(FLAT), number(POOLED))
    all_maps = f"{POOLED} maps of {SIDE}×{SIDE}"
    ours = whole(small, "window", group=0, stage=Stage.STACK)
    large = panels.GridChanges(size=(ENLARGED, ENLARGED))

    def beside(key: str, below: str, seconds: float = OPENING, **said: object) -> Frame:
        """The map beside all of them."""
        return Frame(
            seconds,
            text(key, **said),
            boxes=(ours,),
            panels={small.name: large, "sheet": panels.SheetChanges(text=below)},
            hidden=without(small.name, "sheet"),
        )

    yield replace(beside("ask", all_maps, batch=BATCH), question=asked, tween=2.4)
    yield replace(
        beside("flat", f"{all_maps}\n{inputs[0]} inputs", CLOSING, flat=inputs[0]),
        formula=latex(rf"{POOLED} \cdot {SIDE} \cdot {SIDE} = {inputs[0]}"),
        tween=1.2,
    )
    pooled = panels.SheetChanges(pooled=1, text=f"{POOLED} means\n{inputs[1]} inputs")
    yield Frame(
        CLOSING,
        text("compare", pooled=inputs[1]),
        boxes=collapse(small, means, 0),
        panels={"mean 0": panels.GridChanges(size=(ALONE, ALONE), operator=""), "sheet": pooled},
        hidden=without("mean 0", "sheet"),
        tween=3.0,
    )
