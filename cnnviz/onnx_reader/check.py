"""Compares each layer with ONNX Runtime, where that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from cnnviz.onnx_reader.errors import Unreadable
from cnnviz.onnx_reader.reading import Reading

Array = NDArray[Any]


def differences(
    reading: Reading, given: Mapping[str, Array], activations: Mapping[str, Array]
) -> dict[str, float]:
    """The largest absolute difference of each layer from what ONNX Runtime gives, by its name.

    given: the network's inputs by name, as they were run. Layers that stand for no value of the
    file are not there. Raises ModuleNotFoundError where onnxruntime is not installed, and
    Unreadable where it cannot run the file.
    """
    try:
        import onnxruntime
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "comparing needs ONNX Runtime, which is not installed: pip install onnxruntime"
        ) from None
    wanted = {origin.value: name for name, origin in reading.origins.items() if origin.value}
    if not wanted:
        return {}
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    # As the file has it: fused operators would hide what stands between them.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        session = onnxruntime.InferenceSession(
            _answering(reading, list(wanted)), options, providers=["CPUExecutionProvider"]
        )
        feeds = {
            name: given[value.layer].transpose(value.order).reshape(value.full)
            for name, value in reading.inputs.items()
        }
        results = session.run(list(wanted), feeds)
    except Exception as error:
        told = " ".join(f"{error}".split())[:200]
        raise Unreadable(f"ONNX Runtime cannot run {reading.path.name}: {told}") from None
    found = {}
    for (value, name), theirs in zip(wanted.items(), results, strict=True):
        order = reading.origins[name].order
        ours = activations[name].transpose(order) if order else activations[name]
        found[name] = _apart(ours.reshape(-1), np.asarray(theirs).reshape(-1), value)
    return found


def _apart(ours: Array, theirs: Array, value: str) -> float:
    if ours.shape != theirs.shape:
        raise Unreadable(f"ONNX Runtime gives {theirs.size} values as {value}, not {ours.size}")
    with np.errstate(invalid="ignore"):
        apart = np.abs(ours.astype(np.float64) - theirs)
    apart[(ours == theirs) | (np.isnan(ours) & np.isnan(theirs))] = 0  # of infinities, too
    return float(apart.max(initial=0.0))


def _answering(reading: Reading, values: list[str]) -> bytes:
    """The model, with each of these as an output, dropout and normalisation as in use."""
    model = onnx.load(str(reading.path))
    there = {each.name for each in model.graph.output}
    model.graph.output.extend(
        onnx.ValueInfoProto(name=name) for name in values if name not in there
    )
    for node in model.graph.node:
        if node.op_type == "Dropout" and len(node.input) > 2:
            del node.input[2]
        if node.op_type == "BatchNormalization":
            kept = [each for each in node.attribute if each.name != "training_mode"]
            del node.attribute[:], node.output[1:]
            node.attribute.extend(kept)
    serialized: bytes = model.SerializeToString()
    return serialized
