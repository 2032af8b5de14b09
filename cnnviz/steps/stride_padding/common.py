"""What the scenes of this step share: tensors, panels, parameters."""

from __future__ import annotations

from collections.abc import Mapping
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


HUES = {"W": Stage.INPUT, "K": Stage.CONV, "P": Stage.CLASSIFY, "S": Stage.POOL, "O": Stage.STACK}
"""The colour of what each letter of the formula measures: no two have the same."""


def in_letters(dilation: int) -> str:
    """The formula in letters, each in its colour."""
    letters = {letter: tinted(hue, letter) for letter, hue in HUES.items()}
    return _rounded(letters, "" if dilation == 1 else "D", sign="")


def formula_of(size: int, kernel: int, step: int, ring: int, dilation: int) -> str:
    """O with its numbers filled in, the division before the floor where it leaves something."""
    room = size - dilated_size(kernel, dilation) + 2 * ring
    fits = output_size(size, kernel, stride=step, padding=ring, dilation=dilation)

    filled = {"W": size, "K": kernel, "P": ring, "S": step, "O": "O"}
    terms = {letter: tinted(HUES[letter], str(value)) for letter, value in filled.items()}
    head = _rounded(terms, "" if dilation == 1 else str(dilation), sign=r" \cdot ")
    quotient = Fraction(room, step)
    sign = latex(equals(quotient))
    return rf"{head} {sign} \lfloor {number(quotient)} \rfloor + 1 = {tinted(HUES['O'], str(fits))}"


def _rounded(terms: Mapping[str, str], dilation: str, *, sign: str) -> str:
    """O and what it is, of terms by their letters; the sign stands between 2 and the padding."""
    o, w, k, p, s = (terms[letter] for letter in "OWKPS")
    wide = rf"({dilation} \cdot ({k} - 1) + 1)" if dilation else k
    return rf"{o} = \left\lfloor \dfrac{{{w} - {wide} + 2{sign}{p}}}{{{s}}} \right\rfloor + 1"


SMALL = array_param("input", "Input", seeds.example("small numbers"))
SIDE = Param(
    "K", "Filter side", "choice", "3", choices=tuple((side, f"{side}×{side}") for side in "135")
)
