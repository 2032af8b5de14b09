"""Normalisation of a picture by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cnnviz.engine.spread_normalization import GroupNorm, LayerNorm
from cnnviz.onnx_reader.builder import Builder, make_layer
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.node import Node

Translate = Callable[[Builder, Node], None]


def _group_norm(builder: Builder, node: Node) -> None:
    value = builder.plain(node)
    (shape, scale), (_, shift) = builder.weight(node, 1), builder.weight(node, 2)
    channels = value.shape[0]
    groups = channels if node.kind == "InstanceNormalization" else node.get("num_groups", 1)
    if shape == (groups,) and groups != channels and channels % groups == 0:
        # Before version 21 there was one number for each group.
        scale, shift = (
            None if each is None else np.repeat(each, channels // groups) for each in (scale, shift)
        )
    elif shape != (channels,):
        raise Unsupported(f"{node.label} must have {channels} numbers of each kind; got {shape}")
    name = builder.name(node, 1)
    layer = make_layer(
        node,
        lambda: GroupNorm(
            name, channels, groups, node.get("epsilon", 1e-5), scale, shift, inputs=(value.layer,)
        ),
    )
    builder.add(node, layer, is_batch=value.is_batch)


def _layer_norm(builder: Builder, node: Node) -> None:
    value = builder.plain(node)
    axis = int(node.get("axis", -1)) % len(value.full)
    if axis < value.is_batch or any(builder.is_read(name) for name in node.outputs[1:]):
        raise Unsupported(f"{node.label} goes over pictures, or gives its mean, which is not read")
    shape = value.full[axis:]
    given, scale = builder.weight(node, 1)
    shift = builder.weight(node, 2)[1] if node.input(2) else np.zeros(shape, np.float32)
    if given != shape:
        raise Unsupported(f"{node.label} must have a scale of {shape}; got {given}")
    name = builder.name(node, 1)
    layer = make_layer(
        node,
        lambda: LayerNorm(
            name, shape, node.get("epsilon", 1e-5), scale, shift, inputs=(value.layer,)
        ),
    )
    builder.add(node, layer, is_batch=value.is_batch)


TRANSLATED: dict[str, Translate] = {
    "InstanceNormalization": _group_norm,
    "GroupNormalization": _group_norm,
    "LayerNormalization": _layer_norm,
}
