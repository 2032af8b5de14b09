"""How much a file may ask for, checked before it is spent: bytes, nodes, values, multiply-adds."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from cnnviz.onnx_reader.errors import Unreadable

MOST_BYTES = 640 << 20
"""Of a file, and of all its tensors together: VGG-19 has 575 million bytes."""
MOST_NODES = 10_000
MOST_INSIDE = 64 << 20
"""Bytes of what is computed while reading, such as shapes; weights are not."""
MOST_CELLS = 1 << 26
"""Values of one activation: 256 MB."""
MOST_CELLS_TOGETHER = 1 << 27
"""Values of all activations: 512 MB."""
MOST_MULTIPLY_ADDS = 500 * 10**9
"""VGG-19 has 20 billion."""


def require_cells(what: str, shape: Iterable[int], together: int = 0) -> int:
    """How many values that shape has. Raises Unreadable where they, or all together, are too many.

    >>> require_cells("conv", (3, 4))
    12
    """
    shape = tuple(shape)
    count = prod(shape)
    if count > MOST_CELLS:
        size = "×".join(map(str, shape))
        raise Unreadable(f"{what} makes {size} values; at most {MOST_CELLS:,} are read")
    if together + count > MOST_CELLS_TOGETHER:
        raise Unreadable(
            f"with {what} all activations have more than {MOST_CELLS_TOGETHER:,} values"
        )
    return count
