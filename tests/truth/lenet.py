"""Step 7: LeNet-5's answer and its cells, from the weights as saved."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import cos, exp, pi, sin
from typing import Any

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import NetworkChanges, OpenCell
from truth import cells, plain
from truth.networks import activations, framed, parameters, weights
from truth.plain import Truth

DIGITS = [str(k) for k in range(10)]


def run(scene: Scene, frame: Frame) -> Truth:
    name = str(scene.values["digit"])
    label = next((each.label for each in seeds.digits() if each.name == name), None)
    ink = cells.picture(scene) if label is None else framed(seeds.digit(name))
    kept = activations("lenet", ink)
    answer = cells.judged(kept, "lenet", DIGITS)
    wrong = label is not None and answer.numbers["digit"] != str(label)
    read = [box for box in frame.boxes if box.tensor == "input"]
    claims = {
        "wrong": wrong,
        "own": label is None,
        "on the stroke": any(bool(ink[0, slice(*b.rows), slice(*b.columns)].any()) for b in read),
        # Its number is held to the largest below.
        "strongest": True,
    }
    own = Truth(claims, {"label": str(label), "parameters": plain.printed(parameters("lenet"))})
    found = cells.both(cells.both(answer, own), cells.opened("lenet", kept, frame))
    # S2's cells have seen 5 + 1 pixels and lie two apart; C3 reads five of them.
    found.numbers |= {"field": str(6 + 4 * 2), "one": "6", "more": "4", "jump": "2"}
    key = getattr(frame.narration, "key", "")
    if key in ("pool-patch", "again-patch"):
        found.numbers["made"] = _made(scene, frame, kept)
    if key == "output-sum":
        found.numbers["sum"] = plain.about(float(kept["output"].max()))
    if key in ("adds", "shares"):
        powers = [exp(float(each)) for each in kept["output"].ravel()]
        found.numbers |= {"power": _raised(max(powers)), "total": _raised(sum(powers))}
    return found


def _made(scene: Scene, frame: Frame, kept: dict[str, Any]) -> str:
    """The cell that was opened before, which is one of those that are pooled now."""
    cells_opened = [_open(each) for each in scene.frames[: list(scene.frames).index(frame)]]
    pooled = _open(frame)
    assert pooled is not None
    channel, row, column = next(each.index for each in reversed(cells_opened) if each)
    assert channel in range(*pooled.channels)
    assert row in range(*pooled.rows)
    assert column in range(*pooled.columns)
    return plain.printed(float(kept[pooled.source][channel, row, column]))


def _open(frame: Frame) -> OpenCell | None:
    changes = frame.panels.get("network")
    return changes.open if isinstance(changes, NetworkChanges) else None


def _raised(value: float) -> str:
    """A power of e, or a sum of such."""
    return plain.printed(round(value) if value >= 100 else value)


def live(scene: Scene, frame: Frame) -> Truth:
    strokes = scene.values["drawing"]
    assert isinstance(strokes, tuple)
    dots = [stroke for stroke in strokes if len({tuple(point[:2]) for point in stroke}) == 1]
    first = _seven_in_a_circle()
    claims = {
        "stray dots": bool(dots) and len(dots) < len(strokes),
        "the example": [list(stroke) for stroke in strokes] == first,
    }
    numbers = {"drawn": "a *7*", "label": "7"}
    if not strokes:
        return Truth(claims, numbers)
    answer = cells.judged(activations("lenet", cells.picture(scene)), "lenet", DIGITS)
    claims["misread"] = claims["the example"] and answer.numbers["digit"] != "7"
    found = cells.both(answer, Truth(claims, numbers))
    if getattr(frame.narration, "key", "") in CIRCLING:
        found.claims["errs"], found.numbers = True, {**found.numbers, **_circling(first)}
    return found


CIRCLING = ("sure-early", "goes-on", "tips", "rest", "finished")
"""What is said while the circle is drawn around the 7."""


def _seven_in_a_circle() -> list[list[tuple[float, float]]]:
    """The drawn 7, 0.6 times as large, and around it a circle of 40 points."""
    (seven,) = (each.strokes for each in seeds.digits() if each.label == 7)
    inner = [[(0.5 + 0.6 * (x - 0.5), 0.5 + 0.6 * (y - 0.5)) for x, y in each] for each in seven]
    turns = [2 * pi * k / 39 for k in range(40)]
    around = [(0.5 + 0.42 * sin(turn), 0.5 - 0.42 * cos(turn)) for turn in turns]
    return [[(round(x, 3), round(y, 3)) for x, y in each] for each in (*inner, around)]


def _circling(strokes: list[list[tuple[float, float]]]) -> dict[str, str]:
    """After which stroke the network is last sure of something else; with which point after that
    its last answer leads; how high the 7 is in its pixels."""
    judged, kept = [], []
    ends = list(accumulate(map(len, strokes)))
    # Of a stroke that is but begun there is only a dot, at which nothing is asked.
    points = [k for k in range(2, ends[-1] + 1) if k - 1 not in ends]
    for k in points:
        begun = [each[: max(0, k - sum(map(len, strokes[:i])))] for i, each in enumerate(strokes)]
        ink = seeds.ink_of([each for each in begun if each])
        kept.append(activations("lenet", framed(ink)))
        judged.append(cells.judged(kept[-1], "lenet", DIGITS))
    leads = [each.numbers["digit"] for each in judged]
    early = max(
        k
        for k, each in enumerate(judged)
        if points[k] in ends
        and leads[k] != leads[-1]
        and each.claims["sure"]
        and not each.claims["unlike"]
    )
    tip = early + 1 + leads[early + 1 :].index(leads[-1])
    left = float(kept[tip]["probabilities"].ravel()[int(leads[early])])
    return {
        "other": str(leads[early]),
        "othershare": str(judged[early].numbers["share"]),
        "tipshare": str(judged[tip].numbers["share"]),
        "left": plain.said(left),
        "fit": str(_heights(strokes[:1])[0]),
        # Above the 7 and below it is the circle.
        "rows": str(_heights(strokes)[1]),
    }


def _heights(strokes: list[list[tuple[float, float]]]) -> list[int]:
    """How many rows of dark pixels follow one another, in the middle of what the network sees."""
    rows = seeds.ink_of(strokes)[0, :, 9:18].max(axis=1)
    dark = "".join("#" if row >= 0.5 else "." for row in rows.tolist())
    return [len(each) for each in dark.split(".") if each]


def table(scene: Scene, frame: Frame) -> Truth:
    arrays = weights("lenet")
    counts = {
        name: sum(array.size for key, array in arrays.items() if key.startswith(f"{name}."))
        for name in ("C1", "C3", "F5", "F6", "output")
    }
    total = sum(counts.values())
    convs = counts["C1"] + counts["C3"]
    numbers = {name.lower(): plain.printed(count) for name, count in counts.items()}
    # LeCun, Bottou, Bengio, Haffner (1998): C1, S2, C3, S4, C5, F6.
    paper = {"C1": 156, "S2": 12, "C3": 1516, "S4": 32, "C5": 48120, "F6": 10164}
    numbers |= {
        "total": plain.printed(total),
        "share": plain.said(Fraction(counts["F5"], total)),
        "convs": plain.printed(convs),
        "convshare": plain.said(Fraction(convs, total)),
        "workshare": plain.said(Fraction(_work(arrays, "C1", "C3"), _work(arrays, *counts))),
        "paper": plain.printed(sum(paper.values())),
        # Each weight of C3 is used at 10×10 places, each of F5 once.
        "work": plain.printed(arrays["C3.weight"].size * 10 * 10),
        "dense_work": plain.printed(arrays["F5.weight"].size),
        "weights": plain.printed(arrays["C3.weight"].size),
        "places": "100",
    }
    return Truth({}, numbers)


def _work(arrays: dict[str, Any], *layers: str) -> int:
    """How often these multiply by a weight: at 28×28 and 10×10 places, and once."""
    places = {"C1": 28 * 28, "C3": 10 * 10}
    return sum(arrays[f"{name}.weight"].size * places.get(name, 1) for name in layers)


def history(scene: Scene, frame: Frame) -> Truth:
    accuracy = seeds.card("lenet")["accuracy"]
    # A convolution, sixteen blocks of two, and the dense layer.
    layers = str(1 + 2 * sum((3, 4, 6, 3)) + 1)
    # LeCun and others (1989): each digit was scaled to 16×16 pixels.
    code = next(each for each in scene.tensors if each.name == "zip")
    assert code.data.shape == (1, 16, 5 * 16)
    said = plain.said(Fraction(repr(accuracy)))
    return Truth({}, {"accuracy": said, "layers": layers, "side": "16"})


SCENES = {"run": run, "live": live, "parameters": table, "history": history}
