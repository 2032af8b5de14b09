"""Pieces of pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Span = tuple[int, int]


def cut_out(picture: NDArray[Any], rows: Span, columns: Span, beyond: ArrayLike) -> NDArray[Any]:
    """These rows and columns of a picture C×H×W, of its type; they may lie outside of it.

    beyond: what is there, a number or one for each channel.

    >>> cut_out(np.array([[[1.0, 2.0], [3.0, 4.0]]]), (1, 3), (-1, 1), 0.5).tolist()
    [[[0.5, 3.0], [0.5, 0.5]]]
    """
    (top, below), (left, right) = rows, columns
    found = np.empty((len(picture), below - top, right - left), picture.dtype)
    found[:] = np.reshape(beyond, (-1, 1, 1))
    there = picture[:, max(top, 0) : max(below, 0), max(left, 0) : max(right, 0)]
    y, x = max(-top, 0), max(-left, 0)
    found[:, y : y + there.shape[1], x : x + there.shape[2]] = there
    return found
