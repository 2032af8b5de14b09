"""A network with a picture of one's own, layer by layer: a scene for notebooks."""

from __future__ import annotations

from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Array, Stage
from cnnviz.content.spec import Parts, SceneSpec, Step
from cnnviz.content.texts import SceneText, StepText
from cnnviz.engine.network import Network
from cnnviz.staging import network_panels
from cnnviz.staging.chosen_cell import chosen_index
from cnnviz.steps.pytorch.networks import PLACES, networks


def shown_step(network: Network, x: Array) -> Step:
    """A step with one scene, in which x goes through the network; any cell of it can be opened.

    x: C×H×W, as the network reads it. Neither may be changed as long as the scene is played.
    """
    opened = network_panels.opened_layers(network)
    names = {value: value.removeprefix(f"{network.name} ") for value in opened.values()}
    choices = (("", "none"), *names.items())
    params = (
        Param("layer", "Layer", "choice", "", choices=choices, knob=False),
        *PLACES,
    )

    def build(values: Values, text: SceneText) -> Parts:
        word = values.word("layer")
        layer = names.get(word, "")
        cell = (layer, chosen_index(values, layer, network.shapes()[layer])) if layer else None
        return network_panels.walkthrough(text, network, x, cell)

    def texts(step: str) -> StepText:
        words = seeds.text(step)
        told = replace(words.scenes[networks.name], title=f"{network.name}, layer by layer")
        return replace(words, scenes={_NAME: told})

    return Step("pytorch", (SceneSpec(_NAME, Stage.CLASSIFY, build, params),), texts)


_NAME = "shown"
