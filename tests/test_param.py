"""What may be given for a parameter, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.content.arrays import as_text
from cnnviz.content.compare import same
from cnnviz.content.drawings import strokes_as_text
from cnnviz.content.param import Param, ParameterError, Values

STRIDE = Param("stride", "Stride", "integer", 1, minimum=1, maximum=4)
METHOD = Param("method", "Method", "choice", "max", choices=(("max", "Max"), ("mean", "Mean")))
KERNEL = Param("kernel", "Kernel", "array", np.zeros((1, 3, 3)))
DRAWING = Param("drawing", "Drawing", "strokes", ())
PICTURE = Param("picture", "Picture", "array", np.zeros((3, 2, 2)), channels=3)


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


ENDLESS = nested(100_000)


@pytest.mark.parametrize("value", [2, "2", 2.0, "2.0", " 2 ", np.int64(2)])
def test_whole_numbers_are_read_from_numbers_and_text(value: object) -> None:
    assert STRIDE.check(value) == 2


@pytest.mark.parametrize(
    "value",
    [
        *(0, 5, -1, 1.5, "", "x", "nan", "inf", "1e999", True, None, [2], {}, 10**400),
        *(float("nan"), float("inf"), ENDLESS),
    ],
)
def test_another_stride_is_refused_with_name_value_and_range(value: object) -> None:
    with pytest.raises(
        ParameterError, match=r"^stride must be a whole number from 1 to 4; got ."
    ) as e:
        STRIDE.check(value)
    assert e.value.parameter == "stride"
    assert len(str(e.value)) < 120


def test_a_number_of_thousands_of_digits_is_refused_without_being_spelled_out() -> None:
    with pytest.raises(ParameterError, match="got a number of thousands of digits"):
        STRIDE.check(10**5000)


@pytest.mark.parametrize("value", ["MAX", "", 0, None, ["max"], np.array(["max", "max"])])
def test_a_choice_is_one_of_its_words(value: object) -> None:
    with pytest.raises(ParameterError, match="^method must be one of max, mean; got "):
        METHOD.check(value)


@pytest.mark.parametrize(
    "value",
    ["1,2;3,4", [[1, 2], [3, 4]], [[[1, 2], [3, 4]]], ((1, 2), (3, 4)), np.array([[1, 2], [3, 4]])],
)
def test_arrays_are_read_from_text_lists_and_arrays(value: object) -> None:
    checked = KERNEL.check(value)
    assert isinstance(checked, np.ndarray)
    assert checked.dtype == np.float64
    assert checked.tolist() == [[[1, 2], [3, 4]]]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([[1, 2], [3]], "rows of equal length"),
        ("1,2;3", "rows of equal length"),
        ([[[1]], [2]], "rows of equal length"),
        ([], "at least one number"),
        ([[]], "at least one number"),
        ("", "got nothing"),
        ("a,b", "got a"),
        ([["1"]], "numbers only"),
        ([[None]], "numbers only"),
        ([[True]], "numbers only"),
        (np.array([["a"]]), "numbers only"),
        (np.array([[1j]]), "numbers only"),
        ([[np.complex64(1)]], "numbers only"),
        ([[np.timedelta64(1, "s")]], "numbers only"),
        ([[np.longdouble(10) ** 400]], "finite"),
        ([[float("nan")]], "finite"),
        ("inf", "finite"),
        ([[1001]], "from −1000 to 1000; got 1001"),
        ([[-1e9]], "from −1000 to 1000; got -1e"),
        ([[10**400]], "from −1000 to 1000"),
        ([[0] * 65], "at most 64×64; got 1×65"),
        ([[0]] * 65, "at most 64×64; got 65×1"),
        ([[[0] * 64] * 64] * 9, "at most 64×64 and 8 channels deep"),
        ("0," * 40_000 + "0", "at most 64×64"),
        ([[[1]], [[2]]], "have 1 channel; got 2"),
        ([1, 2], "H×W"),
        (nested(4), "deeper lists"),
        (ENDLESS, "deeper lists"),
        (5, "array of rows"),
        (None, "array of rows"),
        ({"a": 1}, "array of rows"),
    ],
)
def test_another_array_is_refused_with_its_name(value: object, said: str) -> None:
    with pytest.raises(ParameterError, match=said) as error:
        KERNEL.check(value)
    assert str(error.value).startswith("kernel must ")
    assert len(str(error.value)) < 160


@pytest.mark.parametrize("number", [np.nextafter(1000, 2000), 1000.0001, -1000.00001])
def test_a_number_just_past_the_limit_is_not_told_as_the_limit(number: float) -> None:
    for value in ([[number]], repr(float(number)), np.array([[0, number]])):
        with pytest.raises(ParameterError) as refused:
            KERNEL.check(value)
        assert str(refused.value).endswith(f" from −1000 to 1000; got {float(number)!r}")
    with pytest.raises(ParameterError, match=r"0 to 1; got 1\.00000001$"):
        VIEW.check(np.full((3, 2, 2), 1.00000001))


def test_a_range_below_0_has_the_minus_of_the_page() -> None:
    shift = Param("dx", "Right", "integer", 1, -2, 2)
    with pytest.raises(ParameterError, match="^dx must be a whole number from −2 to 2; got 5$"):
        shift.check(5)


def test_a_limit_of_millions_is_told_in_all_of_its_digits() -> None:
    cell = Param("c", "Cell", "integer", 1, 1, 3_211_264)
    with pytest.raises(ParameterError, match="^c must be a whole number from 1 to 3211264; got 0$"):
        cell.check(0)


def test_nothing_is_counted_with_an_s_in_brackets(root: Path) -> None:
    for path in root.glob("cnnviz/**/*.py"):
        assert "(s)" not in path.read_text(encoding="utf-8"), path


def test_channels_are_split_by_bars_in_text() -> None:
    checked = PICTURE.check("1,2;3,4|5,6;7,8|9,10;11,12")
    assert isinstance(checked, np.ndarray)
    assert checked.shape == (3, 2, 2)


def test_values_holds_given_and_default_values() -> None:
    values = Values.check((STRIDE, METHOD), {"stride": "3"})
    assert values == {"stride": 3, "method": "max"}
    assert (values.integer("stride"), values.word("method")) == (3, "max")


def test_an_unknown_parameter_is_named_with_what_there_is() -> None:
    with pytest.raises(
        ParameterError, match="^pace is not a parameter of this scene, which has stride"
    ):
        Values.check((STRIDE,), {"pace": 1})


def test_an_unknown_name_of_any_length_gives_a_short_sentence() -> None:
    with pytest.raises(ParameterError) as error:
        Values.check((STRIDE,), {"\n\ud800" * 100_000: 1})
    assert len(str(error.value)) < 120
    assert str(error.value).isprintable()


cells = st.floats(-1000, 1000)


@given(
    st.lists(
        st.lists(st.lists(cells, min_size=2, max_size=2), min_size=3, max_size=3),
        min_size=1,
        max_size=1,
    )
)
def test_an_array_written_as_text_reads_back_exactly(planes: list[list[list[float]]]) -> None:
    array = np.array(planes)
    assert same(KERNEL.check(as_text(array)), array)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=20,
)


@given(st.sampled_from((STRIDE, METHOD, KERNEL, PICTURE)), junk)
def test_whatever_is_given_is_a_value_or_a_parameter_error(param: Param, value: object) -> None:
    try:
        param.check(value)
    except ParameterError as error:
        assert error.parameter == param.name


@pytest.mark.parametrize(
    "value",
    [
        "0.25,0.5;1,0.5|0.1,0.2,0.05",
        " 0.25,0.5 ; 1,0.5 | 0.1,0.2,0.05\n",
        [[[0.25, 0.5], [1, 0.5]], [[0.1, 0.2, 0.05]]],
        (((0.25, 0.5), (1, 0.5)), ((0.1, 0.2, 0.05),)),
    ],
)
def test_a_drawing_is_read_from_text_and_lists(value: object) -> None:
    assert DRAWING.check(value) == (((0.25, 0.5), (1.0, 0.5)), ((0.1, 0.2, 0.05),))


@pytest.mark.parametrize("value", ["", " ", [], ()])
def test_an_empty_drawing_is_one(value: object) -> None:
    assert DRAWING.check(value) == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "must be a list of strokes; got None"),
        ([[]], r"must hold strokes of \[x, y\] points"),
        ([3], r"must hold strokes of \[x, y\] points; got 3"),
        ([[0.5]], r"must hold points \[x, y\] or \[x, y, thickness\]; got 0.5"),
        ([[[0.5]]], r"must hold points .*; got 1 number"),
        ([[[0, 0, 0, 0]]], r"must hold points .*; got 4 number"),
        ([[[0.5, 1.01]]], "must hold numbers from 0 to 1; got 1.01"),
        ([[[0.5, -0.1]]], "must hold numbers from 0 to 1; got -0.1"),
        ([[[0.5, float("nan")]]], "must hold numbers from 0 to 1; got nan"),
        ([[[0.5, 10**5000]]], "must hold numbers from 0 to 1; got a number of thousands"),
        ([[[0.5, True]]], "must hold numbers only; got True"),
        ([[["a", 1]]], "must hold numbers only; got a"),
        ([[[0.5, np.complex64(0.5)]]], "must hold numbers only"),
        ("0.1,0.2;x,0.3", "must hold numbers only; got x"),
        ("0.1,0.2||0.3,0.4", "must hold numbers only; got nothing"),
        ("0.1,inf", "must hold numbers from 0 to 1; got inf"),
        ([[[0.1, 0.1]]] * 61, "must hold at most 60 strokes; got 61"),
        ("|".join(["0.1,0.1"] * 61), "must hold at most 60 strokes; got 61"),
        ([[[0.1, 0.1]] * 2001], "must hold at most 2000 points; got 2001"),
        (";".join(["0.1,0.1"] * 2001), "must hold at most 2000 points; got 2001"),
        (ENDLESS, "must hold points"),
    ],
)
def test_what_is_no_drawing_is_refused_with_the_range(value: object, said: str) -> None:
    with pytest.raises(ParameterError, match=f"^drawing {said}") as e:
        DRAWING.check(value)
    assert e.value.parameter == "drawing"
    assert len(str(e.value)) < 140


@given(
    st.lists(
        st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=3), min_size=1, max_size=5),
        max_size=5,
    )
)
def test_a_drawing_as_text_is_the_same_drawing(strokes: list[list[list[float]]]) -> None:
    checked = Values.check((DRAWING,), {"drawing": strokes}).strokes("drawing")
    assert DRAWING.check(strokes_as_text(checked)) == checked
    assert [[list(point) for point in stroke] for stroke in checked] == strokes


VIEW = Param("view", "View", "picture", "cat", maximum=2, choices=(("cat", "cat"),), channels=3)
OWN = [[[0, 0.5], [1, 0.25]]] * 3


def test_a_picture_is_a_word_or_an_array() -> None:
    assert VIEW.check("cat") == "cat"
    for form in (OWN, np.array(OWN), as_text(np.array(OWN, float))):
        checked = Values.check((VIEW,), {"view": form}).picture("view")
        assert isinstance(checked, np.ndarray)
        assert checked.tolist() == OWN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("dog", "view must be one of cat, or a picture; got dog"),
        ("", "view must be one of cat, or a picture; got nothing"),
        (None, "view must be an array of rows of numbers; got None"),
        ([[0, 0], [0, 0]], "view must have 3 channels; got 1"),
        ([[[0, 0, 0]] * 3] * 3, "view must be 3×2×2 numbers; got 3×3×3"),
        ([[[0, 0], [0, 1.5]]] * 3, "view must hold numbers from 0 to 1; got 1.5"),
        ([[[0, 0], [0, -1]]] * 3, "view must hold numbers from 0 to 1; got -1"),
        ([[[0, 0], [0, float("nan")]]] * 3, "view must hold finite numbers only"),
        ("0,a;0,0|0,0;0,0|0,0;0,0", "view must hold numbers only; got a"),
    ],
)
def test_a_picture_that_cannot_be_is_refused(given: object, said: str) -> None:
    with pytest.raises(ParameterError, match=said) as refused:
        VIEW.check(given)
    assert refused.value.parameter == "view"
