"""Reads networks in ONNX into the engine's: as data, of which nothing is executed.

It needs the package onnx, which `pip install 'cnnviz[onnx]'` brings.
"""

from __future__ import annotations

try:
    import onnx  # noqa: F401
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "reading networks in ONNX needs the package onnx, which is not installed: "
        "pip install 'cnnviz[onnx]'"
    ) from None

from cnnviz.onnx_reader.check import differences
from cnnviz.onnx_reader.errors import Unreadable, quoted
from cnnviz.onnx_reader.from_keras import is_keras, read_keras
from cnnviz.onnx_reader.from_torch import read_module
from cnnviz.onnx_reader.pictures import (
    MOST_PIXELS,
    RANGES,
    in_range,
    picture,
    pixels_from,
    pixels_of,
    ranges_for,
    require_range,
)
from cnnviz.onnx_reader.reading import GreyBox, Reading, read, read_given
from cnnviz.onnx_reader.table import Row, rows

__all__ = [
    "MOST_PIXELS",
    "RANGES",
    "GreyBox",
    "Reading",
    "Row",
    "Unreadable",
    "differences",
    "in_range",
    "is_keras",
    "picture",
    "pixels_from",
    "pixels_of",
    "quoted",
    "ranges_for",
    "read",
    "read_given",
    "read_keras",
    "read_module",
    "require_range",
    "rows",
]
