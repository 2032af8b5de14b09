"""A network for a notebook or a script: its own copy of the weights, and checked inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.content import seeds
from cnnviz.engine.arguments import beyond, range_of
from cnnviz.engine.arrays import as_real
from cnnviz.engine.network import Network

if TYPE_CHECKING:
    from cnnviz.notebook.notebook_scene import NotebookScene

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LoadedNetwork(Network):
    """A network of the chapter for a notebook or a script.

    Its arrays are copies: what is changed in them changes neither the chapter's scenes nor what is
    loaded later. `input_range` are the least and the largest number that it was trained on.
    """

    input_range: tuple[float, float] | None = None
    file: str = ""
    """The file that it was read from; empty for one of the chapter."""

    def run(self, x: ArrayLike | Mapping[str, ArrayLike]) -> dict[str, Array]:
        """Every activation by layer name, in order, "input" first; float32 in, float32 out.

        x: one picture, C×H×W, as the network was trained on; all inputs by name, where it has
        `more_inputs`. Raises ValueError, naming what is
        wrong, for another shape, for NaN and infinity, and for numbers out of `input_range`.
        """
        # Named, as a class with slots is made anew after super() was bound.
        if isinstance(x, Mapping):
            return Network.run(self, x)
        return Network.run(self, self._check_input("x", x))

    def show(self, image: ArrayLike) -> NotebookScene:
        """The picture on its way through the network, as a scene that a notebook plays.

        image: as `run` takes it. The weights are those of now. Raises ValueError, as `run` does.

        >>> import cnnviz
        >>> scene = cnnviz.load("lenet").show([[[0.0] * 32] * 32])
        >>> scene.title, scene.tensor("C1").data.shape
        ('lenet, layer by layer', (6, 28, 28))
        """
        # On first use: who only runs a network does not pay for the chapter.
        from cnnviz.notebook.notebook_scene import NotebookScene
        from cnnviz.opened import walk_step
        from cnnviz.steps.pytorch.shown import shown_step

        x = self._check_input("image", image).astype(np.float32)
        own = Network.copy(self)
        step = walk_step(own, x) if self.file else shown_step(own, x)
        return NotebookScene.of_spec(step.scenes[-1], {}, step)

    def _check_input(self, name: str, given: ArrayLike) -> Array:
        x = as_real(name, given)
        if x.shape != self.input_shape:
            got = f"got {_times(x.shape)}{self._advice(x)}"
            raise ValueError(f"{name} must be {self._wanted_shapes()}; {got}")
        if x.dtype.kind != "f":
            x = x.astype(np.float32)
        if not np.isfinite(x).all():
            raise ValueError(f"{name} must be finite; got NaN or infinity")
        low, high = float(x.min()), float(x.max())
        if self.input_range and (low < self.input_range[0] or high > self.input_range[1]):
            least, most = self.input_range
            advice = ": divide bytes by 255" if least == 0 and most == 1 and high > 2 else ""
            got = " to ".join(beyond(end, least, most) for end in (low, high))
            wanted = f"numbers {range_of(least, most)}"
            raise ValueError(f"{name} must hold {wanted}; got numbers from {got}{advice}")
        return x

    def _wanted_shapes(self) -> str:
        axes = ", channels × height × width" if len(self.input_shape) == 3 else " numbers"
        return f"{_times(self.input_shape)}{axes}"

    def _advice(self, x: Array) -> str:
        """What would make it fit, where that is plain."""
        if len(self.input_shape) == 1:
            return ": x.ravel() makes it a vector" if x.size == self.input_shape[0] else ""
        channels, height, width = self.input_shape
        if x.ndim == 4 and x.shape[1:] == self.input_shape:
            return ": give one picture at a time"
        if x.shape == (height, width, channels):
            return ": x.transpose(2, 0, 1) puts the channels first"
        if channels == 1 and x.shape == (height, width):
            return ": x[None] adds the channel"
        if x.ndim in (2, 3) and channels == 1 and x.shape[-2:] == (height - 4, width - 4):
            return ": it has a border of two zeros on each side, numpy.pad(x, 2)"
        return ""


def load_network(name: str) -> LoadedNetwork:
    """A network of seeds/weights with arrays of its own.

    Raises ValueError, listing the networks, for a name that is none of them, and seeds.Unusable
    where its files cannot be used.
    """
    return _own(seeds.network(name), input_range=seeds.input_range(name))


def opened_network(source: object, example: object = None) -> LoadedNetwork:
    """The network in a file of ONNX, of a model of Keras, or of a module of PyTorch.

    example: what the module reads; a model of Keras mostly says that itself.

    Raises ValueError, in a sentence that names file, node and reason, where it is not wholly read,
    and ModuleNotFoundError where the package onnx, or PyTorch, is not installed.
    """
    from cnnviz.onnx_reader import Unreadable, is_keras, read, read_keras, read_module

    if isinstance(source, str | PathLike):
        reading = read(Path(source))
    elif is_keras(source):  # asked first, as on PyTorch it is a module, too
        reading = read_keras(source, example)
    elif hasattr(source, "state_dict"):
        reading = read_module(source, example)
    else:
        raise ValueError(
            "open takes the name of a file of ONNX, a model of Keras, or a module of PyTorch and "
            f"an example; got {type(source).__name__}"
        )
    name = reading.path.name
    if reading.fault:
        raise Unreadable(f"{name}: {reading.fault}")
    return _own(reading.network, file=name)


def _own(network: Network, **more: Any) -> LoadedNetwork:
    """The same network with arrays of its own, and what more is known of it."""
    own = network.copy()
    return LoadedNetwork(**{each.name: getattr(own, each.name) for each in fields(Network)}, **more)


def _times(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "a single number"
