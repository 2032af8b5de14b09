"""The trained networks on the test halves of their data: right as stated, and seldom doubted."""

from __future__ import annotations

import os
from typing import Any

import pytest

from cnnviz.content import seeds
from cnnviz.engine.network import Network
from cnnviz.evaluate import evaluate
from cnnviz.staging.answers import answer_of


# One test, as running a network ten thousand times is slow enough.
@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "variable", "floor"),
    [("lenet", "CNNVIZ_MNIST", 0.99), ("simplecnn", "CNNVIZ_CIFAR10", 0.82)],
)
def test_a_network_is_as_right_as_its_card_says_and_doubts_at_most_3_per_cent(
    name: str, variable: str, floor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variable not in os.environ:
        pytest.skip(f"{variable} does not say where the data is, and it is not downloaded")
    run = Network.run
    doubts = []

    def doubting(network: Network, x: Any) -> Any:
        kept = run(network, x)
        doubts.append(answer_of(network, kept).unlike)
        return kept

    monkeypatch.setattr(Network, "run", doubting)
    measured = evaluate(seeds.network(name), os.environ[variable])
    assert measured["n"] == len(doubts) == 10_000
    assert measured["accuracy"] >= floor
    assert measured["accuracy"] == pytest.approx(seeds.card(name)["accuracy"], abs=2e-4)
    assert sum(doubts) / len(doubts) <= 0.03
