"""Panels: one picture within a scene each, sized in units that all panels of the scene share.

Each kind has a dataclass of its options and one of what changes in it from frame to frame; both
travel as JSON, and `static/js/data/wire.d.ts` declares them for the views.
"""

from __future__ import annotations

from cnnviz.content.records import Changes
from cnnviz.staging.panels.arithmetic import Pick, PickChanges, Products
from cnnviz.staging.panels.charts import (
    Axis,
    Bar,
    Bars,
    BarsChanges,
    Curve,
    CurveChanges,
    Lines,
    LinesChanges,
    Series,
    Table,
    TableChanges,
)
from cnnviz.staging.panels.diagrams import (
    Code,
    CodeChanges,
    CodeLine,
    Drawing,
    DrawingChanges,
    Event,
    Part,
    Timeline,
    TimelineChanges,
)
from cnnviz.staging.panels.geometry import (
    Block,
    Blocks,
    BlocksChanges,
    Cone,
    ConeChanges,
    Level,
    Ruler,
    RulerChanges,
    RulerTexts,
)
from cnnviz.staging.panels.layout import (
    ACROSS,
    ALONG,
    UNSEEN,
    bars,
    grid,
    max_abs,
    planes,
    stack,
    stack_size,
    table,
)
from cnnviz.staging.panels.network import CellKind, Column, Network, NetworkChanges, OpenCell
from cnnviz.staging.panels.options import Drags, Opens, Options
from cnnviz.staging.panels.pictures import (
    Grid,
    GridChanges,
    Item,
    Pad,
    Stack,
    StackChanges,
    Strip,
    StripChanges,
    Tiles,
    TilesChanges,
    Volume,
    VolumeChanges,
)

KINDS: tuple[type[Options], ...] = (
    *(Grid, Stack, Tiles, Strip, Volume, Pad),
    *(Products, Pick),
    *(Table, Bars, Lines, Curve),
    *(Ruler, Cone, Blocks),
    *(Network, Code, Timeline, Drawing),
)
"""The options of every kind of panel; static/js/views/index.js holds a view for each."""

__all__ = [
    "ACROSS",
    "ALONG",
    "KINDS",
    "UNSEEN",
    "Axis",
    "Bar",
    "Bars",
    "BarsChanges",
    "Block",
    "Blocks",
    "BlocksChanges",
    "CellKind",
    "Changes",
    "Code",
    "CodeChanges",
    "CodeLine",
    "Column",
    "Cone",
    "ConeChanges",
    "Curve",
    "CurveChanges",
    "Drags",
    "Drawing",
    "DrawingChanges",
    "Event",
    "Grid",
    "GridChanges",
    "Item",
    "Level",
    "Lines",
    "LinesChanges",
    "Network",
    "NetworkChanges",
    "OpenCell",
    "Opens",
    "Options",
    "Pad",
    "Part",
    "Pick",
    "PickChanges",
    "Products",
    "Ruler",
    "RulerChanges",
    "RulerTexts",
    "Series",
    "Stack",
    "StackChanges",
    "Strip",
    "StripChanges",
    "Table",
    "TableChanges",
    "Tiles",
    "TilesChanges",
    "Timeline",
    "TimelineChanges",
    "Volume",
    "VolumeChanges",
    "bars",
    "grid",
    "max_abs",
    "planes",
    "stack",
    "stack_size",
    "table",
]
