"""Any network is drawn from its list of layers: one that nobody has seen before, too."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import laws
from cnnviz.content import seeds
from cnnviz.content.param import ParameterError, Values
from cnnviz.content.scene import Scene, Stage
from cnnviz.content.seeds import SceneText, Wording
from cnnviz.engine.weights import untrained
from cnnviz.staging import network_panels
from cnnviz.staging.network_columns import columns_of
from cnnviz.steps import step
from loosely import loosely

KEYS = ("open", "layer", "answer")
WORDS = SceneText(
    "A tour", {key: (Wording(f"{key}: {{layers}} {{parameters}} {{answer}}"),) for key in KEYS}
)

STRANGE: dict[str, object] = {
    "name": "strange",
    "input": [2, 11, 9],
    "classes": ["even", "odd", "neither"],
    "layers": [
        {"type": "conv2d", "name": "wide", "filters": 5, "kernel": [1, 3], "padding": "same"},
        {"type": "sigmoid", "name": "bend"},
        {"type": "max_pool2d", "name": "half", "size": 2, "ceil_mode": True},
        {"type": "conv2d", "name": "grouped", "filters": 10, "kernel": 3, "groups": 5},
        {"type": "global_avg_pool2d", "name": "mean"},
        {"type": "dense", "name": "last", "units": 3},
        {"type": "softmax", "name": "chances"},
    ],
}


def tour_of(name: str) -> Scene:
    network = untrained(STRANGE, seed=3) if name == "strange" else seeds.network(name)
    x = np.random.default_rng(0).random(network.input_shape).astype(np.float32)
    tensors, panels, frames = network_panels.walkthrough(WORDS, network, x)
    parts = tuple(tensors), tuple(panels), frames
    return Scene("pytorch", "run", "A tour", Stage.CLASSIFY, Values(), *parts)


@pytest.mark.parametrize("name", ["strange", "lenet", "simplecnn", "mlp"])
def test_a_network_is_shown_layer_by_layer_and_keeps_the_laws(name: str) -> None:
    made = tour_of(name)
    assert [fault for law in laws.ALWAYS for fault in law(made)] == []
    columns = loosely(made.panels[0].options).columns
    shown = [loosely(frame.panels["network"]).shown for frame in made.frames]
    assert shown == [1, *range(2, len(columns) + 1), len(columns)]


def test_a_network_never_seen_before_has_a_column_for_each_layer_that_makes_something_new() -> None:
    columns = loosely(tour_of("strange").panels[0].options).columns
    names = ["input", "wide", "half", "grouped", "mean", "last"]
    assert [column.layer for column in columns] == names


def test_the_answer_of_a_tour_is_the_likeliest_class() -> None:
    made = tour_of("strange")
    chances = made.tensor("chances").data.ravel()
    assert loosely(made.frames[-1].panels["network"]).lit == int(chances.argmax())
    assert loosely(STRANGE["classes"])[int(chances.argmax())] in made.frames[-1].narration


def test_a_third_network_put_into_the_weights_folder_appears_without_new_code(
    tmp_path: Path,
) -> None:
    """In a process of its own: the folder is read when the steps are."""
    shutil.copytree(seeds.folder("seeds"), tmp_path / "seeds")
    written = STRANGE | {"input": [1, 30, 30], "seed": 3}
    (tmp_path / "seeds" / "weights" / "strange.json").write_text(json.dumps(written))
    program = (
        "from cnnviz.steps import step; "
        "made = step('pytorch').spec('networks').scene({'network': 'strange'}); "
        "print([column.layer for column in made.panels[0].options.columns])"
    )
    own = {**os.environ, "CNNVIZ_SEEDS": str(tmp_path / "seeds")}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=own
    )
    assert said.stdout.strip() == "['input', 'wide', 'half', 'grouped', 'mean', 'last']"


@pytest.mark.parametrize("name", seeds.networks())
def test_any_cell_of_a_shown_network_opens_by_a_tap(name: str) -> None:
    spec = step("pytorch").spec("networks")
    network = seeds.network(name)
    closed = spec.scene({"network": name})
    opens = loosely(closed.panels[0].options).opens
    layers, frame = opens.layers, opens.frame
    assert frame == len(closed.frames) + 1
    drawn = [column.tensor for column in columns_of(network)[1:]]
    assert set(drawn) <= set(layers)
    for layer in dict.fromkeys(layers.values()):
        channels, height, width = (*network.shapes()[str(layer).partition(" ")[2]], 1, 1)[:3]
        place = {"channel": channels, "row": height, "column": width}
        made = spec.scene({"network": name, "layer": layer, **place})
        assert [fault for law in laws.ALWAYS for fault in law(made)] == []
        assert f"{name} {made.frames[frame].computations[0].tensor}" == layer
        with pytest.raises(ParameterError, match=f"channel must be from 1 to {channels} in"):
            spec.scene({"network": name, "layer": layer, "channel": channels + 1})


def test_a_cell_of_another_network_stays_closed() -> None:
    spec = step("pytorch").spec("networks")
    asked = {"network": "lenet", "layer": "simplecnn conv1", "channel": 32}
    assert list(spec.scene(asked).frames) == list(spec.scene({"network": "lenet"}).frames)


@pytest.mark.parametrize("name", ["strange", "lenet", "simplecnn", "mlp"])
def test_a_cell_is_marked_with_the_window_that_it_reads_where_that_is_in_front(name: str) -> None:
    made = tour_of(name)
    columns = {each.layer: each for each in loosely(made.panels[0].options).columns}
    marked = 0
    for frame in made.frames:
        opened = loosely(frame.panels["network"]).open
        if opened is None:
            continue
        marked += 1
        source, target = columns[opened.origin], columns[opened.layer]
        sides = made.tensor(source.tensor).data.shape
        spans = (opened.channels, opened.rows, opened.columns)
        assert all(
            0 <= start < end <= side for (start, end), side in zip(spans, sides, strict=True)
        )
        front = source.drawn[-1] if source.drawn else source.shape[0] - 1
        assert opened.channels[0] <= front < opened.channels[1]
        assert not target.drawn or opened.index[0] == target.drawn[-1]
    assert marked > 0
