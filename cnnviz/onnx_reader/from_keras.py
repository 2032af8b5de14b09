"""A model of Keras as a network: exported to ONNX, and read from there.

Keras itself is never imported here: who has a model has imported it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.onnx_reader.errors import Unreadable, quoted
from cnnviz.onnx_reader.from_torch import exported
from cnnviz.onnx_reader.reading import Reading, read

Array = NDArray[Any]


def is_keras(model: object) -> bool:
    """Whether it is a model of Keras 3, or of a class that was made of one."""
    return any(
        each.__name__ == "Model" and each.__module__.partition(".")[0] == "keras"
        for each in type(model).__mro__
    )


def read_keras(model: Any, example: Any = None) -> Reading:
    """The network of a keras.Model, as it answers in use; layers have the names of the model.

    example: a picture that it reads, with its axes as the model has them (mostly H×W×C), alone or
    in a batch; several in a tuple, where it has more inputs. Without one, zeros of the shape that
    the model tells. Raises ValueError for another shape, and where the model tells none, and
    Unreadable where it cannot be exported.
    """
    given = _examples(model, example)
    backend = sys.modules["keras"].config.backend()
    if backend == "torch":
        return _by_its_layers(_of_torch(model, given), _names(model))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{model.name}.onnx"
        try:
            model(given[0] if len(given) == 1 else given)  # Keras exports what was called
            model.export(path, format="onnx", verbose=False)
        except Exception as error:
            raise Unreadable(
                f"{quoted(model.name)} cannot be exported by Keras on {backend} "
                f"({_reason(error)}): "
                "pip install torch, set the environment variable KERAS_BACKEND=torch before Python "
                "starts, and load the model there"
            ) from None
        return read(path)


def _of_torch(model: Any, given: list[Array]) -> Reading:
    """The same on PyTorch, whose exporter writes the layers' names."""
    import torch

    try:
        with torch.no_grad():
            model(given[0] if len(given) == 1 else given)  # makes the weights that it has not yet
    except Exception as error:
        raise Unreadable(
            f"{quoted(model.name)} cannot read the example: {_reason(error)}"
        ) from None

    class Root(torch.nn.Module):
        """Holds the layers by name, as the exporter looks for modules; Keras holds them apart."""

        def __init__(self) -> None:
            super().__init__()
            values = [each.value for each in model.variables]
            self.kept = torch.nn.ParameterList(
                each for each in values if isinstance(each, torch.nn.Parameter)
            )
            # Not by add_module, which refuses names with dots, and those of its own methods.
            self._modules.update(_layers(model))

        def forward(self, *pictures: Any) -> Any:
            return model(pictures[0] if len(pictures) == 1 else list(pictures))

    root = Root()
    modes = {each: each.training for each in root.modules()}
    device = next((each.device for each in root.kept), "cpu")
    tensors = tuple(torch.from_numpy(each).to(device) for each in given)
    try:
        inputs = [each.name for each in getattr(model, "inputs", None) or ()]
        return exported(root, tensors, model.name, inputs)
    except RuntimeError as error:
        raise Unreadable(
            f"{quoted(model.name)} cannot be exported by PyTorch: {_reason(error)}"
        ) from None
    finally:
        for each, mode in modes.items():
            each.training = mode


def _layers(model: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The model's layers, and behind each model in it its own, by paths such as `base.conv2d`."""
    for layer in model.layers:
        yield f"{before}{layer.name}", layer
        if is_keras(layer):
            yield from _layers(layer, f"{before}{layer.name}.")


def _names(model: Any) -> list[str]:
    """Those of its layers that are no models themselves."""
    return [name for name, layer in _layers(model) if not is_keras(layer)]


def _by_its_layers(reading: Reading, names: list[str]) -> Reading:
    """Where one layer was read of a model's layer, it has just that name, without its operator."""
    told = [each.name for each in reading.network.layers]
    short: dict[str, str] = {}
    for name in names:
        parts = [each for each in told if each.startswith(f"{name}.")]
        first, *more = parts or [""]
        if first and name not in told and all(each.startswith(f"{first}.") for each in more):
            short |= {each: name + each.removeprefix(first) for each in parts}

    def new(name: str) -> str:
        return short.get(name, name)

    network = replace(
        reading.network,
        layers=tuple(
            replace(each, name=new(each.name), inputs=tuple(map(new, each.inputs)))
            for each in reading.network.layers
        ),
        outputs=tuple(map(new, reading.network.outputs)),
    )
    origins = {new(name): origin for name, origin in reading.origins.items()}
    return replace(reading, network=network, origins=origins)


def _examples(model: Any, example: Any) -> list[Array]:
    """What each input is given, float32, in a batch of one."""
    shapes = _input_shapes(model)
    if example is None:
        if not shapes or any(None in each[1:] for each in shapes):
            raise ValueError(
                f"{quoted(model.name)} does not say how large its pictures are: give one as "
                "example, such as numpy.zeros((1, 32, 32, 3))"
            )
        return [np.zeros([1, *(size or 1 for size in each[1:])], np.float32) for each in shapes]
    given = [_array(each) for each in (example if isinstance(example, tuple) else (example,))]
    if not shapes:
        return [each[:1] for each in given]
    if len(given) != len(shapes):
        s = "" if len(shapes) == 1 else "s"
        raise ValueError(
            f"example must be {len(shapes)} picture{s}, as {quoted(model.name)} has "
            f"{len(shapes)} input{s}; got {len(given)}"
        )
    return [_fitted(array, shape) for array, shape in zip(given, shapes, strict=True)]


def _fitted(array: Array, shape: tuple[int | None, ...]) -> Array:
    batch = array[None] if array.ndim == len(shape) - 1 else array
    pairs = list(zip(batch.shape[1:], shape[1:], strict=False))
    if batch.ndim != len(shape) or not len(batch) or any(b not in (None, a) for a, b in pairs):
        wanted = "×".join("any" if each is None else str(each) for each in shape[1:])
        raise ValueError(
            f"example must be {wanted}, as the model reads it, alone or in a batch; "
            f"got {'×'.join(map(str, array.shape)) or 'a single number'}"
        )
    return batch[:1]


def _array(given: Any) -> Array:
    tensor = given.detach().cpu() if hasattr(given, "detach") else given
    try:
        return np.asarray(tensor, np.float32, order="C")
    except (TypeError, ValueError):
        raise ValueError(
            "example must be numbers, such as numpy.zeros((1, 32, 32, 3)), or a tuple of arrays; "
            f"got {type(given).__name__}"
        ) from None


def _input_shapes(model: Any) -> list[tuple[int | None, ...]]:
    """The shapes of the inputs, batch first; none where the model does not know them yet."""
    try:
        shapes = [tuple(each.shape) for each in model.inputs or ()]
    except (AttributeError, ValueError):  # of a model that was neither built nor called
        return []
    return shapes


def _reason(error: Exception) -> str:
    """The line that says it: Keras prints that in bold, between others."""
    bold = re.search(r"\x1b\[1m(.+?)(?:\x1b|\n|$)", str(error))
    text = bold[1] if bold else next(iter(str(error).strip().splitlines()), type(error).__name__)
    return quoted(text.strip().rstrip("."), 200)
