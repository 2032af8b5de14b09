"""Two vectors as arrows, with the angle between them that their cosine tells."""

from __future__ import annotations

from math import acos, cos, sin

from cnnviz.content.scene import Panel, Stage
from cnnviz.staging.diagrams import line, word
from cnnviz.staging.panels import Drawing, Part

HIGH, WIDE = 56.0, 104.0
"""The panel's sides, in units."""
LONGEST = 76.0
"""How long the arrows are where that has room, in units."""
STEPS = 12
"""Of how many pieces the arc between them is."""
LETTERS = 5.0
"""The size of what is written, where a unit is as small as a pixel of the digit."""
SEEN = 0.1
"""From which half of an angle on there is one to be seen."""


def angle_panel(name: str, cosine: float, said: str, ends: tuple[str, str]) -> Panel:
    """One arrow above the level and one below it; what is said of the angle between them."""
    half = acos(max(-1.0, min(1.0, cosine))) / 2
    middle = HIGH / 2
    long = min(LONGEST, (middle - 4) / max(sin(half), 0.01))

    def at(turn: float, far: float) -> tuple[float, float]:
        return 2 + far * cos(turn), middle - far * sin(turn)

    parts: list[Part] = []
    for turn, end, apart in ((half, ends[0], -4.0), (-half, ends[1], 4.0)):
        x, y = at(turn, long + 3)
        parts.append(line(0, at(0, 0), at(turn, long), hue="ink", arrow=True, wide=5))
        parts.append(word(0, x, y + (0 if half > SEEN else apart), end, "input", LETTERS, "left"))
    if half > SEEN:
        arc = (at(half * (2 * k / STEPS - 1), long * 0.45) for k in range(STEPS + 1))
        x, y = at(0, long * 0.45 + 3)
        parts.append(line(0, *arc, hue="conv", wide=4))
        parts.append(word(0, x, y, said, "conv", LETTERS, "left"))
    drawing = Drawing(parts=tuple(parts))
    return drawing.panel(name, label="Both vectors", stage=Stage.INPUT, size=(HIGH, WIDE))
