"""What excites the units of LeNet-5 on a digit: their maps, and the patch each answers to most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.layers import Conv2d
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.inputs import DIGIT
from cnnviz.staging.network_columns import with_border
from cnnviz.staging.shots import all_but

FEATURES = (("C1", "small"), ("C3", "middle"))
"""A layer, whose sums before tanh are shown, and the key of the sentence that says what it sees."""

HUE = Stage.CONV
"""Each patch has its layer's hue, as everywhere."""

NEARLY = 0.99
"""Units are excited nearly as much as the one excited most from this share of it on."""

FILTER = "filter"
"""The filter of the first layer, beside the patch that excites it most."""

PATCH, ZOOM = 20.0, 0.7
"""How large each is drawn, in units, and how large a pixel of the picture is."""

CLOSE, PIXEL = 25.0, 1.4
"""How large the whole picture is at last, and a pixel of the patches beside it."""

OTHERS, APART = 2, 3
"""So many other maps of the deeper layer are shown, which answer most so many cells elsewhere, or
fewer where there are too few of them."""


class Excited(NamedTuple):
    """One unit of a layer, from 0, and the patch of the picture that excites it most."""

    layer: str
    unit: int
    maps: Tensor
    patch: Tensor
    window: Box
    """Where the patch is in the picture."""
    target: Box
    """The cell that it gives."""

    @property
    def flat(self) -> str:
        """The panel in which its map lies flat."""
        return f"{self.layer} map"


def _excited(image: Tensor, asked: int) -> Iterator[Excited]:
    """The unit asked for in each layer, from 0; where there is none, the one excited most.

    Where several are excited nearly as much, as after tanh, it is the one that sees most ink.
    """
    lenet = seeds.network("lenet")
    activations, fields = lenet.run(image.data), lenet.receptive_fields()
    for layer, _ in FEATURES:
        # Tanh is 1 in many places; the sums before it say which of them is excited most.
        sums = activations[layer]
        data = sums.astype(np.float64)
        strongest = sums.max(axis=(1, 2))
        near = np.flatnonzero(strongest >= NEARLY * strongest.max())
        found = {}
        for unit in [asked] if 0 <= asked < len(sums) else near.tolist():
            y, x = divmod(int(sums[unit].argmax()), sums.shape[2])
            # The convolutions of LeNet-5 do not pad: a receptive field never leaves the picture.
            rows, columns = fields[layer][0].seen_by(y), fields[layer][1].seen_by(x)
            found[unit] = y, x, rows, columns, image.data[:, slice(*rows), slice(*columns)]
        unit = max(found, key=lambda each: float(found[each][-1].sum()))
        y, x, rows, columns, cut = found[unit]
        # Its strongest cell is the one in full colour.
        most = panels.max_abs(data[unit])
        maps = Tensor(f"{layer} maps", data, f"Output of {layer}", Stage.STACK, max_abs=most)
        yield Excited(
            layer,
            unit,
            maps,
            Tensor(f"{layer} patch", cut, _best_for(layer, unit), Stage.INPUT, "image"),
            region(image, "window", rows, columns, group=0),
            cell(maps, y, x, channel=unit),
        )


def _others(image: Tensor, chosen: Excited) -> Iterator[Tensor]:
    """What excites other maps of its layer most, the strongest first, each of another place."""
    sums = chosen.maps.data
    down, across = seeds.network("lenet").receptive_fields()[chosen.layer]
    places = [divmod(int(each.argmax()), each.shape[1]) for each in sums]
    strongest = np.argsort(-sums.max(axis=(1, 2)), kind="stable").tolist()
    for unit in _spread([chosen.unit, *strongest], places)[1:]:
        y, x = places[unit]
        cut = image.data[:, slice(*down.seen_by(y)), slice(*across.seen_by(x))]
        name, label = f"{chosen.layer} patch {unit + 1}", _best_for(chosen.layer, unit)
        yield Tensor(name, cut, label, Stage.INPUT, "image")


def _spread(units: Sequence[int], places: Sequence[tuple[int, int]]) -> list[int]:
    """The first of some units and the next whose places are far from all before, or less far."""
    taken: list[int] = []
    for apart in range(APART, 0, -1):
        taken = []
        for unit in units:
            y, x = places[unit]
            far = (max(abs(y - places[k][0]), abs(x - places[k][1])) for k in taken)
            if len(taken) <= OTHERS and min(far, default=apart) >= apart:
                taken.append(unit)
        if len(taken) > OTHERS:
            break
    return taken


def _best_for(layer: str, unit: int) -> str:
    """What stands above the patch that a map of a layer answers to most."""
    return f"Best for {layer}, map {unit + 1}"


def _filter(first: Excited) -> Tensor:
    """The filter that made its map."""
    layer = seeds.network("lenet")[first.layer]
    assert isinstance(layer, Conv2d)
    assert layer.weight is not None
    data = layer.weight[first.unit].astype(np.float64)
    return Tensor(FILTER, data, "Filter", HUE, max_abs=panels.max_abs(data), weights=True)


def _panels(
    image: Tensor, excited: list[Excited], others: list[Tensor], own: Tensor
) -> Iterator[Panel]:
    plain = panels.Grid(numbers=False)
    yield panels.grid(image, zoom=ZOOM)
    for each in reversed(excited):
        cuts = [each.patch, *(others if each is excited[-1] else ())]
        for cut in cuts:
            yield replace(panels.grid(cut, plain, zoom=PATCH / cut.data.shape[1]), stage=HUE)
    for each in excited:
        channels, side = each.maps.data.shape[:2]
        yield panels.stack(each.maps, most=channels, gap=1.3 / channels, zoom=14 / side)
        layer, one = each.layer, panels.Grid(channel=each.unit, numbers=False)
        said = f"{side}×{side}, before tanh"
        flat = panels.grid(each.maps, one, name=each.flat, zoom=PATCH / side, note=said)
        yield replace(flat, label=f"Map {each.unit + 1} of {layer}", stage=HUE)
    first = excited[0]
    weights = panels.grid(own, plain, zoom=PATCH / own.data.shape[1])
    yield replace(weights, label=f"Filter {first.unit + 1} of {first.layer}", stage=HUE)


def _frames(
    text: SceneText,
    image: Tensor,
    excited: list[Excited],
    others: list[Tensor],
    names: Iterable[str],
) -> Iterator[Frame]:
    """Layer by layer: the map, the patch that excites it, how much that is of the picture; of the
    last one the patches of others, too.

    names: of all panels.
    """
    without = partial(all_but, sorted(names))
    yield Frame(OPENING, text("open"), hidden=without(image.name))
    for (layer, key), each in zip(FEATURES, excited, strict=True):
        maps, patch, side = each.maps.name, each.patch.name, each.patch.data.shape[1]
        window, whole = (replace(box, stage=HUE) for box in (each.window, _whole(each)))
        told = text("maps", layer=layer, count=len(each.maps.data), unit=each.unit + 1)
        # All of them are seen before one steps forward.
        every = Frame(1.8, told, hidden=without(image.name, maps))
        yield every
        lit = {maps: panels.StackChanges(lit=each.unit)}
        yield replace(every, seconds=2.2, panels=lit)
        # Its map is lifted out of the stack, and what its strongest cell sees out of the picture.
        yield Frame(
            3.6,
            text("patch", size=side),
            boxes=(window, replace(each.target, stage=HUE, group=0)),
            hidden=without(image.name, each.flat),
        )
        yield Frame(
            3.6,
            text(key, size=f"{side}×{side}", unit=each.unit + 1),
            boxes=(window, whole),
            hidden=without(image.name, patch, *((FILTER,) if each is excited[0] else ())),
        )
    last = excited[-1]
    yield Frame(
        5.0,
        text("others", layer=last.layer),
        boxes=(replace(_whole(last), group=-1, stage=HUE),),
        hidden=without(last.patch.name, *(each.name for each in others)),
    )
    # The whole picture, and what neurons of the two layers see of it, to one scale.
    sides = ((each.patch.name, PIXEL * each.patch.data.shape[1]) for each in excited)
    sized = {name: panels.GridChanges(size=(side, side)) for name, side in sides}
    yield Frame(
        CLOSING,
        text("close"),
        boxes=tuple(_edges(image, excited)),
        hidden=without(image.name, *(each.patch.name for each in excited)),
        panels={image.name: panels.GridChanges(size=(CLOSE, CLOSE)), **sized},
    )


def _edges(image: Tensor, excited: list[Excited]) -> Iterator[Box]:
    """Around each patch, in its layer's hue, and where it is in the picture.

    Around the picture, too, all of which the first dense layer sees.
    """
    _, height, width = image.data.shape
    all_of_it = region(image, "highlight", (0, height), (0, width), group=-1)
    yield replace(all_of_it, stage=Stage.CLASSIFY, name="F5")
    for each in excited:
        there = replace(each.window, role="highlight", name=each.layer)
        for box in (_whole(each), there):
            yield replace(box, group=-1, stage=HUE)


def _whole(each: Excited) -> Box:
    side = each.patch.data.shape[1]
    return region(each.patch, "highlight", (0, side), (0, side), group=0)


_HELP = "Which map of each layer; 0 takes one that is excited most."


@scene(
    "features",
    stage=Stage.STACK,
    params=(DIGIT, Param("unit", "Map", "integer", 0, 0, 16, help=_HELP)),
)
def features(values: Values, text: SceneText) -> Parts:
    """What excites LeNet-5's units: their maps, and the patch that one answers to most."""
    ink = with_border(seeds.network("lenet"), seeds.digit(values.word("digit")))
    image = Tensor("image", ink, "Input", Stage.INPUT, "image")
    excited = list(_excited(image, values.integer("unit") - 1))
    own = _filter(excited[0])
    others = list(_others(image, excited[-1]))
    patches = [each.patch for each in excited]
    tensors = (image, *(each.maps for each in excited), *patches, *others, own)
    drawn = tuple(_panels(image, excited, others, own))
    frames = _frames(text, image, excited, others, (panel.name for panel in drawn))
    return Parts(tensors, drawn, tuple(frames))
