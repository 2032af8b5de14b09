"""Inputs of networks and filters: worked examples, drawn digits, painted pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.files import Unusable, folder, json_of, load_json
from cnnviz.content.names import UnknownName
from cnnviz.engine.rasterize import paint
from cnnviz.engine.strokes import normalized

FILTERS = (
    "vertical edge",
    "horizontal edge",
    "Sobel",
    "Laplacian",
    "blur",
    "sharpen",
    "emboss",
    "identity",
)
"""The 3×3 filters that a viewer chooses from, in order: the examples called "filter: …"."""


def examples() -> tuple[str, ...]:
    """The names of the worked examples of seeds/examples.json, in order."""
    return tuple(load_json(folder("seeds") / "examples.json"))


def example(name: str) -> NDArray[np.float64]:
    """A worked example from seeds/examples.json as a C×H×W array.

    Raises UnknownName, a KeyError that lists the examples, and Unusable.
    """
    path = folder("seeds") / "examples.json"
    examples = load_json(path)
    if not isinstance(name, str) or name not in examples:
        raise UnknownName("example", name, examples)
    try:
        array = np.array(examples[name], dtype=np.float64)
    except (TypeError, ValueError):
        raise Unusable(path, f"has no rows of numbers, all as long, as “{name}”") from None
    return array[np.newaxis] if array.ndim == 2 else array


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit as it was drawn: strokes of [x, y] points in the unit square."""

    name: str
    label: int
    strokes: list[list[list[float]]]

    def __repr__(self) -> str:
        return f"<Digit {self.name}: {self.label}, {len(self.strokes)} strokes>"


def digits() -> tuple[Digit, ...]:
    """The drawn digits of seeds/digits.json, the running example first. Raises Unusable."""
    return _digits(folder("seeds") / "digits.json")


@cache
def _digits(path: Path) -> tuple[Digit, ...]:
    try:
        return tuple(Digit(**each) for each in json_of(path))
    except TypeError:
        raise Unusable(path, "must list digits, each with name, label and strokes") from None


def digit(name: str = "") -> NDArray[np.float64]:
    """A drawn digit as 1×28×28 ink, 0 to 1 in tenths; without a name the running example.

    Raises UnknownName, a KeyError that lists the digits.
    """
    names = [each.name for each in digits()]
    if not isinstance(name, str) or name not in ("", *names):
        raise UnknownName("digit", name, names)
    return _ink(folder("seeds") / "digits.json", name or names[0]).copy()


@cache
def _ink(path: Path, name: str) -> NDArray[np.float64]:
    drawn = next(each for each in _digits(path) if each.name == name)
    return ink_of(drawn.strokes)


def ink_of(strokes: Sequence[Sequence[Sequence[float]]]) -> NDArray[np.float64]:
    """A drawing as 1×28×28 ink as MNIST's digits are: 0 to 1 in tenths.

    Tenths, so that sums of a few pixels add up as they are printed.
    """
    tenths: NDArray[np.float64] = normalized(strokes).astype(np.float64).round(1)
    return tenths[np.newaxis]


def _paintings() -> Mapping[str, Mapping[str, Any]]:
    """What seeds/pictures.json says of each painted picture, by name."""
    found: dict[str, dict[str, Any]] = load_json(folder("seeds") / "pictures.json")
    return found


def _one_painted(name: str) -> Mapping[str, Any]:
    painted = _paintings()
    if not isinstance(name, str) or name not in painted:
        raise UnknownName("picture", name, painted)
    return painted[name]


def pictures() -> tuple[str, ...]:
    """The names of the painted pictures of seeds/pictures.json, in order."""
    return tuple(_paintings())


@cache
def _picture(path: Path, name: str, size: int) -> NDArray[np.float64]:
    return paint(_paintings()[name]["shapes"], size)


def picture(name: str, size: int = 32) -> NDArray[np.float64]:
    """A painted picture as 3×size×size, red, green and blue from 0 to 1.

    Raises UnknownName, a KeyError that lists the pictures.
    """
    _one_painted(name)
    return _picture(folder("seeds") / "pictures.json", name, size).copy()


def picture_class(name: str) -> str:
    """What a painted picture shows, as a network of photographs calls it; empty for none of those.

    Raises UnknownName, a KeyError that lists the pictures.
    """
    return str(_one_painted(name)["class"])
