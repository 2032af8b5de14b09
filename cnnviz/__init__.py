"""An interactive chapter on convolutional neural networks, in which every number is computed.

>>> import cnnviz
>>> cnnviz.scenes.convolution(kernel=[[1, 0], [0, -1]]).name
'checkerboard'
>>> cnnviz.load("lenet").run([[[0] * 32] * 32])["C1"].shape
(6, 28, 28)
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnviz.asking import AskedQuestion
    from cnnviz.loaded import LoadedNetwork

__version__ = "0.1.0"


def load(name: str) -> LoadedNetwork:
    """A network of the chapter; its `run(image)` gives every activation by layer name, in order.

    image: the network's `input_shape`, C×H×W, values from 0 to 1 ("input" is what comes first);
    another shape or range is refused with a ValueError. Its weights are copies, to be changed at
    will. Raises ValueError, listing the networks, for an unknown name, and where its weights cannot
    be used.

    >>> net = load("simplecnn")
    >>> net.input_shape, net.classes[:3]
    ((3, 32, 32), ('aeroplane', 'car', 'bird'))
    >>> activations = net.run([[[0.5] * 32] * 32] * 3)
    >>> activations["pool1"].shape, round(float(activations["probabilities"].sum()), 3)
    ((32, 16, 16), 1.0)
    >>> net.run([[[128] * 32] * 32] * 3)
    Traceback (most recent call last):
    ValueError: x must hold numbers from 0 to 1; got numbers from 128 to 128: divide bytes by 255
    >>> load("lennet")
    Traceback (most recent call last):
    ValueError: there is no network lennet; the networks are lenet, lenet-still, mlp, simplecnn
    """
    # On first use: who imports the engine alone does not pay for the chapter.
    from cnnviz.loaded import load_network

    return load_network(name)


def open(source: str | PathLike[str] | object, example: object = None) -> LoadedNetwork:  # noqa: A001
    """The network in a file of ONNX, or of a module of PyTorch or a model of Keras.

    It is of the kind that `load` gives. Of a module, `example` is a tensor that it can read, such
    as torch.zeros(1, 3, 32, 32); it is exported as it is in use, and stays as it is. Of a model of
    Keras, `example` is a picture with the model's axes, mostly H×W×C, which is needed only where
    the model does not tell its shape.

    Its layers have the names of the modules that they come from, as far as the file tells them.
    Data files must stand in its folder. Raises ValueError, in a sentence that names file, node and
    reason, where a part of it cannot be read, and ModuleNotFoundError where the package onnx is not
    installed, which `pip install 'cnnviz[onnx]'` brings.

    >>> open("no-such-network.onnx")
    Traceback (most recent call last):
    cnnviz.onnx_reader.errors.Unreadable: no-such-network.onnx: cannot be read: No such file or \
directory
    """
    from cnnviz.loaded import opened_network

    return opened_network(source, example)


def questions(step: str, scene: str = "", **given: object) -> list[AskedQuestion]:
    """What a step asks, or one of its scenes with `given` parameters, in the chapter's order.

    Each has `step`, `scene`, `name`, `kind`, `text`, and `options`, which have `text`, `value`,
    `belief`, and the wrong `rule` that gives them; the right one has none. Raises UnknownName, a
    KeyError that lists the names, for an unknown step or scene, and ParameterError, naming
    parameter, value and range, for parameters that cannot be.

    >>> formula = questions("stride-padding", "formula", W=28, K=3, S=2, P=0)
    >>> (asked,) = (each for each in formula if each.name == "first")
    >>> asked.kind, [(option.text, option.rule) for option in asked.options][:2]
    ('choice', [('12.5', 'the fraction stays'), ('13', '')])
    >>> {each.scene for each in questions("stride-padding")} >= {"stride", "formula"}
    True
    >>> questions("stride")
    Traceback (most recent call last):
    cnnviz.content.names.UnknownName: there is no step stride; the steps are mlp, convolution, \
stride-padding, pooling, channels, hierarchy, lenet, pytorch
    """
    from cnnviz.asking import questions_of

    return questions_of(step, scene, **given)


def __getattr__(name: str) -> ModuleType:
    if name == "scenes":
        return import_module("cnnviz.scenes")
    raise AttributeError(f"module 'cnnviz' has no attribute {name!r}")
