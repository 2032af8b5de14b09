"""The command cnnviz: plays, checks, exports or renders the chapter, reads networks, …"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from cnnviz.cli import (
    check,
    evaluate,
    export,
    frames,
    network,
    opening,
    play,
    render,
    seeds,
    snippet,
)
from cnnviz.cli.options import BrokenSeeds, CommandError, chosen_seeds
from cnnviz.cli.server_extra import lacks_server
from cnnviz.content.param import ParameterError

_COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "frames": frames.run,
    "evaluate": evaluate.run,
    "network": network.run,
    "open": opening.run,
    "export": export.run,
    "render": render.run,
    "check": check.run,
    "seeds": seeds.run,
    "snippet": snippet.run,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit code (1: it cannot be done, 2: it is not understood)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with chosen_seeds(words) as rest:
            _run(rest)
        sys.stdout.flush()
    except BrokenSeeds as error:
        print(error, file=sys.stderr)
        return 1
    except CommandError as reason:
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


def _run(words: list[str]) -> None:
    command = _COMMANDS.get(words[0]) if words else None
    try:
        if command is None:
            play.run(words)
        else:
            command(words[1:])
    except (CommandError, BrokenSeeds, ParameterError, BrokenPipeError):
        raise
    except ModuleNotFoundError as error:
        if reason := lacks_server(error):
            raise CommandError(reason) from None
        raise
    except Exception:
        # A fault of the program is told as Python tells it, one of the seeds in sentences.
        BrokenSeeds.look()
        raise
