"""What the files of seeds/ may hold plays everywhere; what the scenes need is missed by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnnviz.content.files import SEEDS
from damage import Harm, as_json, left_out
from own_seeds import told_of
from patience import PATIENCE


@pytest.fixture
def copy(tmp_path: Path, root: Path) -> Path:
    """A copy of the seeds."""
    return Path(shutil.copytree(root / "seeds", tmp_path / "own"))


def _digits_as(strokes: list[list[list[float]]]) -> Harm:
    """All digits drawn alike, and one more of each."""

    def change(held: list[dict[str, object]]) -> None:
        held[:] = [each | {"strokes": strokes} for each in reversed(held)]
        held += [each | {"name": f"my {each['name']}"} for each in held]

    return as_json(change)


def _examples_of(height: int, width: int) -> Harm:
    """All examples that may have another size in that one."""

    def change(held: dict[str, object]) -> None:
        rows = [[(3 * y + x) % 5 - 2 for x in range(width)] for y in range(height)]
        held |= {name: rows for name in held if ":" not in name}

    return as_json(change)


ALLOWED = {
    "digits of a dot": ("digits.json", _digits_as([[[0.5, 0.5]]])),
    "digits of a pressed pen": ("digits.json", _digits_as([[[0.4, 0.1, 0.2], [0.6, 0.9, 0.1]]])),
    "digits into the corners": ("digits.json", _digits_as([[[0, 0, 1], [1, 1]], [[0, 1], [1, 0]]])),
    "least examples": ("examples.json", _examples_of(3, 3)),
    "largest examples": ("examples.json", _examples_of(64, 64)),
    "examples of zeros": ("examples.json", as_json(lambda held: held.update(_zeros(held)))),
    "pictures of one's own": (
        "pictures.json",
        as_json(lambda held: held.update({f"{name} 2": held[name] for name in [*held]})),
    ),
}


def _zeros(held: dict[str, object]) -> dict[str, object]:
    """Zeros in place of all examples but the two that must answer, and of what was counted."""
    kept = ("filter: vertical edge", "filter: plus", "lenet paper")
    return {
        name: (np.zeros_like(given)).tolist()
        for name, given in held.items()
        if not name.startswith(kept)
    }


@pytest.mark.sampled(name=1)
@pytest.mark.parametrize("name", ALLOWED)
def test_scenes_can_be_built_of_whatever_the_files_may_hold(copy: Path, name: str) -> None:
    file, change = ALLOWED[name]
    change(copy / file)
    done = told_of(copy, "check")
    assert done.stdout.endswith(": all well\n"), done


def test_who_imports_the_scenes_is_told_what_they_miss(copy: Path) -> None:
    left_out(7)(copy / "digits.json")
    command = [sys.executable, "-c", "import cnnviz.scenes"]
    environment = os.environ | {SEEDS: str(copy)}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert "UnknownName: there is no digit seven; the digits are five, zero, one" in done.stderr


@pytest.mark.sampled(words=1)
@pytest.mark.parametrize(
    "words",
    [
        ["frames", "mlp"],
        ["render", "channels", "rgb", "-o", "x.svg"],
        ["export", "x.html"],
        ["--no-open"],
    ],
)
@pytest.mark.parametrize(("file", "name"), [("digits.json", 7), ("pictures.json", "ship")])
def test_what_the_scenes_need_is_named_by_every_command(
    copy: Path, tmp_path: Path, words: list[str], file: str, name: str | int
) -> None:
    left_out(name)(copy / file)
    done = told_of(copy, *words, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{file}:1: “{'seven' if name == 7 else name}” is missing" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [*tmp_path.glob("x.*")]
