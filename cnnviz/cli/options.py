"""What the commands share: options, and errors of one line."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cnnviz.content import files
from cnnviz.content.parameter_error import quote

if TYPE_CHECKING:
    from cnnviz.check import Fault


class CommandError(Exception):
    """The command cannot do this; the message is one line."""


class BrokenSeeds(Exception):
    """The seeds cannot be used; the message has a line for each fault, and one for all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = f"{len(faults)} fault{'s' * (len(faults) > 1)}"
        lines = "\n".join(map(str, faults))
        super().__init__(f"{lines}\ncnnviz: the seeds cannot be used: {count}")

    @classmethod
    def look(cls) -> None:
        """Raises this where a file of the seeds is wrong."""
        from cnnviz import check

        faults = check.files()
        if faults:
            raise cls(faults)


@contextmanager
def chosen_seeds(words: Sequence[str]) -> Iterator[list[str]]:
    """The words without `--seeds DIR`, which every command knows; within it DIR is read.

    Raises CommandError where that is no folder.
    """
    parser = argparse.ArgumentParser(prog="cnnviz", add_help=False, allow_abbrev=False)
    add_seeds(parser)
    options, rest = parser.parse_known_args(list(words))
    before = os.environ.get(files.SEEDS)
    if options.seeds is not None:
        folder = file_of("seeds", options.seeds)
        if not folder.is_dir():
            raise CommandError(f"seeds must be a folder; there is none at {options.seeds}")
        os.environ[files.SEEDS] = str(folder)
    try:
        try:
            files.folder("seeds")
        except FileNotFoundError as error:
            raise CommandError(str(error)) from None
        yield rest
    finally:
        if before is None:
            os.environ.pop(files.SEEDS, None)
        else:
            os.environ[files.SEEDS] = before


def add_seeds(parser: argparse.ArgumentParser) -> None:
    """Gives a command the option that all of them have."""
    parser.add_argument(
        "--seeds",
        metavar="DIR",
        help=f"another folder of texts, examples and networks; or the variable {files.SEEDS}",
    )


def add_models(parser: argparse.ArgumentParser) -> None:
    """Whether networks are taken from the page."""
    parser.add_argument(
        "--allow-models",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="whether the page opens networks in ONNX that are dropped on it; by default on one's "
        "own machine only: no --host, no --root-path, no --public-url, one worker",
    )


def whole(name: str, given: str, least: int, most: int) -> int:
    """A whole number in that range. Raises CommandError."""
    if not re.fullmatch(r"[0-9]{1,5}", given) or not least <= int(given) <= most:
        raise CommandError(f"{name} must be a whole number from {least} to {most}; got {given}")
    return int(given)


def path_of(given: str) -> str:
    """The path that stands before every address of the page, without its last slash."""
    path = given.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", path):
        raise CommandError(f"root-path must be a path such as /cnn; got {given}")
    return path


def url_of(given: str) -> str:
    """The address of the page, with its last slash; empty where none is given."""
    if given and not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w.~-]+)*/?", given, re.ASCII):
        raise CommandError(f"public-url must be like https://example.org/cnn/; got {given}")
    return given and given.rstrip("/") + "/"


def origins_of(given: Sequence[str]) -> tuple[str, ...]:
    """The origins of pages that may show the chapter in a frame, in small letters, each once."""
    named = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?/?", re.IGNORECASE | re.ASCII)
    for origin in given:
        if not named.fullmatch(origin):
            raise CommandError(
                "allow-embedding must be an origin such as https://moodle.example.org, without a "
                f"path; got {origin or 'nothing'}"
            )
    return tuple(dict.fromkeys(origin.rstrip("/").lower() for origin in given))


def file_of(name: str, given: str) -> Path:
    """A path as it was given, with ~ for one's own folder. Raises CommandError where none is."""
    if not given:
        raise CommandError(f"{name} must be a path; got nothing")
    return Path(given).expanduser()


def output_of(given: str, *endings: str) -> Path:
    """A file to be written, whose name ends in one of those. Raises CommandError."""
    file = file_of("file", given)
    if file.name.lower() in endings:
        raise CommandError(f"the file needs a name before its ending; got {quote(file.name)}")
    if file.suffix.lower() not in endings:
        known = f"one of {', '.join(endings)}" if len(endings) > 1 else endings[0]
        raise CommandError(f"the file's ending must be {known}; got {quote(file.name)}")
    return file
