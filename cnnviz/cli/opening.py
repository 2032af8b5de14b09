"""`cnnviz open`: plays a network of one's own in the browser."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnnviz.cli.network import add_inputs, labels_of, random_inputs
from cnnviz.cli.options import BrokenSeeds, CommandError, add_seeds, file_of, whole
from cnnviz.cli.server_extra import importing_server

if TYPE_CHECKING:
    from cnnviz.onnx_reader import Reading
    from cnnviz.opened import Subject


def run(words: list[str]) -> None:
    """Plays it until it is interrupted. Raises CommandError."""
    options = _parser().parse_args(words)
    port = whole("port", options.port, 0, 65535)
    BrokenSeeds.look()
    try:
        from cnnviz.onnx_reader import Unreadable, read
    except ImportError as error:
        raise CommandError(str(error)) from None
    with importing_server():
        from cnnviz.opened import chapter_of
        from cnnviz.server.run import CannotListen, CannotStart, serve
    try:
        reading = read(file_of(options.file))
        subject = subject_of(reading, options.picture, options.range, labels_of(options.labels))
    except (ModuleNotFoundError, Unreadable) as error:
        raise CommandError(str(error)) from None
    if reading.fault:
        print(f"{reading.path.name}: {reading.fault}")
    try:
        serve(
            options.host,
            port,
            workers=1,
            root_path="",
            browse=not options.no_open,
            chapter=chapter_of(subject),
        )
    except (CannotListen, CannotStart) as reason:
        raise CommandError(str(reason)) from None


def subject_of(reading: Reading, picture: str | None, kind: str, labels: list[str]) -> Subject:
    """The network in a file with its picture, or one of the chapter's, or random numbers.

    Raises ModuleNotFoundError and Unreadable where the picture cannot be read.
    """
    import numpy as np

    from cnnviz.onnx_reader import Unreadable, in_range, pixels_of
    from cnnviz.opened import Subject, Unread, own_picture

    network = reading.network
    if kind == "imagenet" and network.input_shape[:1] != (3,):
        raise Unreadable("the range imagenet is for networks that read 3 channels")
    given = random_inputs(network)
    seen: Any
    if picture is not None:
        seen, called = pixels_of(file_of(picture), network.input_shape) / 255, Path(picture).name
    else:
        seen, called = own_picture(network.input_shape) or (None, "")
    if seen is not None:
        given["input"] = in_range(np.asarray(seen * 255, np.float32), kind)
    return Subject(
        network,
        given,
        picture=seen,
        pictured=called,
        labels=tuple(labels),
        operators={name: origin.operator for name, origin in reading.origins.items()},
        notes=reading.notes,
        unread=tuple(
            Unread(each.name, each.operator, each.reason, each.shape) for each in reading.grey
        ),
        missing=reading.missing,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cnnviz open",
        description="Plays a network in ONNX in a browser: its graph, and layer by layer what it "
        "makes of a picture.",
        allow_abbrev=False,
    )
    parser.add_argument("file", help="such as model.onnx")
    parser.add_argument(
        "data", nargs="?", help="such as model.onnx.data, which must stand beside it"
    )
    add_inputs(parser, "what it reads; else one of the chapter")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", default="8000", help="port; 0 takes a free one (%(default)s)")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    add_seeds(parser)
    return parser
