"""Doubt: of what is no digit and no photograph most is doubted, of test pictures few.

What is doubted here is drawn by tests/drawing.py; nothing of it was trained on or fitted to.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import drawing
import not_digits
from cnnviz.content import seeds
from cnnviz.content.scene import Scene
from cnnviz.engine.strokes import normalized
from cnnviz.staging.answers import UNLIKE, answer_of, doubt_of
from cnnviz.steps import step
from loosely import loosely

Array = NDArray[Any]


def believed(name: str, x: Array) -> bool:
    """Whether the network's answer stands undoubted, with 60 % or more."""
    network = seeds.network(name)
    answer = answer_of(network, network.run(x.astype(np.float32)))
    return not answer.unlike and answer.share >= 0.6


def seen(strokes: drawing.Strokes) -> Array:
    return np.pad(normalized(strokes).round(1), 2)[None]


NO_DIGITS: dict[str, list[Array]] = {
    "letters": [seen(each) for each in drawing.letters(100, seed=1)],
    "scribbles": [seen(each) for each in not_digits.scribbles(120, seed=2)],
    "patterns, framed": [np.pad(each, 2)[None] for each in not_digits.patterns(28, seed=3)],
    "patterns": [each[None] for each in not_digits.patterns(32, seed=4)],
}


@pytest.mark.parametrize("kind", NO_DIGITS)
def test_of_what_is_no_digit_nine_in_ten_are_doubted(kind: str) -> None:
    given = NO_DIGITS[kind]
    assert sum(believed("lenet", x) for x in given) <= 0.1 * len(given)


def test_of_drawn_digits_nearly_none_is_doubted() -> None:
    drawn = [
        strokes
        for number, style in enumerate(drawing.STYLES)
        for _, strokes in drawing.digits(style, seed=number)
    ]
    assert sum(not believed("lenet", seen(each)) for each in drawn) <= 0.03 * len(drawn)


def coloured(plane: Array, r: np.random.Generator) -> list[Array]:
    """A pattern from 0 to 1 as it is, the other way round, and between two colours."""
    first, second = r.random((2, 3, 1, 1))
    grey = np.repeat(plane[None], 3, 0)
    return [grey, 1 - grey, first + (second - first) * grey]


def no_photographs() -> dict[str, list[Array]]:
    r = np.random.default_rng(5)
    digits = [strokes for _, strokes in drawing.digits(drawing.STYLES[0], seed=6)]
    planes = {
        "patterns": not_digits.patterns(32, seed=7)[::2],
        "letters": [seen(each)[0] for each in drawing.letters(30, seed=8)],
        "scribbles": [seen(each)[0] for each in not_digits.scribbles(30, seed=9)],
        "digits": [seen(each)[0] for each in digits],
    }
    found = {
        kind: [x for each in given for x in coloured(each, r)] for kind, given in planes.items()
    }
    return found | {"noise": [r.random((3, 32, 32)) for _ in range(30)]}


NO_PHOTOGRAPHS = no_photographs()


@pytest.mark.parametrize("kind", NO_PHOTOGRAPHS)
def test_of_what_is_no_photograph_nine_in_ten_are_doubted(kind: str) -> None:
    given = NO_PHOTOGRAPHS[kind]
    assert sum(believed("simplecnn", x) for x in given) <= 0.1 * len(given)


@pytest.mark.parametrize("name", ["lenet", "simplecnn"])
def test_what_is_usual_was_measured_and_its_command_is_told(name: str) -> None:
    measured = seeds.measured(f"unusual-{name}")
    assert measured["n"] == 10_000
    assert measured["command"].startswith(f"python training/unusual.py {name} ")
    assert measured["layer"] in seeds.network(name).shapes()
    assert measured["values"] == sorted(measured["values"])
    assert measured["shares"] == sorted(measured["shares"])
    assert UNLIKE in measured["shares"]
    assert len(measured["values"]) == len(measured["shares"])


def test_answers_were_counted_by_their_share() -> None:
    counted = seeds.measured("shares-simplecnn")
    assert counted["command"] == "python training/shares.py cifar10.npz"
    assert counted["edges"] == sorted(counted["edges"])
    assert counted["edges"][-1] == 1
    assert len(counted["answers"]) == len(counted["right"]) == len(counted["edges"]) - 1
    assert sum(counted["answers"]) == counted["n"] == 10_000
    assert sum(counted["right"]) / counted["n"] == seeds.card("simplecnn")["accuracy"]


def test_distance_is_that_of_mahalanobis() -> None:
    measured = seeds.measured("unusual-simplecnn")
    network = seeds.network("simplecnn")
    kept = network.run(np.random.default_rng(0).random((3, 32, 32), np.float32))
    count = 128
    lower = np.zeros((count, count))
    for row in range(count):
        for column in range(row + 1):
            lower[row, column] = measured["whitening"][row * (row + 1) // 2 + column]
    inverse_covariance = lower.T @ lower
    off = np.sqrt(kept["average"].ravel()) - np.array(measured["mean"])
    found = doubt_of("simplecnn", kept)
    assert found is not None
    assert found.familiarity == pytest.approx(-float(np.sqrt(off @ inverse_covariance @ off)))


def test_where_nothing_was_measured_nothing_is_doubted() -> None:
    network = seeds.network("mlp")
    kept = network.run(np.ones((1, 32, 32), np.float32))
    assert doubt_of("mlp", kept) is None
    assert not answer_of(network, kept).unlike


BOARD = np.repeat(((np.indices((32, 32)) // 4).sum(0) % 2)[None].astype(float), 3, 0)


def said(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def test_a_checkerboard_is_doubted_in_step_8() -> None:
    made = step("pytorch").spec("run").scene({"picture": BOARD})
    assert "It may be none of the ten" in said(made)
    assert all(loosely(frame.panels["answer"]).lit is None for frame in made.frames)


def test_a_letter_is_doubted_in_step_7_alike_in_run_and_live() -> None:
    letter = drawing.letters(1, seed=1)[0]
    run = step("lenet").spec("run").scene({"digit": "own", "drawing": letter})
    live = step("lenet").spec("live").scene({"drawing": letter})
    doubted = live.frames[-1].narration
    assert "This may be no digit at all." in doubted
    assert doubted in [frame.narration for frame in run.frames]
    assert all(
        loosely(frame.panels["network"]).lit is None
        for made in (run, live)
        for frame in made.frames
    )
