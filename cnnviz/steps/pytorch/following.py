"""Four networks that followed: the idea of each as a diagram, and the error that it made."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, islice
from typing import NamedTuple

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import architectures
from cnnviz.engine.layers import Conv2d, Dense, MaxPool2d
from cnnviz.engine.network import Network
from cnnviz.misconceptions.learning import IN_USE, Normalised
from cnnviz.misconceptions.questions import choice
from cnnviz.staging import panels
from cnnviz.staging.diagrams import bend, box, disc, drawing, line, word
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, roughly, spoken_percent
from cnnviz.staging.panels import Part
from cnnviz.staging.shots import all_but

SPAN = (0.4, 10.0)
"""Left and right of a network's diagram, in units."""
ASIDE = 1.2
"""What a word at its right end needs beside it."""
FLOOR = 8.0
"""The height of a network's diagram."""


POOL = 0.4
"""How wide a pooling layer is drawn, where the others are 1."""


def _row(network: Network) -> list[Part]:
    """Its layers side by side, each as high as its maps: convolutions, pooling, dense layers.

    What has the same kernel has it above, as many maps or numbers in a row stand below.
    """
    shapes = network.shapes()
    layers = [each for each in network.layers if isinstance(each, Conv2d | MaxPool2d | Dense)]
    widths = [POOL if isinstance(each, MaxPool2d) else 1.0 for each in layers]
    unit = (SPAN[1] - SPAN[0]) / sum(widths)
    x, parts, blocks = SPAN[0], [], []
    for layer, width in zip(layers, widths, strict=True):
        shape = shapes[layer.name]
        is_dense = isinstance(layer, Dense)
        high = 5.2 * math.sqrt(shape[0] / 4096) if is_dense else 6.0 * math.sqrt(shape[1] / 224)
        hue = "classify" if is_dense else "conv" if isinstance(layer, Conv2d) else "pool"
        top, inset = (FLOOR - high) / 2, 0.1 * unit
        place = (x + inset, top, width * unit - 2 * inset, high)
        parts.append(box(0, *place, "", hue, filled=True))
        if hue != "pool":
            kernel = join_sides(layer.kernel) if isinstance(layer, Conv2d) else "dense"
            blocks.append(Block(x, x + unit, high, kernel, number(shape[0]), hue))
        x += width * unit
    first, second = (next(same) for _, same in islice(groupby(blocks, lambda e: e.height), 2))
    if first.height - second.height > ROOM:
        blocks = [e._replace(made=f"{e.made} maps") if e.left < second.left else e for e in blocks]
    above = [_word(list(same), True) for _, same in groupby(blocks, lambda each: each.kernel)]
    below = [_word(list(same), False) for _, same in groupby(blocks, lambda each: each.made)]
    return [*parts, *above, *below]


class Block(NamedTuple):
    """A layer that learns, as it is drawn: from where to where, how high; its words."""

    left: float
    right: float
    height: float
    kernel: str
    made: str
    hue: str


def _word(same: Sequence[Block], is_above: bool) -> Part:
    """Above neighbours their kernel, below them how many maps or numbers each makes.

    They are there from beat 1 on: a small diagram has no room for them.
    """
    middle = (same[0].left + same[-1].right) / 2
    near = [each for each in same if abs(each.left + each.right - 2 * middle) < 2.2 * WORD]
    high = max(each.height for each in near or same)
    text = same[0].kernel if is_above else same[0].made
    # A large kernel's word is wider than its block, so it stands clear of the next one's.
    far = 0.7 if is_above and same[0].left == SPAN[0] and len(same) == 1 else 0.45
    y = FLOOR / 2 + (-1 if is_above else 1) * (high / 2 + far)
    if not is_above and same[0].left == SPAN[0]:
        return word(1, SPAN[0] + 0.05, y, text, same[0].hue, 0.9, "left")
    if not is_above and same[-1].right > SPAN[1] - WORD / 4:
        # It has no room below the last block, but there is some beside it.
        return word(1, same[0].left, y, text, same[0].hue, 0.9, "left")
    return word(1, middle, y, text, same[0].hue, 1.0 if is_above else 0.9)


ROOM = 1.5
"""By how many units the next block is lower where a word has room above its word."""
WORD = 0.6
"""About half as wide as a word is, in units."""


def _named(x: float, y: float, width: float, text: str, hue: str) -> list[Part]:
    """A box, and from beat 1 on what it is."""
    name = replace(word(1, x + width / 2, y + 0.48, text), width=width)
    return [box(0, x, y, width, 0.95, "", hue), name]


def _inception() -> list[Part]:
    """One module: four ways through side by side, from below, joined at the top."""
    ways = (("1×1", ""), ("3×3", "1×1"), ("5×5", "1×1"), ("1×1", "pool"))
    parts = [*_named(0.5, 7.1, 9, "input", "input"), *_named(0.5, 0, 9, "join", "stack")]
    for k, (upper, lower) in enumerate(ways):
        middle = 1.4 + 2.4 * k
        bottom = 5.4 if lower else 3.4
        parts.append(line(0, (middle, 7.1), (middle, bottom), arrow=True))
        parts.append(line(0, (middle, 2.4), (middle, 0.95), arrow=True))
        if lower:
            hue = "pool" if lower == "pool" else "conv"
            parts.append(line(0, (middle, 4.5), (middle, 3.4), arrow=True))
            parts += _named(middle - 0.95, 4.5, 1.9, lower, hue)
        parts += _named(middle - 0.95, 2.4, 1.9, upper, "conv")
    return parts


def _residual() -> list[Part]:
    """One block: three convolutions from below, and the way around them."""
    parts = _named(2.2, 7.1, 3.6, "x", "input")
    for k, text in enumerate(("1×1", "3×3", "1×1")):
        y = 5.4 - 1.55 * k
        parts.append(line(0, (4, y + 1.65), (4, y + 0.95), arrow=True))
        parts += _named(2.2, y, 3.6, text, "conv")
    around = [(5.8, 7.5), *bend((5.8, 7.5), (4.75, 0.95), 3.2)]
    parts.append(line(0, (4, 2.3), (4, 1.65), arrow=True))
    parts.append(line(0, *around, hue="accent", arrow=True, wide=4))
    parts.append(disc(0, 4, 0.95, 0.65, "+", "stack"))
    return parts


NORMALISED = Normalised(Fraction(3), Fraction(1), Fraction(2))
"""One value of a map in use, and the mean and spread that a layer keeps from training."""


def _norm() -> list[Part]:
    """The values in training around their mean, and one in use; from beat 1 on what it becomes."""
    value, mean, spread = map(float, NORMALISED)
    result = (value - mean) / spread
    parts = [line(0, (0, 7.3), (10, 7.3), hue="line"), disc(0, 5, 6.4, 0.6, "?", "muted", until=1)]
    for beat, floor, at, text in ((0, 3.1, value, number(value)), (1, 7.3, result, number(result))):
        middle, wide = (mean, spread) if beat == 0 else (0.0, 1.0)
        steps = [k / 8 - 3 for k in range(49)]
        bell = [(5 + 1.5 * z, floor - 2.2 * math.exp(-z * z / 2)) for z in steps]
        x = 5 + 1.5 * (at - middle) / wide
        parts += [
            line(beat, (0, floor), (10, floor), hue="line"),
            line(beat, *bell, hue="muted", wide=3),
            line(beat, (5, floor), (5, floor - 2.2), hue="muted", dashed=True),
            word(beat, 5, floor + 0.5, number(middle), "muted", 0.9),
            disc(beat, x, floor, 0.16, "", "classify", filled=True),
            word(beat, x, floor + 0.5, text, "classify", 1.0),
        ]
    x = 5 + 1.5 * result
    return [*parts, line(1, (x, 4.1), (x, 6.9), hue="classify", arrow=True, wide=3)]


ERRORS = (
    ("2010", 28.2, ""),
    ("2011", 25.8, ""),
    ("2012 AlexNet", 16.4, "alexnet"),
    ("2013", 11.7, ""),
    ("2014 VGG", 7.3, "vgg"),
    ("2014 GoogLeNet", 6.7, "googlenet"),
    ("2015 ResNet", 3.6, "resnet"),
    ("a person", 5.1, ""),
)
"""Top-5 error on ImageNet's test in percent, and whose: the winners of each year, VGG, who came
second in 2014, and one person who had practised (Russakovsky et al., 2015; AlexNet's without
further data; He et al., 2016)."""


def _errors() -> Panel:
    """A bar for each year and network, there once it is told of."""
    bars = tuple(
        panels.Bar(
            label,
            error,
            f"{error:g} %",
            Stage.CLASSIFY if of else Stage.INPUT,
        )
        for label, error, of in ERRORS
    )
    options = panels.Bars(bars=bars, most=30.0, filled=True)
    return panels.bars("errors", options, label="ImageNet, top-5 error", height=1.35, width=15.0)


def _told(count: int, lit: int) -> panels.BarsChanges:
    """The first `count` errors, which share the panel's height."""
    return panels.BarsChanges(shown=count, lit=lit)


def _counts(counts: dict[str, int], labels: dict[str, str]) -> Panel:
    """A bar for each network's parameters."""
    bars = tuple(
        panels.Bar(labels[key], float(count), number(count), Stage.CLASSIFY)
        for key, count in counts.items()
    )
    return panels.bars(
        "counts", panels.Bars(bars=bars), label="Parameters", height=1.35, width=32.0
    )


def _frames(
    text: SceneText, facts: dict[str, bool], numbers: dict[str, str], order: Sequence[str]
) -> Iterator[Frame]:
    """Each network alone, then beside the errors up to its year."""
    reached = {of: k for k, (_, _, of) in enumerate(ERRORS)}
    everything = sorted([*order, "norm", "errors", "counts"])

    def at(seconds: float, key: str, present: tuple[str, ...], shown: int, lit: int = -1) -> Frame:
        person = ERRORS[-1][1] if shown == len(ERRORS) else None
        beats = 1 if key == "close" else 2
        few = replace(_told(shown, lit), size=(5.8, 15.0)) if shown == 2 else _told(shown, lit)
        return Frame(
            seconds,
            text(key, facts, **numbers),
            hidden=all_but(everything, *present),
            panels={
                "errors": replace(few, across=person),
                "counts": panels.BarsChanges(shown=len(order)),
                **{each: panels.DrawingChanges(shown=beats) for each in order},
                "norm": panels.DrawingChanges(shown=1),
            },
        )

    yield at(OPENING, "open", ("errors",), 2)
    yield at(OPENING, "ask", ("errors",), 2)
    for key in order:
        yield at(4.4, key, (key,), reached[key])
        if key == "resnet":
            yield replace(at(4.0, "norm-ask", ("norm",), 0), question=choice(IN_USE, NORMALISED))
            yield replace(
                at(4.0, "norm", ("norm",), 0), panels={"norm": panels.DrawingChanges(shown=2)}
            )
        yield at(4.0, f"{key}-count", (key, "errors"), reached[key] + 1, reached[key])
    last = len(ERRORS)
    yield at(4.4, "person", ("errors",), last, last - 1)
    yield at(CLOSING, "close", (*order, "counts"), last)


@scene("next", stage=Stage.CLASSIFY)
def after(values: Values, text: SceneText) -> Parts:
    """Four networks, the idea of each, and how far each brought the error down."""
    alexnet, vgg = architectures.alexnet(), architectures.vgg16()
    counts = {
        "alexnet": sum(alexnet.parameters().values()),
        "vgg": sum(vgg.parameters().values()),
        "googlenet": architectures.googlenet_parameters(),
        "resnet": architectures.resnet50_parameters(),
    }
    drawn = {
        "alexnet": ("AlexNet", _row(alexnet)),
        "vgg": ("VGG-16", _row(vgg)),
        "googlenet": ("GoogLeNet", _inception()),
        "resnet": ("ResNet-50", _residual()),
    }
    labels = {key: label for key, (label, _) in drawn.items()}
    pictures = [
        drawing(key, label, text(f"note-{key}"), parts, (FLOOR, SPAN[1] + ASIDE))
        for key, (label, parts) in drawn.items()
    ]
    pictures.append(drawing("norm", text("label-norm"), "", _norm(), (FLOOR + 0.2, 10.0)))
    dense_share = sum(c for n, c in alexnet.parameters().items() if isinstance(alexnet[n], Dense))
    numbers = {key: roughly(count) for key, count in counts.items()}
    numbers |= {
        "dense": spoken_percent(Fraction(dense_share, counts["alexnet"])),
        "three": str(3 * 3 * 3),
    }
    value, mean, spread = NORMALISED
    numbers |= {"value": number(value), "mean": number(mean), "spread": number(spread)}
    numbers["normalised"] = IN_USE.right(NORMALISED).printed
    numbers |= {f"error_{of}": f"{error:g} %" for _, error, of in ERRORS if of}
    numbers |= {"error_person": f"{ERRORS[-1][1]:g} %", "error_before": f"{ERRORS[1][1]:g} %"}
    order = list(drawn)
    first, last = (sorted(counts[key] for key in part) for part in (order[:2], order[2:]))
    facts = {"last two with fewest": last[-1] < first[0]}
    return Parts(
        (),
        (
            *pictures,
            _errors(),
            _counts(counts, labels),
        ),
        tuple(_frames(text, facts, numbers, order)),
    )
