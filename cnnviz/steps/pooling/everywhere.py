"""Global average pooling: each map of LeNet-5's first layer becomes one number."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import dense_parameters
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number
from cnnviz.staging.inputs import DIGIT


@scene(
    "global",
    stage=Stage.POOL,
    params=(DIGIT,),
)
def everywhere(values: Values, text: SceneText) -> Parts:
    """Global average pooling: each map of LeNet-5's first layer becomes one number."""
    maps = _first_layer(values.word("digit"))
    channels, height, width = maps.shape
    means = np.asarray(global_avg_pool2d(maps), dtype=np.float64)
    stack = Tensor("maps", maps, "Maps of LeNet-5", Stage.STACK, "signed", panels.max_abs(maps))
    vector = Tensor(
        "means", means.reshape(1, channels, 1), "Means", Stage.POOL, "signed", panels.max_abs(means)
    )
    flat, pooled = 512 * 7 * 7, 512
    counted = (
        panels.Bar("flattened", flat, number(flat), Stage.CLASSIFY),
        panels.Bar("pooled", pooled, number(pooled), Stage.POOL),
    )
    bars = panels.bars(
        "counts",
        panels.Bars(bars=counted),
        label="Inputs for a dense layer",
        note="from 512 maps of 7×7",
        height=5.0,
        width=34.0,
    )
    compared = {"counts": panels.BarsChanges(shown=2, lit=1).record()}

    def at(i: int) -> Frame:
        key = "one" if i == 0 else "next"
        mean = about(means[i])
        sentence = text(key, cells=height * width, mean=mean)
        return Frame(
            4.0 if i == 0 else 1.3,
            sentence,
            formula=rf"\frac{{1}}{{{height * width}}} \sum_{{y,x}} a_{{{i + 1}}}(y, x) "
            + latex(f"{equals(means[i])} {number(means[i])}"),
            boxes=(cell(vector, i, 0),),
            revealed={"means": i + 1},
            panels={"maps": panels.StackChanges(shown=channels, lit=i).record()},
            hidden=("counts",),
        )

    frames = (
        Frame(
            OPENING,
            text("open", maps=channels, height=height, width=width),
            hidden=("means", "counts"),
            revealed={"means": 0},
        ),
        *(at(i) for i in range(channels)),
        Frame(OPENING, text("all", maps=channels), hidden=("counts",)),
        Frame(
            4.6,
            text("compare", flat=number(flat), pooled=pooled),
            panels=compared,
            focus=("counts",),
        ),
        Frame(
            CLOSING,
            text(
                "close",
                flat_weights=number(dense_parameters(flat, 1000, bias=False)),
                pooled_weights=number(dense_parameters(pooled, 1000, bias=False)),
            ),
            panels=compared,
            focus=("counts",),
        ),
    )
    return Parts(
        (stack, vector),
        (
            panels.stack(stack, most=channels, gap=0.5),
            panels.grid(vector, zoom=8, operator="→"),
            bars,
        ),
        frames,
    )


def _first_layer(digit: str) -> Array:
    network = seeds.network("lenet")
    ink = np.pad(seeds.digit(digit), ((0, 0), (2, 2), (2, 2)))
    return network.run(ink)["C1 tanh"]
