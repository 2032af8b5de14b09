"""Step 1: vectors entry by entry, and two networks' answers from their weights."""

from __future__ import annotations

from fractions import Fraction
from math import acos, sqrt

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import GridChanges
from truth import plain
from truth.networks import activations, framed, parameters
from truth.plain import Truth


def flatten(scene: Scene, frame: Frame) -> Truth:
    neurons = scene.values.integer("neurons")
    ink = plain.grid(seeds.digit())
    height, width = plain.sides(ink)
    photo, conv = 224 * 224 * 3, 3 * 3 * 3 * 64 + 64
    total = photo * neurons + neurons
    key = getattr(frame.narration, "key", "")
    weights = {"wires": height * width, "many": height * width * neurons}
    numbers = {
        "height": str(height),
        "width": str(width),
        "bottom": str(height - 1),
        "right": str(width - 1),
        "pixels": str(height * width),
        "neurons": f"{neurons:,}",
        "biases": f"{neurons:,}",
        "inputs": f"{photo:,}",
        "size": "224 × 224 × 3",
        "parameters": f"{conv:,}",
        "times": plain.about_three(Fraction(total, conv)),
        "megabytes": plain.about_whole(Fraction(4 * photo * neurons, 1_000_000)),
        "weights": f"{weights.get(key, photo * neurons):,}",
        "both": f"{total:,}",
    }
    if key == "torn":
        a, b = (box for box in frame.boxes if box.tensor == "vector" and box.role == "cell")
        c, d = (box for box in frame.boxes if box.tensor == "lens" and box.role == "window")
        (piece,) = (box for box in frame.boxes if box.tensor == "digit")
        numbers["apart"] = str(b.columns[0] - a.columns[0])
        assert (d.rows[0] - c.rows[0], d.columns[0] - c.columns[0]) == (1, 0), "they touch"
        for pixel, entry in ((c, a), (d, b)):
            row, column = piece.rows[0] + pixel.rows[0], piece.columns[0] + pixel.columns[0]
            assert entry.columns[0] == row * width + column
    return Truth({"too short to be seen": 1000 * conv < total}, numbers)


def shift(scene: Scene, frame: Frame) -> Truth:
    down, right = (scene.values.integer(name) for name in ("dy", "dx"))
    ink = plain.grid(seeds.digit())
    kernel = plain.grid(seeds.example("filter: vertical edge"))
    after = plain.moved(ink, down, right)
    a, b = plain.cells(ink), plain.cells(after)
    changed = plain.differing(ink, after)
    cosine = _cosine(a, b)
    inks = {each.label: seeds.digit(each.name) for each in seeds.digits()[1:]}
    cells = {label: plain.cells(plain.grid(data)) for label, data in inks.items()}
    other = max(cells, key=lambda label: _cosine(a, cells[label]))
    nearest = _cosine(a, cells[other])
    maps = [plain.conv(each, kernel, padding=1) for each in (ink, after)]
    back = plain.moved(maps[1], -down, -right)
    wrong = plain.differing(back, maps[0])
    blank = sum(x == y == 0 for x, y in zip(a, b, strict=True))
    claims = {
        "moved": (down, right) != (0, 0),
        "none changed": changed == 0,
        "most of them paper": 2 * blank > len(a) - changed,
        "same direction": cosine > 1 - 1e-12,
        "map moved along": wrong == 0,
        "other nearer": nearest > cosine,
        "other nearly as near": 0.75 * acos(nearest) < acos(min(1, cosine)),
    }
    numbers = {
        "pixels": str(len(a)),
        "changed": str(changed),
        "same": str(len(a) - changed),
        "cosine": plain.about(cosine),
        "other": _article(other),
        "other_cosine": plain.about(nearest),
        "where": plain.where(down, right),
        "answers": plain.printed(Fraction(len(plain.cells(maps[0])))),
        "wrong": str(wrong),
    }
    return Truth(claims, numbers)


def _cosine(a: list[Fraction], b: list[Fraction]) -> float:
    dot, *squares = (
        sum((x * y for x, y in zip(one, another, strict=True)), Fraction(0))
        for one, another in ((a, b), (a, a), (b, b))
    )
    return float(dot) / sqrt(squares[0] * squares[1])


def _article(digit: int) -> str:
    return f"{'an' if digit == 8 else 'a'} *{digit}*"


EDGES = {
    "at the bottom": (1, 0),
    "at the top": (-1, 0),
    "on the right": (0, 1),
    "on the left": (0, -1),
}


def _beyond(ink: np.ndarray, down: int, right: int) -> int:
    """How many pixels with ink are less than seven from that edge."""
    along = ink[0] if down else ink[0].T
    return int(((along[-7:] if down + right > 0 else along[:7]) > 0).sum())


def drag(scene: Scene, frame: Frame) -> Truth:
    digit = str(scene.values["digit"])
    down, right = (scene.values.integer(name) for name in ("down", "right"))
    label = next(each.label for each in seeds.digits() if each.name == digit)
    changes = frame.panels["digit"]
    assert isinstance(changes, GridChanges)
    assert changes.values is not None
    here = (changes.values["down"], changes.values["right"])
    ink = framed(seeds.digit(digit))

    def asked(name: str, at: tuple[int, int]) -> np.ndarray:
        moved = np.roll(np.pad(ink, ((0, 0), (9, 9), (9, 9))), at, axis=(1, 2))[:, 9:-9, 9:-9]
        return activations(name, moved)["probabilities"]

    answers = {name: asked(name, here) for name in ("mlp", "lenet-still")}
    ends = [int(asked(name, (down, right)).argmax()) for name in answers]
    begun = [asked(name, (0, 0)) for name in answers]
    starts = [int(each.argmax()) for each in begun]
    sures = {plain.said(min(float(each.max()), 0.9999)) for each in begun}
    measured = seeds.measured("shift")
    far = max(abs(down), abs(right))
    mlp, cnn = answers.values()
    lost = {edge: _beyond(ink, *way) for edge, way in EDGES.items()}
    down_or_up = "at the top" if down < 0 else "at the bottom"
    across = "on the left" if right < 0 else "on the right"
    ahead = down_or_up if abs(down) > abs(right) else across
    edge = ahead if lost[ahead] else max(lost, key=lambda each: lost[each])
    claims = {
        "moved": here != (0, 0),
        "goes": (down, right) != (0, 0),
        "askew": down != 0 and right != 0,
        "alike": len({*starts}) == len(sures) == 1,
        "both right at first": starts == [label, label],
        "mlp right": ends[0] == label,
        "cnn right": ends[1] == label,
        "loses ink": any(lost.values()),
        "cnn later": all(
            a > b for a, b in zip(measured["lenet-still"][1:], measured["mlp"][1:], strict=True)
        ),
    }
    numbers = {
        "label": str(label),
        "a_label": _article(label),
        "goal": plain.where(down, right),
        "where": plain.where(*here),
        "mlp_parameters": f"{parameters('mlp'):,}",
        "cnn_parameters": f"{parameters('lenet-still'):,}",
        "n": f"{measured['n']:,}",
        "reach": "7",
        "edge": edge,
        "far": f"{far} pixel{'s' * (far != 1)}",
        "mlp": str(mlp.argmax()),
        "cnn": str(cnn.argmax()),
        "a_mlp": _article(int(mlp.argmax())),
        "a_cnn": _article(int(cnn.argmax())),
        "mlp_sure": plain.said(min(float(mlp.max()), 0.9999)),
        "cnn_sure": plain.said(min(float(cnn.max()), 0.9999)),
    }
    for short, name in (("mlp", "mlp"), ("cnn", "lenet-still")):
        for place, which in (("right", far), ("last", -1)):
            numbers[f"{short}_{place}"] = f"{measured[name][which]:.1%}".replace("%", " %")
    return Truth(claims, numbers)


def priors(scene: Scene, frame: Frame) -> Truth:
    ink = plain.grid(seeds.digit())
    side = plain.places(len(ink), 3)
    numbers = {
        "pixels": str(len(plain.cells(ink))),
        "patch": "9",
        "side": "3",
        "places": str(len(side) ** 2),
        "own": f"{len(side) ** 2 * 9:,}",
        "reach": "5",
    }
    # The three pixels under the middle weight, an eighth, half and seven eighths through the ink.
    inner = plain.Grid(tuple(row[1:-1] for row in ink[1:-1]))
    inked = [value for value in plain.cells(inner) if value]
    read = [inked[len(inked) * part // 8] for part in (1, 4, 7)]
    numbers |= dict(zip(("first", "second", "third"), map(plain.printed, read), strict=True))
    numbers["total"] = plain.about(sum(read))
    return Truth({}, numbers)


SCENES = {"flatten": flatten, "shift": shift, "drag": drag, "priors": priors}
