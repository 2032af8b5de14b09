"""A network of one's own as a chapter: its graph, its layers, and what is said of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from cnnviz import wire
from cnnviz.cli import main
from cnnviz.cli.opening import subject_of
from cnnviz.engine.layers import Conv2d
from cnnviz.onnx_reader import read
from cnnviz.opened import Subject, chapter_of
from cnnviz.opened.blocks import MOST, block_names, blocks, parent
from cnnviz.opened.example import example, example_steps
from cnnviz.opened.paths import BOX, laid, pairs_of
from cnnviz.server.app import create_app
from laws import named, told
from onnx_models import model, node, small, with_data_file, written
from published_networks import NEEDED, PUBLISHED

STEPS = example_steps()


def opened(path: Path, picture: str | None = None, kind: str = "0-1") -> Subject:
    return subject_of(read(path), picture, kind, [])


@pytest.mark.parametrize("k", range(len(STEPS)))
def test_the_scenes_keep_the_laws_of_a_frame(k: int) -> None:
    for spec in STEPS[k].scenes:
        folds = [
            each for param in spec.params if param.name == "block" for each, _ in param.choices
        ]
        settings: list[dict[str, str]] = [{}, *({"block": each} for each in folds)]
        for values in settings:
            scene = spec.scene(values)
            assert [*named(scene), *told(scene)] == []
            for line in wire.lines(scene):
                json.loads(line)


def test_a_walk_stops_at_each_layer_and_says_its_shape_and_costs() -> None:
    subject = example()
    scene = STEPS[0].spec("layers").scene()
    names = ["input", *subject.network.shapes()][1:]
    stops = scene.frames[: len(names)]
    assert [frame.panels["maps"].record()["current"] for frame in stops] == list(range(len(names)))
    items = scene.panel("maps").options.record()["items"]
    assert isinstance(items, list)
    costs = subject.network.multiply_adds()
    for name, item in list(zip(names, items, strict=True))[1:]:
        assert isinstance(item, dict)
        assert item["title"] == f"{name}: {'×'.join(map(str, subject.network.shapes()[name]))}"
        assert (f"{costs[name]:,} multiply-adds" in str(item["text"])) == (costs[name] > 0)
    for name in names[1:]:
        data = subject.kept[name]
        np.testing.assert_array_equal(scene.tensor(name).data.ravel(), data.ravel())


def test_sentences_call_numbered_layers_layers_and_what_is_read_by_its_kind(
    tmp_path: Path,
) -> None:
    made = model(
        [
            node("Gemm", "x w", "a", "/0/Gemm"),
            node("Sigmoid", "a", "b", "/1/Sigmoid"),
            node("Gemm", "b v", "y", "/2/Gemm"),
        ],
        {"w": np.ones((6, 2), np.float32), "v": np.ones((2, 3), np.float32)},
        (1, 6),
    )
    steps = chapter_of(opened(written(tmp_path, made))).steps
    said = [
        frame.narration for step in steps for spec in step.scenes for frame in spec.scene().frames
    ]
    assert any(each.startswith("*Layer 0*, a dense layer, weighs") for each in said), said
    assert any("in layer 1" in each for each in said), said
    for each in said:
        assert not re.search(
            r"\*\d+\*, (a|neuron|map)|\b(of|in|over|reads) (\d+|input)\b[.,]", each
        ), each
        assert "the picture" not in each, each


def test_of_many_maps_those_are_drawn_that_vary_most() -> None:
    subject = example()
    weight = np.random.default_rng(1).standard_normal((40, 3, 3, 3)).astype(np.float32)
    layer = Conv2d("stem.conv", 3, 40, (3, 3), has_bias=False, weight=weight)
    wide = replace(subject, network=replace(subject.network, layers=(layer,), classes=()))
    scene = chapter_of(wide).steps[0].spec("layers").scene()
    drawn = scene.tensor("stem.conv").data
    spread = np.sort(wide.kept["stem.conv"].std(axis=(1, 2)))[::-1]
    np.testing.assert_allclose(np.sort(drawn.std(axis=(1, 2)))[::-1], spread[: len(drawn)])
    assert "12 of 40 maps drawn" in str(scene.panel("maps").options.record())


def test_blocks_are_modules_and_open_into_their_layers() -> None:
    network = example().network
    assert [each.name for each in blocks(network)][1:5] == [f"block{k}" for k in range(1, 5)]
    assert [each.name.rpartition(".")[2] for each in blocks(network, "block2")] == [
        *("spread", "relu1", "depth", "add", "relu2")
    ]
    assert {"stem", "block1", "up", "head"} <= set(block_names(network))
    assert parent(network, "block2") == ""
    with pytest.raises(KeyError):
        blocks(network, "nowhere")


def test_without_modules_layers_are_folded_by_the_size_of_their_maps(tmp_path: Path) -> None:
    chain = [node("Relu", f"v{k}" if k else "x", f"v{k + 1}", f"r{k}") for k in range(2 * MOST)]
    chain.insert(
        MOST, node("MaxPool", f"v{MOST}", "p", "pool", kernel_shape=[2, 2], strides=[2, 2])
    )
    chain[MOST + 1].input[0] = "p"
    made = model([*chain, node("Relu", f"v{2 * MOST}", "y", "last")])
    network = read(written(tmp_path, made)).network
    found = blocks(network)
    assert [(each.name, len(each.layers)) for each in found] == [("8×8", MOST), ("4×4", MOST + 2)]
    for each in found:
        assert 1 < len(blocks(network, each.name)) <= MOST


@given(st.integers(2, 24), st.data())
def test_no_box_lies_on_another_and_paths_lead_from_one_to_another(
    count: int, data: st.DataObject
) -> None:
    every = list(combinations(range(count), 2))
    pairs = data.draw(st.lists(st.sampled_from(every), unique=True, max_size=40))
    made = laid(count, pairs, 2.5)
    height, width = BOX
    for (ax, ay), (bx, by) in combinations(made.corners, 2):
        assert abs(ax - bx) >= width or abs(ay - by) >= height
    for (before, after), path in zip(pairs, made.paths, strict=True):
        (x, y), (to_x, to_y) = made.corners[before], made.corners[after]
        assert path[0] == pytest.approx((x + width, y + height / 2))
        assert path[-1] == pytest.approx((to_x, to_y + height / 2))
    bottom, right = (size + 1e-9 for size in made.size)
    assert all(x >= 0 and x + width <= right and y + height <= bottom for x, y in made.corners)


def test_each_layer_that_is_read_across_boxes_has_a_path() -> None:
    network = example().network
    found = blocks(network)
    paths = {(found[a].name, found[b].name) for a, b in pairs_of(network, found)}
    assert ("stem", "block1") in paths
    assert len(paths) == len(found) - 1


def test_what_all_bars_count_is_what_the_network_has() -> None:
    subject = example()
    scene = STEPS[0].spec("costs").scene()
    for key, counted in (
        ("parameters", subject.network.parameters()),
        ("costs", subject.network.multiply_adds()),
    ):
        options: Any = scene.panel(key).options.record()
        assert sum(bar["value"] for bar in options["bars"]) == sum(counted.values())


def test_a_file_is_played_by_the_server(tmp_path: Path) -> None:
    chapter = chapter_of(opened(written(tmp_path, small())))
    with TestClient(create_app(chapter)) as client:
        record = client.get("/api/chapter").json()
        scenes = [each["name"] for each in record["steps"][0]["scenes"]]
        assert scenes == ["input", "graph", "layers", "cell", "shift", "features", "costs"]
        assert record["version"].endswith(chapter.mark)
        for name in scenes:
            lines = client.get(f"/api/scenes/opened/{name}").text.splitlines()
            assert json.loads(lines[-1])["type"] == "end"
        cells = "\n".join(f"<td>{each}</td>" for each in ("fc", "Gemm", 5, 325, 320))
        assert cells in client.get("/").text


def test_its_numbers_are_those_that_the_range_asks_for(tmp_path: Path) -> None:
    path = written(tmp_path, small())
    plain = opened(path)
    assert plain.picture is not None
    signed = opened(path, kind="signed")
    np.testing.assert_allclose(signed.given["input"], plain.given["input"] * 2 - 1, atol=1e-6)
    np.testing.assert_allclose(plain.picture, plain.given["input"], atol=1e-6)


def test_without_its_data_file_a_network_shows_its_graph_and_says_what_is_missing(
    tmp_path: Path,
) -> None:
    made = small()
    with_data_file(made, "w.data", 64)
    subject = opened(written(tmp_path, made))
    step = chapter_of(subject).steps[0]
    assert "layers" not in [each.name for each in step.scenes]
    assert "w.data" in step.spec("graph").scene().frames[-1].narration


def test_what_cannot_be_read_is_a_grey_box(tmp_path: Path) -> None:
    made = model([node("Relu", "x", "a", "known"), node("Einsum", "a", "y", "e", equation="ij")])
    scene = chapter_of(opened(written(tmp_path, made))).steps[0].spec("graph").scene()
    boxes = scene.panel("graph").options.record()["nodes"]
    assert isinstance(boxes, list)
    grey = [box["name"] for box in boxes if isinstance(box, dict) and "stage" not in box]
    assert grey == ["Einsum"]
    assert any("node e (Einsum)" in frame.narration for frame in scene.frames)


@NEEDED
def test_published_networks_fit_one_screen_folded() -> None:
    for path in sorted(PUBLISHED.glob("*.onnx")):
        network = read(path).network
        assert len(blocks(network)) <= MOST
        for name in block_names(network):
            assert 1 < len(blocks(network, name)) <= MOST


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.onnx"], "nowhere.onnx: cannot be read: No such file or directory"),
        (["torn.onnx"], "torn.onnx: is no ONNX file, or is cut off"),
        (["net.onnx", "--picture", "torn.onnx"], "torn.onnx cannot be read as a picture"),
        (["net.onnx", "--labels", "nowhere.txt"], "labels must be a text file, one a line"),
        (["net.onnx", "--port", "x"], "port must be a whole number from 0 to 65535; got x"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence_and_no_server_starts(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, small())
    (tmp_path / "torn.onnx").write_bytes(path.read_bytes()[:200])
    assert main(["open", *words]) == 1
    assert said in capsys.readouterr().err


def test_the_command_serves_the_network_that_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, small())
    (tmp_path / "names.txt").write_text("a\nb\nc\nd\ne\n", encoding="utf-8")
    given: dict[str, Any] = {}
    monkeypatch.setattr("cnnviz.server.run.serve", lambda *words, **named: given.update(named))
    assert main(["open", str(path), "--labels", str(tmp_path / "names.txt"), "--no-open"]) == 0
    chapter = given["chapter"]
    assert chapter.title == "net"
    assert given["browse"] is False
    last = chapter.steps[0].spec("layers").scene().frames[-1].narration
    assert any(f"*{name}*" in last for name in "abcde")
