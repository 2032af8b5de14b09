"""What the scenes of step 7 share: its name, its words, how a probability is said."""

from __future__ import annotations

from cnnviz import film, seeds
from cnnviz.seeds import SceneText

NAME = "lenet"
LAYERS = ("C1", "S2", "C3", "S4", "F5", "F6", "output")
SURE = 0.9


def words_of(scene: str) -> SceneText:
    """The words of one scene of this step."""
    return seeds.text(NAME).scenes[scene]


def said(share: float) -> str:
    """A probability in a sentence, in per cent, as honest at its ends."""
    if share < 0.0001:
        return "less than 0.01"
    return "more than 99.99" if share > 0.9999 else film.about(100 * round(share, 4))
