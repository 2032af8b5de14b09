"""What the scenes need from seeds/, stored beside this module so that a check is quick.

`needs.json` is made of the scenes and of the seeds that come with them; a test holds it to them,
and `make golden` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from cnnviz import writing

_FILE = Path(__file__).with_name("needs.json")
_MINUTE = 60


class Filled(NamedTuple):
    """What a scene provides for one sentence: numbers and claims."""

    numbers: tuple[str, ...]
    claims: tuple[str, ...]


class NetworkNeeds(TypedDict):
    """What the scenes need of a network."""

    input: list[int]
    layers: list[str]
    classes: bool
    """Whether its outputs have names."""
    measured: bool
    """Whether its card says how well it does."""


Scenes = Mapping[str, Mapping[str, Mapping[str, Filled]]]
"""By step, by scene, by key of a sentence."""


class Needs(NamedTuple):
    """What the scenes need, by kind and by name."""

    scenes: Scenes
    examples: Mapping[str, list[int]]
    """The shape of each: channels, height, width."""
    digits: Mapping[str, int]
    """The label of each."""
    pictures: list[str]
    """In the order in which seeds/features has them."""
    networks: Mapping[str, NetworkNeeds]
    features: Mapping[str, Mapping[str, list[int]]]
    """The shapes of their pictures by layer."""
    measured: Mapping[str, Mapping[str, str]]
    """What is measured, by name: a "number", or so many, such as "8 numbers"."""
    programs: list[str]


@cache
def written() -> Needs:
    """The stored needs."""
    held: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    steps = {
        step: {
            scene: {key: Filled(*map(tuple, filled)) for key, filled in keys.items()}
            for scene, keys in scenes.items()
        }
        for step, scenes in held.pop("scenes").items()
    }
    return Needs(steps, **held)


def is_behind() -> bool:
    """Whether the package's code was changed since this was written down, by a minute or more."""
    written = _FILE.stat().st_mtime + _MINUTE
    return any(path.stat().st_mtime > written for path in _FILE.parents[1].rglob("*.py"))


def write(needs: Needs) -> None:
    """Stores the needs."""
    writing.write(_FILE, f"{_json_text(needs._asdict())}\n".encode())


def _json_text(held: Any, depth: int = 0) -> str:
    """JSON with a line for each thing that has a name, for those who read its changes."""
    if not isinstance(held, Mapping) or depth == 4 or not held:
        return json.dumps(held, ensure_ascii=False)
    inner = " " * (depth + 1)
    lines = [
        f"{inner}{json.dumps(key)}: {_json_text(each, depth + 1)}" for key, each in held.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}"
