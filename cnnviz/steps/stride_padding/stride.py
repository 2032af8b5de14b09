"""One input and one filter, with a window that moves by one and a window that skips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Computation, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import output_size
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, shape_text
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.stride_padding.common import input_of

GHOSTS = 40
"""More passed-over places than this are not all left on the picture."""


def _map(sweep: Sweep) -> Tensor:
    return replace(sweep.output, label=f"Map {shape_text(sweep.output.data)}")


def _panels(near: Sweep, far: Sweep) -> Iterator[Panel]:
    same_row = panels.Grid(row="same")
    for panel in (
        panels.grid(near.input),
        panels.grid(_map(near), same_row, operator="→"),
        panels.grid(near.kernel),
        panels.grid(far.input, same_row),
        panels.grid(_map(far), same_row, operator="→"),
    ):
        yield replace(panel, note="")  # The sizes stand in the labels: a phone needs the room.


def _frames(text: SceneText, near: Sweep, far: Sweep) -> Iterator[Frame]:
    _, height, width = near.input.data.shape
    _, rows, columns = far.output.data.shape
    step, none = far.stride, {"every": 0, "some": 0}
    facts = {"fewer": len(far) < len(near), "same stride": step == 1, "one window": len(near) == 1}
    yield Frame(
        OPENING,
        text("open", height=height, width=width),
        hidden=("every", "some"),
        revealed=none,
    )
    yield Frame(OPENING, text("ask", stride=step), revealed=none)
    yield from _in_step(text, near, far)
    yield Frame(
        CLOSING,
        text("size", facts, near=len(near), far=len(far)),
        formula=_both(*_longer(near), step),
    )
    read = [cell(near.output, y * step, x * step) for y in range(rows) for x in range(columns)]
    yield Frame(
        CLOSING,
        text("close", facts, stride=step),
        boxes=tuple(read[:GHOSTS]),
        focus=("every", "some"),
    )


def _in_step(text: SceneText, near: Sweep, far: Sweep) -> Iterator[Frame]:
    """Both windows at the same place, and a ghost where the second one is not computed."""
    passed: list[Box] = []
    done = 0
    step = far.stride
    size = far.size
    known: set[str] = set()
    for k in range(len(near)):
        y, x = near.position(k)
        rows, columns = near.window(k)
        stands = y % step == 0 and x % step == 0
        if stands:
            boxes = (*near.boxes(k), *far.boxes(done))
            computations: tuple[Computation, ...] = (near.computation(k), far.computation(done))
            done += 1
            key = "first" if k == 0 else "meet"
        else:
            row, column = rows[0] + size[0] // 2, columns[0] + size[1] // 2
            passed.append(region(far.input, "skipped", (row, row + 1), (column, column + 1)))
            over = region(far.input, "skipped", rows, columns)
            boxes = (*near.boxes(k), over)
            computations = (near.computation(k),)
            key = "row" if y % step else "skip"
        new = key not in known
        known.add(key)
        yield Frame(
            OPENING if new else accelerating(k, len(near)),
            text(
                key if new or k < 4 else "quick",
                result=about(near.computation(k).result),
                stride=step,
            ),
            boxes=(*boxes, *passed[-GHOSTS:]),
            computations=computations,
            revealed={"every": k + 1, "some": done},
        )


def _longer(sweep: Sweep) -> tuple[int, int]:
    """Along the map's longer side, where a step counts most: the input's size and the filter's."""
    axis = 1 + int(sweep.output.data.shape[2] > sweep.output.data.shape[1])
    return sweep.input.data.shape[axis], sweep.kernel.data.shape[axis]


def _both(size: int, kernel: int, step: int) -> str:
    def one(by: int) -> str:
        fits = output_size(size, kernel, stride=by)
        return rf"\left\lfloor \dfrac{{{size} - {kernel}}}{{{by}}} \right\rfloor + 1 = {fits}"

    return rf"{one(1)} \qquad {one(step)}"


@scene(
    "stride",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.example("ring")),
        array_param("kernel", "Filter", seeds.example("filter: plus")),
        Param("stride", "Second stride", "integer", 2, 1, 4, help="The right window's."),
    ),
)
def stride(values: Values, text: SceneText) -> Parts:
    """One input and one filter, with a window that moves by one and a window that skips."""
    step = values.integer("stride")
    data, weights = values.array("input"), values.array("kernel")
    limit = panels.max_abs(weights)
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", limit, "kernel")
    near = Sweep(input_of(data, "Stride 1"), kernel, output_name="every")
    again = input_of(data, f"Stride {step}", "again", "")
    far = Sweep(again, kernel, stride=step, output_name="some", group=1)
    return Parts(
        (near.input, far.input, kernel, _map(near), _map(far)),
        tuple(_panels(near, far)),
        tuple(_frames(text, near, far)),
    )
