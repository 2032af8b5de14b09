"""`cnnviz network`: a table of the layers of a network in ONNX, and what it answers."""

from __future__ import annotations

import argparse
import json
import os
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnviz.cli.network_table import answers, format_table
from cnnviz.cli.options import CommandError, add_seeds, file_of, output_of
from cnnviz.writing import rewritten

if TYPE_CHECKING:
    from cnnviz.onnx_reader import Reading


def run(words: list[str]) -> None:
    """Prints the table, as text or JSON. Raises CommandError."""
    options = _parser().parse_args(words)
    target = None if options.save is None else output_of(options.save, ".npz")
    try:
        from cnnviz.onnx_reader import Unreadable, read, rows
        from cnnviz.own import require_labels
    except ModuleNotFoundError as error:
        raise CommandError(str(error)) from None
    try:
        reading, labels = read(file_of("file", options.file)), labels_of(options.labels)
        if not reading.fault:
            require_labels(labels, reading.network)
        found = rows(reading)
        given, kept, apart = {}, {}, None
        if not reading.fault:
            given = _inputs(reading, options)
            kept = reading.network.run(given)
            apart = _compare(reading, given, kept) if options.check else None
    except (ModuleNotFoundError, Unreadable) as error:
        raise CommandError(str(error)) from None
    if options.json:
        records = [row.record() for row in found]
        for record in records if apart is not None else []:
            record["difference"] = apart.get(record["name"]) if apart else None
        print(json.dumps(records, indent=2))
    else:
        print(format_table(reading, found, apart))
    if reading.fault:
        raise CommandError(f"{reading.path.name}: {reading.fault}")
    if not options.json:
        print(answers(reading, kept, labels, options.picture or "a random input"))
    if target is not None:
        _save(target, kept)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cnnviz network",
        description="Reads a network in ONNX: its layers with shapes, parameters, multiply-adds "
        "and receptive fields, and its answers. The exit code is 1 where a part cannot be read.",
        allow_abbrev=False,
    )
    parser.add_argument("file", help="such as model.onnx; its data file stands beside it")
    add_inputs(parser, "runs it on this; else on random numbers")
    parser.add_argument(
        "--check", action="store_true", help="compares each layer with ONNX Runtime"
    )
    parser.add_argument("--json", action="store_true", help="a list of objects, one a layer")
    parser.add_argument("--save", metavar="FILE", help="writes all activations, as .npz")
    add_seeds(parser)
    return parser


def _inputs(reading: Reading, options: argparse.Namespace) -> dict[str, Any]:
    """The inputs: the picture, or random numbers, always the same."""
    from cnnviz.onnx_reader import picture
    from cnnviz.own import random_inputs

    network = reading.network
    given = random_inputs(network)
    if options.picture is not None:
        file = file_of("picture", options.picture)
        given["input"] = picture(file, network.input_shape, options.range)
    return given


def _compare(
    reading: Reading, given: Mapping[str, Any], kept: Mapping[str, Any]
) -> dict[str, float]:
    from cnnviz.onnx_reader import differences

    return differences(reading, given, kept)


def add_inputs(parser: argparse.ArgumentParser, picture: str) -> None:
    """What a network reads, and its answers' names; picture: what is done with the picture."""
    parser.add_argument("--picture", metavar="FILE", help=picture)
    parser.add_argument(
        "--range",
        default="0-1",
        choices=("0-1", "signed", "0-255", "imagenet", "cifar10", "mnist"),
        help="the numbers that it was trained on (%(default)s)",
    )
    parser.add_argument("--labels", metavar="FILE", help="names of the answers, one a line")


def labels_of(given: str | None) -> tuple[str, ...]:
    """The lines of a file of labels. Raises CommandError where it is none."""
    from cnnviz.own import labels_from

    if given is None:
        return ()
    try:
        return labels_from(file_of("labels", given).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"labels must be a text file, one a line: {given}: {error}") from None


def _save(path: Path, activations: Mapping[str, Any]) -> None:
    """Writes an .npz whose arrays have the layers' names, whatever these are."""
    import numpy as np

    try:
        with rewritten(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, array in activations.items():
                data = BytesIO()
                np.lib.format.write_array(data, array, allow_pickle=False)
                archive.writestr(f"{name.replace(os.sep, '.')}.npy", data.getvalue())
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror or error}") from None
