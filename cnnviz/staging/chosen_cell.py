"""The cell of a network that the viewer has chosen: its index, and the frames that open it."""

from __future__ import annotations

from math import prod

from cnnviz.content.computation import Index
from cnnviz.content.param import ParameterError, Values
from cnnviz.content.scene import Frame
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.cell_detail import CellDetail
from cnnviz.staging.durations import CLOSING

FLIGHT = 1.5
"""Seconds for a flight of the camera, and for a lens that unfolds at its end."""
SUM = 2.2
"""Seconds in which products are made, meet in their sum, and the layer comes from it."""
PLACE = {"channel": "Map or neuron", "row": "Row", "column": "Column"}
"""The parameters that say which cell it is, with their labels."""


def chosen_index(values: Values, layer: str, shape: tuple[int, ...]) -> Index:
    """The values "channel", "row" and "column", from 1, as a cell of a layer of that shape.

    Of a vector, and of maps of one cell, the channel alone counts. Raises ParameterError where the
    layer has no such cell.
    """
    index = []
    for name, side in zip(PLACE, (*shape, 1, 1)[:3], strict=True):
        place = values.integer(name) if name == "channel" or prod(shape[1:]) > 1 else 1
        if place > side:
            raise ParameterError(name, f"must be from 1 to {side} in {layer}; got {place}")
        index.append(place - 1)
    return index[0], index[1], index[2]


def cell_facts(cell: CellDetail) -> dict[str, bool]:
    """What holds of an opened cell, as sentences ask for it."""
    return {
        "multiplies": cell.kind == "dot",
        "a mean": cell.kind == "mean",
        "a maximum": cell.kind == "max",
        "followed": bool(cell.activated),
        "biased": cell.input.bias != 0,
        "over the edge": cell.outside > 0,
    }


def cell_frame(
    seconds: float,
    sentence: str,
    cell: CellDetail,
    stage: int,
    *,
    shown: int,
    raw: bool = False,
    field: bool = False,
    lit: int | None = None,
    tween: float = 0.0,
) -> Frame:
    """A cell of a network, opened as far as `stage`; the panel shows `shown` columns.

    raw, field: as in CellDetail.opened. lit: the class that is spoken of. tween: how many seconds
    the camera flies there; by default as long as what comes needs.
    """
    opened = cell.opened(stage, raw=raw, field=field)
    changes = panels.NetworkChanges(
        # Where its layer is not there yet, one sees at least where it goes, if there is room.
        shown=shown,
        open=opened,
        lit=lit,
        outline=stage == 1 and (cell.in_vector or cell.input.weights is None),
    )
    return Frame(
        seconds,
        sentence,
        boxes=cell.boxes(),
        computations=(cell.computation(),) if stage > 1 else (),
        panels={"network": changes},
        tween=tween or (FLIGHT if stage == 1 else SUM if stage == 3 else 0.0),
    )


def open_cell_frames(
    text: SceneText, cell: CellDetail, shown: int, lit: int | None = None
) -> tuple[Frame, ...]:
    """Two frames: what the cell reads, and what is made of it. `shown` columns of the
    network are there, and the class `lit` is spoken of.

    `text` holds "asked-patch" and "asked".
    """
    facts = cell_facts(cell)

    def frame(seconds: float, key: str, stage: int) -> Frame:
        sentence = text(key, facts, **cell.numbers)
        tween = FLIGHT if stage == 1 else SUM
        return cell_frame(
            seconds, sentence, cell, stage, shown=shown, field=True, lit=lit, tween=tween
        )

    return frame(3.2, "asked-patch", 1), frame(CLOSING, "asked", 3)
