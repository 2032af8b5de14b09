"""Step 8 against PyTorch itself, and against figures that others published."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from cnnviz import article, seeds
from cnnviz.engine import published
from cnnviz.scene import Scene, Tensor
from cnnviz.steps import step
from cnnviz.steps.pytorch.shared import activations

STEP = step("pytorch")
SHAPES = "32×32×32 32×32×32 32×16×16 64×16×16 64×16×16 64×8×8 128×8×8 128×8×8 128×1×1 128 10"
COUNTS = ["896", "18,496", "73,856", "1,290", "94,538"]


def scene(name: str, **values: object) -> Scene:
    return STEP.script(name).scene(values)


def test_each_line_says_its_shape_and_its_parameters() -> None:
    lines = scene("code").panels[0].options["lines"]
    assert isinstance(lines, list)
    beside = [line for line in lines if isinstance(line, dict) and "shape" in line]
    assert [line["shape"] for line in beside] == [*SHAPES.split(), "in all"]
    assert [line["count"] for line in beside if line["count"]] == COUNTS


def test_the_lines_on_the_screen_are_the_lines_of_the_file() -> None:
    lines = scene("code").panels[0].options["lines"]
    assert isinstance(lines, list)
    shown = "\n".join(
        "".join(piece[0] for piece in line["pieces"])  # type: ignore[index, union-attr]
        for line in lines
        if isinstance(line, dict)
    )
    assert shown in seeds.code("simple_cnn.py")
    assert shown.startswith("class SimpleCNN(nn.Module):")


def test_the_formula_beside_a_convolution_gives_its_count() -> None:
    formulas = [frame.formula for frame in scene("code").frames if frame.formula]
    assert formulas[1] == r"3 \cdot 3 \cdot 32 \cdot 64 + 64 = 18{,}496"
    for formula in formulas:
        terms, count = formula.replace("{,}", "").split(" = ")
        product, bias = terms.replace(r"\cdot", "*").split(" + ")
        assert np.prod([int(each) for each in product.split(" * ")]) + int(bias) == int(count)


def test_the_article_holds_the_whole_program() -> None:
    code = seeds.text("pytorch").sections["Code"]
    assert seeds.code("simple_cnn.py").strip() in code
    assert "SimpleCNN" in article.rendered(code)


def test_the_program_runs_as_it_stands_and_gives_the_engines_numbers() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (it is never needed)")
    program: dict[str, object] = {"__name__": "simple_cnn"}
    exec(compile(seeds.code("simple_cnn.py"), "simple_cnn.py", "exec"), program)
    model = program["SimpleCNN"]()  # type: ignore[operator]
    network = seeds.network("simplecnn")
    learned = [layer for layer in network.layers if layer.array_shapes()]
    theirs = [layer for layer in model.layers if hasattr(layer, "weight")]
    with torch.no_grad():
        for ours, layer in zip(learned, theirs, strict=True):
            layer.weight.copy_(torch.from_numpy(np.array(ours.weight)))  # type: ignore[attr-defined]
            layer.bias.copy_(torch.from_numpy(np.array(ours.bias)))  # type: ignore[attr-defined]
        for picture in seeds.pictures():
            kept = activations(picture)
            names = [name for name in kept if name not in ("input", "probabilities")]
            x = torch.from_numpy(seeds.picture(picture).astype(np.float32))[None]
            for name, layer in zip(names, model.layers, strict=True):
                x = layer(x)
                given = x[0].numpy().reshape(kept[name].shape)
                assert np.abs(given - kept[name]).max() < 1e-4, (picture, name)
            assert torch.equal(x, model(torch.from_numpy(kept["input"])[None]))


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


def test_the_screen_says_that_the_network_is_untrained() -> None:
    made = scene("run")
    assert "not been trained" in made.frames[0].narration
    assert next(panel for panel in made.panels if panel.kind == "bars").label.startswith(
        "Untrained"
    )


def test_the_ten_guesses_add_up_to_one_and_the_best_is_named() -> None:
    for picture in seeds.pictures():
        chances = activations(picture)["probabilities"].ravel()
        assert chances.sum() == pytest.approx(1)
        best = seeds.network("simplecnn").classes[int(chances.argmax())]
        said = " ".join(frame.narration for frame in scene("run", picture=picture).frames)
        assert f"It says *{best}*" in said


def test_published_networks_have_the_published_numbers_of_parameters() -> None:
    assert sum(published.alexnet().parameters().values()) == 61_100_840
    assert sum(published.vgg16().parameters().values()) == 138_357_544
    assert published.resnet50_parameters() == 25_557_032
    assert published.googlenet_parameters() == 6_998_552


def test_what_came_next_is_told_with_those_numbers() -> None:
    said = " ".join(frame.narration for frame in scene("next").frames)
    for figure in ("61,100,840", "138,357,544", "6,998,552", "25,557,032", "96 %", "cost 27"):
        assert figure in said


def test_the_graph_and_attention_say_what_was_computed() -> None:
    said = " ".join(frame.narration for frame in scene("elsewhere").frames)
    assert "(4 + 2 + 6 + 8) / 4 = *5*" in said
    keys, query = seeds.example("attention: keys")[0], seeds.example("attention: query")[0, 0]
    scores = np.exp([float(np.dot(key, query)) / 2**0.5 for key in keys])
    assert f"{100 * scores[1] / scores.sum():.0f} %, 3 words away" in said


def test_pictures_are_red_green_and_blue_from_0_to_1() -> None:
    assert len(seeds.pictures()) >= 3
    for name in seeds.pictures():
        picture = seeds.picture(name)
        assert picture.shape == (3, 32, 32)
        assert 0 <= picture.min() < picture.max() <= 1
