"""How large panels are, and where stacks stand: in units that all panels of a scene share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnviz.content.scene import Array, Panel, Stage, Tensor
from cnnviz.staging.formatting import shape_text
from cnnviz.staging.panels.arithmetic import Products
from cnnviz.staging.panels.charts import Bars, Table
from cnnviz.staging.panels.pictures import Grid, Hue, Stack

UNSEEN = 1 / 1000
"""A bar shorter than this share of its panel is less than a pixel or two."""
WEIGHT = 5.2
"""How large a weight of a filter is drawn, beside a pixel of a digit."""
PLAIN = Grid()


def max_abs(data: Array) -> float:
    """The magnitude to draw in full colour: the largest of the array, or 1 where all is zero."""
    return float(np.abs(data).max()) or 1.0


def alike(*tensors: Tensor) -> tuple[Tensor, ...]:
    """The tensors, in colours of one scale."""
    most = max(each.max_abs for each in tensors)
    return tuple(replace(each, max_abs=most) for each in tensors)


SELDOM = 0.05
"""So small a share of a map's cells that are not 0 may be beyond full colour."""


def vivid(data: Array) -> float:
    """The magnitude to draw in full colour where maps have few strong cells, and weak neighbours.

    Of the weakest of the maps C×H×W, only so many as SELDOM says are stronger; 1 where one is 0.
    """
    return min(map(_seldom_exceeded, data))


def _seldom_exceeded(plane: Array) -> float:
    strengths = np.sort(np.abs(plane[plane != 0]))
    return float(strengths[int((1 - SELDOM) * (strengths.size - 1))]) if strengths.size else 1.0


def grid(
    tensor: Tensor,
    options: Grid = PLAIN,
    *,
    zoom: float = 1.0,
    name: str = "",
    note: str = "",
    operator: str = "",
) -> Panel:
    """A panel that draws one channel of a tensor as cells, each `zoom` units wide."""
    _, height, width = tensor.data.shape
    around = 2 * options.padding
    padded = f", padded to {height + around}×{width + around}" if around else ""
    return options.panel(
        name or tensor.name,
        tensors=(tensor.name,),
        label=tensor.label,
        note=note or shape_text(tensor.data) + padded,
        stage=tensor.stage,
        size=((height + around) * zoom, (width + around) * zoom),
        operator=operator,
    )


def table(
    name: str,
    options: Table,
    *,
    label: str = "",
    height: float = 1.0,
) -> Panel:
    """A panel of rows of text, each `height` units high, as wide as its texts need."""
    columns = zip(options.columns, *options.rows, strict=True)
    width = sum(0.3 * max(map(len, column)) + 0.9 for column in columns)
    return options.panel(
        name,
        label=label,
        stage=Stage.CLASSIFY,
        size=((len(options.rows) + 1) * height, width * height),
    )


def bars(
    name: str,
    options: Bars,
    *,
    label: str = "",
    note: str = "",
    height: float = 1.0,
    width: float = 12.0,
) -> Panel:
    """A panel of horizontal bars, each `height` units high, in the hue of the first."""
    return options.panel(
        name,
        label=label,
        note=note,
        stage=options.bars[0].stage,
        size=(len(options.bars) * height, width),
    )


def products(weights: Tensor, size: tuple[float, float], *, note: str = "") -> Panel:
    """The panel in which weights and the cells beneath them meet, term by term, above their sum.

    size: height and width, in units.
    """
    return Products().panel(
        "products",
        tensors=(weights.name,),
        label="Products",
        note=note,
        stage=Stage.CONV,
        size=size,
        operator="=",
    )


ACROSS = (0.62, 0.3)
"""The one projection: a plane's row of cells runs to the right and up by these shares of a cell."""
ALONG = 0.16
"""How far each next plane of a stack stands lower, for one step to the right: it is nearer."""
APART = 0.68
"""How far planes stand apart through which a window is seen, as a share of their width: even in a
ring at the end of a row it is free of the next plane."""


def planes(tensor: Tensor, *, zoom: float = 1.0, most: int = 8, gap: float = 0.34) -> Stack:
    """The options of a stack: at most so many planes, `gap` of their width apart.

    Each cell is `zoom` units high, as in stack_size.
    """
    channels, rows, columns = tensor.data.shape
    along = max(gap * columns, 0.5) * zoom
    return Stack(
        planes=min(channels, most),
        sides=(rows, columns),
        across=ACROSS,
        along=(along, along * ALONG),
    )


def stack_size(options: Stack, zoom: float = 1.0) -> tuple[float, float]:
    """Height and width of a stack, in units, of which each cell is `zoom` high."""
    (rows, columns), (along, down) = options.sides, options.along
    behind = options.planes - 1
    height = (rows + columns * options.across[1]) * zoom + behind * down
    return height, columns * options.across[0] * zoom + behind * along


def spread(tensor: Tensor, *, zoom: float = 1.0) -> tuple[float, float]:
    """The size of a stack in a frame in which no plane hides a window on another."""
    return stack_size(planes(tensor, zoom=zoom, gap=APART), zoom)


def stack(
    tensor: Tensor,
    *,
    zoom: float = 1.0,
    most: int = 8,
    gap: float = 0.34,
    outline: bool = False,
    hues: tuple[Hue, ...] = (),
    name: str = "",
    label: str = "",
    note: str = "",
    operator: str = "",
) -> Panel:
    """A panel that draws a tensor's channels as planes; `planes` says how they stand."""
    options = replace(planes(tensor, zoom=zoom, most=most, gap=gap), outline=outline, hues=hues)
    channels, rows, columns = tensor.data.shape
    some = f"{shape_text(tensor.data)} · {options.planes} of {channels} drawn"
    return options.panel(
        name or tensor.name,
        tensors=(tensor.name,),
        label=label or tensor.label,
        note=note or (some if options.planes < channels else f"{channels}×{rows}×{columns}"),
        stage=tensor.stage,
        size=stack_size(options, zoom),
        operator=operator,
    )
