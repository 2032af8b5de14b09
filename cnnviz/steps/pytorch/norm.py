"""Batch normalisation: a channel centred and scaled; what is learned, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.normalising import KEPT, NORMALISED, SPREAD_DECIMALS, Channels
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell
from cnnviz.staging.durations import CLOSING, OPENING, RESULT
from cnnviz.staging.formatting import DECIMALS, FINE, about, equals, factor, latex, number
from cnnviz.staging.shots import all_but
from cnnviz.steps.pytorch.batch import (
    FACTOR_DECIMALS,
    PICTURES,
    PLACE,
    TIMES,
    Norm,
    norm_of,
    norm_panels,
)

SIDE = 30
"""The side of the maps that are asked about."""
KEEPS = 2.4
"""Seconds in which what is kept becomes what is left to do."""
SLIDE = 1.8
"""Seconds in which the values move to where they belong."""


def _numbers(made: Norm, value: float, gamma: int, beta: int) -> dict[str, object]:
    """What sentences say of the batch, and of the marked cell, which becomes `value`."""
    normal = made.normal.data
    return {
        "count": len(PICTURES),
        "values": number(made.maps.data.size),
        "mean": about(made.mean),
        "value": number(made.subject.value),
        "normal": about(value),
        "least": about(float(normal.min())),
        "most": about(float(normal.max())),
        "gamma": number(gamma),
        "beta": number(beta),
        "picture": PICTURES[0],
    }


def _decimals(value: float, gamma: int, beta: int) -> int:
    """With how many decimals it has to be printed, so that what is worked out from it is right."""
    result = number(gamma * value + beta)
    tried = range(DECIMALS, FINE + 1)
    right = (each for each in tried if number(gamma * round(value, each) + beta) == result)
    return next(right, FINE)


def _one_line(made: Norm, gamma: int, beta: int) -> str:
    """What a value is multiplied by, and what is added, of what is kept."""
    spread = number(made.spread, SPREAD_DECIMALS)
    less = rf"\dfrac{{{gamma} \cdot {latex(factor(made.mean))}}}{{{spread}}}"
    times = number(made.factor, FACTOR_DECIMALS)
    over = rf"\dfrac{{{gamma}}}{{{spread}}} {equals(made.factor)} {times}"
    rest = f"{number(beta)} - {less} {equals(made.bias)} {number(made.bias)}"
    return latex(rf"{over}, \quad {rest}")


def _frames(
    text: SceneText, made: Norm, layer: Channels, names: tuple[str, ...], gamma: int, beta: int
) -> Iterator[Frame]:
    subject = made.subject
    y, x = PLACE
    value = float(made.normal.data[0, y, x])
    numbers = _numbers(made, value, gamma, beta)

    def at(key: str, *shown: str, beat: int = 0, seconds: float = CLOSING) -> Frame:
        return Frame(
            seconds,
            text(key, **numbers),
            hidden=all_but(names, *shown),
            panels={"values": panels.DrawingChanges(shown=beat)} if beat else {},
            tween=SLIDE if beat > 3 else 0.0,
        )

    yield at("open", "batch", "kernel", "maps", seconds=OPENING)
    yield at("why", "maps", "values", beat=1)
    yield at("spread", "maps", "values", beat=2)
    one = replace(at("ask", "map", "values", beat=3), boxes=(cell(made.maps, y, x),))
    asked = choice(NORMALISED, subject).found_in("values", "mean", "spread")
    yield replace(one, question=asked.found_in("", "value"))
    formula = NORMALISED.right(subject).working
    # All values take both steps together: they slide, then they are drawn in.
    told = at("told", "map", "values", beat=4, seconds=1.5 * SLIDE)
    centred = {**told.panels, "map": panels.GridChanges(tensor=made.centred.name)}
    boxes = (cell(made.centred, y, x),)
    yield replace(told, boxes=boxes, formula=formula, panels=centred)
    told = at("told", "map", "values", beat=5)
    normalised = {**told.panels, "map": panels.GridChanges(tensor=made.normal.name)}
    boxes = (cell(made.normal, y, x),)
    yield replace(told, boxes=boxes, formula=formula, panels=normalised)
    yield replace(at("after", "normal", "values", beat=5), boxes=(cell(made.normal, y, x),))
    scaled = gamma * value + beta
    sign = equals(value, scaled)
    times = f"{number(gamma)} · {factor(value, _decimals(value, gamma, beta))}"
    formula = latex(f"{times} + {factor(beta)} {sign} {number(scaled)}")
    learned = at("scale", "scaled", "values", beat=6)
    yield replace(learned, boxes=(cell(made.two_steps, y, x),), formula=formula)
    kept = KEPT.right(layer)
    numbers |= {"channels": layer.channels, "side": layer.side, "kept": kept.printed}
    asked = choice(KEPT, layer).found_in("", "channels", text=f"{layer.channels} channel")
    yield replace(at("cost", "layer"), question=asked.found_in("", "side", text="×"))
    yield replace(at("kept", "layer", "kept"), formula=kept.working)
    numbers |= {"bias": about(made.bias), "scaled": about(scaled)}
    formula = _one_line(made, gamma, beta)
    yield replace(at("line", "kept", "line", seconds=KEEPS), formula=formula)
    # Both at once: from where the values were to where two steps had brought them.
    for beat, seconds in ((3, RESULT), (6, CLOSING)):
        yield replace(at("line", "line", "values", beat=beat, seconds=seconds), formula=formula)
    weight = TIMES * made.factor
    sign = equals(made.factor, weight)
    product = f"{TIMES} · {number(made.factor, FACTOR_DECIMALS)} {sign} {number(weight)}"
    yield replace(at("fold", "filter", "line", "folded", "bias"), formula=latex(product))
    same = (cell(made.two_steps, y, x), cell(made.one_step, y, x))
    cards = ("two steps", "one step", "two cell", "one cell")
    yield replace(at("close", *cards), boxes=same)


@scene(
    "norm",
    stage=Stage.CONV,
    params=(
        Param("gamma", "Scale γ", "integer", 3, 1, 4, help="What values are multiplied by."),
        Param("beta", "Shift β", "integer", 1, -3, 3, help="What is added to them."),
        Param("channels", "Channels", "integer", 64, 1, 512, help="How many the layer has."),
    ),
)
def norm(values: Values, text: SceneText) -> Parts:
    """Batch normalisation of one channel: its values, what is kept, and a filter that does it."""
    gamma, beta = values.integer("gamma"), values.integer("beta")
    made = norm_of(gamma, beta)
    layer = Channels(values.integer("channels"), SIDE)
    drawn = tuple(norm_panels(made, gamma, beta, layer))
    names = tuple(panel.name for panel in drawn)
    return Parts(made.tensors, drawn, tuple(_frames(text, made, layer, names, gamma, beta)))
