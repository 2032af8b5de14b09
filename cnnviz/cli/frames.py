"""`cnnviz frames`: prints a scene as JSON lines."""

from __future__ import annotations

import argparse
import re
import sys

from cnnviz.cli.options import CommandError, add_seeds
from cnnviz.content.names import UnknownName, named
from cnnviz.content.param import Param
from cnnviz.content.spec import SceneSpec, Step


def run(words: list[str]) -> None:
    """Prints the frames of the scene that the words name. Raises CommandError, ParameterError."""
    from cnnviz import wire

    step, spec, rest = _asked(words)
    parser = argparse.ArgumentParser(
        prog=f"cnnviz frames {step.name} {spec.name}",
        description="Prints the scene as JSON lines: a header, one line a frame, a closing line.",
        allow_abbrev=False,
    )
    parser.add_argument("--exact", action="store_true", help="every number in full")
    for param in spec.params:
        parser.add_argument(
            f"--{param.name}", default=argparse.SUPPRESS, metavar="VALUE", help=_help(param)
        )
    add_seeds(parser)
    given = vars(parser.parse_args(_joined(rest)))
    given.pop("seeds")
    exact = given.pop("exact")
    for line in wire.lines(spec.scene(given), exact=exact):
        sys.stdout.buffer.write(line)


def _asked(words: list[str]) -> tuple[Step, SceneSpec, list[str]]:
    """The step and script that the words before the first option name, and the other words."""
    from cnnviz.steps import STEPS

    count = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    names, rest = words[:count], words[count:]
    listed = "".join(f"\n  {each.name}: {_names(each)}" for each in STEPS)
    if not names or len(names) > 2:
        usage = "usage: cnnviz frames STEP [SCENE] [--exact] [--seeds DIR] [--PARAMETER VALUE …]"
        if rest[:1] in (["-h"], ["--help"]):
            print(f"{usage}\n\nSteps and their scenes:{listed}")
            raise SystemExit(0)
        print(f"{usage}\n\nSteps and their scenes:{listed}", file=sys.stderr)
        raise SystemExit(2)
    try:
        step = named("step", names[0], STEPS)
    except UnknownName as error:
        raise CommandError(str(error)) from None
    scene = (names[1:] or [step.scenes[0].name])[0]
    for spec in step.scenes:
        if spec.name == scene:
            return step, spec, rest
    raise CommandError(f"there is no scene {scene} in {step.name}, which has {_names(step)}")


def _names(step: Step) -> str:
    return ", ".join(spec.name for spec in step.scenes)


def _joined(words: list[str]) -> list[str]:
    """`--kernel -1,0,1` as `--kernel=-1,0,1`, as a word that opens with a minus may be a number."""
    joined: list[str] = []
    for word in words:
        if joined and re.fullmatch(r"--[\w-]+", joined[-1]) and re.match(r"-[\d.]", word):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _help(param: Param) -> str:
    match param.kind:
        case "integer":
            values = f"{param.minimum} to {param.maximum}, by default {param.default}"
        case "choice":
            values = f"{', '.join(word for word, _ in param.choices)}; by default {param.default}"
        case "picture":
            words = ", ".join(word for word, _ in param.choices)
            side = f"{param.channels}×{param.maximum}×{param.maximum}"
            values = f"{words}; or {side} numbers from 0 to 1; by default {param.default}"
        case "array":
            values = "numbers by commas, rows by semicolons, channels by |"
        case "strokes":
            values = "points x,y from 0 to 1, split by semicolons, strokes by |"
    return f"{param.label}: {values}".replace("%", "%%")
