"""What a refusal asks for can be done: who does it is not refused for the same thing again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from cnnviz.content.param import Param, ParameterError
from cnnviz.content.spec import SceneSpec
from cnnviz.steps import STEPS

EDITED = [
    pytest.param(spec, id=spec.path.replace("/", "-"))
    for step in STEPS
    for spec in step.scenes
    if any(param.kind == "array" for param in spec.params)
]
SMALL = ((1, 1), (1, 4), (4, 1), (2, 2), (3, 3))
LIMIT = re.compile(r"must be (?:at most |from \d+ to |(?:\d+ or )*)(\d+)\b(?!×)")
SIDE = re.compile(r"must have a (height|width) of at most (\d+)")
LEAST = re.compile(r"must be at least (\d+)×(\d+)")


def tried(param: Param) -> list[object]:
    """Values of a parameter that may not go with a small input."""
    match param.kind:
        case "integer":
            return [*{param.minimum, int(str(param.default)), param.maximum}]
        case "choice":
            return [word for word, _ in param.choices]
        case "array":
            return [np.ones((param.channels, *sides)) for sides in SMALL]
        case _:
            return [param.default]


def settings(spec: SceneSpec) -> Iterator[dict[str, object]]:
    """Every pair of small values of two parameters, the rest as it is."""
    for one, other in product(spec.params, repeat=2):
        for values in product(tried(one), tried(other)):
            yield dict(zip((one.name, other.name), values, strict=True))


def obeyed(error: ParameterError, spec: SceneSpec, given: dict[str, object]) -> object:
    """The value that the sentence asks for."""
    sentence = str(error)
    defaults = {param.name: param.default for param in spec.params}
    now = given.get(error.parameter, defaults[error.parameter])
    if found := SIDE.search(sentence):
        array = np.asarray(now)
        return array[:, : int(found[2])] if found[1] == "height" else array[..., : int(found[2])]
    if found := LEAST.search(sentence):
        return np.ones((len(np.asarray(now)), int(found[1]), int(found[2])))
    found = LIMIT.search(sentence)
    assert found, f"{spec.path} asks for nothing that can be done: {sentence}"
    return found[1]


@pytest.mark.parametrize("spec", EDITED)
def test_what_a_refusal_asks_for_is_taken(spec: SceneSpec) -> None:
    for given in settings(spec):
        said: list[str] = []
        for _ in range(4):
            try:
                spec.scene(given)
                break
            except ParameterError as error:
                said.append(str(error))
                given = given | {error.parameter: obeyed(error, spec, given)}
        else:
            pytest.fail(f"{spec.path}: whoever obeys is refused again: {'; '.join(said)}")
        assert len({each.partition(";")[0] for each in said}) == len(said)


@pytest.mark.parametrize(
    ("scene", "given", "said"),
    [
        (
            "edge",
            {"kernel": "1,-1", "input": "1,2,3,4"},
            "width of at most 1, as “Horizontal edge” is",
        ),
        (
            "checkerboard",
            {"kernel": "1,1;1,1", "input": "1,1"},
            "at most 1, as “Input” is 1×2; got",
        ),
        (
            "checkerboard",
            {"kernel": "1;1;1;1", "input": "1,1", "padding": 1},
            "height of at most 3, as “Input” with its padding is 3×4; got 4",
        ),
    ],
)
def test_what_is_too_small_is_named(scene: str, given: dict[str, object], said: str) -> None:
    (spec,) = (each for each in STEPS[1].scenes if each.name == scene)
    with pytest.raises(ParameterError, match=f"^kernel must have a .*{said}"):
        spec.scene(given)
