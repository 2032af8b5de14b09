"""The scene flatten: the digit is unrolled row by row, and neurons are wired to every entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import prod

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.misconceptions.layers import PARAMETERS, ConvLayer
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, pixel, region, whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, join_sides, number, roughly
from cnnviz.staging.shots import all_but
from cnnviz.steps.mlp.common import ink
from cnnviz.steps.mlp.drawn_digit import (
    AROUND,
    SAMPLES,
    Drawn,
    corner_of,
    drawn_from,
    touching_at,
)
from cnnviz.steps.mlp.layers import (
    FILTER,
    PHOTO,
    Layers,
    compared,
    digit_alone,
    in_memory,
    layer_bars,
    layers_for,
)

BYTES = 4
"""Of a weight in float32."""

WIDE = 100.0
"""How wide the stage is, in units."""

DRAWN = 25
"""Of more neurons than that so many are drawn (FANS of static/js/views/vectors.js)."""


def _panels(drawn: Drawn, neurons: int, layers: Layers) -> tuple[Panel, ...]:
    digit, lens, vector, photograph = drawn
    pixels, photo = vector.data.size, prod(PHOTO)
    said = f"{DRAWN} of " * (neurons > DRAWN) + f"{number(neurons)} neurons"
    strip = panels.Strip(neurons=neurons, entries=pixels, said=said, row="new")
    entries = tuple(
        panels.Bar(label, count, number(count), Stage.INPUT)
        for label, count in (
            (f"Digit, {join_sides(digit.data.shape[1:])}", pixels),
            (f"Picture in colour, {join_sides(PHOTO)}", photo),
        )
    )
    return (
        # On this side its lines to the vector do not cross the digit.
        replace(panels.grid(lens, panels.Grid(numbers=False), zoom=ENLARGED), note=""),
        # Its size stands above it: below, the beam to the vector would cross it.
        replace(panels.grid(digit), label=entries[0].label, note=""),
        strip.panel(
            "strip",
            tensors=(vector.name,),
            note=f"a vector of {pixels} entries",
            stage=Stage.INPUT,
            size=(6.5, WIDE),
        ),
        replace(panels.grid(photograph, panels.Grid(channel=-1), zoom=SIDE), note=""),
        *(
            replace(panels.grid(each, options, name=name), label="", note="")
            for name, each, options in (
                (ICONS[0], digit, panels.Grid()),
                (ICONS[1], photograph, panels.Grid(channel=-1, row="under")),
                (ICONS[2], photograph, panels.Grid(channel=-1, row="under")),
            )
        ),
        panels.bars(
            "entries",
            panels.Bars(bars=entries, above=True, row="same"),
            label="Entries of the vector, at one scale",
            height=BARS / len(entries),
            width=BESIDE,
        ),
        panels.bars(
            "bars",
            layer_bars(layers),
            label="Weights and biases",
            height=BARS / len(layers),
            width=BESIDE,
        ),
    )


BARS, BESIDE = 34.0, 82.0
"""How high all bars and their labels are, in units: as high as the pictures beside them; and how
wide they are there."""
SIDE = 28 / SAMPLES
"""How large one of these pixels is drawn, in units."""
ENLARGED = 3.6
"""How large one of the pixels is that are enlarged, in units."""
TOUCHING = 2.0
"""How long the two that touch are seen in the digit again, before the corners come."""
LIFTED = 2.6
"""In how many seconds the first row with ink is taken out of the picture."""
BLANK = 0.3
"""How long a row of blank paper takes above that one."""
ALONE, SHRINKS = 2.6, 2.4
"""How long the digit's bar stands alone, and how long it shrinks as the photograph's comes."""

SMALL = panels.GridChanges(size=(24.0, 24.0))
"""The digit, where the vector stands below it."""
BESIDE_LENS = panels.GridChanges(size=(28.0, 28.0))
"""Where two of its pixels are looked at."""
ICONS = ("digit's", "photograph's", "convolution's")
"""The pictures at the heads of the bars' rows, by bar."""
ALL = ("lens", "digit", "strip", "photograph", *ICONS, "entries", "bars")
"""All panels, in their order."""


def _heads(count: int) -> dict[str, panels.GridChanges]:
    """So many of those, as high as their rows."""
    side = BARS / count - 1.6
    return dict.fromkeys(ICONS[:count], panels.GridChanges(size=(side, side)))


def _unrolled(text: SceneText, drawn: Drawn) -> Iterator[Frame]:
    """Row after row laid end to end; then two neighbours that are torn apart."""
    digit, lens, vector, _ = drawn
    _, height, width = digit.data.shape
    y, x = touching_at(digit)
    top, left = corner_of(y, x, (height, width))
    piece = region(digit, "window", (top, top + AROUND), (left, left + AROUND), group=2)
    enlarged = whole(lens, "border", group=2)
    touching = tuple(
        pixel(lens, "window", row - top, x - left, group=row - y, stage=Stage.CLASSIFY)
        for row in (y, y + 1)
    )
    entries = tuple(
        cell(vector, 0, row * width + x, group=row - y, stage=Stage.CLASSIFY) for row in (y, y + 1)
    )
    later = ALL[3:]
    opening = text("open", height=height, width=width)
    yield Frame(OPENING, opening, hidden=("lens", "strip", *later))
    inked = int(digit.data[0].any(axis=1).argmax())
    for row in range(height):
        yield Frame(
            BLANK if row < inked else max(0.14, 2.6 * 0.6 ** (row - inked)),
            text("first" if row <= inked else "rows", width=width),
            boxes=(
                region(digit, "window", (row, row + 1), (0, width), group=0),
                region(vector, "cell", (0, 1), (row * width, (row + 1) * width), group=0),
            ),
            hidden=("lens", *later),
            revealed={"vector": (row + 1) * width},
            panels={"digit": SMALL},
            tween=LIFTED if row == inked else 1.4 if row == 0 else 0.0,
        )
    looked_at = (piece, enlarged, *touching)
    first, last = (box.columns[0] for box in entries)
    # Clear of the outlines of the two entries, which are wider than they.
    between = region(vector, "highlight", (0, 1), (first + 3, last - 2), stage=Stage.CLASSIFY)
    apart = replace(between, name=f"{width} apart")
    for key, boxes in (("ask", looked_at), ("torn", (*looked_at, *entries, apart))):
        yield Frame(
            CLOSING,
            text(key, apart=width),
            boxes=boxes,
            hidden=later,
            panels={"digit": BESIDE_LENS},
            tween=1.2 if key == "ask" else 0.0,
        )
    yield from _alike(text, drawn)


def _alike(text: SceneText, drawn: Drawn) -> Iterator[Frame]:
    """Two pixels that touch, and two in opposite corners: each is one entry."""
    digit, _, vector, _ = drawn
    _, height, width = digit.data.shape
    y, x = touching_at(digit)
    corners = ((0, 0), (height - 1, width - 1))
    marked = tuple(
        (
            pixel(digit, "window", row, column, group=group, stage=Stage.CLASSIFY),
            cell(vector, 0, row * width + column, group=group, stage=Stage.CLASSIFY),
        )
        for group, (row, column) in enumerate(((y, x), (y + 1, x), *corners))
    )
    for seconds, pairs in ((TOUCHING, marked[:2]), (CLOSING, marked)):
        yield Frame(
            seconds,
            text("corners", bottom=height - 1, right=width - 1),
            boxes=tuple(box for pair in pairs for box in pair),
            hidden=all_but(ALL, "digit", "strip"),
            panels={"digit": BESIDE_LENS},
            tween=1.2,
        )


def _wired(text: SceneText, neurons: int, layers: Layers) -> Iterator[Frame]:
    """A neuron is wired to every entry, then many are."""
    inputs = layers.digit.weights // neurons
    for key, wires, many, weights in (
        ("neuron", 0.04, 0, inputs),
        ("wires", 1, 0, inputs),
        ("many", 1, 1, layers.digit.weights),
    ):
        yield Frame(
            OPENING,
            text(key, neurons=number(neurons), weights=number(weights), biases=number(neurons)),
            hidden=all_but(ALL, "strip"),
            panels={"strip": panels.StripChanges(wires=wires, many=many, size=(32.0, WIDE))},
            tween=0.0 if key == "neuron" else 1.4,
        )


def _counted(text: SceneText, neurons: int, layers: Layers) -> Iterator[Frame]:
    """A photograph instead of the digit; the weights of each layer, bar by bar."""
    ratio = Fraction(layers.photo.parameters, layers.conv.parameters)
    numbers = {
        "neurons": number(neurons),
        "biases": number(neurons),
        "weights": number(layers.photo.weights),
        "both": number(layers.photo.parameters),
        "inputs": number(prod(PHOTO)),
        "size": " × ".join(map(str, PHOTO)),
        "megabytes": about(Fraction(BYTES * layers.photo.weights, 10**6), 0),
        "parameters": number(layers.conv.parameters),
        "times": roughly(ratio),
    }
    facts = {"too short to be seen": layers.conv.parameters < layers.scale * panels.UNSEEN}
    counted = all_but(ALL, *ICONS[:2], "entries")
    yield Frame(OPENING, text("photo", facts, **numbers), hidden=counted, panels=_heads(2))
    two, alone = panels.BarsChanges(shown=2), digit_alone(layers)
    heavy, asked = in_memory(layers, str(numbers["megabytes"])), layer_bars(layers).told_up_to(2)
    kernel, _, c_in, c_out = FILTER
    question = choice(PARAMETERS, ConvLayer(c_in, c_out, kernel, PHOTO[0])).found_in(
        "bars", "kernel", "c_in", "c_out", text=layers.conv.label.partition(", ")[2]
    )
    all_bars = panels.BarsChanges()
    for key, seconds, bars in (
        ("photo-weights", ALONE, alone),
        ("photo-weights", CLOSING, two),
        ("memory", CLOSING, heavy),
        ("predict", OPENING, asked),
        ("conv", CLOSING, all_bars),
        ("fewer", CLOSING, compared(str(numbers["times"]))),
    ):
        count = 2 if bars.shown == 2 else 3
        yield Frame(
            seconds,
            text(key, facts, **numbers),
            hidden=all_but(ALL, *ICONS[:count], "bars"),
            panels={"bars": bars, **_heads(count)},
            tween=SHRINKS if bars is two else 1.2 if bars is alone else 0.0,
            question=question if key == "predict" else None,
        )


_HELP = "In the first fully connected layer."


@scene(
    "flatten",
    stage=Stage.INPUT,
    params=(Param("neurons", "Hidden neurons", "integer", 1000, 2, 4096, help=_HELP),),
)
def flatten(values: Values, text: SceneText) -> Parts:
    """The digit is unrolled row by row, and neurons are wired to every entry."""
    neurons = values.integer("neurons")
    drawn = drawn_from(ink(seeds.digit(), "Digit", "digit"))
    layers = layers_for(drawn.digit, neurons)
    frames = (
        *_unrolled(text, drawn),
        *_wired(text, neurons, layers),
        *_counted(text, neurons, layers),
    )
    return Parts(tuple(drawn), _panels(drawn, neurons, layers), frames)
