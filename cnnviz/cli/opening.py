"""`cnnviz open`: plays a network of one's own in the browser."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from cnnviz.cli.network import add_inputs, labels_of
from cnnviz.cli.options import (
    BrokenSeeds,
    CommandError,
    add_models,
    add_seeds,
    file_of,
    whole,
)
from cnnviz.cli.server_extra import importing_server

if TYPE_CHECKING:
    from cnnviz.onnx_reader import Reading
    from cnnviz.opened import Subject
    from cnnviz.own import OwnNetwork


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
        reading = read(file_of("file", options.file))
        network = network_of(
            reading,
            options.picture,
            options.range,
            labels_of(options.labels),
            inverted=options.invert,
        )
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
            models=options.allow_models,
            chapter=chapter_of(network.subject),
            opened=network,
        )
    except (CannotListen, CannotStart) as reason:
        raise CommandError(str(reason)) from None


def network_of(
    reading: Reading,
    picture: str | None,
    kind: str,
    labels: Sequence[str],
    *,
    inverted: bool = False,
) -> OwnNetwork:
    """The network in a file with its picture, where one is named.

    Raises ModuleNotFoundError and Unreadable where the picture cannot be read.
    """
    from cnnviz.onnx_reader import pixels_of
    from cnnviz.own import OwnNetwork

    named = OwnNetwork(reading, token_hex(), tuple(labels), kind=kind, inverted=inverted)
    if picture is None:
        return named
    pixels = pixels_of(file_of("picture", picture), reading.network.input_shape)
    return named.with_picture(pixels, Path(picture).name)


def subject_of(reading: Reading, picture: str | None, kind: str, labels: Sequence[str]) -> Subject:
    """What that network is played as. Raises as `network_of`."""
    return network_of(reading, picture, kind, labels).subject


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
    parser.add_argument(
        "--invert", action="store_true", help="reads light for dark: ink on paper as chalk"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", default="8000", help="port; 0 takes a free one (%(default)s)")
    add_models(parser)
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    add_seeds(parser)
    return parser
