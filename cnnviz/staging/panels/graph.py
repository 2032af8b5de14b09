"""The panel that draws a network as a graph: boxes in rows, and the paths between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from cnnviz.content.records import Changes, Record
from cnnviz.content.scene import Stage
from cnnviz.staging.panels.options import Options


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """Where a tap on a box leads."""

    values: Mapping[str, int | str]
    """The parameters that it sets."""
    scene: str = ""
    """The scene of the step that shows it; empty for the panel's own."""
    frame: int = 0
    """The frame of that scene, from 0."""


@dataclass(frozen=True, kw_only=True)
class GraphNode(Record):
    """A box of a graph: a layer, or a block of layers; places are in the panel's units."""

    name: str
    """What is written in it."""
    text: str
    """What is written below its name; empty where nothing is."""
    x: float
    """Its left end."""
    y: float
    """Its upper end."""
    stage: Stage | None = None
    """Its hue; none where it cannot be computed, and is grey."""
    folded: bool = False
    """Whether it is a block, of which only the whole is drawn."""
    outside: bool = False
    """Whether it belongs to what is around the block that is drawn."""
    link: Link | None = None
    """Where a tap on it leads."""


@dataclass(frozen=True, kw_only=True)
class GraphChanges(Changes):
    """What changes in a graph."""

    lit: int | None = None
    """The box spoken of, from 0; none by default, or −1."""


@dataclass(frozen=True, kw_only=True)
class Graph(Options):
    """A network as boxes, and the paths that part and join between them."""

    kind: ClassVar[str] = "graph"
    changes: ClassVar[type[Changes]] = GraphChanges

    nodes: tuple[GraphNode, ...]
    """The boxes, in the order in which they are computed."""
    edges: tuple[tuple[tuple[float, float], ...], ...]
    """The points of each path, from a box to one that reads it."""
    box: tuple[float, float]
    """Height and width of a box, in units."""
