"""The network on one screen: its layers and blocks as boxes, with the paths between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cnnviz.content.param import Param, Values
from cnnviz.content.scene import Frame, Panel, Stage
from cnnviz.content.spec import Parts, SceneSpec
from cnnviz.content.texts import SceneText
from cnnviz.engine.joins import Arithmetic, Concat
from cnnviz.opened import blocks, paths
from cnnviz.opened.blocks import Fold
from cnnviz.opened.subject import Subject
from cnnviz.opened.waiting import waiting
from cnnviz.opened.wording import called
from cnnviz.staging import panels
from cnnviz.staging.durations import CLOSING, OPENING
from cnnviz.staging.formatting import count_noun, number, roughly

SHAPE = 2.5
"""How many times as wide as high the stage is."""
LONGEST = 15
"""Letters of a name that a box has room for."""
NAMED = 18
"""Boxes that have room for a name where all stand in one row."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The boxes of a graph, and the panel that draws them."""

    found: tuple[Fold, ...]
    panel: Panel

    def place(self, layer: str) -> int:
        """The box in which a layer is; −1 where none is."""
        return next((k for k, each in enumerate(self.found) if layer in each.layers), -1)


def drawn(subject: Subject, inside: str = "", *, one_row: bool = False) -> Drawn:
    """The whole network as a panel, or one block of it with what is around it.

    Raises KeyError where there is no such block.
    """
    network = subject.network
    inner = blocks.blocks(network, inside)
    before, after = _around(subject, inner)
    found = (*before, *inner, *after)
    pairs = paths.pairs_of(network, found)
    made = paths.laid(len(found), pairs, SHAPE, one_row=one_row)
    labels = _labels(found, inside)
    up = panels.Link(values={"block": blocks.parent(network, inside)})
    outside = {each.name for each in (*before, *after)} if inside else set()
    nodes = [
        panels.GraphNode(
            name="" if one_row and len(found) > NAMED else label,
            text="" if one_row else subject.sides(each.layers[-1]),
            x=x,
            y=y,
            stage=stage_of_fold(subject, each),
            folded=each.is_folded,
            outside=each.name in outside,
            link=up if each.name in outside else _link(subject, each),
        )
        for each, label, (x, y) in zip(found, labels, made.corners, strict=True)
    ]
    height, width = made.size
    if subject.unread and not inside:
        nodes += _unread(subject, height)
        height = nodes[-1].y + paths.BOX[0]
        width = max(width, *(each.x + paths.BOX[1] + paths.GAP / 2 for each in nodes))
    graph = panels.Graph(nodes=tuple(nodes), edges=made.paths, box=paths.BOX)
    return Drawn(found, graph.panel("graph", stage=Stage.STACK, size=(height, width)))


def _around(subject: Subject, inner: Sequence[Fold]) -> tuple[list[Fold], list[Fold]]:
    """What these boxes read that is not of them, and the layers that read them."""
    own = {name for each in inner for name in each.layers}
    sources = subject.sources
    before = [each for name in sources if name in own for each in sources[name] if each not in own]
    after = [name for name, read in sources.items() if name not in own and own & {*read}]
    return _alone(before), _alone(after)


def _alone(names: Sequence[str]) -> list[Fold]:
    return [Fold(name, (name,)) for name in dict.fromkeys(names)]


def stage_of_fold(subject: Subject, block: Fold) -> Stage:
    """Of a block the stage of what costs most in it."""
    most = max(block.layers, key=lambda name: subject.costs.get(name, 0))
    return subject.stage(most if block.is_folded else block.layers[0])


def _link(subject: Subject, block: Fold) -> panels.Link | None:
    if block.is_folded:
        return panels.Link(values={"block": block.name})
    if not subject.is_played or block.layers[0] not in subject.stops:
        return None
    return panels.Link(scene="layers", frame=subject.stops.index(block.layers[0]), values={})


def _labels(found: Sequence[Fold], inside: str) -> list[str]:
    """Names that fit: without the modules that they are in, as far as they still differ."""
    labels = [each.name.removeprefix(f"{inside}.") for each in found]
    for k in range(len(labels)):
        while len(labels[k]) > LONGEST and "." in labels[k]:
            shorter = labels[k].partition(".")[2]
            if shorter in labels:
                break
            labels[k] = shorter
    return labels


def _unread(subject: Subject, height: float) -> list[panels.GraphNode]:
    """What cannot be computed, in a row below."""
    return [
        panels.GraphNode(
            name=each.operator,
            text="cannot be read",
            x=paths.GAP / 2 + k * (paths.BOX[1] + paths.GAP),
            y=height + paths.ROW,
        )
        for k, each in enumerate(subject.unread[:6])
    ]


def _frames(subject: Subject, text: SceneText, inside: str, graph: Drawn) -> Iterator[Frame]:
    network = subject.network
    own = [name for each in graph.found for name in each.layers if name in subject.layers]
    inner = [name for each in blocks.blocks(network, inside) for name in each.layers]
    counts, costs = network.parameters(), subject.costs
    joins = [name for name in own if isinstance(subject.layers[name], Concat | Arithmetic)]
    several = [name for name in joins if len(subject.sources[name]) > 1]
    kinds = {
        layer.kind for layer in map(subject.layers.get, several) if isinstance(layer, Arithmetic)
    }
    facts = {
        "inside": bool(inside),
        "folded": any(each.is_folded for each in graph.found),
        "sums": "add" in kinds,
        "combined": bool(kinds - {"add"}),
        "joins": any(isinstance(subject.layers[name], Concat) for name in several),
        "run": subject.is_played,
        "overflows": bool(subject.overflows),
    }
    numbers = {
        "network": network.name,
        "block": inside,
        "input": subject.sides("input"),
        "output": subject.sides(network.answers[0]),
        "layers": count_noun(len(inner), "layer"),
        "parameters": number(sum(counts[name] for name in inner)),
        "cost": roughly(sum(costs[name] for name in inner)),
        "missing": subject.missing,
        "overflows": called(subject, subject.overflows),
    }
    yield Frame(OPENING, text("open", facts, **numbers))
    if facts["folded"]:
        yield Frame(OPENING, text("folded", facts, **numbers))
    if several:
        yield Frame(OPENING, text("joins", facts, **numbers))
    for note in () if inside else subject.notes:
        yield Frame(OPENING, text("note", facts, **numbers, note=note[:1].upper() + note[1:]))
    if subject.unread and not inside:
        many = {"reason": subject.unread[0].reason, "count": len(subject.unread)}
        yield Frame(OPENING, text("unread", {"several": len(subject.unread) > 1}, **many))
    yield Frame(CLOSING, text("close", facts, **numbers))


def graph_scene(subject: Subject) -> SceneSpec:
    """The scene that shows the graph; its parameter `block` opens one."""
    names = blocks.block_names(subject.network)
    block = Param(
        "block",
        "Block",
        "choice",
        "",
        choices=(("", "all"), *((name, name) for name in names)),
        help="A tap on a block opens it.",
        knob=bool(names),
    )

    def build(values: Values, text: SceneText) -> Parts:
        inside = values.word("block")
        graph = drawn(subject, inside)
        return Parts((), (graph.panel,), tuple(waiting(_frames(subject, text, inside, graph))))

    return SceneSpec("graph", Stage.STACK, build, (block,))
