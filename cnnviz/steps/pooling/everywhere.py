"""Global average pooling: each map of LeNet-5's first layer becomes one number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import dense_parameters
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.misconceptions.dense import FLATTENED, Dense
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.cell_detail import with_border
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.shots import all_but

SIDES = (7, 7)
BATCH = 32
"""How many pictures of a batch the question speaks of."""
FLAT, POOLED = 512 * 7 * 7, 512
"""How many inputs a dense layer has after 512 maps of 7×7, flattened or pooled."""


def _tensors(digit: str) -> tuple[Tensor, tuple[Tensor, ...]]:
    """The maps of the first layer, and their means."""
    network = seeds.network("lenet")
    data = network.run(with_border(network, seeds.digit(digit)))["C1 tanh"]
    means = np.asarray(global_avg_pool2d(data), dtype=np.float64).ravel()
    limit = panels.max_abs(means)
    return (
        Tensor("maps", data, "Maps of LeNet-5", Stage.STACK, "signed", panels.max_abs(data)),
        tuple(
            Tensor(f"mean {i}", np.full((1, 1, 1), mean), "mean", Stage.POOL, "signed", limit)
            for i, mean in enumerate(means.tolist())
        ),
    )


def _panels(maps: Tensor, means: tuple[Tensor, ...]) -> Iterator[Panel]:
    yield panels.stack(maps, most=len(maps.data), gap=0.5)
    for i, mean in enumerate(means):
        plane = panels.grid(maps, panels.Grid(channel=i), name=f"map {i}", note=" ")
        yield replace(plane, label=f"Map {i + 1}")
        card = panels.grid(mean, panels.Grid(row="same"), zoom=20, note=" ", operator="→")
        yield replace(card, label="mean")
    counted = (
        panels.Bar("512 maps of 7×7, flattened", FLAT, f"{number(FLAT)} inputs", Stage.CLASSIFY),
        panels.Bar("512 maps, one number each", POOLED, f"{number(POOLED)} inputs", Stage.POOL),
    )
    yield panels.bars(
        "counts",
        panels.Bars(bars=counted, above=True, filled=True),
        height=12.0,
        width=60.0,
    )


def _frames(text: SceneText, maps: Tensor, means: tuple[Tensor, ...]) -> Iterator[Frame]:
    channels, height, width = maps.data.shape
    first = float(means[0].data[0, 0, 0])
    pairs = [(f"map {i}", mean.name) for i, mean in enumerate(means)]
    names = ("maps", *chain(*pairs), "counts")
    without = partial(all_but, names)
    opening = text("open", maps=channels, height=height, width=width)
    yield Frame(OPENING, opening, hidden=without("maps"))
    yield Frame(
        4.0,
        text("one", cells=height * width, mean=about(first)),
        formula=rf"\frac{{1}}{{{height * width}}} \sum_{{y,x}} a_1(y, x) "
        + latex(f"{equals(first)} {number(first)}"),
        boxes=(cell(means[0], 0, 0),),
        hidden=without(*pairs[0]),
    )
    yield Frame(OPENING, text("next"), hidden=without(*chain(*pairs[:3])))
    still = without(*chain(*pairs))
    yield Frame(OPENING, text("all", maps=channels), hidden=still)
    dense = Dense(BATCH, POOLED, *SIDES, 1000)
    asked = choice(FLATTENED, dense)
    yield Frame(OPENING, text("ask", batch=BATCH), hidden=still, question=asked)
    flat_weights, pooled_weights = (
        number(dense_parameters(inputs, 1000, bias=False)) for inputs in (FLAT, POOLED)
    )
    weights = (f"{flat_weights} weights", f"{pooled_weights} weights")
    for shown, texts, sentence in (
        (1, None, text("flat", flat=number(FLAT))),
        (2, None, text("compare", pooled=POOLED)),
        (2, weights, text("close", flat_weights=flat_weights, pooled_weights=pooled_weights)),
    ):
        changes = panels.BarsChanges(shown=shown, texts=texts)
        yield Frame(CLOSING, sentence, panels={"counts": changes}, hidden=without("counts"))


@scene("global", stage=Stage.POOL, params=(DIGIT,))
def everywhere(values: Values, text: SceneText) -> Parts:
    """Global average pooling: each map of LeNet-5's first layer becomes one number."""
    maps, means = _tensors(values.word("digit"))
    frames = tuple(_frames(text, maps, means))
    return Parts((maps, *means), tuple(_panels(maps, means)), frames)
