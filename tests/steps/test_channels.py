"""Step 5's figures against plain loops and published numbers."""

from __future__ import annotations

import numpy as np
import pytest

from cnnviz.content.scene import Scene
from cnnviz.steps.channels import STEP
from loosely import loosely

COLOURS = ("red", "green", "blue")


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def words(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def test_three_channels_and_the_bias_add_up_to_one_map() -> None:
    made = scene("rgb", bias=2)
    image, kernel = made.tensor("image").data, made.tensor("kernel").data
    for y, x in ((0, 0), (12, 20), (29, 29)):
        total = 2.0 + sum(
            float(image[c, y + dy, x + dx] * kernel[c, dy, dx])
            for c in range(3)
            for dy in range(3)
            for dx in range(3)
        )
        assert made.tensor("output").data[0, y, x] == pytest.approx(total)


def test_the_sums_of_the_channels_and_the_bias_are_the_cell_of_that_place() -> None:
    made = scene("rgb", bias=-2)
    parts = made.tensor("sums").data.ravel().tolist()
    cell = float(made.tensor("output").data[0, 12, 20])
    assert parts[-1] == -2
    assert sum(parts) == pytest.approx(cell)
    assert made.tensor("total").data[0, 0, 0] == pytest.approx(cell)


def test_four_filters_make_four_maps_and_the_next_filter_is_four_deep() -> None:
    made = scene("filters")
    assert made.tensor("maps").data.shape == (4, 26, 26)
    assert made.tensor("deep").data.shape == (4, 3, 3)
    assert made.tensor("result").data.shape == (1, 24, 24)


def test_each_map_drops_into_the_stack_out_of_its_own_sweep() -> None:
    drops = [
        (stack.source, stack.shown)
        for frame in scene("filters").frames
        if (stack := loosely(frame.panels.get("maps"))) and stack.source
    ]
    assert drops == [(f"map {i}", i + 1) for i in range(4)]


def test_each_map_is_the_answer_of_its_own_filter() -> None:
    made = scene("filters")
    ink = made.tensor("image").data[0]
    for i in range(4):
        weights = made.tensor("filters").data[i]
        expected = sum(
            weights[dy, dx] * ink[dy : dy + 26, dx : dx + 26] for dy in range(3) for dx in range(3)
        )
        np.testing.assert_allclose(made.tensor("maps").data[i], expected, atol=1e-9)


def test_a_filter_of_1_by_1_adds_up_the_channels_of_each_pixel_with_their_weights() -> None:
    made = scene("mixing", red=1, green=-2, blue=3)
    red, green, blue = made.tensor("image").data.astype(float)
    expected = red - 2 * green + 3 * blue
    np.testing.assert_allclose(made.tensor("output").data[0], expected, atol=1e-9)
    assert made.tensor("total").data[0, 0, 0] == pytest.approx(expected[12, 20])
    np.testing.assert_array_equal(made.tensor("pixel").data.ravel(), [0.9, 0.2, 0.2])


def test_a_map_that_is_strongest_elsewhere_is_not_said_to_find_red() -> None:
    assert "where the picture is *red*" in words(scene("mixing"))
    assert "how well its colour fits" in words(scene("mixing", red=0, blue=3))


@pytest.mark.parametrize("weights", [(-3, -3, -3), (0, 0, -1), (-1, 0, -3), (1, 0, 0)])
def test_a_map_that_punishes_red_or_is_strongest_on_yellow_does_not_find_red(
    weights: tuple[int, int, int],
) -> None:
    red, green, blue = weights
    said = words(scene("mixing", red=red, green=green, blue=blue))
    assert "where the picture is *red*" not in said
    assert "how well its colour fits" in said


def test_depthwise_each_map_is_that_of_its_channel_and_its_filter_alone() -> None:
    made = scene("depthwise")
    image, filters = made.tensor("image").data, made.tensor("filters").data
    for c, (plane, weights) in enumerate(zip(image, filters, strict=True)):
        expected = sum(
            weights[dy, dx] * plane[dy : dy + 30, dx : dx + 30]
            for dy in range(3)
            for dx in range(3)
        )
        np.testing.assert_allclose(made.tensor("maps").data[c], expected, atol=1e-9)
    first, second, third = made.tensor("maps").data
    np.testing.assert_allclose(made.tensor("mixed").data[0], first + 2 * second - third, atol=1e-9)


def test_two_steps_have_fewer_weights_unless_there_are_hardly_any_channels() -> None:
    assert "*1,152* to look around" in words(scene("depthwise"))
    assert "*about 8.4* times fewer" in words(scene("depthwise"))
    assert "save no weights" in words(scene("depthwise", C_in=3, C_out=1))


def test_3_by_3_from_64_to_128_has_576_weights_a_filter_and_73856_parameters() -> None:
    said = words(scene("parameters"))
    assert "*576* weights" in said
    assert "*73,856* parameters" in said
    assert "*8,589,934,592* weights" in said


def test_the_formula_grows_term_by_term() -> None:
    formulas = [frame.formula.replace(r" \cdot ", "·") for frame in scene("parameters").frames]
    assert formulas[:4] == ["", "3·3 = 9", "3·3·64 = 576", "3·3·64·128 = 73,728"]
    assert formulas[4].endswith("3·3·64·128 + 128 = 73,856")
    assert "(64·32·32)·(128·32·32) = 8,589,934,592" in formulas


def test_a_filter_is_copied_as_often_as_there_are_filters() -> None:
    made = scene("parameters")
    assert [block.copies for block in loosely(made.panels[0].options).blocks] == [1, 128, 1]
    copied = [loosely(frame.panels["blocks"]).copied for frame in made.frames[:5]]
    assert copied == [0, 0, 0, 1, 1]


def test_what_counts_the_filters_counts_their_biases_once_they_are_spoken_of() -> None:
    made = scene("parameters")
    assert {loosely(frame.panels["blocks"]).added for frame in made.frames[:4]} == {""}
    for frame in made.frames[4:7]:
        assert loosely(frame.panels["blocks"]).added == "+\N{NO-BREAK SPACE}128 biases"
    alone = scene("parameters", C_out=1).frames
    assert loosely(alone[3].panels["blocks"]).added == "+\N{NO-BREAK SPACE}1 bias"


def test_a_single_filter_is_not_copied() -> None:
    frames = scene("parameters", C_out=1).frames
    assert "such filters" not in " ".join(frame.narration for frame in frames)


def test_other_layers_are_counted_as_the_letters_say() -> None:
    said = words(scene("parameters", K=5, C_in=3, C_out=7))
    assert f"*{5 * 5 * 3 * 7 + 7}* parameters" in said


def test_the_pyramid_goes_from_3_by_224_to_512_by_14() -> None:
    blocks = loosely(scene("pyramid").panels[0].options).blocks
    assert blocks[0].text == "3 colours\n224×224"
    assert blocks[-2].text == "512 maps\n14×14"
    assert blocks[-1].text.split() == ["fully", "connected"]


def test_each_channel_s_nine_products_are_shown_once_before_the_sweep() -> None:
    shown = [
        (work.tensor, work.shown) for frame in scene("rgb").frames for work in frame.computations
    ]
    assert shown == [("sums", 1), *[("sums", 9)] * 3, ("total", 4)]


def test_the_sums_of_that_place_and_the_bias_go_into_one_cell() -> None:
    (*_, added) = (work for frame in scene("rgb").frames for work in frame.computations)
    assert [round(value, 9) for (value,) in added.terms] == [15, -3.3, -3.5, 1]
    assert added.result == pytest.approx(9.2)


def test_the_sweep_fills_the_whole_map() -> None:
    made = scene("rgb")
    counts = [frame.revealed.get("output", 900) for frame in made.frames]
    assert counts == sorted(counts)
    assert counts[-3:] == [900, 900, 900]


def test_the_next_map_is_the_sum_over_all_four_maps() -> None:
    made = scene("filters")
    maps, deep = made.tensor("activated").data, made.tensor("deep").data
    for y, x in ((0, 0), (7, 11), (23, 23)):
        total = sum(
            float(maps[c, y + dy, x + dx] * deep[c, dy, dx])
            for c in range(4)
            for dy in range(3)
            for dx in range(3)
        )
        np.testing.assert_allclose(made.tensor("result").data[0, y, x], total, atol=1e-9)


def test_the_slices_sums_add_up_to_the_one_number() -> None:
    made = scene("filters")
    parts, one = made.tensor("parts").data.ravel(), float(made.tensor("one").data.item())
    maps, deep = made.tensor("activated").data, made.tensor("deep").data
    (y, x), *_ = np.argwhere(made.tensor("result").data[0] == one)
    read = maps[:, y : y + 3, x : x + 3]
    np.testing.assert_allclose(parts, (read * deep).sum(axis=(1, 2)), atol=1e-9)
    assert parts.sum() == pytest.approx(one)


def test_each_block_has_half_the_side_of_the_one_before() -> None:
    blocks = loosely(scene("pyramid").panels[0].options).blocks
    sides = [block.side for block in blocks[:-1]]
    assert sides == [224, 112, 56, 28, 14]
