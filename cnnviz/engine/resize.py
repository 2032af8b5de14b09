"""Maps of another size: the nearest cell, or between two or four along each axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.arguments import (
    as_pair,
    require_iterable,
    require_number,
    require_word,
    short_repr,
)
from cnnviz.engine.arrays import as_floats, require_few
from cnnviz.engine.layer import Layer, Shape, maps_shape
from cnnviz.engine.seen import Seen

Array = NDArray[Any]
Floats = NDArray[np.float32]

MODES = ("nearest", "linear", "cubic")
COORDINATES = (
    *("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric"),
)
ROUNDING = ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")


@dataclass(frozen=True, slots=True, eq=False)
class Resize2d(Layer):
    """C×H×W → C×H'×W', `size` being (H', W'); modes and coordinates have ONNX's names.

    scale: (y, x), where it is not the sizes' own ratio. Beyond the border its cells are repeated.

    >>> Resize2d("up", (1, 4)).apply([[[1, 2]]]).tolist()
    [[[1, 1, 2, 2]]]
    >>> Resize2d("up", (1, 4), "linear").apply([[[1, 2]]]).tolist()
    [[[1.0, 1.25, 1.75, 2.0]]]
    """

    size: tuple[int, int]
    mode: str = "nearest"
    coordinates: str = "half_pixel"
    rounding: str = "round_prefer_floor"
    scale: tuple[float, float] | None = None
    cubic: float = -0.75

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        object.__setattr__(self, "size", as_pair("size", self.size, 1))
        require_word("mode", self.mode, MODES)
        require_word("coordinates", self.coordinates, COORDINATES)
        require_word("rounding", self.rounding, ROUNDING)
        require_number("cubic", self.cubic)
        if self.scale is not None:
            scale = tuple(require_iterable("scale", self.scale))
            if len(scale) != 2:
                raise ValueError(f"scale must be (y, x); got {short_repr(self.scale)}")
            scale = tuple(require_number("scale", each, 1e-6, 1e6) for each in scale)
            object.__setattr__(self, "scale", scale)

    def output_shape(self, shape: Shape) -> Shape:
        channels, height, width = maps_shape(self.name, shape)
        result = (channels, *self.size)
        require_few("size must make", result)
        require_few(
            "size must make", (channels, max(height, self.size[0]), max(width, self.size[1]))
        )
        return result

    def seen(self, inputs: Sequence[Seen], shape: Shape) -> Seen:
        (before,) = inputs
        ratios = [divmod(n, m) for n, m in zip(self.size, before.size, strict=True)]
        times = (ratios[0][0], ratios[1][0])
        if any(rest for _, rest in ratios) or self.scale not in (None, times):
            return Seen(None, self.size)
        if self.mode == "nearest" and self._takes_block():
            return before.finer(times, times, (0, 0), self.size)
        if self.mode == "linear" and self.coordinates == "half_pixel":
            cut = tuple(n // 2 + 1 for n in times)
            reach = tuple(c + (3 * n + 2) // 2 for c, n in zip(cut, times, strict=True))
            pairs = cast(list[tuple[int, int]], [reach, cut])
            return before.finer(pairs[0], times, pairs[1], self.size)
        return Seen(None, self.size)

    def _takes_block(self) -> bool:
        """Whether each cell becomes a block of its own, at a whole scale."""
        if self.coordinates == "asymmetric":
            return self.rounding == "floor"
        return self.coordinates in ("half_pixel", "pytorch_half_pixel") and "round" in self.rounding

    def compute(self, x: Array) -> Array:
        self.output_shape(x.shape)
        if self.mode != "nearest":
            x = as_floats(x)
        for axis in (0, 1):
            before, after = x.shape[axis + 1], self.size[axis]
            scale = after / before if self.scale is None else self.scale[axis]
            if before != after or scale != 1:
                x = self._along(x, axis + 1, after, np.float32(scale))
        return x.copy()

    def _along(self, x: Array, axis: int, count: int, scale: np.float32) -> Array:
        size = x.shape[axis]
        if self.mode == "nearest":
            places = self._places(size, count, scale)
            return np.take(x, np.clip(_round_places(places, self.rounding), 0, size - 1), axis=axis)
        along = [1, 1, 1]
        along[axis] = count
        shape = tuple(count if k == axis else n for k, n in enumerate(x.shape))
        out = np.zeros(shape, x.dtype)
        for cells, weight in self._weighed(size, count, scale, x.dtype):
            out += np.take(x, cells, axis=axis) * weight.astype(x.dtype).reshape(along)
        return out

    def _weighed(
        self, size: int, count: int, scale: np.float32, dtype: Any
    ) -> Iterator[tuple[NDArray[np.int64], Array]]:
        """Cells and their weights, for all new cells along an axis, neighbour by neighbour."""
        places = self._places(size, count, scale)
        first = np.floor(places)
        part = (places - first).astype(dtype)
        steps, weights = _linear(part) if self.mode == "linear" else _cubic(part, self.cubic)
        for step, weight in zip(steps, weights, strict=True):
            yield np.clip(first.astype(np.int64) + step, 0, size - 1), weight

    def taps(self, axis: int, size: int, place: int) -> dict[int, float]:
        """What one new cell is made of along an axis, 1 or 2, of so many cells: weights by cell.

        The cells follow one another. Raises ValueError for the mode "nearest", which weighs none.

        >>> Resize2d("up", (1, 4), "linear").taps(2, 2, 1)
        {0: 0.75, 1: 0.25}
        """
        if self.mode == "nearest":
            raise ValueError(f"taps are of the modes {', '.join(MODES[1:])}; got nearest")
        count = self.size[axis - 1]
        scale = np.float32(count / size if self.scale is None else self.scale[axis - 1])
        if size == count and scale == 1:
            return {place: 1.0}
        found: dict[int, float] = {}
        for cells, weights in self._weighed(size, count, scale, np.float32):
            cell = int(cells[place])
            found[cell] = found.get(cell, 0.0) + float(weights[place])
        return dict(sorted(found.items()))

    def _places(self, size: int, count: int, scale: np.float32) -> Floats:
        """Where in the input each new cell lies, along one axis."""
        new, half = np.arange(count, dtype=np.float32), np.float32(0.5)
        match self.coordinates:
            case "asymmetric":
                places = new / scale
            case "align_corners":
                places = new * np.float32((size - 1) / (count - 1) if count > 1 else 0)
            case "pytorch_half_pixel":
                places = (new + half) / scale - half if count > 1 else new * 0
            case "half_pixel_symmetric":
                middle = size / 2 * (1 - count / (float(scale) * size))
                places = np.float32(middle) + (new + half) / scale - half
            case _:
                places = (new + half) / scale - half
        return np.asarray(places, np.float32)


def _round_places(places: Floats, rounding: str) -> NDArray[np.int64]:
    match rounding:
        case "floor":
            found = np.floor(places)
        case "ceil":
            found = np.ceil(places)
        case "round_prefer_ceil":
            found = np.floor(places + np.float32(0.5))
        case _:
            found = np.ceil(places - np.float32(0.5))
    return found.astype(np.int64)


def _linear(part: Array) -> tuple[range, list[Array]]:
    return range(2), [1 - part, part]


def _cubic(part: Array, a: float) -> tuple[range, list[Array]]:
    """Keys' kernel (1981) at the four cells around."""

    def near(t: Array) -> Array:
        return ((a + 2) * t - (a + 3)) * t * t + 1

    def far(t: Array) -> Array:
        return ((a * t - 5 * a) * t + 8 * a) * t - 4 * a

    return range(-1, 3), [far(1 + part), near(part), near(1 - part), far(2 - part)]
