"""What a network reads where no picture is given: one that the chapter has, of its size."""

from __future__ import annotations

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array
from cnnviz.engine.layer import Shape
from cnnviz.engine.resize import Resize2d

PAINTED = "cat"


def own_picture(shape: Shape) -> tuple[Array, str] | None:
    """A picture of that shape from 0 to 1, and what it is called; None where none can be had.

    Three channels see a painted picture, one a digit.

    >>> own_picture((3, 8, 12))[0].shape, own_picture((5,))
    ((3, 8, 12), None)
    """
    if len(shape) != 3 or shape[0] not in (1, 3):
        return None
    channels, height, width = shape
    side = max(height, width)
    if channels == 1:
        made = Resize2d("digit", (height, width), "linear").apply(seeds.digit())
        return np.clip(made, 0, 1), "a drawn digit"
    painted = seeds.picture(PAINTED, side)
    top, left = (side - height) // 2, (side - width) // 2
    return painted[:, top : top + height, left : left + width], "a painted cat"
