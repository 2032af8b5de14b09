"""What scenes read: the parameters that several of them have, declared once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import seeds
from cnnviz.content.param import Param
from cnnviz.content.scene import Array

DIGIT = Param(
    "digit",
    "Digit",
    "choice",
    seeds.digits()[0].name,
    choices=tuple((each.name, str(each.label)) for each in seeds.digits()),
)
"""One of the digits of the seeds, by name."""

FILTER = Param(
    "filter",
    "Filter",
    "choice",
    seeds.FILTERS[0],
    choices=tuple((name, name) for name in seeds.FILTERS),
)
"""One of the filters of the seeds, by name."""

PICTURE = Param(
    "picture",
    "Picture",
    "picture",
    seeds.pictures()[0],
    maximum=32,
    choices=tuple((name, name) for name in seeds.pictures()),
    channels=3,
    help="Red, green and blue from 0 to 1; one of your own stays in this page.",
)
"""What a network of photographs looks at: a painted picture by name, or one's own, 3×32×32."""


def picture_array(picture: str | Array) -> Array:
    """What PICTURE holds as the engine takes it: 3×32×32, float64, red, green and blue from 0 to 1.

    Raises KeyError where there is no painted picture of that name.
    """
    given = seeds.picture(picture) if isinstance(picture, str) else picture
    return given.astype(np.float64)


def array_param(name: str, label: str, default: NDArray[np.float64]) -> Param:
    """Numbers that are edited in place."""
    return Param(name, label, "array", default, help="Click a cell and type, or drag up and down.")
