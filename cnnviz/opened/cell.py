"""One cell of a layer: what it reads, what is made of it, and what it sees of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnviz.content.computation import Index
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.engine.joins import Arithmetic
from cnnviz.engine.normalization import BatchNorm2d, LocalResponseNorm
from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.opened.maps import as_maps, picture_tensor
from cnnviz.opened.subject import Subject
from cnnviz.opened.terms import cell_read, is_between_stamps
from cnnviz.opened.waiting import waiting
from cnnviz.opened.wording import called
from cnnviz.staging import panels
from cnnviz.staging.cell_detail import CellDetail
from cnnviz.staging.chosen_cell import PLACE, cell_facts, cell_frame, chosen_index
from cnnviz.staging.durations import CLOSING
from cnnviz.staging.formatting import number
from cnnviz.staging.network_panels import MOST, SOME, columns_frame, most_varied

SUMMED = 1
"""The frame, from 0, in which the terms have met in their sum."""


@cache
def openable(subject: Subject) -> tuple[str, ...]:
    """The layers whose cells can be opened, in order."""
    return tuple(name for name in subject.layers if cell_read(subject, name, (0, 0, 0)))


@dataclass(frozen=True)
class _Opened:
    subject: Subject
    cell: CellDetail
    tensors: tuple[Tensor, ...]
    columns: tuple[panels.Column, ...]

    @property
    def field(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Rows and columns of the picture that the cell sees; None where that is no rectangle."""
        fields = self.subject.network.receptive_fields()
        seen = self.subject.picture is not None and self.cell.layer in fields
        return self.cell.seen if seen and not self.subject.network.more_inputs else None


def _opened(subject: Subject, name: str, index: Index) -> _Opened:
    found = cell_read(subject, name, index)
    if found is None:
        place = "map {}, row {}, column {}".format(*(each + 1 for each in index))
        if is_between_stamps(subject, name, index):
            got = f"got {place}, which holds the bias alone"
            raise ParameterError("row", f"must be where a stamp reaches in {name}; {got}")
        raise ParameterError("layer", f"must have cells that can be opened; got {name} at {place}")
    read, cells = found
    cell = CellDetail(subject.network, cells, name, "asked", index, read)
    channels, _, _ = read.input.spans
    columns = [_column(cells[read.source], read.origin, channels[0])]
    picture = picture_tensor(subject)
    if picture is not None:
        columns.insert(0, _column(picture, "picture", 0))
    shown = cells[read.activated or name]
    target = _column(shown, name, index[0], raw=name)
    tensors = [each for each in (picture, *cells.values(), *cell.tensors) if each is not None]
    return _Opened(subject, cell, tuple(tensors), (*columns, target))


def _column(tensor: Tensor, label: str, channel: int, raw: str = "") -> panels.Column:
    """A layer as it stands in space; of many maps some, the one that is spoken of with them."""
    count, rows, columns = tensor.data.shape
    drawn: tuple[int, ...] = ()
    if count > MOST and rows * columns > 1:
        drawn = tuple(sorted({*most_varied(tensor.data, SOME), channel}))
    shape = (count, rows, columns) if rows * columns > 1 else (count,)
    return panels.Column(
        tensor=tensor.name, raw=raw or tensor.name, layer=label, shape=shape, drawn=drawn
    )


def _panel(opened: _Opened) -> Panel:
    cell = opened.cell
    layers = {cell.layer: cell.layer, cell.activated or cell.layer: cell.layer}
    source = cell.source
    if source in openable(opened.subject):
        layers[source] = source
    network = panels.Network(
        columns=opened.columns,
        classes=(),
        percents=(),
        across=panels.ACROSS,
        along=panels.ALONG,
        barred=False,
        opens=panels.Opens(frame=SUMMED, layers=layers),
    )
    names = tuple(each.name for each in opened.tensors)
    return network.panel("network", tensors=names, stage=Stage.CONV, size=(10.0, 28.0))


def _facts(opened: _Opened) -> dict[str, bool]:
    """What holds of an opened cell of a layer of any kind."""
    cell, layer = opened.cell, opened.subject.layers[opened.cell.layer]
    alone = cell.terms == 1 and not cell.input.bias
    several = isinstance(layer, Arithmetic) and len(opened.subject.sources[layer.name]) > 1
    return {
        "a copy": cell.kind == "sum" and alone,
        "a sum": cell.kind == "sum",
        "a product": cell.kind == "dot" and alone,
        "normalises": isinstance(layer, BatchNorm2d | GroupNorm | LayerNorm),
        "damped": isinstance(layer, LocalResponseNorm),
        "multiplied": several and getattr(layer, "kind", "") == "mul",
        "divided": several and getattr(layer, "kind", "") == "div",
    }


def _frames(opened: _Opened, text: SceneText) -> Iterator[Frame]:
    cell, many = opened.cell, len(opened.columns)
    facts = cell_facts(cell) | _facts(opened)
    sources = opened.subject.sources[cell.layer]
    names = {
        "layer": cell.layer,
        "source": cell.origin,
        "other": sources[0] if cell.origin == sources[-1] else sources[-1],
    }
    numbers = cell.numbers | {"outside": number(cell.outside)}
    numbers |= {key: called(opened.subject, name) for key, name in names.items()}
    yield cell_frame(3.2, text("patch", facts, **numbers), cell, 1, shown=many)
    stage = 4 if cell.activated else 3
    yield cell_frame(CLOSING, text("sum", facts, **numbers), cell, stage, shown=many)
    field = opened.field
    if field is None or opened.subject.picture is None:
        return
    sides = [end - start for start, end in field]
    picture = opened.subject.picture.shape[1:]
    whole = all(
        start <= 0 and end >= side for (start, end), side in zip(field, picture, strict=True)
    )
    beyond = any(start < 0 or end > side for (start, end), side in zip(field, picture, strict=True))
    told = text(
        "field",
        {"whole": whole, "beyond": beyond},
        **numbers,
        field=f"{sides[0]}×{sides[1]}",
        picture=opened.subject.pictured,
    )
    marked = cell.opened(stage, field=True)
    yield columns_frame(CLOSING, told, many, view=(0, many), opened=marked)


def cell_scene(subject: Subject) -> SceneSpec:
    """The scene that opens a cell: at first the strongest of the first layer."""
    names = openable(subject)
    shapes = [as_maps(subject.kept[name]).shape for name in names]
    most = [max(shape[axis] for shape in shapes) for axis in range(3)]
    first = as_maps(subject.kept[names[0]])
    strongest = [int(each) + 1 for each in np.unravel_index(int(first.argmax()), first.shape)]
    place = (
        Param(key, label, "integer", default, 1, side, help="From 1; a tap sets it.")
        for (key, label), default, side in zip(PLACE.items(), strongest, most, strict=True)
    )
    layer = Param(
        "layer",
        "Layer",
        "choice",
        names[0],
        choices=tuple((name, name) for name in names),
        help="Where the cell is.",
    )

    def build(values: Values, text: SceneText) -> Parts:
        name = values.word("layer")
        index = chosen_index(values, name, subject.shapes[name])
        opened = _opened(subject, name, index)
        return Parts(opened.tensors, (_panel(opened),), tuple(waiting(_frames(opened, text))))

    return SceneSpec("cell", Stage.CONV, build, (layer, *place))
