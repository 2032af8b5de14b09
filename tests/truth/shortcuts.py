"""Step 8's residual block: its cell, its halved maps and its weights, in fractions."""

from __future__ import annotations

from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from truth import plain
from truth.plain import Truth


def residual(scene: Scene, frame: Frame) -> Truth:
    strength, channels = scene.values.integer("strength"), scene.values.integer("channels")
    x = plain.grid(seeds.digit())
    weights = plain.grid(seeds.example(f"filter: {scene.values.word('filter')}"))
    kernel = plain.scaled(weights, Fraction(strength, 4))
    found, half = (plain.conv(x, kernel, stride, 1) for stride in (1, 2))
    short = plain.Grid(row[::2] for row in x[::2])
    for name, expected in (
        ("found", found),
        ("y", plain.added(found, x)),
        ("half", half),
        ("short", short),
        ("half y", plain.added(half, short)),
    ):
        assert plain.grid(scene.tensor(name).data) == expected, name
    (top, left) = _opened(scene)
    value, given = found[top + 1][left + 1], x[top + 1][left + 1]
    numbers = {
        "found": plain.about(value),
        "given": plain.printed(given),
        "sum": plain.about(value + given),
        "terms": str(3 * 3),
        "channels": str(channels),
        "doubled": plain.printed(channels + channels),
        "weights": plain.printed(sum(9 * channels for _ in range(2 * channels))),
        "point": plain.printed(sum(channels for _ in range(2 * channels))),
        "sides": plain.shape(x),
        "halved": plain.shape(half),
    }
    return Truth({"zero": strength == 0}, numbers)


def _opened(scene: Scene) -> tuple[int, int]:
    """The first row and column that the cell which is worked out reads."""
    boxes = (box for each in scene.frames if each.computations for box in each.boxes)
    window = next(box for box in boxes if box.tensor == "x")
    return window.rows[0], window.columns[0]
