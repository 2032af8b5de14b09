"""A network from files that were given together: a model, its weights, the names of its answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from cnnviz.onnx_reader import Unreadable, read_given
from cnnviz.own.network import OwnNetwork, labels_from

MODEL, NAMES = ".onnx", ".txt"
"""How the names of a model and of a list of answers end; all others are the model's data."""


class LacksData(Unreadable):
    """A file that the model names was not given."""


def opened_files(files: Mapping[str, bytes]) -> OwnNetwork:
    """The network in those files, by name, with its activations.

    Raises Unreadable, in a sentence, where there is not one model among them, where not one layer
    of it can be run, or where there are names, but not of all answers; LacksData where its weights
    are missing.
    """
    models = [name for name in files if name.lower().endswith(MODEL)]
    if len(models) != 1:
        got = ", ".join(models) or ", ".join(files) or "no file"
        raise Unreadable(f"one file must be a network whose name ends in {MODEL}; got {got}")
    reading = read_given(models[0], files)
    if reading.missing:
        raise LacksData(f"{reading.path.name}: {reading.missing}")
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    made = OwnNetwork(reading, digest.hexdigest(), _names(files))
    # Before it is kept, as that is what takes time and memory.
    _ = made.subject.kept
    return made


def _names(files: Mapping[str, bytes]) -> tuple[str, ...]:
    for name, data in files.items():
        if name.lower().endswith(NAMES):
            try:
                return labels_from(data.decode("utf-8-sig"))
            except UnicodeDecodeError:
                raise Unreadable(
                    f"{name} must be text in UTF-8: names of answers, one a line"
                ) from None
    return ()
