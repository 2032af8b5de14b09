"""What people believe of a map's side: of windows, stride and padding."""

from __future__ import annotations

from fractions import Fraction

from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.outcome import Misconception, Outcome, Topic, worked


def _room(layer: ConvLayer, rings: int) -> str:
    padding = f" + {rings} \\cdot {layer.padding}" if layer.padding else ""
    return rf"\dfrac{{{layer.side} - {layer.kernel}{padding}}}{{{layer.stride}}}"


def _terms(layer: ConvLayer, *more: str) -> tuple[str, ...]:
    """What the numbers of the room are."""
    return "side", "kernel", *(["", "padding"] if layer.padding else []), "stride", *more


def _side(layer: ConvLayer) -> Outcome:
    outcome = worked(rf"\left\lfloor {_room(layer, 2)} \right\rfloor + 1", layer.out)
    return outcome.of(*_terms(layer, ""))


def _divided(layer: ConvLayer) -> Outcome:
    room = layer.side - layer.kernel + 2 * layer.padding
    return worked(_room(layer, 2), Fraction(room, layer.stride)).of(*_terms(layer))


def _by_stride(layer: ConvLayer) -> Outcome:
    value = Fraction(layer.side, layer.stride)
    return worked(rf"\dfrac{{{layer.side}}}{{{layer.stride}}}", value).of("side", "stride")


def _forbidden(layer: ConvLayer) -> Outcome:
    room = layer.side - layer.kernel + 2 * layer.padding
    return _divided(layer)._replace(value="not-allowed") if room % layer.stride else _side(layer)


def _once(layer: ConvLayer) -> Outcome:
    room = layer.side - layer.kernel + layer.padding
    side = Fraction(room // layer.stride + 1)
    outcome = worked(rf"\left\lfloor {_room(layer, 1)} \right\rfloor + 1", side)
    return outcome.of(*_terms(layer, ""))


SIDE: Topic[ConvLayer] = Topic(
    "side",
    _side,
    (
        Misconception(
            "padding is added once",
            "A padding of P makes the picture P wider.",
            "It lies on both sides: the picture is 2P wider.",
            _once,
        ),
        Misconception(
            "the fraction stays",
            "The size is what the division gives.",
            "Count windows: drop the rest, add one.",
            _divided,
        ),
        Misconception(
            "the stride divides the size",
            "The stride divides the size.",
            "Divide the window's room to move, add one.",
            _by_stride,
        ),
        Misconception(
            "it must come out even",
            "If the windows do not fit exactly, the layer cannot be built.",
            "It can: the columns that are left over are not read.",
            _forbidden,
        ),
    ),
    ConvLayer.drawn,
)

TOPICS = (SIDE,)
