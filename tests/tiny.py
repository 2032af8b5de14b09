"""A chapter of two small steps for the tests: one that plays, and scenes that fail as they may."""

from __future__ import annotations

import numpy as np

from cnnviz.chapter import Chapter
from cnnviz.content.computation import Computation, Operand
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.records import Changes
from cnnviz.content.scene import Box, Frame, Panel, Stage, Tensor
from cnnviz.content.spec import Parts, SceneSpec, Step
from cnnviz.content.texts import SceneText, StepText


def _double(values: Values, text: SceneText) -> Parts:
    """Doubles each cell of its input; `factor` 13 is refused, as the picture has no room for it."""
    factor = values.integer("factor")
    if factor == 13:
        raise ParameterError("factor", "must not be 13, which is unlucky; got 13")
    data = values.array("input")
    before = Tensor("input", data, "Input", Stage.INPUT, editable="input")
    times = Tensor("factor", np.full((1, 1, 1), float(factor)), "Factor", Stage.CONV)
    after = Tensor("output", data * factor, "Output", Stage.CONV)
    frames = tuple(
        Frame(
            0.5,
            f"Cell {k}.",
            formula=r"a \cdot b",
            boxes=(Box("output", "cell", (0, 1), (y, y + 1), (x, x + 1), 0),),
            computations=(
                Computation(
                    "dot",
                    ((float(data[0, y, x]), factor, float(data[0, y, x] * factor)),),
                    float(data[0, y, x] * factor),
                    "output",
                    (0, y, x),
                    1,
                    operands=(Operand("input", (0, y, x)), Operand("factor")),
                ),
            ),
        )
        for k, (y, x) in enumerate(np.ndindex(*data.shape[1:]))
    )
    panels = (Panel("input", "grid", ("input",)), Panel("output", "grid", ("output",)))
    return Parts((before, times, after), panels, frames)


def _broken(values: Values, text: SceneText) -> Parts:
    raise ZeroDivisionError("the secret of the log")


def _late(values: Values, text: SceneText) -> Parts:
    """Builds, but the frame after the first 40 cannot be written."""
    data = Tensor("input", np.zeros((1, 1, 1)), "Input", Stage.INPUT)
    unsent = Changes(size=(float("nan"), 1.0))
    frames = (
        *(Frame(0.1, f"Frame {k}.") for k in range(40)),
        Frame(0.1, "No.", panels={"input": unsent}),
    )
    return Parts((data,), (), frames)


_DOUBLE = SceneSpec(
    "double",
    Stage.CONV,
    _double,
    (
        Param("input", "Input", "array", np.array([[[1.0, 2.0], [3.0, 4.0]]])),
        Param("factor", "Factor", "integer", 2, minimum=1, maximum=20),
        Param("method", "Method", "choice", "a", choices=(("a", "first"), ("b", "second"))),
    ),
    presets=(("triple", {"factor": 3}),),
)
WORDS = {
    "tiny": StepText(
        "Tiny </script><b>",
        "A lead with *emphasis*.",
        "A body with $x^2$ and <script>alert(1)</script>.",
        {
            "Worked example": "Two times $2$ is $4$.",
            "Code": "```python\nprint(2 * 2)\n```",
            "Key insight": "Doubling doubles.",
            "Try it": "Guess first.",
        },
        {"double": SceneText("Double it", {})},
    ),
    "other": StepText("Other", "Another.", "Text.", {}, {}),
}
TINY = Step("tiny", (_DOUBLE, SceneSpec("broken", Stage.CONV, _broken)), WORDS.__getitem__)
OTHER = Step("other", (SceneSpec("late", Stage.CONV, _late),), WORDS.__getitem__)
DOUBLE = TINY.scenes[0]
CHAPTER = Chapter("A chapter", "What it is about.", (TINY, OTHER))
