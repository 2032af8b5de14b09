"""The same filter on a vertical edge and on the transposed picture, in step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnviz import film, seeds
from cnnviz.film import Sweep
from cnnviz.param import Values
from cnnviz.scene import (
    Box,
    Frame,
    Json,
    Scene,
    Script,
    Stage,
)
from cnnviz.steps.convolution.shared import (
    NAME,
    VERTICAL,
    array_param,
    input_of,
    is_default,
    kernel_of,
    words_of,
)


def edge(values: Values) -> Scene:
    """The same filter on a vertical edge and on the transposed picture, in step."""
    words = words_of("edge")
    kernel = kernel_of(values.array("kernel"))
    data = values.array("input")
    upright = Sweep(input_of(data, "Vertical edge"), kernel, output_label="Its feature map")
    turned = replace(
        input_of(data.transpose(0, 2, 1), "The same, on its side", "turned"), editable=""
    )
    other = Sweep(turned, kernel, output_name="map", output_label="Its feature map", tie=1)
    both = (upright, other)
    limit = max(film.limit(sweep.output.data) for sweep in both)
    outputs = tuple(replace(sweep.output, limit=limit) for sweep in both)
    count = min(len(sweep) for sweep in both)
    none = {"output": 0, "map": 0}

    def at(k: int, seconds: float, sentence: str) -> Frame:
        boxes: tuple[Box, ...] = sum((sweep.boxes(k) for sweep in both), ())
        works = tuple(sweep.work(k) for sweep in both)
        return Frame(
            seconds, sentence, boxes=boxes, works=works, revealed={"output": k + 1, "map": k + 1}
        )

    def sentence(k: int) -> str:
        results = [film.number(sweep.work(k).result) for sweep in both]
        moved = k > 0 and results[0] != film.number(upright.work(k - 1).result)
        if k == 0:
            return words("window")
        if moved and k <= 3 and results[0] != results[1]:
            return words("found", result=results[0], other=results[1])
        return words("step") if k <= 3 else words("quick")

    tops = " ".join(film.number(value) for value in outputs[0].data[0, 0])
    bottoms = " ".join(film.number(value) for value in outputs[1].data[0, 0])
    default = is_default(values, "kernel") and np.array_equal(data, seeds.example("vertical edge"))
    frames = (
        Frame(
            film.OPENING,
            words("open"),
            hidden=("turned", "output", "map"),
            focus=("input", "kernel"),
            revealed=none,
        ),
        Frame(film.OPENING, words("ask"), hidden=("output", "map"), revealed=none),
        *(at(k, 2.6 if k <= 2 else 0.9, sentence(k)) for k in range(count)),
        Frame(
            film.CLOSING,
            words("close", top=tops, bottom=bottoms) if default else words("close-any"),
        ),
    )
    numbers: dict[str, Json] = {"numbers": True}
    return Scene(
        NAME,
        "edge",
        words.title,
        Stage.CONV,
        values,
        (upright.input, turned, kernel, *outputs),
        (
            film.grid(upright.input, options={"numbers": True, "overlay": "kernel"}),
            film.grid(outputs[0], before="→", options=numbers),
            film.grid(kernel, options=numbers),
            film.grid(turned, options={"numbers": True, "overlay": "kernel"}),
            film.grid(outputs[1], before="→", options=numbers),
        ),
        frames,
    )


SCRIPT = Script(
    "edge",
    Stage.CONV,
    edge,
    (
        array_param("input", "Input", seeds.example("vertical edge")),
        array_param("kernel", "Filter", VERTICAL),
    ),
)
