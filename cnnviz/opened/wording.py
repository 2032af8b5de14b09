"""What sentences say of a layer: what it does, in claims, and its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cnnviz.engine.activation_layers import Activation, Pointwise, PReLU
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.engine.layers import Conv2d, Dense, Flatten, GlobalAvgPool2d, Pool2d
from cnnviz.engine.normalization import BatchNorm2d
from cnnviz.engine.resize import Resize2d
from cnnviz.engine.shaping import Reshape
from cnnviz.engine.transposed import ConvTranspose2d
from cnnviz.opened.subject import Subject
from cnnviz.staging.formatting import count_noun, join_sides, number, roughly

UNBENT = ("softmax", "log_softmax", "identity", "dropout")
"""Kinds of activations that are no functions of each value alone, or leave it as it is."""
NUMBERED = re.compile(r"\d+([._]\d+)*")
"""Names that a program has not given, such as 0, 2.1 or 3_2."""


def facts(subject: Subject, name: str) -> dict[str, bool]:
    """What holds of a layer, as sentences ask for it."""
    layer, shape = subject.layers[name], subject.shapes[name]
    kind = getattr(layer, "kind", "")
    return {
        "depthwise": isinstance(layer, Conv2d) and 1 < layer.groups == layer.c_in,
        "several each": isinstance(layer, Conv2d) and layer.c_out > layer.groups,
        "one by one": isinstance(layer, Conv2d)
        and layer.kernel == (1, 1)
        and layer.c_in > layer.groups == 1,
        "a convolution": isinstance(layer, Conv2d),
        "transposed": isinstance(layer, ConvTranspose2d),
        "a pooling": isinstance(layer, Pool2d),
        "a mean": isinstance(layer, GlobalAvgPool2d),
        "a dense layer": isinstance(layer, Dense),
        "an activation": isinstance(layer, Activation | Pointwise | PReLU) and kind not in UNBENT,
        "a softmax": isinstance(layer, Activation) and kind == "softmax",
        "resized": isinstance(layer, Resize2d),
        "normalised": isinstance(layer, BatchNorm2d),
        "as it is": kind in ("identity", "dropout"),
        "a sum": isinstance(layer, Arithmetic)
        and layer.kind == "add"
        and len(subject.sources[name]) > 1,
        "a join": isinstance(layer, Concat),
        "of one": len(subject.sources[name]) == 1,
        "unrolled": isinstance(layer, Flatten | Reshape) and len(shape) == 1,
        "maps": len(shape) == 3,
        "some drawn": False,
    }


def numbers(subject: Subject, name: str) -> dict[str, object]:
    """What sentences fill in."""
    layer, shape = subject.layers[name], subject.shapes[name]
    count, *sides = shape
    kernel = layer.size if isinstance(layer, Pool2d) else getattr(layer, "kernel", ())
    made = (
        f"{count_noun(count, 'map')} of {join_sides(sides)}"
        if sides
        else count_noun(count, "number")
    )
    return {
        **layer_names(subject, name),
        "operator": subject.operator(name),
        "sources": _listed([called(subject, each) for each in subject.sources[name]]),
        "made": made,
        "count": number(count),
        "each": layer.c_out // layer.groups if isinstance(layer, Conv2d) else "",
        "kernel": join_sides(kernel) if kernel else "",
        "parameters": count_noun(layer.parameters(), "parameter"),
        "cost": roughly(subject.costs[name]),
    }


def called(subject: Subject, name: str, *, first: bool = False) -> str:
    """A layer, or what the network reads, in a sentence; first: where that begins with it.

    Layers that a program leaves without names are numbered, and a number alone says nothing.
    """
    if name == "input":
        return "the picture" if subject.picture is not None else "its input"
    return f"{'Layer' if first else 'layer'} {name}" if NUMBERED.fullmatch(name) else name


def layer_names(subject: Subject, name: str) -> dict[str, object]:
    """A layer as it is called within a sentence, and where that begins with it."""
    return {"layer": called(subject, name), "Layer": called(subject, name, first=True)}


def _listed(names: Sequence[str], most: int = 4) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
