"""The digit's feature map through ReLU and tanh, with the current cell on the curves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.param import Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.activations import relu, tanh
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.maps import RECTIFIED, Signed
from cnnviz.misconceptions.questions import Spot, draw
from cnnviz.staging import panels
from cnnviz.staging.boxes import cell, region, whole
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import about, equals, latex, number
from cnnviz.staging.inputs import FILTER
from cnnviz.staging.sweep import Sweep
from cnnviz.steps.convolution import bend
from cnnviz.steps.convolution.common import input_of, kernel_of

PATCH = 3
"""How many rows and columns of the map one draws after ReLU."""
BESIDE = 0.55
"""How large the map is beside that piece, as a share of it."""
WIDE = 0.92
"""How wide the curves are beside their height, as the axis below them is numbered, too."""
LEVEL = 3.0
"""How far the curves are drawn at least: there tanh is level."""
GATE = 0.74
"""How wide the curve is between a map and what it makes of it, as a share of those. It is as high:
what flies across passes below its name."""
GROWS, CROSS, QUICK = 1.6, 2.2, 0.6
"""In how many seconds it grows out of the map, and in how many its first cells go through ReLU,
and each of the others."""
_HUE = Stage.CONV


class Maps(NamedTuple):
    """A feature map, and what ReLU and tanh make of it; all 1×H×W."""

    source: Tensor
    relu: Tensor
    tanh: Tensor

    def corner(self) -> tuple[int, int]:
        """Where the piece begins that has the most positive and negative cells."""
        plane = self.source.data[0]
        pieces = np.lib.stride_tricks.sliding_window_view(plane, (PATCH, PATCH))
        both = np.minimum((pieces > 0).sum((2, 3)), (pieces < 0).sum((2, 3)))
        y, x = divmod(int(both.argmax()), both.shape[1])
        return y, x

    def place(self, cell: int) -> int:
        """Where the cell of that piece is in the map, both in reading order."""
        (y, x), (row, column) = self.corner(), divmod(cell, PATCH)
        return int((y + row) * self.source.data.shape[2] + x + column)

    def patch(self) -> tuple[Tensor, Tensor]:
        """That piece, and it after ReLU."""
        y, x = self.corner()
        cut = self.source.data[:, y : y + PATCH, x : x + PATCH].copy()
        piece = replace(self.source, name="patch", data=cut, label="A piece of the map")
        return piece, replace(self.relu, name="rectified", data=relu(cut), label="ReLU")

    def point(self, k: int) -> dict[str, float]:
        """The k-th cell in reading order, x, and the value of each function there."""
        names = ("x", "relu", "tanh")
        return {name: float(each.data.flat[k]) for name, each in zip(names, self, strict=True)}

    def frame(
        self, k: int, seconds: float, sentence: str, shown: int, hidden: tuple[str, ...]
    ) -> Frame:
        """The k-th cell marked in all maps and on the curves; of the results `shown` are there."""
        point = self.point(k)
        y, x = divmod(k, self.source.data.shape[2])
        return Frame(
            seconds,
            sentence,
            formula=_formula(point),
            boxes=tuple(cell(each, y, x) for each in self),
            revealed={"relu": shown, "tanh": shown},
            hidden=hidden,
            panels={"curve": panels.CurveChanges(point=point)},
        )

    def gate(self) -> tuple[float, float]:
        """The size of the curve between the map and what it makes of it."""
        side = self.source.data.shape[1]
        return side, side * GATE

    def smaller(self, share: float) -> dict[str, Changes]:
        """The map drawn at so much of its size."""
        _, height, width = self.source.data.shape
        return {self.source.name: panels.GridChanges(size=(height * share, width * share))}


def _formula(point: dict[str, float]) -> str:
    x, squeezed = (latex(number(point[key])) for key in ("x", "tanh"))
    return (
        rf"{_rule(point)} \qquad \tanh({x}) {latex(equals(point['x'], point['tanh']))} {squeezed}"
    )


def _rule(point: dict[str, float]) -> str:
    """What ReLU makes of the point's x."""
    x, result = (latex(number(point[key])) for key in ("x", "relu"))
    sign = latex(equals(point["x"], point["relu"]))
    return rf"\operatorname{{ReLU}}({x}) = \max(0, {x}) {sign} {result}"


def _maps(source: Tensor) -> Maps:
    limit = panels.max_abs(source.data)
    return Maps(
        source,
        Tensor("relu", relu(source.data), "ReLU", Stage.ACTIVATE, "signed", limit),
        Tensor("tanh", tanh(source.data), "tanh", Stage.ACTIVATE, "signed", limit),
    )


def _curve(maps: Maps) -> Panel:
    """Both functions over all values of the map, a unit as long to the right as upwards."""
    height = maps.source.data.shape[1]
    reach = max(LEVEL, float(np.ceil(panels.max_abs(maps.source.data))))
    curve = panels.Curve(
        curves=(("relu", "ReLU"), ("tanh", "tanh")),
        samples=tuple(
            (float(x), float(relu(np.array(x))), float(tanh(np.array(x))))
            for x in np.linspace(-reach, reach, 65)
        ),
        reach=reach,
        limits=(-1.0, 1.0),
    )
    return curve.panel(
        "curve",
        label="Activation function",
        stage=Stage.ACTIVATE,
        size=(height, height * (2 * reach + 1) / (reach + 2) * WIDE),
        operator="→",
    )


def _panels(maps: Maps) -> tuple[Panel, ...]:
    """What ReLU makes of the map stands on its right, and what tanh makes of it on its left."""
    height = maps.source.data.shape[1]
    piece, rectified = maps.patch()
    return (
        panels.grid(maps.tanh),
        panels.grid(maps.source),
        panels.grid(piece, zoom=height / PATCH),
        _curve(maps),
        panels.grid(rectified, panels.Grid(like=piece.name), zoom=height / PATCH, operator="→"),
        panels.grid(maps.relu, operator="→"),
    )


def _frames(text: SceneText, maps: Maps) -> Iterator[Frame]:
    """ReLU, cell by cell, then row after row; then tanh beside it, at the strongest cells."""
    plane = maps.source.data[0]
    width = plane.shape[1]
    signs = {"positive": plane > 0, "negative": plane < 0}
    facts = {sign: bool(cells.any()) for sign, cells in signs.items()}
    none, pieces = {"relu": 0, "tanh": 0, "rectified": 0}, ("patch", "rectified")
    results = ("relu", "tanh", *pieces)
    opening = Frame(OPENING, text("open", facts), revealed=none)
    yield replace(opening, hidden=("curve", *results), panels=_curves(0))
    yield replace(opening, narration=text("curve"), hidden=results, panels=_curves(1), tween=1.6)
    yield from _drawn(text, maps)
    for y, row in enumerate(plane):
        k = y * width + int(np.abs(row).argmax())
        seconds = max(0.2, 0.5 * 0.9**y)
        swept = maps.frame(k, seconds, text("sweep"), (y + 1) * width, ("tanh", *pieces))
        gate = panels.CurveChanges(point=maps.point(k), shown=1, size=maps.gate())
        yield replace(swept, formula="", panels={"curve": gate})
    sentence = text("close", facts, negative=int(signs["negative"].sum()))
    close = Frame(CLOSING, sentence, hidden=("curve", "tanh", *pieces), panels=_curves(1))
    yield close
    yield replace(opening, narration=text("tanh"), hidden=results, panels=_curves(2), tween=1.6)
    for sign, k in (("positive", plane.argmax()), ("negative", plane.argmin())):
        numbers = {name: about(value) for name, value in maps.point(k).items()}
        told = maps.frame(int(k), OPENING, text(sign, facts, **numbers), 0, results)
        yield replace(told, tween=1.2)
    both = {maps.source.name: panels.GridChanges(operator="←")}
    yield replace(close, narration=text("pale", facts), hidden=("curve", *pieces), panels=both)


def _curves(shown: int) -> dict[str, Changes]:
    """So many of the curves, each drawn along its axis."""
    return {"curve": panels.CurveChanges(shown=shown)}


def _drawn(text: SceneText, maps: Maps) -> Iterator[Frame]:
    """A piece of the map, and what one thinks that ReLU makes of it; then what it does."""
    (piece, rectified), (y, x) = maps.patch(), maps.corner()
    framed = region(maps.source, "window", (y, y + PATCH), (x, x + PATCH), group=1, stage=_HUE)
    grown = whole(piece, "border", group=1, stage=_HUE)
    spots = {"read": Spot(piece.name), "written": Spot(rectified.name)}
    none = {"relu": 0, "tanh": 0}
    size = {"cells": piece.data.size}
    asking = Frame(
        OPENING,
        text("draw", **size),
        hidden=("curve", "relu", "tanh"),
        revealed=none | {rectified.name: 0},
        boxes=(framed, grown),
        panels=maps.smaller(BESIDE),
        tween=GROWS,
        question=draw(RECTIFIED, Signed(grid_of(piece.data[0])), rectified.name, spots),
    )
    yield asking
    yield from _through(text, maps, asking)


def _through(text: SceneText, maps: Maps, asked: Frame) -> Iterator[Frame]:
    """Cell after cell of the piece goes through the curve, with its point on it."""
    piece, rectified = maps.patch()
    none = {"relu": 0, "tanh": 0}
    hidden = (maps.source.name, "relu", "tanh")
    for k in range(piece.data.size):
        row, column = divmod(k, PATCH)
        point = maps.point(maps.place(k))
        gate = panels.CurveChanges(point=point, shown=1, size=maps.gate())
        through = replace(
            asked,
            seconds=CROSS if k < 2 else QUICK,
            narration=text("cross"),
            formula=_rule(point),
            hidden=hidden,
            computations=(_across(piece, rectified, row, column),),
            boxes=(cell(piece, row, column), cell(rectified, row, column)),
            revealed=none | {rectified.name: k + 1},
            panels={"curve": gate},
            tween=0.0,
            question=None,
        )
        yield through
    told = text("drawn", {"some below 0": bool((piece.data < 0).any())})
    yield replace(
        through,
        seconds=OPENING,
        narration=told,
        formula="",
        boxes=(),
        computations=(),
    )


def _across(piece: Tensor, rectified: Tensor, row: int, column: int) -> Computation:
    """What ReLU makes of a value."""
    at = (0, row, column)
    return Computation(
        op="relu",
        terms=((float(piece.data[at]),),),
        result=float(rectified.data[at]),
        tensor=rectified.name,
        index=at,
        shown=1,
        operands=(Operand(piece.name, at),),
    )


@scene("activate", stage=Stage.ACTIVATE, params=(FILTER,))
def activate(values: Values, text: SceneText) -> Parts:
    """The digit's feature map through ReLU and tanh, with the current cell on the curves."""
    kernel = kernel_of(seeds.example(f"filter: {values.word('filter')}"))
    digit = seeds.digit()
    maps = _maps(Sweep(input_of(digit), kernel).output)
    layers, own = bend.layers(digit, kernel.data), _panels(maps)
    rows = bend.rows(layers, _curve(maps))
    hidden = tuple(panel.name for panel in rows)
    told = (replace(each, hidden=(*each.hidden, *hidden)) for each in _frames(text, maps))
    end = bend.frames(text, layers, tuple(panel.name for panel in own))
    return Parts((*maps, *maps.patch(), *layers), (*own, *rows), (*told, *end))
