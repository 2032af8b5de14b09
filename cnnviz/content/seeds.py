"""Reads seeds/: the texts of the steps, worked examples, digits, pictures, networks."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cnnviz.content import grammar
from cnnviz.content.files import Unusable, bytes_of, folder, json_of, text_of
from cnnviz.content.names import UnknownName
from cnnviz.content.texts import SceneText, Sentence, StepText, Wording
from cnnviz.engine.arguments import short_repr
from cnnviz.engine.network import Network
from cnnviz.engine.rasterize import paint
from cnnviz.engine.strokes import normalized
from cnnviz.engine.weights import assemble, outline, untrained

__all__ = ["FILTERS", "SceneText", "Sentence", "StepText", "Unusable", "Wording", "folder"]

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


def text(step: str) -> StepText:
    """The words of a step, from seeds/text/<step>.md; docs/seeds.md has the grammar.

    Raises Unusable where there is no such file, or none that can be read.
    """
    words, _ = _instead.get()
    return words or text_at(folder("seeds") / "text" / f"{step}.md")


_Instead = tuple[StepText | None, Callable[[str], Network] | None]
_instead: ContextVar[_Instead] = ContextVar("instead", default=(None, None))


@contextmanager
def instead(words: StepText, network: Callable[[str], Network] | None = None) -> Iterator[None]:
    """Replaces, within a `with` block, the texts of all steps and the networks."""
    before = _instead.set((words, network))
    try:
        yield
    finally:
        _instead.reset(before)


@cache
def text_at(path: Path) -> StepText:
    """The words of one file. Raises Unusable."""
    return grammar.read(text_of(path), code)[0]


def code(name: str) -> str:
    """A program of seeds/code, which runs as it stands. Raises Unusable."""
    return text_of(folder("seeds") / "code" / name)


def examples() -> tuple[str, ...]:
    """The names of the worked examples of seeds/examples.json, in order."""
    return tuple(_loaded(folder("seeds") / "examples.json"))


def example(name: str) -> NDArray[np.float64]:
    """A worked example from seeds/examples.json as a C×H×W array.

    Raises UnknownName, a KeyError that lists the examples, and Unusable.
    """
    path = folder("seeds") / "examples.json"
    examples = _loaded(path)
    if not isinstance(name, str) or name not in examples:
        raise UnknownName("example", name, examples)
    try:
        array = np.array(examples[name], dtype=np.float64)
    except (TypeError, ValueError):
        raise Unusable(path, f"has no rows of numbers, all as long, as “{name}”") from None
    return array[np.newaxis] if array.ndim == 2 else array


@cache
def _loaded(path: Path) -> Any:
    return json_of(path)


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
    # Tenths, so that sums of a few pixels add up as they are printed.
    tenths: NDArray[np.float64] = normalized(drawn.strokes).astype(np.float64).round(1)
    return tenths[np.newaxis]


def _painted() -> Mapping[str, Mapping[str, Any]]:
    """What seeds/pictures.json says of each painted picture, by name."""
    loaded: dict[str, dict[str, Any]] = _loaded(folder("seeds") / "pictures.json")
    return loaded


def _one_painted(name: str) -> Mapping[str, Any]:
    painted = _painted()
    if not isinstance(name, str) or name not in painted:
        raise UnknownName("picture", name, painted)
    return painted[name]


def pictures() -> tuple[str, ...]:
    """The names of the painted pictures of seeds/pictures.json, in order."""
    return tuple(_painted())


@cache
def _picture(path: Path, name: str) -> NDArray[np.float64]:
    return paint(_painted()[name]["shapes"])


def picture(name: str) -> NDArray[np.float64]:
    """A painted picture as 3×32×32, red, green and blue from 0 to 1.

    Raises UnknownName, a KeyError that lists the pictures.
    """
    _one_painted(name)
    return _picture(folder("seeds") / "pictures.json", name).copy()


def picture_class(name: str) -> str:
    """What a painted picture shows, as a network of photographs calls it; empty for none of those.

    Raises UnknownName, a KeyError that lists the pictures.
    """
    return str(_one_painted(name)["class"])


def networks() -> tuple[str, ...]:
    """The names of the networks that seeds/weights describes, in order."""
    return tuple(sorted(path.stem for path in (folder("seeds") / "weights").glob("*.json")))


def network(name: str) -> Network:
    """A network of seeds/weights; one without saved weights is initialised from its seed.

    Raises ValueError, listing the networks, for a name that is none of them, and Unusable, naming
    the file, where its weights are missing or do not fit its description.
    """
    _, other = _instead.get()
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
    path = folder("seeds") / "weights" / f"{name}.json"
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
    return outline(description(folder("seeds") / "weights" / f"{name}.json"))


def description(path: Path) -> dict[str, Any]:
    """The description of a network: its layers, and its model card. Raises Unusable."""
    loaded: dict[str, Any] = without_stages(json_of(path))
    try:
        outline(loaded)
    except (ValueError, AttributeError, TypeError) as error:
        raise Unusable(path, f"cannot be used: {error}") from None
    return loaded


def without_stages(loaded: Any) -> Any:
    """A description without the "stage" of its layers, which older files name."""
    try:
        layers = [{k: v for k, v in each.items() if k != "stage"} for each in loaded["layers"]]
    except (TypeError, KeyError, AttributeError):
        return loaded  # What is wrong with it is said where it is read.
    return {**loaded, "layers": layers}


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


def card(name: str) -> Mapping[str, object]:
    """The model card of a network: data, recipe, seed, time, accuracy. Raises Unusable."""
    found: dict[str, object] = _loaded(folder("seeds") / "weights" / f"{name}.json")["card"]
    return found


def measurements() -> tuple[str, ...]:
    """The names of what seeds/measured holds, in order."""
    return tuple(sorted(path.stem for path in (folder("seeds") / "measured").glob("*.json")))


def measured(name: str) -> Mapping[str, Any]:
    """What a script of training/ measured, from seeds/measured, with its command and its date.

    Raises Unusable where there is no such measurement.
    """
    found: dict[str, Any] = _loaded(folder("seeds") / "measured" / f"{name}.json")
    return found
