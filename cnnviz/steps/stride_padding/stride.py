"""One input and one filter: a window that moves by one, then a window that skips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.map_side import SIDE
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import pixel, region
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, shape_text
from cnnviz.staging.inputs import array_param
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.stride_padding.common import input_of

COMPARED, CLOSES = 3.0, 2.2
"""Seconds in which the second map is seen with its gaps, and in which its cells close up."""
MARKED = 40
"""More cells than this are not all outlined."""


def _map(sweep: Sweep) -> Tensor:
    return replace(sweep.output, label=f"Stride {sweep.stride}")


def _panels(near: Sweep, far: Sweep) -> tuple[Panel, ...]:
    _, height, width = near.output.data.shape
    # While the second one is made, the places that get no answer are there, too.
    spread = panels.Grid(step=far.stride, field=(height, width))
    answers = f"{shape_text(far.output.data)} answers" if len(far) > 1 else ""
    some = panels.grid(_map(far), spread, operator="→", note=answers)
    # The second map stands beside the input that it is made of, and the first one beyond it.
    return (
        panels.grid(near.input),
        panels.grid(near.kernel, operator="∗"),
        replace(some, size=(height, width)),
        panels.grid(_map(near), operator="→"),
    )


NAMES = ("input", "kernel", "some", "every")


def _frames(text: SceneText, near: Sweep, far: Sweep) -> Iterator[Frame]:
    _, height, width = near.input.data.shape
    step, none = far.stride, {"every": 0, "some": 0}
    facts = {
        "fewer": len(far) < len(near),
        "same stride": step == 1,
        "every other": step == 2,
        "one window": len(near) == 1,
        "one column": near.output.data.shape[2] == 1,
        "both ways": min(near.output.data.shape[1:]) > 1,
    }
    maps, first = all_but(NAMES, "input", "kernel"), near.boxes(0, written=False)
    both = all_but(NAMES, "every", "some")
    opening = text("open", height=height, width=width)
    yield Frame(OPENING, opening, hidden=maps, revealed=none)
    layer = ConvLayer(1, 1, far.size[1], width, step)
    yield Frame(
        OPENING,
        text("ask", stride=step),
        boxes=first,
        hidden=maps,
        revealed=none,
        question=choice(SIDE, layer)
        .found_in("input", "side", text="×")
        .found_in("kernel", "kernel", text="×")
        .found_in("", "stride", text=f"steps of {layer.stride}"),
    )
    yield from _step_by_step(text, facts, near)
    yield from _in_leaps(text, facts, near, far)
    _, rows, columns = far.output.data.shape
    # Both maps stand side by side: neither is made from the other.
    spread = panels.GridChanges(operator="")
    apart = {"some": spread, "every": spread}
    closed = replace(spread, closed=True, size=(rows, columns))
    sizes = {"near": len(near), "far": len(far), "wide": columns}
    yield Frame(
        CLOSING,
        text("size", facts, stride=step, **sizes),
        hidden=both,
        panels=apart,
    )
    read = [(y * step, x * step) for y in range(rows) for x in range(columns)]
    kept = Frame(
        COMPARED,
        text("close", facts, stride=step),
        boxes=tuple(pixel(near.output, "highlight", *place) for place in read[:MARKED]),
        hidden=both,
        panels=apart,
    )
    yield kept
    yield replace(kept, seconds=CLOSING, panels={**apart, "some": closed}, tween=CLOSES)


def _step_by_step(text: SceneText, facts: Mapping[str, bool], near: Sweep) -> Iterator[Frame]:
    """The window that moves by one: it stands everywhere."""
    for k in range(len(near)):
        key = ("first", "next")[k] if k < 2 else "quick"
        yield Frame(
            OPENING if k < 2 else accelerating(k - 2, len(near) - 2),
            text(key, facts, result=about(near.computation(k).result)),
            boxes=near.boxes(k),
            computations=(near.computation(k),),
            hidden=all_but(NAMES, "input", "kernel", "every"),
            revealed={"every": k + 1, "some": 0},
        )
    count = text("every", near=len(near), size=shape_text(near.output.data))
    shown = all_but(NAMES, "input", "kernel", "every")
    yield Frame(OPENING, count, hidden=shown, revealed={"some": 0})


def _in_leaps(
    text: SceneText, facts: Mapping[str, bool], near: Sweep, far: Sweep
) -> Iterator[Frame]:
    """The window that moves further on, what it passes over, and where its answer stood before."""
    columns = far.output.data.shape[2]
    for k in range(len(far)):
        y, x = far.position(k)
        same = pixel(near.output, "highlight", y * far.stride, x * far.stride)
        key = "leap-quick"
        if k == 0:
            key = "again"
        elif k == 1:
            key = "leap" if columns > 1 else "row"
        elif k == columns:
            key = "row"
        yield Frame(
            accelerating(k, len(far)) if key == "leap-quick" else OPENING,
            text(key, facts, result=about(far.computation(k).result), stride=far.stride),
            # What has been passed over lies below the window.
            boxes=(*_passed(far, y, x), *far.boxes(k), same),
            computations=(far.computation(k),),
            hidden=all_but(NAMES, "input", "every", "some"),
            revealed={"some": k + 1},
            # The filter has gone to its window; the first map is there to be compared.
            panels=dict.fromkeys(("some", "every"), panels.GridChanges(operator="")),
        )


def _passed(far: Sweep, y: int, x: int) -> Iterator[Box]:
    """The windows between this one and the one before it in its row."""
    rows, (left, right) = far.window(far.index(y, x))
    for back in range(1, far.stride if x else 1):
        yield region(far.input, "skipped", rows, (left - back, right - back))


@scene(
    "stride",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.example("ring")),
        array_param("kernel", "Filter", seeds.example("filter: plus")),
        Param("stride", "Second stride", "integer", 2, 1, 4, help="The second sweep's."),
    ),
)
def stride(values: Values, text: SceneText) -> Parts:
    """One input and one filter: a window that moves by one, then a window that skips."""
    step = values.integer("stride")
    data, weights = values.array("input"), values.array("kernel")
    limit = panels.max_abs(weights)
    kernel = Tensor(
        "kernel", weights, "Filter", Stage.CONV, "signed", limit, "kernel", weights=True
    )
    near = Sweep(input_of(data, "Input"), kernel, output_name="every")
    far = Sweep(near.input, kernel, stride=step, output_name="some")
    return Parts(
        (near.input, kernel, _map(near), _map(far)),
        _panels(near, far),
        tuple(_frames(text, near, far)),
    )
