"""Which layers of a network are drawn as one box: by the modules they belong to, or their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cnnviz.engine.network import Network
from cnnviz.staging.formatting import join_sides

MOST = 24
"""Boxes of a graph that can be read on one screen."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A box of the graph: some layers that follow one another. One layer alone is no fold."""

    name: str
    layers: tuple[str, ...]

    @property
    def is_folded(self) -> bool:
        """Whether it stands for several layers."""
        return len(self.layers) > 1


def blocks(network: Network, inside: str = "") -> tuple[Fold, ...]:
    """The boxes of the whole network, or of those of the block of that name.

    Raises KeyError where there is no such block.
    """
    found = folded(network, [layer.name for layer in network.layers])
    while inside:
        around = next(
            (each for each in found if each.is_folded and _within(inside, each.name)), None
        )
        if around is None:
            raise KeyError(inside)
        found = folded(network, around.layers, around.name)
        if around.name == inside:
            break
    return found


def block_names(network: Network) -> tuple[str, ...]:
    """The names of all blocks that can be opened, each before those in it."""

    def walked(found: Sequence[Fold]) -> list[str]:
        names = []
        for each in found:
            if each.is_folded:
                names += [each.name, *walked(folded(network, each.layers, each.name))]
        return names

    return tuple(walked(blocks(network)))


def parent(network: Network, name: str) -> str:
    """The block in which a block stands; empty for the whole network."""
    around = [each for each in block_names(network) if each != name and _within(name, each)]
    return max(around, key=len, default="")


def _within(name: str, block: str) -> bool:
    return name == block or name.startswith((f"{block}.", f"{block} "))


def folded(network: Network, layers: Sequence[str], block: str = "") -> tuple[Fold, ...]:
    """These layers as few enough boxes: modules as deep as can be, else by the maps' size.

    A block that cannot be told apart further gives its layers one by one, at most MOST in a box.
    """
    deepest = max(len(name.split(".")) for name in layers)
    ways = [_by_module(layers, depth) for depth in range(1, deepest + 1)]
    fitting = [way for way in ways if len(way) <= MOST and (not block or len(way) > 1)]
    if not fitting:
        by_size = _by_size(network, layers, block)
        fitting = [by_size] if 1 < len(by_size) <= MOST else [_by_count(layers, block)]
    return _named_apart(fitting[-1])


def _by_module(layers: Sequence[str], depth: int) -> list[Fold]:
    runs = groupby(layers, key=lambda name: ".".join(name.split(".")[:depth]))
    return [_block(name, tuple(run)) for name, run in runs]


def _by_size(network: Network, layers: Sequence[str], block: str) -> list[Fold]:
    shapes = network.shapes()
    runs = groupby(layers, key=lambda name: join_sides(shapes[name][-2:]))
    return [_block(f"{block} {size}".strip(), tuple(run)) for size, run in runs]


def _by_count(layers: Sequence[str], block: str) -> list[Fold]:
    """Equal parts, as few as can be."""
    each = -(-len(layers) // MOST)
    parts = [tuple(layers[k : k + each]) for k in range(0, len(layers), each)]
    return [_block(f"{block} {k + 1}".strip(), part) for k, part in enumerate(parts)]


def _block(name: str, layers: tuple[str, ...]) -> Fold:
    return Fold(name if len(layers) > 1 else layers[0], layers)


def _named_apart(found: Sequence[Fold]) -> tuple[Fold, ...]:
    """Blocks of one name, between which others stand, numbered."""
    taken: dict[str, int] = {}
    named = []
    for each in found:
        taken[each.name] = count = taken.get(each.name, 0) + 1
        named.append(each if count == 1 else Fold(f"{each.name} ({count})", each.layers))
    return tuple(named)
