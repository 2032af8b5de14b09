"""One input and one filter, with a window that moves by one and a window that skips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Computation, Frame, Stage, Tensor
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

_PLUS = array_param("kernel", "Filter", seeds.example("filter: plus"))


@scene(
    "stride",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.example("ring")),
        _PLUS,
        Param("stride", "Second stride", "integer", 2, 1, 4, help="The right window's."),
    ),
)
def stride(values: Values, text: SceneText) -> Parts:
    """One input and one filter, with a window that moves by one and a window that skips."""
    step = values.integer("stride")
    data, weights = values.array("input"), values.array("kernel")
    kernel = Tensor(
        "kernel", weights, "Filter", Stage.CONV, "signed", panels.max_abs(weights), "kernel"
    )
    near = Sweep(input_of(data, "Stride 1"), kernel, output_name="every")
    far = Sweep(
        input_of(data, f"Stride {step}", "again", ""),
        kernel,
        stride=step,
        output_name="some",
        group=1,
    )
    _, rows, columns = far.output.data.shape
    maps = [
        replace(sweep.output, label=f"Map {shape_text(sweep.output.data)}") for sweep in (near, far)
    ]
    same_row = panels.Grid(row="same")
    none = {"every": 0, "some": 0}
    holds = {"fewer": len(far) < len(near), "same stride": step == 1, "one window": len(near) == 1}
    frames = (
        Frame(
            OPENING,
            text("open", height=data.shape[1], width=data.shape[2]),
            hidden=("every", "some"),
            revealed=none,
        ),
        Frame(OPENING, text("ask", stride=step), revealed=none),
        *_in_step(text, near, far),
        Frame(
            CLOSING,
            text("size", holds, near=len(near), far=len(far)),
            formula=_both(*_longer(near), step),
        ),
        Frame(
            CLOSING,
            text("close", holds, stride=step),
            boxes=tuple(
                cell(near.output, y * step, x * step) for y in range(rows) for x in range(columns)
            )[:GHOSTS],
            focus=("every", "some"),
        ),
    )
    return Parts(
        (near.input, far.input, kernel, *maps),
        (
            *(
                replace(panel, note="")  # The sizes stand in the labels: a phone needs the room.
                for panel in (
                    panels.grid(near.input),
                    panels.grid(maps[0], same_row, operator="→"),
                    panels.grid(kernel),
                    panels.grid(far.input, same_row),
                    panels.grid(maps[1], same_row, operator="→"),
                )
            ),
        ),
        frames,
    )


def _in_step(text: SceneText, near: Sweep, far: Sweep) -> Iterator[Frame]:
    """Both windows at the same place, and a ghost where the second one is not computed."""
    passed: list[Box] = []
    done = 0
    step = far.stride
    size = far.size
    told: set[str] = set()
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
            middle = (rows[0] + size[0] // 2, columns[0] + size[1] // 2)
            passed.append(
                region(
                    far.input,
                    "skipped",
                    (middle[0], middle[0] + 1),
                    (middle[1], middle[1] + 1),
                )
            )
            over = region(far.input, "skipped", rows, columns)
            boxes = (*near.boxes(k), over)
            computations = (near.computation(k),)
            key = "row" if y % step else "skip"
        new = key not in told
        told.add(key)
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
