"""Step 6's network of photographs: what its units see, and what excites them."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import TilesChanges
from truth import plain
from truth.networks import spread
from truth.plain import Truth

WINDOWS = [(5, 1), (2, 2), (3, 1), (2, 2), (3, 1), (3, 1), (2, 2), (3, 1)]
"""The windows of training/ladder.py, pools among them."""
TOPS = (2, 4, 5, 7, 8)
"""How many of them there are up to each of the five layers."""
CLASSES = ["aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


TOLD = {"layer 4": "dog", "layer 5": "car"}
"""The class by which the unit goes that is enlarged, by the panel of its layer."""


def _seen_of(layer: int, picture: int, unit: int) -> list[tuple[int, int]]:
    """Which rows and columns a unit, from 0, sees where it answers most in a picture."""
    kept, windows = seeds.measured("ladder"), WINDOWS[: TOPS[layer - 1]]
    jump, size = prod(stride for _, stride in windows), spread(windows)
    found = []
    for name in ("rows", "columns"):
        place = np.array(kept[name]).reshape(5, -1, 6)[layer - 1, picture, unit]
        start = kept["start"][layer - 1] + jump * int(place)
        found.append((start, start + size))
    return found


def _beyond(layer: int, picture: int, unit: int) -> bool:
    """Whether some of it lies beyond the picture, which is 32×32."""
    return any(start < 0 or end > 32 for start, end in _seen_of(layer, picture, unit))


def _check_one(scene: Scene, frame: Frame, layer: int, said: Sequence[str], excited: int) -> None:
    """Which unit is shown large and framed, and what is written below it."""
    own = slice(6 * layer - 6, 6 * layer)
    name = f"One {layer}"
    change = frame.panels[name]
    assert isinstance(change, TilesChanges)
    assert change.first == excited
    assert scene.panel(name).note == (said[own][excited] if layer > 3 else "")
    number = seeds.measured("ladder")["units"][own][excited]
    assert scene.panel(name).label == f"Layer {layer}, unit {number}"
    framed_units = [box.channels[0] // 3 for box in frame.boxes if box.role == "highlight"]
    assert framed_units == [excited]


def learned(scene: Scene, frame: Frame) -> Truth:
    kept = seeds.measured("ladder")
    layer, asked = int(str(scene.values["layer"])), scene.values.integer("unit")
    key = getattr(frame.narration, "key", "")
    own = kept["agree"][6 * layer - 6 : 6 * layer]
    unit = asked - 1 if asked else own.index(max(own))
    values = np.array(kept["values"]).reshape(5, -1, 6)
    word = str(scene.values["picture"])
    if word == "best":
        picture = int(values[layer - 1, :, unit].argmax())
    else:
        picture = seeds.pictures().index(word)
    spoken = ["first", "second", "third", "fourth", "fifth"]
    at = 1 if key == "ours" else spoken.index(key) + 1 if key in spoken else layer
    excited = int(values[at - 1, picture].argmax()) if key in spoken else unit
    means, index = kept["agree in layer"], 6 * layer - 6 + unit
    common = zip(kept["classes"], kept["agree"], strict=True)
    said = [f"{CLASSES[name]} {count} %" if count >= 50 else "" for name, count in common]
    numbers = {
        "photographs": f"{50_000 - 2_000:,}",
        "accuracy": plain.said(kept["accuracy"]),
        "n": "10,000",
        "strongest": "100",
        "few": plain.printed(means[0]),
        "many": plain.printed(means[-1]),
        # As tests/engine/test_chance.py counts it.
        "chance": "about 15",
        "layer": str(at),
        "size": str(spread(WINDOWS[: TOPS[at - 1]])),
        "a_picture": plain.a_noun(list(seeds.pictures())[picture]),
        "unit": str(kept["units"][index]),
        "agree": str(kept["agree"][index]),
        "class": CLASSES[kept["classes"][index]],
        "agree_here": str(kept["agree"][6 * at - 6 + excited]),
        "class_here": plain.a_noun(CLASSES[kept["classes"][6 * at - 6 + excited]]),
    }
    if key in spoken[1:]:
        _check_one(scene, frame, at, said, excited)
    if key == "fourth":
        assert int(numbers["agree_here"]) >= 50, "it goes by the class"
    if key == "fifth":
        assert scene.panel("One 5").note
    nothing = values[layer - 1, picture, unit] == 0
    claims = {
        "nothing": nothing,
        "all": kept["agree"][index] == 100,
        "sees all": all(a <= 0 and b >= 32 for a, b in _seen_of(layer, picture, unit)),
        "beyond": _beyond(at, picture, excited),
        "told": any(_beyond(k, picture, int(values[k - 1, picture].argmax())) for k in range(1, 4)),
    }
    for panel, change in frame.panels.items():
        if isinstance(change, TilesChanges) and change.lit is not None:
            if key == "look":
                tile = said[6 * int(panel.removeprefix("layer ")) - 6 + change.lit]
                assert tile.startswith(TOLD[panel])
            else:
                assert change.lit == excited
    for box in frame.boxes:
        if box.role == "highlight" and key not in ("large", "found"):
            # A frame on what a unit likes best holds as much as the unit sees.
            sees = spread(WINDOWS[: TOPS[int(box.tensor.removeprefix("layer ")) - 1]])
            assert {box.rows[1] - box.rows[0], box.columns[1] - box.columns[0]} == {sees}
        if box.role == "window":
            assert [box.rows, box.columns] == _seen_of(at, picture, excited)
    return Truth(claims, numbers)
