"""Looks things up by name; an unknown name raises an error that lists the known ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from cnnviz.engine.arguments import short_repr


class UnknownName(KeyError):
    """Nothing has this name; the message lists the names that exist."""

    def __init__(self, what: str, name: object, names: Iterable[str]) -> None:
        listed = ", ".join(names)
        there_is = f"the {what}s are {listed}" if listed else f"there are no {what}s"
        asked = name if isinstance(name, str) else short_repr(name)
        super().__init__(f"there is no {what} {asked}; {there_is}")

    def __str__(self) -> str:
        # A KeyError shows the repr of its message, with quotation marks around it.
        return str(self.args[0])


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasName)


def find_named(what: str, name: str, those: Sequence[_Named]) -> _Named:
    """The one of `those` that has the name. Raises UnknownName, which lists their names."""
    for each in those:
        if isinstance(name, str) and each.name == name:
            return each
    raise UnknownName(what, name, (each.name for each in those))
