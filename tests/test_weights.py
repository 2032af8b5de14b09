"""Weights that are missing or do not fit: the file is named, and everything else plays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

import cnnviz
from checkout_copy import copy_checkout, failed_start
from cnnviz.content import seeds
from cnnviz.content.seeds import Unusable
from cnnviz.server import create_app


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Path:
    """A copy of all that plays, to be damaged."""
    return copy_checkout(root, tmp_path)


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
    empty: "is empty",
    other_shape: r"C1.weight must have shape \(6, 1, 5, 5\); got \(3, 1, 5, 5\)",
    not_finite: "C1.bias must be finite",
}


@pytest.mark.parametrize(("damage", "said"), DAMAGES.items())
def test_the_file_is_named_and_what_is_wrong_with_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None], said: str
) -> None:
    damage(checkout / "seeds" / "weights" / "lenet.npz")
    monkeypatch.setenv("CNNVIZ_SEEDS", str(checkout / "seeds"))
    with pytest.raises(Unusable, match=rf"^{checkout}/seeds/weights/lenet\.npz .*{said}"):
        cnnviz.load("lenet")
    assert cnnviz.load("mlp").name == "mlp"
    assert sum(seeds.outlined("lenet").parameters().values()) == 61_706


@pytest.mark.parametrize("count", ["1", "2"])
def test_the_server_names_the_file_once_and_does_not_start(checkout: Path, count: str) -> None:
    (checkout / "seeds" / "weights" / "lenet.npz").write_bytes(b"no weights")
    done = failed_start(checkout, count)
    assert done.returncode == 1
    assert done.stdout == ""
    line, last = done.stderr.splitlines()
    assert line.startswith("seeds/weights/lenet.npz: cannot be used: ")
    assert last == "cnnviz: the seeds cannot be used: 1 fault"


def test_a_file_that_is_harmed_later_is_named_to_those_who_ask_and_the_other_steps_play(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "seeds" / "weights" / "lenet.npz").write_bytes(b"no weights")
    monkeypatch.setenv("CNNVIZ_SEEDS", str(checkout / "seeds"))
    with TestClient(create_app()) as client:
        assert client.get("/").status_code == 200
        assert client.get("/api/scenes/convolution/edge").status_code == 200
        refused = client.get("/api/scenes/lenet/run")
    assert refused.status_code == 503
    detail = refused.json()["detail"]
    assert detail.startswith(
        f"This scene cannot be played: {checkout}/seeds/weights/lenet.npz cannot"
    )
