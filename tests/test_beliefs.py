"""What is believed is asked somewhere in the chapter, at the defaults, and by all kinds."""

from __future__ import annotations

from collections import Counter

import pytest

import cnnviz
from cnnviz.asking import AskedQuestion
from cnnviz.misconceptions import ALL
from cnnviz.steps import STEPS

BELIEFS = (
    ("maps multiply",),
    ("filters follow maps",),
    ("one kernel for all channels",),
    ("channels stay apart",),
    ("channels are averaged",),
    ("a bias for each weight", "a bias for each channel", "a bias for each cell"),
    ("parameters grow with the picture", "parameters grow with the side"),
    ("convolutions need a fixed size",),
    ("the fraction stays", "the stride divides the size", "it must come out even"),
    ("padding is added once",),
    ("the kernel is flipped",),
    ("convolution is not linear", "depth alone is power"),
    ("a neuron sees its filter", "fields multiply"),
    ("fields add up",),
    ("1×1 does nothing", "1×1 scales a channel"),
    ("pooling learns", "pooling mixes channels"),
    ("the gradient is spread", "the gradient stops"),
    ("max pooling loses nothing",),
    ("pooling forgives any shift",),
    ("padding is neutral",),
    ("filters are put in by hand", "all filters learn the same"),
    ("one place teaches", "places are averaged"),
    ("few parameters, little work",),
    ("a share is a chance",),
    ("softmax before cross-entropy",),
    ("one bias for a dense layer",),
    ("the batch is flattened too",),
    ("transposed undoes",),
    ("the size of a convolution", "no padding is cut off"),
    ("the later stamp overwrites", "stamps are averaged"),
    ("a batch of one", "nothing is kept"),
    ("channels are always added", "two steps cost the same"),
    ("each picture by itself", "each place by itself", "squeezed between 0 and 1"),
    ("a scale for each cell", "mean and spread are learned"),
    ("the shortcut multiplies", "the shortcut averages"),
    ("the shortcut has weights", "the shortcut doubles the channels"),
)
"""Those that are met most, each with the rules by which it shows."""


@pytest.fixture(scope="module")
def asked() -> list[AskedQuestion]:
    """What takes an answer, with every parameter at its default."""
    found = (each for step in STEPS for each in cnnviz.questions(step.name))
    return [each for each in found if each.kind != "open"]


def test_every_belief_has_its_rule() -> None:
    assert {name for names in BELIEFS for name in names} <= {each.name for each in ALL}


def test_every_belief_shows_in_some_question(asked: list[AskedQuestion]) -> None:
    found = {option.rule for each in asked for option in each.options}
    missing = [names for names in BELIEFS if not found & set(names)]
    assert missing == []


def test_each_step_asks_at_least_twice_and_all_kinds_are_used(asked: list[AskedQuestion]) -> None:
    counts = Counter(each.step for each in asked)
    assert {step.name for step in STEPS if counts[step.name] < 2} == set()
    assert {each.kind for each in asked} == {"choice", "number", "cell", "draw"}
