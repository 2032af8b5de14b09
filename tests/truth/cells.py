"""One opened cell of a network: what it reads, counted and summed from the weights as saved."""

from __future__ import annotations

from typing import Any

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import NetworkChanges
from truth import plain
from truth.networks import described, weights
from truth.plain import Truth

FUNCTIONS = ("relu", "tanh", "softmax")
UNDRAWN = (*FUNCTIONS, "flatten")


def opened(network: str, kept: dict[str, Any], frame: Frame) -> Truth:
    """What may be said of the cell that is open in the panel "network"; nothing where none is."""
    changes = frame.panels.get("network")
    if not isinstance(changes, NetworkChanges) or changes.open is None:
        return Truth({}, {})
    layers = described(network)["layers"]
    name, index = changes.open.layer, changes.open.index
    place = next(k for k, layer in enumerate(layers) if layer["name"] == name)
    layer, after = layers[place], layers[place + 1 : place + 2]
    activated = bool(after) and after[0]["type"] in FUNCTIONS
    own = np.asarray(kept[name])
    vector = own.ndim == 1
    at = index[0] if vector else index
    before = "input" if place == 0 else layers[place - 1]["name"]
    source = np.asarray(kept[before])
    terms, outside = _read(layer, source, index)
    drawn = ["input", *(each["name"] for each in layers[:place] if each["type"] not in UNDRAWN)]
    shown = drawn[-1]
    channel, row, column = (number + 1 for number in index)
    function = after[0]["type"] if activated else layer["type"]
    kind = layer["type"]
    after_it = float(np.asarray(kept[after[0]["name"]])[at]) if activated else 0.0
    share = function == "softmax"
    numbers = {
        "layer": name,
        "source": "the input" if shown == "input" else shown,
        "channel": str(channel),
        "row": str(row),
        "column": str(column),
        "terms": plain.printed(terms),
        "numbers": _counted(terms, "number"),
        "products": _counted(terms, "product"),
        "outside": plain.printed(outside),
        "maps": str(len(np.asarray(kept[shown]))),
        "function": {"relu": "ReLU"}.get(function, function),
        "sum": plain.about(float(own[at])),
        "value": plain.said(min(max(after_it, 1e-9), 0.9999)) if share else plain.about(after_it),
        "where": f"neuron {channel}" if vector else f"map {channel}, row {row}, column {column}",
    }
    bias = weights(network).get(f"{name}.bias", np.zeros(1))
    claims = {
        "multiplies": kind in ("conv2d", "dense"),
        "a mean": kind in ("avg_pool2d", "global_avg_pool2d"),
        "a maximum": kind == "max_pool2d",
        "followed": activated,
        "biased": kind in ("conv2d", "dense") and bias[index[0]] != 0,
        "over the edge": outside > 0,
    }
    return Truth(claims, numbers)


def _read(layer: dict[str, Any], source: Any, index: tuple[int, ...]) -> tuple[int, int]:
    """How many numbers the cell reads, and how many of them lie in the padding."""
    match layer["type"]:
        case "conv2d":
            side, pad = layer["kernel"], layer.get("padding", 0)
            rows, columns = (
                [k for k in range(at - pad, at - pad + side) if 0 <= k < size]
                for at, size in zip(index[1:], source.shape[1:], strict=True)
            )
            count = len(source) * side * side
            return count, count - len(source) * len(rows) * len(columns)
        case "avg_pool2d" | "max_pool2d":
            return layer["size"] ** 2, 0
        case "global_avg_pool2d":
            return int(source[0].size), 0
        case "dense":
            return int(source.size), 0
    return 1, 0


def _counted(count: int, noun: str) -> str:
    return f"{plain.printed(count)} {noun}{'s' * (count != 1)}"


def judged(kept: dict[str, Any], name: str, classes: list[str]) -> Truth:
    """A network's answer: the two highest of its probabilities, and how unusual its input is."""
    chances = np.asarray(kept["probabilities"])
    order = sorted(range(len(chances)), key=lambda k: -chances[k])
    first, second = (float(chances[k]) for k in order[:2])
    claims = {
        "unlike": False,
        "sure": first >= 0.9,
        "close": 2 * second >= first,
        "runner-up": second >= 0.01,
    }
    numbers = {
        "digit": classes[order[0]],
        "answer": classes[order[0]],
        "second": classes[order[1]],
        "share": sure(first),
        "other": sure(second),
    }
    if f"unusual-{name}" not in seeds.measurements():
        return Truth(claims, numbers)
    measured = seeds.measured(f"unusual-{name}")
    found = np.asarray(kept[measured["layer"]], np.float64)
    if "mean" in measured:
        mean = np.array(measured["mean"])
        rows, start = [], 0
        for k in range(len(mean)):
            rows.append(measured["whitening"][start : start + k + 1])
            start += k + 1
        away = np.sqrt(found.ravel()) - mean
        value = -float(np.sqrt(sum(np.dot(row, away[: len(row)]) ** 2 for row in rows)))
    else:
        value = float(found.max())
    rarer = float(np.interp(value, measured["values"], measured["shares"]))
    claims["unlike"] = rarer < 0.025
    told = plain.said(rarer) if rarer > 0 else "none"
    return Truth(claims, numbers | {"weaker": told, "rarer": told})


def sure(probability: float) -> str:
    """A probability that softmax gave, which is neither none nor all."""
    return plain.said(min(max(probability, 1e-6), 1 - 1e-6))


def both(first: Truth, second: Truth) -> Truth:
    return Truth(first.claims | second.claims, first.numbers | second.numbers)


def picture(scene: Scene) -> Any:
    """What the network of a scene is given."""
    return scene.tensor("input").data
