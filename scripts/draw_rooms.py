"""Draws which room of the code imports which, from the imports themselves: make drawing

A room stands above all that it imports. An arrow is left out where others lead to the same room.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from test_imports import MODULES, room, rooms

PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"
SCRIPTS = ROOT / "static" / "js"
WIDTH, HEIGHT, ACROSS, BETWEEN, MARGIN, TITLE = 116, 28, 14, 36, 20, 40
"""Sizes in pixels: of a room, between rooms side by side, between floors, around, of a heading."""
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1b1b20; text-anchor: middle }
text.title { font-size: 16px; font-weight: 600 }
rect { fill: #eef2f8; stroke: #5b6b82 }
path { fill: none; stroke: #5b6b82; marker-end: url(#head) }
#head path { fill: #5b6b82; stroke: none; marker-end: none }
.wire { stroke-width: 2.5; stroke-dasharray: 8 5 }
.paper { fill: #ffffff; stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #eceef2 } rect { fill: #26303f; stroke: #8fa3bf } path { stroke: #8fa3bf }
  #head path { fill: #8fa3bf } .paper { fill: #14171c }
}
"""

Graph = dict[str, set[str]]
"""By room, the rooms that it imports."""


def of_python() -> Graph:
    """The rooms of cnnviz/, as tests/test_imports.py has them."""
    graph: Graph = {}
    for module in MODULES:
        here = room(module)
        graph.setdefault(here, set()).update(rooms(module) - {here})
    names = {each: each or "cnnviz" for each in graph}
    return {names[here]: {names[other] for other in others} for here, others in graph.items()}


def of_scripts() -> Graph:
    """The folders of static/js, and the modules beside them."""
    graph: Graph = {}
    for path in sorted(SCRIPTS.rglob("*.js")):
        here = path.relative_to(SCRIPTS).parts[0]
        named = re.findall(r'(?:\bfrom |\bimport |\bimport\()"(\.[^"]+)"', path.read_text("utf-8"))
        others = {(path.parent / each).resolve().relative_to(SCRIPTS).parts[0] for each in named}
        graph.setdefault(here, set()).update(others - {here})
    return graph


def floors(graph: Graph) -> list[list[str]]:
    """The rooms from the ground up: each stands above all that it imports, near those below."""
    level: dict[str, int] = {}

    def height(here: str) -> int:
        if here not in level:
            level[here] = 1 + max((height(other) for other in graph[here]), default=-1)
        return level[here]

    for here in graph:
        height(here)
    rows: list[list[str]] = [[] for _ in range(1 + max(level.values()))]
    for here in sorted(graph):
        rows[level[here]].append(here)
    place: dict[str, float] = {}
    for row in rows:
        row.sort(key=lambda here: _mean([place[other] for other in graph[here]]))
        for k, here in enumerate(row):
            place[here] = k - (len(row) - 1) / 2
    return rows


def _mean(places: list[float]) -> float:
    return sum(places) / len(places) if places else 0.0


def reduced(graph: Graph) -> Graph:
    """Without the arrows to what another arrow leads to as well."""

    def reached(here: str) -> set[str]:
        return set().union(*({other} | reached(other) for other in graph[here]))

    return {
        here: {each for each in others if not any(each in reached(o) for o in others - {each})}
        for here, others in graph.items()
    }


def breadth(graph: Graph) -> float:
    """How wide a graph is drawn."""
    return max(len(row) for row in floors(graph)) * (WIDTH + ACROSS) - ACROSS


def corners(graph: Graph, left: float, bottom: float) -> dict[str, tuple[float, float]]:
    """By room, its upper left corner; the ground floor stands on `bottom`."""
    width = breadth(graph)
    return {
        here: (
            left + (width - len(row) * (WIDTH + ACROSS) + ACROSS) / 2 + k * (WIDTH + ACROSS),
            bottom - HEIGHT - floor * (HEIGHT + BETWEEN),
        )
        for floor, row in enumerate(floors(graph))
        for k, here in enumerate(row)
    }


def draw_graph(title: str, graph: Graph, left: float, bottom: float) -> list[str]:
    """A graph as lines of SVG."""
    corner = corners(graph, left, bottom)
    top = min(y for _, y in corner.values())
    middle = left + breadth(graph) / 2
    lines = [f'<text class="title" x="{middle:g}" y="{top - 18:g}">{escape(title)}</text>']
    for here, others in sorted(reduced(graph).items()):
        for other in sorted(others):
            (x, y), (to_x, to_y) = corner[here], corner[other]
            x, y, to_x = x + WIDTH / 2, y + HEIGHT, to_x + WIDTH / 2
            bend = (to_y - y) / 2
            curve = f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"
            lines.append(f'<path d="{curve}"/>')
    for here, (x, y) in corner.items():
        name = here.replace("server.", "server/")
        lines.append(f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>')
        lines.append(f'<text x="{x + WIDTH / 2:g}" y="{y + 19:g}">{escape(name)}</text>')
    return lines


def picture() -> str:
    """The whole drawing as SVG: both graphs side by side, and what travels between them."""
    python, scripts = of_python(), of_scripts()
    right = 2 * MARGIN + breadth(python) + 6 * ACROSS
    width = right + breadth(scripts) + MARGIN
    bottom = (
        TITLE
        - BETWEEN
        + MARGIN
        + max(len(floors(each)) for each in (python, scripts)) * (HEIGHT + BETWEEN)
    )
    height = bottom + MARGIN
    (x, y), (to_x, to_y) = (
        corners(python, MARGIN, bottom)["server.routes"],
        corners(scripts, right, bottom)["data"],
    )
    x, y, to_y = x + WIDTH, y + HEIGHT / 2, to_y + HEIGHT / 2
    wire = f"M{x:g} {y:g}C{right:g} {y:g} {right - 2 * WIDTH:g} {to_y:g} {to_x:g} {to_y:g}"
    # Past a third of the arrow, where no room stands on either side.
    beside = (8 * x + 12 * right + 6 * (right - 2 * WIDTH) + to_x) / 27 + WIDTH * 0.75
    below = (20 * y + 7 * to_y) / 27
    lines = [
        f'<path class="wire" d="{wire}"/>',
        f'<text x="{beside:g}" y="{below:g}">scenes as JSON lines</text>',
        *draw_graph("Python: cnnviz/", python, MARGIN, bottom),
        *draw_graph("Browser: static/js/", scripts, right, bottom),
    ]
    marker = (
        '<marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z"/></marker>'
    )
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
    paper = f'<rect class="paper" width="{width:g}" height="{height:g}"/>'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    parts = (opening, f"<style>{STYLE}</style>", marker, paper, *lines, "</svg>")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(PICTURE)
