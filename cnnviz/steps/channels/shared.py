"""What the scenes of this step share: its name, its words, its parameters."""

from __future__ import annotations

from cnnviz.content import seeds
from cnnviz.content.seeds import SceneText

NAME = "channels"


def words_of(scene: str) -> SceneText:
    """The words of one scene of this step."""
    return seeds.text(NAME).scenes[scene]
