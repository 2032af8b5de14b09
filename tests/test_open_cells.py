"""Any cell of any layer opens: random networks of every kind of layer, each cell against loops."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from math import exp, tanh
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import laws
from by_loops import expected
from cnnviz import wire
from cnnviz.content.computation import Index
from cnnviz.content.pace import set_durations
from cnnviz.content.param import Values
from cnnviz.content.scene import Frame, Scene, Stage, Tensor
from cnnviz.engine.layers import (
    Layer,
)
from cnnviz.engine.network import Network
from cnnviz.engine.weights import outline, untrained
from cnnviz.staging import network_panels
from cnnviz.staging.cell_detail import CellDetail
from cnnviz.staging.formatting import as_probability, number, percent
from cnnviz.staging.layer_inputs import layer_input
from cnnviz.staging.panels import NetworkChanges

ROOT = Path(__file__).parent.parent
Array = NDArray[Any]
SIDES = st.integers(1, 3)
PAIR = st.lists(SIDES, min_size=2, max_size=2)
RING = st.integers(0, 2)
AROUND = st.one_of(
    st.sampled_from(["valid", "same"]),
    RING,
    st.lists(st.lists(RING, min_size=2, max_size=2), min_size=2, max_size=2),
)
FUNCTIONS = st.sampled_from(["relu", "tanh", "sigmoid", "softmax"])
LAST = st.sampled_from([{"type": "softmax", "axis": axis} for axis in (0, -1)])


def _conv(groups: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "type": st.just("conv2d"),
            "filters": st.sampled_from([groups, 2 * groups]),
            "groups": st.just(groups),
            "kernel": PAIR,
            "stride": PAIR,
            "padding": AROUND,
            "dilation": PAIR,
            "bias": st.booleans(),
        }
    )


POOL = st.fixed_dictionaries(
    {
        "type": st.just("max_pool2d"),
        "size": PAIR,
        "stride": PAIR,
        "padding": AROUND,
        "dilation": PAIR,
        "ceil_mode": st.booleans(),
    }
)
MEAN = st.booleans().flatmap(
    lambda counts: POOL.map(lambda pool: pool | {"type": "avg_pool2d", "count_include_pad": counts})
)
ON_MAPS = st.one_of(
    st.sampled_from([1, 2]).flatmap(_conv),
    POOL,
    MEAN,
    FUNCTIONS.map(lambda kind: {"type": kind}),
    st.integers(-3, 2).map(lambda axis: {"type": "softmax", "axis": axis}),
)
DENSE = st.fixed_dictionaries(
    {"type": st.just("dense"), "units": st.integers(1, 5), "bias": st.booleans()}
)
TO_VECTOR = st.sampled_from([[{"type": "flatten"}], [{"type": "global_avg_pool2d"}]])
ON_VECTORS = st.lists(
    st.one_of(DENSE, FUNCTIONS.map(lambda kind: {"type": kind}), LAST), max_size=3
)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    layers = draw(st.lists(ON_MAPS, min_size=1, max_size=4))
    if draw(st.booleans()):
        layers = [*layers, *draw(TO_VECTOR), *draw(ON_VECTORS)]
    named = [{"name": f"layer {k}", **layer} for k, layer in enumerate(layers)]
    size = [draw(st.sampled_from([2, 4])), draw(st.integers(3, 8)), draw(st.integers(3, 8))]
    described = {"name": "random", "input": size, "layers": named}
    try:
        outline(described)
    except ValueError:
        assume(False)
    return untrained(described, seed=draw(st.integers(0, 9)))


def cells_of(shape: tuple[int, ...]) -> list[Index]:
    whole_shape = shape if len(shape) == 3 else (*shape, 1, 1)
    return [(int(c), int(y), int(x)) for c, y, x in np.ndindex(*whole_shape)]


def given_by(layer: Layer, x: Array, index: Index) -> float:
    """What the cell is by what it is said to read."""
    maps = x if x.ndim == 3 else x.reshape(-1, 1, 1)
    read = layer_input(layer, maps.shape, index, vector=x.ndim == 1)
    patch = read.patch(maps)
    match read.op:
        case "dot":
            assert read.weights is not None
            return float((patch * read.weights).sum()) + read.bias
        case "sum":
            return float(patch.sum())
        case "max":
            return float(patch.max())
        case "midpoint":
            return float(patch.min() + patch.max()) / 2
        case "mean":
            return float(patch.mean())
        case "relu":
            return max(0.0, float(patch.item()))
        case "abs":
            return abs(float(patch.item()))
        case "tanh":
            return tanh(patch.item())
        case "sigmoid":
            return 1 / (1 + exp(-patch.item()))
        case "softmax":
            shares = np.exp(patch - patch.max()).ravel()
            return float(shares[read.own] / shares.sum())
    raise AssertionError(f"{read.op} is of no layer of the seeds' networks")


@pytest.mark.parametrize("axis", range(-3, 3))
def test_softmax_reads_along_its_axis_also_where_a_map_is_a_single_cell(axis: int) -> None:
    described = {
        "name": "one cell a map",
        "input": [2, 3, 3],
        "layers": [
            {"name": "pool", "type": "max_pool2d", "size": [3, 3]},
            {"name": "share", "type": "softmax", "axis": axis},
        ],
    }
    network = untrained(described, seed=0)
    kept = network.run(np.random.default_rng(0).standard_normal(network.input_shape))
    for index in cells_of(kept["share"].shape):
        found = given_by(network["share"], kept["pool"], index)
        assert found == pytest.approx(kept["share"][index])


@settings(
    max_examples=120, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(networks(), st.data())
def test_every_cell_of_any_layer_is_what_it_reads_gives(
    network: Network, data: st.DataObject
) -> None:
    kept = network.run(pictured(network))
    names = ["input", *(layer.name for layer in network.layers)]
    for before, layer in zip(names, network.layers, strict=False):
        cells = cells_of(kept[layer.name].shape)
        some = data.draw(st.lists(st.sampled_from(cells), min_size=1, max_size=6, unique=True))
        for index in some:
            is_ = float(kept[layer.name][index[: kept[layer.name].ndim]])
            for found in (expected, given_by):
                assert found(layer, kept[before], index) == pytest.approx(is_, rel=2e-5, abs=2e-5)


def pictured(network: Network) -> Array:
    """An input that leaves every activation finite: no maximum of padding alone."""
    x = np.random.default_rng(0).standard_normal(network.input_shape).astype(np.float32)
    assume(all(np.isfinite(kept).all() for kept in network.run(x).values()))
    return x


def scene_of(network: Network, made: Sequence[Tensor], opened: list[CellDetail]) -> Scene:
    """A scene that opens these cells, a frame each."""
    frames = []
    for cell in opened:
        changes = NetworkChanges(shown=99, open=cell.opened(4, field=True))
        panels = {"network": changes}
        frames.append(
            Frame(2, "Look.", boxes=cell.boxes(), computations=(cell.computation(),), panels=panels)
        )
    tensors = (*made, *(tensor for cell in opened for tensor in cell.tensors))
    panel = network_panels.network_panel(network, tuple(made))
    return Scene(
        "s", "n", "T", Stage.CONV, Values(), tensors, (panel,), set_durations(tuple(frames))
    )


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.data())
def test_opened_cells_keep_the_laws_and_the_places_of_their_terms(
    network: Network, data: st.DataObject
) -> None:
    made = network_panels.network_tensors(network, pictured(network))
    cells = {tensor.name: tensor for tensor in made}
    shapes = {name: shape for name, shape in network.shapes().items() if name in cells}
    del shapes["input"]
    opened = [
        CellDetail(
            network, cells, name, f"cell of {name}", data.draw(st.sampled_from(cells_of(shape)))
        )
        for name, shape in shapes.items()
    ]
    scene = scene_of(network, made, opened)
    assert [fault for law in laws.ALWAYS for fault in law(scene)] == []


EVERY_KIND: dict[str, Any] = {
    "name": "every kind",
    "input": [4, 9, 6],
    "layers": [
        {
            "type": "conv2d",
            "name": "conv",
            "filters": 6,
            "kernel": [3, 2],
            "groups": 2,
            "stride": [1, 2],
            "dilation": [2, 1],
            "padding": [[2, 0], [1, 1]],
        },
        {"type": "sigmoid", "name": "bend"},
        {"type": "max_pool2d", "name": "max", "size": 2, "padding": 1, "ceil_mode": True},
        {"type": "relu", "name": "cut"},
        {"type": "avg_pool2d", "name": "mean", "size": 2, "padding": 1, "count_include_pad": False},
        {"type": "softmax", "name": "shares"},
        {"type": "tanh", "name": "again"},
        {"type": "flatten", "name": "flat"},
        {"type": "dense", "name": "dense", "units": 40, "bias": False},
        {"type": "tanh", "name": "dense tanh"},
        {"type": "dense", "name": "last", "units": 3},
        {"type": "softmax", "name": "chances"},
    ],
}


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to draw with")
@pytest.mark.parametrize("corner", [0, -1])
def test_the_page_draws_and_writes_a_cell_of_every_kind(corner: int) -> None:
    network = untrained(EVERY_KIND, 0)
    x = np.random.default_rng(0).standard_normal(network.input_shape).astype(np.float32)
    made = network_panels.network_tensors(network, x)
    cells = {tensor.name: tensor for tensor in made}
    opened = [
        CellDetail(network, cells, name, f"cell of {name}", cells_of(shape)[corner])
        for name, shape in network.shapes().items()
        if name not in ("input", "flat")
    ]
    lines = b"".join(wire.lines(scene_of(network, made, opened)))
    node = ["node", "tests/js/draw.js"]
    ran = subprocess.run(node, cwd=ROOT, input=lines, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    frames = json.loads(ran.stdout)
    for cell, frame in zip(opened, frames, strict=True):
        (sum_,) = frame["sums"]
        assert sum_.endswith(number(cell.result))
        share = cell.function == "softmax"
        result = percent(as_probability(cell.value)) if share else number(cell.result)
        for texts in frame["texts"]:
            assert any(text.removeprefix("≈ ") == result for text in texts), cell.layer
            assert cell.function in ("", *texts)
