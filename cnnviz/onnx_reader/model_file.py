"""Reads the file as data: checks size and form, and puts the nodes in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from pathlib import Path

from onnx import GraphProto, ModelProto, NodeProto

from cnnviz.onnx_reader.errors import Unreadable, quoted
from cnnviz.onnx_reader.limits import MOST_BYTES, MOST_NODES


def bytes_of(path: Path) -> bytes:
    """What is in the file. Raises Unreadable where it cannot be read, or is too large."""
    try:
        size = path.stat().st_size if path.is_file() else -1
        if size > MOST_BYTES:
            raise Unreadable(f"has {size:,} bytes; at most {MOST_BYTES:,} are read")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None


def parsed(data: bytes) -> ModelProto:
    """The model in a file of these bytes. Raises Unreadable where it is none, or too large."""
    model = ModelProto()
    try:
        model.ParseFromString(data)
    except Exception:  # protobuf's own DecodeError
        raise Unreadable("is no ONNX file, or is cut off") from None
    if not model.graph.node and not model.graph.output:
        raise Unreadable("is no ONNX file, or is cut off: it has no graph")
    if opset(model) < 1:
        raise Unreadable("is cut off: it does not say which set of operators it uses")
    if len(model.graph.node) > MOST_NODES:
        raise Unreadable(f"has {len(model.graph.node):,} nodes; at most {MOST_NODES:,} are read")
    if not all(isinstance(text, str) for text in _texts(model)):
        raise Unreadable("is damaged: it has a name that is no text")
    return model


def _texts(model: ModelProto) -> Iterator[object]:
    """All names that are read; protobuf gives bytes of what is no UTF-8."""
    graph = model.graph
    for node in graph.node:
        yield from (node.name, node.op_type, node.domain, *node.input, *node.output)
        yield from (each.name for each in node.attribute)
        for entry in node.metadata_props:
            yield from (entry.key, entry.value)
    for tensor in graph.initializer:
        yield tensor.name
        for entry in tensor.external_data:
            yield from (entry.key, entry.value)
    yield from (each.name for each in (*graph.input, *graph.output))
    yield from (each.domain for each in model.opset_import)


def opset(model: ModelProto) -> int:
    """The version of ONNX's operators that it uses; 0 where it says none."""
    versions = [each.version for each in model.opset_import if each.domain in ("", "ai.onnx")]
    return max(versions, default=0)


def label(node: NodeProto, number: int) -> str:
    """How sentences call a node.

    >>> from onnx import helper
    >>> label(helper.make_node("Conv", ["x"], ["y"], name="c1"), 0)
    'node c1 (Conv)'
    """
    return f"node {quoted(node.name) or f'number {number}'} ({quoted(node.op_type)})"


def nodes_in_order(graph: GraphProto) -> list[tuple[NodeProto, str]]:
    """The nodes, each behind what it reads, with their labels.

    Raises Unreadable where there is a circle, two nodes make the same, or one reads what is not
    there.
    """
    nodes = [(node, label(node, number)) for number, node in enumerate(graph.node)]
    makers: dict[str, int] = {}
    given = {"", *(each.name for each in graph.input), *(each.name for each in graph.initializer)}
    for number, (node, called) in enumerate(nodes):
        for name in filter(None, node.output):
            if name in makers or name in given:
                raise Unreadable(f"{called} makes {quoted(name)}, which is made elsewhere too")
            makers[name] = number
    waits = [set[int]() for _ in nodes]
    readers: list[list[int]] = [[] for _ in nodes]
    for number, (node, called) in enumerate(nodes):
        for name in node.input:
            if name in makers:
                if makers[name] not in waits[number]:
                    waits[number].add(makers[name])
                    readers[makers[name]].append(number)
            elif name not in given:
                raise Unreadable(f"{called} reads {quoted(name)}, which nothing makes")
    order = _topological_order(waits, readers)
    if len(order) < len(nodes):
        stuck = min(set(range(len(nodes))) - set(order))
        raise Unreadable(f"{nodes[stuck][1]} stands in a circle: it reads what it makes")
    return [nodes[number] for number in order]


def _topological_order(waits: Sequence[set[int]], readers: Sequence[Sequence[int]]) -> list[int]:
    """The order of the file, as far as each stands behind what it reads."""
    left = [len(each) for each in waits]
    ready = [number for number, count in enumerate(left) if not count]
    order = []
    while ready:
        number = heappop(ready)
        order.append(number)
        for reader in readers[number]:
            left[reader] -= 1
            if not left[reader]:
                heappush(ready, reader)
    return order
