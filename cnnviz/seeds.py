"""The only reader of seeds/: words of the steps, worked examples, digits, networks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cnnviz.engine.network import Network
from cnnviz.engine.shapes import paint
from cnnviz.engine.strokes import normalized
from cnnviz.engine.weights import assemble, outline, untrained

_PACKAGE = Path(__file__).parent
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


def folder(name: str) -> Path:
    """The folder seeds, templates or static: in the package once installed, else beside it.

    Raises FileNotFoundError where it is in neither place.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"{name}/ is neither in {_PACKAGE} nor beside it")


class Sentence(str):
    """A sentence as it is spoken, with its key, what it claims, and the numbers filled in.

    `claims` are names, such as "all 0"; a claim that starts with "not " denies the rest of it.
    """

    key: str
    claims: tuple[str, ...]
    numbers: Mapping[str, object]

    def __new__(
        cls,
        text: str,
        key: str = "",
        claims: tuple[str, ...] = (),
        numbers: Mapping[str, object] | None = None,
    ) -> Self:
        sentence = super().__new__(cls, text)
        sentence.key, sentence.claims, sentence.numbers = key, claims, numbers or {}
        return sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a sentence, which may be said where all its claims hold."""

    text: str
    claims: tuple[str, ...] = ()

    def fits(self, holds: Mapping[str, bool]) -> bool:
        """Whether every claim holds. Raises KeyError on a claim that the scene does not know."""
        return all(
            not holds[claim.removeprefix("not ")] if claim.startswith("not ") else holds[claim]
            for claim in self.claims
        )


@dataclass(frozen=True, slots=True)
class SceneText:
    """The words of one scene: its title, its sentences by key, and the speaker's notes."""

    title: str
    sentences: Mapping[str, tuple[Wording, ...]]
    notes: tuple[str, ...] = ()

    def __call__(
        self, key: str, holds: Mapping[str, bool] | None = None, /, **numbers: object
    ) -> Sentence:
        """The sentence of that key with {numbers} filled in: the first wording that is true.

        `holds` says of each claim whether it is. Raises KeyError on a key, a claim or a number
        that is not there, and ValueError where no wording is true.
        """
        for wording in self.sentences[key]:
            if wording.fits(holds or {}):
                return Sentence(wording.text.format(**numbers), key, wording.claims, numbers)
        raise ValueError(f"no wording of {key} is true: {dict(holds or {})}")


@dataclass(frozen=True, slots=True)
class StepText:
    """The words of one step: `sections` are Markdown by heading, `scenes` by name."""

    title: str
    lead: str
    body: str
    sections: Mapping[str, str]
    scenes: Mapping[str, SceneText]


@cache
def text(step: str) -> StepText:
    """The words of a step, from seeds/text/<step>.md.

    The file opens with `# title`, a lead line and the article's paragraphs; `## heading` opens a
    section; under `## Scenes` each `### name: title` lists the speaker's notes as `> note` and its
    sentences as `- key: sentence`. What holds for some numbers only says so before its colon,
    `- key [claim, not claim]: sentence`; of several with one key the first that is true is spoken,
    so the last one claims nothing that may fail. A line `{file: code/name.py}` is that file of
    seeds/, as code.
    """
    source = (folder("seeds") / "text" / f"{step}.md").read_text(encoding="utf-8")
    source = re.sub(
        r"^\{file: code/([\w.]+)\}$",
        lambda found: f"```python\n{code(found[1])}```",
        source,
        flags=re.MULTILINE,
    )
    head, *parts = re.split(r"^## ", source, flags=re.MULTILINE)
    sections = dict(_split(part) for part in parts)
    title, rest = _split(head.removeprefix("# "))
    lead, _, body = rest.partition("\n\n")
    listed = re.split(r"^### ", sections.pop("Scenes", ""), flags=re.MULTILINE)[1:]
    scenes = dict(map(_scene, listed))
    return StepText(title, lead.strip(), body.strip(), sections, scenes)


def code(name: str) -> str:
    """A program of seeds/code, which runs as it stands. Raises FileNotFoundError."""
    return (folder("seeds") / "code" / name).read_text(encoding="utf-8")


def _split(part: str) -> tuple[str, str]:
    heading, _, rest = part.partition("\n")
    return heading.strip(), rest.strip()


def _scene(part: str) -> tuple[str, SceneText]:
    heading, rest = _split(part)
    name, _, title = heading.partition(":")
    # A sentence may go on in indented lines below its own.
    items = re.findall(
        r"^- ([\w-]+)(?: \[([^]]+)\])?: (.*(?:\n {2,}.*)*)", rest, flags=re.MULTILINE
    )
    sentences: dict[str, tuple[Wording, ...]] = {}
    for key, claims, sentence in items:
        text = re.sub(r"\s*\n\s*", " ", sentence).strip()
        wording = Wording(text, tuple(re.split(r",\s*", claims)) if claims else ())
        sentences[key] = (*sentences.get(key, ()), wording)
    notes = tuple(re.findall(r"^> (.+)", rest, flags=re.MULTILINE))
    return name.strip(), SceneText(title.strip(), sentences, notes)


@cache
def _examples() -> Mapping[str, list[list[float]]]:
    loaded: dict[str, list[list[float]]] = json.loads(
        (folder("seeds") / "examples.json").read_text(encoding="utf-8")
    )
    return loaded


def example(name: str) -> NDArray[np.float64]:
    """A worked example from seeds/examples.json as a C×H×W array. Raises KeyError."""
    array = np.array(_examples()[name], dtype=np.float64)
    return array[np.newaxis] if array.ndim == 2 else array


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit as it was drawn: strokes of [x, y] points in the unit square."""

    name: str
    label: int
    strokes: list[list[list[float]]]


@cache
def digits() -> tuple[Digit, ...]:
    """The drawn digits of seeds/digits.json, the running example first."""
    loaded = json.loads((folder("seeds") / "digits.json").read_text(encoding="utf-8"))
    return tuple(Digit(**each) for each in loaded)


@cache
def _ink(name: str) -> NDArray[np.float64]:
    strokes = next(each.strokes for each in digits() if each.name == name)
    ink = normalized(strokes)
    # Tenths, so that sums of a few pixels add up as they are printed.
    tenths: NDArray[np.float64] = ink.astype(np.float64).round(1)
    return tenths[np.newaxis]


def digit(name: str = "") -> NDArray[np.float64]:
    """A drawn digit as 1×28×28 ink, 0 to 1 in tenths; without a name the running example.

    Raises StopIteration where there is no such digit.
    """
    return _ink(name or digits()[0].name).copy()


@cache
def _pictures() -> Mapping[str, Mapping[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(
        (folder("seeds") / "pictures.json").read_text(encoding="utf-8")
    )
    return loaded


def pictures() -> tuple[str, ...]:
    """The names of the painted pictures of seeds/pictures.json, in order."""
    return tuple(_pictures())


@cache
def _picture(name: str) -> NDArray[np.float64]:
    return paint(_pictures()[name]["shapes"])


def picture(name: str) -> NDArray[np.float64]:
    """A painted picture as 3×32×32, red, green and blue from 0 to 1. Raises KeyError."""
    return _picture(name).copy()


def picture_class(name: str) -> str:
    """What a painted picture shows, as a network of photographs calls it; empty for none of those.

    Raises KeyError where there is no such picture.
    """
    return str(_pictures()[name]["class"])


class Unusable(ValueError):
    """A file of seeds/ that cannot be used: the message is one sentence that names it."""


def networks() -> tuple[str, ...]:
    """The names of the networks that seeds/weights describes, in order."""
    return tuple(sorted(path.stem for path in (folder("seeds") / "weights").glob("*.json")))


@cache
def network(name: str) -> Network:
    """A network of seeds/weights; one without saved weights is initialised from its seed.

    Raises ValueError, listing the networks, for a name that is none of them, and Unusable, naming
    the file, where its weights are missing or do not fit its description.
    """
    if name not in networks():
        raise ValueError(f"there is no network {name}; the networks are {', '.join(networks())}")
    description = _description(name)
    saved = folder("seeds") / "weights" / f"{name}.npz"
    if not saved.exists() and "seed" in description:
        return untrained(description, seed=description["seed"])
    try:
        # Opened here, as numpy leaves a file open that is no archive.
        with saved.open("rb") as file, np.load(file) as arrays:
            return assemble(description, dict(arrays))
    except FileNotFoundError:
        raise Unusable(f"{_shown(saved)} is missing") from None
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise Unusable(f"{_shown(saved)} cannot be used: {error}") from None


def outlined(name: str) -> Network:
    """The same network without its weights: shapes and counts, but nothing to run."""
    return outline(_description(name))


def _description(name: str) -> dict[str, Any]:
    path = folder("seeds") / "weights" / f"{name}.json"
    try:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        outline(loaded)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise Unusable(f"{_shown(path)} cannot be used: {error}") from None
    return loaded


def _shown(path: Path) -> str:
    """The path as one finds it from the folder that seeds/ is in."""
    return path.relative_to(folder("seeds").parent).as_posix()


@cache
def features(name: str) -> Mapping[str, NDArray[np.uint8]]:
    """What each unit of a network likes best, by layer: units×3×height×width, red, green, blue."""
    with np.load(folder("seeds") / "features" / f"{name}.npz") as arrays:
        return dict(arrays)


@cache
def card(name: str) -> Mapping[str, object]:
    """The model card of a network: data, recipe, seed, time, accuracy."""
    path = folder("seeds") / "weights" / f"{name}.json"
    loaded: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))["card"]
    return loaded


@cache
def measured(name: str) -> Mapping[str, Any]:
    """What a script of training/ measured, from seeds/measured, with its command and its date.

    Raises FileNotFoundError where there is no such measurement.
    """
    path = folder("seeds") / "measured" / f"{name}.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
