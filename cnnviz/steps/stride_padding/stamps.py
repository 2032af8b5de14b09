"""A transposed convolution: each cell of a map lays the filter down, times itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from cnnviz.content.scene import Frame, Panel, Tensor
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.learning import TRANSPOSED, Upsampled
from cnnviz.misconceptions.questions import number
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.shots import all_but
from cnnviz.staging.stamps import Stamps
from cnnviz.staging.sweep import Sweep

NAME = "back"
"""The panel with what the stamps make."""
STAMP = "stamp"
"""The panel with the filter that is laid down."""


def stamps_of(sweep: Sweep) -> Stamps:
    """The filter of a sweep, laid down by every cell of its map."""
    return Stamps(sweep.output, sweep.kernel, sweep.stride, NAME, "Transposed")


def panel_of(stamps: Stamps) -> Panel:
    """What the stamps make, beside the map."""
    sheet = panels.grid(stamps.made[-1], name=NAME, operator="→")
    return replace(sheet, tensors=tuple(tensor.name for tensor in shown_of(stamps).values()))


def shown_of(stamps: Stamps) -> dict[int, Tensor]:
    """The sheets that are shown, by their stop: after the first, the second and the last stamp."""
    stops = sorted({0, min(1, len(stamps.made) - 1), len(stamps.made) - 1})
    return {i: stamps.made[i] for i in stops}


def frames(text: SceneText, sweep: Sweep, stamps: Stamps, names: Sequence[str]) -> Iterator[Frame]:
    """From the map and the filter to what they make, beside what was read.

    names: of all panels.
    """
    width = sweep.input.data.shape[2]
    up = Upsampled(width, sweep.size[1], sweep.stride)
    yield Frame(
        OPENING,
        text("back", stride=sweep.stride),
        # It is one cell that is multiplied, not the map.
        boxes=(pixel(sweep.output, "highlight", 0, 0),),
        hidden=all_but(names, sweep.output.name, STAMP),
        question=number(TRANSPOSED, up, unit="wide")
        .found_in(sweep.output.name, "side", text="×")
        .found_in(STAMP, "kernel", text="×")
        .found_in("", "stride"),
    )
    for i, sheet in shown_of(stamps).items():
        yield Frame(
            OPENING,
            text("back-laid"),
            boxes=stamps.boxes(i),
            hidden=all_but(names, sweep.output.name, NAME),
            panels={NAME: panels.GridChanges(tensor=sheet.name)},
        )
    last = stamps.made[-1]
    size_back = last.data.shape == sweep.input.data.shape
    facts = {
        "size back": size_back,
        "values back": size_back and np.allclose(last.data, sweep.input.data, rtol=0, atol=1e-9),
    }
    yield Frame(
        CLOSING,
        text("back-close", facts, width=last.data.shape[2]),
        hidden=all_but(names, sweep.input.name, sweep.output.name, NAME),
        panels={NAME: panels.GridChanges(tensor=last.name)},
    )
