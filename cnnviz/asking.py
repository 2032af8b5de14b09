"""What the chapter asks, for a notebook or a worksheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cnnviz.content.names import find_named
from cnnviz.content.param import ParameterError
from cnnviz.content.question import Option, Question, QuestionKind
from cnnviz.content.scene import Scene, strip_emphasis
from cnnviz.staging.captions import asking_frames
from cnnviz.steps import STEPS

Value: TypeAlias = float | tuple[int, ...] | tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class AskedOption:
    """A possible answer."""

    text: str
    value: Value
    """The number; the cells that are marked, counted row by row from 0; all values of a map; None
    where the answer is words."""
    rule: str
    """The wrong rule that gives it; empty where it is right."""
    belief: str
    """The belief behind that rule."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What a scene asks, with the parameters that it has."""

    step: str
    scene: str
    name: str
    """Its name within the scene, whatever the parameters are."""
    kind: QuestionKind
    """"open" (to the room, without options), "choice", "number", "cell", or "draw"."""
    text: str
    options: tuple[AskedOption, ...]
    """Of a choice in their order, else the right one first."""


def questions_of(step: str, scene: str = "", **given: object) -> list[AskedQuestion]:
    """The questions of a step, or of one of its scenes with `given` parameters; see `questions`."""
    specs = find_named("step", step, STEPS)
    if not scene and given:
        raise ParameterError(next(iter(given)), "is of a scene: name the scene, too")
    wanted = (specs.spec(scene),) if scene or not isinstance(scene, str) else specs.scenes
    return [asked for spec in wanted for asked in _questions_of(spec.scene(given))]


def _questions_of(scene: Scene) -> Iterator[AskedQuestion]:
    for frame in asking_frames(scene.frames):
        question = frame.question
        assert question is not None
        options = tuple(_option(question, each) for each in question.options)
        text = strip_emphasis(frame.narration)
        yield AskedQuestion(scene.step, scene.name, question.name, question.kind, text, options)


def _option(question: Question, option: Option) -> AskedOption:
    values: dict[QuestionKind, Value] = {"cell": option.cells, "draw": option.values}
    value = values.get(question.kind, option.value)
    return AskedOption(option.text, value, option.rule, option.belief)
