"""What units look for: where the picture excites them most, and a picture made for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Box, Frame, Panel, Scale, Stage, Tensor
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.opened import ascent, canvas
from cnnviz.opened.ascent import Reads
from cnnviz.opened.canvas import Planned
from cnnviz.opened.maps import picture_tensor
from cnnviz.opened.subject import Subject
from cnnviz.opened.units import Looked, candidates, spread
from cnnviz.opened.waiting import waiting
from cnnviz.opened.wording import layer_names
from cnnviz.staging import panels
from cnnviz.staging.boxes import region
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import count_noun, join_sides, roughly
from cnnviz.staging.shots import all_but

WIDE = 3
"""How many units stand side by side."""
TILE, LINE = 8.0, 1.2
"""How high a unit's picture is, and what is written below it, in units."""
PICTURE = 18.0
"""How large the picture is, in units."""
PAIR = 2
"""What stands side by side of one layer."""
MOMENTS = (0, 3)
"""After so many steps the pictures of the first layer are shown, besides the last."""
GROWING = 0.7
"""Seconds from one of these moments to the next."""
ALL = ""
"""Asks for layers spread through the network, instead of one."""


@dataclass(frozen=True, eq=False)
class _Found:
    """What is shown of a layer."""

    plan: Planned
    patches: Tensor
    made: Tensor | None
    grown: Tensor | None = None
    """The made pictures moment by moment, then unit by unit."""

    @property
    def looked(self) -> Looked:
        return self.plan.looked

    @property
    def layer(self) -> str:
        return self.looked.layer

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What is written below each of its pictures."""
        return tuple(f"unit {unit.channel + 1}" for unit in self.looked.units)

    @property
    def sees(self) -> str:
        """How much of the picture a unit sees."""
        return join_sides(field.size for field in self.looked.fields)


def _sheet(name: str, label: str, data: Array, channels: int) -> Tensor:
    """Pictures N·C×H×W, 0 to 1, as one tensor."""
    scale: Scale = "rgb" if channels == 3 else "image"
    stage = Stage.INPUT if name.startswith("patches") else Stage.STACK
    return Tensor(name, data.astype(np.float32), label, stage, scale, 1.0, quantized=True)


def _found(subject: Subject, plan: Planned, how: Reads, *, grows: bool) -> _Found:
    channels, layer = len(how.factor), plan.looked.layer
    data = plan.looked.patches(how.grey)
    patches = _sheet(f"patches {layer}", "In the picture", data, channels)
    if plan.canvas is None:
        return _Found(plan, patches, None)
    moments = [each.reshape(-1, *plan.canvas.sides) for each in ascent.made(plan, how)]
    made = _sheet(f"made {layer}", f"Made for {layer}", moments[-1], channels)
    if not grows:
        return _Found(plan, patches, made)
    shown = np.concatenate([*(moments[k] for k in MOMENTS), moments[-1]])
    return _Found(plan, patches, made, _sheet("grown", "Out of noise", shown, channels))


def _all_found(subject: Subject, layers: tuple[str, ...]) -> tuple[_Found, ...]:
    """What is shown of these layers; making it takes seconds."""
    how = how_it_reads(subject)
    assert how is not None
    plans = canvas.planned(subject, layers)
    first = next((plan for plan in plans if plan.canvas is not None), None)
    return tuple(_found(subject, plan, how, grows=plan is first) for plan in plans)


def how_it_reads(subject: Subject) -> Reads | None:
    """How its numbers come of its picture; None where they are no such numbers."""
    if subject.picture is None or subject.picture.shape != subject.given["input"].shape:
        return None
    return ascent.reads(subject.picture, subject.given["input"])


def _tiles(tensor: Tensor, found: _Found, channels: int) -> Panel:
    count = len(found.looked.units)
    columns = min(WIDE, count)
    rows = -(-count // columns)
    options = panels.Tiles(
        columns=columns,
        count=count,
        smooth=tensor is not found.patches,
        single=channels == 1,
        texts=found.texts if tensor is not found.grown else ("",) * count,
    )
    note = f"{join_sides(tensor.data.shape[1:])} pixels"
    return options.panel(
        tensor.name,
        tensors=(tensor.name,),
        label=tensor.label,
        note=note,
        stage=tensor.stage,
        size=(rows * (TILE + LINE), columns * TILE),
    )


def _panels(picture: Tensor, every: Sequence[_Found]) -> Iterator[Panel]:
    channels, height, width = picture.data.shape
    coloured = panels.Grid(channel=-1 if channels == 3 else 0, numbers=False)
    # Without its shape, as names of units may stand there.
    yield replace(panels.grid(picture, coloured, zoom=PICTURE / max(height, width)), note="")
    for each in every:
        for tensor in (each.patches, each.made, each.grown):
            if tensor is not None:
                yield _tiles(tensor, each, channels)


@dataclass(frozen=True)
class _Film:
    subject: Subject
    text: SceneText
    picture: Tensor
    every: tuple[_Found, ...]
    names: tuple[str, ...]
    """All panels."""

    def frame(
        self, seconds: float, key: str, found: _Found, *shown: Tensor, boxes: Sequence[Box] = ()
    ) -> Frame:
        """A frame with these tensors, units named, which says what `key` has of a layer."""
        # Where all layers stand side by side there is no room for the names of units.
        named = panels.TilesChanges(named=int(len(shown) <= PAIR))
        plan, over = found.plan, found.plan.canvas
        facts = {
            "cut": found.looked.is_cut,
            "all": len(found.looked.units) == self.subject.shapes[found.layer][0],
            "no rule": bool(plan.lacking),
            "alone": plan.fits_alone,
            "several": len(self.every) > 1,
            "one unit": len(found.looked.units) == 1,
        }
        numbers = {
            "network": self.subject.network.name,
            "picture": self.subject.pictured,
            **layer_names(self.subject, found.layer),
            "layers": count_noun(len(self.every), "layer"),
            "units": count_noun(len(found.looked.units), "unit"),
            "count": len(found.looked.units),
            "channels": self.subject.shapes[found.layer][0],
            "sees": found.sees,
            "steps": count_noun(plan.steps, "step"),
            "side": join_sides(over.sides) if over else "",
            "work": roughly(plan.dear),
            "most": roughly(canvas.WORK),
            "lacking": plan.lacking,
        }
        names = [each.name for each in shown]
        return Frame(
            seconds,
            self.text(key, facts, **numbers),
            boxes=tuple(boxes),
            hidden=all_but(self.names, *names),
            panels={name: named for name in names if name not in (self.picture.name, "grown")},
        )

    def frames(self) -> Iterator[Frame]:
        """The picture; layer by layer what excites units, and what was made for them; all."""
        yield self.frame(OPENING, "open", self.every[0], self.picture)
        for found in self.every:
            yield from self._layer(found)
        made = [each.made for each in self.every if each.made is not None]
        yield self.frame(
            CLOSING, "close", self.every[-1], *(made or [each.patches for each in self.every])
        )

    def _layer(self, found: _Found) -> Iterator[Frame]:
        both, boxes = (self.picture, found.patches), tuple(self._boxes(found))
        yield self.frame(OPENING, "seen", found, *both, boxes=boxes)
        if found.grown is not None:
            yield from self._growing(found, found.grown)
        if found.made is not None:
            yield self.frame(OPENING, "made", found, found.patches, found.made)
        else:
            yield self.frame(OPENING, "unmade", found, *both, boxes=boxes)

    def _growing(self, found: _Found, grown: Tensor) -> Iterator[Frame]:
        """Its pictures on their way out of noise."""
        for k in range(len(MOMENTS) + 1):
            frame = self.frame(OPENING, "grow", found, found.patches, grown)
            first = panels.TilesChanges(first=k * len(found.looked.units))
            tween = GROWING if k else 0.0
            yield replace(frame, panels={**frame.panels, grown.name: first}, tween=tween)

    def _boxes(self, found: _Found) -> Iterator[Box]:
        for unit in found.looked.units:
            rows, columns = found.looked.within(unit)
            yield replace(region(self.picture, "window", rows, columns), name=str(unit.channel + 1))


def features_scene(subject: Subject) -> SceneSpec:
    """The scene that shows what units look for; `candidates` says of which layers it can."""
    names = candidates(subject)
    layer = Param(
        "layer",
        "Layer",
        "choice",
        ALL,
        choices=((ALL, "several"), *((name, name) for name in names)),
        help="Whose units are looked at; else those of layers spread through the network.",
    )

    def build(values: Values, text: SceneText) -> Parts:
        asked, picture = values.word("layer"), picture_tensor(subject)
        assert picture is not None
        every = _all_found(subject, (asked,) if asked else spread(names))
        made = tuple(_panels(picture, every))
        tensors = [picture]
        for each in every:
            tensors += [t for t in (each.patches, each.made, each.grown) if t is not None]
        film = _Film(subject, text, picture, every, tuple(panel.name for panel in made))
        return Parts(tuple(tensors), made, tuple(waiting(film.frames())))

    return SceneSpec("features", Stage.STACK, build, (layer,), is_slow=True)
