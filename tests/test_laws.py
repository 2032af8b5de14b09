"""The laws of a frame, over every scene with its defaults, its presets and random parameters."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import arithmetic_laws
import laws
import pacing_laws
from cnnviz import wire
from cnnviz.content import seeds
from cnnviz.content.compare import same
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.question import Question
from cnnviz.content.scene import Scene
from cnnviz.content.spec import SceneSpec, Step
from cnnviz.staging.panels import BarsChanges
from cnnviz.steps import STEPS
from loosely import loosely
from tiny import DOUBLE

SCENES = [
    pytest.param(step, spec, id=f"{step.name}-{spec.name}")
    for step in STEPS
    for spec in step.scenes
]
COUNTED = re.compile(r"(?<![\w.,·×−/])(?<![+−] )1 (\w+s)\b")
"""A word after a 1 that ends as those do that count several."""
AFTER_ONE = {"comes", "divides", "is", "makes", "overlaps", "sees", "stamps", "this"}
"""Words that may stand there: no plurals, or not of the 1."""
ROUNDED = {("lenet", "run")}
"""The scenes whose numbers a trained network gives: their sums are printed with ≈."""


def broken(scene: Scene) -> list[str]:
    return [sentence for law in laws.ALWAYS for sentence in law(scene)]


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_every_scene_keeps_the_laws_with_its_defaults(step: Step, spec: SceneSpec) -> None:
    scene = spec.scene()
    assert broken(scene) == []
    assert (scene.step, scene.name, scene.stage) == (step.name, spec.name, spec.stage)
    assert scene.title == seeds.text(step.name).scenes[spec.name].title


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_every_preset_keeps_the_laws(step: Step, spec: SceneSpec) -> None:
    for label, values in spec.presets:
        assert broken(spec.scene(values)) == [], f"{step.name}: {label}"


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_one_of_a_thing_is_counted_as_one(step: Step, spec: SceneSpec) -> None:
    least = {param.name: param.minimum for param in spec.params if param.kind == "integer"}
    for values in ({}, least, *({name: value} for name, value in least.items())):
        with suppress(ParameterError):  # not all of them fit one another
            said = [frame.narration.replace("*", "") for frame in spec.scene(values).frames]
            found = {word for text in said for word in COUNTED.findall(text)}
            assert found <= AFTER_ONE, f"{spec.path} {values}"


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_defaults_are_values_that_may_be_given(step: Step, spec: SceneSpec) -> None:
    assert [param.name for param in spec.params] == sorted(
        {param.name for param in spec.params},
        key=[param.name for param in spec.params].index,
    ), f"{step.name}: a parameter is declared twice"
    for param in spec.params:
        assert same(param.check(param.default), param.default)


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_the_same_parameters_give_the_same_bytes(step: Step, spec: SceneSpec) -> None:
    first, second = (list(wire.lines(spec.scene(), exact=True)) for _ in range(2))
    assert first == second, step.name


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_building_a_scene_leaves_its_defaults_as_they_are(step: Step, spec: SceneSpec) -> None:
    arrays = [each.default for each in spec.params if isinstance(each.default, np.ndarray)]
    before = [array.copy() for array in arrays]
    spec.scene()
    assert all(map(np.array_equal, before, arrays)), step.name


@pytest.mark.parametrize(("step", "spec"), SCENES)
def test_what_is_printed_adds_up_as_printed(step: Step, spec: SceneSpec) -> None:
    if (step.name, spec.name) not in ROUNDED:
        assert list(arithmetic_laws.adds_up_as_printed(spec.scene())) == []


cells = st.integers(-20, 20).map(lambda n: n / 2) | st.floats(-1000, 1000)


@st.composite
def arrays(draw: st.DrawFn, channels: int) -> list[list[list[float]]]:
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    plane = st.lists(
        st.lists(cells, min_size=width, max_size=width), min_size=height, max_size=height
    )
    return draw(st.lists(plane, min_size=channels, max_size=channels))


def value_of(param: Param) -> st.SearchStrategy[object]:
    match param.kind:
        case "integer":
            return st.integers(param.minimum, param.maximum)
        case "choice":
            return st.sampled_from([value for value, _ in param.choices])
        case "array":
            return arrays(param.channels)
        case "picture":
            plain = st.lists(st.floats(0, 1), min_size=param.channels, max_size=param.channels)
            side = param.maximum
            own = plain.map(lambda rgb: [[[value] * side] * side for value in rgb])
            return own | st.sampled_from([value for value, _ in param.choices])
        case "strokes":
            point = st.lists(st.floats(0, 1), min_size=2, max_size=3)
            return st.lists(st.lists(point, min_size=1, max_size=8), max_size=4)


@pytest.mark.sampled(step=9)
@pytest.mark.parametrize(
    ("step", "spec"), [each for each in SCENES if loosely(each.values[1]).params]
)
def test_every_scene_keeps_the_laws_with_random_parameters(step: Step, spec: SceneSpec) -> None:
    strategies = {param.name: value_of(param) for param in spec.params}
    names = {param.name for param in spec.params}

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({}, optional=strategies))
    def holds(values: dict[str, object]) -> None:
        try:
            scene = spec.scene(values)
        except ParameterError as error:
            assert error.parameter in names, f"{step.name}: {error}"
            assert len(str(error)) < 200
        else:
            assert broken(scene) == []

    holds()


def test_the_laws_find_what_breaks_them() -> None:
    whole = DOUBLE.scene()
    frame = whole.frames[0]
    box, work = frame.boxes[0], frame.computations[0]
    beside = replace(work.operands[0], start=(0, 0, 1))
    assert broken(whole) == []
    for spoilt, said in [
        (replace(frame, boxes=(replace(box, tensor="nowhere"),)), "no tensor"),
        (replace(frame, hidden=("nowhere",)), "no panel"),
        (replace(frame, boxes=(replace(box, rows=(1, 1)),)), "Box"),
        (replace(frame, boxes=(replace(box, rows=(1, 3)),)), "Box"),
        (replace(frame, boxes=(replace(box, channels=(0, 2)),)), "Box"),
        (replace(frame, computations=(replace(work, result=3.0),)), "the cell"),
        (
            replace(frame, computations=(replace(work, terms=((1.0, 3.0, 3.0),)),)),
            "the terms give",
        ),
        (
            replace(frame, computations=(replace(work, terms=((1.0, 2.0, 3.0),)),)),
            "is not 3",
        ),
        (replace(frame, computations=(replace(work, running=(5.0,)),)), "5.0 is said"),
        (replace(frame, computations=(replace(work, shown=2),)), "terms are shown"),
        (
            replace(
                frame,
                computations=(replace(work, operands=(beside, work.operands[1])),),
            ),
            "holds",
        ),
        (
            replace(frame, computations=(replace(work, operands=(beside,)),)),
            "does not say where",
        ),
        (replace(frame, revealed={"output": 5}), "reveals 5"),
        (replace(frame, narration=" "), "says nothing"),
        (replace(frame, narration="one *star"), "says"),
        (replace(frame, seconds=0.0), "lasts"),
        (replace(frame, seconds=1.0, narration="x" * 60), "takes 4.80 to read"),
        (replace(frame, seconds=9.0, narration="Which?"), "asks None"),
        (replace(frame, seconds=9.0, question=Question("open")), "asks Question"),
        (replace(frame, seconds=9.0, narration="Which? This one."), "goes on after its question"),
        (replace(frame, formula=r"\nonsense"), "not understood"),
        (replace(frame, panels={"input": BarsChanges(bars=tuple(range(5000)))}), "bytes"),
    ]:
        scene = replace(whole, frames=(spoilt,))
        try:
            found = broken(scene)
        except KeyError:
            found = list(laws.named(scene))
        assert any(said in sentence for sentence in found), (said, found)


def test_a_sum_that_rounding_spoils_is_found() -> None:
    third = DOUBLE.scene({"input": [[0.333]], "factor": 3})
    assert list(arithmetic_laws.true(third)) == []
    assert list(arithmetic_laws.adds_up_as_printed(third)) != []


def test_a_question_that_the_picture_answers_is_found() -> None:
    scene = DOUBLE.scene({"input": [[1.0, 2.0]], "factor": 3})
    ask, tell = scene.frames[:2]
    asked = replace(ask, narration="How many?", question=Question("open"), boxes=())
    told = replace(tell, narration="It is *7*.")
    panels = (replace(scene.panels[0], note="7 in all"), *scene.panels[1:])
    for frame, said in (
        (replace(asked, revealed={"output": 0}), "shows output empty"),
        (asked, "input says 7"),
    ):
        found = list(pacing_laws.unspoilt(replace(scene, panels=panels, frames=(frame, told))))
        assert any(said in sentence for sentence in found), (said, found)
    hidden = replace(asked, hidden=("input",))
    assert not list(pacing_laws.unspoilt(replace(scene, panels=panels, frames=(hidden, told))))
