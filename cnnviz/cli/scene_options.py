"""What commands about one scene share: its name, and its parameters as options."""

from __future__ import annotations

import argparse
import re
import sys

from cnnviz.cli.options import CommandError
from cnnviz.content.names import UnknownName, find_named
from cnnviz.content.param import Param
from cnnviz.content.spec import SceneSpec, Step


def add_params(parser: argparse.ArgumentParser, spec: SceneSpec) -> None:
    """Gives a command an option for each parameter of the scene."""
    for param in spec.params:
        parser.add_argument(
            f"--{param.name}", default=argparse.SUPPRESS, metavar="VALUE", help=_help(param)
        )


def named_scene(words: list[str], usage: str) -> tuple[Step, SceneSpec, list[str]]:
    """The step and scene that the words before the first option name, and the other words.

    Raises CommandError, and SystemExit where they are no such words: `usage` is told then.
    """
    from cnnviz.steps import STEPS

    count = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    names, rest = words[:count], words[count:]
    listed = "".join(f"\n  {each.name}: {_names(each)}" for each in STEPS)
    if not names or len(names) > 2:
        if rest[:1] in (["-h"], ["--help"]):
            print(f"{usage}\n\nSteps and their scenes:{listed}")
            raise SystemExit(0)
        print(f"{usage}\n\nSteps and their scenes:{listed}", file=sys.stderr)
        raise SystemExit(2)
    try:
        step = find_named("step", names[0], STEPS)
    except UnknownName as error:
        raise CommandError(str(error)) from None
    scene = (names[1:] or [step.scenes[0].name])[0]
    for spec in step.scenes:
        if spec.name == scene:
            return step, spec, rest
    raise CommandError(f"there is no scene {scene} in {step.name}, which has {_names(step)}")


def _names(step: Step) -> str:
    return ", ".join(spec.name for spec in step.scenes)


def join_signs(words: list[str]) -> list[str]:
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
