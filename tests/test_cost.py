"""What any scene may cost is known before it is made, and stays below what is stated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from starlette.testclient import TestClient

from cnnviz import cli, scenes, wire
from cnnviz.content.arrays import MAX_SIDE
from cnnviz.content.drawings import MAX_POINTS, MAX_STROKES
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec
from cnnviz.server import create_app
from cnnviz.staging.cost import MOST_NUMBERS, numbers
from cnnviz.steps import STEPS

MOST_FRAMES = 10_000
MOST_BYTES = 32 * 1024 * 1024
"""Of all lines of a scene, every number in full."""
SWEEPS = 2
"""A scene shows at most so many sweeps."""

SCRIPTS = [
    pytest.param(spec, id=f"{step.name}-{spec.name}") for step in STEPS for spec in step.scenes
]
LARGEST = MAX_SIDE


def full(
    height: int, width: int, channels: int = 1, greatest: float = 999.0
) -> NDArray[np.float64]:
    """Numbers that take as many letters as numbers can."""
    return np.random.default_rng(7).uniform(-greatest, greatest, (channels, height, width))


def kernels() -> Iterator[NDArray[np.float64]]:
    yield from (full(side, side) for side in range(1, LARGEST + 1))
    yield from (full(1, LARGEST), full(LARGEST, 1), full(5, LARGEST), full(LARGEST, 5))


def extremes(param: Param) -> list[object]:
    """The values of a parameter at which a scene may cost most; of arrays see `settings`."""
    match param.kind:
        case "integer":
            return [param.minimum, param.maximum]
        case "choice":
            words = [word for word, _ in param.choices]
            return [words[0], words[-1], param.default]
        case "picture":
            return [np.abs(full(param.maximum, param.maximum, param.channels, 1.0))]
        case "strokes":
            each = MAX_POINTS // MAX_STROKES
            stroke = [[k / each % 1, 0.123456789 * k % 1, 1.0] for k in range(each)]
            return [[stroke] * MAX_STROKES]
        case "array":
            return [full(LARGEST, LARGEST, param.channels)]


def settings(spec: SceneSpec) -> Iterator[dict[str, object]]:
    """Those that may cost most; where there is a kernel, the costliest that is taken."""
    names = [param.name for param in spec.params]
    for values in product(*map(extremes, spec.params)):
        given = dict(zip(names, values, strict=True))
        if "kernel" not in given:
            yield given
            continue
        costly = sorted(kernels(), key=lambda kernel: -cost(spec, given, kernel))
        assert not accepts(spec, given | {"kernel": costly[0]}), "the costliest are refused"
        yield next(each for kernel in costly if accepts(spec, each := given | {"kernel": kernel}))


def accepts(spec: SceneSpec, given: dict[str, object]) -> bool:
    try:
        spec.scene(given)
    except ParameterError as error:
        assert error.parameter in {"kernel", "dilation"}
        return False
    return True


def cost(spec: SceneSpec, given: dict[str, object], kernel: NDArray[np.float64]) -> int:
    around = 2 * int(str(given.get("padding", 0)))
    sides = (LARGEST + around, LARGEST + around)
    stride, dilation = (int(str(given.get(name, 1))) for name in ("stride", "dilation"))
    return numbers(sides, kernel.shape[1:], 1, stride, dilation)


def shown(scene: Scene) -> int:
    """The numbers of all sums of all frames, counted."""
    return sum(
        len(work.terms) + len(work.running) for frame in scene.frames for work in frame.computations
    )


@pytest.mark.sampled(spec=3)
@pytest.mark.parametrize("spec", SCRIPTS)
def test_no_scene_costs_more_than_is_stated(spec: SceneSpec) -> None:
    costliest: tuple[int, dict[str, object]] = (-1, {})
    for given in settings(spec):
        try:
            scene = spec.scene(given)
        except ParameterError:
            continue  # These extremes exclude each other.
        count = shown(scene)
        assert count <= SWEEPS * MOST_NUMBERS
        assert len(scene.frames) <= MOST_FRAMES
        costliest = max(costliest, (count, given), key=lambda each: each[0])
    size = sum(map(len, wire.lines(spec.scene(costliest[1]), exact=True)))
    assert size <= MOST_BYTES


def test_a_sweep_costs_what_is_counted_before() -> None:
    scene = scenes.convolution(full(20, 17), full(4, 3), stride=2, padding=1)
    told = numbers((22, 19), (4, 3), 1, 2, 1)
    assert 0.9 * told <= shown(scene) <= 1.1 * told, "but for the few that are shown again"


def test_a_kernel_too_large_is_refused_before_anything_is_made_and_told_what_fits() -> None:
    with pytest.raises(ParameterError) as refused:
        scenes.convolution(full(64, 64), full(48, 48), padding=1)
    assert str(refused.value) == (
        "kernel is too large to be shown term by term over 66×66, padding included: "
        "up to 7×7 fits there; got 48×48"
    )
    assert scenes.convolution(full(64, 64), full(7, 7), padding=1).frames


def test_server_and_command_refuse_it_alike(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ";".join([",".join("1" * 64)] * 64)
    with TestClient(create_app()) as client:
        answer = client.post(
            "/api/scenes/convolution/digit",
            json={"input": full(64, 64).tolist(), "kernel": full(48, 48).tolist()},
        )
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "kernel"
    sentence = answer.json()["detail"]
    assert cli.main(["frames", "convolution", "digit", "--input", rows, "--kernel", rows]) == 2
    said = capsys.readouterr().err.removeprefix("cnnviz: ").strip()
    assert said.partition(";")[0] == sentence.partition(";")[0]
    assert said.startswith("kernel is too large")
