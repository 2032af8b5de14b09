"""Draws any network from its layers alone: activations, columns, classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import prod

import numpy as np

from cnnviz.content.computation import WRITTEN, Index
from cnnviz.content.scene import Array, Frame, Panel, Scale, Stage, Tensor
from cnnviz.content.spec import Parts
from cnnviz.content.texts import SceneText
from cnnviz.engine.layers import Activation, Flatten, GlobalAvgPool2d
from cnnviz.engine.network import Network
from cnnviz.staging import chosen_cell, panels
from cnnviz.staging.answers import Answer, answer_of
from cnnviz.staging.cell_detail import CellDetail
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import as_probability, join_sides, number, percent
from cnnviz.staging.marked_cell import marked_cell
from cnnviz.staging.network_columns import columns_of, has_grown, is_halved
from cnnviz.staging.stages import stages_of


def network_tensors(network: Network, x: Array) -> tuple[Tensor, ...]:
    """Every activation that is drawn, as C×H×W tensors: vectors as C×1×1, the classes as 1×1×C.

    x: the network's input, C×H×W.
    """
    kept = network.run(x)
    stages = stages_of(network)
    last = network.layers[-1].name
    found = []
    for name, data in kept.items():
        if name != last and name != "input" and isinstance(network[name], Flatten):
            continue
        cells = data if data.ndim == 3 else data.reshape((1, 1, -1) if name == last else (-1, 1, 1))
        tanh = name.endswith("tanh")
        scale: Scale = "count" if name == last else "signed"
        if name == "input":
            scale = "rgb" if len(cells) == 3 else "image"
        limit = 1.0 if tanh or name in ("input", last) else full_colour(cells)
        found.append(Tensor(name, cells, f"Output of {name}", stages[name], scale, limit))
    return tuple(found)


STRONGEST = 94.0
"""The percentile of a layer's magnitudes that is drawn in full colour: a few cells far above all
others would leave the rest as pale as the paper."""


def full_colour(cells: Array, percentile: float = STRONGEST) -> float:
    """The magnitude that is drawn in full colour: of maps few cells are above it."""
    strongest = float(np.percentile(np.abs(cells), percentile)) if cells.shape[1] > 1 else 0.0
    return strongest or panels.max_abs(cells)


def network_options(
    network: Network, made: tuple[Tensor, ...], opens: panels.Opens | None = None
) -> panels.Network:
    """What draws a whole network: a column a layer, the classes as bars at its end."""
    chances = next(each for each in made if each.name == network.layers[-1].name).data.ravel()
    data = {each.name: each.data for each in made}
    columns = list(columns_of(network))
    for at, each in enumerate(columns):
        # What halves maps leaves them in their order: the same are drawn.
        halved = is_halved(columns, at)
        drawn = columns[at - 1].drawn if halved else _drawn(data[each.tensor])
        columns[at] = replace(each, drawn=drawn)
    return panels.Network(
        columns=tuple(columns),
        classes=_classes(network),
        percents=tuple(_share(float(each)) for each in chances),
        across=panels.ACROSS,
        along=panels.ALONG,
        opens=opens,
    )


def _share(probability: float) -> str:
    """What stands beside a class's bar: nothing where the bar says that there is next to none."""
    text = percent(as_probability(probability))
    return "" if text.startswith("<") else text


MOST = 16
"""A layer with more maps than this is drawn by SOME of them, with air between."""
SOME = 6


def _drawn(maps: Array) -> tuple[int, ...]:
    """Of more than MOST maps those that vary most, the one that does so most in front, where it is
    seen as a whole; of fewer, and of vectors, all: ()."""
    if len(maps) <= MOST or maps.shape[1] == 1:
        return ()
    return tuple(sorted(most_varied(maps, SOME), key=lambda each: float(maps[each].std())))


def most_varied(maps: Array, count: int) -> tuple[int, ...]:
    """So many of the maps C×H×W: those that vary most over the picture, in their order."""
    order = np.argsort(-maps.std(axis=(1, 2)), kind="stable")[:count]
    return tuple(sorted(order.tolist()))


LAYER = 1.8
"""Seconds for a layer of a network that goes by as a whole."""


def network_panel(
    network: Network, made: tuple[Tensor, ...], opens: panels.Opens | None = None
) -> Panel:
    """The panel of a whole network, as large as the stage."""
    return _panel(network_options(network, made, opens), made)


def _panel(options: panels.Network, made: tuple[Tensor, ...]) -> Panel:
    return options.panel(
        "network",
        tensors=tuple(tensor.name for tensor in made),
        stage=Stage.CLASSIFY,
        size=(10.0, 28.0),
    )


def walkthrough(
    text: SceneText, network: Network, x: Array, cell: tuple[str, Index] | None = None
) -> Parts:
    """A scene in which x goes through a network, one layer in each frame, up to the answer.

    Where a `cell` is asked for, (layer, index), two more frames open it. `text` holds "open",
    "layer", "answer", "asked-patch" and "asked". Raises ValueError if x has another shape than the
    network's input.
    """
    made = network_tensors(network, x)
    cells = {each.name: each for each in made}
    answer = answer_of(network, {name: each.data for name, each in cells.items()})
    opens = panels.Opens(frame=open_frame(network), layers=opened_layers(network))
    options = network_options(network, made, opens)
    *before, last = options.columns
    if bends := _bends(network, last):
        told = f"{last.layer}, then {bends}"
        options = replace(options, columns=(*before, replace(last, title=told)))
    panel = _panel(options, made)
    marks = {
        at: mark
        for at in range(1, len(options.columns))
        if (mark := marked_cell(network, cells, options.columns, at))
    }
    frames = tuple(_frames(text, network, answer, marks))
    listed: tuple[Panel, ...] = (panel,)
    if len(x) in COLOURED:
        # At first the picture itself is seen, then it comes apart into its channels.
        listed += (_picture(made[0]),)
        first, *rest = frames
        frames = (
            replace(first, hidden=(panel.name,)),
            *(replace(frame, hidden=(PICTURE,)) for frame in rest),
        )
    if cell is not None:
        opened = CellDetail(network, cells, cell[0], "asked", cell[1])
        made += opened.tensors
        listed = (replace(panel, tensors=tuple(each.name for each in made)), *listed[1:])
        asked = chosen_cell.open_cell_frames(text, opened, len(columns_of(network)), answer.lit)
        frames += tuple(replace(frame, hidden=frames[-1].hidden) for frame in asked)
    return Parts(made, listed, frames)


COLOURED = (1, 3)
"""An input of so many channels is a picture, grey or in colours."""
PICTURE = "picture"


def _picture(given: Tensor) -> Panel:
    """The input as it is seen."""
    options = panels.Grid(channel=-1 if len(given.data) > 1 else 0, numbers=False)
    drawn = panels.grid(given, options, name=PICTURE)
    return replace(drawn, label="Picture")


def _frames(
    text: SceneText, network: Network, answer: Answer, marks: Mapping[int, panels.OpenCell]
) -> Iterator[Frame]:
    """The input, a layer a frame, and the answer. `marks`: the cell that is marked in a layer."""
    columns, classes, counts = columns_of(network), _classes(network), network.parameters()
    numbers = {
        "layers": len(columns) - 1,
        "parameters": number(sum(counts.values())),
        "answer": classes[answer.best],
        "second": classes[answer.second],
        **answer.spoken,
        "rarer": answer.spoken_rarer,
        "some": SOME,
        "inputs": number(prod(columns[0].shape)),
        "reads": number(prod(columns[-2].shape)),
        "classes": number(len(classes)),
    }
    yield columns_frame(OPENING, text("open", answer.facts, **numbers), 1, view=(0, 1))
    partly = [each.layer for each in columns[1:] if len(each.shape) > 1 and each.shape[0] > MOST]
    for shown, column in enumerate(columns[1:], 2):
        count, *sides = column.shape
        facts = {
            **answer.facts,
            "maps": bool(sides),
            # It holds for those that follow, too.
            "some drawn": column.layer in partly[:1],
            "last": shown == len(columns),
        }
        read, *wide = columns[shown - 2].shape
        facts |= {
            "halved": is_halved(columns, shown - 1),
            "halved before": any(is_halved(columns, at) for at in range(shown - 1)),
            "grown": has_grown(columns, shown - 1),
            "grown before": any(has_grown(columns, at) for at in range(shown - 1)),
            "partly": column.layer in partly,
            "of maps": shown > 2 and bool(wide),
            "one each": count == read and not sides and bool(wide),
            "means": isinstance(network[column.layer], GlobalAvgPool2d),
        }
        made = {
            "layer": column.layer if facts["last"] else _said(network, column),
            "count": number(count),
            "read": number(read),
            "sides": join_sides(sides),
        }
        sentence = text("layer", facts, **numbers, **made)
        # What was halved is seen beside what it was, so that it keeps its size.
        first = shown - 3 if sides and is_halved(columns, shown - 2) else shown - 2
        marked = marks.get(shown - 1)
        yield columns_frame(
            LAYER, sentence, shown, view=(first, shown), opened=marked, window=marked is not None
        )
    closing = text("answer", {**answer.facts, "hidden": len(columns) > 2}, **numbers)
    yield columns_frame(CLOSING, closing, len(columns), lit=answer.lit)


def _said(network: Network, column: panels.Column) -> str:
    """What makes the maps that are seen: a layer, with the function that bends its sums."""
    bends = _bends(network, column)
    return f"{column.layer} with {bends}" if bends else column.layer


def _bends(network: Network, column: panels.Column) -> str:
    """The function that follows a layer, as it is written; empty where none does."""
    bends = network[column.tensor]
    if not isinstance(bends, Activation) or column.tensor == column.layer:
        return ""
    return WRITTEN.get(bends.kind, bends.kind)


def columns_frame(
    seconds: float,
    sentence: str,
    shown: int,
    *,
    view: tuple[int, int] | None = None,
    lit: int | None = None,
    opened: panels.OpenCell | None = None,
    window: bool = False,
) -> Frame:
    """The first `shown` columns of a network; once there is a second, the camera flies.

    view: which columns it frames, half-open; all by default. lit: the class that is spoken of.
    opened: a cell that is marked in a view, and its field, or with `window` what it reads.
    """
    changes = panels.NetworkChanges(shown=shown, lit=lit, view=view, open=opened, window=window)
    flight = chosen_cell.FLIGHT if shown > 1 else 0.0
    return Frame(seconds, sentence, panels={"network": changes}, tween=flight)


def _classes(network: Network) -> tuple[str, ...]:
    """The names of its classes; their numbers from 0 where they have none."""
    outputs = prod(network.shapes()[network.layers[-1].name])
    return network.classes or tuple(map(str, range(outputs)))


def open_frame(network: Network) -> int:
    """The frame of a tour, from 0, in which the cell that was asked for is open."""
    return len(columns_of(network)) + 2


def opened_layers(network: Network) -> dict[str, str]:
    """By each tensor that is made before the classes are: the layer whose cells it holds.

    A layer is named as the tours of all networks name it, "lenet C1".
    """
    found: dict[str, str] = {}
    for column in columns_of(network)[1:]:
        named = f"{network.name} {column.layer}"
        found |= {column.raw: named, column.tensor: named}
    return found
