"""What the scripts of training/ measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnnviz.content.files import folder, load_json


def measurements() -> tuple[str, ...]:
    """The names of what seeds/measured holds, in order."""
    return tuple(sorted(path.stem for path in (folder("seeds") / "measured").glob("*.json")))


def measured(name: str) -> Mapping[str, Any]:
    """What a script of training/ measured, from seeds/measured, with its command and its date.

    Raises Unusable where there is no such measurement.
    """
    found: dict[str, Any] = load_json(folder("seeds") / "measured" / f"{name}.json")
    return found
