"""Maps that stand side by side are compared by their colours: these mean the same in both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from cnnviz.content.scene import Frame, LazyFrames, Scene, Stage, Tensor
from cnnviz.content.spec import SceneSpec
from cnnviz.steps import STEPS

SPECS = [spec for step in STEPS for spec in step.scenes]
MAPS = {Stage.CONV, Stage.ACTIVATE}
"""Before and after an activation a map is the same map."""
APART = {
    "gradient": "shares of a gradient of 1, beside the values that it goes back to",
    "again": "it is 36 times as large as what it is compared with, which would be blank",
}
"""Maps with a scale of their own, and why."""


def _maps(scene: Scene, frame: Frame) -> Iterator[Tensor]:
    """What the frame shows as cells in signed colours, but for weights."""
    for panel in scene.panels:
        if panel.kind != "grid" or panel.name in frame.hidden:
            continue
        changed = getattr(frame.panels.get(panel.name), "tensor", None)
        tensor = scene.tensor(changed or panel.tensors[0])
        if tensor.scale == "signed" and not tensor.weights and tensor.name not in APART:
            yield tensor


def two_scales(scene: Scene) -> Iterator[str]:
    """Maps of one size and kind that a frame shows side by side in two scales."""
    made = scene.frames
    frames = (*made.before, *made.after) if isinstance(made, LazyFrames) else made
    for k, frame in enumerate(frames):
        for a, b in combinations(_maps(scene, frame), 2):
            kin = a.stage == b.stage or {a.stage, b.stage} == MAPS
            if kin and a.data.shape[1:] == b.data.shape[1:] and a.max_abs != b.max_abs:
                least, most = sorted((a, b), key=lambda each: each.max_abs)
                shown = f"{least.name} is full at {least.max_abs}, {most.name} at {most.max_abs}"
                yield f"frame {k}: {shown}"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.path)
def test_maps_side_by_side_have_one_scale(spec: SceneSpec) -> None:
    assert list(two_scales(spec.scene())) == []


def test_a_map_with_a_scale_of_its_own_is_found() -> None:
    scene = next(spec for spec in SPECS if spec.path == "convolution/activate").scene()
    tensors = tuple(
        replace(each, max_abs=1.0) if each.name == "tanh" else each for each in scene.tensors
    )
    found = list(two_scales(replace(scene, tensors=tensors)))
    assert {each.partition(": ")[2] for each in found} == {
        f"tanh is full at 1.0, {other} at 3.0" for other in ("relu", "output")
    }
