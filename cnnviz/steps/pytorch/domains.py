"""Diagrams of what convolution is like elsewhere: along a sound, over a graph; and of attention."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
NODES = ((6.4, 5.2, 3), (2.4, 2.4, 4), (10.2, 1.6, 2), (3.4, 9.2, 6), (10.4, 8.4, 8), (0.9, 6.2, 5))
"""x, y and value of each node; the first is the one that asks."""
DIGIT = 1.5
"""The size of their numbers, in letters of a label."""
EDGES = ((0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (3, 5), (2, 4))
BARS, BAR = 8.2, 4.4
"""Where bars begin, right of all curves, and the longest, in units."""
ATTENTION = BARS + BAR + 2.9
"""The width of all of it."""


def _curve(data: Array, top: float, height: float, left: float, right: float) -> list[Point]:
    reach = float(np.abs(data).max()) or 1.0
    step = (right - left) / (len(data) - 1)
    middle = top + height / 2
    return [(left + k * step, middle - float(v) / reach * height / 2) for k, v in enumerate(data)]


def audio() -> tuple[list[Part], int]:
    """A signal with a short tone in it, the tone's filter, and their convolution by the engine.

    The filter stands at the beginning, slides to the end and comes back to where it answers most.
    """
    time = np.arange(72)
    slow = 0.7 * np.sin(2 * np.pi * time / 48)
    tone = np.sin(2 * np.pi * time / 6) * np.exp(-(((time - 46) / 8) ** 2))
    taps = np.cos(2 * np.pi * (np.arange(13) - 6) / 6) * np.hanning(15)[1:-1]
    taps = taps - taps.mean()
    signal = (slow + tone).reshape(1, 1, -1)
    found = relu(conv2d(signal, taps.reshape(1, 1, 1, -1)))[0, 0]
    wide = LONG / (len(time) - 1)
    at = int(found.argmax())
    breadth = (len(taps) - 1) * wide
    start = breadth / 2
    moves = [(0.0, 0.0), (LONG - breadth, 0.0), (at * wide, 0.0)]
    parts = [
        line(0, (0, 2), (LONG, 2), hue="line"),
        line(0, *_curve(signal[0, 0], 0.2, 3.6, 0, LONG), hue="input", wide=4),
        box(0, 0, 4.6, breadth, 2.0, "", "conv", moves=moves),
        line(0, *_curve(taps, 4.8, 1.6, 0, breadth), hue="conv", wide=4, moves=moves),
        *(
            line(0, (x, 4.6), (x, 0.2), hue="conv", wide=2.5, dashed=True, moves=moves)
            for x in (0.0, breadth)
        ),
        line(0, (0, 10.6), (LONG, 10.6), hue="line", arrow=True),
        line(1, *_curve(found, 7.4, 6.4, start, LONG - start), hue="stack", wide=5),
    ]
    return parts, len(taps)


def graph() -> tuple[list[Part], dict[str, str]]:
    """Nodes that take the mean of their neighbours: one of them, then all, then all once more."""
    first = [float(value) for _, _, value in NODES]
    second = _averaged(first)
    third = _averaged(second)
    near, mean = _neighbours(0), second[0]
    parts = []
    for a, b in EDGES:
        (x0, y0, _), (x1, y1, _) = NODES[a], NODES[b]
        parts.append(line(0, (x0, y0), (x1, y1), hue="line", wide=3))
        if 0 in (a, b):
            parts.append(line(1, (x0, y0), (x1, y1), hue="stack", wide=5))
    for k, (x, y, value) in enumerate(NODES):
        hue = "conv" if k == 0 else "stack" if k in near else "muted"
        if k == 0:
            parts.append(disc(0, x, y, 1.15, str(value), hue, until=1, size=DIGIT))
            continue
        told = (str(value), number(second[k]), number(third[k]))
        for said, (at, until) in zip(told, ((0, 2), (2, 3), (3, None)), strict=True):
            colour = hue if at == 0 else "conv"
            parts.append(disc(at, x, y, 1.15, said, colour, until=until, filled=at > 0, size=DIGIT))
    x, y, _ = NODES[0]
    for said, (at, until) in ((number(mean), (1, 3)), (number(third[0]), (3, None))):
        parts.append(disc(at, x, y, 1.4, said, "conv", filled=True, until=until, size=DIGIT))
    terms = " + ".join(number(first[k]) for k in near)
    numbers = {
        "terms": terms,
        "neighbours": str(len(near)),
        "mean": number(mean),
        "equals": equals(mean),
    }
    return parts, numbers


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
            curve = [(5.0, rows[asks]), *bend((5.0, rows[asks]), (5.0, rows[k]), reach)]
            # At first it may look at each of them; how much it does is computed then.
            parts.append(line(0, *curve, hue="line", wide=2, until=1))
            parts.append(line(1, *curve, hue="conv", wide=1 + 10 * share))
        # How much it looks at each is not known yet.
        parts.append(line(0, (BARS, rows[k]), (BARS + BAR, rows[k]), hue="line", wide=2, until=1))
        wide = BAR * share / float(weights[most])
        bar = box(1, BARS, rows[k] - 0.4, max(0.1, wide), 0.8, "", "conv", filled=True)
        parts.append(bar)
        end = BARS + wide
        parts.append(
            word(1, end + 0.25, rows[k], percent(as_probability(share)), "ink", 1.1, "left")
        )
    numbers = {
        "most": sentence[most],
        "share": spoken_percent(as_probability(float(weights[most]))),
        "distance": str(abs(most - asks)),
    }
    return parts, numbers
