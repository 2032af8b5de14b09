"""Four networks that followed: the idea of each as a diagram, its parameters as a bar."""

from __future__ import annotations

import math
from fractions import Fraction

from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine import architectures
from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.engine.network import Network
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import number, spoken_percent
from cnnviz.staging.panels import Part
from cnnviz.steps.pytorch.diagrams import beats, bend, box, disc, drawing, line, word

SPAN = (0.0, 10.0)
"""Left and right of a network's diagram, in units."""
FLOOR = 8.0
"""The height of a network's diagram; its bar and its figure stand below."""


def _row(network: Network) -> list[Part]:
    """The layers that learn, side by side: as high as their maps, convolutions and dense layers."""
    shapes = network.shapes()
    layers = [each for each in network.layers if isinstance(each, Conv2d | Dense)]
    width = (SPAN[1] - SPAN[0]) / len(layers)
    parts = []
    for k, layer in enumerate(layers):
        shape = shapes[layer.name]
        is_conv = isinstance(layer, Conv2d)
        side = math.sqrt(shape[1] / 224) if is_conv else math.sqrt(shape[0] / 4096)
        high = 6.6 * side if is_conv else 5.2 * side
        hue = "conv" if is_conv else "classify"
        x = SPAN[0] + k * width
        top = (FLOOR - high) / 2
        parts.append(box(0, x + 0.1 * width, top, 0.8 * width, high, "", hue, filled=True))
    return parts


def _inception() -> list[Part]:
    """One module: four ways through side by side, from below, joined at the top."""
    ways = (("1×1", ""), ("3×3", "1×1"), ("5×5", "1×1"), ("1×1", "pool"))
    parts = [box(0, 0.5, 7.1, 9, 0.9, "input", "input"), box(0, 0.5, 0, 9, 0.9, "join", "stack")]
    for k, (upper, lower) in enumerate(ways):
        middle = 1.4 + 2.4 * k
        bottom = 5.4 if lower else 3.4
        parts.append(line(0, (middle, 7.1), (middle, bottom), arrow=True))
        parts.append(line(0, (middle, 2.4), (middle, 0.95), arrow=True))
        if lower:
            hue = "pool" if lower == "pool" else "conv"
            parts.append(line(0, (middle, 4.5), (middle, 3.4), arrow=True))
            parts.append(box(0, middle - 0.95, 4.5, 1.9, 0.95, lower, hue))
        parts.append(box(0, middle - 0.95, 2.4, 1.9, 1.0, upper, "conv"))
    return parts


def _residual() -> list[Part]:
    """One block: three convolutions from below, and the way around them."""
    parts = [box(0, 2.2, 7.1, 3.6, 0.9, "x", "input")]
    for k, text in enumerate(("1×1", "3×3", "1×1")):
        y = 5.4 - 1.55 * k
        parts.append(line(0, (4, y + 1.65), (4, y + 0.95), arrow=True))
        parts.append(box(0, 2.2, y, 3.6, 0.9, text, "conv"))
    around = [(5.8, 7.5), *bend((5.8, 7.5), (4.75, 0.95), 3.2)]
    parts.append(line(0, (4, 2.3), (4, 1.65), arrow=True))
    parts.append(line(0, *around, hue="accent", arrow=True, wide=4))
    parts.append(disc(0, 4, 0.95, 0.65, "+", "stack"))
    return parts


@scene("next", stage=Stage.CLASSIFY)
def after(values: Values, text: SceneText) -> Parts:
    """Four networks: the idea of each, then its parameters as a bar on one scale."""
    alexnet, vgg = architectures.alexnet(), architectures.vgg16()
    counts = {
        "alexnet": sum(alexnet.parameters().values()),
        "vgg": sum(vgg.parameters().values()),
        "googlenet": architectures.googlenet_parameters(),
        "resnet": architectures.resnet50_parameters(),
    }
    most = max(counts.values())
    drawn = {
        "alexnet": ("AlexNet", _row(alexnet)),
        "vgg": ("VGG-16", _row(vgg)),
        "googlenet": ("GoogLeNet", _inception()),
        "resnet": ("ResNet-50", _residual()),
    }
    panels = []
    for key, (label, parts) in drawn.items():
        wide = SPAN[1] * counts[key] / most
        bar = box(1, 0, FLOOR + 0.9, wide, 0.8, "", "classify", filled=True)
        figure = word(1, 5, FLOOR + 2.5, number(counts[key]), "classify", 1.1)
        rail = line(0, (0, FLOOR + 0.9), (0, FLOOR + 1.7), hue="line")
        parts = [*parts, rail, bar, figure]
        panels.append(drawing(key, label, text(f"note-{key}"), parts, (11.2, SPAN[1])))
    dense_share = sum(c for n, c in alexnet.parameters().items() if isinstance(alexnet[n], Dense))
    numbers = {key: number(count) for key, count in counts.items()}
    numbers |= {
        "dense": spoken_percent(Fraction(dense_share, counts["alexnet"])),
        "three": str(3 * 3 * 3),
    }
    order = list(drawn)
    first, last = (sorted(counts[key] for key in part) for part in (order[:2], order[2:]))
    facts = {"last two with fewest": last[-1] < first[0]}

    def at(seconds: float, key: str, there: int, counted: int) -> Frame:
        shown = {each: beats(2 if k < counted else 1) for k, each in enumerate(order)}
        focus = (order[there - 1],) if there > 0 and key != "close" else ()
        return Frame(seconds, text(key, facts, **numbers), focus=focus, panels=shown)

    frames = [at(OPENING, "open", len(order), 0)]
    frames[0] = Frame(OPENING, text("open"), panels={key: beats(1) for key in order})
    for k, key in enumerate(order):
        frames.append(at(4.4, key, k + 1, k))
        frames.append(at(4.0, f"{key}-count", k + 1, k + 1))
    frames.append(at(CLOSING, "close", len(order), len(order)))
    return Parts((), panels, frames)
