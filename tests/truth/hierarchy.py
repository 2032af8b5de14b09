"""Step 6: what neurons see, by walking down layer by layer, and where they answer most."""

from __future__ import annotations

from math import prod

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import BarsChanges, ConeChanges
from truth import plain
from truth.learning import learning
from truth.networks import activations, framed, seen, spread
from truth.photographs import learned
from truth.plain import Truth


def growth(scene: Scene, frame: Frame) -> Truth:
    pools = scene.values["between"] == "pool"
    plan = [(3, 1), (2, 2), (3, 1), (2, 2), (3, 1)] if pools else [(3, 1)] * 5
    labels = ["layer 1", "pool 2", "layer 3", "pool 4", "layer 5"] if pools else []
    cone = frame.panels["cone"]
    assert isinstance(cone, ConeChanges)
    top = cone.shown
    jumps = [1]
    for _, stride in plan:
        jumps.append(jumps[-1] * stride)
    label = labels[top - 1] if labels else f"layer {top}"
    if cone.text:
        # While a layer only comes, it is what the one below it sees.
        seen_by = len(cone.spans or ()) - 1
        assert top - 1 <= seen_by <= top
        assert _added(cone.text.removesuffix(" pixels")) == spread(plan[:seen_by])
    numbers = {
        "size": str(spread(plan[:top])),
        "jump": str(jumps[top]),
        "kernel": str(plan[top - 1][0] if top else 0),
        "label": label,
        "neuron": str(scene.values["neuron"]),
        "fourth": str(spread(plan[:4])),
        "fifth": str(spread(plan)),
    }
    claims = {
        "first layer": top == 1,
        "neighbours further apart": jumps[top] > jumps[top - 1],
        "only 3×3": not pools,
        "again": not pools and top > 2 and spread(plan[:top]) - spread(plan[: top - 1]) == 2,
    }
    return Truth(claims, numbers)


def _added(text: str) -> int:
    """The number that a text tells, which its terms must add up to, if it has any: 1 + 2·3 = 7."""
    terms, _, told = text.rpartition("= ")
    if terms:
        assert sum(prod(map(int, each.split("·"))) for each in terms.split("+")) == int(told)
    return int(told)


def network(scene: Scene, frame: Frame) -> Truth:
    names = ("C1", "S2", "C3", "S4", "F5")
    # The first dense layer reads all of S4's 5×5 maps.
    spans = [seen("lenet", name, 0) for name in names[:4]]
    sizes = [stop - start for start, stop in spans] + [seen("lenet", "S4", 4)[1]]
    numbers = {"first": f"{sizes[0]}×{sizes[0]}", "last": f"{sizes[-1]}×{sizes[-1]}"}
    layers = frame.panels.get("layers")
    lit = -1
    if isinstance(layers, BarsChanges) and layers.lit is not None:
        lit = layers.lit
        for value, said in zip(layers.bars or (), layers.texts or (), strict=True):
            if "=" in said:
                assert _added(said) == value
    numbers |= {"name": names[lit], "size": str(sizes[lit])}
    return Truth({"whole picture": sizes[lit] == 32}, numbers)


def features(scene: Scene, frame: Frame) -> Truth:
    kept = activations("lenet", framed(seeds.digit(str(scene.values["digit"]))))
    key = getattr(frame.narration, "key", "")
    layers = ("C1", "C3")
    shown = [n for n in layers if not {f"{n} maps", f"{n} map"} <= set(frame.hidden)]
    if not shown:
        spoken = {"small": "C1", "middle": "C3", "others": "C3"}.get(key)
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
        np.testing.assert_allclose(scene.tensor(f"{short} maps").data, sums, atol=1e-6)
        if key == "small":
            weights, ink = scene.tensor("filter").data[0], scene.tensor("C1 patch").data[0]
            np.testing.assert_allclose((weights * ink).sum(), sums[unit].max(), atol=0.5)
            assert np.average(ink, weights=np.clip(weights, 0, None)) > 0.6
        if key == "others":
            _check_pieces(scene, frame, short, sums)
        for box in frame.boxes:
            if box.role == "cell":
                y, x = np.unravel_index(int(sums[unit].argmax()), sums[unit].shape)
                assert (box.channels[0], box.rows[0], box.columns[0]) == (unit, int(y), int(x))
    return Truth(claims, numbers)


def _check_pieces(scene: Scene, frame: Frame, layer: str, sums: np.ndarray) -> None:
    """Each patch is what its map answers to most, and no two are the same piece."""
    named = [panel for panel in scene.panels if panel.name not in frame.hidden]
    assert len(named) == 3
    ink, places = scene.tensor("image").data[0], set()
    for panel in named:
        unit = int(panel.label.rpartition(" ")[2]) - 1
        y, x = np.argwhere(sums[unit] == sums[unit].max())[0]
        (top, bottom), (left, right) = (seen("lenet", layer, int(each)) for each in (y, x))
        piece = scene.tensor(panel.tensors[0]).data[0]
        np.testing.assert_array_equal(piece, ink[top:bottom, left:right])
        places.add((int(y), int(x)))
    assert len(places) == len(named)


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
