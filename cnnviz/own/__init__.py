"""Networks that people bring: read from their files, with the picture that they read."""

from __future__ import annotations

from cnnviz.onnx_reader import Unreadable
from cnnviz.own.files import LacksData, opened_files
from cnnviz.own.network import OwnNetwork, labels_from, random_inputs, require_labels
from cnnviz.own.pictures import picture_bytes, picture_record, shown

__all__ = [
    "LacksData",
    "OwnNetwork",
    "Unreadable",
    "labels_from",
    "opened_files",
    "picture_bytes",
    "picture_record",
    "random_inputs",
    "require_labels",
    "shown",
]
