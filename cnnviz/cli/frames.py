"""`cnnviz frames`: prints a scene as JSON lines."""

from __future__ import annotations

import argparse
import sys

from cnnviz.cli.options import add_seeds
from cnnviz.cli.scene_options import add_params, join_signs, named_scene

_USAGE = "usage: cnnviz frames STEP [SCENE] [--exact] [--seeds DIR] [--PARAMETER VALUE …]"


def run(words: list[str]) -> None:
    """Prints the frames of the scene that the words name. Raises CommandError, ParameterError."""
    from cnnviz import wire

    step, spec, rest = named_scene(words, _USAGE)
    parser = argparse.ArgumentParser(
        prog=f"cnnviz frames {step.name} {spec.name}",
        description="Prints the scene as JSON lines: a header, one line a frame, a closing line.",
        allow_abbrev=False,
    )
    parser.add_argument("--exact", action="store_true", help="every number in full")
    add_params(parser, spec)
    add_seeds(parser)
    given = vars(parser.parse_args(join_signs(rest)))
    given.pop("seeds")
    exact = given.pop("exact")
    for line in wire.lines(spec.scene(given), exact=exact):
        sys.stdout.buffer.write(line)
