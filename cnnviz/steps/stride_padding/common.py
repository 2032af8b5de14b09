"""What the scenes of this step share: tensors, panels, parameters."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Array, Scale, Stage, Tensor
from cnnviz.staging import panels
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
    shorter = min(data.shape[1:])
    if side > shorter:
        fitting = " or ".join(word for word, _ in SIDE.choices if int(word) <= shorter)
        reason = f"must be {fitting}, as the input's shorter side is {shorter}; got {side}"
        raise ParameterError("K", reason)
    return data, side, (side - 1) // 2


SMALL = array_param("input", "Input", seeds.example("small numbers"))
SIDE = Param(
    "K", "Filter side", "choice", "3", choices=tuple((side, f"{side}×{side}") for side in "135")
)
