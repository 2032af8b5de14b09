"""A module of PyTorch as a network: exported to ONNX, and read from there."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cnnviz.onnx_reader.errors import Unreadable
from cnnviz.onnx_reader.reading import Reading, read


def read_module(module: Any, example: Any) -> Reading:
    """The network of a torch.nn.Module, as it is in use, by one example of what it reads.

    example: a tensor, or several in a tuple; the first axis is that of the pictures. Raises
    ModuleNotFoundError where PyTorch is not installed, and Unreadable where it cannot be exported.
    """
    try:
        import torch
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "modules of PyTorch need PyTorch, which is not installed: pip install torch"
        ) from None
    given = example if isinstance(example, tuple) else (example,)
    if not all(isinstance(each, torch.Tensor) for each in given):
        raise ValueError(
            "example must be a tensor such as torch.zeros(1, 3, 32, 32), or a tuple of them; "
            f"got {type(example).__name__}"
        )
    name = type(module).__name__
    try:
        return exported(module, given, name)
    except RuntimeError as error:
        reason = str(error).strip().partition("\n")[0]
        raise Unreadable(f"{name} cannot be exported by PyTorch: {reason}") from None


def exported(module: Any, given: tuple[Any, ...], name: str, inputs: Sequence[str] = ()) -> Reading:
    """The network that PyTorch's exporter writes of a module, by that name.

    inputs: names of what is given; without them the exporter finds some.

    Raises RuntimeError, from what the exporter raised, where it cannot.
    """
    import torch

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.onnx"
        try:
            with warnings.catch_warnings():
                # Of what is exported for this process alone nobody needs to know the future.
                warnings.simplefilter("ignore")
                torch.onnx.export(module, given, path, dynamo=False, input_names=inputs)
        except Exception as error:
            raise RuntimeError(str(error)) from error
        return read(path)
