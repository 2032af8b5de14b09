"""How the field of a layer is written: the field below it, and what the layer adds."""

from __future__ import annotations

from cnnviz.engine.receptive import ReceptiveField


def grown_text(below: ReceptiveField, hops: int) -> str:
    """How a field comes of one of those that are read, so many neurons on."""
    if not hops:
        return str(below.size)
    steps = "·".join(str(each) for each in (hops, below.jump) if each > 1) or "1"
    return f"{below.size} + {steps} = {below.size + hops * below.jump}"
