"""A digit goes through a trained network, layer by layer; any cell of it opens when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import prod
from typing import NamedTuple

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.question import Question
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.network import Network
from cnnviz.misconceptions.depth import FIELD, Chain
from cnnviz.misconceptions.layers import MAPS
from cnnviz.misconceptions.questions import choice
from cnnviz.misconceptions.questions import number as typed
from cnnviz.staging import network_panels, panels
from cnnviz.staging.answers import answer_of
from cnnviz.staging.cell_detail import LISTED, CellDetail
from cnnviz.staging.chosen_cell import FLIGHT, cell_frame, chosen_index, open_cell_frames
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import equals, latex, number
from cnnviz.staging.network_columns import columns_of, with_border
from cnnviz.steps.lenet.common import EXAMPLE, LAYERS, answer_numbers
from cnnviz.steps.lenet.softmax import NAMES, Softmax
from cnnviz.steps.lenet.subjects import conv_layer
from cnnviz.steps.lenet.telling import tellings

ASKED = 34
"""The frame, counted from 0, in which the cell that was asked for is open."""

_DIGITS = tuple((each.name, str(each.label)) for each in seeds.digits())

OWN = "own"
"""Not one of the chapter's digits, but the one drawn in scene live."""

PARAMS = (
    Param("digit", "Digit", "choice", _DIGITS[0][0], choices=(*_DIGITS, (OWN, "your drawing"))),
    Param(
        "drawing",
        "Drawing",
        "strokes",
        EXAMPLE,
        help="The strokes of a digit of one's own; it is drawn in the scene live.",
        knob=False,
    ),
    Param(
        "layer",
        "Layer",
        "choice",
        "",
        choices=(("", "none"), *((name, name) for name in LAYERS)),
        help="Where the cell is that a tap has opened.",
    ),
    Param("channel", "Map or neuron", "integer", 5, 1, 120, help="Which map, or which neuron."),
    Param("row", "Row", "integer", 3, 1, 28, help="Vectors have no rows: it does nothing there."),
    Param("column", "Column", "integer", 3, 1, 28, help="The same for columns."),
)

PRESETS: tuple[tuple[str, Mapping[str, int | str]], ...] = (
    ("C1: 25 terms", {"layer": "C1", "channel": 2, "row": 9, "column": 15}),
    ("S2: a mean of 4", {"layer": "S2", "channel": 2, "row": 5, "column": 8}),
    ("C3: 150 terms", {"layer": "C3", "channel": 5, "row": 3, "column": 3}),
    ("F5: 400 terms", {"layer": "F5", "channel": 7}),
    ("output: 84 terms", {"layer": "output", "channel": 6}),
)


FAR = 1.6 * FLIGHT
"""Seconds for the flight from all layers to the first cell."""

PICTURE = "picture"
"""The panel of the picture as it is seen, before the network reads it."""

KEYS = ("conv", "pool", "deep", "again", "dense", "dense-again", "output")
"""What the sentences of each layer are called: KEY-patch, KEY-sum."""
AT_ONCE = "dense-again"
"""The layer whose cell is read and summed in one sentence, as those of another have been."""


class Digit(NamedTuple):
    """What the network makes of a digit, which cells are opened, and what sentences say of it."""

    network: Network
    made: tuple[Tensor, ...]
    opened: Mapping[str, CellDetail]
    """By layer, the cell that is opened on the way."""
    asked: CellDetail | None
    """The cell that was asked for, if any was."""
    lit: int | None
    """The class that stands out; none where the answer is not to be believed."""
    facts: dict[str, bool]
    numbers: dict[str, object]

    @property
    def looked_into(self) -> tuple[Tensor, ...]:
        """What the opened cells read and multiply."""
        cells = (*self.opened.values(), *((self.asked,) if self.asked else ()))
        return tuple(tensor for cell in cells for tensor in cell.tensors)

    @property
    def softmax(self) -> Softmax:
        """What softmax makes of the last sums."""
        sums = next(each for each in self.made if each.name == LAYERS[-1])
        return Softmax(self.network.classes, sums.data.ravel())


def _image(values: Values) -> Array:
    if values.word("digit") != OWN:
        return seeds.digit(values.word("digit"))
    if not values.strokes("drawing"):
        raise ParameterError("drawing", "must hold a stroke to be read; got an empty paper")
    return seeds.ink_of(values.strokes("drawing"))


def _digit(values: Values) -> Digit:
    network = seeds.network("lenet")
    made = network_panels.network_tensors(network, with_border(network, _image(values)))
    cells = {tensor.name: tensor for tensor in made}
    opened = {
        name: CellDetail(network, cells, name, name, index)
        for name, index in tellings(network, cells, LAYERS).items()
    }
    answer = answer_of(network, {name: tensor.data for name, tensor in cells.items()})
    own = values.word("digit") == OWN
    label = next((d.label for d in seeds.digits() if d.name == values.word("digit")), None)
    facts = {
        **answer.facts,
        "own": own,
        "wrong": not own and network.classes[answer.best] != str(label),
        "on the stroke": bool((opened["C1"].patch > 0).any()),
        "strongest": opened["output"].result == float(cells["output"].data.max()),
    }
    numbers = {
        **answer_numbers(network, answer),
        "label": label,
        "parameters": number(sum(network.parameters().values())),
    }
    asked = _asked(network, cells, values)
    return Digit(network, made, opened, asked, answer.lit, facts, numbers)


def _asked(network: Network, cells: Mapping[str, Tensor], values: Values) -> CellDetail | None:
    """The cell that was asked for; None where no layer was."""
    layer = values.word("layer")
    if not layer:
        return None
    index = chosen_index(values, layer, network.shapes()[layer])
    return CellDetail(network, cells, layer, "asked", index)


def _panels(digit: Digit, text: SceneText) -> Iterator[Panel]:
    """The network, before it the picture as it is seen, at its end what softmax does."""
    layers = {column.tensor: column.layer for column in columns_of(digit.network)[1:]}
    opens = panels.Opens(frame=ASKED, layers=layers)
    panel = network_panels.network_panel(digit.network, digit.made, opens)
    yield replace(panel, tensors=panel.tensors + tuple(each.name for each in digit.looked_into))
    picture = panels.grid(digit.made[0], panels.Grid(numbers=False), name=PICTURE)
    yield replace(picture, label=text("label-picture"))
    yield from digit.softmax.panels(text)


def _frames(text: SceneText, digit: Digit) -> Iterator[Frame]:
    """All frames, each without the panels that are not its own."""
    first, *rest = _passage(text, digit)
    yield replace(first, hidden=("network", *NAMES))
    yield from (
        frame if frame.hidden else replace(frame, hidden=(PICTURE, *NAMES)) for frame in rest
    )


def _passage(text: SceneText, digit: Digit) -> Iterator[Frame]:
    frame = network_panels.columns_frame
    columns = len(columns_of(digit.network))
    # The picture goes to its place before all layers.
    layers = {"network": panels.NetworkChanges(shown=1, outline=True)}
    yield Frame(OPENING, text("open", digit.facts), panels=layers)
    yield Frame(3.6, text("ahead", **digit.numbers), panels=layers, tween=FLIGHT)
    made = ""
    for shown, (cell, key) in enumerate(zip(digit.opened.values(), KEYS, strict=True), 1):
        # After the first sum tanh has a frame of its own; from then on it belongs to the sum.
        first, last = shown == 1, shown == columns - 1
        numbers = {**cell.numbers, "made": made}
        made = number(cell.value)
        tween = FAR if first else 0.0
        if key != AT_ONCE:
            patch = text("deep-ask" if key == "deep" else f"{key}-patch", digit.facts, **numbers)
            raw = first or last
            read = cell_frame(3.2, patch, cell, 1, shown=shown, raw=raw, tween=tween)
            yield replace(read, question=_maps(cell)) if key == "deep" else read
        total = text(f"{key}-sum", digit.facts, **numbers)
        way = FAR + FLIGHT / 2 if key == AT_ONCE else 0.0
        added = cell_frame(3.2, total, cell, 3, shown=shown + 1, raw=first or last, tween=way)
        # Of many terms a few stand for all: once is enough.
        added = replace(added, pictured=cell.terms > LISTED and not first)
        yield added
        if key == "deep":
            yield from _field(text, digit, cell)
        if first:
            squeezed = cell_frame(3.0, text("tanh", **cell.numbers), cell, 4, shown=shown + 1)
            yield replace(squeezed, formula=_tanh(cell))
    bars = columns - 1, columns
    answer = text("answer", digit.facts, **digit.numbers)
    said = frame(4.0, answer, columns, lit=digit.lit, view=bars)
    *powers, shares = digit.softmax.frames(text, ("network", PICTURE))
    # The network stays as it was until it is gone, and is there anew with the answer.
    yield from (replace(each, panels={**added.panels, **each.panels}) for each in powers)
    yield replace(shares, panels={**said.panels, **shares.panels})
    yield said
    closing = 4.0 if digit.asked else CLOSING
    yield frame(closing, text("whole", digit.facts, **digit.numbers), columns, lit=digit.lit)
    if digit.asked:
        yield from open_cell_frames(text, digit.asked, columns, digit.lit)


def _maps(cell: CellDetail) -> Question:
    """How many maps the filters of its layer make."""
    layer = conv_layer(cell.layer)
    asked = choice(MAPS, layer, unit="maps").found_in("network", "c_in", text=f"{layer.c_in}×")
    return asked.found_in("", "c_out", text="sixteen")


def _tanh(cell: CellDetail) -> str:
    """What it makes of the cell's sum."""
    sign = equals(cell.result, cell.value)
    return latex(rf"\tanh({number(cell.result)}) {sign} {number(cell.value)}")


def _field(text: SceneText, digit: Digit, cell: CellDetail) -> Iterator[Frame]:
    """How many pixels wide a cell of C3 sees: asked, and shown in the input."""
    chain = Chain.up_to(digit.network, cell.layer)
    before = chain._replace(kernels=chain.kernels[:-1], strides=chain.strides[:-1])
    outcome = FIELD.right(chain)
    numbers = {
        **cell.numbers,
        "field": outcome.printed,
        "more": chain.kernels[-1] - 1,
        "one": FIELD.right(before).printed,
        "jump": prod(chain.strides),
    }
    shown = LAYERS.index(cell.layer) + 2

    def frame(key: str, *, field: bool) -> Frame:
        opened, sentence = cell.opened(1, field=field), text(key, **numbers)
        return network_panels.columns_frame(4.0, sentence, shown, view=(0, shown), opened=opened)

    yield replace(frame("field-ask", field=False), question=typed(FIELD, chain, "pixels"))
    yield frame("field", field=True)


@scene("run", stage=Stage.CLASSIFY, params=PARAMS, presets=PRESETS)
def run(values: Values, text: SceneText) -> Parts:
    """A digit goes through LeNet-5, layer by layer; one cell of each layer is opened on the way."""
    digit = _digit(values)
    tensors = digit.made + digit.looked_into
    return Parts(tensors, tuple(_panels(digit, text)), tuple(_frames(text, digit)))
