"""A batch of pictures, one channel of their maps, and what batch normalisation makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Panel, Stage, Tensor
from cnnviz.engine import exact
from cnnviz.engine.normalization import BatchNorm2d
from cnnviz.misconceptions.normalising import SPREAD_DECIMALS, Batch, Channels
from cnnviz.staging import panels
from cnnviz.staging.diagrams import box, disc, drawing, line, word
from cnnviz.staging.formatting import count_noun, number
from cnnviz.staging.panels import Part
from cnnviz.steps.pytorch.layer_maps import other_maps, sheets

PICTURES = ("ship", "cat", "horse", "frog")
"""The batch."""
PLACE = (9, 18)
"""The cell of the first picture's map that is worked out."""
FACTOR_DECIMALS = 3
"""Decimals of what values are multiplied by: products of it as printed are right to two."""
TIMES = 2
"""How many times the example's weights the filter has: so its map is spread wide."""
FULL = 6.0
"""The magnitude in full colour from the subtraction on: one colour is one value in all of them."""
BINS = 25
"""How many sticks the values are counted in."""
WIDE, FLOOR, HIGH = 46.0, 24.2, 16.0
"""How wide the axis is, where the sticks stand, and how high the highest is, in units."""
KEPT = (6.8, 20.0)
"""How high and wide is what tells one number that is kept."""
BIAS = (14.0, 9.0)
"""How wide and high is the bias that the folded filter adds, in units."""
CARD = 9.0
"""How wide a cell is drawn whose number is read, in cells of its map."""
LETTERS = 2.1
"""The words' size, in units."""
MANY = 16
"""The longest axis that has a number at every 2; a longer one has them at every 5."""


class Norm(NamedTuple):
    """The batch, its maps, and what becomes of them."""

    batch: Tensor
    kernel: Tensor
    maps: Tensor
    centred: Tensor
    """The maps without their mean."""
    normal: Tensor
    """The maps with mean 0 and spread 1."""
    two_steps: Tensor
    """The first picture's map, normalised, scaled and shifted."""
    folded: Tensor
    """The filter that does all of it."""
    one_step: Tensor
    """Its map of the first picture."""
    two_cell: Tensor
    """The marked cell of the first picture, after two steps."""
    one_cell: Tensor
    """The same, after one."""
    others: tuple[Tensor, ...]
    """Other channels of the first picture, normalised as this one."""
    mean: float
    spread: float
    factor: float
    """What the folded filter's weights are multiplied by."""
    bias: float
    """What it adds."""

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        return *self[:10], *self.others

    @property
    def subject(self) -> Batch:
        """The cell that is worked out, and what may be subtracted there, as they are printed."""
        y, x = PLACE
        maps = self.maps.data
        own, place = maps[0], maps[:, y, x]
        given = (maps[0, y, x], maps.mean(), maps.std(), own.mean(), own.std())
        more = (place.mean(), place.std(), maps.min(), maps.max())
        rounded = Batch(*(Fraction(round(float(each) * 100), 100) for each in (*given, *more)))
        fine = 10**SPREAD_DECIMALS
        return rounded._replace(spread=Fraction(round(self.spread * fine), fine))


def norm_of(gamma: int, beta: int) -> Norm:
    """What normalisation, a scale and a shift make of the batch's maps, as layers compute it."""
    data = np.stack([np.round(seeds.picture(name)[1], 1) for name in PICTURES])
    weights = TIMES * seeds.example("filter: plus")
    maps = np.stack([exact.conv2d(each[None], weights) for each in data])
    values = maps.reshape(1, -1)
    mean = exact.means(values)
    variance = exact.means((values - mean) ** 2)
    layers = [
        BatchNorm2d(
            "norm", 1, scale=np.full(1, s), shift=np.full(1, t), mean=mean, variance=variance
        )
        for s, t in ((1.0, 0.0), (float(gamma), float(beta)))
    ]
    normal = np.concatenate([layers[0].compute(each[None]) for each in maps])
    factor = gamma / sqrt(float(variance[0]) + layers[0].epsilon)
    bias = beta - float(mean[0]) * factor
    folded = weights * factor
    one = exact.conv2d(data[:1], folded, bias=bias)[None]
    two = layers[1].compute(maps[:1])

    def signed(name: str, data: Array, label: str, limit: float) -> Tensor:
        return Tensor(name, data, label, Stage.CONV, "signed", limit)

    kernel = signed("kernel", weights, "Filter", panels.max_abs(weights))
    return Norm(
        # As much red as green and blue: a 1 is white on any ground.
        Tensor("batch", np.repeat(data, 3, axis=0), "A batch", Stage.INPUT, "rgb", 1.0),
        replace(kernel, weights=True),
        signed("maps", maps, "One channel", panels.max_abs(maps)),
        signed("centred", maps - mean[0], "Without the mean", FULL),
        signed("normal", normal, "Normalised", FULL),
        signed("two steps", two, "Filter, then normalised", FULL),
        replace(kernel, name="folded", data=folded, label="Folded filter", weights=True),
        signed("one step", one, "Folded filter alone", FULL),
        signed("two cell", _marked(two), "", FULL),
        signed("one cell", _marked(one), "", FULL),
        other_maps(data, gamma, beta, FULL),
        float(mean[0]),
        sqrt(float(variance[0])),
        factor,
        bias,
    )


def _marked(maps: Array) -> Array:
    """The marked cell alone."""
    y, x = PLACE
    return maps[:, y : y + 1, x : x + 1]


def norm_panels(made: Norm, gamma: int, beta: int, layer: Channels) -> Iterator[Panel]:
    """All that is drawn: the batch, its channel, how its values lie, what is kept, the filters."""
    yield _tiles(made.batch, single=False)
    yield panels.grid(made.kernel, zoom=5.0, operator="∗", note="3×3")
    yield replace(_tiles(made.maps), operator="→")
    own = f"Map of the {PICTURES[0]}"
    first = replace(panels.grid(made.maps, name="map"), label=own, note="")
    yield replace(
        first, tensors=tuple(each.name for each in (made.maps, made.centred, made.normal))
    )
    yield _tiles(made.normal)
    scaled = panels.grid(made.two_steps, name="scaled")
    yield replace(scaled, label="Scaled and shifted", note="")
    yield sheets(layer, made.two_steps, made.others)
    high, wide = KEPT
    parts = _kept(made, gamma, beta)
    every = f"{count_noun(len(parts), 'number')} × {count_noun(layer.channels, 'channel')}"
    kept = drawing("kept", "Kept for one channel", every, parts, (4 * high, wide))
    yield replace(kept, stage=Stage.CONV)
    yield panels.grid(made.kernel, zoom=9.0, name="filter", note="3×3")
    left = drawing("line", "All that is left to do", "", _left(made), (2 * high, wide))
    yield replace(left, stage=Stage.CONV, operator="→")
    values, size = _values(made, gamma, beta), (FLOOR + 5.4, WIDE)
    sheet = drawing("values", "All values of the channel", "", values, size)
    yield replace(sheet, stage=Stage.CONV)
    yield panels.grid(made.folded, zoom=9.0, operator="→", note="3×3")
    added = replace(box(0, 0, 0, *BIAS, number(made.bias), "conv"), size=1.5 * LETTERS)
    bias = drawing("bias", "Bias", "", [added], (BIAS[1], BIAS[0]))
    yield replace(bias, stage=Stage.CONV, operator="+")
    yield panels.grid(made.two_steps, note="30×30")
    # Between both their marked cells, so large that their numbers can be read.
    for tensor, sign in ((made.two_cell, ""), (made.one_cell, "=")):
        yield replace(panels.grid(tensor, zoom=CARD, operator=sign), note="")
    yield panels.grid(made.one_step, note="30×30")


def _tiles(tensor: Tensor, *, single: bool = True) -> Panel:
    options = panels.Tiles(columns=2, single=single)
    return options.panel(
        tensor.name,
        tensors=(tensor.name,),
        label=tensor.label,
        stage=tensor.stage,
        size=(28.0, 28.0),
    )


def _values(made: Norm, gamma: int, beta: int) -> list[Part]:
    """How many values there are of each size; from beat to beat normalised, scaled and shifted."""
    values, normal = made.maps.data, made.normal.data
    given, unit, last = (made.mean, made.spread), (0.0, 1.0), (float(beta), float(gamma))
    # As they are, with their mean, and one of them asked about; without that mean, over their
    # spread; scaled.
    stages = (given, given, given, (0.0, made.spread), unit, last)
    drawn = np.stack([values, values - made.mean, normal, gamma * normal + beta])
    ticks = range(floor(drawn.min()), ceil(drawn.max()) + 1)

    def x(value: float) -> float:
        return 1.2 + (value - ticks[0]) * (WIDE - 2.4) / (ticks[-1] - ticks[0])

    parts = [line(0, (0, FLOOR), (WIDE, FLOOR), hue="line")]
    parts += [
        word(0, x(tick), FLOOR + 1.6, number(tick), "muted", LETTERS)
        for tick in ticks
        if tick % (2 if len(ticks) <= MANY else 5) == 0
    ]
    counts, edges = np.histogram(values, BINS)
    for count, middle in zip(counts.tolist(), (edges[1:] + edges[:-1]) / 2, strict=True):
        apart = (float(middle) - made.mean) / made.spread
        to = [x(mean + apart * spread) for mean, spread in stages]
        top = FLOOR - HIGH * count / int(counts.max())
        moves = [(each - to[0], 0.0) for each in to]
        parts.append(line(0, (to[0], FLOOR), (to[0], top), hue="conv", wide=7, moves=moves))
    for beat, until in ((1, 3), (3, 4), (4, 5), (5, None)):
        # They go with the values, on the way to their place and away from there.
        beside = tuple((x(mean) - x(stages[beat][0]), 0.0) for mean, _ in stages)
        parts += [
            replace(each, until=until, moves=beside) for each in _marks(beat, *stages[beat], x)
        ]
    apart = (float(made.subject.value) - made.mean) / made.spread
    return [*parts, *_subject([mean + apart * spread for mean, spread in stages], x)]


def _subject(went: Sequence[float], x: Callable[[float], float]) -> Iterator[Part]:
    """What a value is at each beat, and where, from the beat on at which it is asked about."""
    moves = tuple((x(each) - x(went[0]), 0.0) for each in went)
    yield replace(disc(2, x(went[0]), FLOOR, 0.6, "", "ink", filled=True), moves=moves)
    for beat, until in ((2, 3), (3, 4), (4, 5), (5, None)):
        told = word(beat, x(went[beat]), FLOOR + 4.2, number(went[beat]), "ink", LETTERS)
        # It goes with its disc, on the way to its place and away from there.
        beside = tuple((x(each) - x(went[beat]), 0.0) for each in went)
        yield replace(told, until=until, moves=beside)


def _marks(beat: int, mean: float, spread: float, x: Callable[[float], float]) -> list[Part]:
    """Where the mean is, and how far the spread reaches from it; its word below."""
    middle, end = x(mean), x(mean + spread)
    low, high = 6.4, 4.0
    told = f"spread {number(spread, SPREAD_DECIMALS)}"
    return [
        line(beat, (middle, FLOOR), (middle, high), hue="ink", dashed=True, wide=3),
        line(beat, (middle, low), (end, low), hue="ink", arrow=True, wide=3),
        word(beat, middle, 2.5, f"mean {number(mean)}", "ink", LETTERS),
        word(beat, middle + 0.8, low + 2.4, told, "ink", LETTERS, "left"),
    ]


def _kept(made: Norm, gamma: int, beta: int) -> list[Part]:
    """The four numbers of a channel."""
    told = (
        (f"mean {number(made.mean)}", "input"),
        (f"spread {number(made.spread, SPREAD_DECIMALS)}", "input"),
        (f"γ = {number(gamma)}", "conv"),
        (f"β = {number(beta)}", "conv"),
    )
    boxes = [
        box(0, 0, KEPT[0] * k, KEPT[1], KEPT[0] - 0.8, text, hue)
        for k, (text, hue) in enumerate(told)
    ]
    return [replace(each, size=LETTERS) for each in boxes]


def _left(made: Norm) -> list[Part]:
    """What those four make of a value: it is multiplied by one number, and another is added."""
    sign = "−" if made.bias < 0 else "+"
    told = (f"× {number(made.factor, FACTOR_DECIMALS)}", f"{sign} {number(abs(made.bias))}")
    boxes = [
        box(k, 0, KEPT[0] * k, KEPT[1], KEPT[0] - 0.8, text, "conv", filled=True)
        for k, text in enumerate(told)
    ]
    return [replace(each, size=1.3 * LETTERS) for each in boxes]
