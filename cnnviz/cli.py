"""The command cnnviz: plays or exports the chapter, prints a scene's frames, measures a network."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from cnnviz import __version__
from cnnviz.param import Param, ParameterError
from cnnviz.scene import Script, Step

MOST_WORKERS = 64


class _Sorry(Exception):
    """What was asked cannot be done; the message is one line for people."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit code (1: it cannot be done, 2: it is not understood)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] == "frames":
            _frames(words[1:])
        elif words and words[0] == "evaluate":
            _evaluate(words[1:])
        elif words and words[0] == "export":
            _export(words[1:])
        else:
            _play(words)
        sys.stdout.flush()
    except _Sorry as reason:
        print(f"cnnviz: {reason}", file=sys.stderr)
        return 1
    except ParameterError as error:
        print(f"cnnviz: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _play(words: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="cnnviz",
        description="Plays the chapter on convolutional neural networks in a browser.",
        epilog="Also: cnnviz frames STEP [SCENE] prints a scene's frames as JSON lines; "
        "cnnviz evaluate NETWORK FILE.npz measures a network; cnnviz export FILE.html writes the "
        "chapter as one file. Each has a --help of its own.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cnnviz {__version__}")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", default="8000", help="port; 0 takes a free one (%(default)s)")
    parser.add_argument("--workers", default="1", help="processes that answer (%(default)s)")
    parser.add_argument(
        "--root-path", default="", help="path under which a proxy shows the page, such as /cnn"
    )
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    options = parser.parse_args(words)
    port = _whole("port", options.port, 0, 65535)
    workers = _whole("workers", options.workers, 1, MOST_WORKERS)
    root_path = _path(options.root_path)

    from cnnviz.server.run import CannotListen, CannotStart, serve

    try:
        serve(options.host, port, workers=workers, root_path=root_path, browse=not options.no_open)
    except (CannotListen, CannotStart) as reason:
        raise _Sorry(str(reason)) from None


def _whole(name: str, given: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", given) or not least <= int(given) <= most:
        raise _Sorry(f"{name} must be a whole number from {least} to {most}; got {given}")
    return int(given)


def _path(given: str) -> str:
    """The path that stands before every address of the page, without its last slash."""
    path = given.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", path):
        raise _Sorry(f"root-path must be a path such as /cnn; got {given}")
    return path


def _frames(words: list[str]) -> None:
    from cnnviz import wire

    step, script, rest = _asked(words)
    parser = argparse.ArgumentParser(
        prog=f"cnnviz frames {step.name} {script.name}",
        description="Prints the scene as JSON lines: a header, one line a frame, a closing line.",
        allow_abbrev=False,
    )
    parser.add_argument("--exact", action="store_true", help="every number in full")
    for param in script.params:
        parser.add_argument(
            f"--{param.name}", default=argparse.SUPPRESS, metavar="VALUE", help=_help(param)
        )
    given = vars(parser.parse_args(_joined(rest)))
    exact = given.pop("exact")
    for line in wire.lines(script.scene(given), exact=exact):
        sys.stdout.buffer.write(line)


def _asked(words: list[str]) -> tuple[Step, Script, list[str]]:
    """The step and script that the words before the first option name, and the other words."""
    from cnnviz.steps import STEPS

    count = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    names, rest = words[:count], words[count:]
    listed = "".join(f"\n  {each.name}: {_names(each)}" for each in STEPS)
    if not names or len(names) > 2:
        usage = "usage: cnnviz frames STEP [SCENE] [--exact] [--PARAMETER VALUE …]"
        if rest[:1] in (["-h"], ["--help"]):
            print(f"{usage}\n\nSteps and their scenes:{listed}")
            raise SystemExit(0)
        print(f"{usage}\n\nSteps and their scenes:{listed}", file=sys.stderr)
        raise SystemExit(2)
    for step in STEPS:
        if step.name == names[0]:
            for script in step.scripts:
                if script.name == (names[1:] or [step.scripts[0].name])[0]:
                    return step, script, rest
            raise _Sorry(f"there is no scene {names[1]} in {step.name}, which has {_names(step)}")
    raise _Sorry(
        f"there is no step {names[0]}; the steps are {', '.join(each.name for each in STEPS)}"
    )


def _names(step: Step) -> str:
    return ", ".join(script.name for script in step.scripts)


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


def _evaluate(words: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="cnnviz evaluate",
        description="Measures a network of seeds/weights on the test half of a data set.",
        allow_abbrev=False,
    )
    parser.add_argument("network", help="such as lenet")
    parser.add_argument("file", type=Path, help="an .npz file of MNIST or CIFAR-10")
    options = parser.parse_args(words)

    from cnnviz import seeds
    from cnnviz.evaluate import evaluate

    if options.network not in seeds.networks():
        listed = ", ".join(seeds.networks())
        raise _Sorry(f"there is no network {options.network}; the networks are {listed}")
    try:
        measured = evaluate(seeds.network(options.network), options.file)
    except (OSError, ValueError) as error:
        raise _Sorry(f"cannot evaluate {options.network} on {options.file}: {error}") from None
    print(json.dumps({"network": options.network, **measured}))


def _export(words: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="cnnviz export",
        description="Writes the whole chapter as one file, which plays by double click: all scenes "
        "with their usual settings. It takes a minute at most.",
        allow_abbrev=False,
    )
    parser.add_argument("file", type=Path, help="such as chapter.html")
    file: Path = parser.parse_args(words).file

    from cnnviz.server.export import exported

    try:
        # Before the work, as it may be for nothing.
        file.open("ab").close()
        body = exported()
        file.write_bytes(body)
    except OSError as error:
        raise _Sorry(f"cannot write {file}: {error.strerror}") from None
    print(f"{file}: {len(body) / 1e6:.2f} MB. A double click plays it.")
