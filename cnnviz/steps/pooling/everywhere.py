"""Global average pooling: each map of LeNet-5's first layer becomes one number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import dense_parameters
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.cell_detail import with_border
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number
from cnnviz.staging.inputs import DIGIT

FLAT, POOLED = 512 * 7 * 7, 512
"""How many inputs a dense layer has after 512 maps of 7×7, flattened or pooled."""


def _tensors(digit: str) -> tuple[Tensor, Tensor]:
    """The maps of the first layer, and their means."""
    network = seeds.network("lenet")
    data = network.run(with_border(network, seeds.digit(digit)))["C1 tanh"]
    means = np.asarray(global_avg_pool2d(data), dtype=np.float64).reshape(1, -1, 1)
    return (
        Tensor("maps", data, "Maps of LeNet-5", Stage.STACK, "signed", panels.max_abs(data)),
        Tensor("means", means, "Means", Stage.POOL, "signed", panels.max_abs(means)),
    )


def _panels(maps: Tensor, means: Tensor) -> tuple[Panel, ...]:
    counted = (
        panels.Bar("flattened", FLAT, number(FLAT), Stage.CLASSIFY),
        panels.Bar("pooled", POOLED, number(POOLED), Stage.POOL),
    )
    return (
        panels.stack(maps, most=len(maps.data), gap=0.5),
        panels.grid(means, zoom=8, operator="→"),
        panels.bars(
            "counts",
            panels.Bars(bars=counted),
            label="Inputs for a dense layer",
            note="from 512 maps of 7×7",
            height=5.0,
            width=34.0,
        ),
    )


def _frames(text: SceneText, maps: Tensor, means: Tensor) -> Iterator[Frame]:
    channels, height, width = maps.data.shape
    yield Frame(
        OPENING,
        text("open", maps=channels, height=height, width=width),
        hidden=("means", "counts"),
        revealed={"means": 0},
    )
    for i, mean in enumerate(means.data.ravel().tolist()):
        yield Frame(
            4.0 if i == 0 else 1.3,
            text("one" if i == 0 else "next", cells=height * width, mean=about(mean)),
            formula=rf"\frac{{1}}{{{height * width}}} \sum_{{y,x}} a_{{{i + 1}}}(y, x) "
            + latex(f"{equals(mean)} {number(mean)}"),
            boxes=(cell(means, i, 0),),
            revealed={"means": i + 1},
            panels={"maps": panels.StackChanges(shown=channels, lit=i)},
            hidden=("counts",),
        )
    yield Frame(OPENING, text("all", maps=channels), hidden=("counts",))
    flat_weights, pooled_weights = (
        number(dense_parameters(inputs, 1000, bias=False)) for inputs in (FLAT, POOLED)
    )
    for seconds, sentence in (
        (4.6, text("compare", flat=number(FLAT), pooled=POOLED)),
        (CLOSING, text("close", flat_weights=flat_weights, pooled_weights=pooled_weights)),
    ):
        compared = {"counts": panels.BarsChanges(shown=2, lit=1)}
        yield Frame(seconds, sentence, panels=compared, focus=("counts",))


@scene("global", stage=Stage.POOL, params=(DIGIT,))
def everywhere(values: Values, text: SceneText) -> Parts:
    """Global average pooling: each map of LeNet-5's first layer becomes one number."""
    maps, means = _tensors(values.word("digit"))
    return Parts((maps, means), _panels(maps, means), tuple(_frames(text, maps, means)))
