"""The parameters of a convolutional layer beside those of a fully connected one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from cnnviz.content.param import Param, Values
from cnnviz.content.question import Question
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText, one_of
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.misconceptions.layers import LARGER, PARAMETERS, ConvLayer
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, roughly

GENERAL = r"K \cdot K \cdot C_{in} \cdot C_{out} + C_{out}"
MARKS = ((1e3, "a thousand"), (1e6, "a million"), (1e9, "a billion"))
BETWEEN = 0.15
"""Between two blocks, as a share of how wide they are together: room for a sign."""
DEEPEST = 46.0
"""Units: how deep the deeper one of input and output is drawn, unless it has fewer channels."""
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
    weights = single * c_out
    inputs, outputs = SIDE * SIDE * c_in, SIDE * SIDE * c_out
    dense = dense_parameters(inputs, outputs, bias=False)
    counted = (
        panels.Bar("one filter", single, number(single), Stage.CONV),
        panels.Bar("the layer", weights, number(weights), Stage.CONV, parts=c_out),
        panels.Bar("fully connected", dense, number(dense), Stage.CLASSIFY),
    )
    filled = rf"{k} \cdot {k} \cdot {c_in} \cdot {c_out} + {c_out} = {number(layer)}"
    copied = rf"{k} \cdot {k} \cdot {c_in} \cdot {c_out} = {number(weights)}"
    formulas = {
        "open": "",
        "slice": rf"{k} \cdot {k} = {k * k}",
        "one": rf"{k} \cdot {k} \cdot {c_in} = {number(single)}",
        "copies": copied,
        "layer": rf"{GENERAL} = {filled}",
        "twice": "",
        "same": GENERAL,
        "linear": copied,
        "dense": rf"({_volume(c_in)}) \cdot ({_volume(c_out)}) = {number(dense)}",
    }
    numbers = {
        "k": k,
        "c_in": c_in,
        "c_out": c_out,
        "slice": k * k,
        "filter": number(single),
        "weights": number(weights),
        "layer": number(layer),
        "side": SIDE,
        "dense": number(dense),
        "times": roughly(Fraction(dense, weights)).removeprefix("about "),
        "ratio": roughly(Fraction(dense, weights)),
        "km": roughly(Fraction(dense, 1000 * weights)),
    }
    conv = ConvLayer(c_in, c_out, k, SIDE)
    counts = choice(PARAMETERS, conv).found_in(
        "blocks", "kernel", "c_in", text=join_sides((c_in, k, k))
    )
    asked = {
        "open": counts.found_in("blocks", "c_out", text=f"{c_out} channel"),
        "twice": choice(LARGER, conv, unit="more"),
    }
    bars = _bars(counted)
    # Of the longest nothing has been said where the first two are compared.
    known = panels.BarsChanges(shown=2, most=float(weights), scale="linear")
    linear = panels.BarsChanges(shown=3, most=float(weights), scale="linear")
    logarithmic = panels.BarsChanges(shown=3, most=float(dense), scale="log")
    panel = panels.bars("bars", bars, label="Weights", note=" ", height=7.4, width=60.0)
    frames = (
        _frames(text, k, formulas, numbers, asked),
        _compared(text, formulas, numbers, (known, linear, logarithmic)),
    )
    return Parts((), (_layer(k, c_in, c_out), panel), tuple(chain(*frames)))


def _volume(channels: int) -> str:
    """How many values so many maps have, as a product."""
    return rf"{channels} \cdot {SIDE} \cdot {SIDE}"


def _layer(k: int, c_in: int, c_out: int) -> Panel:
    """What goes in, one filter, which is as deep, and what comes out, to scale."""
    depth = min(1.0, DEEPEST / max(c_in, c_out))
    volumes = (
        (c_in, SIDE, Stage.INPUT, ""),
        (c_in, k, Stage.CONV, "∗"),
        (c_out, SIDE, Stage.STACK, "→"),
    )
    wide = [channels * depth + side * panels.ACROSS[0] for channels, side, _, _ in volumes]
    blocks: list[panels.Block] = []
    x = 0.0
    for (channels, side, stage, sign), width in zip(volumes, wide, strict=True):
        size = join_sides((channels, side, side))
        way = {Stage.INPUT: "in", Stage.STACK: "out"}.get(stage)
        named = one_of(f"{channels} channels {way}") + f",\n{side}×{side}" if way else size
        block = panels.Block(
            x=x, channels=channels, side=side, text=named, stage=stage, operator=sign
        )
        if stage is Stage.CONV:
            many = one_of(f"{c_out} filters,\n{number(k * k * c_in * c_out)} weights")
            block = replace(block, text=f"one filter:\n{size}", copies=c_out, many=many)
        blocks.append(block)
        x += width + BETWEEN * sum(wide)
    options = panels.Blocks(
        blocks=tuple(blocks),
        across=panels.ACROSS,
        along=panels.ALONG,
        depth=depth,
    )
    width = x - BETWEEN * sum(wide)
    return options.panel("blocks", stage=Stage.STACK, size=(0.42 * width, width))


def _bars(counted: tuple[panels.Bar, ...]) -> panels.Bars:
    # The note's place on their panel is that of the texts below the marks.
    return panels.Bars(
        bars=counted,
        most=counted[1].value,
        above=True,
        inside=True,
        filled=True,
        marks=MARKS,
        scales=("linear scale", "log scale"),
    )


def _frames(
    text: SceneText,
    k: int,
    formulas: Mapping[str, str],
    numbers: Mapping[str, object],
    questions: Mapping[str, Question],
) -> Iterator[Frame]:
    grown = (2 * SIDE, k, 2 * SIDE)
    # Its first word is what is left of it where there is no room: the sign stays with the number.
    biases = one_of(f"+\N{NO-BREAK SPACE}{numbers['c_out']} biases")
    for lit, copied, sides, key in (
        (-1, 0, None, "open"),
        (1, 0, None, "slice"),
        (1, 0, None, "one"),
        (1, 1, None, "copies"),
        (1, 1, None, "layer"),
        (-1, 1, grown, "twice"),
        (1, 1, grown, "same"),
    ):
        if key == "copies" and numbers["c_out"] == 1:
            continue
        yield Frame(
            OPENING,
            text(key, **numbers),
            formula=formulas[key],
            panels={
                "blocks": panels.BlocksChanges(
                    lit=lit,
                    copied=copied,
                    added=biases if key in ("layer", "twice", "same") else "",
                    sides=sides,
                    # The filters stay as large as they are while the picture grows.
                    reserved=grown if copied else None,
                    face=key == "slice",
                )
            },
            hidden=("bars",),
            tween=1.6 if key in ("copies", "twice") else 0.0,
            question=questions.get(key),
        )


def _compared(
    text: SceneText,
    formulas: Mapping[str, str],
    numbers: Mapping[str, object],
    states: tuple[panels.BarsChanges, panels.BarsChanges, panels.BarsChanges],
) -> Iterator[Frame]:
    """The weights as bars, then beside those of a fully connected layer, then to another scale."""
    known, linear, logarithmic = states
    gap = panels.Gap(1, 2, f"× {numbers['times']}")
    # From so far away that the longest bar is seen whole, the others are hairs.
    far = replace(linear, most=logarithmic.most, gap=gap)
    for key, bars in (
        ("linear", known),
        ("dense", linear),
        ("far", far),
        ("log", replace(logarithmic, gap=gap)),
        ("close", replace(logarithmic, gap=gap)),
    ):
        yield Frame(
            CLOSING,
            text(key, **numbers),
            formula=formulas.get(key, ""),
            panels={"bars": bars, "blocks": panels.BlocksChanges(lit=1)},
            hidden=("bars",) if key == "close" else ("blocks",),
            tween={"far": 3.0, "log": 2.0}.get(key, 1.2),
        )
