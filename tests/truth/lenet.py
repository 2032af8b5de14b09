"""Step 7: LeNet-5's answer and its cells, from the weights as saved."""

from __future__ import annotations

from fractions import Fraction
from math import exp

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
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
    if key == "output-sum":
        found.numbers["sum"] = plain.about(float(kept["output"].max()))
    if key == "shares":
        powers = [exp(float(each)) for each in kept["output"].ravel()]
        found.numbers |= {"power": _raised(max(powers)), "total": _raised(sum(powers))}
    return found


def _raised(value: float) -> str:
    """A power of e, or a sum of such."""
    return plain.printed(round(value) if value >= 100 else value)


def live(scene: Scene, frame: Frame) -> Truth:
    strokes = scene.values["drawing"]
    assert isinstance(strokes, tuple)
    dots = [stroke for stroke in strokes if len({tuple(point[:2]) for point in stroke}) == 1]
    first = [[tuple(point) for point in stroke] for stroke in seeds.digits()[8].strokes]
    claims = {
        "stray dots": bool(dots) and len(dots) < len(strokes),
        "the example": [list(stroke) for stroke in strokes] == first,
    }
    if not strokes:
        return Truth(claims, {})
    kept = activations("lenet", cells.picture(scene))
    found = cells.both(cells.judged(kept, "lenet", DIGITS), Truth(claims, {}))
    if getattr(frame.narration, "key", "") in ("sure-early", "finished"):
        found.claims["errs"], found.numbers["other"], found.numbers["othershare"] = _early(first)
    return found


def _early(strokes: list[list[tuple[float, ...]]]) -> tuple[bool, str, str]:
    """Of the last moment, every three points, at which the network is sure of something else."""
    (points,) = strokes
    judged = [
        cells.judged(activations("lenet", framed(seeds.ink_of([points[:k]]))), "lenet", DIGITS)
        for k in [*range(3, len(points), 3), len(points)]
    ]
    end = judged[-1].numbers["digit"]
    errs = [
        each.numbers
        for each in judged
        if each.numbers["digit"] != end and each.claims["sure"] and not each.claims["unlike"]
    ]
    return bool(errs), str(errs[-1]["digit"]), str(errs[-1]["share"])


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
        "paper": plain.printed(sum(paper.values())),
        # Each weight of C3 is used at 10×10 places, each of F5 once.
        "work": plain.printed(arrays["C3.weight"].size * 10 * 10),
        "dense_work": plain.printed(arrays["F5.weight"].size),
        "weights": plain.printed(arrays["C3.weight"].size),
        "places": "100",
        "s2_paper": str(paper["S2"]),
        "s4_paper": str(paper["S4"]),
    }
    return Truth({}, numbers)


def history(scene: Scene, frame: Frame) -> Truth:
    accuracy = seeds.card("lenet")["accuracy"]
    # A convolution, sixteen blocks of two, and the dense layer.
    layers = str(1 + 2 * sum((3, 4, 6, 3)) + 1)
    return Truth({}, {"accuracy": plain.said(Fraction(repr(accuracy))), "layers": layers})


SCENES = {"run": run, "live": live, "parameters": table, "history": history}
