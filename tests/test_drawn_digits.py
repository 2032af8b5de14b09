"""Digits as people draw them, through the one normalisation: strokes of many hands and sizes.

tests/drawing.py draws in twenty styles. tests/data/drawn.json was made from control points set by
hand, three ways to write each digit, each drawn by three hands: upright, slanted, thick, thin,
tiny, wide, off the middle, trembling. None was chosen, or left out, by what the network says of it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import drawing
from cnnviz.content.drawings import MAX_POINTS, MAX_STROKES
from cnnviz.engine.strokes import has_stray_dots, normalized
from cnnviz.steps.lenet import STEP


@cache
def drawn() -> list[dict[str, Any]]:
    path = Path(__file__).parent / "data" / "drawn.json"
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def read() -> list[int]:
    """What LeNet-5 says of each drawing, by the scene that the page shows."""
    spec = STEP.spec("live")
    scenes = [spec.scene({"drawing": each["strokes"]}) for each in drawn()]
    return [int(made.tensor("probabilities").data.argmax()) for made in scenes]


def test_every_digit_is_drawn_in_several_ways_by_several_hands() -> None:
    labels = Counter(each["label"] for each in drawn())
    assert sorted(labels) == list(range(10))
    assert min(labels.values()) >= 5
    assert len(drawn()) >= 50
    styles = " ".join(each["style"] for each in drawn())
    for style in ("with a bar", "open", "slanted", "thick", "tiny", "off the middle", "trembling"):
        assert style in styles


def test_the_drawings_are_such_as_the_pad_can_send() -> None:
    for each in drawn():
        assert len(each["strokes"]) <= MAX_STROKES
        assert sum(map(len, each["strokes"])) <= MAX_POINTS


def test_of_all_drawings_at_least_96_per_cent_are_read_right() -> None:
    right = sum(said == each["label"] for said, each in zip(read(), drawn(), strict=True))
    assert right / len(drawn()) >= 0.96


@pytest.mark.parametrize("digit", range(10))
def test_no_digit_is_the_one_that_is_always_missed(digit: int) -> None:
    said = [s for s, each in zip(read(), drawn(), strict=True) if each["label"] == digit]
    assert said.count(digit) >= len(said) - 2


def said(strokes: Any) -> int:
    """What LeNet-5 says of a drawing, by the scene that the page shows."""
    made = STEP.spec("live").scene({"drawing": strokes})
    return int(made.tensor("probabilities").data.argmax())


def test_200_drawings_in_twenty_styles_are_read_from_a_tenth_of_the_paper_to_all_of_it() -> None:
    assert len(drawing.STYLES) == 20
    sides, right = [], Counter[str]()
    for number, style in enumerate(drawing.STYLES):
        for digit, strokes in drawing.digits(style, seed=number):
            points = np.array(
                [point[:2] for stroke in strokes if len(stroke) > 1 for point in stroke]
            )
            sides.append(float(np.ptp(points, axis=0).max()))
            right[style.name] += said(strokes) == digit
    assert 0.1 <= min(sides) < 0.13
    assert 0.95 < max(sides) <= 1
    assert sum(right.values()) / 200 >= 0.97, right
    assert min(right.values()) >= 8, right


def placed(strokes: Any, size: float, *more: Any) -> Any:
    """A drawing in the middle of the paper, `size` times as large; the pen stays as it is."""
    moved = [
        [[0.5 + (x - 0.5) * size, 0.5 + (y - 0.5) * size, *pen] for x, y, *pen in stroke]
        for stroke in strokes
    ]
    return [*moved, *more]


@pytest.mark.parametrize("size", [1.2, 0.75, 0.2, 0.12])
def test_a_drawing_is_read_at_every_size(size: float) -> None:
    right = sum(said(placed(each["strokes"], size)) == each["label"] for each in drawn())
    assert right / len(drawn()) >= 0.98


@pytest.mark.parametrize("dot", [[0.96, 0.96], [0.02, 0.5], [0.97, 0.04, 0.03]])
def test_a_stray_dot_beside_a_digit_changes_nothing_of_what_is_seen(dot: list[float]) -> None:
    for each in drawn():
        strokes = placed(each["strokes"], 0.7)
        np.testing.assert_array_equal(normalized([*strokes, [dot]]), normalized(strokes))
        assert has_stray_dots([*strokes, [dot]])


def test_what_belongs_to_a_drawing_is_no_stray_dot() -> None:
    for each in drawn():
        assert not has_stray_dots(each["strokes"])
    for digit, curves in drawing.CONTINENTAL.items():
        strokes = drawing.drawn(curves[-1], drawing.Style("plain"), np.random.default_rng(digit))
        assert not has_stray_dots(strokes)
    # A line of dashes, and a drawing of dots alone: each is all that there is.
    dashes = [[[0.5, y], [0.5, y + 0.05]] for y in np.arange(0.1, 0.9, 0.1).tolist()]
    assert not has_stray_dots(dashes)
    assert not has_stray_dots([[[0.2, 0.2]], [[0.8, 0.8]]])


def test_the_line_follows_the_drawing_and_a_pressed_one_keeps_its_swelling() -> None:
    stroke = [[0.3 + 0.4 * k / 20, 0.2 + 0.6 * math.sin(k / 20)] for k in range(21)]
    large = normalized([stroke])
    for size in (0.6, 0.2, 0.05):
        np.testing.assert_allclose(normalized(placed([stroke], size)), large, atol=1e-5)
    swelling = [[x, 0.5, 0.02 + 0.1 * x] for x in np.linspace(0.1, 0.9, 9).tolist()]
    for size in (1.0, 0.1):
        seen = normalized(placed([swelling], size))
        thin, thick = seen[:, 5].sum(), seen[:, 19].sum()
        assert thick > 1.8 * thin > 0


def test_a_line_far_too_thick_or_too_thin_for_its_digit_is_brought_into_bounds() -> None:
    bar = [[0.5, 0.45], [0.5, 0.55]]
    for pen, wide in ((0.9, 0.2), (0.0001, 0.04)):
        seen = normalized([[[*point, pen] for point in bar]])
        across = float(seen[14].sum())
        # Of twenty pixels, with the line's own ends among them.
        assert across == pytest.approx(20 * wide / (1 + wide), rel=0.1)
