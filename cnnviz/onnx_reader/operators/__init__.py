"""What each operator of the file becomes: a function of builder and node, by operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cnnviz.onnx_reader.builder import Builder
from cnnviz.onnx_reader.errors import Unsupported, quoted
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.operators import (
    arithmetic,
    dense,
    normalization,
    pointwise,
    shaping,
    windows,
)

Translate = Callable[[Builder, Node], None]

TRANSLATED: Mapping[str, Translate] = {
    **windows.TRANSLATED,
    **pointwise.TRANSLATED,
    **arithmetic.TRANSLATED,
    **dense.TRANSLATED,
    **normalization.TRANSLATED,
    **shaping.TRANSLATED,
}

OUT_OF_SCOPE = {
    **dict.fromkeys(("RNN", "LSTM", "GRU"), "recurrent layers are not read"),
    **dict.fromkeys(
        ("If", "Loop", "Scan"), "it decides while running what runs, which is not read"
    ),
    **dict.fromkeys(
        (
            *("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv"),
            *("QLinearMatMul", "QLinearAdd", "ConvInteger", "MatMulInteger"),
        ),
        "quantised networks are not read: export it in float32",
    ),
}


def translate(builder: Builder, node: Node) -> None:
    """Adds what the node is. Raises Unsupported, naming it, where it is not known."""
    if node.kind in OUT_OF_SCOPE:
        raise Unsupported(f"{node.label}: {OUT_OF_SCOPE[node.kind]}")
    if node.domain not in ("", "ai.onnx"):
        raise Unsupported(f"{node.label} is of {quoted(node.domain)}, not of ONNX's own operators")
    if node.kind not in TRANSLATED:
        raise Unsupported(f"{node.label}: this operator is not known")
    if not node.outputs or not node.outputs[0]:
        raise Unsupported(f"{node.label} gives nothing")
    TRANSLATED[node.kind](builder, node)
