"""Computes while reading what depends on no input: shapes, indices, weights in another order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.limits import MOST_INSIDE
from cnnviz.onnx_reader.node import Node

Array = NDArray[Any]
Inputs = list[Array]


def _constant(node: Node, _: Inputs) -> Array:
    for key, kind in (("value_float", np.float32), ("value_floats", np.float32),
                      ("value_int", np.int64), ("value_ints", np.int64)):  # fmt: skip
        if node.has(key):
            return np.asarray(node.get(key, None), kind)
    value = node.get("value", None)
    if not isinstance(value, np.ndarray):
        raise Unsupported(f"{node.label} has no value that is read")
    return value


def _of_shape(node: Node, inputs: Inputs) -> Array:
    value = np.asarray(node.get("value", np.zeros(1, np.float32))).ravel()[:1]
    # Spread without being written out: it takes no memory, whatever the shape.
    return np.broadcast_to(value if value.size else np.zeros(1, np.float32), _ints(inputs[0]))


def _cast(node: Node, inputs: Inputs) -> Array:
    kind = node.get("to", TensorProto.FLOAT)
    return inputs[0].astype(helper.tensor_dtype_to_np_dtype(kind))


def _slice(node: Node, inputs: Inputs) -> Array:
    x, *_ = inputs
    for axis, part in slices(node, x.shape, list(inputs[1:])):
        x = x[(slice(None),) * axis + (part,)]
    return x


def slices(
    node: Node, shape: tuple[int, ...], given: Sequence[Array | None]
) -> list[tuple[int, slice]]:
    """The parts that a Slice takes, by axis; given: its starts, ends, axes and steps."""
    rest = [None if each is None else _ints(each) for each in given]
    if not rest:
        rest = [node.get("starts", ()), node.get("ends", ())]
        rest.append(node.get("axes", None))
    starts, ends = rest[0] or (), rest[1] or ()
    axes = (rest[2] if len(rest) > 2 else None) or range(len(starts))
    steps = (rest[3] if len(rest) > 3 else None) or (1,) * len(starts)
    return [
        (
            axis % len(shape),
            slice(start, end if end >= 0 or step > 0 else _end(end, shape[axis]), step),
        )
        for start, end, axis, step in zip(starts, ends, axes, steps, strict=True)
    ]


def _end(end: int, size: int) -> int | None:
    """Where a slice that goes back ends: before the first, where it says so."""
    return None if end < -size else end


def _squeeze(node: Node, inputs: Inputs) -> Array:
    axes = _axes(node, inputs)
    return np.squeeze(inputs[0], axis=tuple(axes) if axes else None)


def _unsqueeze(node: Node, inputs: Inputs) -> Array:
    return np.expand_dims(inputs[0], tuple(_axes(node, inputs)))


def _reshape(node: Node, inputs: Inputs) -> Array:
    shape = target_shape(node, inputs[0].shape, _ints(inputs[1]))
    return inputs[0].reshape(shape)


def _divide(_: Node, inputs: Inputs) -> Array:
    first, second = inputs
    if first.dtype.kind in "iu":
        return (first // np.where(second == 0, 1, second)).astype(first.dtype)
    return np.asarray(first / second)


def _concat(node: Node, inputs: Inputs) -> Array:
    return np.concatenate(inputs, axis=node.get("axis", 0))


def _shape(node: Node, inputs: Inputs) -> Array:
    return part_of_shape(node, inputs[0].shape)


def part_of_shape(node: Node, shape: tuple[int, ...]) -> Array:
    """What Shape gives of a shape."""
    return np.asarray(shape[node.get("start", 0) : node.get("end", None)], np.int64)


def target_shape(node: Node, shape: tuple[int, ...], target: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that a Reshape gives, where 0 copies a size unless it is told not to."""
    if not node.get("allowzero", 0):
        target = tuple(
            shape[axis] if size == 0 and axis < len(shape) else size
            for axis, size in enumerate(target)
        )
    known = int(np.prod([size for size in target if size != -1], dtype=object))
    total = int(np.prod(shape, dtype=object))
    if target.count(-1) == 1 and known > 0 and total % known == 0:
        target = tuple(total // known if size == -1 else size for size in target)
    if min(target, default=1) < 0 or int(np.prod(target, dtype=object)) != total:
        raise Unsupported(f"{node.label} cannot make {list(target)} of {list(shape)}")
    return target


def _axes(node: Node, inputs: Inputs) -> tuple[int, ...]:
    return _ints(inputs[1]) if len(inputs) > 1 else tuple(node.get("axes", ()))


def _ints(values: Array) -> tuple[int, ...]:
    return tuple(int(each) for each in np.ravel(values).tolist())


FOLDED: dict[str, Callable[[Node, Inputs], Array]] = {
    "Constant": _constant,
    "ConstantOfShape": _of_shape,
    "Identity": lambda node, inputs: inputs[0],
    "Cast": _cast,
    "Shape": _shape,
    "Gather": lambda node, inputs: np.take(inputs[0], inputs[1], axis=node.get("axis", 0)),
    "Concat": _concat,
    "Slice": _slice,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Reshape": _reshape,
    "Transpose": lambda node, inputs: np.transpose(inputs[0], node.get("perm", None)),
    "Add": lambda node, inputs: inputs[0] + inputs[1],
    "Sub": lambda node, inputs: inputs[0] - inputs[1],
    "Mul": lambda node, inputs: inputs[0] * inputs[1],
    "Div": _divide,
    "Sqrt": lambda node, inputs: np.sqrt(inputs[0]),
    "Neg": lambda node, inputs: -inputs[0],
    "Floor": lambda node, inputs: np.floor(inputs[0]),
    "Ceil": lambda node, inputs: np.ceil(inputs[0]),
    "Equal": lambda node, inputs: inputs[0] == inputs[1],
    "Where": lambda node, inputs: np.where(*inputs),
    "Expand": lambda node, inputs: np.broadcast_to(
        inputs[0], np.broadcast_shapes(inputs[0].shape, _ints(inputs[1]))
    ),
    "Flatten": lambda node, inputs: inputs[0].reshape(
        int(np.prod(inputs[0].shape[: node.get("axis", 1)])), -1
    ),
}
"""By operator: what it gives of constants alone."""


def fold(node: Node, inputs: Inputs) -> Array:
    """What a node gives of constants. Raises Unsupported where it is not known, or too large."""
    if node.kind not in FOLDED:
        raise Unsupported(f"{node.label} is computed from constants alone, which is not known")
    try:
        if node.kind not in _VIEWS and _written(node, inputs) * 8 > MOST_INSIDE:
            raise Unsupported(f"{node.label} makes too many values of constants")
        with np.errstate(all="ignore"):
            return np.asarray(FOLDED[node.kind](node, inputs))
    except (ValueError, IndexError, KeyError, TypeError) as error:
        if isinstance(error, Unsupported):
            raise
        raise Unsupported(f"{node.label} does not fit on what it reads") from None


_VIEWS = {"Constant", "ConstantOfShape", "Identity", "Shape", "Squeeze", "Unsqueeze", "Transpose"}
_VIEWS |= {"Expand", "Slice"}
"""What they give takes no memory of its own."""


def _written(node: Node, inputs: Inputs) -> int:
    """How many values are written out at most: a constant that is spread may have many more."""
    match node.kind:
        case "Reshape" | "Flatten":
            return 0 if inputs[0].flags.c_contiguous else inputs[0].size
        case "Gather":
            data, indices = inputs
            return int(indices.size * data.size // max(1, data.shape[node.get("axis", 0)]))
        case "Concat":
            return sum(each.size for each in inputs)
    return int(np.prod(np.broadcast_shapes(*(each.shape for each in inputs)), dtype=object))
