"""Settings of a scene, all of them or at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from random import Random

import numpy as np

from cnnviz.content.param import Param
from cnnviz.content.spec import SceneSpec

MANY = 200
TRIED = 10 * MANY
"""A scene that refuses more settings than this is not asked for others."""


def all_of(param: Param) -> Sequence[object]:
    """All values that a parameter can have; none where they cannot be counted."""
    match param.kind:
        case "integer":
            return range(param.minimum, param.maximum + 1)
        case "choice" | "picture":
            return [word for word, _ in param.choices]
        case "array" | "strokes":
            return ()


def random_value(param: Param, random: Random) -> object:
    match param.kind:
        case "array":
            sides = param.channels, random.randint(1, 9), random.randint(1, 9)
            cells = np.array([random.randint(-6, 6) / 2 for _ in range(int(np.prod(sides)))])
            return cells.reshape(sides)
        case "strokes":
            return [[[random.random(), random.random()] for _ in range(random.randint(1, 6))]]
        case _:
            return random.choice(all_of(param))


def random_settings(spec: SceneSpec) -> Iterator[Mapping[str, object]]:
    """Settings at random, each once where they can be counted: all of them, if there are few."""
    random = Random(spec.path)
    names, every = [each.name for each in spec.params], [all_of(each) for each in spec.params]
    count = prod(map(len, every))
    for at in random.sample(range(count), min(count, TRIED)):
        setting = {}
        for name, values in zip(names, every, strict=True):
            at, place = divmod(at, len(values))
            setting[name] = values[place]
        yield setting
    for _ in range(0 if count else TRIED):
        yield {
            each.name: random_value(each, random) for each in spec.params if random.random() < 0.8
        }
