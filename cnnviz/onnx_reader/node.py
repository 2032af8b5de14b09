"""A node of the file, with its attributes by name; of its metadata only names of modules."""

from __future__ import annotations

from typing import Any

from onnx import AttributeProto, NodeProto, helper

from cnnviz.onnx_reader.errors import Unsupported, quoted
from cnnviz.onnx_reader.tensors import Store


class Node:
    """What is read of one node.

    Stack traces, which exporters write with the paths and lines of their user's own files, are
    never taken over.
    """

    def __init__(self, proto: NodeProto, label: str, opset: int, store: Store) -> None:
        self.name = proto.name
        self.kind = proto.op_type
        self.domain = proto.domain
        self.label = label
        self.opset = opset
        self.inputs = tuple(proto.input)
        self.outputs = tuple(proto.output)
        self._attributes = {each.name: each for each in proto.attribute}
        self._store = store
        metadata = {each.key: each.value for each in proto.metadata_props if len(each.value) < 4096}
        self.namespace = metadata.get("namespace", "")
        self.has_folded_norm = "FuseBatchNorm" in metadata.get(
            "pkg.onnxscript.rewriter.rule_name", ""
        )

    def has(self, key: str) -> bool:
        """Whether it has that attribute."""
        return key in self._attributes

    def get(self, key: str, default: Any) -> Any:
        """An attribute's value: a number, a text, a tuple, or an array. Raises Unsupported."""
        if key not in self._attributes:
            return default
        attribute = self._attributes[key]
        match attribute.type:
            case AttributeProto.TENSOR:
                return self._store.array(attribute.t)
            case AttributeProto.STRING:
                return attribute.s.decode("utf-8", "replace")
            case AttributeProto.INTS | AttributeProto.FLOATS:
                return tuple(helper.get_attribute_value(attribute))
            case AttributeProto.INT | AttributeProto.FLOAT:
                return helper.get_attribute_value(attribute)
        raise Unsupported(f"{self.label} has an attribute {quoted(key)} that is not read")

    def input(self, place: int) -> str:
        """The name of what it reads there; "" for nothing."""
        return self.inputs[place] if place < len(self.inputs) else ""
