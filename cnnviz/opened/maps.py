"""What is drawn of each activation: some of its maps, or of its numbers, and which these are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnviz.content.scene import Array, Scale, Stage, Tensor
from cnnviz.opened.subject import Subject
from cnnviz.staging import network_panels
from cnnviz.staging.formatting import number
from cnnviz.staging.network_panels import most_varied

MAPS = 12
"""Maps of a layer that are drawn: those that vary most."""
NUMBERS = 1024
"""Numbers of a vector that are drawn: those that are largest in magnitude."""
CELLS = 3_000_000
"""Cells that the scene of all layers has together, about; it travels as a whole."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An activation as it is drawn."""

    tensor: Tensor
    which: tuple[int, ...]
    """The maps or numbers of the activation that are drawn, from 0; all where it is empty."""
    text: str
    """How many of them, in words; empty where all are."""


def as_maps(data: Array) -> Array:
    """An activation as C×H×W: a vector as C×1×1; what has more axes, with the first ones joined."""
    if data.ndim == 3:
        return data
    return data.reshape((-1, 1, 1) if data.ndim == 1 else (-1, *data.shape[-2:]))


def shown(subject: Subject, name: str) -> Shown:
    """What is drawn of an activation that was kept."""
    data = as_maps(subject.kept[name])
    each = data.shape[1] * data.shape[2]
    if each == 1:
        strongest = np.argsort(-np.abs(data[:, 0, 0]), kind="stable")[:NUMBERS]
        which = () if len(data) <= NUMBERS else tuple(sorted(strongest.tolist()))
        kind = "numbers"
    else:
        most = min(MAPS, max(1, CELLS // len(subject.kept) // each))
        which = () if len(data) <= most else most_varied(data, most)
        kind = "maps"
    drawn = data[list(which)] if which else data
    text = f"{len(which)} of {number(len(data))} {kind} drawn" if which else ""
    stage = subject.stage(name)
    scale: Scale = "image" if name == "input" and _is_bright(drawn) else "signed"
    limit = 1.0 if scale == "image" else full_colour(drawn)
    return Shown(Tensor(name, drawn, name, stage, scale, limit), which, text)


STRONGEST = 99.0
"""The percentile of a layer's magnitudes that is drawn in full colour."""


def full_colour(data: Array) -> float:
    """The magnitude that is drawn in full colour."""
    return network_panels.full_colour(data, STRONGEST)


def _is_bright(data: Array) -> bool:
    """Whether it can be seen as a picture in grey: one channel from 0 to 1."""
    return len(data) == 1 and bool(data.min() >= 0 and data.max() <= 1)


def picture_tensor(subject: Subject) -> Tensor | None:
    """The picture as one looks at it; None where there is none."""
    if subject.picture is None:
        return None
    scale: Scale = "rgb" if len(subject.picture) == 3 else "image"
    return Tensor("picture", subject.picture, "Picture", Stage.INPUT, scale)
