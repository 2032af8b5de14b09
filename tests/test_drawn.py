"""Digits as people draw them, through the one normalisation: strokes of many hands.

tests/data/drawn.json was made from control points set by hand, three ways to write each digit, each
drawn by three hands: upright, slanted, thick, thin, tiny, wide, off the middle, trembling. None was
chosen, or left out, by what the network says of it.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cnnviz.param import MAX_POINTS, MAX_STROKES
from cnnviz.steps.lenet import STEP


@cache
def drawn() -> list[dict[str, Any]]:
    path = Path(__file__).parent / "data" / "drawn.json"
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def read() -> list[int]:
    """What LeNet-5 says of each drawing, by the scene that the page shows."""
    script = STEP.script("live")
    scenes = [script.scene({"drawing": each["strokes"]}) for each in drawn()]
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
