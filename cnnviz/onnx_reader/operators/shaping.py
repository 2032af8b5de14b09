"""What moves values: other shapes, other orders of axes, parts, borders."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from cnnviz.engine.layers import Flatten
from cnnviz.engine.shaping import Pad, Reshape, Slice
from cnnviz.onnx_reader.builder import Builder, make_layer
from cnnviz.onnx_reader.constants import part_of_shape, slices, target_shape
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.values import Value

Translate = Callable[[Builder, Node], None]


def _shape(builder: Builder, node: Node) -> None:
    builder.constants[node.outputs[0]] = part_of_shape(node, builder.value(node).full)


def _to(builder: Builder, node: Node, value: Value, full: tuple[int, ...]) -> None:
    """The same values in another shape of the file's; flattening is recognised."""
    is_batch = len(full) >= 2 and full[0] == 1
    shape = full[1:] if is_batch else full
    if value.full == full:
        builder.alias(node, value)
    elif len(shape) == 1:
        axes = () if value.is_plain else value.order
        layer = make_layer(node, lambda: Flatten(builder.name(node), axes, inputs=(value.layer,)))
        builder.add(node, layer, is_batch=is_batch)
    else:
        value = builder.plain(node)
        if value.shape == shape:
            builder.alias(node, Value(value.layer, shape, is_batch))
            return
        reshaped = make_layer(
            node, lambda: Reshape(builder.name(node), shape, inputs=(value.layer,))
        )
        builder.add(node, reshaped, is_batch=is_batch)


def _reshape(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    target = builder.constant(node, 1)
    if target.dtype.kind != "i" or target.ndim != 1 or target.size > 8:
        raise Unsupported(f"{node.label} must have whole numbers as its shape")
    full = target_shape(node, value.full, tuple(int(each) for each in target.tolist()))
    if 0 in full:
        raise Unsupported(f"{node.label} cannot make {list(full)} of {list(value.full)}")
    _to(builder, node, value, full)


def _flatten(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    axis = int(node.get("axis", 1))
    if not -len(value.full) <= axis <= len(value.full):
        raise Unsupported(f"{node.label} has no axis {axis} in {list(value.full)}")
    axis = axis if axis >= 0 else axis + len(value.full)
    _to(builder, node, value, (prod(value.full[:axis]), prod(value.full[axis:])))


def _axes(builder: Builder, node: Node, rank: int) -> list[int]:
    if node.input(1):
        given = builder.constant(node, 1).ravel().tolist()
    else:
        given = list(node.get("axes", ()))
    if not all(-rank <= int(axis) < rank for axis in given):
        raise Unsupported(f"{node.label} has no axes {given}")
    return sorted(int(axis) % rank for axis in given)


def _squeeze(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    full = value.full
    axes = _axes(builder, node, len(full)) or [k for k, size in enumerate(full) if size == 1]
    if any(full[axis] != 1 for axis in axes):
        raise Unsupported(f"{node.label} removes axes that are not 1 of {list(full)}")
    _to(builder, node, value, tuple(n for axis, n in enumerate(full) if axis not in axes))


def _unsqueeze(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    given = builder.constant(node, 1).size if node.input(1) else len(node.get("axes", ()))
    rank = len(value.full) + given
    if rank > 8:
        raise Unsupported(f"{node.label} makes {rank} axes; at most 8 are read")
    axes, left = _axes(builder, node, rank), iter(value.full)
    if len(set(axes)) != given:
        raise Unsupported(f"{node.label} names an axis twice")
    _to(builder, node, value, tuple(1 if axis in axes else next(left) for axis in range(rank)))


def _transpose(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    permutation = tuple(node.get("perm", ())) or tuple(reversed(range(len(value.full))))
    turned = value.transposed(permutation)
    if turned is None:
        raise Unsupported(f"{node.label} moves the axis of pictures, which is not read")
    builder.alias(node, turned)


def _split(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    axis = int(node.get("axis", 0))
    if not -len(value.full) <= axis < len(value.full) or value.axis(axis) < 0:
        raise Unsupported(f"{node.label} has no axis {axis} in {list(value.full)}")
    place = value.axis(axis)
    size, count = value.shape[place], len(node.outputs)
    if node.input(1):
        parts = [int(each) for each in builder.constant(node, 1).ravel().tolist()]
    elif node.has("split"):
        parts = [int(each) for each in node.get("split", ())]
    else:
        each = -(-size // count)
        parts = [min(each, size - k * each) for k in range(count)]
    if len(parts) != count or sum(parts) != size or min(parts) < 1:
        raise Unsupported(f"{node.label} must split {size} into {count} parts; got {parts}")
    name, start = builder.name(node), 0
    for number, part in enumerate(parts):
        own = name if not number else builder.names.free(f"{name}.{number}")
        layer = Slice(own, place, start, start + part, inputs=(value.layer,))
        order = () if value.is_plain else value.order
        builder.add(node, layer, output=number, is_batch=value.is_batch, order=order)
        start += part


def _slice(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    given = [
        builder.constant(node, place) if node.input(place) else None
        for place in range(1, len(node.inputs))
    ]
    parts = slices(node, value.full, given)
    name, order = builder.name(node), () if value.is_plain else value.order
    current = value
    for number, (axis, part) in enumerate(parts):
        start, stop, step = part.indices(value.full[axis])
        place = value.axis(axis)
        if (start, stop, step) == (0, value.full[axis], 1):
            continue
        if step < 1 or stop <= start or place < 0:
            raise Unsupported(f"{node.label} takes nothing, or goes back, along axis {axis}")
        own = name if not number else builder.names.free(f"{name}.{number}")
        layer = Slice(own, place, start, stop, step, inputs=(current.layer,))
        current = builder.add(node, layer, is_batch=value.is_batch, order=order)
    if current is value:
        builder.alias(node, value)


def _gather(builder: Builder, node: Node) -> None:
    """One place along an axis, which goes away: what `x[:, 0]` becomes."""
    value = builder.value(node)
    index, axis = builder.constant(node, 1), int(node.get("axis", 0))
    if not -len(value.full) <= axis < len(value.full) or value.axis(axis) < 0 or index.ndim:
        raise Unsupported(f"{node.label} takes more than one place along one axis, not read")
    axis %= len(value.full)
    size = value.full[axis]
    place = int(index) + size * (int(index) < 0)
    if not 0 <= place < size:
        raise Unsupported(f"{node.label} takes place {int(index)} of {size}")
    value = builder.plain(node)
    name = builder.name(node)
    layer = make_layer(
        node, lambda: Slice(name, value.axis(axis), place, place + 1, inputs=(value.layer,))
    )
    builder.add(node, layer, is_batch=value.is_batch)
    builder.expect(node, (*value.full[:axis], *value.full[axis + 1 :]))


def _pad(builder: Builder, node: Node) -> None:
    value = builder.value(node)
    rank = len(value.full)
    pads = builder.constant(node, 1).ravel().tolist() if node.input(1) else node.get("pads", ())
    if len(pads) != 2 * rank or node.input(3):
        raise Unsupported(f"{node.label} must have {2 * rank} numbers as its pads")
    if min(pads) < 0 or (value.is_batch and (pads[0] or pads[rank])):
        raise Unsupported(f"{node.label} cuts something off, or adds pictures, which is not read")
    number = 0.0
    if node.input(2):
        number = float(builder.constant(node, 2).ravel()[0])
    elif not node.input(1):
        number = float(node.get("value", 0.0))
    around = [(0, 0)] * len(value.shape)
    for axis in range(int(value.is_batch), rank):
        around[value.axis(axis)] = (int(pads[axis]), int(pads[rank + axis]))
    if not any(map(any, around)):
        builder.alias(node, value)
        return
    name, mode = builder.name(node), node.get("mode", "constant")
    layer = make_layer(node, lambda: Pad(name, tuple(around), mode, number, inputs=(value.layer,)))
    builder.add(node, layer, is_batch=value.is_batch, order=() if value.is_plain else value.order)


TRANSLATED: dict[str, Translate] = {
    "Shape": _shape,
    "Reshape": _reshape,
    "Flatten": _flatten,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Transpose": _transpose,
    "Split": _split,
    "Slice": _slice,
    "Gather": _gather,
    "Pad": _pad,
}
