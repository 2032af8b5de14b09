"""Step 3: where windows stand, counted one by one."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np

from cnnviz.content.scene import Frame, Scene
from loosely import loosely
from truth import plain
from truth.plain import Truth


def stride(scene: Scene, frame: Frame) -> Truth:
    picture, kernel = (plain.grid(scene.values[name]) for name in ("input", "kernel"))
    step = scene.values.integer("stride")
    near, far = (plain.conv(picture, kernel, by) for by in (1, step))
    count = [len(plain.cells(each)) for each in (near, far)]
    numbers = {
        "height": str(len(picture)),
        "width": str(len(picture[0])),
        "stride": str(step),
        "near": str(count[0]),
        "far": str(count[1]),
        "wide": str(len(far[0])),
        "size": plain.shape(near),
    }
    for work in frame.computations:
        _, y, x = work.index
        numbers["result"] = plain.about((near if work.tensor == "every" else far)[y][x])
    if getattr(frame.narration, "key", "") == "close":
        kept = tuple(row[::step] for row in near[::step])
        assert kept == far, "a stride changes no answer"
    claims = {
        "fewer": count[1] < count[0],
        "same stride": step == 1,
        "every other": step == 2,
        "one window": count[0] == 1,
        "one column": len(near[0]) == 1,
        "both ways": len(near) > 1 and len(near[0]) > 1,
    }
    return Truth(claims, numbers)


def _sides(scene: Scene) -> tuple[plain.Grid, int, int]:
    side = int(str(scene.values["K"]))
    return plain.grid(scene.values["input"]), side, side // 2


def padding(scene: Scene, frame: Frame) -> Truth:
    picture, side, ring = _sides(scene)
    kernel = plain.Grid(((Fraction(1),) * side,) * side)
    inner, outer = plain.conv(picture, kernel), plain.conv(picture, kernel, padding=ring)
    assert plain.sides(outer) == plain.sides(picture), "same is as large as the input"
    key = getattr(frame.narration, "key", "")
    shapes = {"open": picture, "fits": inner}
    numbers = {
        "side": str(side),
        "count": str(side * side),
        "ring": str(ring),
        "small": plain.shape(inner),
        "large": plain.shape(outer),
        "places": str(len(outer) * len(outer[0])),
        "size": plain.shape(shapes.get(key, picture)),
    }
    claims = {
        "smaller": plain.sides(inner) != plain.sides(picture),
        "no ring": ring == 0,
        "one ring": ring == 1,
        "most common": side == 3,
    }
    if key == "inside":
        framed = tuple(row[ring:-ring] for row in outer[ring:-ring])
        assert framed == tuple(inner), "the map without padding lies within the other"
    flat = plain.Grid(((Fraction(1),) * len(picture[0]),) * len(picture))
    across = (Fraction(1), *[Fraction(0)] * (side - 2), Fraction(-1))
    edges = plain.conv(flat, plain.Grid((across,) * side), padding=ring) if ring else flat
    if key == "edges":
        inside = [row[ring:-ring] for row in edges]
        assert not any(map(any, inside)), "inside it finds nothing"
        assert all(row[0] < 0 < row[-1] for row in edges), "an edge on either side"
        assert scene.tensor("found").data[0].tolist() == [list(map(float, row)) for row in edges]
    if frame.computations:
        _, y, x = frame.computations[0].index
        answers = {"place": outer, "edge": edges, "on": edges}.get(key, inner)
        numbers["result"] = plain.about(answers[y][x])
        over = y - ring < 0
        claims |= {"over the edge": over, "corner over the edge": over and (y, x) == (0, 0)}
    return Truth(claims, numbers)


@lru_cache(maxsize=256)
def _read(size: tuple[int, int], side: int, ring: int) -> list[list[int]]:
    """How many windows read each pixel of a picture of that height and width."""
    rows, columns = (
        [
            sum(first <= at < first + side for first in plain.places(n, side, 1, ring))
            for at in range(n)
        ]
        for n in size
    )
    return [[down * along for along in columns] for down in rows]


def _times(count: int) -> str:
    return ("", "once", "twice")[count] if count < 3 else f"{count} times"


def fairness(scene: Scene, frame: Frame) -> Truth:
    picture, side, ring = _sides(scene)
    height, width = plain.sides(picture)
    y, x = middle = (height // 2, width // 2)
    fit, same = (_read((height, width), side, pad) for pad in (0, ring))
    counts = {
        "corner": fit[0][0],
        "middle": fit[y][x],
        "corner_same": same[0][0],
        "middle_same": same[y][x],
    }
    claims = {
        "two pixels": middle != (0, 0),
        "no ring": ring == 0,
        "middle more": counts["middle"] > counts["corner"],
        "far more": counts["middle"] >= 3 * counts["corner"],
        "fairer": Fraction(counts["corner_same"], counts["middle_same"])
        > Fraction(counts["corner"], counts["middle"]),
    }
    for name, pad in (("valid", 0), ("same", ring)):
        if name in frame.hidden:
            continue
        shown = loosely(frame.panels["counts"])
        # All windows up to the outlined one have each added one to what they lie on; as it is
        # asked, none has.
        asks = getattr(frame.narration, "key", "") in ("open", "predict")
        outlined = [
            (box.rows[0], box.columns[0])
            for box in frame.boxes
            if box.role == "window" and box.group == 0
        ]
        places = [plain.places(n, side, 1, pad) for n in (height, width)]
        windows = [(top, left) for top in places[0] for left in places[1]]
        done = [] if asks else windows
        if outlined:
            done = windows[: windows.index(outlined[0]) + 1]
        counted = np.zeros((height, width))
        for top, left in done:
            counted[max(0, top) : top + side, max(0, left) : left + side] += 1
        assert np.array_equal(scene.tensor(shown.tensor).data[0], counted)
    numbers = {name: _times(count) for name, count in counts.items()}
    return Truth(claims, {**numbers, "side": str(side)})


def formula(scene: Scene, frame: Frame) -> Truth:
    size, side, step, ring, apart = (scene.values.integer(name) for name in "WKSPD")
    starts = plain.places(size, side, step, ring, apart)
    reach = apart * (side - 1) + 1
    covered = np.zeros(size + 2 * ring, bool)
    for start in starts:
        covered[start + ring : start + ring + reach] = True
    over = int(covered[::-1].argmax())
    claims = {
        "padded": ring > 0,
        "dilated": apart > 1 and side > 1,
        "single pixel": size == 1,
        "shorter": size < 5,
        "left over": over > 0,
        "one window": len(starts) == 1,
        "same": len(starts) == size,
        "halved": Fraction(len(starts), size) == Fraction(1, 2),
        "smaller": len(starts) < size,
        "most common": side == 3 and step == ring == apart == 1,
    }
    numbers = {
        "size": str(size),
        "side": str(side),
        "step": str(step),
        "ring": str(ring),
        "reach": str(reach),
        "fits": str(len(starts)),
        "over": str(over),
        "padded": str(size + 2 * ring),
        "dilation": str(apart),
        "room": plain.about(Fraction(size + 2 * ring - reach, step)),
        # Five weights and two zeros at each end.
        "wider": "5",
        "zeros": "2",
        "fewer": "4",
    }
    assert scene.tensor("map").data.shape == (1, len(starts), len(starts))
    if getattr(frame.narration, "key", "") == "five-same":
        assert len(plain.places(size, 5, 1, 2, 1)) == size
    return Truth(claims, numbers)


SCENES = {"stride": stride, "padding": padding, "fairness": fairness, "formula": formula}
