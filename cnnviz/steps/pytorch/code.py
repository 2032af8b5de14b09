"""The lines of the program light up one by one; beside each stands the tensor that it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import join_sides, number, spoken_percent
from cnnviz.steps.pytorch.common import Made, item_of, listing, made_of, pieces

_PICTURES = tuple((each, each) for each in seeds.pictures())


def _code(made: tuple[Made, ...], total: int) -> Panel:
    """The listing, each line with its shape and its parameters."""
    lines = [panels.CodeLine(pieces=pieces(line)) for line in listing()]
    for each in made[1:]:
        lines[each.line] = replace(
            lines[each.line],
            stage=each.stage,
            shape=join_sides(each.shape),
            count=number(each.parameters) if each.parameters else "",
        )
    lines[-1] = replace(lines[-1], stage=Stage.CLASSIFY, shape="in all", count=number(total))
    return panels.Code(lines=tuple(lines)).panel("code", stage=Stage.STACK, size=(12.0, 20.0))


def _tensor(made: tuple[Made, ...], total: int) -> Panel:
    """What a line makes; at the end how many parameters there are."""
    items = [item_of(each) for each in made]
    items.append(replace(items[-1], title=number(total), text="parameters in all"))
    return panels.Volume(items=tuple(items)).panel(
        "tensor",
        tensors=tuple(each.tensor.name for each in made),
        stage=Stage.STACK,
        size=(9.0, 9.0),
    )


def _frames(text: SceneText, made: tuple[Made, ...], total: int) -> Iterator[Frame]:
    lines = listing()
    last = len(lines) - 1
    start, forward = (
        next(k for k, line in enumerate(lines) if part in line)
        for part in ("Sequential", "def forward")
    )
    share = spoken_percent(next(Fraction(e.parameters, total) for e in made if e.name == "conv3"))
    numbers = {"total": number(total), "lines": len(lines), "share": share}

    def frame(
        seconds: float, sentence: str, lit: int, done: int, current: int, formula: str = ""
    ) -> Frame:
        changes = {
            "code": panels.CodeChanges(lit=lit, made=done),
            "tensor": panels.VolumeChanges(current=current),
        }
        return Frame(seconds, sentence, formula=formula, panels=changes)

    yield frame(OPENING, text("open", **numbers), -1, 0, 0)
    yield frame(3.4, text("class", **numbers), 0, 0, 0)
    yield frame(3.8, text("sequential", **numbers), start, 0, 0)
    yield frame(3.4, text("input", **numbers), forward, 0, 0)
    for k, each in enumerate(made[1:], 1):
        count, shape = number(each.parameters), join_sides(each.shape)
        sentence = text(each.key, **numbers, count=count, shape=shape)
        seconds = 4.0 if each.parameters else 3.2
        yield frame(seconds, sentence, each.line, each.line + 1, k, each.formula)
    yield frame(4.0, text("total", **numbers), last, last + 1, len(made))
    yield frame(CLOSING, text("close", **numbers), -1, last + 1, len(made))


@scene(
    "code",
    stage=Stage.STACK,
    params=(Param("picture", "Picture", "choice", _PICTURES[0][0], choices=_PICTURES),),
)
def code(values: Values, text: SceneText) -> Parts:
    """The lines light up one by one; beside each stands the tensor that it makes."""
    made = made_of(values.word("picture"))
    total = sum(each.parameters for each in made)
    return Parts(
        tuple(each.tensor for each in made),
        (_code(made, total), _tensor(made, total)),
        tuple(_frames(text, made, total)),
    )
