"""Puts the network together, layer by layer, from the nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.layer import Layer, Shape
from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.engine.shaping import Reshape, Transpose
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.onnx_reader.errors import Unsupported, quoted
from cnnviz.onnx_reader.limits import MOST_BYTES, MOST_MULTIPLY_ADDS, require_cells
from cnnviz.onnx_reader.naming import Names
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.values import Value

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a layer comes from: operator, and the value of the file that it gives."""

    operator: str
    value: str
    order: tuple[int, ...]


Made = TypeVar("Made", bound=Layer)


def make_layer(node: Node, make: Callable[[], Made]) -> Made:
    """What `make` makes; what the engine refuses names the node. Raises Unsupported."""
    try:
        return make()
    except Unsupported:
        raise
    except ValueError as error:
        raise Unsupported(f"{node.label}: {error}") from None


class Builder:
    """The layers so far, what the file's values are of them, and its constants."""

    def __init__(self, nodes: Iterable[Node], outputs: Iterable[str]) -> None:
        nodes = list(nodes)
        self.layers: list[Layer] = []
        self.values: dict[str, Value] = {}
        self.constants: dict[str, Array] = {}
        self.absent: set[str] = set()
        """Names of constants whose data is not there: of them the shape alone is known."""
        self.initial: set[str] = set()
        """Names of the file's own tensors, and of what is made of them: these are learned."""
        self.origins: dict[str, Origin] = {}
        self.notes: list[str] = []
        self.with_folded_norm: list[str] = []
        self.names = Names(nodes)
        self._readers = Counter(name for node in nodes for name in node.inputs)
        self._readers.update(outputs)
        self._seen_through: Counter[str] = Counter()
        self._aliases: dict[str, list[str]] = {}
        self._places: dict[str, int] = {}
        self._laid: dict[Value, Value] = {}
        """Of activations that lie otherwise in the file: those that a layer has transposed."""
        self._cells = 0
        self._multiply_adds = 0
        self._weights = 0
        self._shapes: dict[str, Shape] = {}

    # What nodes read

    def value(self, node: Node, place: int = 0) -> Value:
        """The activation that the node reads there. Raises Unsupported where it is none."""
        name = node.input(place)
        if name in self.values:
            return self.values[name]
        if name in self.constants:
            raise Unsupported(f"{node.label} must read an activation; {quoted(name)} is a constant")
        raise Unsupported(f"{node.label} depends on what cannot be read")

    def plain(self, node: Node, place: int = 0) -> Value:
        """The same, with its axes as in the file: transposed by a layer, where they are not."""
        value = self.value(node, place)
        if value.is_plain:
            return value
        if value not in self._laid:
            name = self.names.free(f"{value.layer}.transposed")
            layer = Transpose(name, value.order, inputs=(value.layer,))
            origin = Origin("Transpose", node.input(place), ())
            self._laid[value] = self._add_layer(node, layer, value.is_batch, origin)
        return self._laid[value]

    def constant(self, node: Node, place: int, default: Any = None) -> Array:
        """The constant there. Raises Unsupported where it is an activation, or its data missing."""
        name = node.input(place)
        if not name and default is not None:
            return np.asarray(default)
        if name not in self.constants:
            raise Unsupported(
                f"{node.label} must know {quoted(name) or f'its input {place}'} before it runs"
            )
        if name in self.absent:
            raise Unsupported(f"{node.label} depends on {quoted(name)}, whose data is not there")
        return self.constants[name]

    def is_read(self, name: str) -> bool:
        """Whether a node reads that value, or the network answers it."""
        return bool(name) and self._readers[name] > 0

    def weight(self, node: Node, place: int) -> tuple[Shape, Array | None]:
        """Shape and values, or none where data is missing, of weights, which must be float32."""
        name = node.input(place)
        if name not in self.constants:
            raise Unsupported(
                f"{node.label} must have constant weights; {quoted(name)} is computed"
            )
        array = self.constants[name]
        if array.dtype != np.float32:
            raise Unsupported(
                f"{node.label} has weights {quoted(name)} in {array.dtype}; float32 is read"
            )
        if array.size > MOST_BYTES // 4:
            raise Unsupported(f"{node.label} has {array.size:,} weights, which is too many")
        return array.shape, None if name in self.absent else array

    # What they give

    def alias(self, node: Node, value: Value) -> None:
        """The node's output is an activation that is there."""
        self._bind(node.outputs[0], value)
        self._seen_through[value.layer] += 1

    def add(
        self,
        node: Node,
        layer: Layer,
        *,
        output: int = 0,
        is_batch: bool = True,
        order: tuple[int, ...] = (),
    ) -> Value:
        """The node's output is a new layer."""
        origin = Origin(node.kind, node.outputs[output], order)
        value = self._add_layer(node, layer, is_batch, origin)
        self._bind(node.outputs[output], replace(value, order=order) if order else value)
        return value

    def _bind(self, name: str, value: Value) -> None:
        self.values[name] = value
        self._aliases.setdefault(value.layer, []).append(name)

    def expect(self, node: Node, full: Shape) -> None:
        """The node's output has this shape in the file; a layer makes it so, where it must."""
        value = self.values[node.outputs[0]]
        is_batch = len(full) >= 2 and full[0] == 1
        shape = full[1:] if is_batch else full
        if value.is_plain and value.shape == shape:
            self.values[node.outputs[0]] = replace(value, is_batch=is_batch)
        elif not value.is_plain or int(np.prod(shape)) != int(np.prod(value.shape)):
            raise Unsupported(f"{node.label} gives {list(full)}, which is not read")
        else:
            name = self.names.free(f"{value.layer}.reshaped")
            layer = Reshape(name, shape, inputs=(value.layer,))
            self.origins[value.layer] = replace(self.origins[value.layer], value="")
            self.add(node, layer, is_batch=is_batch)

    def name(self, node: Node, weight: int = -1) -> str:
        """A name for the node's layer; weight: at which place it reads what it learns."""
        return self.names.of(node, node.input(weight) if weight >= 0 else "")

    def _add_layer(self, node: Node, layer: Layer, is_batch: bool, origin: Origin) -> Value:
        try:
            shapes = [self._shapes[name] for name in layer.inputs]
            shape = layer.joined_shape(shapes)
            cost = layer.joined_multiply_adds(shapes)
        except ValueError as error:
            raise Unsupported(f"{node.label}: {error}") from None
        self._cells += require_cells(node.label, shape, self._cells)
        self._weights += sum(prod(each) for each in layer.array_shapes().values())
        if self._weights > MOST_BYTES // 4:
            raise Unsupported(f"{node.label} brings it to more than {MOST_BYTES // 4:,} weights")
        self._multiply_adds += cost
        if self._multiply_adds > MOST_MULTIPLY_ADDS:
            raise Unsupported(
                f"{node.label} brings it to more than {MOST_MULTIPLY_ADDS:,} multiply-adds"
            )
        self._shapes[layer.name] = shape
        self._places[layer.name] = len(self.layers)
        self.layers.append(layer)
        self.origins[layer.name] = origin
        return Value(layer.name, shape, is_batch)

    def begin(self, names: Mapping[str, Value]) -> None:
        """What the network is given, by the file's names."""
        for name, value in names.items():
            self.values[name] = value
            self._shapes[value.layer] = value.shape

    # What one node does for another

    def takes_bias(self, node: Node, value: Value, bias: Array, is_absent: bool) -> bool:
        """Whether a constant added to a layer, which only this node reads, became its bias.

        bias: with the activation's axes, not the file's.
        """
        place = self._places.get(value.layer, -1)
        layer = self.layers[place] if place >= 0 else None
        if not isinstance(layer, Conv2d | ConvTranspose2d | Dense) or layer.has_bias:
            return False
        channels = value.shape[:1]
        if bias.shape != (channels if len(value.shape) == 1 else (*channels, 1, 1)):
            return False
        through = self._seen_through[value.layer]
        if sum(self._readers[name] for name in self._aliases[value.layer]) - through != 1:
            return False
        given = None if is_absent else np.ascontiguousarray(bias.reshape(-1))
        self.layers[place] = replace(layer, has_bias=True, bias=given)
        order = () if value.is_plain else value.order
        self.origins[layer.name] = replace(
            self.origins[layer.name], value=node.outputs[0], order=order
        )
        self.alias(node, value)
        return True
