"""The digit's feature map through ReLU and tanh, with the current cell on the curves."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.activations import relu, tanh
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number, shape_text
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution.common import input_of, kernel_of

_FILTER = Param(
    "filter",
    "Filter",
    "choice",
    seeds.FILTERS[0],
    choices=tuple((name, name) for name in seeds.FILTERS),
)


@scene(
    "activate",
    stage=Stage.ACTIVATE,
    params=(_FILTER,),
)
def activate(values: Values, text: SceneText) -> Parts:
    """The digit's feature map through ReLU and tanh, with the current cell on the curves."""
    kernel = kernel_of(seeds.example(f"filter: {values.word('filter')}"))
    source = Sweep(input_of(seeds.digit()), kernel).output
    bent = [
        Tensor(
            name,
            function(source.data),
            label,
            Stage.ACTIVATE,
            "signed",
            panels.max_abs(source.data) if name == "relu" else 1.0,
        )
        for name, function, label in (("relu", relu, "ReLU"), ("tanh", tanh, "tanh"))
    ]
    _, height, width = source.data.shape
    reach = float(np.ceil(panels.max_abs(source.data)))
    none = {"relu": 0, "tanh": 0}
    plane = source.data[0]
    examples = {
        "positive": int(plane.argmax()),
        "negative": int(plane.argmin()),
        "zero": int(np.abs(plane).argmin()),
    }

    holds = {
        "positive": bool((plane > 0).any()),
        "negative": bool((plane < 0).any()),
        "zero": bool((plane == 0).any()),
    }

    def at(index: int, seconds: float, sentence: str, revealed: dict[str, int]) -> Frame:
        y, x = divmod(index, width)
        point = {
            "x": float(plane[y, x]),
            "relu": float(bent[0].data[0, y, x]),
            "tanh": float(bent[1].data[0, y, x]),
        }
        return Frame(
            seconds,
            sentence,
            formula=_activation_formula(point),
            boxes=(
                cell(source, y, x),
                *(cell(tensor, y, x) for tensor in bent),
            ),
            revealed=revealed,
            panels={"curve": panels.CurveChanges(point=point).record()},
        )

    def example(key: str) -> Frame:
        y, x = divmod(examples[key], width)
        cells = {"x": plane[y, x]} | {each.name: each.data[0, y, x] for each in bent}
        told = {name: about(float(cell)) for name, cell in cells.items()}
        return at(examples[key], OPENING, text(key, holds, **told), none)

    def row(y: int) -> Frame:
        revealed = dict.fromkeys(none, (y + 1) * width)
        strongest = y * width + int(np.abs(plane[y]).argmax())
        return at(strongest, max(0.2, 0.5 * 0.9**y), text("sweep"), revealed)

    frames = (
        Frame(OPENING, text("open", holds), hidden=("curve", "relu", "tanh"), revealed=none),
        Frame(OPENING, text("curve"), hidden=("relu", "tanh"), revealed=none),
        *(example(key) for key in examples),
        *(row(y) for y in range(height)),
        Frame(CLOSING, text("close", holds, negative=int((plane < 0).sum()))),
    )
    curve = panels.Curve(
        curves=(("relu", "ReLU"), ("tanh", "tanh")),
        samples=tuple(
            (float(x), float(relu(np.array(x))), float(tanh(np.array(x))))
            for x in np.linspace(-reach, reach, 65)
        ),
        reach=reach,
    )
    return Parts(
        (source, *bent),
        (
            panels.grid(source, note=f"{shape_text(source.data)} · output of Conv"),
            curve.panel(
                "curve",
                label="Activation function",
                note="ReLU and tanh",
                stage=Stage.ACTIVATE,
                size=(height, height * 1.0),
                operator="→",
            ),
            panels.grid(bent[0], operator="→", note="output of ReLU"),
            panels.grid(bent[1], note="output of tanh"),
        ),
        frames,
    )


def _activation_formula(point: dict[str, float]) -> str:
    x, relued, squeezed = (latex(number(point[key])) for key in ("x", "relu", "tanh"))
    signs = [latex(equals(point["x"], point[key])) for key in ("relu", "tanh")]
    return (
        rf"\operatorname{{ReLU}}({x}) = \max(0, {x}) {signs[0]} {relued} \qquad "
        rf"\tanh({x}) {signs[1]} {squeezed}"
    )
