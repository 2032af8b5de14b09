"""Panels: one picture within a scene each, sized in units that all panels of the scene share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from cnnviz.content.scene import Array, Json, Panel, Stage, Tensor
from cnnviz.staging.formatting import shape_text

UNSEEN = 1 / 1000
"""A bar shorter than this share of its panel is less than a pixel or two."""


def max_abs(data: Array) -> float:
    """The magnitude to draw in full colour: the largest of the array, or 1 where all is zero."""
    return float(np.abs(data).max()) or 1.0


def grid(
    tensor: Tensor,
    *,
    zoom: float = 1.0,
    name: str = "",
    note: str = "",
    operator: str = "",
    options: Mapping[str, Json] | None = None,
) -> Panel:
    """A panel that draws one channel of a tensor as cells, each `zoom` units wide."""
    _, height, width = tensor.data.shape
    pad = _padding(options or {})
    return Panel(
        name=name or tensor.name,
        kind="grid",
        tensors=(tensor.name,),
        label=tensor.label,
        note=note or shape_text(tensor.data),
        stage=tensor.stage,
        size=((height + 2 * pad) * zoom, (width + 2 * pad) * zoom),
        operator=operator,
        options={"zoom": zoom, **(options or {})},
    )


def table(
    name: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    *,
    stages: tuple[str, ...] = (),
    total: bool = False,
    optional: tuple[str, ...] = (),
    label: str = "",
    note: str = "",
    row: float = 1.0,
    operator: str = "",
) -> Panel:
    """A panel of rows of text, each `row` units high, as wide as its texts need.

    `stages` gives each row its hue; with `total` the last row adds up the others; where there is
    no room for them, the columns titled `optional` are left out one by one. By frame, "shown" is
    how many rows are there, and "lit" which one is spoken of.
    """
    longest = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    width = sum(0.3 * letters + 0.9 for letters in longest)
    options: dict[str, Json] = {
        "columns": list(columns),
        "rows": [list(texts) for texts in rows],
        "total": total,
    }
    if optional:
        options["optional"] = list(optional)
    if stages:
        options["stages"] = list(stages)
    extent = ((len(rows) + 1) * row, width * row)
    return Panel(name, "table", (), label, note, Stage.CLASSIFY, extent, operator, options)


def bars(
    name: str,
    rows: tuple[tuple[str, float, str, Stage], ...],
    *,
    scale: Literal["linear", "log"] = "linear",
    label: str = "",
    note: str = "",
    row: float = 1.0,
    width: float = 12.0,
    operator: str = "",
    options: Mapping[str, Json] | None = None,
) -> Panel:
    """A panel of horizontal bars, each `row` units high: (label, value, its text, hue) a bar.

    By frame, "shown" is how many bars are there, "lit" which one is spoken of; "bars", "texts" and
    "scale" replace the values, what is written beside them, and the scale.
    """
    listed: list[Json] = [
        {"label": label, "value": value, "text": text, "stage": str(stage)}
        for label, value, text, stage in rows
    ]
    extent = (len(rows) * row, width)
    given: dict[str, Json] = {"bars": listed, "scale": scale, **(options or {})}
    return Panel(name, "bars", (), label, note, rows[0][3], extent, operator, given)


ACROSS = (0.62, 0.3)
"""The one projection: a plane's row of cells runs to the right and up by these shares of a cell."""
ALONG = 0.16
"""How far each next plane of a stack stands lower, for one step to the right: it is nearer."""


def stack(
    tensor: Tensor,
    *,
    zoom: float = 1.0,
    planes: int = 8,
    gap: float = 0.34,
    name: str = "",
    label: str = "",
    note: str = "",
    operator: str = "",
) -> Panel:
    """A panel that draws a tensor's channels as planes, at most `planes`, the last in front.

    Each cell is `zoom` units high; the planes stand `gap` of their width apart. By frame, "shown"
    is how many planes are there so far, and "lit" the index of the one spoken of (−1: none).
    """
    channels, rows, columns = tensor.data.shape
    drawn = min(channels, planes)
    along = max(gap * columns, 0.5) * zoom
    extent = (
        (rows + columns * ACROSS[1]) * zoom + (drawn - 1) * along * ALONG,
        columns * ACROSS[0] * zoom + (drawn - 1) * along,
    )
    some = f"{shape_text(tensor.data)} · {drawn} of {channels} drawn"
    return Panel(
        name=name or tensor.name,
        kind="stack",
        tensors=(tensor.name,),
        label=label or tensor.label,
        note=note or (some if drawn < channels else f"{channels}×{rows}×{columns}"),
        stage=tensor.stage,
        size=extent,
        operator=operator,
        options={
            "zoom": zoom,
            "planes": drawn,
            "sides": [rows, columns],
            "across": list(ACROSS),
            "along": [along, along * ALONG],
        },
    )


def _padding(options: Mapping[str, Json]) -> int:
    padding = options.get("padding", 0)
    return padding if isinstance(padding, int) else 0
