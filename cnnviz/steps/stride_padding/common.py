"""What the scenes of this step share: tensors, panels, parameters."""

from __future__ import annotations

from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Array, Scale, Stage, Tensor
from cnnviz.engine.arguments import dilated_size
from cnnviz.engine.geometry import output_size
from cnnviz.staging import panels
from cnnviz.staging.formatting import equals, latex, number, tinted
from cnnviz.staging.inputs import array_param


def input_of(data: Array, label: str, name: str = "input", editable: str = "input") -> Tensor:
    """What the filter reads, which can be edited."""
    scale: Scale = "image" if data.min() >= 0 else "signed"
    # Drawn lighter than it could be, so that outlines and ghosts stand out on it.
    return Tensor(name, data, label, Stage.INPUT, scale, 1.6 * panels.max_abs(data), editable)


def sides_of(values: Values) -> tuple[Array, int, int]:
    """The input, the filter's side and the ring that keeps the map as large as the input."""
    data = values.array("input")
    side = int(values.word("K"))
    most = min(data.shape[1:])
    if side > most:
        raise ParameterError("K", f"must be at most {most} (the input's smaller side); got {side}")
    return data, side, (side - 1) // 2


HUES = {"W": Stage.INPUT, "K": Stage.CONV, "P": Stage.STACK, "S": Stage.POOL, "O": Stage.CONV}
"""The colour of what each letter of the formula measures."""


def in_letters(dilation: int) -> str:
    """The formula in letters, each in its colour."""
    o, w, k, p, s = (tinted(HUES[letter], letter) for letter in "OWKPS")
    wide = k if dilation == 1 else rf"(D \cdot ({k} - 1) + 1)"
    return rf"{o} = \left\lfloor \dfrac{{{w} - {wide} + 2{p}}}{{{s}}} \right\rfloor + 1"


def formula_of(
    size: int, kernel: int, step: int, ring: int, dilation: int, *, coloured: bool = False
) -> str:
    """O with its numbers filled in, the division before the floor where it leaves something."""
    reach = dilated_size(kernel, dilation)
    room = size - reach + 2 * ring
    fits = output_size(size, kernel, stride=step, padding=ring, dilation=dilation)
    letters = zip("OWKPS", ("O", str(size), str(kernel), str(ring), str(step)), strict=True)
    o, w, k, p, s = (tinted(HUES[name], text) if coloured else text for name, text in letters)
    wide = k if dilation == 1 else rf"({dilation} \cdot ({k} - 1) + 1)"
    head = rf"{o} = \left\lfloor \dfrac{{{w} - {wide} + 2 \cdot {p}}}{{{s}}} \right\rfloor + 1"
    quotient = Fraction(room, step)
    sign = latex(equals(quotient))
    last = tinted(HUES["O"], str(fits)) if coloured else fits
    return rf"{head} {sign} \lfloor {number(quotient)} \rfloor + 1 = {last}"


SMALL = array_param("input", "Input", seeds.example("small numbers"))
SIDE = Param(
    "K", "Filter side", "choice", "3", choices=tuple((side, f"{side}×{side}") for side in "135")
)
