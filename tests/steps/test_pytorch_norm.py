"""Step 8's batch normalisation: the channels that stand behind the one that is worked out."""

from __future__ import annotations

import numpy as np
from scipy.signal import correlate2d

from cnnviz.content import seeds
from cnnviz.steps import step
from cnnviz.steps.pytorch import layer_maps


def test_the_channels_behind_the_first_are_normalised_over_the_same_batch() -> None:
    made = step("pytorch").spec("norm").scene({"gamma": 2, "beta": -1})
    pictures = made.tensor("batch").data
    for name in layer_maps.OTHERS:
        weights = np.asarray(seeds.example(f"filter: {name}"))[0]
        maps = np.stack([correlate2d(each, weights, mode="valid") for each in pictures])
        expected = 2 * (maps[0] - maps.mean()) / maps.std() - 1
        np.testing.assert_allclose(made.tensor(f"other {name}").data[0], expected, atol=1e-2)
