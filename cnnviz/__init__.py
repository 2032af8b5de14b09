"""An interactive chapter on convolutional neural networks, in which every number is computed.

>>> import cnnviz
>>> cnnviz.scenes.convolution(kernel=[[1, 0], [0, -1]]).name
'checkerboard'
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"


def __getattr__(name: str) -> ModuleType:
    # On first use: who imports the engine alone does not pay for the chapter.
    if name == "scenes":
        return import_module("cnnviz.scenes")
    raise AttributeError(f"module 'cnnviz' has no attribute {name!r}")
