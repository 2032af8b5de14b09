"""A file of ONNX as a network, with what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import GraphProto, TensorProto, ValueInfoProto

from cnnviz.engine.layer import Shape
from cnnviz.engine.network import Network
from cnnviz.onnx_reader.builder import Builder, Origin
from cnnviz.onnx_reader.constants import fold
from cnnviz.onnx_reader.data_files import DataFiles, Folder, Given, MissingData
from cnnviz.onnx_reader.errors import Unreadable, Unsupported, quoted
from cnnviz.onnx_reader.limits import require_cells
from cnnviz.onnx_reader.model_file import bytes_of, nodes_in_order, opset, parsed
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.operators import OUT_OF_SCOPE, TRANSLATED, translate
from cnnviz.onnx_reader.tensors import Store, type_name
from cnnviz.onnx_reader.values import Value

Array = NDArray[Any]


@dataclass(frozen=True)
class GreyBox:
    """A node that cannot be computed, and why, in a sentence."""

    name: str
    operator: str
    reason: str
    shape: Shape | None
    """As the file tells it; None where it does not."""


@dataclass(frozen=True)
class Reading:
    """What a file holds: the network, as far as it can be read, and what is to be said about it.

    origins: of each layer its operator and the value of the file that it gives. inputs: the names
    of the network's inputs in the file, with how they lie there. grey: nodes that cannot be
    computed, and those that depend on them. missing: why there are no weights, where there are
    none.
    """

    path: Path
    network: Network
    origins: dict[str, Origin]
    inputs: dict[str, Value]
    notes: tuple[str, ...]
    grey: tuple[GreyBox, ...] = ()
    missing: str = ""
    version: int = field(default=0)

    @property
    def fault(self) -> str:
        """Why it is not wholly read, in a sentence; empty where it is."""
        if self.grey:
            reason = next(
                (each for each in self.grey if each.operator in OUT_OF_SCOPE), self.grey[0]
            )
            more = len(self.grey) - 1
            others = f" ({more} more {'nodes' if more > 1 else 'node'} of it cannot be read)"
            return reason.reason + (others if more else "")
        return self.missing


def read(path: Path) -> Reading:
    """The network in a file of ONNX, whose data files must be in its folder.

    Raises Unreadable, in a sentence, where it is no such file, or asks for too much.
    """
    return _named(path, lambda: _read_model(path, bytes_of(path), Folder(path.parent)))


def read_given(name: str, files: Mapping[str, bytes]) -> Reading:
    """The network in one of some files, of that name; the others are those that it may name.

    Raises Unreadable as `read` does, and KeyError where there is no file of that name.
    """
    path = Path(name)
    return _named(path, lambda: _read_model(path, files[name], Given(files)))


def _named(path: Path, make: Callable[[], Reading]) -> Reading:
    """What that makes of a file; of what it refuses, the file is named."""
    try:
        return make()
    except Unreadable as error:
        raise Unreadable(f"{quoted(path.name)}: {error}") from None


def _read_model(path: Path, data: bytes, files: DataFiles) -> Reading:
    model = parsed(data)
    graph, version = model.graph, opset(model)
    store = Store(files)
    nodes = [Node(proto, label, version, store) for proto, label in nodes_in_order(graph)]
    builder = Builder(nodes, [each.name for each in graph.output])
    missing = _constants(builder, store, graph)
    inputs = _inputs(graph, builder)
    builder.begin(inputs)
    grey = _translated(builder, nodes, _told_shapes(graph))
    outputs = [
        builder.values[each.name].layer for each in graph.output if each.name in builder.values
    ]
    network = Network(
        quoted(path.stem),
        next(iter(inputs.values())).shape,
        tuple(builder.layers),
        more_inputs={each.layer: each.shape for each in list(inputs.values())[1:]},
        outputs=tuple(dict.fromkeys(outputs)),
    )
    notes = [*builder.notes]
    if builder.with_folded_norm:
        notes.append(
            "batch normalisation was folded into the weights when it was exported, of "
            + _several(builder.with_folded_norm)
        )
    for name, value in inputs.items():
        if not value.is_plain:
            notes.insert(
                0,
                f"{quoted(name)}: the file has the channels last; here they come first, C×H×W",
            )
    return Reading(
        path, network, builder.origins, inputs, tuple(notes), tuple(grey), missing, version
    )


def _several(names: list[str], most: int = 4) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _constants(builder: Builder, store: Store, graph: GraphProto) -> str:
    """Takes the file's tensors; returns why data is missing, where it is."""
    missing = ""
    for tensor in graph.initializer:
        try:
            builder.constants[tensor.name] = store.array(tensor)
        except MissingData as error:
            missing = missing or str(error)
            builder.absent.add(tensor.name)
            kind = np.float32 if tensor.data_type == TensorProto.FLOAT else np.float64
            # The shape alone, without memory.
            builder.constants[tensor.name] = np.broadcast_to(kind(0), store.shape(tensor))
    builder.initial = set(builder.constants)
    return missing


_MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What Python raises where an attribute is of another type, or has other sizes, than it may."""


def _told_shapes(graph: GraphProto) -> dict[str, Shape]:
    """The shapes that the file tells of its values, of one picture, without the picture's axis."""
    found = {}
    for each in (*graph.value_info, *graph.output):
        sizes = [size.dim_value for size in each.type.tensor_type.shape.dim]
        if len(sizes) > 1 and sizes[0] in (0, 1) and all(sizes[1:]):
            found[each.name] = tuple(sizes[1:])
    return found


def _translated(builder: Builder, nodes: list[Node], shapes: dict[str, Shape]) -> list[GreyBox]:
    grey = []
    for node in nodes:
        try:
            try:
                _take(builder, node)
            except _MISFITS as error:
                if isinstance(error, Unreadable):
                    raise
                raise Unsupported(
                    f"{node.label} has attributes or inputs of a wrong form"
                ) from None
        except Unsupported as error:
            name = builder.names.free(quoted(node.name) or quoted(node.kind))
            shape = shapes.get(node.outputs[0]) if node.outputs else None
            grey.append(GreyBox(name, quoted(node.kind), str(error), shape))
    return grey


def _take(builder: Builder, node: Node) -> None:
    given = [name for name in node.inputs if name]
    if node.kind in TRANSLATED and any(name not in builder.constants for name in given):
        translate(builder, node)
    elif all(name in builder.constants for name in given) and (given or node.kind == "Constant"):
        output = node.outputs[0] if node.outputs else ""
        builder.constants[output] = fold(node, [builder.constants[name] for name in given])
        if any(name in builder.absent for name in given) and node.kind != "Shape":
            builder.absent.add(output)
        if any(name in builder.initial for name in given):
            builder.initial.add(output)
    else:
        translate(builder, node)


def _inputs(graph: GraphProto, builder: Builder) -> dict[str, Value]:
    """What the network reads, the first being its picture."""
    asked = [each for each in graph.input if each.name not in builder.constants]
    if not asked:
        raise Unreadable("the network has no input")
    found: dict[str, Value] = {}
    for each in asked:
        layer = "input" if not found else builder.names.free(quoted(each.name))
        found[each.name] = _input(each, layer)
        require_cells(f"input {quoted(each.name)}", found[each.name].shape)
    return found


def _input(given: ValueInfoProto, layer: str) -> Value:
    called = f"input {quoted(given.name)}"
    kind = given.type.tensor_type
    if kind.elem_type != TensorProto.FLOAT:
        told = type_name(kind.elem_type) if given.type.HasField("tensor_type") else "no tensor"
        raise Unreadable(f"{called} is {told}; float32 is read")
    if not kind.HasField("shape"):
        raise Unreadable(f"{called} has no shape: export it with one")
    sizes = [each.dim_value if each.HasField("dim_value") else -1 for each in kind.shape.dim]
    if sizes and sizes[0] in (-1, 0):
        sizes[0] = 1  # as many pictures as one likes: one
    told = "×".join(str(size) if size > 0 else "?" for size in sizes)
    if not 1 <= len(sizes) <= 5 or min(sizes) < 1:
        raise Unreadable(
            f"{called} is {told or 'a single number'}: all sizes but the number of pictures must "
            "be known; export it with a fixed size"
        )
    if len(sizes) == 4 and sizes[0] != 1:
        raise Unreadable(f"{called} is {told}: it must take one picture at a time")
    return _lying(layer, tuple(sizes))


def _lying(layer: str, full: Shape) -> Value:
    """An input as the engine has it: with the channels first, where they are plainly last."""
    is_batch = len(full) >= 2 and full[0] == 1
    shape = full[1:] if is_batch else full
    if is_batch and len(shape) == 3 and shape[2] in (1, 3, 4) and shape[0] not in (1, 3, 4):
        return Value(layer, (shape[2], shape[0], shape[1]), True, (1, 2, 0))
    return Value(layer, shape, is_batch)
