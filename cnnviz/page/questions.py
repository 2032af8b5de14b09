"""What the chapter asks, with its answers, for the page of all questions."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cnnviz.content.question import Option, Question
from cnnviz.content.scene import Scene
from cnnviz.content.spec import Step
from cnnviz.mathml import mathml
from cnnviz.page.article import render_markdown
from cnnviz.staging.captions import asking_frames
from cnnviz.staging.formatting import number

_log = logging.getLogger("cnnviz")
LETTERS = "ABCD"


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """What can be answered: what is right, or what follows from a wrong belief."""

    text: str
    """Empty for a map, which says it all."""
    map: tuple[tuple[str, ...], ...]
    """Of a map that is drawn its values, of marked cells a dot for each; rows."""
    belief: str
    mend: str
    working: Markup


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as it is asked with every parameter at its default."""

    number: str
    scene: str
    """Its title."""
    place: str
    """Its address on the chapter's page."""
    text: Markup
    kind: str
    unit: str
    options: tuple[str, ...]
    """Of a choice, A to D."""
    right: AskedAnswer
    wrong: tuple[AskedAnswer, ...]


@dataclass(frozen=True, slots=True)
class AskedStep:
    """What a step asks."""

    number: int
    title: str
    questions: tuple[Asked, ...]


def render_questions(steps: Iterable[Step]) -> list[AskedStep]:
    """What each step asks but aloud, without steps that ask nothing; it makes all scenes."""
    found = (
        AskedStep(n, step.text.title, tuple(_of_step(n, step))) for n, step in enumerate(steps, 1)
    )
    return [each for each in found if each.questions]


def _of_step(n: int, step: Step) -> Iterator[Asked]:
    for place, spec in enumerate(step.scenes, 1):
        try:
            scene = spec.scene()
            asked = [frame for frame in asking_frames(scene.frames) if _is_answered(frame.question)]
        except Exception as error:
            # The others are asked all the same; whoever plays this scene is told.
            _log.error("what %s asks could not be found", spec.path, exc_info=error)
            continue
        for k, frame in enumerate(asked):
            question = frame.question
            assert question is not None
            right = next(each for each in question.options if not each.rule)
            yield Asked(
                number=f"{n}.{place}{LETTERS[k].lower() * (len(asked) > 1)}",
                scene=spec.title,
                place=f"./#step={n}&scene={spec.name}",
                text=render_markdown(frame.narration, inline=True),
                kind=question.kind,
                unit=question.unit,
                options=tuple(each.text for each in question.options)
                if question.kind == "choice"
                else (),
                right=_answer(scene, question, right),
                wrong=tuple(
                    _answer(scene, question, each) for each in question.options if each.rule
                ),
            )


def _is_answered(question: Question | None) -> bool:
    return question is not None and bool(question.options)


def _answer(scene: Scene, question: Question, option: Option) -> AskedAnswer:
    letter = LETTERS[question.options.index(option)] if question.kind == "choice" else ""
    return AskedAnswer(
        text="" if question.kind == "draw" else f"{letter}, {option.text}".removeprefix(", "),
        map=tuple(_map(scene, question, option)),
        belief=option.belief,
        mend=option.mend,
        # A number alone has been said.
        working=Markup(mathml(option.working)) if _is_worked(option) else Markup(),  # noqa: S704
    )


def _is_worked(option: Option) -> bool:
    return any(sign in option.working for sign in ("=", r"\approx"))


def _map(scene: Scene, question: Question, option: Option) -> Iterator[tuple[str, ...]]:
    if question.kind not in ("cell", "draw"):
        return
    _, rows, columns = scene.tensor(question.tensor).data.shape
    marks: Sequence[str] = [number(value) for value in option.values]
    if question.kind == "cell":
        marks = ["●" if cell in option.cells else "" for cell in range(rows * columns)]
    for start in range(0, rows * columns, columns):
        yield tuple(marks[start : start + columns])
