"""Moves a picture or a feature map by whole cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnviz.engine.arguments import require_int
from cnnviz.engine.arrays import as_real


def shifted(x: ArrayLike, dy: int, dx: int) -> NDArray[Any]:
    """Move the last two axes dy cells down and dx right: …×H×W → …×H×W, of the same type.

    What comes in is zero, what goes out is lost; negative numbers move up and left. Raises
    ValueError, naming the parameter, where x has fewer than two axes, or is moved by no whole
    number.

    >>> shifted(np.array([[1, 2], [3, 4]]), 1, 0).tolist()
    [[0, 0], [1, 2]]
    """
    x = as_real("x", x)
    if x.ndim < 2:
        raise ValueError(f"x must have at least the axes H and W; got shape {x.shape}")
    height, width = x.shape[-2:]
    (y_from, y_to), (x_from, x_to) = (
        _overlap(height, require_int("dy", dy)),
        _overlap(width, require_int("dx", dx)),
    )
    result: NDArray[Any] = np.zeros_like(x, subok=False)
    result[..., y_to, x_to] = x[..., y_from, x_from]
    return result


def _overlap(size: int, by: int) -> tuple[slice, slice]:
    """What stays of an axis: where it was, and where it comes to."""
    by = max(-size, min(size, by))
    return slice(max(0, -by), size - max(0, by)), slice(max(0, by), size - max(0, -by))
