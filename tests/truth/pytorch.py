"""Step 8: shapes, counts and answers of its networks, from their weights and from papers."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import exp, sqrt
from typing import Any

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import Network, NetworkChanges
from truth import cells, plain
from truth.networks import activations, described, parameters, weights
from truth.normalised import norm
from truth.plain import Truth
from truth.shortcuts import residual
from truth.upsampling import transposed


def _shape(array: np.ndarray) -> str:
    return "×".join(map(str, array.shape))


def _count(network: str, layer: str) -> int:
    return sum(array.size for key, array in weights(network).items() if key.startswith(f"{layer}."))


def code(scene: Scene, frame: Frame) -> Truth:
    kept = activations("simplecnn", seeds.picture(str(scene.values["picture"])))
    key = getattr(frame.narration, "key", "")
    layer = key.replace("-", " ")
    total = parameters("simplecnn")
    source = seeds.code("simple_cnn.py")
    begin = source.index("class ")
    body = source[begin:].splitlines()
    end = next(k for k, line in enumerate(body[1:], 1) if line and not line.startswith(" "))
    while not body[end - 1].strip():
        end -= 1
    written = sum(1 for line in body[:end] if line.strip())
    numbers = {
        "total": plain.printed(total),
        "lines": str(written),
        "share": plain.said(Fraction(_count("simplecnn", "conv3"), total)),
    }
    scores = [float(each) for each in kept["linear"]]
    once = _softmax(scores)
    numbers |= {
        "score": plain.about(max(scores)),
        "once": plain.about(max(once)),
        "twice": plain.about(max(_softmax(once))),
    }
    if layer in kept:
        shape = _shape(kept[layer])
        numbers["shape"] = f"{shape}×1×1" if layer == "average" else shape
        numbers["count"] = plain.printed(_count("simplecnn", layer))
    return Truth({}, numbers)


def _softmax(scores: list[float]) -> list[float]:
    powers = [exp(each) for each in scores]
    return [each / sum(powers) for each in powers]


def run(scene: Scene, frame: Frame) -> Truth:
    given = scene.values["picture"]
    own = not isinstance(given, str)
    picture = given if own else seeds.picture(str(given))
    kept = activations("simplecnn", picture)
    classes = described("simplecnn")["classes"]
    answer = cells.judged(kept, "simplecnn", classes)
    truth = "" if own else seeds.picture_class(str(given))
    below = int((kept["conv1"] < 0).sum())
    card = seeds.card("simplecnn")
    claims = {
        "own": own,
        "no word for it": not own and not truth,
        "right": truth == answer.numbers["answer"],
        "some negative": below > 0,
        "loud edge": _at_edge(kept["conv1"]) > 1.5,
    }
    counted = seeds.measured("shares-simplecnn")
    share = max(np.asarray(kept["probabilities"]).ravel().tolist())
    bounds = list(pairwise(counted["edges"]))
    k = next(k for k, (_, most) in enumerate(bounds) if share < most or most == 1)
    rate = Fraction(counted["right"][k], counted["answers"][k])
    claims["less often"] = rate < Fraction(repr(bounds[k][0]))
    numbers = {
        "picture": "" if own else str(given),
        "truth": truth,
        "classes": ", ".join(classes[:-1]) + f" or {classes[-1]}",
        "pooled": _shape(kept["pool1"][0]),
        "maps": str(len(kept["conv2"])),
        "negative": plain.said(Fraction(below, kept["conv1"].size)),
        "least": f"{round(100 * bounds[k][0])} %",
        "most": f"{round(100 * bounds[k][1])} %",
        "answers": plain.printed(counted["answers"][k]),
        "right": plain.said(rate),
        "of_hundred": str(round(100 * rate)),
        "accuracy": plain.said(Fraction(repr(card["accuracy"]))),
        "count": plain.printed(int(str(card["n"]))),
    }
    return cells.both(answer, Truth(claims, numbers))


def _at_edge(maps: Any) -> float:
    """How strong maps are in the ring of their outermost cells, as a multiple of all others."""
    ring: list[float] = []
    within: list[float] = []
    for plane in np.abs(np.asarray(maps, np.float64)):
        last = len(plane) - 1
        for y, row in enumerate(plane.tolist()):
            for x, value in enumerate(row):
                (ring if {x, y} & {0, last} else within).append(value)
    return (sum(ring) / len(ring)) / max(sum(within) / len(within), 1e-9)


def _bent(layers: list[dict[str, Any]], layer: dict[str, Any]) -> str:
    """What is said of the function that follows a layer, but for the last one's softmax."""
    after = layers[layers.index(layer) + 1 :]
    return {"relu": " with ReLU", "tanh": " with tanh"}.get(after[0]["type"] if after else "", "")


def networks(scene: Scene, frame: Frame) -> Truth:
    name = str(scene.values["network"])
    wanted = described(name)["input"]
    given = scene.tensor("input").data
    assert list(given.shape) == wanted
    kept = activations(name, given)
    layers = described(name)["layers"]
    drawn = [each for each in layers if each["type"] not in ("relu", "tanh", "softmax", "flatten")]
    changes = frame.panels["network"]
    assert isinstance(changes, NetworkChanges)
    shown = changes.shown
    numbers = {
        "layers": str(len(drawn)),
        "parameters": plain.printed(parameters(name)),
        "inputs": plain.printed(given.size),
        "reads": plain.printed(np.asarray(kept[drawn[-2]["name"]]).size),
        "classes": str(len(described(name)["classes"])),
    }
    claims = {"hidden": len(drawn) > 1}
    if getattr(frame.narration, "key", "") == "layer":
        layer = drawn[shown - 2]
        array = kept[layer["name"]]
        maps = array.ndim == 3 and array.shape[1] > 1
        before = kept[drawn[shown - 3]["name"]] if shown > 2 else given
        of_maps = before.ndim == 3 and before.shape[1] > 1
        numbers |= {
            "layer": layer["name"] + _bent(layers, layer),
            "count": plain.printed(array.shape[0]),
            "sides": _shape(array[0]) if maps else "",
            "read": plain.printed(before.shape[0]),
            "some": "6",
        }
        sizes = [given.shape, *(np.asarray(kept[each["name"]]).shape for each in drawn)]
        halved = [b == (a[0], *(side / 2 for side in a[1:])) for a, b in pairwise(sizes)]
        grown = [
            h and len(b) == 3 and b[1] > 1 and b[0] > a[0]
            for h, (a, b) in zip(halved, pairwise(sizes[1:]), strict=False)
        ]
        claims |= {
            "halved before": any(halved[: shown - 2]),
            "grown": shown > 2 and grown[shown - 3],
            "grown before": any(grown[: max(0, shown - 3)]),
            "last": layer is drawn[-1],
            "maps": maps,
            "halved": maps
            and of_maps
            and before.shape == (array.shape[0], 2 * array.shape[1], 2 * array.shape[2]),
            "of maps": of_maps and shown > 2,
            "one each": of_maps and not maps and before.shape[0] == array.shape[0],
            "means": layer["type"] == "global_avg_pool2d",
            "partly": _drawn(scene, kept)[layer["name"]],
            "some drawn": _drawn(scene, kept)[layer["name"]]
            and not any(_drawn(scene, kept)[each["name"]] for each in drawn[: shown - 2]),
        }
    answer = cells.judged(kept, name, described(name)["classes"])
    found = cells.both(answer, cells.opened(name, kept, frame))
    return cells.both(found, Truth(claims, numbers))


def _drawn(scene: Scene, kept: dict[str, Any]) -> dict[str, bool]:
    """By layer whether only some of its maps are drawn: of more than 16 the six that vary most,
    and before them those that vary less; where they are halved, those that were drawn before."""
    options = scene.panels[0].options
    assert isinstance(options, Network)
    read: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    for column in options.columns:
        maps = np.asarray(kept[column.tensor])
        if maps.ndim == 3 and read == (len(maps), *(2 * side for side in maps.shape[1:])):
            assert column.drawn == before
        elif maps.ndim == 3 and len(maps) > 16:
            spread = maps.reshape(len(maps), -1).std(axis=1)
            drawn = [spread[k] for k in column.drawn]
            others = [k for k in range(len(maps)) if k not in column.drawn]
            assert len(drawn) == 6
            assert all(a <= b + 1e-6 for a, b in pairwise(drawn))
            assert all(spread[k] <= drawn[0] + 1e-6 for k in others)
        else:
            assert column.drawn == ()
        read, before = maps.shape, column.drawn
    return {column.layer: bool(column.drawn) for column in options.columns}


def later(scene: Scene, frame: Frame) -> Truth:
    # AlexNet in its two halves (Krizhevsky, Sutskever, Hinton, 2012), VGG's configuration D,
    # GoogLeNet without its auxiliary classifiers, ResNet-50 with batch normalisation.
    alexnet = {
        "convs": 96 * (11 * 11 * 3 + 1)
        + 256 * (5 * 5 * 48 + 1)
        + 384 * (3 * 3 * 256 + 1)
        + 384 * (3 * 3 * 192 + 1)
        + 256 * (3 * 3 * 192 + 1),
        "dense": 4096 * (9216 + 1) + 4096 * (4096 + 1) + 1000 * (4096 + 1),
    }
    total = sum(alexnet.values())
    numbers = {
        "alexnet": plain.about_three(Fraction(total)),
        "dense": plain.said(Fraction(alexnet["dense"], total)),
        "vgg": "about 138 million",
        "three": "27",
        "googlenet": "about 7 million",
        "resnet": "about 25.6 million",
        # Russakovsky et al., 2015, table 4 and section 6.4; He et al., 2016, table 5.
        "error_first": "28.2 %",
        "error_before": "25.8 %",
        "error_alexnet": "16.4 %",
        "error_between": "11.7 %",
        "error_vgg": "7.3 %",
        "error_googlenet": "6.7 %",
        "error_resnet": "3.6 %",
        "error_person": "5.1 %",
    }
    return Truth({"last two with fewest": True}, numbers)


def elsewhere(scene: Scene, frame: Frame) -> Truth:
    means: dict[str, list[int] | list[Fraction]]
    means = {"": [4, 2, 6, 8], "other_": [3, 8]}
    # One round later: 4 hears 3 and 5, 2 hears 3 and 8, 6 hears 3 and 5, 8 hears 3 and 2.
    means["again_"] = [Fraction(3 + each, 2) for each in (5, 8, 5, 2)]
    keys, query = seeds.example("attention: keys")[0], seeds.example("attention: query")[0, 0]
    powers = [exp(sum(k * q for k, q in zip(key, query, strict=True)) / sqrt(2)) for key in keys]
    words = ("The", "cat", "drank", "because", "it", "was", "thirsty")
    most = powers.index(max(powers))
    numbers = {
        "taps": "13",
        "most": words[most],
        "share": cells.sure(max(powers) / sum(powers)),
        "distance": str(abs(most - words.index("it"))),
    }
    for prefix, near in means.items():
        mean = Fraction(sum(near), len(near))
        numbers |= {
            f"{prefix}terms": " + ".join(plain.printed(Fraction(each)) for each in near),
            f"{prefix}neighbours": str(len(near)),
            f"{prefix}mean": plain.printed(mean),
            f"{prefix}equals": "≈" if plain.rounds(mean) else "=",
        }
    return Truth({}, numbers)


SCENES = {
    "code": code,
    "run": run,
    "networks": networks,
    "next": later,
    "residual": residual,
    "norm": norm,
    "transposed": transposed,
    "elsewhere": elsewhere,
}
