"""A network: named layers in a row, and a forward pass that keeps every activation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real
from cnnviz.engine.geometry import output_size
from cnnviz.engine.layer import Axis, Layer, Shape
from cnnviz.engine.receptive import ReceptiveField, receptive_field

Array = NDArray[Any]


class UnknownLayer(KeyError, ValueError):
    """No layer has that name: the message is a sentence that lists the names there are."""

    __str__ = Exception.__str__


class Activations(dict[str, Array]):
    """What a network computed, by layer name, in order, "input" first."""

    def __missing__(self, name: str) -> NoReturn:
        raise _unknown(name, "activations", self)


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
        put = object.__setattr__
        if not isinstance(self.name, str):
            raise ValueError(f"name must be a text; got {short_repr(self.name)}")
        sizes = require_iterable(f"{self.name}: input", self.input_shape)
        put(self, "input_shape", tuple(require_int(f"{self.name}: input", n, 1) for n in sizes))
        if len(self.input_shape) != 3:
            raise ValueError(
                f"{self.name}: input must be C×H×W; got {short_repr(self.input_shape)}"
            )
        put(self, "layers", tuple(require_iterable(f"{self.name}: layers", self.layers)))
        put(self, "classes", tuple(require_iterable(f"{self.name}: classes", self.classes)))
        names = ["input"]
        for layer in self.layers:
            if not isinstance(layer, Layer):
                raise ValueError(f"{self.name}: layers must be layers; got {short_repr(layer)}")
            if layer.name in names:
                raise ValueError(
                    f"{self.name}: layer names must differ; got {short_repr(layer.name)} twice"
                )
            names.append(layer.name)
        if not all(isinstance(name, str) for name in self.classes):
            raise ValueError(f"{self.name}: classes must be texts; got {short_repr(self.classes)}")
        self.shapes()

    def __repr__(self) -> str:
        end = list(self.shapes().values())[-1]
        way = " → ".join("×".join(map(str, shape)) for shape in (self.input_shape, end))
        many = f"{len(self.layers)} layer{'s' * (len(self.layers) != 1)}"
        return (
            f"Network({self.name!r}, {way}, {many}, {sum(self.parameters().values()):,} parameters)"
        )

    def __getitem__(self, name: str) -> Layer:
        """The layer of that name; UnknownLayer, listing the names, where there is none."""
        for layer in self.layers:
            if isinstance(name, str) and layer.name == name:
                return layer
        raise _unknown(name, "layers", (layer.name for layer in self.layers))

    def copy(self) -> Network:
        """The same network with arrays of its own: changing them leaves this one as it is.

        What `assemble` and `untrained` give has arrays that are read-only, as it may be shared.
        """
        layers = []
        for layer in self.layers:
            arrays = {key: getattr(layer, key) for key in layer.array_shapes()}
            own = {key: array.copy() for key, array in arrays.items() if array is not None}
            layers.append(replace(layer, **own))
        return replace(self, layers=tuple(layers))

    def run(self, x: ArrayLike) -> dict[str, Array]:
        """Every activation by layer name, in order, "input" first; float32 in, float32 out.

        Each is an array of its own, "input" too: whatever is done to one changes no other, nor x.
        Raises ValueError if x has another shape than `input_shape`, or is no array of real numbers,
        or the network is only an outline.
        """
        x = as_real("x", x)
        if x.shape != self.input_shape:
            raise ValueError(f"x must have the shape {self.input_shape}; got {x.shape}")
        kept = Activations(input=x.copy())
        with np.errstate(all="ignore"):
            for layer in self.layers:
                kept[layer.name] = x = layer.compute(x)
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
    return tuple(
        output_size(n, k, stride=s, padding=p, dilation=d)
        for n, (k, s, p, d) in zip(size, window, strict=True)
    )


def _unknown(name: object, what: str, names: Iterable[str]) -> UnknownLayer:
    return UnknownLayer(f"there is no layer {short_repr(name)}; the {what} are {', '.join(names)}")
