"""Finds seeds/, static/ and templates/, and reads files of seeds/."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent.parent
SEEDS = "CNNVIZ_SEEDS"
"""The environment variable that names another folder of seeds."""


class Unusable(ValueError):
    """A file of seeds/ that cannot be used: the message names it and says why in one sentence."""

    def __init__(self, path: Path, reason: str, line: int = 0) -> None:
        self.path, self.reason, self.line = path, reason, line
        super().__init__(f"{self.place} {reason}")

    @property
    def place(self) -> str:
        """The file as one finds it from where one stands, and the line where that is known."""
        return display_path(self.path) + (f":{self.line}" if self.line else "")


def folder(name: str) -> Path:
    """The folder seeds, templates or static: in the package once installed, else beside it.

    For the seeds the environment variable CNNVIZ_SEEDS may name another folder.
    Raises FileNotFoundError where there is none.
    """
    if name == "seeds" and (own := os.environ.get(SEEDS)):
        if not Path(own).is_dir():
            raise FileNotFoundError(f"{own}, which {SEEDS} names, is not a folder")
        return Path(own)
    return shipped_file(name)


@cache
def shipped_file(name: str) -> Path:
    """The folder of that name that came with the package. Raises FileNotFoundError."""
    for parent in (_PACKAGE, _PACKAGE.parent):
        if (parent / name).is_dir():
            return parent / name
    raise FileNotFoundError(f"{name}/ is neither in {_PACKAGE} nor beside it")


def display_path(path: Path) -> str:
    """The path as one writes it: from the folder that one's seeds are in, or as one named them."""
    own = folder("seeds").parent
    if os.environ.get(SEEDS) or not path.is_relative_to(own):
        return path.as_posix()
    return path.relative_to(own).as_posix()


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises Unusable where it is missing, cannot be read, or is empty."""
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise Unusable(path, "is missing") from None
    except IsADirectoryError:
        raise Unusable(path, "is a folder, and should be a file") from None
    except OSError as error:
        raise Unusable(path, f"cannot be read: {(error.strerror or str(error)).lower()}") from None
    if not body.strip():
        raise Unusable(path, "is empty")
    return body


def text_of(path: Path) -> str:
    """A file's text. Raises Unusable, as `bytes_of` does and where it is not UTF-8."""
    body = bytes_of(path)
    try:
        # Some editors begin a file with a mark of its encoding.
        text = body.decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Unusable(path, "is not text in UTF-8", line) from None


def json_of(path: Path) -> Any:
    """What a JSON file holds. Raises Unusable."""
    text = text_of(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg[0].lower()}{error.msg[1:]}"
        raise Unusable(path, f"{reason}, at character {error.colno}", error.lineno) from None
    except RecursionError:
        raise Unusable(path, "is not JSON that can be read: it is nested too deeply") from None


@cache
def load_json(path: Path) -> Any:
    """What a JSON file holds, read once. Raises Unusable."""
    return json_of(path)
