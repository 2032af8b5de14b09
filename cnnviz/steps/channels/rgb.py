"""One filter of three channels on a small colour picture: three partial maps become one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Computation, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING, RESULT, TERM
from cnnviz.staging.formatting import about, equals, latex, number, product
from cnnviz.staging.sweep import Sweep

COLOURS = ("red", "green", "blue")


@scene(
    "rgb",
    stage=Stage.STACK,
    params=(Param("bias", "Bias", "integer", 1, -3, 3, help="Added to every sum."),),
)
def rgb(values: Values, text: SceneText) -> Parts:
    """One filter of three channels on a small colour picture: three partial maps become one."""
    bias = values.integer("bias")
    image = Tensor("image", seeds.example("colours"), "Picture", Stage.INPUT, "rgb", 1.0)
    weights = seeds.example("filter: colours")
    kernel = Tensor("kernel", weights, "Filter", Stage.CONV, "signed", panels.max_abs(weights))
    whole = Sweep(image, kernel, bias=float(bias), output_label="Map")
    parts = [
        Sweep(
            replace(image, data=image.data[c : c + 1]),
            replace(kernel, data=weights[c : c + 1]),
            channel=c,
            output_name=f"{colour} map",
            output_label=colour,
        )
        for c, colour in enumerate(COLOURS)
    ]
    limit = max(panels.max_abs(part.output.data) for part in parts)
    maps = [replace(part.output, max_abs=limit) for part in parts]
    output = replace(whole.output, stage=Stage.STACK)
    constant = Tensor(
        "bias", np.full((1, 1, 1), float(bias)), "bias", Stage.CONV, "signed", max(abs(bias), limit)
    )
    return Parts(
        (image, kernel, *maps, constant, output),
        tuple(
            replace(panel, note="") for panel in _rgb_panels(image, kernel, maps, constant, output)
        ),
        tuple(_rgb_frames(text, whole, parts, bias)),
    )


def _rgb_panels(
    image: Tensor, kernel: Tensor, maps: list[Tensor], bias: Tensor, output: Tensor
) -> Iterator[Panel]:
    """Above, the picture and its channels; below, the filter's layers and what they find."""
    yield panels.grid(image, panels.Grid(channel=-1), name="picture")
    same = panels.Grid(row="same")
    for c, colour in enumerate(COLOURS):
        operator = "" if c else "→"
        options = panels.Grid(channel=c, row="same")
        channel = panels.grid(image, options, name=colour, operator=operator)
        yield replace(channel, label=colour)
    for c, colour in enumerate(COLOURS):
        options = panels.Grid(channel=c, row="same" if c else "new")
        layer = panels.grid(kernel, options, name=f"filter {colour}")
        yield replace(layer, label=f"for {colour}")
    for c, part in enumerate(maps):
        yield panels.grid(part, same, operator="+" if c else "→")
    yield panels.grid(bias, same, name="plus", operator="+")
    yield panels.grid(output, same, operator="=")


def _rgb_frames(text: SceneText, whole: Sweep, parts: list[Sweep], bias: int) -> Iterator[Frame]:
    """The first place term by term, the next channel by channel, and each time the sum."""
    names = [part.output.name for part in parts]
    layers = [f"filter {colour}" for colour in COLOURS]
    below = (*names, "plus", "output")
    none = dict.fromkeys((*names, "output"), 0)
    yield Frame(OPENING, text("open"), hidden=(*COLOURS, *layers, *below), revealed=none)
    yield Frame(OPENING, text("split"), hidden=(*layers, *below), revealed=none)
    yield Frame(OPENING, text("kernel"), hidden=below, revealed=none)

    def channel(k: int, c: int, shown: int, seconds: float, sentence: str) -> Frame:
        computation = parts[c].computation(k, shown)
        rows, columns = whole.window(k)
        y, x = whole.position(k)
        done = shown == len(computation.terms)
        window = region(whole.input, "window", rows, columns, channels=(c, c + 1), group=0)
        return Frame(
            seconds,
            sentence,
            formula=_products(computation),
            boxes=(window, cell(parts[c].output, y, x, group=0)) if done else (window,),
            computations=(computation,),
            revealed=none
            | {name: k + (i < c or (i == c and done)) for i, name in enumerate(names)}
            | {"output": k},
            focus=(COLOURS[c], layers[c], *names[: c + 1], *(["output"] if k else [])),
            hidden=("plus", "output", *names[c + 1 :]) if k == 0 else (),
        )

    for k in range(len(whole)):
        for c, (colour, part) in enumerate(zip(COLOURS, parts, strict=True)):
            terms = part.kernel.data.size
            said = {"colour": colour, "result": about(part.computation(k).result)}
            if k == 0:
                for shown in range(1, terms):
                    term = part.computation(0).terms[shown - 1]
                    sentence = text("term", product=product(*term), colour=colour)
                    yield channel(0, c, shown, TERM if c == 0 else 0.3, sentence)
            sentence = text("layer" if k == 0 else "next", **said)
            yield channel(k, c, terms, 2.2 if k == 0 else 1.2, sentence)
        results = [part.computation(k).result for part in parts]
        total = whole.computation(k).result
        y, x = whole.position(k)
        yield Frame(
            CLOSING if k == 0 else RESULT,
            text("sum" if k == 0 else "sum-next", result=about(total), bias=number(bias)),
            formula=_sum([*results, bias], total),
            boxes=(
                *(region(part.output, "highlight", (y, y + 1), (x, x + 1)) for part in parts),
                cell(whole.output, y, x),
            ),
            revealed=dict.fromkeys((*names, "output"), k + 1),
            focus=(*names, "plus", "output"),
        )
    yield Frame(
        CLOSING,
        text("close", terms=whole.kernel.data.size),
        focus=("picture", *COLOURS, *layers, "output"),
    )


def _products(computation: Computation) -> str:
    """The products so far, and what they add up to."""
    shown = [product for _, _, product in computation.terms[: computation.shown]]
    return _sum(
        shown,
        computation.running[computation.shown - 1] if computation.running else computation.result,
    )


def _sum(parts: list[float], total: float) -> str:
    """The channels' numbers and the bias, with their signs, and what they add up to."""
    first, *rest = (number(part) for part in parts)
    signed = "".join(
        f" {'-' if part.startswith('−') else '+'} {part.removeprefix('−')}" for part in rest
    )
    return latex(f"{first}{signed} {equals(*parts, total)} {number(total)}")
