"""Weights that are missing or do not fit: the file is named, and everything else plays."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import cnnviz
from cnnviz import seeds
from cnnviz.seeds import Unusable
from cnnviz.steps import STEPS
from test_run import get, playing


@pytest.fixture
def house(tmp_path: Path, root: Path) -> Path:
    """A copy of all that plays, to be damaged."""
    for name in ("cnnviz", "seeds", "static", "templates"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def gone(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_shape(path: Path) -> None:
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **(arrays | {"C1.weight": arrays["C1.weight"][:3]}))


def not_finite(path: Path) -> None:
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **(arrays | {"C1.bias": np.full(6, np.nan, np.float32)}))


DAMAGES = {
    gone: "is missing",
    cut: "cannot be used: ",
    empty: "cannot be used: ",
    other_shape: r"C1.weight must have shape \(6, 1, 5, 5\); got \(3, 1, 5, 5\)",
    not_finite: "C1.bias must be finite",
}


@pytest.mark.parametrize(("damage", "said"), DAMAGES.items())
def test_the_file_is_named_and_what_is_wrong_with_it(
    house: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None], said: str
) -> None:
    damage(house / "seeds" / "weights" / "lenet.npz")
    monkeypatch.setenv("CNNVIZ_SEEDS", str(house / "seeds"))
    with pytest.raises(Unusable, match=rf"^{house}/seeds/weights/lenet\.npz .*{said}"):
        cnnviz.load("lenet")
    assert cnnviz.load("mlp").name == "mlp"
    assert sum(seeds.outlined("lenet").parameters().values()) == 61_706


@pytest.mark.parametrize(("name", "count"), [("lenet", "1"), ("simplecnn", "1"), ("mlp", "2")])
def test_the_server_names_the_file_once_at_its_start_and_the_other_steps_play(
    house: Path, name: str, count: str
) -> None:
    (house / "seeds" / "weights" / f"{name}.npz").write_bytes(b"no weights")
    command = [sys.executable, "-m", "cnnviz"]
    words = ("--no-open", "--workers", count)
    with playing(*words, command=command, cwd=house, PYTHONPATH=str(house)) as (process, url):
        assert get(url, "/")[0] == 200
        played, refused = set(), set()
        for step in STEPS:
            for script in step.scripts:
                status, body = get(url, f"/api/scenes/{step.name}/{script.name}")
                assert status in (200, 503), body
                (played if status == 200 else refused).add(step.name)
                if status == 503:
                    detail = json.loads(body)["detail"]
                    assert detail.startswith("This scene cannot be played: seeds/weights/")
                    assert f"{name}.npz" in detail
        process.kill()
        log = process.stderr.read() if process.stderr else ""
    warnings = [line for line in log.splitlines() if line.startswith("WARNING")]
    assert len(warnings) == 1, log
    assert re.search(rf"seeds/weights/{name}\.npz cannot be used: .*; the scenes that", warnings[0])
    assert "convolution" in played
    home = {"lenet": "lenet", "simplecnn": "pytorch", "mlp": "mlp"}[name]
    assert home in refused
    assert {"stride-padding", "channels"}.isdisjoint(refused)
