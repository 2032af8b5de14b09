"""What a network's table says of each layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cnnviz.engine.receptive import ReceptiveField
from cnnviz.onnx_reader.reading import Reading


@dataclass(frozen=True)
class Row:
    """A layer; of a node that cannot be computed name, operator, and the shape if it is told."""

    name: str
    operator: str
    shape: tuple[int, ...] | None
    parameters: int | None
    multiply_adds: int | None
    receptive_field: tuple[ReceptiveField, ReceptiveField] | None

    def record(self) -> dict[str, Any]:
        """The row as JSON has it; what a neuron sees along [y, x]."""
        seen = self.receptive_field
        field = {
            "size": [each.size for each in seen],
            "jump": [each.jump for each in seen],
            "start": [each.start for each in seen],
        } if seen else None  # fmt: skip
        return {
            "name": self.name,
            "operator": self.operator,
            "shape": None if self.shape is None else list(self.shape),
            "parameters": self.parameters,
            "multiply_adds": self.multiply_adds,
            "receptive_field": field,
        }


def rows(reading: Reading) -> list[Row]:
    """A row for each layer, in order, and then for each node that cannot be computed."""
    network = reading.network
    shapes, fields = network.shapes(), network.receptive_fields()
    parameters, costs = network.parameters(), network.multiply_adds()
    found = [
        Row(
            layer.name,
            reading.origins[layer.name].operator,
            shapes[layer.name],
            parameters[layer.name],
            costs[layer.name],
            fields.get(layer.name),
        )
        for layer in network.layers
    ]
    grey = [Row(each.name, each.operator, each.shape, None, None, None) for each in reading.grey]
    return found + grey
