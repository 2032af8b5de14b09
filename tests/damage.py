"""Ways to damage a file: what each of them does to the file at a path."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Harm = Callable[[Path], None]


def instead(old: str, new: str) -> Harm:
    """Puts `new` where `old` first stands."""

    def damage(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{path.name} has no {old!r} any more"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def without(start: str) -> Harm:
    """Takes away the lines that begin so."""

    def damage(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines), f"{path.name} has no line {start!r} any more"
        path.write_text("".join(kept), encoding="utf-8")

    return damage


def as_json(change: Callable[[Any], None]) -> Harm:
    """Changes what a JSON file holds; each of its parts is then on a line of its own."""

    def damage(path: Path) -> None:
        held = json.loads(path.read_text(encoding="utf-8"))
        change(held)
        path.write_text(json.dumps(held, indent=1), encoding="utf-8")

    return damage


def set_to(value: object, *place: str | int) -> Harm:
    """Puts a value at that place of a JSON file."""

    def change(held: Any) -> None:
        for key in place[:-1]:
            held = held[key]
        held[place[-1]] = value

    return as_json(change)


def left_out(*place: str | int) -> Harm:
    """Takes away what stands at that place of a JSON file."""

    def change(held: Any) -> None:
        for key in place[:-1]:
            held = held[key]
        del held[place[-1]]

    return as_json(change)


def array(name: str, value: np.ndarray[Any, Any] | None) -> Harm:
    """Puts an array into an .npz file, or takes it away."""

    def damage(path: Path) -> None:
        with np.load(path) as file:
            arrays = dict(file)
        arrays.pop(name)
        np.savez(path, **(arrays if value is None else {**arrays, name: value}))

    return damage


def gone(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def bad_bytes(path: Path) -> None:
    lines = path.read_bytes().split(b"\n")
    lines[2] += b"\xff\xfe"
    path.write_bytes(b"\n".join(lines))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def null(path: Path) -> None:
    path.write_text("null", encoding="utf-8")


def other_bytes(path: Path) -> None:
    path.write_bytes(b"\x00\x01 not what it should be")
