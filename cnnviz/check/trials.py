"""Finds out what the scenes need from seeds/ by building them with many settings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, product
from typing import assert_never

import numpy as np

from cnnviz.check.needs import Filled, Needs, NetworkNeeds
from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.content.texts import SceneText, Sentence, StepText
from cnnviz.engine.layers import Dense
from cnnviz.engine.network import Network
from cnnviz.engine.weights import untrained

OPENED = "opened"
"""The text of networks that are opened, which is of no step of the chapter."""


@dataclass(frozen=True, slots=True)
class _Listening(SceneText):
    """Words that say nothing, and write down what they are asked for."""

    asked: dict[str, Filled] = field(default_factory=dict)

    def __call__(
        self, key: str, holds: Mapping[str, bool] | None = None, /, **numbers: object
    ) -> Sentence:
        # By name, as the order in which they are worked out means nothing.
        before = self.asked.get(key, Filled(tuple(sorted(numbers)), tuple(sorted(holds or {}))))
        # What is not given every time cannot be relied upon.
        self.asked[key] = Filled(
            tuple(name for name in before.numbers if name in numbers),
            tuple(claim for claim in before.claims if claim in (holds or {})),
        )
        return Sentence("", key, (), numbers)


def sentences(step: Step, spec: SceneSpec) -> dict[str, Filled]:
    """The sentences that a scene asks for, by key, whatever is in seeds/text.

    Networks that have learned nothing play it too, as they answer what trained ones never do.
    """
    words = _Listening(spec.name, {})
    text = StepText(step.name, "", "", {}, {spec.name: words})
    for network in (None, _ignorant):
        with seeds.instead(text, network):
            for given in settings(spec):
                try:
                    for _ in spec.scene(given).frames:
                        pass
                except ParameterError:
                    continue  # a setting that does not go with the others
    return dict(sorted(words.asked.items()))


def opened() -> dict[str, dict[str, Filled]]:
    """What the scenes of opened networks ask for, by scene, of networks that have all they know."""
    from cnnviz.opened.example import example_steps

    found: dict[str, dict[str, Filled]] = {}
    for step in example_steps():
        for spec in step.scenes:
            found[spec.name] = found.get(spec.name, {}) | sentences(step, spec)
    return {name: dict(sorted(each.items())) for name, each in found.items()}


def everything() -> Needs:
    """What all scenes need, and how the seeds are that came with them."""
    from cnnviz.steps import STEPS

    networks = {name: seeds.network(name) for name in seeds.networks()}
    measured = sorted(path.stem for path in (seeds.folder("seeds") / "measured").glob("*.json"))
    return Needs(
        {
            **{
                step.name: {each.name: sentences(step, each) for each in step.scenes}
                for step in STEPS
            },
            OPENED: opened(),
        },
        {name: list(seeds.example(name).shape) for name in seeds.examples()},
        {digit.name: digit.label for digit in seeds.digits()},
        [*seeds.pictures()],
        {name: _needs(name, network) for name, network in networks.items()},
        {
            name: {layer: list(each.shape) for layer, each in seeds.features(name).items()}
            for name in seeds.featured()
        },
        {
            name: {
                key: _kind(each)
                for key, each in seeds.measured(name).items()
                if not isinstance(each, str)
            }
            for name in measured
        },
        sorted(path.name for path in (seeds.folder("seeds") / "code").glob("*.py")),
    )


def _kind(measured: object) -> str:
    """How needs.json calls a number, and numbers."""
    return f"{len(measured)} numbers" if isinstance(measured, list) else "number"


def anew(needs: Needs, steps: Collection[str]) -> Needs:
    """The same, with what the scenes of these steps ask for now, and of steps that are new.

    Where they cannot be played, as the seeds are harmed or their code is, it stays as it was.
    """
    try:
        from cnnviz.steps import STEPS

        now = {
            step.name: needs.scenes[step.name]
            if step.name in needs.scenes and step.name not in steps
            else {each.name: sentences(step, each) for each in step.scenes}
            for step in STEPS
        }
        now[OPENED] = opened() if OPENED in steps else needs.scenes[OPENED]
    except Exception:
        return needs
    return needs._replace(scenes=now)


def _needs(name: str, network: Network) -> NetworkNeeds:
    return {
        "input": list(network.input_shape),
        "layers": [layer.name for layer in network.layers],
        "classes": bool(network.classes),
        "measured": "accuracy" in seeds.card(name),
    }


@cache
def _ignorant(name: str) -> Network:
    """A network that has learned nothing, and is loud about it: each of its sums is high."""
    path = seeds.folder("seeds") / "weights" / f"{name}.json"
    network = untrained(seeds.description(path), seed=0)
    layers = list(network.layers)
    dense = [layer for layer in layers if isinstance(layer, Dense)]
    if dense:
        loud = np.full(dense[-1].n_out, 20, np.float32)
        layers[layers.index(dense[-1])] = replace(dense[-1], bias=loud)
    return replace(network, layers=tuple(layers))


def settings(spec: SceneSpec) -> Iterator[Mapping[str, object]]:
    """The defaults, every preset, each parameter at all that is special about it, and all whole
    numbers together at their ends.
    """
    yield {}
    for _, preset in spec.presets:
        yield preset
    for param in spec.params:
        for value in _special(param):
            yield {param.name: value}
    numbers = [param for param in spec.params if param.kind == "integer"]
    for ends in product(*((param.minimum, param.maximum) for param in numbers)):
        yield {param.name: end for param, end in zip(numbers, ends, strict=True)}


def _special(param: Param) -> Iterator[object]:
    match param.kind:
        case "integer":
            near = (param.default - 1, param.default + 1) if isinstance(param.default, int) else ()
            for number in sorted({0, *near}):
                if param.minimum <= number <= param.maximum:
                    yield number
        case "choice":
            yield from (word for word, _ in param.choices)
        case "array":
            usual = np.asarray(param.default)
            yield from (np.full(usual.shape, number) for number in (0.0, 1.0, -1.0, 0.3))
            yield from (usual * -1, usual * 0.37, np.roll(usual, 1, axis=2))
            yield from (np.ones((param.channels, 2, 2)), np.ones((param.channels, 5, 3)))
            yield np.tile(usual, (1, 2, 2))
        case "picture":
            yield from (word for word, _ in param.choices)
            sides = (param.channels, param.maximum, param.maximum)
            yield np.zeros(sides)
            yield np.random.default_rng(0).random(sides)
        case "strokes":
            yield from ([], [[[0.5, 0.5]]], [[[0.5, 0.1], [0.5, 0.9]]])
            # Two digits in one, between which a network can hardly decide.
            digits = seeds.digits()
            yield from (one.strokes + other.strokes for one, other in pairwise(digits))
        case _:
            assert_never(param.kind)
