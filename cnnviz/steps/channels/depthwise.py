"""Depthwise filters, one for each channel, and a 1×1 filter after them; what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.outcome import product as multiplied
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.questions import number as number_question
from cnnviz.misconceptions.separable import DEPTHWISE_MAPS, SEPARABLE
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region, whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number, product
from cnnviz.staging.shots import all_but
from cnnviz.staging.sweep import SWEPT
from cnnviz.steps.channels.common import (
    COLOURS,
    PLACE,
    column_names,
    filled,
    stack_swept,
)
from cnnviz.steps.channels.separable import (
    CLOSER,
    FILTERS,
    MAPS,
    Split,
    split_panels,
    split_picture,
    weight_bars,
    weight_counts,
)

SIDE = 32
"""The side of the maps that multiplications are counted on."""
STOPS = 1
"""So many times a sweep is shown in each row of a map."""
QUICK = (0.5, 0.03)
"""Seconds of the first frame of a sweep whose like has been seen, and of each other."""
MADE = 3.0
"""Seconds in which the mixed map stands once it is complete."""
BEHIND = 23.0
"""How high a channel is drawn while a few of its pixels are looked at closer."""
BESIDE = tuple(f"beside {colour}" for colour in COLOURS)
"""The filters on the way from a channel to its map."""
NONE = {"maps": 0, "mixed": 0}
"""No cell of them is there yet."""


def _frames(
    text: SceneText, split: Split, layer: ConvLayer, names: tuple[str, ...]
) -> Iterator[Frame]:
    # Each filter stands below its own channel, and below no other.
    first = all_but(names, *(name for each in COLOURS for name in (each, f"filter {each}")))
    yield Frame(OPENING, text("open"), hidden=first, revealed=NONE)
    bank = layer._replace(c_in=len(FILTERS), c_out=len(FILTERS))
    yield Frame(
        OPENING,
        text("ask"),
        hidden=first,
        revealed=NONE,
        question=number_question(DEPTHWISE_MAPS, bank, "maps").found_in("", "c_in", text="Three"),
    )
    yield from _worked(text, split, names)
    for c, colour in enumerate(COLOURS):
        yield from _swept(text("next" if c else "own", colour=colour), split, names, c)
    fanned = {"maps": panels.StackChanges(size=panels.spread(split.maps, zoom=MAPS))}
    shown = all_but(names, "maps")
    yield Frame(OPENING, text("maps"), hidden=shown, revealed={"mixed": 0}, panels=fanned)
    yield from _mixed(text, split, names)
    yield from _counted(text, layer, names)


def _worked(text: SceneText, split: Split, names: tuple[str, ...]) -> Iterator[Frame]:
    """One cell of the first channel's map: nothing comes in from the others."""
    work, one, side, (y, x) = split.work, split.one, split.side, PLACE
    window = region(
        split.image,
        "window",
        (y, y + side),
        (x, x + side),
        channels=(0, 1),
        group=1,
        stage=Stage.STACK,
    )
    read = whole(split.read, "highlight", group=1, stage=Stage.STACK)
    said = {"colour": COLOURS[0], "result": about(work.result), "terms": work.count}
    begun = Frame(
        OPENING,
        text("place", **said),
        computations=(replace(work, shown=0),),
        boxes=(window, read),
        hidden=all_but(names, COLOURS[0], split.read.name, BESIDE[0], "products", one.name),
        revealed=NONE | {one.name: 0},
        panels={
            "products": panels.ProductsChanges(factors=False),
            COLOURS[0]: panels.GridChanges(size=(BEHIND, BEHIND)),
            BESIDE[0]: panels.GridChanges(size=(side * CLOSER, side * CLOSER), operator="⊙"),
        },
        pictured=True,
    )
    yield begun
    yield replace(
        begun,
        narration=text("term", product=product(*work.terms[0]), **said),
        computations=(replace(work, shown=1),),
    )
    yield replace(
        begun,
        narration=text("cell", **said),
        boxes=(window, read, cell(one, 0, 0, group=0)),
        computations=(work,),
        revealed=NONE,
    )


def _swept(sentence: str, split: Split, names: tuple[str, ...], c: int) -> Iterator[Frame]:
    """A filter sweeps its channel, and the map drops into the stack of those before."""
    colour, side = COLOURS[c], split.side

    def window(y: int, x: int) -> Box:
        return region(split.image, "window", (y, y + side), (x, x + side), channels=(c, c + 1))

    swept = (colour, BESIDE[c], f"map {colour}")
    seconds = QUICK if c else SWEPT
    yield from filled(
        sentence, split.maps, c, window, names, swept=swept, later="mixed", seconds=seconds
    )


def _mixed(text: SceneText, split: Split, names: tuple[str, ...]) -> Iterator[Frame]:
    """A 1×1 filter reads the three maps, place by place."""
    shown, seconds = all_but(names, "maps", "point", "mixed"), (0.9, 0.05)
    size, (y, x), place = panels.spread(split.maps, zoom=MAPS), PLACE, split.place
    columns = column_names(place.pixel)
    read = Frame(
        OPENING,
        text("mix"),
        boxes=tuple(place.tied(split.maps)),
        hidden=all_but(names, "maps", *columns, "point"),
        revealed={"mixed": 0, "total": 0},
        panels={"maps": panels.StackChanges(patch=(y, y + 1, x, x + 1), size=size)},
    )
    yield read
    yield replace(
        read,
        narration=text("mixed", result=about(place.work.result)),
        computations=(place.work,),
        # Where the numbers come from has been seen: no beams go through the weights beside them.
        boxes=(cell(place.total, 0, 0, stage=Stage.STACK),),
        hidden=all_but(names, "maps", *columns, *column_names(place.weights), "total"),
        revealed={"mixed": 0},
    )
    yield from stack_swept(
        text("point"), split.mixed, "maps", shown, side=1, size=size, steps=STOPS, seconds=seconds
    )
    # What both steps have made is looked at.
    yield Frame(MADE, text("point"), hidden=shown, panels={"maps": panels.StackChanges(size=size)})


def _counted(text: SceneText, layer: ConvLayer, names: tuple[str, ...]) -> Iterator[Frame]:
    """What the pair costs beside one convolution."""
    counts, full = weight_counts(layer), layer.weights
    ratio = Fraction(full, sum(counts))
    facts = {"fewer": ratio > 1}
    numbers = {
        "c_in": layer.c_in,
        "c_out": layer.c_out,
        "full": number(full),
        "depthwise": number(counts[0]),
        "pointwise": number(counts[1]),
        "separable": number(sum(counts)),
        "ratio": about(ratio, 1),
    }
    one = multiplied(layer, "kernel", "kernel", "c_in", "c_out").working
    two = SEPARABLE.right(layer).working
    most = float(full)
    asked = replace(weight_bars(layer).told_up_to(1), most=most)
    compared = panels.BarsChanges(
        most=most, gap=panels.Gap(3, 0, f"× {number(ratio, 1)}") if ratio > 1 else None
    )
    told = {"cost": asked, "both": panels.BarsChanges(most=most), "close": compared}
    cost = choice(SEPARABLE, layer).found_in("", "c_in", text=f"from {layer.c_in} to")
    cost = cost.found_in("", "c_out", text=f"to {layer.c_out} channel")
    cost = cost.found_in("", "kernel", text="One 3×3")
    for key, formula in (("cost", one), ("both", two), ("close", two)):
        yield Frame(
            CLOSING,
            text(key, facts, **numbers),
            formula=formula,
            hidden=all_but(names, "bars"),
            panels={"bars": told[key]},
            question=cost if key == "cost" else None,
            tween=1.2 if key == "both" else 0.0,
        )


@scene(
    "depthwise",
    stage=Stage.STACK,
    params=(
        Param("C_in", "C in", "integer", 128, 1, 512, help="How many channels the input has."),
        Param("C_out", "C out", "integer", 128, 1, 512, help="How many maps come out."),
    ),
    presets=(
        ("128 → 128", {"C_in": 128, "C_out": 128}),
        ("32 → 64", {"C_in": 32, "C_out": 64}),
        ("512 → 512", {"C_in": 512, "C_out": 512}),
    ),
)
def depthwise(values: Values, text: SceneText) -> Parts:
    """Depthwise filters, one for each channel, and a 1×1 filter after them; what they cost."""
    split = split_picture()
    layer = ConvLayer(values.integer("C_in"), values.integer("C_out"), 3, SIDE, padding=1)
    drawn = tuple(split_panels(split, layer))
    names = tuple(panel.name for panel in drawn)
    return Parts(split.tensors, drawn, tuple(_frames(text, split, layer, names)))
