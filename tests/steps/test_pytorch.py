"""Step 8 against PyTorch itself, and against figures that others published."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from cnnviz.content import seeds
from cnnviz.content.scene import Scene, Tensor
from cnnviz.engine.layers import Conv2d, Dense
from cnnviz.page import article
from cnnviz.staging import formatting
from cnnviz.staging.formatting import as_probability
from cnnviz.steps import step
from cnnviz.steps.pytorch.common import activations
from loosely import loosely

STEP = step("pytorch")
SHAPES = "32×32×32 32×32×32 32×16×16 64×16×16 64×16×16 64×8×8 128×8×8 128×8×8 128×1×1 10 128"
COUNTS = ["896", "18,496", "73,856", "1,290", "94,538"]


def scene(name: str, **values: object) -> Scene:
    return STEP.spec(name).scene(values)


def test_each_line_says_its_shape_and_its_parameters() -> None:
    beside = [line for line in listed() if line.shape]
    assert [line.shape for line in beside] == SHAPES.split()
    assert [line.count for line in beside if line.count] == COUNTS[:-1]
    assert f"*{COUNTS[-1]}* parameters in all" in scene("code").frames[-2].narration


def listed() -> list[Any]:
    return list(loosely(scene("code").panel("code").options).lines)


def test_the_lines_on_the_screen_are_the_lines_of_the_file() -> None:
    shown = "\n".join("".join(piece[0] for piece in line.pieces) for line in listed())
    assert shown in seeds.code("simple_cnn.py")
    assert shown.startswith("class SimpleCNN(nn.Module):")


def test_the_formula_beside_a_convolution_gives_its_count() -> None:
    found = [frame.formula for frame in scene("code").frames]
    formulas = [formula for formula in found if formula.count(r"\cdot") == 3]
    assert len(formulas) == 3
    assert formulas[1] == r"3 \cdot 3 \cdot 32 \cdot 64 + 64 = 18,496"
    for formula in formulas:
        terms, count = formula.replace(",", "").split(" = ")
        product, bias = terms.replace(r"\cdot", "*").split(" + ")
        assert np.prod([int(each) for each in product.split(" * ")]) + int(bias) == int(count)


def test_the_article_holds_the_whole_program() -> None:
    code = seeds.text("pytorch").sections["Code"]
    assert seeds.code("simple_cnn.py").strip() in code
    assert "SimpleCNN" in article.render_markdown(code)


def test_the_program_runs_as_it_stands_and_gives_the_engines_numbers() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (it is never needed)")
    program: dict[str, Any] = {"__name__": "simple_cnn"}
    exec(compile(seeds.code("simple_cnn.py"), "simple_cnn.py", "exec"), program)
    model = program["SimpleCNN"]()
    network = seeds.network("simplecnn")
    learned = [layer for layer in network.layers if isinstance(layer, Conv2d | Dense)]
    steps = [*model.features, torch.nn.Flatten(), model.classifier]
    theirs = [layer for layer in steps if hasattr(layer, "weight")]
    with torch.no_grad():
        for ours, layer in zip(learned, theirs, strict=True):
            layer.weight.copy_(torch.from_numpy(np.array(ours.weight)))
            layer.bias.copy_(torch.from_numpy(np.array(ours.bias)))
        for picture in seeds.pictures():
            kept = activations(picture)
            names = [name for name in kept if name not in ("input", "probabilities")]
            shown = torch.from_numpy(seeds.picture(picture).astype(np.float32))[None]
            x = shown
            for name, layer in zip(names, steps, strict=True):
                x = layer(x)
                given = x[0].numpy().reshape(kept[name].shape)
                assert np.abs(given - kept[name]).max() < 1e-4, (picture, name)
            assert torch.equal(x, model(shown))


def test_the_program_prints_what_it_says() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed (it is never needed)")
    path = seeds.folder("seeds") / "code" / "simple_cnn.py"
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["94538", "torch.Size([1, 10])"]


def test_the_maps_that_are_drawn_are_the_networks_own() -> None:
    kept = activations("house")
    for tensor in scene("run", picture="house").tensors:
        if tensor.name == "input":
            assert np.allclose(tensor.data, seeds.picture("house"))
            continue
        assert _among(tensor, kept[tensor.name])


def _among(tensor: Tensor, maps: np.ndarray) -> bool:
    return all(any(np.array_equal(own, each) for each in maps) for own in tensor.data)


def test_the_network_is_right_about_what_was_drawn_for_it() -> None:
    classes = seeds.network("simplecnn").classes
    drawn = {name: seeds.picture_class(name) for name in seeds.pictures()}
    known = {name: truth for name, truth in drawn.items() if truth}
    assert set(known.values()) <= set(classes)
    assert len(set(known.values())) == len(known) >= 8
    assert {name: best(activations(name)) for name in known} == known


def best(kept: dict[str, np.ndarray]) -> str:
    return seeds.network("simplecnn").classes[int(kept["probabilities"].argmax())]


def said(made: Scene) -> str:
    return " ".join(frame.narration for frame in made.frames)


def test_the_ten_answers_add_up_to_one_and_the_best_two_are_named() -> None:
    classes = seeds.network("simplecnn").classes
    for picture in seeds.pictures():
        chances = activations(picture)["probabilities"].ravel()
        assert chances.sum() == pytest.approx(1)
        first, second = np.argsort(-chances.astype(np.float64))[:2]
        made = scene("run", picture=picture)
        for best, start in ((first, f"It says *{classes[first]}*"), (second, classes[second])):
            share = formatting.spoken_percent(as_probability(float(chances[best])))
            assert re.search(rf"{re.escape(f'{start}, with {share}')}[.;]", said(made))
        for chart in made.panels:
            if chart.name in ("names", "scores", "answer"):
                assert [bar.label for bar in loosely(chart.options).bars] == list(classes)


def test_the_answer_is_judged_and_a_wrong_one_is_called_wrong() -> None:
    for picture in seeds.pictures():
        truth = seeds.picture_class(picture)
        words = said(scene("run", picture=picture))
        if not truth:
            assert f"It has no word for *{picture}*" in words
        elif best(activations(picture)) == truth:
            assert "And it is *right*" in words
        else:
            assert f"That is *wrong*: it is a {truth}" in words


def test_a_wrong_answer_is_said_to_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "picture_class", lambda name: "truck")
    other = next(name for name in seeds.pictures() if best(activations(name)) != "truck")
    assert "That is *wrong*: this is a truck." in said(scene("run", picture=other))


def test_a_picture_of_ones_own_is_answered_but_not_judged() -> None:
    name = seeds.pictures()[0]
    own = scene("run", picture=seeds.picture(name))
    painted = scene("run", picture=name)
    assert own.panels == painted.panels
    assert all(
        np.array_equal(mine.data, theirs.data)
        for mine, theirs in zip(own.tensors, painted.tensors, strict=True)
    )
    assert "*Your picture*" in said(own)
    assert "Only you know" in said(own)
    assert not any(f"That is *{word}*" in said(own) for word in ("right", "wrong"))


def test_what_was_measured_is_said_as_the_card_has_it() -> None:
    card = seeds.card("simplecnn")
    assert isinstance(card["accuracy"], float)
    words = said(scene("run"))
    assert f"right *{formatting.spoken_percent(card['accuracy'])}* of the time" in words
    assert "On 10,000 photographs" in words
    assert "ntrained" not in words


def test_pictures_are_red_green_and_blue_from_0_to_1() -> None:
    assert len(seeds.pictures()) >= 8
    for name in seeds.pictures():
        picture = seeds.picture(name)
        assert picture.shape == (3, 32, 32)
        assert 0 <= picture.min() < picture.max() <= 1


@pytest.mark.parametrize("picture", [seeds.pictures()[0], "own"])
def test_a_tap_on_a_map_of_the_run_opens_that_cell_among_the_networks(picture: str) -> None:
    values = {"picture": np.full((3, 32, 32), 0.5) if picture == "own" else picture}
    made = scene("run", **values)
    sheet = next(panel for panel in made.panels if panel.name == "sheet")
    opens = loosely(sheet.options).opens
    for name, layer in opens.layers.items():
        if not any(tensor.name == name for tensor in made.tensors):
            continue
        drawn = made.tensor(name).data
        which = opens.maps.get(name, list(range(len(drawn))))
        row, column = drawn.shape[1] - 1, drawn.shape[2] - 1
        place = {"channel": which[-1] + 1, "row": row + 1, "column": column + 1}
        there = scene("networks", layer=layer, **values, **opens.values, **place)
        frame = there.frames[opens.frame]
        assert frame.computations[0].index == (which[-1], row, column)
        cell = there.tensor(name).data[which[-1], row, column] if name in opens.layers else None
        assert cell == pytest.approx(drawn[-1, row, column])


def test_a_residual_block_adds_its_input_to_what_its_filter_finds() -> None:
    for values in ({}, {"filter": "blur", "strength": 3}, {"strength": 0}):
        made = scene("residual", **values)
        x, found, y = (made.tensor(name).data[0] for name in ("x", "found", "y"))
        weights = made.tensor("filter").data[0]
        padded = np.pad(x, 1)
        expected = sum(
            weights[dy, dx] * padded[dy : dy + 28, dx : dx + 28]
            for dy in range(3)
            for dx in range(3)
        )
        np.testing.assert_allclose(found, expected, atol=1e-9)
        np.testing.assert_allclose(y, x + found, atol=1e-9)


def test_a_block_whose_weights_are_0_passes_its_input_on() -> None:
    made = scene("residual", strength=0)
    assert not made.tensor("found").data.any()
    assert np.array_equal(made.tensor("y").data, made.tensor("x").data)
    said = " ".join(frame.narration for frame in made.frames)
    assert "The strength is 0" in said


def test_a_shortcut_of_1_by_1_fits_x_to_a_map_of_half_its_sides() -> None:
    made = scene("residual")
    x, short, half = (made.tensor(name).data for name in ("x", "short", "half"))
    assert np.array_equal(short, x[:, ::2, ::2])
    np.testing.assert_allclose(made.tensor("half y").data, short + half, atol=1e-9)


def test_a_normalised_channel_has_mean_0_and_spread_1_over_the_batch_alone() -> None:
    made = scene("norm")
    normal = made.tensor("normal").data
    np.testing.assert_allclose((normal.mean(), normal.std()), (0, 1), atol=1e-5)
    assert abs(normal[0].mean()) > 0.1
    assert normal.min() < 0
    assert normal.max() > 1


def test_a_folded_filter_gives_the_same_numbers_as_two_steps() -> None:
    for values in ({}, {"gamma": 3, "beta": -2}):
        made = scene("norm", **values)
        two, one = (made.tensor(name).data for name in ("two steps", "one step"))
        np.testing.assert_allclose(one, two, atol=1e-9)


def test_the_value_that_is_worked_out_has_its_number_at_every_beat() -> None:
    for beta in (0, 1):
        made = scene("norm", gamma=1, beta=beta)
        (drawn,) = (panel for panel in made.panels if panel.name == "values")
        parts = loosely(drawn.options).parts
        for shown in range(3, 7):
            there = [p for p in parts if p.at < shown and (p.until is None or shown <= p.until)]
            lowest = max(p.y for p in there if p.shape == "text")
            assert len([p for p in there if p.shape == "text" and p.y == lowest]) == 1, shown
