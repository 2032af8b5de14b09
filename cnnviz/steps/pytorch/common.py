"""What the scenes of this step share: the program's lines, and what each makes of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Array, Scale, Stage, Tensor
from cnnviz.engine.geometry import conv2d_parameters, dense_parameters
from cnnviz.engine.layers import Conv2d, Dense, Layer
from cnnviz.staging import panels
from cnnviz.staging.formatting import as_probability, join_sides, number, percent
from cnnviz.staging.inputs import picture_array
from cnnviz.staging.network_panels import full_colour, most_varied
from cnnviz.staging.stages import PYTORCH, STAGES, stages_of

PROGRAM = "simple_cnn.py"
DRAWN = 8
"""How many maps of a layer are drawn: those that vary most over the picture."""
HUES = {name: STAGES[kind] for name, kind in PYTORCH.items()}
LAYERS = tuple(
    layer for layer in seeds.outlined("simplecnn").layers if layer.name != "probabilities"
)


def listing() -> tuple[str, ...]:
    """The lines of the program's class, without its docstring, imports and trial run."""
    # An empty line belongs to it where an indented one follows.
    found = re.search(r"^class (?:.+\n|\n(?= ))+", seeds.code(PROGRAM), re.MULTILINE)
    assert found is not None, PROGRAM
    return tuple(found[0].splitlines())


def layer_of(line: str) -> str:
    """The layer that a line makes, as PyTorch calls it, or "view"; empty where it makes none."""
    found = re.match(r"\s+(?:self\.classifier = )?nn\.(\w+)\(.*\),?$", line)
    return found[1] if found else "view" if ".view(" in line else ""


def pieces(line: str) -> tuple[tuple[str, str], ...]:
    """A line as (text, colour token): a layer in its stage's hue, Python's own words quiet."""
    parts = re.split(r"(\b(?:class|def|return|self|super)\b|nn\.\w+)", line)
    return tuple(
        (part, HUES.get(part.removeprefix("nn."), "ink") if part.startswith("nn.") else "muted")
        if k % 2
        else (part, "ink")
        for k, part in enumerate(parts)
        if part
    )


def activations(picture: str | Array) -> dict[str, Array]:
    """What each line makes of a picture, by the name of its layer, "input" and "flatten" too.

    picture: the name of a painted one, or 3×32×32 red, green and blue from 0 to 1.
    """
    kept: dict[str, Array] = {}
    for name, data in seeds.network("simplecnn").run(picture_array(picture)).items():
        kept[name] = data if data.ndim == 3 else data.reshape(-1, 1, 1)
        if name == "average":
            kept["flatten"] = kept[name]
    return kept


def maps_of(kept: Mapping[str, Array]) -> dict[str, list[int]]:
    """Which maps of each layer are drawn, where not all are: those that vary most after ReLU.

    kept: what `activations` gives.
    """
    found: dict[str, list[int]] = {}
    for name in ("conv1 relu", "conv2 relu", "conv3 relu"):
        count, some = len(kept[name]), list(most_varied(kept[name], DRAWN))
        found |= {
            each: some for each, data in kept.items() if len(data) == count and data.shape[1] > 1
        }
    return found


class Ranked(NamedTuple):
    """One of the ten classes, and what the network makes of it."""

    name: str
    score: float
    """What the last line gives it."""
    share: float
    """What softmax makes of that."""


def ranked(kept: Mapping[str, Array]) -> list[Ranked]:
    """The classes, that with the highest score first: small shares round to 0, scores do not.

    kept: what `activations` gives.
    """
    classes = seeds.network("simplecnn").classes
    scores, shares = (kept[name].ravel().astype(np.float64) for name in ("linear", "probabilities"))
    order = np.argsort(-scores, kind="stable")
    return [Ranked(classes[k], float(scores[k]), float(shares[k])) for k in order]


def score_bars(named: Iterable[tuple[str, float]]) -> panels.Bars:
    """Scores by class, those below zero to the left of it."""
    return panels.Bars(
        bars=tuple(
            panels.Bar(
                name, score, number(Fraction(score)), Stage.CLASSIFY if score > 0 else Stage.INPUT
            )
            for name, score in named
        )
    )


def share_bars(classes: Iterable[Ranked], meant: str) -> panels.Bars:
    """How sure the network is of each class; the one that is meant stands out."""
    return panels.Bars(
        bars=tuple(
            panels.Bar(
                name,
                share,
                _told(share),
                Stage.CLASSIFY if name == meant else Stage.INPUT,
            )
            for name, _, share in classes
        ),
        most=1.0,
    )


def _told(share: float) -> str:
    """What stands beside a share's bar: nothing where the bar says that there is next to none."""
    text = percent(as_probability(share))
    return "" if text.startswith("<") else text


class Made(NamedTuple):
    """What a line makes of a picture; the first is the picture itself."""

    name: str
    """The layer's."""
    tensor: Tensor
    """What is drawn of its output: where it has many maps, those that vary most."""
    shape: tuple[int, ...]
    """All of its output."""
    line: int
    """Its place in the listing; -1 for the picture."""
    stage: Stage
    parameters: int
    """How many the layer has."""
    formula: str
    """Their number as a formula; empty where there are none."""

    @property
    def key(self) -> str:
        """What its sentence is called."""
        return self.name.replace(" ", "-")


def made_of(kept: Mapping[str, Array]) -> tuple[Made, ...]:
    """The picture and what each line makes of it, from the first line to the last.

    kept: what `activations` gives; the probabilities are of no line.
    """
    network = seeds.network("simplecnn")
    outputs = {name: data for name, data in kept.items() if name != "probabilities"}
    chosen, shapes = maps_of(kept), network.shapes()
    stages = {"flatten": Stage.STACK} | stages_of(network)
    hues = {k: HUES[layer] for k, line in enumerate(listing()) if (layer := layer_of(line))}
    # The view is written after the classifier and runs before it.
    order = sorted(hues, key=lambda k: (hues[k] is Stage.CLASSIFY, k))
    counted = {layer.name: _counted(layer) for layer in LAYERS}
    made = []
    for (name, data), k in zip(outputs.items(), (-1, *order), strict=True):
        shape = shapes.get(name, (len(data),)) if name != "average" else data.shape
        some = data[chosen[name]] if name in chosen else data
        scale: Scale = "rgb" if name == "input" else "signed"
        size = 1.0 if name == "input" else full_colour(some)
        label = "Picture" if name == "input" else f"Output of {name}"
        tensor = Tensor(name, some, label, stages[name], scale, size)
        count, formula = counted.get(name, (0, ""))
        made.append(Made(name, tensor, shape, k, hues.get(k, Stage.INPUT), count, formula))
    return tuple(made)


def _counted(layer: Layer) -> tuple[int, str]:
    """How many parameters, and the formula that says so; empty for a layer that learns nothing."""
    match layer:
        case Conv2d():
            (height, width), c_in, c_out = layer.kernel, layer.c_in, layer.c_out
            count = conv2d_parameters(height, width, c_in, c_out)
            terms = rf"{height} \cdot {width} \cdot {c_in} \cdot {c_out} + {c_out}"
        case Dense():
            count = dense_parameters(layer.n_in, layer.n_out)
            terms = rf"{layer.n_in} \cdot {layer.n_out} + {layer.n_out}"
        case _:
            return 0, ""
    return count, f"{terms} = {number(count)}"


def item_of(made: Made) -> panels.Item:
    """How the `volume` view draws what a line makes: its planes, and its shape in words."""
    tensor = made.tensor
    side = tensor.data.shape[1]
    zoom = 0.135 * (32 / side) ** 0.88 if side > 1 else (0.7 if len(tensor.data) > 10 else 1.1)
    most, gap = (DRAWN, 0.2) if side > 1 else (24, 0.34)
    planes = panels.planes(tensor, zoom=zoom, most=most, gap=gap)
    coloured = made.name == "input"
    return panels.Item(
        tensor=tensor.name,
        stage=made.stage,
        title=join_sides(made.shape),
        text=_note(made),
        size=(5.6, 5.6) if coloured else panels.stack_size(planes, zoom),
        options=None if coloured else planes,
        flat=0 if side > 1 else len(tensor.data),
    )


def _note(made: Made) -> str:
    """What stands under a tensor: how much of it is drawn."""
    if made.name == "input":
        return "red, green, blue"
    if len(made.shape) == 3 and made.shape[1] > 1:
        return f"{len(made.tensor.data)} of {made.shape[0]} maps drawn"
    return f"{made.shape[0]} numbers"
