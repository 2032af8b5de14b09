"""What the units of a network of photographs like best, and where a picture excites one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.receptive import ReceptiveField
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, number
from cnnviz.staging.inputs import PICTURE, picture_array

NETWORK = "simplecnn"

LAYERS = ("conv1", "conv2", "conv3")

ROWS = 6
"""Rows of tiles: as few as a wide stage allows."""

RGB = panels.Grid(channel=-1)

PATCHES = 3
"""How many places of the picture are shown: those that excite the unit most."""


def _sheet(name: str, pictures: NDArray[np.uint8]) -> Tensor:
    count, colours, height, width = pictures.shape
    data = pictures.reshape(count * colours, height, width).astype(np.float32) / 255
    label = f"{name}: what its {count} units like"
    return Tensor(f"{name} units", data, label, Stage.STACK, "rgb", 1.0)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a layer, counted from 0: what it likes best, and how a picture excites it."""

    layer: str
    index: int
    map: Array
    liked: Tensor
    fields: tuple[ReceptiveField, ReceptiveField]
    """What it sees from top to bottom and from left to right."""


class Patch(NamedTuple):
    """A place of the picture that excites the unit: cut out, where it is, and all of the cut."""

    tensor: Tensor
    window: Box
    target: Box


def _unit(layer: str, asked: int, picture: Array) -> Unit:
    """The unit asked for, counted from 1; 0 asks for the one that is excited most.

    Raises ParameterError where the layer has no such unit.
    """
    network = seeds.network(NETWORK)
    maps = network.run(picture)[f"{layer} relu"]
    if asked > len(maps):
        raise ParameterError("unit", f"must be at most {len(maps)} in this layer; got {asked}")
    index = asked - 1 if asked else int(maps.max(axis=(1, 2)).argmax())
    own = seeds.features(NETWORK)[layer][index].astype(np.float32) / 255
    liked = Tensor("unit", own, f"{layer}, unit {index + 1}", Stage.STACK, "rgb", 1.0)
    return Unit(layer, index, maps[index], liked, network.receptive_fields()[layer])


def _patches(unit: Unit, image: Tensor) -> Iterator[Patch]:
    """Where the picture excites the unit most, best first."""
    vertical, horizontal = unit.fields
    # Near the edge a unit sees beyond the picture: zeros, as its network pads it.
    margin = vertical.size
    framed = np.pad(image.data.astype(np.float64), ((0, 0), (margin, margin), (margin, margin)))
    places = _places(unit.map, max(1, margin // (4 * vertical.jump)))
    for group, (y, x) in enumerate(places):
        rows, columns = vertical.seen_by(y), horizontal.seen_by(x)
        cut = framed[:, *(slice(start + margin, stop + margin) for start, stop in (rows, columns))]
        value = f"gives {about(float(unit.map[y, x]))}"
        tensor = Tensor(f"patch {group + 1}", cut, value, Stage.INPUT, "rgb", 1.0)
        window = region(image, "window", rows, columns, group=group)
        side = (0, margin)
        yield Patch(tensor, window, region(tensor, "highlight", side, side, group=group))


def _places(plane: Array, apart: int) -> list[tuple[int, int]]:
    """The cells of a map that are excited most, none nearer than `apart` to another."""
    left = plane.astype(np.float64).copy()
    found: list[tuple[int, int]] = []
    while len(found) < PATCHES and left.max() > 0:
        y, x = (int(n) for n in np.unravel_index(int(left.argmax()), left.shape))
        found.append((y, x))
        left[max(0, y - apart) : y + apart + 1, max(0, x - apart) : x + apart + 1] = 0
    return found


def _tiles(layer: str, sheet: Tensor) -> Panel:
    """All units' pictures of a layer, in six rows."""
    count = len(sheet.data) // 3
    columns = -(-count // ROWS)
    opens = panels.Opens(frame=4, layers={sheet.name: layer}, unit="unit")
    return panels.Tiles(columns=columns, opens=opens).panel(
        sheet.name,
        tensors=(sheet.name,),
        label=f"{layer}: {count} units",
        note=f"each {sheet.data.shape[1]}×{sheet.data.shape[2]}",
        stage=Stage.STACK,
        size=(ROWS * 2.0, columns * 2.0),
    )


def _panels(
    sheets: list[Tensor], unit: Unit, image: Tensor, patches: list[Patch]
) -> tuple[Panel, ...]:
    side = unit.fields[0].size
    zoom, note = 10.0 / max(side, 6), f"{side}×{side}"
    return (
        *map(_tiles, LAYERS, sheets),
        panels.grid(unit.liked, replace(RGB, row="new"), zoom=zoom, note=note),
        panels.grid(image, RGB, zoom=10.0 / 32, note="32×32"),
        *(panels.grid(each.tensor, RGB, zoom=zoom, note=note) for each in patches),
    )


def _frames(
    text: SceneText, sheets: list[Tensor], unit: Unit, patches: list[Patch]
) -> Iterator[Frame]:
    """The sheets, layer by layer; then the unit, and the patches that excite it."""
    names = tuple(sheet.name for sheet in sheets)
    cuts = tuple(each.tensor.name for each in patches)
    later = ("picture", "unit", *cuts)
    photographs = seeds.card(NETWORK)["learned_from"]
    assert isinstance(photographs, int)
    yield Frame(OPENING, text("open", photographs=number(photographs)), hidden=(*names[1:], *later))
    for k, (key, sheet) in enumerate(zip(("first", "second", "third"), sheets, strict=True)):
        count, size = len(sheet.data) // 3, sheet.data.shape[1]
        yield Frame(
            5.0,
            text(key, count=count, size=size if k else 3),
            hidden=(*names[k + 1 :], *later),
            focus=(sheet.name,),
        )
    own = f"{unit.layer} units"
    lit = {own: panels.TilesChanges(lit=unit.index)}
    yield Frame(
        4.0,
        text("unit", layer=unit.layer, unit=unit.index + 1, size=unit.fields[0].size),
        hidden=("picture", *cuts),
        focus=(own, "unit"),
        panels=lit,
    )
    windows = tuple(each.window for each in patches)
    facts = {
        "zero everywhere": not unit.map.any(),
        "over the edge": any(
            start < 0 or stop > PICTURE.maximum
            for box in windows
            for start, stop in (box.rows, box.columns)
        ),
    }
    yield Frame(
        5.0,
        text("patches", facts, best=about(float(unit.map.max()))),
        boxes=(*windows, *(each.target for each in patches)),
        focus=("unit", "picture", *cuts),
        panels=lit,
    )
    yield Frame(CLOSING, text("close"), panels=lit)


_HELP = "Counted from the top left; 0 takes the one that is excited most."


@scene(
    "learned",
    stage=Stage.STACK,
    params=(
        PICTURE,
        Param("layer", "Layer", "choice", "conv3", choices=tuple((name, name) for name in LAYERS)),
        Param("unit", "Unit", "integer", 0, 0, 128, help=_HELP),
    ),
)
def learned(values: Values, text: SceneText) -> Parts:
    """Every unit's favourite, layer by layer; then one unit, and what it finds on a picture."""
    picture = picture_array(values.picture("picture"))
    image = Tensor("picture", picture, "Picture", Stage.INPUT, "rgb", 1.0)
    sheets = [_sheet(layer, seeds.features(NETWORK)[layer]) for layer in LAYERS]
    unit = _unit(values.word("layer"), values.integer("unit"), picture)
    patches = list(_patches(unit, image))
    return Parts(
        (*sheets, unit.liked, image, *(each.tensor for each in patches)),
        _panels(sheets, unit, image, patches),
        tuple(_frames(text, sheets, unit, patches)),
    )
