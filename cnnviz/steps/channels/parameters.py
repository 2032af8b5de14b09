"""The parameters of a convolutional layer beside those of a fully connected one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import about, number

GENERAL = r"K \cdot K \cdot C_{in} \cdot C_{out} + C_{out}"

SIDE = 32
"""The side of the maps that a fully connected layer is compared on."""


def _count(name: str, label: str, default: int, maximum: int, help_: str) -> Param:
    return Param(name, label, "integer", default, 1, maximum, help=help_)


@scene(
    "parameters",
    stage=Stage.STACK,
    params=(
        _count("K", "K, filter", 3, 11, "How wide and high a filter is."),
        _count("C_in", "C in", 64, 512, "How many channels the input has."),
        _count("C_out", "C out", 128, 512, "How many filters there are."),
    ),
    presets=(
        ("3×3, 64 → 128", {"K": 3, "C_in": 64, "C_out": 128}),
        ("first layer", {"K": 3, "C_in": 3, "C_out": 64}),
        ("1×1, 512 → 128", {"K": 1, "C_in": 512, "C_out": 128}),
    ),
)
def parameters(values: Values, text: SceneText) -> Parts:
    """The parameters of a convolutional layer beside those of a fully connected one."""
    k, c_in, c_out = (values.integer(name) for name in ("K", "C_in", "C_out"))
    single = conv2d_parameters(k, k, c_in, 1, bias=False)
    layer = conv2d_parameters(k, k, c_in, c_out)
    inputs, outputs = SIDE * SIDE * c_in, SIDE * SIDE * c_out
    dense = dense_parameters(inputs, outputs, bias=False)
    counted = (
        panels.Bar("one filter", single, number(single), Stage.CONV),
        panels.Bar("the layer", layer, number(layer), Stage.STACK),
        panels.Bar("fully connected", dense, number(dense), Stage.CLASSIFY),
    )
    bars = panels.bars(
        "bars", panels.Bars(bars=counted), label="Parameters", height=1.3, width=13.0
    )
    formulas = (
        rf"{k} \cdot {k} \cdot {c_in} = {number(single)}",
        rf"{GENERAL} = {k} \cdot {k} \cdot {c_in} \cdot {c_out} + {c_out} = {number(layer)}",
        rf"{number(inputs)} \cdot {number(outputs)} = {number(dense)}",
    )
    numbers = {
        "k": k,
        "c_in": c_in,
        "c_out": c_out,
        "filter": number(single),
        "layer": number(layer),
        "side": SIDE,
        "inputs": number(inputs),
        "outputs": number(outputs),
        "dense": number(dense),
        "ratio": about(Fraction(dense, layer), 0),
    }
    facts = {"too short to be seen": layer < dense * panels.UNSEEN}

    def at(key: str, shown: int, formula: str, scale: panels.Axis = "log") -> Frame:
        changes = panels.BarsChanges(shown=shown, scale=scale, lit=shown - 1)
        return Frame(
            4.2 if key == "dense" else 3.4,
            text(key, facts, **numbers),
            formula=formula,
            panels={"bars": changes},
        )

    frames = (
        at("open", 0, ""),
        at("one", 1, formulas[0]),
        at("layer", 2, formulas[1]),
        at("dense", 3, formulas[2]),
        at("linear", 3, formulas[2], "linear"),
        at("log", 3, formulas[1]),
        replace(
            at("close", 3, formulas[1]),
            seconds=CLOSING,
            panels={"bars": panels.BarsChanges(shown=3, scale="log")},
        ),
    )
    return Parts((), (bars,), frames)
