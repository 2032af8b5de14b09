"""Every sentence, number and formula of every scene, in every setting, computed a second time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from string import Formatter

import numpy as np
import pytest

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.scene import Frame, Scene
from cnnviz.content.seeds import Sentence
from cnnviz.content.spec import SceneSpec
from cnnviz.steps import STEPS
from truth import (
    channels,
    convolution,
    formulas,
    hierarchy,
    lenet,
    mlp,
    pooling,
    pytorch,
    stride_padding,
)
from truth.general import GENERAL
from truth.plain import Truth

TRUTH = {
    f"{step}/{name}": found
    for step, module in {
        "mlp": mlp,
        "convolution": convolution,
        "stride-padding": stride_padding,
        "pooling": pooling,
        "channels": channels,
        "hierarchy": hierarchy,
        "lenet": lenet,
        "pytorch": pytorch,
    }.items()
    for name, found in module.SCENES.items()
}
RANDOM = np.random.default_rng(3)
ARRAYS = {
    "ones": np.ones((4, 4)),
    "zeros": np.zeros((5, 5)),
    "negatives": -np.arange(1.0, 17).reshape(4, 4),
    "fractions": RANDOM.integers(-30, 30, (5, 5)) / 8,
    "decimals": RANDOM.integers(-9, 9, (5, 4)) / 10,
    "thirds": RANDOM.integers(-9, 9, (4, 5)) / 3,
    "dark": RANDOM.integers(0, 3, (5, 5)) / 100,
    "tiny": np.full((1, 1), 2.0),
    "small": np.array([[3.0, 3, -3], [3, 3, -3], [3, 3, -3]]),
    "non-square": RANDOM.integers(-2, 4, (3, 7)).astype(float),
    "dark to bright": np.tile([0.0, 0, 1, 1, 1], (5, 1)),
    "ramp": np.tile([5.0, 4, 3, 2, 1], (5, 1)),
    "large numbers": RANDOM.integers(-1000, 1001, (6, 6)).astype(float),
    "largest": RANDOM.integers(0, 3, (64, 64)).astype(float),
}
KERNELS = {
    "ones": np.ones((3, 3)),
    "one": np.ones((1, 1)),
    "zeros": np.zeros((3, 3)),
    "negative edge": np.tile([-1.0, 0, 1], (3, 1)),
    "eighths": RANDOM.integers(-9, 9, (3, 3)) / 8,
    "non-square": np.array([[0.1, -0.2, 0.3], [0.5, 0, -0.7]]),
}


def choices(param: Param) -> list[object]:
    match param.kind:
        case "integer":
            return [param.minimum, (param.minimum + param.maximum) // 2, param.maximum]
        case "choice":
            return [value for value, _ in param.choices]
        case "picture":
            named = [value for value, _ in param.choices]
            own = RANDOM.random((param.channels, param.maximum, param.maximum)).round(2)
            return [*named, own, np.zeros_like(own), np.ones_like(own)]
        case "strokes":
            hands: list[object] = [each.strokes for each in seeds.digits()]
            return [*hands, [], [[[0.5, 0.5]]], [*seeds.digits()[3].strokes, [[0.05, 0.95]]]]
        case "array":
            found = KERNELS if param.name == "kernel" else ARRAYS
            return list(found.values())


def settings(spec: SceneSpec) -> Iterator[dict[str, object]]:
    """The defaults, every preset, every value of each parameter, and every pair of two of them."""
    yield {}
    for _, values in spec.presets:
        yield dict(values)
    for i, one in enumerate(spec.params):
        for value in choices(one):
            yield {one.name: value}
        for other in spec.params[i + 1 :]:
            pairs = list(product(choices(one), choices(other)))
            # Many of the same kind tell no more than some.
            most = 12 if len(spec.params) < 5 else 4
            for first, second in pairs[:: max(1, len(pairs) // most)]:
                yield {one.name: first, other.name: second}


def some(scene: Scene) -> Iterator[tuple[int, Frame]]:
    """All frames of a short scene; of a long one the first, the last and some between."""
    count = len(scene.frames)
    shown = range(count) if count <= 90 else {*range(40), *range(40, count, count // 12), count - 1}
    for k in sorted(shown):
        yield k, scene.frames[k]


def filled(scene: Scene, said: Sentence) -> set[str]:
    """The numbers that are filled into the wording that is spoken."""
    wordings = seeds.text(scene.step).scenes[scene.name].sentences[said.key]
    text = next(each.text for each in wordings if each.claims == said.claims)
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def wrong(scene: Scene, frame: Frame, truth: Truth) -> Iterator[str]:
    said = frame.narration
    assert isinstance(said, Sentence), "a sentence comes from seeds/text"
    for claim in said.claims:
        name, denied = claim.removeprefix("not "), claim.startswith("not ")
        if name not in truth.claims:
            yield f"nobody has checked the claim {claim!r}"
        elif truth.claims[name] is denied:
            yield f"claims {claim!r}, which is not so"
    for name in sorted(filled(scene, said)):
        number = said.numbers[name]
        if name not in truth.numbers:
            yield f"nobody has checked the number {name} ({number})"
        elif str(number) != truth.numbers[name]:
            yield f"says {name} = {number}, which is {truth.numbers[name]}"


SCENES = [
    pytest.param(step.name, spec, id=f"{step.name}-{spec.name}")
    for step in STEPS
    for spec in step.scenes
]


@pytest.mark.sampled(step=1)
@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_every_sentence_is_true_in_every_setting(step: str, spec: SceneSpec) -> None:
    path = f"{step}/{spec.name}"
    assert path in TRUTH, f"tests/truth/ has no entry for {path} in SCENES"
    faults = []
    for values in settings(spec):
        try:
            scene = spec.scene(values)
        except ParameterError:
            continue
        for k, frame in some(scene):
            truth = TRUTH[path](scene, frame)
            faults += [
                f"{_short(values)}, frame {k}: {frame.narration!r} {fault}"
                for fault in (*wrong(scene, frame, truth), *formulas.wrong(frame.formula))
            ]
    assert not faults, "\n".join([f"{len(faults)} faults", *faults[:12]])


def _short(values: dict[str, object]) -> str:
    return repr({name: str(value)[:60] for name, value in values.items()}).replace("\\n", ";")


STRONG = re.compile(
    r"\b(largest|smallest|strongest|least|most|none|all|every|everywhere|fewer|jumps?|falls?|"
    r"negative|sure|unchanged|wins?|wrong|nothing)\b",
    re.IGNORECASE,
)


def unclaimed() -> Iterator[tuple[str, str]]:
    """Sentences without a claim, and their first word that is not so of any numbers."""
    for step in STEPS:
        for name, words in seeds.text(step.name).scenes.items():
            for key, wordings in words.sentences.items():
                texts = [each.text for each in wordings if not each.claims]
                words_of = (STRONG.search(re.sub(r"\{\w+\}", "", text)) for text in texts)
                if strong := next(filter(None, words_of), None):
                    yield f"{step.name}/{name}:{key}", strong[0]


def test_a_strong_word_carries_its_claim_or_is_so_of_any_numbers() -> None:
    found = dict(unclaimed())
    missing = {place: word for place, word in found.items() if place not in GENERAL}
    assert missing == {}, "claim what the word says, or give its reason in tests/truth/general.py"
    left = [place for place in GENERAL if place not in found]
    assert left == [], "these need no reason in tests/truth/general.py any more"
