"""Step 6's LeNet-5 while it learns: its filters, and what one of them makes of a digit."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np

from cnnviz.content import seeds
from cnnviz.content.scene import Frame, Scene
from cnnviz.staging.panels import BarsChanges, TilesChanges
from truth import plain
from truth.plain import Truth


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
    if key in ("edge", "above"):
        _check_edge(scene, frame, weights_at(now), digit)
    elif frame.boxes:
        pair = alike(weights_at(now))
        # Of six that all differ, the two that are least alike.
        framed = (min if max(pair.values()) < 0.9 else max)(pair, key=lambda two: pair[two])
        assert [each.channels[0] - 6 * now for each in frame.boxes] == [*framed]
    start = 100 * now + 10 * digit
    shares = kept["chances"][start : start + 10]
    answer = frame.panels.get("answer")
    assert answer is None or (isinstance(answer, BarsChanges) and answer.bars == tuple(shares))
    losses = kept["loss"][: now + 1]
    claims = {
        "no batch": now == 0,
        "still random": apart(now, 0) < 0.25,
        "settled": apart(now, 39) < 0.25,
        "trained": now == 39,
        "all differ": max(alike(weights_at(now)).values()) < 0.9,
        "undecided": max(shares) < 0.3,
    }
    if key == "play" and changes.lit is not None:
        began, lit, ends = (
            np.array(weights_at(moment)).reshape(6, 5, 5)[changes.lit] for moment in (0, now, 39)
        )
        assert lit[:2].sum() - lit[3:].sum() > began[:2].sum() - began[3:].sum(), "it turns"
        assert ends[3:].sum() < 0 < ends[:2].sum(), "orange above, blue below"
    if key == "play" and claims["still random"] and now:
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
            _check_ink_above(scene, sums, ink)
            under = ink[y : y + 5, x : x + 5]
            orange, blue = (
                np.average(under, weights=np.clip(each, 0, None)) for each in (one, -one)
            )
            assert orange > 0.5 > 0.1 > blue


def _check_ink_above(scene: Scene, sums: np.ndarray, ink: np.ndarray) -> None:
    """Wherever it stands out, there is more ink in the upper half of what is seen."""
    kept = scene.tensor("positive").data[0]
    np.testing.assert_allclose(kept, np.where(sums > 0, sums, 0), atol=1e-5)
    for y, x in np.argwhere(kept > kept.max() / 2):
        upper, lower = ink[y : y + 2, x : x + 5], ink[y + 3 : y + 5, x : x + 5]
        assert upper.sum() > lower.sum()
