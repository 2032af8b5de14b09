"""What the scenes ask, with many settings: each wrong answer comes from one rule, and is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

import laws
from cnnviz.content.param import Param, ParameterError
from cnnviz.content.question import Option, Question
from cnnviz.content.scene import Frame, Panel, Scene
from cnnviz.content.spec import SceneSpec
from cnnviz.misconceptions import ALL, questions, wording
from cnnviz.misconceptions.outcome import Cells, Numbers, Outcome, Topic
from cnnviz.staging.captions import asking_frames
from cnnviz.staging.formatting import number
from cnnviz.steps import STEPS
from counted_topics import CASES, agree
from test_misconceptions import ends_at_its_value

MANY = 200
COUNTED = {topic.name: right for topic, _, right in CASES}
"""What is right, by topic, without the engine."""


@dataclass(frozen=True)
class Asked:
    """A topic and its subject, and the options that a scene made of them."""

    topic: Topic[Any]
    subject: Any
    options: list[Option]


class Enough(Exception):
    """All questions of a scene were made; its frames are not needed."""


def asking(spec: SceneSpec, given: Mapping[str, object], count: int) -> list[Asked]:
    """What the scene asks with these parameters, of so many questions at most."""
    made: list[Asked] = []

    def listening(topic: Topic[Any], subject: Any, *rest: Any) -> list[Option]:
        options = original(topic, subject, *rest)
        made.append(Asked(topic, subject, options))
        if len(made) == count:
            raise Enough
        return options

    original = questions._options
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(questions, "_options", listening)
        with suppress(Enough):
            spec.scene(given)
    return made


def random_values(params: tuple[Param, ...], random: Random) -> dict[str, object]:
    """Some of the parameters, at random."""
    return {param.name: _value(param, random) for param in params if random.random() < 0.8}


def _value(param: Param, random: Random) -> object:
    words = [word for word, _ in param.choices]
    match param.kind:
        case "integer":
            return random.randint(param.minimum, param.maximum)
        case "choice" | "picture":
            return random.choice(words)
        case "array":
            sides = param.channels, random.randint(1, 9), random.randint(1, 9)
            cells = np.array([random.randint(-6, 6) / 2 for _ in range(int(np.prod(sides)))])
            return cells.reshape(sides)
        case "strokes":
            points = [[random.random(), random.random()] for _ in range(random.randint(1, 6))]
            return [points]


def settings(spec: SceneSpec) -> Iterator[Mapping[str, object]]:
    """The defaults, the presets, and so many random settings that there are enough."""
    yield {}
    yield from (preset for _, preset in spec.presets)
    if spec.params:
        random = Random(spec.path)
        for _ in range(MANY):
            yield random_values(spec.params, random)


SCENES = [
    pytest.param(spec, count, id=spec.path)
    for step in STEPS
    for spec in step.scenes
    if (count := len(asking(spec, {}, 99)))
]


@pytest.mark.parametrize(("spec", "count"), SCENES)
def test_each_wrong_answer_is_that_of_one_rule_and_the_right_one_was_counted(
    spec: SceneSpec, count: int
) -> None:
    asked = 0
    for given in settings(spec):
        try:
            made = asking(spec, given, count)
        except ParameterError:
            continue
        for each in made:
            holds(each)
        asked += bool(made)
    assert asked > MANY / 10 or not spec.params


def holds(asked: Asked) -> None:
    topic, subject = asked.topic, asked.subject
    right, *wrong = asked.options
    truth = topic.right(subject)
    counted = COUNTED[topic.name](subject)
    assert agree(truth.value, counted, within=1e-6), (subject, truth.value, counted)
    assert (right.rule, right.belief, right.mend) == ("", "", "")
    is_that(right, truth)
    seen = [truth.seen]
    rules = {each.name: each for each in topic.wrong}
    for option in wrong:
        rule = rules[option.rule]
        assert [each.name for each in ALL].count(option.rule) == 1
        outcome = rule.rule(subject)
        is_that(option, outcome)
        assert (option.belief, option.mend) == (rule.belief, rule.mend)
        given_by = [each.name for each in topic.wrong if each.rule(subject).seen == outcome.seen]
        assert given_by == [option.rule]
        assert outcome.seen not in seen
        seen.append(outcome.seen)


def is_that(option: Option, outcome: Outcome) -> None:
    """The option has the value of the outcome, and its working and its computations end there."""
    assert ends_at_its_value(outcome), outcome
    assert option.working == outcome.working
    results = [Fraction(each.result) for each in option.computations]
    match outcome.value:
        case Cells(marked):
            assert option.cells == marked
        case Numbers(listed):
            assert option.values == tuple(map(float, listed))
            assert not results or results == [Fraction(float(each)) for each in listed]
        case str():
            assert (option.value, option.text) == (None, outcome.printed)
        case _:
            assert option.value == float(outcome.value)
            assert outcome.printed in option.text
            assert not results or results[-1] == Fraction(option.value)


def spoilt(scene: Scene, asked: list[Asked]) -> Iterator[str]:
    """What can be read or seen of an answer before it is told."""
    subjects = {each.topic.name: each.subject for each in asked}
    frames = list(scene.frames)
    for k, frame in enumerate(frames):
        question = frame.question
        if question is None or not question.options:
            continue
        right = next(option for option in question.options if not option.rule)
        given = wording.numbers(subjects[question.topic]).values()
        for before in frames[: k + 1]:
            shown = [each for each in scene.panels if each.name not in before.hidden]
            told = [before.narration, before.formula, *_told(before, shown)]
            for text in told if _is_telling(right, given) else ():
                if re.search(rf"(?<![\d.,−]){re.escape(_number(right))}(?![.,]?\d)", text):
                    yield f"{question.name} is answered {right.text}, and before it is: {text!r}"
        shows = [each for each in scene.panels if question.tensor in each.tensors]
        if question.kind == "draw" and frame.revealed.get(question.tensor) != 0:
            yield f"{question.name} asks for the values of {question.tensor}, which are there"
        if question.kind in ("cell", "draw"):
            if all(each.name in frame.hidden for each in shows):
                yield f"{question.name} asks about {question.tensor}, which is not there"
            if any(box.tensor == question.tensor for box in frame.boxes):
                yield f"{question.name} marks cells of {question.tensor}, as its answer does"


def closed(scene: Scene) -> list[Question]:
    """The questions that take an answer."""
    asked = (frame.question for frame in asking_frames(scene.frames))
    return [question for question in asked if question and question.options]


def misplaced(scene: Scene) -> Iterator[str]:
    """Arithmetic of answers that is not on the screen: terms that its tensors do not hold there."""
    for question in closed(scene):
        for option in question.options:
            for work in option.computations:
                read = laws.read(scene, work)
                for n, values in enumerate(read):
                    if [term[n] for term in work.terms] != values:
                        yield f"{question.name}, {option.text}: {work} reads {values}"
                terms = work.terms if len(work.terms) == work.count else [*zip(*read, strict=True)]
                if work.result != pytest.approx(laws._computed(work, terms), rel=1e-5, abs=1e-6):
                    yield f"{question.name}, {option.text}: {work} is not what its terms give"
                cell = float(scene.tensor(work.tensor).data[work.index])
                if not option.rule and work.result != pytest.approx(cell, abs=1e-6):
                    yield f"{question.name}: {work} is not {cell}"


def _told(frame: Frame, shown: list[Panel]) -> Iterator[str]:
    """What stands in these panels in a frame."""
    for panel in shown:
        yield from (panel.label, panel.note)
        if panel.name in frame.panels:
            yield from laws.strings(frame.panels[panel.name])


def _number(option: Option) -> str:
    assert option.value is not None
    return number(option.value)


def _is_telling(right: Option, given: Collection[str]) -> bool:
    """Whether it would be no accident to read it: a number of two digits that nobody was given."""
    if right.value is None:
        return False
    written = _number(right)
    return len(written.strip("−")) > 1 and written not in given


@pytest.mark.parametrize(("spec", "count"), SCENES)
def test_no_frame_up_to_the_question_shows_its_answer(spec: SceneSpec, count: int) -> None:
    random = Random(spec.path)
    tried: list[Mapping[str, object]] = [{}, *(preset for _, preset in spec.presets)]
    tried += [random_values(spec.params, random) for _ in range(5 * bool(spec.params))]
    for given in tried:
        try:
            asked, scene = asking(spec, given, 99), spec.scene(given)
        except ParameterError:
            continue
        assert list(spoilt(scene, asked)) == [], given
        assert list(misplaced(scene)) == [], given


def test_a_scene_asks_at_most_two_questions_that_take_an_answer() -> None:
    for step in STEPS:
        for spec in step.scenes:
            asked = len(closed(spec.scene()))
            assert asked <= 2, f"{spec.path} asks {asked} questions"
