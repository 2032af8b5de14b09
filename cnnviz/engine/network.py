"""Owns the network: named layers in a row, and a forward pass that keeps every activation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.geometry import output_size
from cnnviz.engine.layers import Axis, Layer, Shape
from cnnviz.engine.receptive import ReceptiveField, receptive_field

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Layers applied one after another to an input of `input_shape` (C×H×W).

    `classes` names the outputs, where they are classes. Raises ValueError where a layer does not
    fit on the one before, or a name comes twice.
    """

    name: str
    input_shape: Shape
    layers: tuple[Layer, ...]
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = ["input", *(layer.name for layer in self.layers)]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{self.name}: layer names must differ; got {name!r} twice")
        if len(self.input_shape) != 3 or min(self.input_shape) < 1:
            raise ValueError(f"{self.name}: input must be C×H×W; got {self.input_shape}")
        self.shapes()

    def __getitem__(self, name: str) -> Layer:
        """The layer of that name; KeyError where there is none."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)

    def run(self, x: ArrayLike) -> dict[str, Array]:
        """Every activation by layer name, in order, "input" first; float32 in, float32 out.

        Raises ValueError if x has another shape than `input_shape`, or the network is only an
        outline.
        """
        x = np.asarray(x)
        if x.shape != self.input_shape:
            raise ValueError(f"x must have the shape {self.input_shape}; got {x.shape}")
        kept = {"input": x}
        for layer in self.layers:
            kept[layer.name] = x = layer.apply(x)
        return kept

    def shapes(self) -> dict[str, Shape]:
        """The shape of every activation by layer name, in order, "input" first."""
        shapes = {"input": self.input_shape}
        for layer, shape in self._inputs():
            shapes[layer.name] = layer.output_shape(shape)
        return shapes

    def parameters(self) -> dict[str, int]:
        """How many numbers each layer learns, by name; layers that learn nothing have 0."""
        return {layer.name: layer.parameters() for layer in self.layers}

    def multiply_adds(self) -> dict[str, int]:
        """How many multiply-adds each layer costs, by name."""
        return {layer.name: layer.multiply_adds(shape) for layer, shape in self._inputs()}

    def receptive_fields(self) -> dict[str, tuple[ReceptiveField, ReceptiveField]]:
        """What a neuron of each layer sees of the input, along (y, x), by name.

        Flattening keeps the view of the maps: the first dense layer behind it reads them whole.
        """
        windows: list[tuple[Axis, Axis]] = []
        height, width = self.input_shape[1:]
        for layer, shape in self._inputs():
            window = layer.window((1, height, width))
            windows.append(window)
            after = layer.output_shape(shape)
            # A vector that was only flattened still has the height and width of its maps.
            height, width = after[1:] if len(after) == 3 else _left(window, (height, width))
        fields = zip(
            receptive_field(y for y, _ in windows),
            receptive_field(x for _, x in windows),
            strict=True,
        )
        return {layer.name: field for layer, field in zip(self.layers, fields, strict=True)}

    def _inputs(self) -> Iterator[tuple[Layer, Shape]]:
        shape = self.input_shape
        for layer in self.layers:
            yield layer, shape
            shape = layer.output_shape(shape)


def _left(window: tuple[Axis, Axis], size: tuple[int, int]) -> tuple[int, ...]:
    return tuple(output_size(n, axis[0]) for n, axis in zip(size, window, strict=True))
