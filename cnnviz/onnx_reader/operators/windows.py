"""Convolutions and pooling."""

from __future__ import annotations

from math import prod
from typing import Any

from cnnviz.engine.arguments import MOST_PADDING, same_padding
from cnnviz.engine.layers import AvgPool2d, Conv2d, GlobalAvgPool2d, MaxPool2d
from cnnviz.engine.linear import Reduce
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.onnx_reader.builder import Builder, make_layer
from cnnviz.onnx_reader.errors import Unsupported
from cnnviz.onnx_reader.node import Node
from cnnviz.onnx_reader.values import Value

Pair = tuple[int, int]
Sides = tuple[Pair, Pair]


def _maps(builder: Builder, node: Node) -> Value:
    value = builder.plain(node)
    if len(value.full) != 4 or not value.is_batch:
        axes = len(value.full) - 2
        raise Unsupported(
            f"{node.label} goes along {axes} {'axis' if axes == 1 else 'axes'} of "
            f"{list(value.full)}; along 2, of one picture at a time, is read"
        )
    return value


def _pair(node: Node, key: str, default: Any) -> Pair:
    values = tuple(node.get(key, ()) or default)
    if len(values) != 2 or not all(0 < each < 1 << 31 for each in values):
        raise Unsupported(
            f"{node.label} must have two numbers of at least 1 as {key}; got {values}"
        )
    return int(values[0]), int(values[1])


def _sides(node: Node) -> tuple[int, int, int, int]:
    pads = tuple(node.get("pads", ()) or (0, 0, 0, 0))
    if len(pads) != 4 or not all(0 <= each <= MOST_PADDING for each in pads):
        raise Unsupported(
            f"{node.label} must have four numbers from 0 to {MOST_PADDING} as pads; got {pads}"
        )
    return pads[0], pads[1], pads[2], pads[3]


def _around(node: Node, size: tuple[int, ...], kernel: Pair, stride: Pair, dilation: Pair) -> Sides:
    """Padding in pixels, however the node tells it."""
    auto = node.get("auto_pad", "NOTSET")
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        y, x = (
            same_padding(*axis) for axis in zip(size[1:], kernel, stride, dilation, strict=True)
        )
        return (y, x) if auto == "SAME_UPPER" else (y[::-1], x[::-1])
    if auto == "VALID":
        return (0, 0), (0, 0)
    top, left, bottom, right = _sides(node)
    return (top, bottom), (left, right)


def _bias(builder: Builder, node: Node) -> dict[str, Any]:
    if not node.input(2):
        return {"has_bias": False}
    return {"has_bias": True, "bias": builder.weight(node, 2)[1]}


def _conv(builder: Builder, node: Node) -> None:
    shape, weight = builder.weight(node, 1)
    if len(shape) != 4:
        axes = len(shape) - 2
        raise Unsupported(
            f"{node.label} is a convolution along {axes} {'axis' if axes == 1 else 'axes'}; "
            "along 2 is read"
        )
    value = _maps(builder, node)
    if 0 in shape:
        raise Unsupported(f"{node.label} has empty weights")
    kernel, stride, dilation = (
        shape[2:],
        _pair(node, "strides", (1, 1)),
        _pair(node, "dilations", (1, 1)),
    )
    groups = node.get("group", 1)
    if (
        builder.constants[node.input(1)].ndim == 4
        and groups >= 1
        and shape[1] * groups != value.shape[0]
    ):
        raise Unsupported(
            f"{node.label} has weights for {shape[1] * groups} channels; it reads {value.shape[0]}"
        )
    layer = make_layer(
        node,
        lambda: Conv2d(
            builder.name(node, 1), value.shape[0], shape[0], (kernel[0], kernel[1]), stride,
            _around(node, value.shape, (kernel[0], kernel[1]), stride, dilation), dilation, groups,
            weight=weight, inputs=(value.layer,), **_bias(builder, node),
        ),
    )  # fmt: skip
    builder.add(node, layer)
    if node.has_folded_norm:
        builder.with_folded_norm.append(layer.name)


def _conv_transpose(builder: Builder, node: Node) -> None:
    shape, weight = builder.weight(node, 1)
    if len(shape) != 4:
        raise Unsupported(f"{node.label} is a convolution along {len(shape) - 2} axes; 2 are read")
    value = _maps(builder, node)
    kernel: Pair = (shape[2], shape[3])
    stride, dilation = _pair(node, "strides", (1, 1)), _pair(node, "dilations", (1, 1))
    groups = node.get("group", 1)
    extra = tuple(node.get("output_padding", ()) or (0, 0))
    cut = _crop(node, value.shape, kernel, stride, dilation, (extra[0], extra[-1]))
    layer = make_layer(
        node,
        lambda: ConvTranspose2d(
            builder.name(node, 1), shape[0], shape[1] * groups, kernel, stride, cut, dilation,
            (extra[0], extra[-1]), groups, weight=weight, inputs=(value.layer,),
            **_bias(builder, node),
        ),
    )  # fmt: skip
    builder.add(node, layer)


def _crop(
    node: Node, size: tuple[int, ...], kernel: Pair, stride: Pair, dilation: Pair, extra: Pair
) -> Sides:
    """What a transposed convolution loses on each side, however the node tells it."""
    auto, target = node.get("auto_pad", "NOTSET"), tuple(node.get("output_shape", ()))
    if not target and not auto.startswith("SAME"):
        return _around(node, size, kernel, stride, dilation)
    found = []
    for axis, (n, k, s, d, more) in enumerate(
        zip(size[1:], kernel, stride, dilation, extra, strict=True)
    ):
        total = s * (n - 1) + more + (k - 1) * d + 1 - (target[-2:][axis] if target else n * s)
        if total < 0:
            raise Unsupported(f"{node.label} wants a larger output than its windows reach")
        half = total // 2
        found.append((half, total - half) if auto == "SAME_UPPER" else (total - half, half))
    return found[0], found[1]


def _pool(builder: Builder, node: Node) -> None:
    if len(node.outputs) > 1 and any(builder.is_read(name) for name in node.outputs[1:] if name):
        raise Unsupported(f"{node.label} gives the places of the largest too, which is not read")
    value = _maps(builder, node)
    kernel = _pair(node, "kernel_shape", ())
    stride, dilation = _pair(node, "strides", (1, 1)), _pair(node, "dilations", (1, 1))
    around = _around(node, value.shape, kernel, stride, dilation)
    name = builder.name(node)
    more: dict[str, Any] = {"ceil_mode": node.get("ceil_mode", 0) == 1, "dilation": dilation}
    if node.kind == "AveragePool":
        more["count_include_pad"] = node.get("count_include_pad", 0) == 1
    make = AvgPool2d if node.kind == "AveragePool" else MaxPool2d
    layer = make_layer(
        node, lambda: make(name, kernel, stride, around, inputs=(value.layer,), **more)
    )
    builder.add(node, layer)


def _global(builder: Builder, node: Node) -> None:
    value = _maps(builder, node)
    name = builder.name(node)
    if node.kind == "GlobalAveragePool":
        builder.add(node, GlobalAvgPool2d(name, True, inputs=(value.layer,)))
    else:
        builder.add(node, Reduce(name, "max", (1, 2), True, inputs=(value.layer,)))


def _resize(builder: Builder, node: Node) -> None:
    value = _maps(builder, node)
    size, scale = _resized(builder, node, value)
    old = node.kind == "Upsample" or node.opset < 11
    if node.get("antialias", 0) or node.get("exclude_outside", 0):
        raise Unsupported(f"{node.label} uses antialias or exclude_outside, which is not read")
    layer = make_layer(
        node,
        lambda: Resize2d(
            builder.name(node), size, node.get("mode", "nearest").replace("bilinear", "linear"),
            "asymmetric" if old else node.get("coordinate_transformation_mode", "half_pixel"),
            "floor" if old else node.get("nearest_mode", "round_prefer_floor"),
            scale, node.get("cubic_coeff_a", -0.75), inputs=(value.layer,),
        ),
    )  # fmt: skip
    builder.add(node, layer)


def _resized(builder: Builder, node: Node, value: Value) -> tuple[Pair, tuple[float, float]]:
    """Height and width, and how many times as large they are."""
    if node.has("axes") and [axis % 4 for axis in node.get("axes", ())] != [2, 3]:
        raise Unsupported(f"{node.label} must change height and width alone")
    ahead = (1, 1) if node.has("axes") else ()
    place = 1 if node.kind == "Upsample" or node.opset < 11 else 2
    if node.input(3):
        if node.get("keep_aspect_ratio_policy", "stretch") != "stretch":
            raise Unsupported(f"{node.label} keeps the aspect ratio, which is not read")
        full = (
            *(value.full[:2] if ahead else ()),
            *(int(each) for each in builder.constant(node, 3).ravel().tolist()),
        )
        if len(full) != 4 or full[:2] != value.full[:2] or min(full) < 1:
            raise Unsupported(f"{node.label} must change height and width alone; got {list(full)}")
        return (full[2], full[3]), (full[2] / value.shape[1], full[3] / value.shape[2])
    if node.has("scales"):
        scales = node.get("scales", ())
    else:
        scales = (*ahead, *builder.constant(node, place).ravel().tolist())
    if (
        len(scales) != 4
        or tuple(scales[:2]) != (1, 1)
        or not all(0 < each < 1e4 for each in scales)
    ):
        raise Unsupported(f"{node.label} must change height and width alone; got {list(scales)}")
    y, x = float(scales[2]), float(scales[3])
    size = int(value.shape[1] * y), int(value.shape[2] * x)
    if prod(size) < 1:
        raise Unsupported(f"{node.label} leaves nothing of {list(value.full)}")
    return size, (y, x)


TRANSLATED = {
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "MaxPool": _pool,
    "AveragePool": _pool,
    "GlobalAveragePool": _global,
    "GlobalMaxPool": _global,
    "Resize": _resize,
    "Upsample": _resize,
}
