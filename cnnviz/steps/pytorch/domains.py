"""Diagrams of what convolution is like elsewhere: along a sound, over a graph; and of attention."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array
from cnnviz.engine.activations import relu, softmax
from cnnviz.engine.conv import conv2d
from cnnviz.engine.dense import dense
from cnnviz.engine.pool import global_avg_pool2d
from cnnviz.staging.diagrams import Point, bend, box, disc, line, word
from cnnviz.staging.formatting import as_probability, equals, number, percent, spoken_percent
from cnnviz.staging.panels import Part

LONG = 18.0
"""The sound's length in units; beside the others it is drawn as wide as they are."""
TAPS, FINE = 13, 3
"""How many weights the sound's filter has, and into how many parts a sample is drawn."""
NODES = ((7.8, 5.4, 3), (4.3, 2.9, 4), (11.0, 2.8, 2), (4.7, 8.2, 6), (11.2, 8.1, 8), (2.8, 5.6, 5))
"""x, y and value of each node; the first is the one that asks."""
OTHER = 2
"""The one that asks next, with the number that the first one had before."""
DIGIT = 1.5
"""The size of their numbers, in letters of a label."""
EDGES = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (3, 5), (2, 4))
LAST = 4
"""From here on, in `shown`, all nodes have asked once more."""
READ = (((0,), 1, 2), ((OTHER,), 2, 3), (range(len(NODES)), 3, LAST), ((0,), LAST, None))
"""Which nodes ask, from where to where in `shown`."""
PATH = (5, 1)
"""A node two steps away from the one that asks, and the one between."""
RADIUS = 1.15
"""Of a node."""
WIDE = 14.0
"""The graph's width in units, with the numbers from before."""
BESIDE = 1.85
"""How far from a node's middle its number from before stands."""
BARS, BAR = 8.2, 4.4
"""Where bars begin, right of all curves, and the longest, in units."""
SWUNG = 2.2
"""How many times as far as later curves swing out while there are no bars beside them."""
ATTENTION = BARS + BAR + 2.9
"""The width of all of it."""


def _curve(data: Array, top: float, height: float, left: float, right: float) -> list[Point]:
    reach = float(np.abs(data).max()) or 1.0
    step = (right - left) / (len(data) - 1)
    middle = top + height / 2
    return [(left + k * step, middle - float(v) / reach * height / 2) for k, v in enumerate(data)]


def audio() -> tuple[list[Part], int]:
    """A signal with a short tone in it, the tone's filter, and their convolution by the engine.

    A dot is one of the filter's weights.
    The filter stands at the beginning, slides to the end and comes back to where it answers most.
    """
    # Between its samples, too, to FINE parts of one: so the curves are smooth.
    time = np.arange(71 * FINE + 1) / FINE
    slow = 0.7 * np.sin(2 * np.pi * time / 48)
    tone = np.sin(2 * np.pi * time / 6) * np.exp(-(((time - 46) / 8) ** 2))
    shape = _tap(np.arange(TAPS))
    taps = shape - shape.mean()
    signal = (slow + tone).reshape(1, 1, -1)
    # The taps are a sample apart, wherever between two samples the first one lies.
    found = relu(conv2d(signal, taps.reshape(1, 1, 1, -1), dilation=FINE))[0, 0]
    wide = LONG / (len(time) - 1)
    at = int(found.argmax())
    breadth = (len(taps) - 1) * FINE * wide
    curve = _tap(np.arange((TAPS - 1) * FINE + 1) / FINE) - shape.mean()
    weighed = _curve(curve, 4.8, 1.6, 0, breadth)
    start = breadth / 2
    moves = [(0.0, 0.0), (LONG - breadth, 0.0), (at * wide, 0.0)]
    parts = [
        line(0, (0, 2), (LONG, 2), hue="line"),
        line(0, *_curve(signal[0, 0], 0.2, 3.6, 0, LONG), hue="input", wide=4),
        box(0, 0, 4.6, breadth, 2.0, "", "conv", moves=moves),
        line(0, *weighed, hue="conv", wide=2, moves=moves),
        *(
            replace(disc(0, x, y, 0.11, "", "conv", filled=True), moves=tuple(moves))
            for x, y in weighed[::FINE]
        ),
        *(
            line(0, (x, 4.6), (x, 0.2), hue="conv", wide=2.5, dashed=True, moves=moves)
            for x in (0.0, breadth)
        ),
        line(0, (0, 10.6), (LONG, 10.6), hue="line", arrow=True),
        line(1, *_curve(found, 7.4, 6.4, start, LONG - start), hue="stack", wide=5),
    ]
    return parts, len(taps)


def _tap(k: Array) -> Array:
    """A filter's weights from the first, 0, to the last; between them it is drawn."""
    middle = (TAPS - 1) / 2
    window = 0.5 + 0.5 * np.cos(np.pi * (k - middle) / (middle + 1))
    return np.asarray(np.cos(2 * np.pi * (k - middle) / 6) * window)


def graph() -> tuple[list[Part], dict[str, str]]:
    """Nodes that take the mean of their neighbours: one, another one, all, and all once more.

    The number that a node had before stays beside it, smaller, as the others compute with it.
    """
    first = [float(value) for _, _, value in NODES]
    second = _averaged(first)
    third = _averaged(second)
    parts = [line(0, *_ends(a, b), hue="line", wide=3) for a, b in EDGES]
    for readers, at, until in READ:
        for a, b in EDGES:
            if a in readers or b in readers:
                ends = _ends(b, a) if a in readers else _ends(a, b)
                parts.append(line(at, *ends, hue="stack", wide=5, until=until))
    far, near = PATH
    way = ((far, near), (near, 0))
    parts += [line(LAST, *_toward(a, b), hue="classify", wide=8, arrow=True) for a, b in way]
    parts += _sent(first, second)
    for k, (x, y, _) in enumerate(NODES):
        began = {0: 1, OTHER: 2}.get(k, 3)
        for old, at, until in ((first[k], began, LAST), (second[k], LAST, LAST + 1)):
            moves = (*((0.0, 0.0),) * at, _beside(k))
            kept = word(at, x, y, number(old), "stack", size=1.25)
            parts.append(replace(kept, until=until, moves=moves))
        for value, at, until in (
            (first[k], 0, began),
            (second[k], began, LAST),
            (third[k], LAST, None),
        ):
            hue = "conv" if at or k == 0 else "stack" if k in _neighbours(0) else "muted"
            now = disc(at, x, y, RADIUS, number(value), hue, until=until, filled=at > 0, size=DIGIT)
            parts.append(now)
    return parts, {
        **_mean_of(0, first, second, ""),
        **_mean_of(OTHER, first, second, "other_"),
        **_mean_of(0, second, third, "again_"),
    }


def _sent(first: Sequence[float], second: Sequence[float]) -> list[Part]:
    """What neighbours send: it comes out of their discs, and goes under that of who asks."""
    parts = []
    for readers, at, _ in READ:
        values = second if at == LAST else first
        for reader in readers:
            if at == LAST - 1 and reader in (0, OTHER):
                continue
            for near in _neighbours(reader):
                (x0, y0), (x1, y1) = _ends(near, reader)
                token = disc(at - 1, x0, y0, 0.85, number(values[near]), "stack", filled=True)
                moves = (*((0.0, 0.0),) * at, (x1 - x0, y1 - y0))
                parts.append(replace(token, until=at + 1, moves=moves, size=1.1, passing=True))
    return parts


def _mean_of(
    node: int, before: Sequence[float], after: Sequence[float], prefix: str
) -> dict[str, str]:
    """A node's new number and what it is the mean of, by names that begin with `prefix`."""
    near = _neighbours(node)
    numbers = {
        "terms": " + ".join(number(before[k]) for k in near),
        "neighbours": str(len(near)),
        "mean": number(after[node]),
        "equals": equals(after[node]),
    }
    return {f"{prefix}{name}": said for name, said in numbers.items()}


def _toward(a: int, b: int) -> tuple[Point, Point]:
    """The line from one node to another, up to its disc."""
    (x0, y0), (x1, y1) = _ends(a, b)
    share = 1 - RADIUS / math.hypot(x1 - x0, y1 - y0)
    return (x0, y0), (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)


def _ends(a: int, b: int) -> tuple[Point, Point]:
    (x0, y0, _), (x1, y1, _) = NODES[a], NODES[b]
    return (x0, y0), (x1, y1)


def _beside(node: int) -> Point:
    """How far from a node its number from before stands: in the widest gap between its edges."""
    x, y, _ = NODES[node]
    turns = sorted(math.atan2(NODES[k][1] - y, NODES[k][0] - x) for k in _neighbours(node))
    after = [*turns[1:], turns[0] + 2 * math.pi]
    gap, start = max((end - turn, turn) for turn, end in zip(turns, after, strict=True))
    return BESIDE * math.cos(start + gap / 2), BESIDE * math.sin(start + gap / 2)


def _neighbours(node: int) -> list[int]:
    return [b if a == node else a for a, b in EDGES if node in (a, b)]


def _averaged(values: Sequence[float]) -> list[float]:
    """By node the mean of its neighbours' values, computed by the engine."""
    read = ([[[values[k] for k in _neighbours(node)]]] for node in range(len(NODES)))
    return [float(global_avg_pool2d(np.array(each))[0]) for each in read]


def attention() -> tuple[list[Part], dict[str, str]]:
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
        parts.append(word(0, 4.5, rows[k], text, hue, 1.25, "right"))
        share = float(weights[k])
        reach = 0.75 + 0.5 * abs(k - asks)
        if k != asks:
            # At first it may look at each of them; how much it does is computed then.
            for at, out, thick in ((0, SWUNG * reach, 4.0), (1, reach, 1.5 + 10 * share)):
                curve = bend((5.0, rows[asks]), (5.0, rows[k]), out)
                way = line(at, (5.0, rows[asks]), *curve, hue="conv", wide=thick)
                parts.append(replace(way, until=1 if at == 0 else None))
        wide = BAR * share / float(weights[most])
        bar = box(2, BARS, rows[k] - 0.4, max(0.1, wide), 0.8, "", "conv", filled=True)
        parts.append(bar)
        end = BARS + wide
        told = word(2, end + 0.25, rows[k], percent(as_probability(share)), "ink", 1.1, "left")
        # Beside the others only the largest is told.
        parts.append(told if k == most else replace(told, until=3))
    numbers = {
        "most": sentence[most],
        "share": spoken_percent(as_probability(float(weights[most]))),
        "distance": str(abs(most - asks)),
    }
    return parts, numbers
