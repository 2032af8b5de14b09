"""What the scenes ask, with many settings: each wrong answer comes from one rule, and is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import pytest

import laws
from arithmetic_laws import given_by, terms_in
from cnnviz.content.param import ParameterError, Values
from cnnviz.content.question import Option, Question
from cnnviz.content.scene import Frame, Scene
from cnnviz.content.spec import SceneSpec
from cnnviz.misconceptions import ALL, questions, wording
from cnnviz.misconceptions.outcome import Cells, Numbers, Outcome, Topic
from cnnviz.staging.captions import asking_frames
from cnnviz.staging.formatting import number
from cnnviz.steps import STEPS
from counted_topics import CASES, agree
from random_settings import MANY, TRIED, all_of, random_settings
from test_misconceptions import ends_at_its_value

COUNTED = {topic.name: right for topic, _, right in CASES}
"""What is right, by topic, without the engine."""


@dataclass(frozen=True)
class Asked:
    """A topic and its subject, and the options that a scene made of them."""

    topic: Topic[Any]
    subject: Any
    options: list[Option]


def asking(spec: SceneSpec, given: Mapping[str, object]) -> tuple[Scene, list[Asked]]:
    """The scene with these parameters, without how long its frames last, and what it asks."""
    made: list[Asked] = []

    def listening(topic: Topic[Any], subject: Any, *rest: Any) -> list[Option]:
        options = original(topic, subject, *rest)
        made.append(Asked(topic, subject, options))
        return options

    original = questions._options
    values, text = Values.check(spec.params, given), spec.text
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(questions, "_options", listening)
        tensors, panels, frames = spec.build(values, text)
    shown = tuple(tensors), tuple(panels), frames
    return Scene(spec.step, spec.name, text.title, spec.stage, values, *shown), made


def accepted(spec: SceneSpec) -> Iterator[tuple[Mapping[str, object], Scene, list[Asked]]]:
    """The scene as it is, with its presets, and so many random settings that it does not refuse."""
    for preset in ({}, *(values for _, values in spec.presets)):
        yield preset, *asking(spec, preset)
    found = 0
    for given in random_settings(spec) if spec.params else ():
        try:
            made = asking(spec, given)
        except ParameterError:
            continue
        yield given, *made
        found += 1
        if found == MANY:
            return
    countable = prod(len(all_of(each)) for each in spec.params)
    assert 0 < countable <= TRIED, f"{spec.path} takes only {found} settings of {TRIED}"


SCENES = [
    pytest.param(spec, id=spec.path)
    for step in STEPS
    for spec in step.scenes
    if asking(spec, {})[1]
]


@pytest.mark.sampled(spec=3)
@pytest.mark.parametrize("spec", SCENES)
def test_each_wrong_answer_is_that_of_one_rule_and_nothing_shows_the_right_one_before(
    spec: SceneSpec,
) -> None:
    tried = asked = 0
    for given, scene, made in accepted(spec):
        for each in made:
            holds(each)
        assert list(spoilt(scene, made)) == [], given
        assert list(misplaced(scene)) == [], given
        tried, asked = tried + 1, asked + bool(made)
    assert asked > tried / 10


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
    outcomes = {each.name: each.rule(subject) for each in topic.wrong}
    for option in wrong:
        rule, outcome = rules[option.rule], outcomes[option.rule]
        assert [each.name for each in ALL].count(option.rule) == 1
        is_that(option, outcome)
        assert (option.belief, option.mend) == (rule.belief, rule.mend)
        given_by = [name for name, each in outcomes.items() if each.seen == outcome.seen]
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
    frames = list(scene.frames)
    for k, frame in enumerate(frames):
        question = frame.question
        if question is None or not question.options:
            continue
        right = next(option for option in question.options if not option.rule)
        if is_telling(right, given_to(question, asked)):
            for before in frames[: k + 1]:
                for text in texts_of(scene, before):
                    if shows(text, _number(right)) and not is_of_others(right, before):
                        yield f"{question.name} is answered {right.text}, before it is: {text!r}"
        shown = [each for each in scene.panels if question.tensor in each.tensors]
        if question.kind == "draw" and frame.revealed.get(question.tensor) != 0:
            yield f"{question.name} asks for the values of {question.tensor}, which are there"
        if question.kind in ("cell", "draw"):
            if all(each.name in frame.hidden for each in shown):
                yield f"{question.name} asks about {question.tensor}, which is not there"
            if any(box.tensor == question.tensor for box in frame.boxes):
                yield f"{question.name} marks cells of {question.tensor}, as its answer does"


def is_of_others(right: Option, frame: Frame) -> bool:
    """Whether cells that are not asked about have the same number, by what the frame computes."""
    asked = {(each.tensor, each.index) for each in right.computations}
    others = (each for each in frame.computations if (each.tensor, each.index) not in asked)
    return bool(asked) and any(number(each.result) == _number(right) for each in others)


def shows(text: str, written: str) -> bool:
    """Whether the number is there as a whole."""
    return written in text and bool(
        re.search(rf"(?<![\d.,−-]){re.escape(written)}(?![.,]?\d)", text)
    )


def texts_of(scene: Scene, frame: Frame) -> Iterator[str]:
    """What stands in a frame: what is said, and the words of what it shows."""
    yield from (frame.narration, frame.formula)
    for panel in scene.panels:
        if panel.name not in frame.hidden:
            yield from (panel.label, panel.note)
            if panel.name in frame.panels:
                yield from laws.strings(frame.panels[panel.name])


def given_to(question: Question, asked: list[Asked]) -> Callable[[str], bool]:
    """Whether a number is one that the question's rules start from."""

    def is_given(written: str) -> bool:
        subjects = (each.subject for each in asked if each.topic.name == question.topic)
        return any(
            shows(text, written)
            for subject in subjects
            for text in wording.numbers(subject).values()
        )

    return is_given


def closed(scene: Scene) -> list[Question]:
    """The questions that take an answer."""
    asked = (frame.question for frame in asking_frames(scene.frames))
    return [question for question in asked if question and question.options]


def misplaced(scene: Scene) -> Iterator[str]:
    """Arithmetic of answers that is not on the screen: terms that its tensors do not hold there."""
    for question in closed(scene):
        for option in question.options:
            for work in option.computations:
                read = terms_in(scene, work)
                for n, values in enumerate(read):
                    if [term[n] for term in work.terms] != values:
                        yield f"{question.name}, {option.text}: {work} reads {values}"
                terms = work.terms if len(work.terms) == work.count else [*zip(*read, strict=True)]
                if work.result != pytest.approx(given_by(work, terms), rel=1e-5, abs=1e-6):
                    yield f"{question.name}, {option.text}: {work} is not what its terms give"
                cell = float(scene.tensor(work.tensor).data[work.index])
                if not option.rule and work.result != pytest.approx(cell, abs=1e-6):
                    yield f"{question.name}: {work} is not {cell}"


def _number(option: Option) -> str:
    assert option.value is not None
    return number(option.value)


def is_telling(right: Option, is_given: Callable[[str], bool]) -> bool:
    """Whether it would be no accident to read it: a number of two digits that nobody was given."""
    if right.value is None:
        return False
    written = _number(right)
    return len(written.strip("−")) > 1 and not is_given(written)


def test_neither_title_nor_control_of_a_scene_has_an_answer_in_its_words() -> None:
    for spec in (each for step in STEPS for each in step.scenes):
        words = [spec.title, *(name for name, _ in spec.presets)]
        words += [text for param in spec.params for text in (param.label, param.help)]
        for given in ({}, *(preset for _, preset in spec.presets)):
            scene, made = asking(spec, given)
            for question in closed(scene):
                right = next(option for option in question.options if not option.rule)
                if is_telling(right, given_to(question, made)):
                    telling = [each for each in words if shows(each, _number(right))]
                    assert telling == [], f"{spec.path}: {question.name} is {right.text}"


def test_a_scene_asks_at_most_two_questions_that_take_an_answer() -> None:
    for step in STEPS:
        for spec in step.scenes:
            asked = len(closed(spec.scene()))
            assert asked <= 2, f"{spec.path} asks {asked} questions"
