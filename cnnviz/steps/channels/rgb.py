"""One filter of three slices on a colour picture: three sums and a bias become one cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from cnnviz.content.param import Param, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.cells import CELL, Place
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.layers import ANSWERS, ConvLayer
from cnnviz.misconceptions.questions import Spot
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number, product
from cnnviz.staging.shots import all_but
from cnnviz.steps.channels.common import (
    COLOURS,
    PLACE,
    finds_red,
    stack_swept,
)
from cnnviz.steps.channels.deep_filter import (
    BIAS,
    SAILS,
    Deep,
    deep_filter,
    deep_panels,
    patch_of,
    slice_of,
    slices_size,
    strength_of,
)

STOPS = 6
"""So many times the sweep is shown in each row of the map."""
AT_WORK = 11.5
"""How large a weight is drawn while the filter sweeps."""
MAP = 40.0
"""How high the map is where one of its cells is written."""
BEHIND, CLOSER = 0.72, 0.32
"""How large a channel's pixel is drawn while a few of them are looked at closer, and how far the
channels stand apart then, as a share of their width."""


def _frames(text: SceneText, deep: Deep, names: tuple[str, ...]) -> Iterator[Frame]:
    image = deep.sweep.input
    none = dict.fromkeys(("output", deep.total.name, deep.sums.name), 0)
    peeled = panels.StackChanges(source="picture")
    pixels = {"height": image.data.shape[1], "width": image.data.shape[2]}
    yield Frame(OPENING, text("open", **pixels), hidden=all_but(names, "picture"), revealed=none)
    yield Frame(
        OPENING,
        text("split"),
        hidden=all_but(names, "picture", "channels"),
        revealed=none,
        panels={"channels": peeled},
        tween=1.6,
    )
    yield from _sails(text, deep, names, none)
    channels, height, _ = image.data.shape
    yield Frame(
        OPENING,
        text("kernel"),
        hidden=all_but(names, "channels", "slices"),
        revealed=none,
        question=number_question(
            ANSWERS, ConvLayer(channels, 1, deep.sweep.size[0], height)
        ).found_in("slices", "c_in"),
    )
    yield Frame(
        OPENING,
        text("place"),
        hidden=all_but(names, "channels", "slices"),
        revealed=none,
        panels=deep.patch(*PLACE),
    )
    yield from _worked(text, deep, names, none)
    yield from _ending(text, deep, names)


def _sails(
    text: SceneText, deep: Deep, names: tuple[str, ...], none: dict[str, int]
) -> Iterator[Frame]:
    """What a pixel of a white sail is in each channel, and one of a red sail."""
    strengths = tuple(map(strength_of, COLOURS))
    for (key, (y, x)), pixel in zip(SAILS.items(), deep.seen, strict=True):
        rows, columns = (y, y + 3), (x, x + 3)
        numbers = panels.GridChanges(tensor=pixel.name)
        yield Frame(
            OPENING,
            text(key),
            boxes=(region(deep.sweep.input, "window", rows, columns, stage=Stage.STACK),),
            hidden=all_but(names, "picture", "channels", *strengths),
            revealed=none,
            panels=deep.patch(y, x) | dict.fromkeys(strengths, numbers),
        )


def _worked(
    text: SceneText, deep: Deep, names: tuple[str, ...], none: dict[str, int]
) -> Iterator[Frame]:
    """At one place, channel by channel, what its slice makes of it; none: nothing is there yet."""
    for c, (colour, work) in enumerate(zip(COLOURS, deep.works, strict=True)):
        cards = (f"of {each}" for each in COLOURS)
        worked = (patch_of(colour), slice_of(colour), "products")
        shown = all_but(names, "channels", *worked, *cards)
        lit = _closer(deep, c)
        said = {"colour": colour, "result": about(work.result), "terms": work.count}
        if c == 0:
            yield Frame(
                OPENING,
                text("term", product=product(*work.terms[0]), **said),
                computations=(replace(work, shown=1),),
                boxes=deep.tied(c),
                hidden=shown,
                revealed=none,
                panels=lit,
                pictured=True,
            )
        yield Frame(
            OPENING,
            text("layer" if c == 0 else "next", **said),
            computations=(work,),
            boxes=(*deep.tied(c), cell(deep.sums, 0, 0, channel=c, group=0, stage=Stage.STACK)),
            hidden=shown,
            revealed=none | {deep.sums.name: c + 1},
            panels=lit,
            pictured=True,
        )


def _closer(deep: Deep, c: int) -> dict[str, Changes]:
    """A channel in front, and the arrow before the card into which its products go."""
    window = deep.patch(*PLACE)["channels"]
    height, width = panels.stack_size(
        panels.planes(deep.sweep.input, zoom=BEHIND, gap=CLOSER), BEHIND
    )
    arrows = {
        f"of {colour}": panels.GridChanges(operator="→" if i == c else "")
        for i, colour in enumerate(COLOURS)
    }
    return arrows | {
        "channels": replace(window, lit=c, size=(height, width)),
        "products": panels.ProductsChanges(factors=False),
    }


def _ending(text: SceneText, deep: Deep, names: tuple[str, ...]) -> Iterator[Frame]:
    """The three sums and the bias make one number; so it goes on."""
    cards = [*(f"{colour} sum" for colour in COLOURS), BIAS, deep.total.name]
    values = [*(work.result for work in deep.works), deep.bias]
    total = float(deep.total.data[0, 0, 0])
    yield Frame(
        OPENING,
        text("add", bias=number(values[-1])),
        hidden=all_but(names, *cards[:-1]),
        revealed={"output": 0, deep.total.name: 0},
        tween=1.2,
        question=number_question(
            CELL, _place(deep), spots={"sums": Spot("sums"), "written": Spot("total")}
        ).found_in(BIAS, "bias"),
    )
    yield Frame(
        CLOSING,
        text("sum", result=about(total), bias=number(values[-1])),
        hidden=all_but(names, *cards, "output"),
        revealed={"output": 0},
        boxes=(
            # Where it lies in the map.
            cell(deep.total, 0, 0, group=0),
            cell(deep.sweep.output, *PLACE, group=0),
        ),
        computations=(deep.added(),),
        panels={"output": panels.GridChanges(size=(MAP, MAP))},
        pictured=True,
    )
    yield from _swept(text, deep, names)


def _swept(text: SceneText, deep: Deep, names: tuple[str, ...]) -> Iterator[Frame]:
    """The filter makes the map of the whole picture, and what it finds there is seen."""
    swept, apart = all_but(names, "channels", "slices", "output"), panels.spread(deep.sweep.input)
    slices = {"slices": panels.StackChanges(size=slices_size(deep, AT_WORK))}
    yield from stack_swept(
        text("sweep"),
        deep.sweep.output,
        "channels",
        swept,
        side=deep.sweep.size[0],
        size=apart,
        steps=STOPS,
        seconds=(0.9, 0.05),
        beside=slices,
    )
    # In the picture's scale.
    same = panels.GridChanges(size=deep.sweep.output.data.shape[1:])
    facts = {"finds red": finds_red(deep.sweep)}
    yield Frame(
        OPENING,
        text("found", facts),
        hidden=all_but(names, "picture", "output"),
        panels={"output": same},
    )
    yield Frame(
        CLOSING,
        text("close", terms=deep.sweep.kernel.data.size),
        hidden=swept,
        # They come out of the picture once more.
        panels=slices | {"channels": panels.StackChanges(size=apart, source="picture")},
        tween=1.4,
    )


def _place(deep: Deep) -> Place:
    """What the filter reads of each channel at the place that is worked out, and its slices."""
    kernel = deep.sweep.kernel.data
    patches = deep.sweep.patch(deep.place).reshape(kernel.shape)
    bias = Fraction(deep.bias)
    return Place(tuple(map(grid_of, patches)), tuple(map(grid_of, kernel)), bias)


@scene(
    "rgb",
    stage=Stage.STACK,
    params=(Param("bias", "Bias", "integer", 1, -3, 3, help="Added to every sum."),),
)
def rgb(values: Values, text: SceneText) -> Parts:
    """One filter of three slices on a colour picture: three sums and a bias become one cell."""
    deep = deep_filter(values.integer("bias"))
    drawn = tuple(deep_panels(deep))
    frames = _frames(text, deep, tuple(panel.name for panel in drawn))
    image, kernel = deep.sweep.input, deep.sweep.kernel
    tensors = (image, kernel, deep.read, deep.sums, deep.total, deep.sweep.output, *deep.seen)
    return Parts(tensors, drawn, tuple(frames))
