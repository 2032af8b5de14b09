"""What the scenes of step 1 share: its name, its words, the digit as picture and as vector."""

from __future__ import annotations

import numpy as np

from cnnviz import film, seeds
from cnnviz.engine.dense import flatten
from cnnviz.scene import Array, Stage, Tensor
from cnnviz.seeds import SceneText

NAME = "mlp"


def words_of(scene: str) -> SceneText:
    """The words of one scene of this step."""
    return seeds.text(NAME).scenes[scene]


def ink(data: Array, label: str, name: str) -> Tensor:
    """A picture of ink, 1×H×W."""
    return Tensor(name, data, label, Stage.INPUT, "image", film.limit(data))


def vector_of(data: Array, label: str, name: str) -> Tensor:
    """The same ink, row after row, as 1×1×H·W."""
    return ink(flatten(data)[np.newaxis, np.newaxis], label, name)
