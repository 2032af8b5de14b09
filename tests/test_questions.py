"""Questions: their kinds and options, and what is asked where few wrong rules can be told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np

from cnnviz.misconceptions import cells, dense, layers, map_side, maps, pooling
from cnnviz.misconceptions.cells import Place
from cnnviz.misconceptions.dense import Dense
from cnnviz.misconceptions.grids import grid_of
from cnnviz.misconceptions.layers import ConvLayer
from cnnviz.misconceptions.maps import Averaged, Signed, Touched
from cnnviz.misconceptions.moved import CHANGED, Moved
from cnnviz.misconceptions.pooling import Pool
from cnnviz.misconceptions.questions import Spot, cell, choice, draw, number
from cnnviz.wire.questions import question_record
from laws import LONGEST_LINE


def test_a_choice_has_its_options_in_order_and_says_what_each_follows_from() -> None:
    asked = choice(map_side.SIDE, ConvLayer(1, 1, 3, 28, 2), unit="wide")
    assert asked is not None
    texts = [option.text for option in asked.options]
    assert texts == ["12.5 wide", "13 wide", "14 wide", "not allowed"]
    assert [bool(option.belief) for option in asked.options] == [True, False, True, True]
    for option in asked.options:
        assert bool(option.mend) is bool(option.belief)
    assert [bool(option.rule) for option in asked.options] == [True, False, True, True]
    assert [option.value for option in asked.options] == [12.5, 13, 14, None]


def test_a_choice_with_fewer_than_two_wrong_values_asks_for_the_number() -> None:
    asked = choice(layers.ANSWERS, ConvLayer(3, 6, 5, 32))
    assert (asked.kind, asked.topic) == ("number", "numbers-at-a-place")
    assert [(option.text, option.rule) for option in asked.options] == [
        ("1", ""),
        ("3", "channels stay apart"),
    ]
    assert [option.text for option in choice(layers.MAPS, ConvLayer(3, 3, 3, 8)).options] == [
        "3",
        "9",
    ]


def test_the_room_is_asked_where_there_is_no_number_to_ask_for() -> None:
    words = replace(dense.FIXED, wrong=dense.FIXED.wrong[:1])
    asked = choice(words, Dense(1, 1, 1, 1, 1))
    assert (asked.kind, asked.topic, asked.options) == ("open", "fixed-size", ())
    assert number(dense.FIXED, Dense(1, 1, 1, 1, 1)).kind == "open"


def test_a_number_is_asked_for_in_its_unit_whatever_can_be_told_apart() -> None:
    asked = number(layers.PARAMETERS, ConvLayer(3, 6, 5, 32), unit="parameters")
    assert (asked.kind, asked.unit) == ("number", "parameters")
    assert [(option.text, option.value) for option in asked.options] == [
        ("456 parameters", 456),
        ("156 parameters", 156),
        ("900 parameters", 900),
    ]
    one = number(layers.ANSWERS, ConvLayer(3, 6, 5, 32), unit="maps")
    assert [option.text for option in one.options] == ["1 map", "3 maps"]
    alone = number(pooling.POOLED_MAPS, Pool(1, 2, 8))
    assert [option.value for option in alone.options] == [1]
    no_words = number(map_side.SIDE, ConvLayer(1, 1, 3, 28, 2))
    assert [option.value for option in no_words.options] == [13, 12.5, 14]


def test_cells_are_asked_for_by_their_places() -> None:
    asked = cell(maps.TOUCHED, Touched(0, 1, 3, 3, 2), "map")
    assert (asked.kind, asked.tensor) == ("cell", "map")
    assert [(option.text, option.cells, option.rule) for option in asked.options] == [
        ("2 cells", (0, 1), ""),
        ("1 cell", (1,), "a pixel meets one cell"),
        ("4 cells", (0, 1, 2, 3), "a pixel meets every cell"),
    ]
    spot = grid_of(np.array([[9, 0], [0, 0]]))
    still = cell(CHANGED, Moved(spot, spot, 2), "map")
    assert [(option.text, option.cells) for option in still.options] == [
        ("no cells", ()),
        ("1 cell", (0,)),
    ]


def test_nobody_marks_or_draws_a_map_that_is_too_large_or_has_one_answer() -> None:
    assert cell(maps.TOUCHED, Touched(20, 20, 40, 40, 3), "map").kind == "open"
    assert draw(maps.RECTIFIED, Signed(grid_of(np.full((9, 9), -1.0))), "map").kind == "open"
    assert draw(maps.RECTIFIED, Signed(grid_of(np.ones((2, 2)))), "map").kind == "open"


def test_nobody_draws_a_map_whose_answers_take_too_much_to_tell() -> None:
    spots = {"read": Spot("input"), "written": Spot("map")}
    kinds = {}
    for side in range(2, 10):
        numbers = grid_of(np.random.default_rng(side).uniform(-1000, 1000, (side, side)))
        asked = draw(maps.AVERAGED, Averaged(numbers, 2, 1), "map", spots)
        kinds[side] = asked.kind
        assert len(json.dumps(question_record(asked, exact=False))) < LONGEST_LINE, side
    assert kinds == {side: "draw" if side < 4 else "open" for side in range(2, 10)}


def test_a_map_is_drawn_between_all_that_the_rules_give_in_steps_that_reach_it() -> None:
    asked = draw(maps.RECTIFIED, Signed(grid_of(np.array([[-1.75, 0.5], [2, 0]]))), "map")
    assert (asked.kind, asked.tensor) == ("draw", "map")
    assert (asked.least, asked.most, asked.step) == (-2, 2, 0.5)
    assert [(option.text, option.values) for option in asked.options] == [
        ("0 0.5 2 0", (0, 0.5, 2, 0)),
        ("1.75 0.5 2 0", (1.75, 0.5, 2, 0)),
        ("−1.75 0.5 2 0", (-1.75, 0.5, 2, 0)),
    ]
    thirds = draw(maps.AVERAGED, Averaged(grid_of(np.array([[1, 2], [3, 7]])), 2, 2), "map")
    assert thirds.step == 0.25
    assert [option.values for option in thirds.options] == [(3.25,), (7,), (13,), (4,)]


def test_what_is_computed_from_the_screen_says_where_it_is_read() -> None:
    numbers = grid_of(np.arange(4.0).reshape(2, 2))
    place = Place((numbers,), (grid_of(np.array([[1, 0], [0, 2]])),), Fraction(1, 2))
    spots = {
        "read": Spot("picture", (0, 3, 4)),
        "weights": Spot("kernel", (2, 0, 0)),
        "written": Spot("map", (0, 3, 4)),
    }
    right, flipped = number(cells.CELL, place, spots=spots).options
    assert (right.value, flipped.value) == (6.5, 3.5)
    (work,) = flipped.computations
    assert (work.tensor, work.index, work.bias, work.result) == ("map", (0, 3, 4), 0.5, 3.5)
    assert [sum(term[2:]) for term in work.terms] == [0, 0, 0, 3]
    picture, turned = (list(work.places(each)) for each in work.operands)
    assert picture == [(0, 3, 4), (0, 3, 5), (0, 4, 4), (0, 4, 5)]
    assert turned == [(2, 1, 1), (2, 1, 0), (2, 0, 1), (2, 0, 0)]
    (work,) = right.computations
    assert list(work.places(work.operands[1])) == turned[::-1]
    two = Place((numbers, numbers), (numbers, grid_of(np.eye(2))), Fraction(1))
    sums = {"sums": Spot("sums", (1, 0, 0)), "written": Spot("total")}
    added, averaged, turned_too = number(cells.CELL, two, spots=sums).options
    assert [each.value for each in (added, averaged, turned_too)] == [18, 9.5, 8]
    assert [(work.op, work.terms) for work in added.computations + averaged.computations] == [
        ("sum", ((14,), (3,))),
        ("mean", ((14,), (3,))),
    ]
    assert list(added.computations[0].places(added.computations[0].operands[0])) == [
        (1, 0, 0),
        (2, 0, 0),
    ]
    assert turned_too.computations == (), "its patch is not on the screen"
    elsewhere = number(cells.CELL, place)
    assert elsewhere.options[0].computations == ()
