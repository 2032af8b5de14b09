"""A picture that a page sends for a network, and what the page must know to send one."""

from __future__ import annotations

from typing import Any

from cnnviz.onnx_reader import Unreadable, pixels_from, quoted, ranges_for
from cnnviz.own.network import OwnNetwork

YOURS = "your picture"


def picture_bytes(network: OwnNetwork) -> int:
    """How many bytes a picture for it has: red, green and blue by pixel; 0 if it reads none."""
    height, width = network.frame or (0, 0)
    return 3 * height * width


def shown(network: OwnNetwork, said: dict[str, Any], data: bytes) -> OwnNetwork:
    """The network with the picture of these bytes; without any the same one in other numbers.

    said: "range", a name of RANGES; "invert", whether light is dark; "name" of the picture. Raises
    Unreadable where one of them, or the picture, cannot be.
    """
    kind, inverted = said.get("range", network.kind), said.get("invert", network.inverted)
    if not isinstance(kind, str) or not isinstance(inverted, bool):
        raise Unreadable("range must be a text, and invert true or false")
    if network.frame is None:
        raise Unreadable(f"{network.reading.network.name} reads no pictures of 1 or 3 channels")
    if data and len(data) != picture_bytes(network):
        height, width = network.frame
        raise Unreadable(
            f"a picture must have {picture_bytes(network):,} bytes: red, green and blue of "
            f"{height}×{width} pixels; got {len(data):,}"
        )
    if data:
        pixels = pixels_from(data, network.reading.network.input_shape)
        network = network.with_picture(pixels, _called(said.get("name")))
    return network.in_numbers(kind, inverted=inverted)


def _called(name: object) -> str:
    """What sentences call it."""
    return (quoted(name).strip() if isinstance(name, str) else "") or YOURS


def picture_record(network: OwnNetwork) -> dict[str, Any]:
    """What a page must know to send a picture; nothing where the network reads none."""
    if network.frame is None:
        return {}
    return {
        "size": list(network.frame),
        "range": network.kind,
        "ranges": [list(each) for each in ranges_for(network.reading.network.input_shape).items()],
        "invert": network.inverted,
    }
