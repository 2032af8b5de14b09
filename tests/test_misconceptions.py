"""Wrong rules: told apart from the right one and from each other, and worked out to their value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cnnviz.misconceptions import ALL, TOPICS, cells, depth, layers, learning, pooling
from cnnviz.misconceptions.cells import Corner, Grid
from cnnviz.misconceptions.choice import choice
from cnnviz.misconceptions.depth import Chain, Linear
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.learning import (
    FirstLayer,
    Normalised,
    Scores,
    Shared,
    Upsampled,
)
from cnnviz.misconceptions.outcome import Outcome, Topic
from cnnviz.misconceptions.pooling import Block, Row
from random_subjects import (
    a_chain,
    a_corner,
    a_dense,
    a_layer,
    a_pixel,
    a_place,
    a_pool,
    a_row,
    an_upsampled,
    small,
)
from truth import formulas

MANY = 200
PAGE = Path(__file__).parent.parent / "docs" / "misconceptions.md"


def spread(layer: ConvLayer) -> Iterator[int]:
    """The first pixel of each window that fits on a padded line."""
    last = layer.side + 2 * layer.padding - layer.kernel
    return iter(range(0, last + 1, layer.stride))


def windows(layer: ConvLayer) -> int:
    return len(list(spread(layer)))


def dot(patch: Grid, weights: Grid) -> Fraction:
    return sum(
        (
            a * b
            for one, two in zip(patch, weights, strict=True)
            for a, b in zip(one, two, strict=True)
        ),
        Fraction(),
    )


def corner_sum(corner: Corner) -> Fraction:
    half, side = len(corner.weights) // 2, len(corner.weights)
    inside = [(y, x) for y, x in product(range(side), repeat=2) if y >= half and x >= half]
    return sum((corner.grey * corner.weights[y][x] for y, x in inside), Fraction())


def seen(chain: Chain) -> int:
    """The pixels under one neuron, layer by layer from above."""
    pixels = {0}
    for kernel, stride in reversed(list(zip(chain.kernels, chain.strides, strict=True))):
        pixels = {at * stride + tap for at in pixels for tap in range(kernel)}
    return max(pixels) + 1


def moved(row: Row) -> int:
    rolled = [row.values[(k - row.by) % len(row.values)] for k in range(len(row.values))]
    starts = range(0, len(row.values), row.window)
    tops = [[max(each[k : k + row.window]) for k in starts] for each in (row.values, rolled)]
    return sum(a != b for a, b in zip(*tops, strict=True))


def softmax(scores: tuple[float, ...]) -> float:
    return max(math.exp(each) / sum(map(math.exp, scores)) for each in scores)


def transposed(up: Upsampled) -> int:
    marks = [at * up.stride + tap for at in range(up.side) for tap in range(up.kernel)]
    return max(marks) + 1


Case = tuple[Topic[Any], Callable[[Random], Any], Callable[[Any], Any]]
CASES: list[Case] = [
    (layers.MAPS, a_layer, lambda each: each.c_out),
    (layers.FILTER_WEIGHTS, a_layer, lambda each: each.kernel**2 * each.c_in),
    (
        layers.PARAMETERS,
        a_layer,
        lambda each: (each.kernel**2 * each.c_in + 1) * each.c_out,
    ),
    (layers.ANSWERS, a_layer, lambda _: 1),
    (layers.BIASES, a_layer, lambda each: each.c_out),
    (layers.LARGER, a_layer, lambda each: (each.kernel**2 * each.c_in + 1) * each.c_out),
    (
        layers.COST,
        a_layer,
        lambda each: windows(each) ** 2 * each.kernel**2 * each.c_in * each.c_out,
    ),
    (layers.SIDE, a_layer, windows),
    (
        cells.CELL,
        a_place,
        lambda each: sum(map(dot, each.patches, each.slices), Fraction()) + each.bias,
    ),
    (
        cells.ONE_BY_ONE,
        a_pixel,
        lambda each: sum(a * b for a, b in zip(each.values, each.weights, strict=True)),
    ),
    (cells.PADDED, a_corner, corner_sum),
    (depth.FIELD, a_chain, seen),
    (depth.COLLAPSED, lambda random: Linear(random.randint(1, 9)), lambda _: 1),
    (pooling.LEARNED, a_pool, lambda _: 0),
    (pooling.POOLED_MAPS, a_pool, lambda each: each.channels),
    (pooling.DROPPED, a_pool, lambda each: each.side**2 - (each.side // each.window) ** 2),
    (
        pooling.GRADIENT,
        lambda random: Block(random.randint(2, 9), small(random)),
        lambda each: each.gradient,
    ),
    (pooling.MOVED, a_row, moved),
    (
        learning.BY_HAND,
        lambda random: FirstLayer(random.randint(1, 64), random.randint(1, 75)),
        lambda _: 0,
    ),
    (
        learning.DIFFERENT,
        lambda random: FirstLayer(random.randint(1, 64), random.randint(1, 75)),
        lambda each: each.filters,
    ),
    (
        learning.SHARED,
        lambda random: Shared(tuple(small(random) for _ in range(random.randint(1, 5)))),
        lambda each: sum(each.gradients),
    ),
    (learning.FLATTENED, a_dense, lambda each: each.channels * each.height * each.width),
    (
        learning.DENSE_PARAMETERS,
        a_dense,
        lambda each: (each.channels * each.height * each.width + 1) * each.neurons,
    ),
    (learning.FIXED, a_dense, lambda _: "the fully connected layer"),
    (
        learning.SURE,
        lambda random: Scores(tuple(random.uniform(-4, 4) for _ in range(10))),
        lambda _: "its share does not say",
    ),
    (
        learning.LOSS,
        lambda random: Scores(tuple(random.uniform(-4, 4) for _ in range(10))),
        lambda each: softmax(each.scores),
    ),
    (learning.TRANSPOSED, an_upsampled, transposed),
    (
        learning.IN_USE,
        lambda random: Normalised(small(random), small(random), Fraction(random.randint(1, 8), 4)),
        lambda each: (each.value - each.mean) / each.spread,
    ),
]
EACH = [pytest.param(*case, id=case[0].name) for case in CASES]


def ends_at_its_value(outcome: Outcome) -> bool:
    """Whether the working holds, and its last side is what the outcome says."""
    if isinstance(outcome.value, str):
        return outcome.working == ""
    last = formulas._value(re.split(r"=|\\approx", outcome.working)[-1])
    printed = Fraction(outcome.printed.replace("−", "-").replace(",", ""))
    return last == printed and not list(formulas.wrong(outcome.working))


def test_every_topic_is_tried() -> None:
    assert [topic.name for topic, _, _ in CASES] == [topic.name for topic in TOPICS]


@pytest.mark.parametrize(("topic", "make", "right"), EACH)
def test_the_right_rule_agrees_with_counting(
    topic: Topic[Any], make: Callable[[Random], Any], right: Callable[[Any], Any]
) -> None:
    random = Random(topic.name)
    for _ in range(MANY):
        subject = make(random)
        outcome = topic.right(subject)
        expected = right(subject)
        if isinstance(expected, float):
            assert float(outcome.value) == pytest.approx(expected, abs=1e-6), subject
        else:
            assert outcome.value == expected, subject
        assert ends_at_its_value(outcome), (subject, outcome)


@pytest.mark.parametrize(("topic", "make", "right"), EACH)
def test_every_distractor_differs_and_its_working_ends_at_its_value(
    topic: Topic[Any], make: Callable[[Random], Any], right: Callable[[Any], Any]
) -> None:
    random, shown = Random(topic.name), set()
    for _ in range(MANY):
        subject = make(random)
        found = list(topic.distractors(subject))
        printed = [topic.right(subject).printed, *(outcome.printed for _, outcome in found)]
        assert len(printed) == len(set(printed)), subject
        for each, outcome in found:
            assert outcome == each.rule(subject)
            assert ends_at_its_value(outcome), (subject, each.name, outcome)
            shown.add(each.name)
    assert shown == {each.name for each in topic.wrong}, "each can be offered somewhere"


def test_names_are_told_apart_and_each_has_its_belief_and_its_mend() -> None:
    names = [each.name for each in ALL]
    assert len(names) == len(set(names))
    for each in ALL:
        for sentence in (each.belief, each.mend):
            assert re.fullmatch(r"[A-Z0-9].*\.", sentence), each.name
            assert len(sentence) <= 110


def test_the_page_lists_them_all_in_order() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = [row for row in rows if row[0] not in (("belief"), "---")]
    assert told == [(each.belief, each.mend) for each in ALL]


def test_the_numbers_that_a_textbook_layer_gives() -> None:
    layer = ConvLayer(3, 6, 5, 32)
    given = {
        each.name: outcome.printed
        for topic in (layers.FILTER_WEIGHTS, layers.BIASES)
        for each, outcome in topic.distractors(layer)
    }
    assert given["one kernel for all channels"] == "25"
    assert given["a bias for each weight"] == "450"
    assert given["a bias for each channel"] == "18"
    assert given["a bias for each cell"] == "4,704"
    sides = {
        each.name: outcome.printed
        for each, outcome in layers.SIDE.distractors(ConvLayer(1, 1, 3, 28, 2))
    }
    assert list(sides.values()) == ["12.5", "14", "not allowed"]
    lenet = Chain((5, 2, 5, 2, 5), (1, 2, 1, 2, 1))
    assert depth.FIELD.right(lenet).printed == "32"
    assert [outcome.printed for _, outcome in depth.FIELD.distractors(lenet)][-1] == "19"


def test_of_two_equal_values_neither_is_offered() -> None:
    # Three channels in, three filters: "filters follow maps" would be right.
    names = [each.name for each, _ in layers.MAPS.distractors(ConvLayer(3, 3, 3, 8))]
    assert names == ["maps multiply"]
    # Two channels with two filters: 4 for both.
    two = [each.name for each, _ in layers.BIASES.distractors(ConvLayer(2, 2, 1, 1))]
    assert two == []


def test_a_choice_has_its_options_in_order_and_says_what_each_follows_from() -> None:
    asked = choice(layers.SIDE, ConvLayer(1, 1, 3, 28, 2), "{0} wide")
    assert asked is not None
    texts = [option.text for option in asked.options]
    assert texts == ["12.5 wide", "13 wide", "14 wide", "not allowed"]
    assert [bool(option.belief) for option in asked.options] == [True, False, True, True]
    for option in asked.options:
        assert bool(option.mend) is bool(option.belief)


def test_a_topic_with_fewer_than_two_wrong_values_is_no_choice() -> None:
    assert choice(layers.MAPS, ConvLayer(3, 3, 3, 8)) is None
    assert choice(layers.ANSWERS, ConvLayer(3, 6, 5, 32)) is None
