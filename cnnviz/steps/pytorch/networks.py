"""Any network of seeds/weights, layer by layer, from its list of layers alone."""

from __future__ import annotations

from dataclasses import replace

from cnnviz.content import seeds
from cnnviz.content.computation import Index
from cnnviz.content.param import Param, ParameterError, Values
from cnnviz.content.scene import Array, Stage
from cnnviz.content.spec import Parts, scene
from cnnviz.content.texts import SceneText
from cnnviz.engine.network import Network
from cnnviz.staging import network_panels
from cnnviz.staging.chosen_cell import PLACE, chosen_index
from cnnviz.staging.inputs import DIGIT, PICTURE, picture_array
from cnnviz.staging.network_columns import columns_of, with_border


def _layers() -> tuple[tuple[str, str], ...]:
    """Every layer of every network whose cells can be opened, each as a choice."""
    found = [
        (name, column.layer)
        for name in seeds.networks()
        for column in columns_of(seeds.outlined(name))[1:]
    ]
    return ("", "none"), *((f"{name} {layer}", f"{name}: {layer}") for name, layer in found)


MOST = 10_000
"""More cells than a side of any layer has."""
PLACES = tuple(
    Param(name, label, "integer", 1, 1, MOST, help="From 1; a tap sets it.", knob=False)
    for name, label in PLACE.items()
)
"""The place of a cell in any layer."""


@scene(
    "networks",
    stage=Stage.CLASSIFY,
    params=(
        Param(
            "network",
            "Network",
            "choice",
            "simplecnn",
            choices=tuple((each, each) for each in seeds.networks()),
            help="Each file of seeds/weights is one.",
        ),
        replace(PICTURE, default="cat"),
        DIGIT,
        Param(
            "layer",
            "Layer",
            "choice",
            "",
            choices=_layers(),
            help="Where the cell is that a tap has opened; of another network it stays closed.",
            knob=False,
        ),
        *PLACES,
    ),
)
def networks(values: Values, text: SceneText) -> Parts:
    """A digit or a picture, as the network reads it, goes through the network that was chosen."""
    name = values.word("network")
    network = seeds.network(name)
    given = _input(network, values)
    cell = _cell(network, values)
    return network_panels.walkthrough(text, network, given, cell)


def _cell(network: Network, values: Values) -> tuple[str, Index] | None:
    """The cell that was asked for, where it is one of this network."""
    name, _, layer = values.word("layer").partition(" ")
    if name != network.name:
        return None
    return layer, chosen_index(values, layer, network.shapes()[layer])


def _input(network: Network, values: Values) -> Array:
    """What the network reads: a picture where it takes three channels, a digit where it takes one.

    Raises ParameterError where it takes neither.
    """
    channels, height, width = network.input_shape
    if channels in (1, 3):
        digit = seeds.digit(values.word("digit"))
        image = digit if channels == 1 else picture_array(values.picture("picture"))
        if image.shape[1] <= height and image.shape[2] <= width:
            return with_border(network, image)
    raise ParameterError(
        "network",
        "must read digits of at least 1×28×28 or pictures of at least 3×32×32; "
        f"{network.name} reads {channels}×{height}×{width}",
    )
