"""The same filter on a vertical edge and on the transposed picture, in step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Box, Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import exact
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, join_numbers
from cnnviz.staging.inputs import array_param
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution.common import VERTICAL, input_of, kernel_of


@scene(
    "edge",
    stage=Stage.CONV,
    params=(
        array_param("input", "Input", seeds.example("vertical edge")),
        array_param("kernel", "Filter", VERTICAL),
    ),
)
def edge(values: Values, text: SceneText) -> Parts:
    """The same filter on a vertical edge and on the transposed picture, in step."""
    kernel = kernel_of(values.array("kernel"))
    data = values.array("input")
    steps = np.diff(data[0], axis=1)
    straight = not np.diff(data[0], axis=0).any() and bool(steps.any())
    edges = {
        "high to low": straight and bool((steps <= 0).all()),
        "low to high": straight and bool((steps >= 0).all()),
    }
    label = "Vertical edge" if any(edges.values()) else "Picture"
    upright = Sweep(input_of(data, label), kernel, output_label="Its feature map")
    turned = replace(
        input_of(data.transpose(0, 2, 1), "The same, on its side", "turned"), editable=""
    )
    other = Sweep(turned, kernel, output_name="map", output_label="Its feature map", group=1)
    both = (upright, other)
    limit = max(panels.max_abs(sweep.output.data) for sweep in both)
    outputs = tuple(replace(sweep.output, max_abs=limit) for sweep in both)
    count = min(len(sweep) for sweep in both)
    none = {"output": 0, "map": 0}

    def at(k: int, seconds: float, sentence: str) -> Frame:
        boxes: tuple[Box, ...] = sum((sweep.boxes(k) for sweep in both), ())
        computations = tuple(sweep.computation(k) for sweep in both)
        return Frame(
            seconds,
            sentence,
            boxes=boxes,
            computations=computations,
            revealed={"output": k + 1, "map": k + 1},
        )

    def sentence(k: int) -> str:
        if k > 3:
            return text("quick")
        result, other = (float(sweep.output.data.flat[k]) for sweep in both)
        was, other_was = (float(sweep.output.data.flat[max(k - 1, 0)]) for sweep in both)
        told = {"result": about(result), "other": about(other)}
        if k == 0:
            weights = kernel.data.ravel()
            holds = {
                "both alike": all(np.ptp(sweep.patch(0)) == 0 for sweep in both),
                "both 0": result == other == 0,
                "weights cancel": bool(weights.any()) and exact.running(weights)[-1] == 0,
            }
            return text("window", holds, **told)
        lit = _contrast(upright.patch(k), kernel.data)
        holds = {
            "unchanged": result == was,
            "high under plus": lit > 0,
            "high under minus": lit < 0,
            "jumps": result > max(was, 0),
            "falls": result < min(was, 0),
            "other still 0": other == other_was == 0,
        }
        return text("step", holds, **told)

    holds = {
        **edges,
        "rows alike": all(not np.diff(each.data[0], axis=0).any() for each in outputs),
        "upright answers": bool(outputs[0].data.any()),
        "turned answers": bool(outputs[1].data.any()),
    }
    tops, bottoms = (join_numbers(each.data[0, 0]) for each in outputs)
    frames = (
        Frame(
            OPENING,
            text("open", holds, height=data.shape[1], width=data.shape[2]),
            hidden=("turned", "output", "map"),
            focus=("input", "kernel"),
            revealed=none,
        ),
        Frame(OPENING, text("ask", holds), hidden=("output", "map"), revealed=none),
        *(at(k, 2.6 if k <= 2 else 0.9, sentence(k)) for k in range(count)),
        Frame(
            CLOSING,
            text("close", holds, top=tops, bottom=bottoms),
        ),
    )
    return Parts(
        (upright.input, turned, kernel, *outputs),
        (
            panels.grid(upright.input),
            panels.grid(outputs[0], operator="→"),
            panels.grid(kernel),
            panels.grid(turned),
            panels.grid(outputs[1], operator="→"),
        ),
        frames,
    )


def _contrast(patch: Array, kernel: Array) -> float:
    """How much higher every pixel under a positive weight is than any under a negative one.

    Negative where all those under negative weights are higher; 0 where neither is so.
    """
    weights = kernel.ravel()
    plus, minus = patch[weights > 0], patch[weights < 0]
    if not (plus.size and minus.size):
        return 0.0
    over, under = plus.min() - minus.max(), minus.min() - plus.max()
    return float(over if over > 0 else -max(under, 0.0))
