"""What exporters write, read for what it is: names, folded constants, biases, channels last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from onnx import ModelProto

import cnnviz
from cnnviz.engine.layers import Conv2d, Dense, Flatten
from cnnviz.onnx_reader import Reading, differences, read
from onnx_models import array, model, node, small, with_data_file, written
from published_networks import NEEDED, PUBLISHED

Array = np.ndarray[Any, Any]


def agreed(reading: Reading, accuracy: float = 1e-5) -> dict[str, Array]:
    """The activations on random numbers, each of them ONNX Runtime's."""
    assert reading.fault == ""
    network = reading.network
    shapes = {"input": network.input_shape, **network.more_inputs}
    given = {name: array(*shape, seed=1) for name, shape in shapes.items()}
    kept = network.run(given)
    apart = differences(reading, given, kept)
    for name, difference in apart.items():
        assert difference <= accuracy * max(1.0, float(np.abs(kept[name]).max())), name
    assert set(network.answers) <= {*apart, "input"}
    return kept


def reads(folder: Path, made: ModelProto) -> Reading:
    return read(written(folder, made))


def layers(reading: Reading) -> list[tuple[str, str]]:
    return [(each.name, reading.origins[each.name].operator) for each in reading.network.layers]


def test_a_small_network_is_read_and_agrees_with_onnx_runtime(tmp_path: Path) -> None:
    reading = reads(tmp_path, small())
    agreed(reading)
    assert layers(reading) == [
        *(("conv", "Conv"), ("relu", "Relu"), ("pool", "MaxPool"), ("flat", "Reshape")),
        *(("fc", "Gemm"), ("softmax", "Softmax")),
    ]
    assert sum(reading.network.parameters().values()) == 4 * 27 + 4 + 5 * 64 + 5
    assert isinstance(reading.network["flat"], Flatten)
    assert reading.network.receptive_fields()["pool"][0].size == 4


def test_opened_from_python_it_is_as_the_networks_of_the_chapter(tmp_path: Path) -> None:
    network = cnnviz.open(written(tmp_path, small()))
    assert type(network) is type(cnnviz.load("lenet"))
    assert network.run(np.zeros((3, 8, 8)))["softmax"].shape == (5,)
    with pytest.raises(ValueError, match="give one picture at a time"):
        network.run(np.zeros((1, 3, 8, 8)))
    with pytest.raises(ValueError, match=r"^none.onnx: cannot be read: No such file or directory$"):
        cnnviz.open(tmp_path / "none.onnx")


def test_weights_beside_the_model_are_read(tmp_path: Path) -> None:
    made = small()
    (tmp_path / "net.onnx.data").write_bytes(with_data_file(made, "net.onnx.data", 64))
    agreed(reads(tmp_path, made))
    (tmp_path / "net.onnx.data").unlink()
    reading = read(tmp_path / "net.onnx")
    assert "net.onnx.data, which is not in the folder" in reading.fault
    assert "external_data=False" in reading.fault
    assert reading.network.shapes()["fc"] == (5,)
    assert sum(reading.network.parameters().values()) == 437


def test_shapes_that_are_computed_are_folded(tmp_path: Path) -> None:
    """`x.view(x.size(0), -1)` as PyTorch before 2.6 wrote it, among Identity and Cast."""
    nodes = [
        node("Constant", "-", "zero", value_int=0),
        node("Constant", "-", "rest", value_ints=[-1]),
        node("Constant", "-", "axes", value_ints=[0]),
        node("Identity", "w", "w2"),
        node("Identity", "x", "x2"),
        node("Cast", "x2", "x3", to=1),
        node("Conv", "x3 w2", "a"),
        node("Shape", "a", "shape"),
        node("Gather", "shape zero", "n"),
        node("Unsqueeze", "n axes", "n1"),
        node("Concat", "n1 rest", "to", axis=0),
        node("Reshape", "a to"),
    ]
    nodes[0].input[:] = nodes[1].input[:] = nodes[2].input[:] = []
    reading = reads(tmp_path, model(nodes, {"w": array(2, 3, 3, 3)}, ("N", 3, 8, 8)))
    assert [operator for _, operator in layers(reading)] == ["Conv", "Reshape"]
    assert agreed(reading)["Reshape"].shape == (72,)


def test_layers_with_the_channels_last_are_taken_for_what_they_are(tmp_path: Path) -> None:
    """As Keras does: transposed around each layer, biases as Add, rows first in the flatten."""
    nodes = [
        node("Transpose", "x", "a", perm=[0, 3, 1, 2]),
        node("Conv", "a w", "b"),
        node("Transpose", "b", "c", perm=[0, 2, 3, 1]),
        node("Add", "c bias", "d"),
        node("Relu", "d", "e"),
        node("ReduceMean", "e axes", "gate", keepdims=1),
        node("Mul", "e gate", "f"),
        node("Concat", "f e", "g", axis=3),
        node("Reshape", "g to", "h"),
        node("MatMul", "h dense", "i"),
        node("Add", "i more", "y"),
    ]
    tensors = {
        "w": array(4, 3, 3, 3), "bias": array(1, 1, 1, 4), "axes": np.array([1, 2]),
        "to": np.array([1, 288]), "dense": array(288, 5), "more": array(5),
    }  # fmt: skip
    reading = reads(tmp_path, model(nodes, tensors, (1, 8, 8, 3)))
    agreed(reading, 1e-4)
    network = reading.network
    assert network.input_shape == (3, 8, 8)
    assert [operator for _, operator in layers(reading)] == [
        "Conv", "Relu", "ReduceMean", "Mul", "Concat", "Reshape", "MatMul"
    ]  # fmt: skip
    first, last = network.layers[0], network.layers[-1]
    assert isinstance(first, Conv2d)
    assert isinstance(last, Dense)
    assert first.has_bias
    assert last.has_bias
    assert isinstance(network["Reshape"], Flatten)
    assert network["Reshape"].axes == (1, 2, 0)
    assert any("channels last" in note for note in reading.notes)


def test_a_sum_that_others_read_too_stays_a_layer(tmp_path: Path) -> None:
    nodes = [
        node("Conv", "x w", "a"),
        node("Add", "a bias", "b"),
        node("Mul", "a b", "y"),
    ]
    tensors = {"w": array(4, 3, 3, 3), "bias": array(4, 1, 1)}
    reading = reads(tmp_path, model(nodes, tensors))
    agreed(reading)
    assert [operator for _, operator in layers(reading)] == ["Conv", "Add", "Mul"]
    assert sum(reading.network.parameters().values()) == 4 * 27 + 4


def test_names_are_those_of_the_modules(tmp_path: Path) -> None:
    made = model(
        [
            node("Conv", "x onnx::w", "a", "/body/body.0/Conv"),
            node("Relu", "a", "b", "/body/body.1/Relu"),
            node("Conv", "b block.way.weight", "c", "/block/way/Conv"),
            node("Add", "c b", "d", "/block/Add"),
            node("Relu", "d", "y", "namespaced"),
        ],
        {"onnx::w": array(3, 3, 1, 1), "block.way.weight": array(3, 3, 1, 1)},
    )
    space = ": __main__.Net/head: torch.nn.Sequential/head.2: torch.nn.ReLU/relu: aten.relu"
    trace = 'File "/home/someone/net.py", line 12, in forward'
    for key, value in (("namespace", space), ("pkg.torch.onnx.stack_trace", trace)):
        made.graph.node[4].metadata_props.add(key=key, value=value)
    reading = reads(tmp_path, made)
    names = [name for name, _ in layers(reading)]
    assert names == ["body.0", "body.1", "block.way", "block.Add", "head.2"]
    assert "someone" not in f"{reading!r} {[vars(each) for each in [reading]]}"


def test_what_is_to_be_known_about_the_file_is_told(tmp_path: Path) -> None:
    made = model(
        [
            node("Conv", "x w", "a", "conv"),
            node("Dropout", "a ratio training", "y", "drop"),
        ],
        {
            "w": array(2, 3, 1, 1), "ratio": np.array(0.5, np.float32),
            "training": np.array(True),
        },
    )  # fmt: skip
    made.graph.node[0].metadata_props.add(
        key="pkg.onnxscript.rewriter.rule_name", value="FuseBatchNormIntoConv"
    )
    reading = reads(tmp_path, made)
    kept = agreed(reading)
    np.testing.assert_array_equal(kept["drop"], kept["conv"])
    assert [note.partition(" was ")[0] for note in reading.notes] == [
        "drop: dropout", "batch normalisation"
    ]  # fmt: skip


def test_normalisation_and_dropout_that_were_exported_in_training_are_run_as_in_use(
    tmp_path: Path,
) -> None:
    parts = {name: np.abs(array(3, seed=k)) for k, name in enumerate(("s", "b", "m", "v"))}
    norm = node("BatchNormalization", "x s b m v", "y mean var", "norm", training_mode=1)
    reading = reads(tmp_path, model([norm], parts))
    agreed(reading)
    assert "was exported in training; it is run as in use" in reading.notes[0]


def test_one_place_along_an_axis_is_a_part_and_what_lies_otherwise_is_laid_once(
    tmp_path: Path,
) -> None:
    nodes = [
        node("Transpose", "x", "t", perm=[0, 2, 3, 1]),
        node("Gather", "t place", "a", axis=1),
        node("MatMul", "t w", "b"),
        node("Gather", "b place", "c", axis=1),
        node("Add", "a c", "y"),
    ]
    tensors = {"place": np.array(-1), "w": array(3, 3)}
    reading = reads(tmp_path, model(nodes, tensors))
    agreed(reading)
    assert [operator for _, operator in layers(reading)].count("Transpose") == 1


def test_several_inputs_and_outputs_are_read(tmp_path: Path) -> None:
    nodes = [node("Add", "x mask", "a"), node("Split", "a", "y z", axis=1, num_outputs=2)]
    more = {"mask": (1, 1, 8, 8)}
    reading = reads(tmp_path, model(nodes, {}, (1, 4, 8, 8), outputs=("y", "z"), more=more))
    kept = agreed(reading)
    assert reading.network.more_inputs == {"mask": (1, 8, 8)}
    assert [kept[name].shape for name in reading.network.answers] == [(2, 8, 8)] * 2


@NEEDED
@pytest.mark.parametrize("place", [None, *range(4)])
def test_every_sample_agrees_with_onnx_runtime(place: int | None) -> None:
    """Networks as students export them; those without their data file are read for their shapes."""
    paths = sorted(PUBLISHED.glob("*.onnx"))
    assert paths
    for path in paths if place is None else paths[place::4]:
        reading = read(path)
        if place is None:
            assert not reading.grey, path.name
        elif not reading.missing:
            agreed(reading)
        else:
            assert reading.network.shapes()[reading.network.answers[0]] == (1000,)
