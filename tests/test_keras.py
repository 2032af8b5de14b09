"""Models of Keras, each in a process of its own, as Keras has one backend for a whole process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parent.parent / "docs" / "own-network.md"
MODELS = """
import keras, numpy
from keras import layers
import cnnviz

def refused(*given):
    try:
        cnnviz.open(*given)
    except ValueError as error:
        print(error)

def compared(model):
    picture = numpy.random.rand(*model.input_shape[1:]).astype("float32")
    own = cnnviz.open(model)
    shown = [each.name for each in own.layers]
    assert shown == [each.name for each in cnnviz.open(model, picture).layers]
    answer = list(own.run(picture.transpose(2, 0, 1)).values())[-1].ravel()
    wanted = model.predict(picture[None], verbose=0).ravel()
    numpy.testing.assert_allclose(answer, wanted, rtol=1e-4, atol=1e-6)
    print(own.name, *shown)

small = [
    layers.Conv2D(4, 3, activation="relu", name="first"), layers.MaxPooling2D(name="pool"),
    layers.SeparableConv2D(5, 3, padding="same", name="apart"), layers.Dropout(0.5),
    layers.Flatten(name="flat"), layers.Dense(3, name="type"),
]
"""

pytestmark = pytest.mark.skipif(
    find_spec("keras") is None or find_spec("torch") is None,
    reason="Keras or PyTorch is not installed: pip install keras torch",
)


def printed(program: str, backend: str = "torch") -> list[str]:
    """The lines that the program prints, with Keras on that backend."""
    done = subprocess.run(
        [sys.executable, "-c", MODELS + program],
        env={**os.environ, "KERAS_BACKEND": backend},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_sequential_model_that_was_never_called_has_its_layers_names() -> None:
    assert printed("compared(keras.Sequential([keras.Input((12, 10, 3)), *small], name='s'))") == [
        "s first.Conv first.Relu pool apart.Conv apart.Conv_1 flat type"
    ]


def test_a_graph_with_a_model_in_it_has_paths_as_names() -> None:
    program = """
x = keras.Input((9, 9, 3))
y = layers.Conv2D(4, 3, padding="same", name="one")(x)
inner = keras.Sequential([layers.Conv2D(4, 3, padding="same", name="one")], name="inner")
y = layers.GlobalAveragePooling2D(name="mean")(layers.Add(name="sum")([y, inner(y)]))
compared(keras.Model(x, y, name="graph"))
"""
    assert printed(program) == ["graph one inner.one sum mean"]


def test_further_inputs_have_their_names() -> None:
    program = """
both = [keras.Input((8, 8, 3), name=name) for name in ("left", "right")]
flat = layers.Flatten()(layers.Concatenate()(both))
print(cnnviz.open(keras.Model(both, layers.Dense(2)(flat))).more_inputs)
"""
    assert printed(program) == ["{'right': (3, 8, 8)}"]


def test_a_model_stays_as_it_is() -> None:
    program = """
model = keras.Sequential([keras.Input((12, 12, 1)), *small])
model.layers[0].eval()
before = [each.training for each in model.layers], [each.numpy() for each in model.weights]
cnnviz.open(model)
assert before[0] == [each.training for each in model.layers]
assert all((a == b.numpy()).all() for a, b in zip(before[1], model.weights))
"""
    assert printed(program) == []


def test_a_class_of_its_own_is_opened_by_an_example() -> None:
    program = """
class Own(keras.Model):
    def __init__(self):
        super().__init__(name="own")
        self.parts = [layers.Conv2D(2, 3, name="a"), layers.GlobalMaxPooling2D(name="b")]
    def call(self, x):
        return self.parts[1](self.parts[0](x))
refused(Own())
print(*(each.name for each in cnnviz.open(Own(), numpy.zeros((8, 8, 3))[None]).layers))
"""
    sentence, names = printed(program)
    assert sentence.startswith("own does not say how large its pictures are: give one as example")
    assert names == "a b"


def test_an_example_of_another_shape_is_refused_in_a_sentence() -> None:
    program = """
model = keras.Sequential([keras.Input((12, 12, 1)), *small])
for example in (numpy.zeros((1, 12, 12)), numpy.zeros((0, 12, 12, 1)), 3, "a"):
    refused(model, example)
refused(model, (numpy.zeros((12, 12, 1)),) * 2)
"""
    wanted = "example must be 12×12×1, as the model reads it, alone or in a batch; got "
    *shapes, text, several = printed(program)
    assert shapes == [wanted + got for got in ("1×12×12", "0×12×12×1", "a single number")]
    assert text.startswith("example must be numbers, such as ")
    assert text.endswith("got str")
    assert re.fullmatch("example must be 1 picture, as .* has 1 input; got 2", several)


def test_where_keras_cannot_export_it_says_what_to_run() -> None:
    program = """
model = keras.Sequential([keras.Input((12, 12, 1)), *small], name="small")
def fails(*_, **__):
    raise RuntimeError("needs tf2onnx")
model.export, keras.config.backend = fails, lambda: "jax"
refused(model)
"""
    (sentence,) = printed(program)
    assert sentence == (
        "small cannot be exported by Keras on jax (needs tf2onnx): pip install torch, set the "
        "environment variable KERAS_BACKEND=torch before Python starts, and load the model there"
    )


def test_the_program_of_the_document_runs() -> None:
    text = DOCUMENT.read_text(encoding="utf-8").partition("\n## From Keras\n")[2]
    (program,) = re.findall(r"```python no-test\n(.*?)```", text, re.DOTALL)
    check = """
wanted = model.predict(picture[None], verbose=0)[0]
numpy.testing.assert_allclose(
    own.run(picture.transpose(2, 0, 1))["answer"], wanted, rtol=1e-4, atol=1e-6)
print(*(each.name for each in own.layers))
"""
    assert printed(program + check) == ["first.Conv first.Relu mean answer"]
