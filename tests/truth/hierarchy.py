"""Step 6: what neurons see, by walking down layer by layer, and where they answer most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import prod, sqrt

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import BarsChanges, ConeChanges, TableChanges, Tiles, TilesChanges
from truth import plain
from truth.networks import activations, framed, seen
from truth.plain import Truth


def _spread(windows: list[tuple[int, int]]) -> int:
    """How many input pixels in a row the topmost of these layers sees."""
    size = 1
    for kernel, stride in reversed(windows):
        size = (size - 1) * stride + kernel
    return size


def growth(scene: Scene, frame: Frame) -> Truth:
    pools = scene.values["between"] == "pool"
    plan = [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1)] if pools else [(3, 1)] * 5
    labels = ["layer 1", "pool 1", "layer 2", "pool 2", "layer 3"] if pools else []
    cone = frame.panels["cone"]
    assert isinstance(cone, ConeChanges)
    top = cone.shown
    jumps = [1]
    for _, stride in plan:
        jumps.append(jumps[-1] * stride)
    label = labels[top - 1] if labels else f"layer {top}"
    numbers = {
        "size": str(_spread(plan[:top])),
        "jump": str(jumps[top]),
        "kernel": str(plan[top - 1][0] if top else 0),
        "label": label,
        "neuron": str(scene.values["neuron"]),
    }
    claims = {
        "first layer": top == 1,
        "neighbours further apart": jumps[top] > jumps[top - 1],
        "only 3×3": not pools,
    }
    return Truth(claims, numbers)


def network(scene: Scene, frame: Frame) -> Truth:
    names = ("C1", "S2", "C3", "S4", "F5")
    # The first dense layer reads all of S4's 5×5 maps.
    spans = [seen("lenet", name, 0) for name in names[:4]]
    sizes = [stop - start for start, stop in spans] + [seen("lenet", "S4", 4)[1]]
    numbers = {"first": f"{sizes[0]}×{sizes[0]}", "last": f"{sizes[-1]}×{sizes[-1]}"}
    layers = frame.panels.get("layers")
    lit = -1
    if isinstance(layers, TableChanges) and layers.lit is not None:
        lit = layers.lit
    numbers |= {"name": names[lit], "size": str(sizes[lit])}
    return Truth({"whole picture": sizes[lit] == 32}, numbers)


def features(scene: Scene, frame: Frame) -> Truth:
    kept = activations("lenet", framed(seeds.digit(str(scene.values["digit"]))))
    key = getattr(frame.narration, "key", "")
    layers = ("C1", "C3")
    shown = [n for n in layers if not {f"{n} maps", f"{n} map"} <= set(frame.hidden)]
    if not shown:
        spoken = {"small": "C1", "middle": "C3"}.get(key)
        shown = [spoken] if spoken else []
    numbers: dict[str, str] = {}
    claims: dict[str, bool] = {}
    for short in shown:
        sums = kept[short]
        asked = scene.values.integer("unit") - 1
        unit = asked if 0 <= asked < len(sums) else _sees_most(scene, short, sums)
        start, stop = seen("lenet", short, 0)
        size = stop - start
        numbers |= {
            "layer": short,
            "count": str(len(sums)),
            "unit": str(unit + 1),
            "size": str(size) if key == "patch" else f"{size}×{size}",
            "value": plain.about(float(sums[unit].max())),
        }
        claims["bent by tanh"] = f"{short} tanh" in kept
        for box in frame.boxes:
            if box.role == "cell":
                y, x = np.unravel_index(int(sums[unit].argmax()), sums[unit].shape)
                assert (box.channels[0], box.rows[0], box.columns[0]) == (unit, int(y), int(x))
    return Truth(claims, numbers)


def _sees_most(scene: Scene, layer: str, sums: np.ndarray) -> int:
    """Of the units within a hundredth of the one excited most, the one that sees most ink."""
    ink, peaks = scene.tensor("image").data[0], sums.max(axis=(1, 2))
    best, most = -1, -1.0
    for unit, peak in enumerate(peaks):
        y, x = np.argwhere(sums[unit] == peak)[0]
        (top, bottom), (left, right) = (seen("lenet", layer, int(each)) for each in (y, x))
        dark = float(ink[top:bottom, left:right].sum())
        if peak >= 0.99 * peaks.max() and dark > most:
            best, most = unit, dark
    return best


def learning(scene: Scene, frame: Frame) -> Truth:
    kept = seeds.measured("learning")
    digit, goal = int(str(scene.values["digit"])), scene.values.integer("moment")
    changes = frame.panels["filters"]
    assert isinstance(changes, TilesChanges)
    assert changes.first is not None
    now = changes.first // 6
    assert now <= goal

    def weights_at(moment: int) -> list[float]:
        found: list[float] = kept["filters"][150 * moment : 150 * (moment + 1)]
        return found

    def apart(one: int, other: int) -> float:
        pairs = list(zip(weights_at(one), weights_at(other), strict=True))
        return sqrt(sum((a - b) ** 2 for a, b in pairs) / sum(b * b for _, b in pairs))

    def alike(weights: list[float]) -> dict[tuple[int, int], float]:
        """The cosine of each two filters."""
        six = [weights[25 * k : 25 * (k + 1)] for k in range(6)]
        sizes = [sqrt(sum(w * w for w in each)) for each in six]
        return {
            (i, j): sum(a * b for a, b in zip(six[i], six[j], strict=True)) / sizes[i] / sizes[j]
            for i, j in combinations(range(6), 2)
        }

    key = getattr(frame.narration, "key", "")
    if key == "edge":
        _check_edge(scene, frame, weights_at(now), digit)
    elif frame.boxes:
        pair = alike(weights_at(now))
        assert [each.channels[0] - 6 * now for each in frame.boxes] == [
            *max(pair, key=lambda two: pair[two])
        ]
    start = 100 * now + 10 * digit
    shares = kept["chances"][start : start + 10]
    answer = frame.panels["answer"]
    assert isinstance(answer, BarsChanges)
    assert answer.bars == tuple(shares)
    losses = kept["loss"][: now + 1]
    claims = {
        "still random": apart(now, 0) < 0.5,
        "settled": apart(now, 39) < 0.25,
        "trained": now == 39,
        "all differ": max(alike(weights_at(now)).values()) < 0.9,
        "undecided": max(shares) < 0.3,
    }
    if key == "play" and changes.lit is not None:
        lit = np.array(weights_at(now)).reshape(6, 5, 5)[changes.lit]
        halves = [(each[:2].sum(), each[3:].sum()) for each in (lit, lit.T)]
        assert any(min(pair) < 0 < max(pair) for pair in halves), "one side orange, one blue"
    if key == "play" and claims["still random"]:
        assert losses == sorted(losses, reverse=True), "the loss falls"
    numbers = {
        "digit": f"{'an' if digit == 8 else 'a'} *{digit}*",
        "label": str(digit),
        "most": plain.said(max(shares)),
        "said": str(shares.index(max(shares))),
        "loss": plain.about(losses[-1]),
        "batch": "128",
        "weights": str(6 * 5 * 5),
        "batches": f"{kept['steps'][now]:,}",
        "right": plain.said(kept["right"][now]),
        "n": f"{kept['n']:,}",
    }
    return Truth(claims, numbers)


def _check_edge(scene: Scene, frame: Frame, weights: list[float], digit: int) -> None:
    """Where the filter answers most, ink lies under what is orange and paper under what is blue."""
    one = scene.tensor("one").data[0]
    assert any(np.allclose(one.ravel(), weights[25 * k : 25 * (k + 1)]) for k in range(6))
    ink = np.pad(np.array(seeds.measured("learning")["ink"]).reshape(10, 28, 28)[digit], 2)
    sums = np.array(
        [[(ink[y : y + 5, x : x + 5] * one).sum() for x in range(28)] for y in range(28)]
    )
    np.testing.assert_allclose(scene.tensor("made").data[0], sums, atol=1e-5)
    for box in frame.boxes:
        if box.role == "cell" and "made" not in frame.revealed:
            y, x = box.rows[0], box.columns[0]
            assert sums[y, x] == sums.max()
            under = ink[y : y + 5, x : x + 5]
            orange, blue = (
                np.average(under, weights=np.clip(each, 0, None)) for each in (one, -one)
            )
            assert orange > 0.5 > 0.1 > blue


WINDOWS = [(5, 1), (2, 2), (3, 1), (2, 2), (3, 1), (3, 1), (2, 2), (3, 1)]
"""The windows of training/ladder.py, pools among them."""
TOPS = (2, 4, 5, 7, 8)
"""How many of them there are up to each of the five layers."""
CLASSES = ["aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def _check_tiles(scene: Scene, said: Sequence[str]) -> None:
    """What is written below all units."""
    for k in range(5):
        options = scene.panel(f"layer {k + 1}").options
        assert isinstance(options, Tiles)
        assert list(options.texts) == said[6 * k : 6 * k + 6]


TOLD = {"layer 4": "dog", "layer 5": "car"}
"""The class by which the unit goes that is enlarged, by the panel of its layer."""


def _check_pair(scene: Scene, frame: Frame, layer: int, said: Sequence[str], excited: int) -> None:
    """Which two units are shown large, what is written below them, and which is framed."""
    kept = seeds.measured("ladder")
    agree, units = (kept[key][6 * layer - 6 : 6 * layer] for key in ("agree", "units"))
    most = max(count for unit, count in enumerate(agree) if unit != excited)
    for which in ("One", "Another"):
        name = f"{which} {layer}"
        change = frame.panels[name]
        assert isinstance(change, TilesChanges)
        unit = change.first
        assert unit is not None
        assert unit == excited if which == "One" else unit != excited
        assert which == "One" or agree[unit] == most
        assert scene.panel(name).note == said[6 * layer - 6 + unit]
        assert scene.panel(name).label == f"Layer {layer}, unit {units[unit]}"
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
    name, _, count = next(filter(None, said[6 * at - 6 : 6 * at]), " 0").partition(" ")
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
        "size": str(_spread(WINDOWS[: TOPS[at - 1]])),
        "a_picture": plain.a_noun(list(seeds.pictures())[picture]),
        "unit": str(kept["units"][index]),
        "agree": str(kept["agree"][index]),
        "class": CLASSES[kept["classes"][index]],
        "name": name,
        "a_name": plain.a_noun(name),
        "count": count,
        "agree_here": str(kept["agree"][6 * at - 6 + excited]),
        "class_here": plain.a_noun(CLASSES[kept["classes"][6 * at - 6 + excited]]),
    }
    if key in spoken[1:]:
        _check_pair(scene, frame, at, said, excited)
    if key == "third":
        assert f"{name} {count}" in [scene.panel(f"{which} 3").note for which in ("One", "Another")]
    if key == "fourth":
        assert int(numbers["agree_here"]) >= 50, "it goes by the class"
    if key == "fifth":
        assert all(scene.panel(f"{which} 5").note for which in ("One", "Another"))
    nothing = values[layer - 1, picture, unit] == 0
    claims = {
        "rising": all(a <= b for a, b in pairwise(means)),
        "nothing": nothing,
        "all": kept["agree"][index] == 100,
        "sees all": layer == 5,
    }
    for panel, change in frame.panels.items():
        if isinstance(change, TilesChanges) and change.lit is not None:
            tile = (
                said[6 * int(panel.removeprefix("layer ")) - 6 + change.lit]
                if panel in TOLD
                else ""
            )
            assert change.lit == excited if key != "look" else tile.startswith(TOLD[panel])
    _check_tiles(scene, said)
    for box in frame.boxes:
        if box.role == "window":
            jump = prod(stride for _, stride in WINDOWS[: TOPS[at - 1]])
            for name, span in (("rows", box.rows), ("columns", box.columns)):
                place = np.array(kept[name]).reshape(values.shape)[at - 1, picture, excited]
                start = kept["start"][at - 1] + jump * place
                assert span == (max(0, start), min(32, start + int(numbers["size"])))
    return Truth(claims, numbers)


def transfer(scene: Scene, frame: Frame) -> Truth:
    kept = seeds.measured("transfer")
    counts = [10, 20, 50, 100, 200, 500, 1000]
    assert kept["examples"] == counts
    k = counts.index(int(str(scene.values["examples"])))
    frozen, scratch = kept["frozen"], kept["scratch"]
    enough = [n for n, share in zip(counts, scratch, strict=True) if share >= frozen[k]]
    numbers = {
        "photographs": "40,000",
        "guess": "50 %",
        "eight": plain.said(kept["eight"]),
        "fewest": "10",
        "most": "1,000",
        "count": f"{counts[k]:,}",
        "frozen": plain.said(frozen[k]),
        "scratch": plain.said(scratch[k]),
        "frozen_many": plain.said(frozen[-1]),
        "scratch_many": plain.said(scratch[-1]),
        "repeats": str(kept["repeats"]),
        "caught": f"{enough[0]:,}" if enough else "0",
        "before": f"{max((n for n in counts if enough and n < enough[0]), default=10):,}",
    }
    claims = {
        "frozen ahead": frozen[k] > scratch[k],
        "ahead everywhere": min(a - b for a, b in zip(frozen, scratch, strict=True)) > 0,
        "takes more": bool(enough) and enough[0] > counts[k],
        "never as good": not enough,
    }
    return Truth(claims, numbers)


SCENES = {
    "growth": growth,
    "network": network,
    "features": features,
    "learning": learning,
    "learned": learned,
    "transfer": transfer,
}
