"""Random graphs against ONNX Runtime, layer by layer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import ModelProto, NodeProto

from cnnviz.onnx_reader import differences, read
from onnx_models import array, model, node, written

Array = np.ndarray[Any, Any]
Shape = tuple[int, int, int]

ALONE = (
    *("Relu", "LeakyRelu", "Elu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Gelu", "Erf"),
    *("Clip", "PRelu", "BatchNormalization", "LRN", "Softmax", "LogSoftmax", "Dropout", "Identity"),
    *("Add", "Mul", "Sub", "Div"),
)
MOVING = ("Conv", "ConvTranspose", "MaxPool", "AveragePool", "Resize", "Pad", "Slice", "Split")
JOINING = ("Add", "Mul", "Sum", "Concat")
GATES = ("GlobalAveragePool", "ReduceMean")


class Graph:
    """A graph that grows by one random node after another."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.nodes: list[NodeProto] = []
        self.tensors: dict[str, Array] = {}
        self.shapes: dict[str, Shape] = {"x": (draw(st.integers(1, 4)), 9, 8)}

    def whole(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def one(self, of: Any) -> Any:
        return self.draw(st.sampled_from(of))

    def tensor(self, value: Array) -> str:
        name = f"w{len(self.tensors)}"
        self.tensors[name] = value
        return name

    def random(self, *shape: int) -> str:
        return self.tensor(array(*shape, seed=len(self.tensors)))

    def put(self, kind: str, inputs: str, shape: Shape, **attributes: Any) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(node(kind, inputs, name, name, **attributes))
        self.shapes[name] = shape
        return name

    def grow(self) -> None:
        source = self.one(sorted(self.shapes))
        kind = self.one(["alone", "moving", "joining", "gate"])
        if kind == "alone":
            self.alone(source, self.one(ALONE))
        elif kind == "moving":
            self.moving(source, self.one(MOVING))
        elif kind == "joining":
            self.joining(source, self.one(JOINING))
        else:
            self.gate(source, self.one(GATES))

    def alone(self, source: str, kind: str) -> None:
        shape = self.shapes[source]
        channels = shape[0]
        more, attributes = "", {}
        if kind == "Clip":
            low, high = (self.tensor(np.array(each, np.float32)) for each in (-0.5, 0.7))
            more = f" {low} {high}"
        elif kind == "PRelu":
            more = f" {self.random(channels, 1, 1)}"
        elif kind == "BatchNormalization":
            parts = [self.random(channels) for _ in range(3)]
            parts.append(self.tensor(np.abs(array(channels, seed=5)) + np.float32(0.5)))
            more = " " + " ".join(parts)
        elif kind == "LRN":
            attributes = {"size": self.one([1, 3, 5]), "alpha": 0.1}
        elif kind in ("Softmax", "LogSoftmax"):
            attributes = {"axis": self.one([1, 2, 3, -1])}
        elif kind in ("Add", "Mul", "Sub", "Div"):
            form = self.one([(channels, 1, 1), (1, channels, 1, 1), (), (shape[2],)])
            constant = self.tensor(np.abs(array(*form, seed=3)) + np.float32(0.5))
            inputs = f"{constant} {source}" if self.one([True, False]) else f"{source} {constant}"
            if kind == "Div":
                inputs = f"{source} {constant}"
            self.put(kind, inputs, shape)
            return
        self.put(kind, source + more, shape, **attributes)

    def moving(self, source: str, kind: str) -> None:
        channels, height, width = self.shapes[source]
        if min(height, width) < 4:
            self.put("Relu", source, self.shapes[source])
        elif kind == "Conv":
            group = self.one([1, channels])
            filters = group * self.whole(1, 3)
            attributes: dict[str, Any] = {"group": group, "strides": [self.whole(1, 2)] * 2}
            attributes |= self.one([{"pads": [1, 0, 0, 1]}, {"auto_pad": "SAME_UPPER"}, {}])
            side = self.one([1, 2, 3])
            weight = self.random(filters, channels // group, side, side)
            bias = self.one(["", f" {self.random(filters)}"])
            self.put(kind, f"{source} {weight}{bias}", (filters, 0, 0), **attributes)
        elif kind == "ConvTranspose":
            if height > 12:
                return
            weight = self.random(channels, 2, 3, 2)
            attributes = {"strides": [2, self.whole(1, 2)], "pads": [1, 0, 0, 1]}
            self.put(kind, f"{source} {weight}", (2, 0, 0), **attributes)
        elif kind in ("MaxPool", "AveragePool"):
            attributes = {"kernel_shape": [3, 2], "strides": [2, self.whole(1, 2)]}
            attributes |= {"ceil_mode": self.whole(0, 1), "pads": [1, 0, self.whole(0, 1), 1]}
            if kind == "AveragePool":
                attributes["count_include_pad"] = self.whole(0, 1)
            self.put(kind, source, (channels, 0, 0), **attributes)
        else:
            self.other(source, kind)
        self.measure()

    def other(self, source: str, kind: str) -> None:
        channels, height, width = self.shapes[source]
        if kind == "Resize" and height <= 12:
            scales = self.tensor(np.array([1, 1, self.one([0.5, 1.5, 2]), 2], np.float32))
            how = self.one([("nearest", "asymmetric"), ("linear", "half_pixel"),
                            ("linear", "align_corners"), ("cubic", "half_pixel")])  # fmt: skip
            attributes = {"mode": how[0], "coordinate_transformation_mode": how[1]}
            if how[0] == "nearest":
                attributes["nearest_mode"] = "floor"
            self.put(kind, f"{source} - {scales}", (channels, 0, 0), **attributes)
        elif kind == "Pad":
            pads = self.tensor(np.array([0, 0, 1, 2, 0, 0, 0, 1]))
            mode = self.one(["constant", "edge", "reflect"])
            self.put(kind, f"{source} {pads}", (channels, height + 1, width + 3), mode=mode)
        elif kind == "Slice":
            ends = [self.tensor(np.array(each)) for each in ([1, 0], [height, -1], [2, 3], [2, 1])]
            self.put(kind, f"{source} {' '.join(ends)}", (channels, 0, 0))
        elif kind == "Split" and channels > 1:
            parts = self.tensor(np.array([1, channels - 1]))
            name = f"v{len(self.nodes)}"
            self.nodes.append(node(kind, f"{source} {parts}", f"{name} {name}b", name, axis=1))
            self.shapes[name] = (1, height, width)
            self.shapes[f"{name}b"] = (channels - 1, height, width)

    def joining(self, source: str, kind: str) -> None:
        channels, *grid = self.shapes[source]
        same = [
            name for name, shape in self.shapes.items()
            if list(shape[1:]) == grid and (kind == "Concat" or shape[0] in (1, channels))
        ]  # fmt: skip
        other = self.one(sorted(same))
        total = channels + self.shapes[other][0] if kind == "Concat" else channels
        attributes = {"axis": 1} if kind == "Concat" else {}
        self.put(kind, f"{source} {other}", (total, grid[0], grid[1]), **attributes)

    def gate(self, source: str, kind: str) -> None:
        more, attributes = "", {}
        if kind == "ReduceMean":
            more, attributes = f" {self.tensor(np.array([2, -1]))}", {"keepdims": 1}
        mean = self.put(kind, source + more, (self.shapes[source][0], 1, 1), **attributes)
        self.put("Mul", f"{source} {mean}", self.shapes[source])

    def measure(self) -> None:
        """What ONNX says of the shape of the last node's output, where it is not known."""
        from onnx import shape_inference

        name = self.nodes[-1].output[0]
        if 0 in self.shapes[name]:
            inferred = shape_inference.infer_shapes(self.model((name,)), data_prop=True)
            sizes = inferred.graph.output[0].type.tensor_type.shape.dim
            _, channels, height, width = (each.dim_value for each in sizes)
            self.shapes[name] = (channels, height, width)

    def model(self, outputs: tuple[str, ...]) -> ModelProto:
        first = next(iter(self.shapes.values()))
        return model(self.nodes, self.tensors, (1, *first), outputs=outputs)


@st.composite
def graphs(draw: st.DrawFn) -> ModelProto:
    graph = Graph(draw)
    for _ in range(graph.whole(2, 8)):
        graph.grow()
    last = graph.nodes[-1].output[0] if graph.nodes else graph.put("Relu", "x", graph.shapes["x"])
    if graph.one([True, False]):
        count = int(np.prod(graph.shapes[last]))
        graph.nodes.append(node("Flatten", last, "flat", "flat"))
        weight, bias = graph.random(count, 4), graph.random(4)
        graph.nodes.append(node("Gemm", f"flat {weight} {bias}", "y", "fc"))
        last = "y"
    return graph.model((last,))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_layer_of_a_random_graph_is_onnx_runtimes(made: ModelProto) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reading = read(written(Path(folder), made))
        assert reading.fault == ""
        given = {"input": array(*reading.network.input_shape, seed=2)}
        kept = reading.network.run(given)
        for name, difference in differences(reading, given, kept).items():
            most = float(np.abs(kept[name]).max(initial=0.0))
            assert difference <= 1e-4 * max(most, 1.0), name
