"""Step 5: sums over channels, and counts of parameters."""

from __future__ import annotations

from fractions import Fraction

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import BlocksChanges, StackChanges
from truth import plain
from truth.plain import Truth

COLOURS = ("red", "green", "blue")


def rgb(scene: Scene, frame: Frame) -> Truth:
    picture, kernel = seeds.example("colours"), seeds.example("filter: colours")
    bias = scene.values.integer("bias")
    planes = [plain.grid(picture, c) for c in range(3)]
    slices = [plain.grid(kernel, c) for c in range(3)]
    parts = [plain.conv(plane, weights) for plane, weights in zip(planes, slices, strict=True)]
    numbers = {
        "bias": plain.printed(bias),
        "terms": str(sum(len(plain.cells(each)) for each in slices)),
    }
    # The sum's frame has notes on three partial maps; a channel's frame has its work.
    notes = [box for box in frame.boxes if box.role == "highlight"]
    if notes:
        y, x = notes[0].rows[0], notes[0].columns[0]
        numbers["result"] = plain.about(sum(part[y][x] for part in parts) + bias)
    for work in frame.computations:
        c = next(c for c, colour in enumerate(COLOURS) if work.tensor.startswith(colour))
        _, y, x = work.index
        numbers |= {"colour": COLOURS[c], "result": plain.about(parts[c][y][x])}
        if work.shown:
            i, j = divmod(work.shown - 1, 3)
            numbers["product"] = plain.product(planes[c][y + i][x + j], slices[c][i][j])
    return Truth({}, numbers)


def filters(scene: Scene, frame: Frame) -> Truth:
    bank, maps = scene.tensor("filters"), scene.tensor("maps")
    ink = plain.grid(seeds.digit(str(scene.values["digit"])))
    names = ("vertical edge", "horizontal edge", "Laplacian", "emboss")
    numbers = {"count": str(len(names))}
    filters = frame.panels.get("filters")
    if isinstance(filters, StackChanges) and filters.lit is not None:
        lit = filters.lit
        numbers["filter"] = names[lit]
        expected = plain.conv(ink, plain.grid(seeds.example(f"filter: {names[lit]}")))
        assert plain.grid(maps.data, lit) == expected
        assert plain.grid(bank.data, lit) == plain.grid(seeds.example(f"filter: {names[lit]}"))
    return Truth({}, numbers)


def parameters(scene: Scene, frame: Frame) -> Truth:
    k, c_in, c_out = (scene.values.integer(name) for name in ("K", "C_in", "C_out"))
    layer, dense = (k * k * c_in + 1) * c_out, 32**4 * c_in * c_out
    numbers = {
        "k": str(k),
        "c_in": str(c_in),
        "c_out": str(c_out),
        "filter": f"{k * k * c_in:,}",
        "layer": f"{layer:,}",
        "side": "32",
        "inputs": f"{32 * 32 * c_in:,}",
        "outputs": f"{32 * 32 * c_out:,}",
        "dense": f"{dense:,}",
        "ratio": plain.about_whole(Fraction(dense, layer)),
    }
    return Truth({"too short to be seen": 1000 * layer < dense}, numbers)


def pyramid(scene: Scene, frame: Frame) -> Truth:
    blocks = ((3, 224), (64, 112), (128, 56), (256, 28), (512, 14))
    changes = frame.panels["blocks"]
    assert isinstance(changes, BlocksChanges)
    assert changes.lit is not None
    channels, side = blocks[changes.lit]
    numbers = {"channels": str(channels), "side": str(side), "values": f"{channels * side**2:,}"}
    return Truth({}, numbers)


SCENES = {"rgb": rgb, "filters": filters, "parameters": parameters, "pyramid": pyramid}
