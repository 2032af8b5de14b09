"""Where the weights of a model stand that are not in its own file: beside it, or given with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cnnviz.onnx_reader.errors import Unreadable, quoted

Array = NDArray[Any]
MEND = "or export with torch.onnx.export(…, external_data=False)"


class MissingData(Unreadable):
    """The data file is not there."""


class DataFile(Protocol):
    """A file of numbers."""

    @property
    def name(self) -> str:
        """What sentences call it."""

    @property
    def size(self) -> int:
        """How many bytes it has. Raises OSError."""

    def numbers(self, dtype: np.dtype[Any], count: int, offset: int) -> Array:
        """So many numbers from that byte on. Raises OSError."""


class DataFiles(Protocol):
    """The files that a model may name."""

    def find(self, called: str, location: str) -> DataFile:
        """The one that `called`, a tensor, names.

        Raises MissingData where it is not there, and Unreadable where its name leads elsewhere.
        """


class Folder:
    """The files of the model's own folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, called: str, location: str) -> DataFile:
        """The file of that name. Raises as DataFiles says."""
        _require_inside(called, location)
        path = self._path / location
        if not path.resolve().is_relative_to(self._path.resolve()):
            raise Unreadable(
                f"{called} must be in a file of the model's folder; {quoted(location)!r} leads out"
            )
        if not path.is_file():
            raise MissingData(
                f"the weights are in {quoted(location)}, which is not in the folder of the model: "
                f"put it there, {MEND}"
            )
        return _FileOfFolder(path)


class Given:
    """Files that were given together, by name; they stand in no folder."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def find(self, called: str, location: str) -> DataFile:
        """The file of that name, in whatever folder it was. Raises as DataFiles says."""
        _require_inside(called, location)
        name = PurePosixPath(location).name
        if name not in self._files:
            raise MissingData(
                f"the weights are in {quoted(name)}, which was not given: give both files "
                f"together, {MEND}"
            )
        return _GivenFile(quoted(name), self._files[name])


def _require_inside(called: str, location: str) -> None:
    windows = PureWindowsPath(location)
    parts = PurePosixPath(location).parts
    # Of Windows' forms none may lead out either, whatever reads the file here.
    if not parts or location.startswith("/") or windows.anchor or ".." in {*parts, *windows.parts}:
        raise Unreadable(
            f"{called} must be in a file of the model's folder; it names {quoted(location)!r}"
        )


@dataclass(frozen=True)
class _FileOfFolder:
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def numbers(self, dtype: np.dtype[Any], count: int, offset: int) -> Array:
        return np.fromfile(self.path, dtype, count, offset=offset)


@dataclass(frozen=True)
class _GivenFile:
    name: str
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def numbers(self, dtype: np.dtype[Any], count: int, offset: int) -> Array:
        # Of no bytes numpy makes no array.
        return np.frombuffer(self.data, dtype, count, offset) if count else np.empty(0, dtype)
