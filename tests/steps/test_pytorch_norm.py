"""Step 8's batch normalisation: the channels that stand behind the one that is worked out."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from scipy.signal import correlate2d

from cnnviz.content import seeds
from cnnviz.steps import step
from cnnviz.steps.pytorch import layer_maps
from loosely import loosely


def test_the_channels_behind_the_first_are_normalised_over_the_same_batch() -> None:
    made = step("pytorch").spec("norm").scene({"gamma": 2, "beta": -1})
    pictures = made.tensor("batch").data
    for name in layer_maps.OTHERS:
        weights = np.asarray(seeds.example(f"filter: {name}"))[0]
        maps = np.stack([correlate2d(each, weights, mode="valid") for each in pictures])
        expected = 2 * (maps[0] - maps.mean()) / maps.std() - 1
        np.testing.assert_allclose(made.tensor(f"other {name}").data[0], expected, atol=1e-2)


@pytest.mark.parametrize("gamma", [1, 2, 3, 4])
@pytest.mark.parametrize("beta", [-3, 0, 1])
def test_who_works_with_the_printed_numbers_gets_the_printed_results(gamma: int, beta: int) -> None:
    made = step("pytorch").spec("norm").scene({"gamma": gamma, "beta": beta})
    told = {getattr(frame.narration, "key", ""): frame for frame in made.frames}
    rest = _printed(str(told["line"].narration), "rest")
    words = {panel.name: _words(panel) for panel in made.panels if panel.name in ("line", "values")}
    times = _printed(words["line"], "×")
    mean, spread = (_printed(words["values"], name) for name in ("mean", "spread"))
    value, result = _printed(str(told["ask"].narration), "holds"), made.tensor("two cell").data
    assert _same(times, gamma / spread, 3)
    assert _same(rest, beta - gamma * mean / spread)
    assert _same(float(result.item()), value * times + rest)
    left, right = re.split(r"=|\\approx", told["scale"].formula)
    assert float(right) == round(eval(left.replace(r"\cdot", "*")), 2)
    left, right = re.split(r"=|\\approx", told["fold"].formula)
    assert float(right) == round(eval(left.replace(r"\cdot", "*")), 2)


def _words(panel: Any) -> str:
    return " ".join(part.text for part in loosely(panel.options).parts)


def _printed(sentence: str, word: str) -> float:
    """The first number after a word."""
    found = re.search(rf"{word}\D*?(−?\d+(\.\d+)?)", sentence)
    assert found, (word, sentence)
    return float(found[1].replace("−", "-"))


def _same(one: float, other: float, decimals: int = 2) -> bool:
    return round(one, decimals) == round(other, decimals)
