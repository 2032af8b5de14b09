"""The shipped networks: what they weigh, what they see, and how often they are right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnviz.engine.network import Network
from cnnviz.engine.weights import assemble
from cnnviz.evaluate import evaluate
from layer_weights import weight

WEIGHTS = Path(__file__).resolve().parents[2] / "seeds" / "weights"


def described(name: str) -> dict[str, Any]:
    description: dict[str, Any] = json.loads((WEIGHTS / f"{name}.json").read_text(encoding="utf-8"))
    return description


@pytest.fixture(scope="module")
def lenet() -> Network:
    with np.load(WEIGHTS / "lenet.npz") as file:
        return assemble(described("lenet"), dict(file))


def test_lenet_has_61706_parameters_layer_by_layer(lenet: Network) -> None:
    learned = {name: count for name, count in lenet.parameters().items() if count}
    assert learned == {"C1": 156, "C3": 2_416, "F5": 48_120, "F6": 10_164, "output": 850}
    assert sum(learned.values()) == 61_706


def test_lenet_has_the_papers_shapes_and_receptive_fields(lenet: Network) -> None:
    shapes, fields = lenet.shapes(), lenet.receptive_fields()
    named = ("C1", "S2", "C3", "S4", "F5")
    assert [shapes[n] for n in named] == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (120,),
    ]
    assert [fields[n][0].size for n in named] == [5, 6, 14, 16, 32]


def test_lenets_weights_are_float32_and_small(lenet: Network) -> None:
    assert weight(lenet, "C1").dtype == np.float32
    assert (WEIGHTS / "lenet.npz").stat().st_size <= 400 * 1024


def test_lenets_probabilities_add_up_on_blank_paper_and_on_full_ink(lenet: Network) -> None:
    for value in (0, 1):
        kept = lenet.run(np.full((1, 32, 32), value, np.float32))
        assert all(np.isfinite(a).all() for a in kept.values())
        assert kept["probabilities"].sum() == pytest.approx(1, abs=1e-6)


def test_the_card_says_what_was_measured(lenet: Network) -> None:
    card = described("lenet")["card"]
    assert card["n"] == 10_000
    assert card["accuracy"] >= 0.99
    assert {"data", "recipe", "seed", "training_seconds", "date"} <= card.keys()


def test_simplecnn_has_94538_parameters_and_its_card_says_what_was_measured() -> None:
    description = described("simplecnn")
    with np.load(WEIGHTS / "simplecnn.npz") as file:
        network = assemble(description, dict(file))
    assert "untrained" not in description
    counts = [count for count in network.parameters().values() if count]
    assert counts == [896, 18_496, 73_856, 1_290]
    assert sum(counts) == 94_538
    assert network.shapes()["conv3"] == (128, 8, 8)
    assert (WEIGHTS / "simplecnn.npz").stat().st_size <= 400 * 1024
    assert weight(network, "conv1").dtype == np.float32
    card = description["card"]
    assert card["n"] == 10_000
    assert card["accuracy"] >= 0.82
    assert {"data", "recipe", "seed", "training_seconds", "date"} <= card.keys()


def test_evaluate_counts_what_is_right(lenet: Network, tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8)
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2))).astype(np.float32) / 255
    said = np.array([lenet.run(x[None])["output"].argmax() for x in padded])
    labels = np.where(np.arange(20) < 15, said, (said + 1) % 10)
    np.savez(tmp_path / "few.npz", test_images=images, test_labels=labels)
    assert evaluate(lenet, tmp_path / "few.npz") == {"accuracy": 0.75, "n": 20}


def test_evaluate_refuses_other_files_in_a_sentence(lenet: Network, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^there is no file .*none\.npz$"):
        evaluate(lenet, tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("no arrays")
    with pytest.raises(ValueError, match=r"must be an \.npz with test_images and test_labels"):
        evaluate(lenet, tmp_path / "text.npz")
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(ValueError, match=r"must be an \.npz with test_images and test_labels"):
        evaluate(lenet, tmp_path / "other.npz")
