"""The scene flatten: the digit is unrolled row by row, and neurons are wired to every entry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about, number
from cnnviz.steps.mlp.common import ink, vector_of

PHOTO = (224, 224, 3)
"""Height, width and channels of an ordinary input picture."""

FILTER = (3, 3, 3, 64)
"""Height, width, channels and number of the filters of a first convolutional layer."""


@scene(
    "flatten",
    stage=Stage.INPUT,
    params=(
        Param(
            "neurons",
            "Hidden neurons",
            "integer",
            1000,
            2,
            4096,
            help="In the first fully connected layer.",
        ),
    ),
)
def flatten(values: Values, text: SceneText) -> Parts:
    """The digit is unrolled row by row, and neurons are wired to every entry."""
    neurons = values.integer("neurons")
    digit = ink(seeds.digit(), "Digit", "digit")
    vector = vector_of(digit.data, "Flattened", "vector")
    _, height, width = digit.data.shape
    pixels = vector.data.size
    photo = int(np.prod(PHOTO))
    many = number(neurons)
    rows = (
        (f"{height}×{width}, 1 neuron", pixels, 1, Stage.INPUT),
        (f"{height}×{width}, {many} neurons", pixels, neurons, Stage.INPUT),
        ("×".join(map(str, PHOTO)) + f", {many} neurons", photo, neurons, Stage.INPUT),
    )
    weights = [dense_parameters(inputs, outputs, bias=False) for _, inputs, outputs, _ in rows]
    totals = [dense_parameters(inputs, outputs) for _, inputs, outputs, _ in rows]
    totals.append(conv2d_parameters(*FILTER))
    counted = tuple(
        panels.Bar(label, total, number(total), stage)
        for (label, _, _, stage), total in zip(rows, totals, strict=False)
    )
    conv = panels.Bar(
        f"{FILTER[3]} filters {FILTER[0]}×{FILTER[1]}×{FILTER[2]}",
        totals[3],
        number(totals[3]),
        Stage.CONV,
    )

    def at(key: str, seconds: float, bars: int, wires: float = 1, others: float = 1) -> Frame:
        so_far = tuple(total if i < bars else 0 for i, total in enumerate(totals))
        lit = -1 if key == "close" else bars - 1
        told = text(
            key,
            {"too short to be seen": totals[3] < totals[2] * panels.UNSEEN},
            pixels=pixels,
            neurons=many,
            weights=number(weights[min(max(bars, 1), 3) - 1]),
            inputs=number(photo),
            size=" × ".join(map(str, PHOTO)),
            biases=many,
            parameters=number(totals[3]),
            times=about(Fraction(totals[2], totals[3]), 0),
        )
        return Frame(
            seconds,
            told,
            hidden=() if bars else ("bars",),
            focus=("bars",) if bars > 2 else (),
            panels={
                "strip": panels.StripChanges(wires=wires, many=others).record(),
                "bars": panels.BarsChanges(shown=bars, bars=so_far, lit=lit).record(),
            },
        )

    frames = (
        *_unrolled(text, digit, vector),
        at("neuron", OPENING, 0, 0.04, 0),
        at("wires", OPENING, 1, 1, 0),
        at("many", OPENING, 2),
        at("photo", OPENING, 2),
        at("photo-weights", CLOSING, 3),
        at("predict", OPENING, 3),
        at("conv", CLOSING, 4),
        at("close", CLOSING, 4),
    )
    return Parts(
        (digit, vector),
        (
            panels.grid(digit),
            panels.Strip(neurons=neurons, entries=pixels, said=f"{many} neurons").panel(
                "strip",
                tensors=(vector.name,),
                label=vector.label,
                note=f"a vector of {pixels}",
                stage=Stage.INPUT,
                size=(28.0, 100.0),
            ),
            panels.bars(
                "bars",
                panels.Bars(bars=(*counted, conv), row="new"),
                label="Weights and biases, at one scale",
                height=5.2,
                width=100.0,
            ),
        ),
        frames,
    )


def _unrolled(text: SceneText, digit: Tensor, vector: Tensor) -> Iterator[Frame]:
    """Row after row laid end to end; then two neighbours that are torn apart."""
    _, height, width = digit.data.shape
    none = {"vector": 0}
    later = ("strip", "bars")
    yield Frame(OPENING, text("open", height=height, width=width), hidden=later)
    yield Frame(OPENING, text("ask"), hidden=("bars",), revealed=none)
    for y in range(height):
        yield Frame(
            2.4 if y == 0 else accelerating(y, height),
            text("first" if y == 0 else "rows", width=width),
            boxes=(
                region(digit, "window", (y, y + 1), (0, width), group=0),
                region(vector, "cell", (0, 1), (y * width, (y + 1) * width), group=0),
            ),
            hidden=("bars",),
            revealed={"vector": (y + 1) * width},
        )
    pairs = np.minimum(digit.data[0, :-1], digit.data[0, 1:])
    y, x = (int(i) for i in np.unravel_index(pairs.argmax(), pairs.shape))
    spots = [(y, x), (y + 1, x)]
    places = [y * width + x, (y + 1) * width + x]
    yield Frame(
        CLOSING,
        text("torn", apart=places[1] - places[0]),
        boxes=tuple(
            box
            for group, ((row, column), place) in enumerate(zip(spots, places, strict=True))
            for box in (
                region(digit, "window", (row, row + 1), (column, column + 1), group=group),
                region(vector, "cell", (0, 1), (place, place + 1), group=group),
            )
        ),
        hidden=("bars",),
    )
