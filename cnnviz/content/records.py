"""Records: dataclasses that travel as JSON objects, such as a panel's options and its changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, kw_only=True)
class Record:
    """Travels as a JSON object; what has its default is left out."""

    def record(self) -> dict[str, Json]:
        """The object as it is sent."""
        return {
            each.name: _json(getattr(self, each.name))
            for each in fields(self)
            if each.default is MISSING or getattr(self, each.name) != each.default
        }


def _json(part: object) -> Json:
    match part:
        case Record():
            return part.record()
        case Enum():
            return str(part)
        case Mapping():
            return {str(key): _json(each) for key, each in part.items()}
        case tuple() | list():
            return [_json(each) for each in part]
    assert part is None or isinstance(part, bool | int | float | str), f"{part!r} is no JSON"
    return part


@dataclass(frozen=True, kw_only=True)
class Changes(Record):
    """What a panel shows otherwise from frame to frame; a kind adds its own fields."""

    size: tuple[float, float] | None = None
    """Its height and width in this frame, in units; by default the panel's own."""
    operator: str | None = None
    """The sign before it in this frame; by default the panel's own."""
