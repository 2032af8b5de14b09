"""Step 7's figures against the paper's, and its opened cells against loops over plain numbers."""

from __future__ import annotations

import gzip
from math import tanh

import numpy as np
import pytest

import layer_weights
from cnnviz import wire
from cnnviz.content import seeds
from cnnviz.content.param import ParameterError
from cnnviz.content.scene import Scene, Stage
from cnnviz.engine.activations import softmax
from cnnviz.staging.network_columns import with_border
from cnnviz.steps.lenet import STEP
from cnnviz.steps.lenet.common import LAYERS
from loosely import loosely


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def said(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def test_the_shapes_are_the_papers() -> None:
    made = scene("run")
    shapes = {name: made.tensor(name).data.shape for name in ("input", *LAYERS[:4])}
    assert shapes == {
        "input": (1, 32, 32),
        "C1": (6, 28, 28),
        "S2": (6, 14, 14),
        "C3": (16, 10, 10),
        "S4": (16, 5, 5),
    }
    assert [made.tensor(name).data.size for name in LAYERS[4:]] == [120, 84, 10]


def written() -> list[str]:
    """What is written over the picture of all parameters."""
    return [part.text for part in loosely(scene("parameters").panel("weights").options).parts]


def test_the_parameters_are_counted_as_61706() -> None:
    counts = {
        "C1": "156",
        "S2": "0",
        "C3": "2,416",
        "S4": "0",
        "F5": "48,120",
        "F6": "10,164",
        "output": "850",
        "all": "61,706",
    }
    assert {f"{name}: {count}" for name, count in counts.items()} <= {*written()}
    assert "F5: 48,120, 78 % of all" in written()


def test_each_parameter_is_one_cell_and_all_cells_are_as_large() -> None:
    made = scene("parameters")
    pictures = [part for part in loosely(made.panel("weights").options).parts if part.tensor]
    cells = {part.tensor: made.tensor(part.tensor).data.shape for part in pictures}
    assert sum(rows * columns for _, rows, columns in cells.values()) == 61706
    sides = [part.width / cells[part.tensor][2] for part in pictures]
    assert sides == pytest.approx(
        [part.height / cells[part.tensor][1] for part in pictures], rel=0.001
    )
    assert max(sides) == pytest.approx(min(sides), rel=0.001)


def test_the_paper_of_1998_is_told_with_its_own_figures() -> None:
    counts = [text for text in written() if text.startswith("1998: ")]
    assert counts == [f"1998: {each}" for each in ("12", "1,516", "32", "fixed", "60,000")]
    assert "60,000" in said(scene("parameters"))
    assert "pooling learns a little" in said(scene("parameters"))


def test_how_the_parameters_come_about_gives_their_number() -> None:
    sums = [text.split(" = ") for text in written() if " = " in text]
    assert len(sums) == 5
    for added, count in sums:
        weights, bias = added.split(" + ")
        product = np.prod([int(side) for side in weights.split(" · ")])
        assert int(product) + int(bias) == int(count.replace(",", "")), added


@pytest.mark.parametrize("digit", [each.name for each in seeds.digits()])
def test_every_drawn_digit_is_read_and_the_answer_is_told(digit: str) -> None:
    made = scene("run", digit=digit)
    probabilities = made.tensor("probabilities").data.ravel()
    label = next(each.label for each in seeds.digits() if each.name == digit)
    assert probabilities.sum() == pytest.approx(1, abs=1e-6)
    assert int(probabilities.argmax()) == label
    assert f"The network says *{label}*, and it is sure" in said(made)


def test_no_probability_is_printed_as_0_or_100_per_cent() -> None:
    for each in seeds.digits():
        made = scene("run", digit=each.name)
        assert not {"0 %", "100 %"} & set(loosely(made.panels[0].options).percents)
        assert " 100 %" not in said(made)


def test_the_header_has_the_layers_in_the_order_of_the_network() -> None:
    """The strip takes from it what stands at its stations, and the classes last."""
    layers = [layer.name for layer in seeds.network("lenet").layers]
    tensors = [tensor for tensor in scene("run").tensors if tensor.name in layers]
    assert [tensor.name for tensor in tensors] == sorted(
        (tensor.name for tensor in tensors), key=layers.index
    )
    assert tensors[-1].data.shape == (1, 1, 10)
    stages = list(dict.fromkeys(tensor.stage for tensor in tensors))
    assert stages == [Stage.CONV, Stage.ACTIVATE, Stage.POOL, Stage.CLASSIFY]


def by_hand(made: Scene, layer: str, channel: int, row: int, column: int) -> float:
    """One cell before its activation, by loops over the network's own numbers."""
    kept = seeds.network("lenet").run(with_border(seeds.network("lenet"), seeds.digit()))
    net = seeds.network("lenet")
    before = {"C1": "input", "S2": "C1 tanh", "C3": "S2", "S4": "C3 tanh"}
    if layer in before:
        source = kept[before[layer]]
        if layer.startswith("S"):
            ys, xs = range(2 * row, 2 * row + 2), range(2 * column, 2 * column + 2)
            return float(sum(float(source[channel, y, x]) for y in ys for x in xs)) / 4
        weight, bias = layer_weights.weight(net, layer), layer_weights.bias(net, layer)
        total = float(bias[channel])
        for c in range(source.shape[0]):
            for i in range(5):
                for j in range(5):
                    total += float(source[c, row + i, column + j] * weight[channel, c, i, j])
        return total
    vector = {"F5": "flatten", "F6": "F5 tanh", "output": "F6 tanh"}[layer]
    weight, bias = layer_weights.weight(net, layer), layer_weights.bias(net, layer)
    pairs = zip(kept[vector].tolist(), weight[channel].tolist(), strict=True)
    return float(bias[channel] + sum(a * b for a, b in pairs))


@pytest.mark.parametrize("layer", LAYERS)
def test_an_opened_cell_is_what_loops_give(layer: str) -> None:
    made = scene("run", layer=layer, channel=4, row=5, column=2)
    work = made.frames[-1].computations[0]
    row, column = (4, 1) if layer[0] in "CS" else (0, 0)
    assert (work.tensor, work.index) == (layer, (3, row, column))
    assert work.result == pytest.approx(by_hand(made, layer, 3, row, column), abs=1e-4)
    opened = loosely(made.frames[-1].panels["network"]).open
    if layer == "output":
        sums = [by_hand(made, layer, channel, 0, 0) for channel in range(10)]
        assert (opened.function, opened.activated) == (
            "softmax",
            pytest.approx(softmax(sums)[3], abs=1e-4),
        )
    elif opened.activated is not None:
        assert (opened.function, opened.activated) == (
            "tanh",
            pytest.approx(tanh(work.result), abs=1e-4),
        )


@pytest.mark.parametrize("layer", LAYERS)
def test_the_products_drawn_are_patch_times_weights(layer: str) -> None:
    made = scene("run", layer=layer)
    patch = made.tensor("asked patch").data
    if layer.startswith("S"):
        assert patch.size == 4
        return
    weights, products = (made.tensor(f"asked {name}").data for name in ("weights", "products"))
    np.testing.assert_allclose(products, patch.astype(float) * weights, rtol=1e-6)
    assert patch.size == {"C1": 25, "C3": 150, "F5": 400, "F6": 120, "output": 84}[layer]


def test_the_cells_opened_on_the_way_are_not_saturated() -> None:
    for each in seeds.digits():
        for frame in scene("run", digit=each.name).frames:
            opened = "network" in frame.panels and loosely(frame.panels["network"]).open
            if opened and not opened.tensors[0].startswith("asked") and opened.function == "tanh":
                assert 0.3 < abs(opened.activated) < 0.9


def test_a_cell_that_a_layer_has_not_is_refused_in_words() -> None:
    with pytest.raises(ParameterError, match="row must be from 1 to 5 in S4; got 9"):
        scene("run", layer="S4", row=9)
    with pytest.raises(ParameterError, match="channel must be from 1 to 6 in C1; got 7"):
        scene("run", layer="C1", channel=7)


def test_the_frame_that_a_tap_leads_to_opens_the_cell_that_was_asked_for() -> None:
    for layer in LAYERS:
        made = scene("run", layer=layer, channel=2, row=3, column=4)
        opens = loosely(made.panels[0].options).opens
        assert made.frames[opens.frame].computations[0].tensor == layer
        assert set(opens.layers) <= {tensor.name for tensor in made.tensors}
        assert set(opens.layers.values()) == set(LAYERS)


def test_the_whole_run_streams_in_under_60_kilobytes() -> None:
    assert len(gzip.compress(b"".join(wire.lines(scene("run"))))) < 60 * 1024


def test_the_history_tells_1989_and_1998() -> None:
    words = said(scene("history"))
    assert "*1989*, AT&T Bell Labs" in words
    assert "*1998*: LeNet-5" in words
    assert "99.4 %" in words


@pytest.mark.parametrize(
    ("layer", "field"),
    [
        ("C1", ((3, 8), (4, 9))),
        ("S2", ((6, 12), (8, 14))),
        ("C3", ((6, 20), (8, 22))),
        ("S4", ((12, 28), (16, 32))),
        ("F6", ((0, 32), (0, 32))),
    ],
)
def test_an_opened_cell_shows_what_it_can_see_of_the_picture(
    layer: str, field: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    made = scene("run", layer=layer, channel=1, row=4, column=5)
    assert loosely(made.frames[-1].panels["network"]).open.field == field
    # Ink outside of it does not change the cell.
    network = seeds.network("lenet")
    picture = np.zeros(network.input_shape, np.float32)
    before = network.run(picture)[layer]
    (top, bottom), (left, right) = field
    picture[0, 5, 5] = picture[0, 20, 30] = 1
    picture[0, top:bottom, left:right] = 0
    place = (0, 3, 4) if before.ndim == 3 else (0,)
    assert network.run(picture)[layer][place] == before[place]


def test_the_camera_goes_from_the_picture_to_the_bars_and_then_shows_all() -> None:
    made = scene("run", layer="C3")
    changes = [loosely(f.panels["network"]) for f in made.frames if "network" in f.panels]
    opens = loosely(made.panels[0].options).opens
    assert opens.frame == len(made.frames) - 1
    columns = len(LAYERS) + 1
    assert made.frames[0].hidden[0] == "network"
    assert changes[1].outline
    assert changes[1].view is None
    answer, whole, patch, asked = changes[-4:]
    # Unless a cell is asked for, the last picture is the whole network with its answer.
    closing = scene("run").frames
    assert len(closing) == len(made.frames) - 2
    assert loosely(closing[-1].panels["network"]) == whole
    assert whole.lit is not None
    assert (answer.view, whole.view) == ((columns - 1, columns), None)
    assert [each.shown for each in (answer, whole)] == [columns, columns]
    # What is pressed opens in the last two frames, which are flown to from the whole network.
    assert [each.open.stage for each in (patch, asked)] == [1, 3]
    flown = [each for each in made.frames[2:] if "network" not in each.hidden]
    assert all(frame.tween >= 1 for frame in flown if loosely(frame).tween)
    first = {each.open.layer: k for k, each in reversed(list(enumerate(changes))) if each.open}
    assert [first[name] for name in LAYERS if name != "C3"] == sorted(
        first[name] for name in LAYERS if name != "C3"
    )
