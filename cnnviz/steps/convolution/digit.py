"""A filter of choice sweeps the running example's digit and leaves its feature map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.boxes import whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, shape_text
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Beat, Sweep
from cnnviz.steps.convolution.common import (
    VERTICAL,
    Shot,
    around,
    balance,
    input_of,
    kernel_of,
    opposite,
    products_panel,
    products_size,
    swept,
)

CLOSE, BESIDE = 8.0, 21.0
"""How large a pixel and a weight are for a closer look; how large the picture and the map are
beside them."""
FRAMED = 7.4
"""As the first, between the picture and its map."""
ROOM = 1.1
"""How much wider the sum is than the products: a word stands beside it."""
LEVEL = 0.995
"""So much lower the products are that they begin where the filter does: it is 3/4 as high."""
FOUND = ("blue", "level")
"""The windows that are looked at in the end: of the smallest answer, and one with ink that gives 0;
that of the largest has been worked out."""
ROUGH = 10.0
"""How much more than its ink it counts that rows of a window are level."""


def _as_text(name: str) -> str:
    rows = seeds.example(f"filter: {name}")[0]
    return ";".join(",".join(f"{weight:g}" for weight in row) for row in rows)


@scene(
    "digit",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.digit()),
        array_param("kernel", "Filter", VERTICAL),
    ),
    presets=tuple((name, {"kernel": _as_text(name)}) for name in seeds.FILTERS),
)
def digit(values: Values, text: SceneText) -> Parts:
    """A filter of choice sweeps the running example's digit and leaves its feature map."""
    kernel = kernel_of(values.array("kernel"))
    sweep = Sweep(input_of(values.array("input"), "Input"), kernel)
    worked = _strongest(sweep.output.data)
    window = _enlarged(sweep, worked)
    none = {sweep.output.name: 0}
    label = _filter_name(kernel.data)
    shown = ("input", "kernel", "output")
    facts = {
        "a digit": any(
            np.array_equal(sweep.input.data, seeds.digit(d.name)) for d in seeds.digits()
        ),
        "all 0": not sweep.output.data.any(),
        "one place": len(sweep) == 1,
        "left against right": _left_against_right(kernel.data[0]),
    }
    numbers = {
        "filter": label,
        "size": shape_text(sweep.input.data),
        "windows": len(sweep),
        "count": kernel.data.size,
    }
    found = {name: k for name, k in zip(FOUND, _found(sweep), strict=True) if k is not None}
    patches = [replace(_enlarged(sweep, k), name=name) for name, k in found.items()]
    all_panels = _panels(sweep, window, patches)
    hidden = tuple(panel.name for panel in all_panels if panel.name not in shown)
    opening = Frame(
        OPENING, text("open", facts, **numbers), hidden=(*hidden, "output"), revealed=none
    )
    first = sweep.boxes(0, written=False)
    asked = replace(opening, narration=text("ask", facts, **numbers), boxes=first)
    close = Frame(CLOSING, text("close", facts, **numbers), hidden=hidden)
    told = _told(text, sweep, found, facts, hidden)
    framed = whole(kernel, "highlight", stage=Stage.CONV)
    learn = replace(close, narration=text("learn"), boxes=(framed,))
    frames = swept(
        text,
        sweep,
        (opening, asked),
        (*told, close, learn),
        shot=_shots(kernel, window, hidden),
        worked=worked,
        complete=0,
        facts=facts,
    )
    tensors = (sweep.input, window, *patches, kernel, sweep.output)
    return Parts(tensors, all_panels, frames)


def _panels(sweep: Sweep, window: Tensor, patches: list[Tensor]) -> tuple[Panel, ...]:
    """The picture, windows of it enlarged, the filter, the products and the map."""
    enlarged = replace(panels.grid(window, zoom=CLOSE), note="")
    found = replace(panels.grid(window, zoom=FRAMED), note="")
    names = tuple(patch.name for patch in patches)
    looked_at = (replace(found, name="found", tensors=names),) if names else ()
    return (
        # What is enlarged comes down out of it where it has no place beside that.
        panels.grid(sweep.input, panels.Grid(row="above")),
        enlarged,
        *looked_at,
        panels.grid(sweep.kernel, zoom=panels.WEIGHT, operator="∗"),
        products_panel(sweep.kernel, zoom=7.0),
        panels.grid(sweep.output, operator="→"),
    )


def _found(sweep: Sweep) -> tuple[int | None, int | None]:
    """Of FOUND, which windows they are; None where there is none."""
    sums = sweep.output.data.ravel()
    least = int(sums.argmin())
    rows = np.array([sweep.patch(k).reshape(sweep.size) for k in range(len(sweep))])
    ink = rows.sum((1, 2))
    # Of those, one whose columns are as alike as can be.
    score = ink - ROUGH * np.ptp(rows, 2).sum(1)
    level = int(np.where((sums == 0) & (ink > 0), score, -np.inf).argmax())
    return (
        least if sums[least] < 0 else None,
        level if sums[level] == 0 < ink[level] else None,
    )


def _told(
    text: SceneText,
    sweep: Sweep,
    found: Mapping[str, int],
    facts: Mapping[str, bool],
    hidden: tuple[str, ...],
) -> Iterator[Frame]:
    """Each of those windows, on the picture, enlarged, and its cell in the map."""
    away = tuple(name for name in hidden if name != "found")
    height, width = sweep.size
    beside = panels.GridChanges(operator="⊙", size=(height * FRAMED, width * FRAMED))
    for name, k in found.items():
        window, written = sweep.boxes(k)
        border = around(
            replace(sweep.input, name=name, data=sweep.patch(k).reshape(1, *sweep.size))
        )
        yield Frame(
            CLOSING,
            text(name, facts, result=about(float(sweep.output.data.flat[k]))),
            formula=balance(sweep, k),
            boxes=(window, border, written),
            hidden=away,
            panels={"found": panels.GridChanges(tensor=name), "kernel": beside},
        )


def _left_against_right(weights: Array) -> bool:
    """Whether it weighs what is on the left alike, what is on the right as much less, no more."""
    first = weights[:, 0]
    return opposite(weights) and bool((first == first[0]).all() and first[0] > 0)


def _enlarged(sweep: Sweep, k: int) -> Tensor:
    """What the k-th window reads."""
    data = sweep.patch(k).reshape(1, *sweep.size)
    return replace(sweep.input, name="window", label="Window", data=data, editable="")


def _shots(kernel: Tensor, window: Tensor, hidden: tuple[str, ...]) -> Callable[[Beat], Shot]:
    """The map grows beside the digit; for a closer look, the window unfolds out of it."""
    _, height, width = kernel.data.shape
    high, wide = products_size(kernel, CLOSE)
    pair = panels.GridChanges(size=(height * CLOSE, width * CLOSE))
    close: dict[str, Changes] = {
        "input": panels.GridChanges(size=(BESIDE, BESIDE)),
        "window": pair,
        "kernel": replace(pair, operator="⊙"),
        "products": panels.ProductsChanges(factors=False, size=(high * LEVEL, wide * ROOM)),
        "output": panels.GridChanges(size=(BESIDE, BESIDE)),
    }
    looked_at = tuple(name for name in hidden if name not in close)

    def shot(beat: Beat) -> Shot:
        # The picture stays on the left, its map on the right: what is looked at opens between them.
        if beat in ("stop", "term", "sum"):
            return Shot(looked_at, close, window)
        return Shot(hidden)

    return shot


def _strongest(output: Array) -> int:
    """Where the pattern is found best, in reading order; the first place where it is nowhere."""
    return int(output.argmax())


def _filter_name(data: Array) -> str:
    known = (
        name for name in seeds.FILTERS if np.array_equal(data, seeds.example(f"filter: {name}"))
    )
    return next(known, "your own")
