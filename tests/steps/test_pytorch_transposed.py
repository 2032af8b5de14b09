"""Step 8's transposed convolution: against SciPy, and what its pictures show."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.signal import convolve2d

from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene
from cnnviz.steps import step
from cnnviz.steps.pytorch import stamped

SPEC = step("pytorch").spec("transposed")


def scene(**values: object) -> Scene:
    return SPEC.scene(values)


def words(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding"),
    [each for each in product(range(1, 6), range(1, 4), range(3)) if each[0] > 2 or each[2] < 1],
)
def test_the_result_is_a_full_convolution_with_zeros_between_the_cells(
    kernel: int, stride: int, padding: int
) -> None:
    cells = np.random.default_rng(kernel).integers(-4, 5, (4, 5)).astype(float)
    made = scene(input=cells, kernel_size=kernel, stride=stride, padding=padding)
    spread = np.zeros(((4 - 1) * stride + 1, (5 - 1) * stride + 1))
    spread[::stride, ::stride] = cells
    full = convolve2d(spread, made.tensor("kernel").data[0])
    np.testing.assert_allclose(made.tensor("sheet 20").data[0], full)
    rows, columns = (slice(padding, side - padding) for side in full.shape)
    np.testing.assert_allclose(made.tensor("output").data[0], full[rows, columns])


def test_the_cell_that_is_opened_lies_under_the_most_stamps_each_a_term() -> None:
    made = scene()
    opened = [
        frame for frame in made.frames if frame.computations and "products" not in frame.hidden
    ]
    assert [frame.computations[0].shown for frame in opened] == [1, 2, 3, 4]
    terms = [list(term) for term in opened[0].computations[0].terms]
    assert terms == [[3, 1, 3], [1, 1, 1], [0, 1, 0], [2, 1, 2]]
    # The result stands there as a whole: all its sums have been seen.
    assert all("output" not in frame.revealed for frame in opened)


def test_stamps_that_do_not_meet_share_no_cell_to_ask_about() -> None:
    apart = scene(kernel_size=2, stride=2)
    assert "do not meet" in words(apart)
    assert sum(frame.question is not None for frame in apart.frames) == 1
    assert sum(frame.question is not None for frame in scene().frames) == 2
    # A single column has no neighbour to the right.
    assert "do not meet" not in words(scene(input=np.ones((3, 1))))


def test_a_kernel_that_is_a_multiple_of_its_stride_leaves_no_checkerboard() -> None:
    for kernel, stride in product(range(1, 6), range(1, 4)):
        made = scene(kernel_size=kernel, stride=stride, padding=0)
        steps = made.tensor("flat").data.shape[1] - 1
        inside = slice(kernel - 1, steps * stride + 1)
        counts = set(made.tensor("counts").data[0][inside, inside].ravel())
        assert (len(counts) == 1) == (kernel % stride == 0), (kernel, stride)
        assert ("no multiple" in words(made)) == (kernel % stride > 0 and kernel > stride)
        assert ("narrower than steps" in words(made)) == (kernel < stride)
        assert ("beside stamp" in words(made)) == (kernel == stride > 1)


def test_the_size_comes_back_and_the_numbers_only_where_nothing_was_mixed() -> None:
    for stride in (1, 2, 3):
        made = scene(stride=stride)
        assert made.tensor("again").data.shape == made.tensor("input").data.shape
        assert "the values are not" in words(made)
    assert "even the numbers are back" in words(scene(kernel_size=1, padding=0))


def test_a_padding_that_leaves_nothing_is_refused_in_a_sentence() -> None:
    with pytest.raises(ParameterError) as refused:
        scene(input=[[1.0]], kernel_size=3, padding=2)
    assert str(refused.value) == "padding must be at most 1, as the stamps make 3 cells; got 2"


def test_the_coarse_mask_counts_what_is_not_ground_and_grows_to_as_many_pixels() -> None:
    made = {each.name: each.data for each in stamped.masks()}
    picture, coarse, grown = made["cat"], made["coarse"][0], made["mask"][0]
    apart = np.abs(picture - picture[:, :, :1]).max(axis=0) > stamped.APART
    for (y, x), share in np.ndenumerate(coarse):
        assert share * 16 == apart[4 * y : 4 * y + 4, 4 * x : 4 * x + 4].sum()
    assert grown.shape == apart.shape
    # Between the middles of blocks it goes evenly from one share to the next.
    spread = np.zeros((29, 29))
    spread[::4, ::4] = coarse
    line = np.array([1, 2, 3, 4, 4, 3, 2, 1]) / 4
    full = convolve2d(spread, np.outer(line, line))
    np.testing.assert_allclose(grown, full[2:-2, 2:-2])
