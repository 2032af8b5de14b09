"""Diagrams as data: what came after, network by network, and the same ideas without pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.param import Values
from cnnviz.content.scene import Array, Frame, Json, Panel, Scene, Stage
from cnnviz.content.seeds import SceneText
from cnnviz.engine import architectures
from cnnviz.engine.activations import relu, softmax
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import dense
from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.engine.network import Network
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import chance, equals, number, percent, said

Part = dict[str, Json]
Point = tuple[float, float]

SPAN = (0.0, 10.0)
"""Left and right of a network's diagram, in units."""
FLOOR = 8.0
"""The height of a network's diagram; its bar and its figure stand below."""


def box(at: int, x: float, y: float, width: float, height: float, text: str, hue: str) -> Part:
    """A box with a word in it, there from beat `at`."""
    sides: Part = {"x": x, "y": y, "width": width, "height": height}
    return {"is": "box", "at": at, **sides, "text": text, "colour": hue}


def line(at: int, *points: Point, hue: str = "muted", arrow: bool = False, wide: float = 2) -> Part:
    """A line through points."""
    drawn: list[Json] = [[round(x, 3), round(y, 3)] for x, y in points]
    return {
        "is": "line",
        "at": at,
        "points": drawn,
        "colour": hue,
        "arrow": arrow,
        "line": round(wide, 2),
    }


def disc(at: int, x: float, y: float, r: float, text: str, hue: str) -> Part:
    """A disc with a word in it."""
    return {"is": "disc", "at": at, "x": x, "y": y, "r": r, "text": text, "colour": hue}


def word(
    at: int,
    x: float,
    y: float,
    text: str,
    hue: str = "ink",
    size: float = 1.0,
    align: str = "center",
) -> Part:
    """A word on its own."""
    return {
        "is": "text",
        "at": at,
        "x": x,
        "y": y,
        "text": text,
        "colour": hue,
        "size": size,
        "align": align,
    }


def _drawing(name: str, label: str, note: str, parts: list[Part], extent: Point) -> Panel:
    listed: list[Json] = list(parts)
    return Panel(name, "drawing", (), label, note, Stage.CLASSIFY, extent, "", {"parts": listed})


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
        part = box(0, x + 0.1 * width, (FLOOR - high) / 2, 0.8 * width, high, "", hue)
        parts.append(part | {"filled": True})
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
    around = [(5.8, 7.5), *_bend((5.8, 7.5), (4.75, 0.95), 3.2)]
    parts.append(line(0, (4, 2.3), (4, 1.65), arrow=True))
    parts.append(line(0, *around, hue="accent", arrow=True, wide=4))
    parts.append(disc(0, 4, 0.95, 0.65, "+", "stack"))
    return parts


def _bend(start: Point, end: Point, out: float) -> list[Point]:
    """A curve from one point to another that swings out to the right."""
    points = []
    for k in range(1, 25):
        t = k / 24
        x = start[0] + (end[0] - start[0]) * t + out * math.sin(math.pi * t)
        points.append((x, start[1] + (end[1] - start[1]) * t))
    return points


def networks(step: str, name: str, words: SceneText, values: Values) -> Scene:
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
        bar = box(1, 0, FLOOR + 0.9, SPAN[1] * counts[key] / most, 0.8, "", "classify")
        figure = word(1, 5, FLOOR + 2.5, number(counts[key]), "classify", 1.1)
        rail = line(0, (0, FLOOR + 0.9), (0, FLOOR + 1.7), hue="line")
        parts = [*parts, rail, bar | {"filled": True}, figure]
        panels.append(_drawing(key, label, words(f"note-{key}"), parts, (11.2, SPAN[1])))
    dense_share = sum(c for n, c in alexnet.parameters().items() if isinstance(alexnet[n], Dense))
    numbers = {key: number(count) for key, count in counts.items()}
    numbers |= {"dense": said(Fraction(dense_share, counts["alexnet"])), "three": str(3 * 3 * 3)}
    order = list(drawn)
    first, last = (sorted(counts[key] for key in part) for part in (order[:2], order[2:]))
    holds = {"last two with fewest": last[-1] < first[0]}

    def at(seconds: float, key: str, there: int, counted: int) -> Frame:
        shown: dict[str, dict[str, Json]] = {
            each: {"shown": 2 if k < counted else 1} for k, each in enumerate(order)
        }
        focus = (order[there - 1],) if there > 0 and key != "close" else ()
        return Frame(seconds, words(key, holds, **numbers), focus=focus, panels=shown)

    frames = [at(OPENING, "open", len(order), 0)]
    frames[0] = Frame(OPENING, words("open"), panels={key: {"shown": 1} for key in order})
    for k, key in enumerate(order):
        frames.append(at(4.4, key, k + 1, k))
        frames.append(at(4.0, f"{key}-count", k + 1, k + 1))
    frames.append(at(CLOSING, "close", len(order), len(order)))
    return Scene(step, name, words.title, Stage.CLASSIFY, values, (), tuple(panels), tuple(frames))


def _curve(data: Array, top: float, height: float, left: float, right: float) -> list[Point]:
    reach = float(np.abs(data).max()) or 1.0
    step = (right - left) / (len(data) - 1)
    middle = top + height / 2
    return [(left + k * step, middle - float(v) / reach * height / 2) for k, v in enumerate(data)]


def _audio() -> tuple[list[Part], int]:
    """A signal with a short tone in it, the tone's filter, and their convolution by the engine."""
    time = np.arange(72)
    slow = 0.7 * np.sin(2 * np.pi * time / 48)
    tone = np.sin(2 * np.pi * time / 6) * np.exp(-(((time - 46) / 8) ** 2))
    taps = np.cos(2 * np.pi * (np.arange(13) - 6) / 6) * np.hanning(15)[1:-1]
    taps = taps - taps.mean()
    signal = (slow + tone).reshape(1, 1, -1)
    found = relu(conv2d(signal, taps.reshape(1, 1, 1, -1)))[0, 0]
    wide = 13.0 / (len(time) - 1)
    at = int(found.argmax())
    left, right = at * wide, (at + len(taps) - 1) * wide
    start = (len(taps) - 1) / 2 * wide
    parts = [
        line(0, (0, 2), (13, 2), hue="line"),
        line(0, *_curve(signal[0, 0], 0.2, 3.6, 0, 13), hue="input", wide=3),
        box(0, left, 4.6, right - left, 2.0, "", "conv"),
        line(0, *_curve(taps, 4.8, 1.6, left, right), hue="conv", wide=3),
        line(1, (left, 4.6), (left, 0.2), hue="conv", wide=1.5) | {"dashed": True},
        line(1, (right, 4.6), (right, 0.2), hue="conv", wide=1.5) | {"dashed": True},
        line(1, (0, 10.6), (13, 10.6), hue="line"),
        line(1, *_curve(found, 7.4, 6.4, start, 13 - start), hue="stack", wide=4),
    ]
    return parts, len(taps)


NODES = ((6.4, 5.2, 3), (2.4, 2.4, 4), (10.2, 1.6, 2), (3.4, 9.2, 6), (10.4, 8.4, 8), (0.9, 6.2, 5))
"""x, y and value of each node; the first is the one that asks."""
EDGES = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (3, 5), (2, 4))


def _graph() -> tuple[list[Part], dict[str, str]]:
    """A node and its neighbours, whose mean it takes: computed by the engine."""
    near = [b if a == 0 else a for a, b in EDGES if 0 in (a, b)]
    given = np.array([[[float(NODES[k][2]) for k in near]]])
    mean = float(global_avg_pool2d(given)[0])
    parts = []
    for a, b in EDGES:
        (x0, y0, _), (x1, y1, _) = NODES[a], NODES[b]
        parts.append(line(0, (x0, y0), (x1, y1), hue="line", wide=3))
        if 0 in (a, b):
            parts.append(line(1, (x0, y0), (x1, y1), hue="stack", wide=5))
    for k, (x, y, value) in enumerate(NODES):
        hue = "conv" if k == 0 else "stack" if k in near else "muted"
        parts.append(disc(0, x, y, 1.15, str(value), hue))
    x, y, _ = NODES[0]
    middle = disc(1, x, y, 1.4, number(mean), "conv") | {"filled": True}
    terms = " + ".join(number(float(value)) for value in given.ravel())
    numbers = {
        "terms": terms,
        "neighbours": str(len(near)),
        "mean": number(mean),
        "equals": equals(mean),
    }
    return [*parts, middle], numbers


def _attention() -> tuple[list[Part], dict[str, str]]:
    """One word asks all words: softmax(q·k / √d) over vectors made up for the purpose."""
    sentence = ("The", "cat", "drank", "because", "it", "was", "thirsty")
    keys = seeds.example("attention: keys")[0]
    query = seeds.example("attention: query")[0, 0]
    asks = sentence.index("it")
    weights = softmax(dense(query, keys) / math.sqrt(len(query)))
    most = int(weights.argmax())
    rows = [0.8 + 1.55 * k for k in range(len(sentence))]
    parts = []
    for k, text in enumerate(sentence):
        hue = "conv" if k == asks else "ink"
        parts.append(word(0, 4.0, rows[k], text, hue, 1.05, "right"))
        share = float(weights[k])
        reach = 0.75 + 0.5 * abs(k - asks)
        if k != asks:
            curve = [(4.5, rows[asks]), *_bend((4.5, rows[asks]), (4.5, rows[k]), reach)]
            parts.append(line(1, *curve, hue="conv", wide=1 + 10 * share))
        bar = box(
            1, 7.4, rows[k] - 0.4, max(0.1, 4.2 * share / float(weights[most])), 0.8, "", "conv"
        )
        parts.append(bar | {"filled": True})
        end = 7.4 + 4.2 * share / float(weights[most])
        parts.append(word(1, end + 0.25, rows[k], percent(chance(share)), "ink", 0.85, "left"))
    numbers = {
        "most": sentence[most],
        "share": said(chance(float(weights[most]))),
        "distance": str(abs(most - asks)),
    }
    return parts, numbers


def elsewhere(step: str, name: str, words: SceneText, values: Values) -> Scene:
    """Sound, a graph, and attention: where the three ideas hold, and where one is given up."""
    audio, taps = _audio()
    graph, mean = _graph()
    attention, looks = _attention()
    panels = (
        _drawing("audio", words("label-audio"), words("note-audio"), audio, (11.0, 13.0)),
        _drawing("graph", words("label-graph"), words("note-graph"), graph, (11.0, 12.0)),
        _drawing(
            "attention", words("label-attention"), words("note-attention"), attention, (11.0, 13.4)
        ),
    )
    names = [panel.name for panel in panels]
    numbers = {"taps": str(taps), **mean, **looks}
    schedule: Sequence[tuple[str, str, int]] = (
        ("audio", "audio", 1),
        ("audio-found", "audio", 2),
        ("graph", "graph", 1),
        ("graph-mean", "graph", 2),
        ("attention", "attention", 1),
        ("attention-weights", "attention", 2),
        ("attention-price", "attention", 2),
    )
    frames = [Frame(OPENING, words("open"), panels={each: {"shown": 1} for each in names})]
    for key, panel, shown in schedule:
        place = names.index(panel)
        frames.append(
            Frame(
                4.4,
                words(key, **numbers),
                focus=(panel,),
                panels={
                    each: {"shown": 2 if k < place else shown if k == place else 1}
                    for k, each in enumerate(names)
                },
            )
        )
    frames.append(Frame(CLOSING, words("close"), panels={each: {"shown": 2} for each in names}))
    return Scene(step, name, words.title, Stage.CLASSIFY, values, (), panels, tuple(frames))
