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
from cnnviz.steps.pytorch.common import Made, activations, item_of, listing, made_of, pieces

_PICTURES = tuple((each, each) for each in seeds.pictures())


FORWARD = next(k for k, line in enumerate(listing()) if "def forward" in line)
"""The line at which the second column of the listing begins."""
LETTER = 0.443
"""How wide a letter is, as a share of the height of a line."""


def _columns(made: tuple[Made, ...]) -> Iterator[Panel]:
    """The listing, each line with its shape and its parameters: the layers, and how x runs."""
    lines = [panels.CodeLine(pieces=pieces(line)) for line in listing()]
    for each in made[1:]:
        lines[each.line] = replace(
            lines[each.line],
            stage=each.stage,
            shape=join_sides(each.shape),
            count=number(each.parameters) if each.parameters else "",
        )
    # The empty line between them is the gap.
    init, forward = tuple(lines[: FORWARD - 1]), tuple(lines[FORWARD:])
    yield panels.Code(lines=init).panel(
        "code", stage=Stage.STACK, size=(float(len(init)), 56 * LETTER)
    )
    yield panels.Code(lines=forward, row="under").panel(
        "forward", stage=Stage.STACK, size=(float(len(forward)), 27.5 * LETTER)
    )


def _tensor(made: tuple[Made, ...], total: int) -> Panel:
    """What a line makes; at the end how many parameters there are."""
    items = [item_of(each) for each in made]
    items.append(replace(items[-1], title=number(total), text="parameters in all"))
    return panels.Volume(items=tuple(items), words=0.27).panel(
        "tensor",
        tensors=tuple(each.tensor.name for each in made),
        stage=Stage.STACK,
        size=(9.6, 12.0),
    )


READ = ("conv1", "pool1", "conv2", "conv3", "average", "flatten", "linear")
"""The lines that are read one by one: the others do again what one has seen."""


def _frames(text: SceneText, made: tuple[Made, ...], total: int) -> Iterator[Frame]:
    lines = listing()
    start = next(k for k, line in enumerate(lines) if "Sequential" in line)
    flat = next(k for k, each in enumerate(made) if each.name == "flatten")
    share = spoken_percent(next(Fraction(e.parameters, total) for e in made if e.name == "conv3"))
    numbers = {"total": number(total), "lines": len(lines), "share": share}

    def viewed(current: int) -> int:
        return len(lines) if current >= flat else 0

    def frame(
        seconds: float, sentence: str, lit: int, done: int, current: int, formula: str = ""
    ) -> Frame:
        below = lit >= FORWARD
        changes = {
            "code": panels.CodeChanges(lit=-1 if below else lit, made=min(done, FORWARD)),
            "forward": panels.CodeChanges(lit=lit - FORWARD if below else -1, made=viewed(current)),
            "tensor": panels.VolumeChanges(current=current),
        }
        return Frame(seconds, sentence, formula=formula, panels=changes)

    yield frame(OPENING, text("open", **numbers), -1, 0, 0)
    yield frame(3.4, text("class", **numbers), 0, 0, 0)
    yield frame(3.8, text("sequential", **numbers), start, 0, 0)
    yield frame(3.4, text("input", **numbers), FORWARD, 0, 0)
    done = 0
    for k, each in enumerate(made[1:], 1):
        done = max(done, each.line + 1 if each.line < FORWARD else 0)
        if each.name not in READ:
            continue
        count, shape = number(each.parameters), join_sides(each.shape)
        sentence = text(each.key, **numbers, count=count, shape=shape)
        seconds = 4.0 if each.parameters else 3.2
        yield frame(seconds, sentence, each.line, done, k, each.formula)
    yield frame(4.0, text("total", **numbers), len(lines) - 1, done, len(made))
    yield frame(CLOSING, text("close", **numbers), -1, done, len(made))


@scene(
    "code",
    stage=Stage.STACK,
    params=(Param("picture", "Picture", "choice", _PICTURES[0][0], choices=_PICTURES),),
)
def code(values: Values, text: SceneText) -> Parts:
    """The lines light up one by one; beside each stands the tensor that it makes."""
    made = made_of(activations(values.word("picture")))
    total = sum(each.parameters for each in made)
    code_panel, forward_panel = _columns(made)
    return Parts(
        tuple(each.tensor for each in made),
        (code_panel, _tensor(made, total), forward_panel),
        tuple(_frames(text, made, total)),
    )
