"""One line of pixels, the windows that fit on it, and what is left over."""

from __future__ import annotations

from fractions import Fraction

from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Frame, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.arguments import dilated_size
from cnnviz.engine.geometry import windows
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING, accelerating
from cnnviz.staging.formatting import about
from cnnviz.steps.stride_padding.common import formula_of

GENERAL = r"O = \left\lfloor \dfrac{W - K + 2P}{S} \right\rfloor + 1"

DILATED = r"O = \left\lfloor \dfrac{W - (D \cdot (K - 1) + 1) + 2P}{S} \right\rfloor + 1"

MARCH = 14
"""At most so many frames for the windows that are laid down."""


@scene(
    "formula",
    stage=Stage.CONV,
    params=(
        Param("W", "W, input", "integer", 32, 1, 64, help="Pixels along one side."),
        Param("K", "K, filter", "integer", 3, 1, 11, help="Weights along one side."),
        Param("S", "S, stride", "integer", 2, 1, 5, help="How far the window moves."),
        Param("P", "P, padding", "integer", 1, 0, 5, help="Zeros at each end."),
        Param("D", "D, dilation", "integer", 1, 1, 3, help="From weight to weight."),
    ),
    presets=(
        ("valid: 30", {"W": 32, "K": 3, "S": 1, "P": 0, "D": 1}),
        ("same: 32", {"W": 32, "K": 3, "S": 1, "P": 1, "D": 1}),
        ("halved: 16", {"W": 32, "K": 3, "S": 2, "P": 1, "D": 1}),
    ),
)
def formula(values: Values, text: SceneText) -> Parts:
    """One line of pixels, the windows that fit on it, and what is left over."""
    size, side, step, ring, dilation = (values.integer(name) for name in "WKSPD")
    reach = dilated_size(side, dilation)
    padded = size + 2 * ring
    if reach > padded:
        most = (padded - 1) // dilation + 1
        where = f"the padded input is {padded}" + (f", D is {dilation}" if dilation > 1 else "")
        raise ParameterError("K", f"must be from 1 to {most} here ({where}); got {side}")
    places = windows(size, side, stride=step, padding=ring, dilation=dilation)
    fits = len(places)
    over = size + ring - places[-1][1]
    holds = {
        "padded": ring > 0,
        "dilated": dilation > 1,
        "left over": over > 0,
        "one window": fits == 1,
        "same": fits == size,
        "halved": 2 * fits == size,
        "smaller": fits < size,
    }
    letters = DILATED if dilation > 1 else GENERAL
    numbers = formula_of(size, side, step, ring, dilation)

    def at(key: str, seconds: float, shown: int, formula: str = letters, **marks: int) -> Frame:
        told = text(
            key,
            holds,
            size=size,
            side=side,
            step=step,
            ring=ring,
            reach=reach,
            fits=fits,
            over=over,
            padded=padded,
            dilation=dilation,
            room=about(Fraction(padded - reach, step)),
        )
        changes = panels.RulerChanges(shown=shown, **marks)
        return Frame(seconds, told, formula=formula, panels={"ruler": changes.record()})

    stops = sorted({round(1 + (fits - 1) * i / MARCH) for i in range(1, MARCH + 1)} - {1})
    frames = (
        at("open", OPENING, 0, ring=0),
        at("padding", OPENING, 0, ring=1),
        at("first", OPENING, 1, ring=1),
        *(
            at("march", 1.2 if i == 0 else accelerating(i, len(stops)), shown, ring=1)
            for i, shown in enumerate(stops)
        ),
        at("over", OPENING, fits, ring=1, over=1),
        at("numbers", CLOSING, fits, numbers, ring=1, over=1),
        at("close", CLOSING, fits, numbers, ring=1, over=1),
    )
    texts = panels.RulerTexts(
        input=f"input {size}",
        padded=f"input {ring} + {size} + {ring}" if ring else f"input {size}",
        output=f"output {fits}",
        over=f"{over} left over",
    )
    ruler = panels.Ruler(
        size=size,
        padding=ring,
        dilation=dilation,
        windows=tuple(places),
        lanes=-(-reach // step),
        over=over,
        texts=texts,
    )
    panel = ruler.panel("ruler", stage=Stage.CONV, size=(13.0, 40.0))
    return Parts((), (panel,), frames)
