"""The networks: descriptions and weights, and what their units like."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cnnviz.content.files import Unusable, bytes_of, folder, json_of, load_json
from cnnviz.content.seeds.replaced import replaced
from cnnviz.engine.arguments import short_repr
from cnnviz.engine.network import Network
from cnnviz.engine.weights import assemble, outline, untrained


def networks() -> tuple[str, ...]:
    """The names of the networks that seeds/weights describes, in order."""
    return tuple(sorted(path.stem for path in (folder("seeds") / "weights").glob("*.json")))


def network(name: str) -> Network:
    """A network of seeds/weights; one without saved weights is initialised from its seed.

    Raises ValueError, listing the networks, for a name that is none of them, and Unusable, naming
    the file, where its weights are missing or do not fit its description.
    """
    _, other = replaced.get()
    if other is not None:
        return other(name)
    if not isinstance(name, str) or name not in networks():
        asked = name if isinstance(name, str) else short_repr(name)
        raise ValueError(f"there is no network {asked}; the networks are {', '.join(networks())}")
    return _network(folder("seeds") / "weights" / f"{name}.json")


@cache
def _network(path: Path) -> Network:
    described = description(path)
    saved = path.with_suffix(".npz")
    if not saved.exists() and "seed" in described:
        try:
            return untrained(described, seed=described["seed"])
        except (ValueError, TypeError) as error:
            raise Unusable(path, f"cannot be used: seed: {error}") from None
    arrays = arrays_of(saved)
    try:
        return assemble(described, arrays)
    except (ValueError, TypeError) as error:
        raise Unusable(saved, f"cannot be used: {error}") from None


def input_range(name: str) -> tuple[float, float] | None:
    """The least and the largest number that a network was trained on; None where it is not said.

    Raises Unusable where "range" is no such pair.
    """
    return _range(folder("seeds") / "weights" / f"{name}.json")


@cache
def _range(path: Path) -> tuple[float, float] | None:
    given = description(path).get("range")
    match given:
        case None:
            return None
        case [int() | float() as low, int() | float() as high] if low < high:
            return float(low), float(high)
    raise Unusable(path, f"cannot be used: range must be two rising numbers; got {given}")


def arrays_of(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of an .npz file by name. Raises Unusable."""
    body = BytesIO(bytes_of(path))
    try:
        with np.load(body) as arrays:
            return dict(arrays)
    except (OSError, ValueError, TypeError, EOFError, BadZipFile, zlib.error) as error:
        raise Unusable(path, f"cannot be used: {error}") from None


def outlined(name: str) -> Network:
    """The same network without its weights: shapes and counts, but nothing to run."""
    return _outlined(folder("seeds") / "weights" / f"{name}.json")


@cache
def _outlined(path: Path) -> Network:
    return outline(description(path))


def description(path: Path) -> dict[str, Any]:
    """The description of a network: its layers, and its model card. Raises Unusable."""
    described: dict[str, Any] = without_stages(json_of(path))
    try:
        outline(described)
    except (ValueError, AttributeError, TypeError) as error:
        raise Unusable(path, f"cannot be used: {error}") from None
    return described


def without_stages(description: Any) -> Any:
    """A description without the "stage" of its layers, which older files name."""
    try:
        layers = [{k: v for k, v in each.items() if k != "stage"} for each in description["layers"]]
    except (TypeError, KeyError, AttributeError):
        return description  # What is wrong with it is said where it is read.
    return {**description, "layers": layers}


def card(name: str) -> Mapping[str, object]:
    """The model card of a network: data, recipe, seed, time, accuracy. Raises Unusable."""
    found: dict[str, object] = load_json(folder("seeds") / "weights" / f"{name}.json")["card"]
    return found


def featured() -> tuple[str, ...]:
    """The names of the networks of which seeds/features shows what their units like, in order."""
    return tuple(sorted(path.stem for path in (folder("seeds") / "features").glob("*.npz")))


def features(name: str) -> Mapping[str, NDArray[np.uint8]]:
    """What each unit of a network likes best, by layer: units×3×height×width, red, green, blue.

    Raises Unusable.
    """
    return _features(folder("seeds") / "features" / f"{name}.npz")


@cache
def _features(path: Path) -> Mapping[str, NDArray[np.uint8]]:
    arrays = arrays_of(path)
    for array in arrays.values():
        array.flags.writeable = False
    return arrays
