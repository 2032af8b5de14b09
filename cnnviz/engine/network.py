"""A network: named layers, in a row or a graph, and a forward pass that keeps every activation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import require_int, require_iterable, short_repr
from cnnviz.engine.arrays import as_real
from cnnviz.engine.layer import Layer, Shape
from cnnviz.engine.receptive import ReceptiveField
from cnnviz.engine.seen import Seen

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
    """Layers applied to an input of `input_shape` (C×H×W, or a vector), a graph without circles.

    Each layer reads the one before it, or those that its `inputs` name, which stand before it;
    "input" is the network's, and `more_inputs` have names and shapes of their own. `outputs` are
    the names of what it answers, where that is not its last layer alone; `classes` names the values
    of it, where they are classes. Raises ValueError where a layer does not fit on what it reads, or
    a name comes twice or is not there.
    """

    name: str
    input_shape: Shape
    layers: tuple[Layer, ...]
    classes: tuple[str, ...] = ()
    more_inputs: Mapping[str, Shape] = field(default_factory=dict, kw_only=True)
    outputs: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise ValueError(f"name must be a text; got {short_repr(self.name)}")
        put = object.__setattr__
        put(self, "input_shape", self._input(f"{self.name}: input", self.input_shape))
        if not isinstance(self.more_inputs, Mapping):
            raise ValueError(
                f"{self.name}: more_inputs must be shapes by name; "
                f"got {short_repr(self.more_inputs)}"
            )
        more = {
            name: self._input(f"{self.name}: more_inputs", shape)
            for name, shape in self.more_inputs.items()
        }
        put(self, "more_inputs", more)
        for key in ("layers", "classes", "outputs"):
            put(self, key, tuple(require_iterable(f"{self.name}: {key}", getattr(self, key))))
        self._check_names()
        self.shapes()

    def _input(self, name: str, shape: Shape) -> Shape:
        sizes = tuple(require_int(name, n, 1) for n in require_iterable(name, shape))
        if not 1 <= len(sizes) <= 4:
            raise ValueError(f"{name} must be C×H×W, or a vector; got {short_repr(shape)}")
        return sizes

    def _check_names(self) -> None:
        names, taken = ["input"], {"input"}
        for each in (*self.more_inputs, *self.layers):
            if not isinstance(each, str | Layer):
                raise ValueError(f"{self.name}: layers must be layers; got {short_repr(each)}")
            name = each.name if isinstance(each, Layer) else each
            if name in taken:
                raise ValueError(
                    f"{self.name}: layer names must differ; got {short_repr(name)} twice"
                )
            for wanted in each.inputs if isinstance(each, Layer) else ():
                if wanted not in taken:
                    raise ValueError(
                        f"{self.name}: inputs of {name} must be what stands before it "
                        f"({_list_names(names)}); got {short_repr(wanted)}"
                    )
            names.append(name)
            taken.add(name)
        if not all(isinstance(name, str) for name in self.classes):
            raise ValueError(f"{self.name}: classes must be texts; got {short_repr(self.classes)}")
        for name in self.outputs:
            if not isinstance(name, str) or name not in taken:
                raise ValueError(
                    f"{self.name}: outputs must be names of layers ({_list_names(names)}); "
                    f"got {short_repr(name)}"
                )

    def __repr__(self) -> str:
        shapes = self.shapes()
        ends = ", ".join("×".join(map(str, shapes[name])) for name in self.answers)
        starts = "×".join(map(str, self.input_shape))
        many = f"{len(self.layers)} layer{'s' * (len(self.layers) != 1)}"
        total = sum(self.parameters().values())
        return f"Network({self.name!r}, {starts} → {ends}, {many}, {total:,} parameters)"

    def __getitem__(self, name: str) -> Layer:
        """The layer of that name; UnknownLayer, listing the names, where there is none."""
        for layer in self.layers:
            if isinstance(name, str) and layer.name == name:
                return layer
        raise _unknown(name, "layers", (layer.name for layer in self.layers))

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of what it answers: `outputs`, or the last layer."""
        last = self.layers[-1].name if self.layers else ["input", *self.more_inputs][-1]
        return self.outputs or (last,)

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

    def run(self, x: ArrayLike | Mapping[str, ArrayLike]) -> dict[str, Array]:
        """Every activation by layer name, in order, "input" first; float32 in, float32 out.

        x: the input; of a network with `more_inputs` all of them by name. Each activation is an
        array of its own, "input" too: whatever is done to one changes no other, nor x. Raises
        ValueError if x has another shape than `input_shape`, or is no array of real numbers, or the
        network is only an outline.
        """
        kept = Activations()
        for name, array in self._named_inputs(x).items():
            kept[name] = array.copy()
        with np.errstate(all="ignore"):
            for layer, names in self.sources():
                kept[layer.name] = layer.combine([kept[name] for name in names])
        return kept

    def _named_inputs(self, x: ArrayLike | Mapping[str, ArrayLike]) -> dict[str, Array]:
        """The inputs by name. Raises ValueError where they are not what the network reads."""
        wanted = {"input": self.input_shape, **self.more_inputs}
        if not isinstance(x, Mapping):
            array = as_real("x", x)
            if array.shape != self.input_shape:
                raise ValueError(f"x must have the shape {self.input_shape}; got {array.shape}")
            x = {"input": array}
        if set(x) != set(wanted):
            raise ValueError(f"x must be arrays by name: {', '.join(wanted)}; got {short_repr(x)}")
        given = {name: as_real(f"x: {name}", x[name]) for name in wanted}
        for name, shape in wanted.items():
            if given[name].shape != shape:
                raise ValueError(f"x: {name} must have the shape {shape}; got {given[name].shape}")
        return given

    def sources(self) -> Iterator[tuple[Layer, tuple[str, ...]]]:
        """Each layer, in order, with the names of what it reads."""
        before = ["input", *self.more_inputs][-1]
        for layer in self.layers:
            yield layer, layer.inputs or (before,)
            before = layer.name

    def shapes(self) -> dict[str, Shape]:
        """The shape of every activation by layer name, in order, "input" first."""
        shapes = {"input": self.input_shape, **self.more_inputs}
        for layer, names in self.sources():
            shapes[layer.name] = layer.joined_shape([shapes[name] for name in names])
        return shapes

    def parameters(self) -> dict[str, int]:
        """How many numbers each layer learns, by name: 0 for a layer that learns nothing.

        What several layers share, the same array, counts once, for the first of them.
        """
        seen: set[int] = set()
        counts = {}
        for layer in self.layers:
            arrays = [(getattr(layer, key), shape) for key, shape in layer.array_shapes().items()]
            shared = sum(prod(shape) for array, shape in arrays if id(array) in seen)
            counts[layer.name] = layer.parameters() - shared
            seen |= {id(array) for array, _ in arrays if array is not None}
        return counts

    def multiply_adds(self) -> dict[str, int]:
        """How many multiply-adds each layer costs, by name."""
        shapes = self.shapes()
        return {
            layer.name: layer.joined_multiply_adds([shapes[name] for name in names])
            for layer, names in self.sources()
        }

    def receptive_fields(self) -> dict[str, tuple[ReceptiveField, ReceptiveField]]:
        """What a neuron of each layer sees of the inputs, along (y, x), by name, over all paths.

        Flattening keeps the view of the maps: the first dense layer behind it reads them whole.
        Layers whose neurons do not see the same at each place are not there, as where paths of
        different jumps join, and those behind them.
        """
        shapes = self.shapes()
        start = ReceptiveField(1, 1, 0)
        seen = {
            name: Seen((start, start), shape[-2:] if len(shape) > 1 else (1, 1))
            for name, shape in ({"input": self.input_shape} | dict(self.more_inputs)).items()
        }
        for layer, names in self.sources():
            seen[layer.name] = layer.seen([seen[name] for name in names], shapes[layer.name])
        found = ((layer.name, seen[layer.name].fields) for layer in self.layers)
        return {name: fields for name, fields in found if fields is not None}


def _list_names(names: list[str], most: int = 8) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _unknown(name: object, what: str, names: Iterable[str]) -> UnknownLayer:
    return UnknownLayer(f"there is no layer {short_repr(name)}; the {what} are {', '.join(names)}")
