"""One fault in seeds/: where and why."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnnviz.check.json_positions import locate
from cnnviz.content.files import Unusable, display_path, json_of, text_of


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A file, the line where it is wrong (0 where that is of the whole file), and a sentence."""

    file: str
    line: int
    sentence: str

    @classmethod
    def of(cls, error: Unusable) -> Fault:
        """What a reader of seeds/ says of a file that it cannot use."""
        return cls(display_path(error.path), error.line, error.reason)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"


class JsonFile:
    """A JSON file that is being checked: what it holds, on which lines, and its faults so far."""

    def __init__(self, path: Path) -> None:
        self._file = display_path(path)
        self._lines: dict[tuple[str | int, ...], int] = {}
        self.faults: list[Fault] = []
        self.held: Any = None
        try:
            self.held = json_of(path)
        except Unusable as error:
            self.faults.append(Fault.of(error))
            return
        for place, line in locate(text_of(path)):
            if place in self._lines:
                self.fault(f"“{place[-1]}” stands here and on line {self._lines[place]}", line=line)
            else:
                self._lines[place] = line

    def fault(self, sentence: str, *place: str | int, line: int = 0) -> None:
        """Something is wrong with the value at `place`: keys and indices that lead to it."""
        while place not in self._lines and place:
            place = place[:-1]
        self.faults.append(Fault(self._file, line or self._lines.get(place, 0), sentence))

    def named(self, what: str, names: Iterable[str] = ()) -> Iterator[tuple[str, Any]]:
        """The parts of a file that is one object: (name, value); a missing one of `names` is a
        fault, as is a file that is no object.
        """
        if not self.faults and not isinstance(self.held, dict):
            self.fault(f"must hold one object, {{…}}, with {what} by name")
        if isinstance(self.held, dict):
            self.require(names, self.held)
            yield from self.held.items()

    def require(self, names: Iterable[str], held: Container[str]) -> None:
        """What the scenes need by name must be held."""
        for name in names:
            if name not in held:
                self.fault(f"“{name}” is missing, which the scenes need")


def is_number(given: object, least: float = -1000, most: float = 1000) -> bool:
    """Whether a value of a JSON file is a finite number in that range, and not true or false."""
    return isinstance(given, int | float) and not isinstance(given, bool) and least <= given <= most
