"""What the units of a network of photographs like best, and where a picture excites one of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Array, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
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


@scene(
    "learned",
    stage=Stage.STACK,
    params=(
        PICTURE,
        Param("layer", "Layer", "choice", "conv3", choices=tuple((name, name) for name in LAYERS)),
        Param(
            "unit",
            "Unit",
            "integer",
            0,
            0,
            128,
            help="Counted from the top left; 0 takes the one that is excited most.",
        ),
    ),
)
def learned(values: Values, text: SceneText) -> Parts:
    """Every unit's favourite, layer by layer; then one unit, and what it finds on a picture."""
    network, favourites = seeds.network(NETWORK), seeds.features(NETWORK)
    picture = picture_array(values.picture("picture"))
    image = Tensor("picture", picture, "Picture", Stage.INPUT, "rgb", 1.0)
    layer = values.word("layer")
    maps = network.run(picture)[f"{layer} relu"]
    unit = _unit(values.integer("unit"), maps)
    sheets = {name: _sheet(name, favourites[name]) for name in LAYERS}
    own = favourites[layer][unit].astype(np.float32) / 255
    liked = Tensor("unit", own, f"{layer}, unit {unit + 1}", Stage.STACK, "rgb", 1.0)
    field_y, field_x = network.receptive_fields()[layer]
    places = _places(maps[unit], max(1, field_y.size // (4 * field_y.jump)))
    # Near the edge a unit sees beyond the picture: zeros, as its network pads it.
    margin = field_y.size
    framed: Array = np.pad(picture, ((0, 0), (margin, margin), (margin, margin))).astype(np.float64)
    patches, boxes, marks = [], [], []
    for group, (y, x) in enumerate(places):
        rows, columns = field_y.seen_by(y), field_x.seen_by(x)
        name = f"patch {group + 1}"
        value = f"gives {about(float(maps[unit, y, x]))}"
        cut = framed[:, *(slice(start + margin, stop + margin) for start, stop in (rows, columns))]
        patches.append(Tensor(name, cut, value, Stage.INPUT, "rgb", 1.0))
        boxes.append(region(image, "window", rows, columns, group=group))
        marks.append(
            region(patches[-1], "highlight", (0, len(cut[0])), (0, len(cut[0])), group=group)
        )

    side = field_y.size
    photographs = seeds.card(NETWORK)["learned_from"]
    assert isinstance(photographs, int)
    names = {name: f"{name} units" for name in LAYERS}
    parts = ("unit", *(patch.name for patch in patches))
    lit = {names[layer]: panels.TilesChanges(lit=unit).record()}

    def at(k: int, key: str) -> Frame:
        count, _, size, _ = favourites[LAYERS[k]].shape
        return Frame(
            5.0,
            text(key, count=count, size=size if k else 3),
            hidden=(*tuple(names.values())[k + 1 :], "picture", *parts),
            focus=(names[LAYERS[k]],),
        )

    holds = {
        "zero everywhere": not maps[unit].any(),
        "over the edge": any(
            start < 0 or stop > picture.shape[1]
            for box in boxes
            for start, stop in (box.rows, box.columns)
        ),
    }
    best = about(float(maps[unit].max()))
    frames = (
        Frame(
            OPENING,
            text("open", photographs=number(photographs)),
            hidden=(*tuple(names.values())[1:], "picture", *parts),
        ),
        *(at(k, key) for k, key in enumerate(("first", "second", "third"))),
        Frame(
            4.0,
            text("unit", layer=layer, unit=unit + 1, size=side),
            hidden=("picture", *parts[1:]),
            focus=(names[layer], "unit"),
            panels=lit,
        ),
        Frame(
            5.0,
            text("patches", holds, best=best),
            boxes=(*boxes, *marks),
            focus=("unit", "picture", *parts[1:]),
            panels=lit,
        ),
        Frame(CLOSING, text("close"), panels=lit),
    )
    cell = 10.0 / max(side, 6)
    return Parts(
        (*sheets.values(), liked, image, *patches),
        (
            *(_tiles(sheet, names[name], name) for name, sheet in sheets.items()),
            panels.grid(liked, replace(RGB, row="new"), zoom=cell, note=f"{side}×{side}"),
            panels.grid(image, RGB, zoom=10.0 / 32, note="32×32"),
            *(panels.grid(patch, RGB, zoom=cell, note=f"{side}×{side}") for patch in patches),
        ),
        frames,
    )


def _unit(asked: int, maps: Array) -> int:
    """The unit asked for, counted from 0; 0 asks for the one that is excited most."""
    if not asked:
        return int(maps.max(axis=(1, 2)).argmax())
    if asked > len(maps):
        raise ParameterError("unit", f"must be at most {len(maps)} in this layer; got {asked}")
    return asked - 1


def _sheet(name: str, pictures: NDArray[np.uint8]) -> Tensor:
    count, colours, height, width = pictures.shape
    data = pictures.reshape(count * colours, height, width).astype(np.float32) / 255
    label = f"{name}: what its {count} units like"
    return Tensor(f"{name} units", data, label, Stage.STACK, "rgb", 1.0)


def _tiles(sheet: Tensor, name: str, layer: str) -> Panel:
    """All units' pictures of a layer, in six rows."""
    count = len(sheet.data) // 3
    columns = -(-count // ROWS)
    opens = panels.Opens(frame=4, layers={sheet.name: layer}, unit="unit")
    return panels.Tiles(columns=columns, opens=opens).panel(
        name,
        tensors=(sheet.name,),
        label=f"{layer}: {count} units",
        note=f"each {sheet.data.shape[1]}×{sheet.data.shape[2]}",
        stage=Stage.STACK,
        size=(ROWS * 2.0, columns * 2.0),
    )


def _places(plane: Array, apart: int) -> list[tuple[int, int]]:
    """The cells of a map that are excited most, none nearer than `apart` to another."""
    left = plane.astype(np.float64).copy()
    found: list[tuple[int, int]] = []
    while len(found) < PATCHES and left.max() > 0:
        y, x = (int(n) for n in np.unravel_index(int(left.argmax()), left.shape))
        found.append((y, x))
        left[max(0, y - apart) : y + apart + 1, max(0, x - apart) : x + apart + 1] = 0
    return found
