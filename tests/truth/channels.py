"""Step 5: sums over channels, and counts of parameters."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.content.texts import Sentence
from cnnviz.staging.panels import BlocksChanges
from loosely import loosely
from truth import plain
from truth.plain import Truth

COLOURS = ("red", "green", "blue")


PLACE = (12, 20)
"""The window that is worked out."""
NINE = plain.Grid(((Fraction(1),) * 3,) * 3)
"""A slice of 3×3 in which each pixel counts as much."""


@lru_cache(maxsize=1)
def _picture() -> list[plain.Grid]:
    """Its three channels, with one decimal where it is worked out."""
    picture = np.round(seeds.picture("ship"), 2)
    picture[:, 12:15, 20:23] = np.round(picture[:, 12:15, 20:23], 1)
    return [plain.grid(picture, c) for c in range(3)]


@lru_cache(maxsize=1)
def _ship() -> tuple[list[plain.Grid], list[plain.Grid]]:
    """The picture, and what each slice of the filter makes of its channel."""
    planes, kernel = _picture(), seeds.example("filter: colours")
    return planes, [plain.conv(planes[c], plain.grid(kernel, c)) for c in range(3)]


def _check_sails(scene: Scene, frame: Frame, planes: list[plain.Grid]) -> None:
    """Each sail is what is said of it where it is marked, and so are its middle pixel's numbers."""
    if not isinstance(frame.narration, Sentence) or frame.narration.key not in ("white", "red"):
        return
    top, _, left, _ = loosely(frame.panels["channels"]).patch
    red, *others = (plain.cells(plain.window(plane, top, left, (3, 3))) for plane in planes)
    pixel = scene.tensor(f"{frame.narration.key} pixel").data
    for c, plane in enumerate(planes):
        assert plain.grid(pixel, c) == plain.window(plane, top + 1, left + 1, (1, 1))
    strong, weak = Fraction(4, 5), Fraction(1, 3)
    assert min(red) > strong
    for each in others:
        assert min(each) > strong if frame.narration.key == "white" else max(each) < weak


def _is_red(read: list[Fraction], answer: Fraction) -> bool:
    """Whether a place that has the strongest answer is red, and its answer is one for it."""
    red, *others = read
    return answer > 0 and all(red > 2 * other for other in others)


def rgb(scene: Scene, frame: Frame) -> Truth:
    planes, parts = _ship()
    bias = scene.values.integer("bias")
    y, x = PLACE
    whole = plain.Grid(
        tuple(sum(cells) + bias for cells in zip(*rows, strict=True))
        for rows in zip(*parts, strict=True)
    )
    assert plain.grid(scene.tensor("output").data) == whole, "all three channels add up"
    _check_sails(scene, frame, planes)
    top, left = max(
        product(range(len(whole)), range(len(whole[0]))), key=lambda at: whole[at[0]][at[1]]
    )
    windows = (plain.cells(plain.window(plane, top, left, (3, 3))) for plane in planes)
    read = [sum(cells, Fraction(0)) for cells in windows]
    numbers = {
        "height": str(len(planes[0])),
        "width": str(len(planes[0][0])),
        "bias": plain.printed(bias),
        "terms": str(3 * 3 * 3),
        "result": plain.about(whole[y][x]),
    }
    for work in frame.computations:
        if work.tensor != "sums":
            continue
        c = work.index[0]
        weight = plain.grid(seeds.example("filter: colours"), c)[0][0]
        numbers |= {
            "colour": COLOURS[c],
            "result": plain.about(parts[c][y][x]),
            "terms": str(3 * 3),
            "product": plain.product(planes[c][y][x], weight),
        }
    return Truth({"finds red": _is_red(read, whole[top][left])}, numbers)


def _check_deep(scene: Scene) -> float:
    """The next layer's filter reads the maps once what is negative in them is 0; its answer."""
    maps, deep = (scene.tensor(name).data for name in ("maps", "deep"))
    bent = np.where(maps > 0, maps, 0)
    assert np.array_equal(scene.tensor("activated").data, bent)
    read = np.lib.stride_tricks.sliding_window_view(bent, (3, 3), axis=(1, 2))
    summed = np.einsum("cyxij,cij->yx", read, deep.reshape(-1, 3, 3))
    assert np.allclose(scene.tensor("result").data[0], summed)
    strongest = float(scene.tensor("one").data[0, 0, 0])
    assert abs(abs(strongest) - float(np.abs(summed).max())) < 1e-9
    return strongest


def filters(scene: Scene, frame: Frame) -> Truth:
    bank, maps = scene.tensor("filters"), scene.tensor("maps")
    ink = plain.grid(seeds.digit(str(scene.values["digit"])))
    names = ("vertical edge", "horizontal edge", "Laplacian", "emboss")
    joined = _check_deep(scene)
    value = plain.about(joined)
    numbers = {"weights": str(len(names) * 3 * 3), "side": "3", "terms": str(3 * 3), "value": value}
    claims: dict[str, bool] = {}
    shown = [i for i in range(len(names)) if f"filter {i}" not in frame.hidden]
    if len(shown) == 1:
        (lit,) = shown
        claims = {name: name == names[lit] for name in names}
        expected = plain.conv(ink, plain.grid(seeds.example(f"filter: {names[lit]}")))
        assert plain.grid(maps.data, lit) == expected
        assert plain.grid(bank.data, lit) == plain.grid(seeds.example(f"filter: {names[lit]}"))
    return Truth(claims, numbers)


@lru_cache(maxsize=16)
def _mixed(*weights: int) -> tuple[plain.Grid, plain.Grid, tuple[int, int]]:
    """Each pixel's weighted sum of its channels, nine of them, and where one is largest."""
    whole = plain.Grid(
        tuple(
            sum(weight * value for weight, value in zip(weights, pixel, strict=True))
            for pixel in zip(*rows, strict=True)
        )
        for rows in zip(*_ship()[0], strict=True)
    )
    places = product(range(len(whole)), range(len(whole[0])))
    return whole, plain.conv(whole, NINE), max(places, key=lambda at: whole[at[0]][at[1]])


def mixing(scene: Scene, frame: Frame) -> Truth:
    planes, (y, x) = _ship()[0], PLACE
    weights = [scene.values.integer(colour) for colour in COLOURS]
    whole, wide, (top, left) = _mixed(*weights)
    assert plain.grid(scene.tensor("output").data) == whole, "the channels are mixed"
    red, *others = (plane[top][left] for plane in planes)
    numbers = {
        colour: plain.printed(plane[y][x]) for colour, plane in zip(COLOURS, planes, strict=True)
    }
    numbers |= {letter: plain.printed(w) for letter, w in zip("rgb", weights, strict=True)}
    assert plain.grid(scene.tensor("wide").data) == wide, "nine pixels are added up"
    parts = (plain.about(plane[y][x] * w) for plane, w in zip(planes, weights, strict=True))
    numbers |= dict(zip(("part", "second", "third"), parts, strict=True))
    numbers |= {"result": plain.about(whole[y][x]), "side": str(len(wide))}
    return Truth({"finds red": _is_red([red, *others], whole[top][left])}, numbers)


@lru_cache(maxsize=1)
def _apart() -> tuple[list[plain.Grid], plain.Grid]:
    """What each filter makes of its own channel, and the three maps mixed."""
    names = ("vertical edge", "horizontal edge", "Laplacian")
    kernels = [plain.grid(seeds.example(f"filter: {name}")) for name in names]
    maps = [plain.conv(*each) for each in zip(_picture(), kernels, strict=True)]
    mixed = plain.Grid(
        tuple(a + 2 * b - c for a, b, c in zip(*rows, strict=True))
        for rows in zip(*maps, strict=True)
    )
    return maps, mixed


def depthwise(scene: Scene, frame: Frame) -> Truth:
    maps, mixed = _apart()
    assert [plain.grid(scene.tensor("maps").data, c) for c in range(3)] == maps
    assert plain.grid(scene.tensor("mixed").data) == mixed, "1×1 mixes the maps"
    (y, x), planes = PLACE, _picture()
    weight = plain.grid(seeds.example("filter: vertical edge"))[0][0]
    c_in, c_out = scene.values.integer("C_in"), scene.values.integer("C_out")
    full, apart = 9 * c_in * c_out, (9 + c_out) * c_in
    lit = [colour for colour in COLOURS if colour not in frame.hidden]
    numbers = {
        "colour": lit[0] if lit else COLOURS[0],
        "result": plain.about(maps[0][y][x]),
        "product": plain.product(planes[0][y][x], weight),
        "terms": str(3 * 3),
        "c_in": str(c_in),
        "c_out": str(c_out),
        "full": f"{full:,}",
        "depthwise": f"{9 * c_in:,}",
        "pointwise": f"{c_in * c_out:,}",
        "separable": f"{apart:,}",
        "ratio": plain.about_one(Fraction(full, apart)),
    }
    if getattr(frame.narration, "key", "") == "mix":
        numbers["result"] = plain.about(mixed[y][x])
    return Truth({"fewer": full > apart}, numbers)


def parameters(scene: Scene, frame: Frame) -> Truth:
    k, c_in, c_out = (scene.values.integer(name) for name in ("K", "C_in", "C_out"))
    weights, dense = k * k * c_in * c_out, 32**4 * c_in * c_out
    numbers = {
        "k": str(k),
        "c_in": str(c_in),
        "c_out": str(c_out),
        "slice": str(k * k),
        "filter": f"{k * k * c_in:,}",
        "weights": f"{weights:,}",
        "layer": f"{weights + c_out:,}",
        "side": "32",
        "dense": f"{dense:,}",
        "ratio": plain.about_three(Fraction(dense, weights)),
        "km": plain.about_three(Fraction(dense, 1000 * weights)),
    }
    return Truth({}, numbers)


def pyramid(scene: Scene, frame: Frame) -> Truth:
    blocks = ((3, 224), (64, 112), (128, 56), (256, 28), (512, 14))
    changes = frame.panels["blocks"]
    assert isinstance(changes, BlocksChanges)
    assert changes.lit is not None
    # Behind them stands the dense layer, of which no sentence counts anything.
    channels, side = blocks[min(changes.lit, len(blocks) - 1)]
    numbers = {"channels": str(channels), "side": str(side), "values": f"{channels * side**2:,}"}
    numbers["covers"] = str(224 // side)
    numbers |= {"inputs": f"{512 * 14**2:,}", "more": f"{512 * 28**2:,}"}
    for (channels, side), (after, smaller) in pairwise(blocks[1:]):
        # A quarter of the places, twice the numbers at each, half the values.
        assert (side, after) == (2 * smaller, 2 * channels)
    return Truth({}, numbers)


SCENES = {
    "rgb": rgb,
    "filters": filters,
    "mixing": mixing,
    "depthwise": depthwise,
    "parameters": parameters,
    "pyramid": pyramid,
}
