"""What the commands that render share: the file, the engine, and what is told meanwhile."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cnnviz.cli.options import CommandError, output_of
from cnnviz.writing import rewritten

if TYPE_CHECKING:
    from cnnviz.render.engine import Engine
    from cnnviz.render.forms import Form


def output_in(given: str, forms: Sequence[Form]) -> tuple[Path, Form]:
    """A file to be written, and the form that its ending says. Raises CommandError."""
    file = output_of(given, *(f".{form}" for form in forms))
    return file, next(form for form in forms if file.suffix.lower() == f".{form}")


@contextmanager
def drawing(*forms: Form) -> Iterator[Engine]:
    """An engine, once all that these forms need is there. Raises CommandError."""
    from cnnviz.render.engine import Engine
    from cnnviz.render.extras import MissingExtra
    from cnnviz.render.forms import check_installed
    from cnnviz.render.processes import EndedProcess

    try:
        for form in forms:
            check_installed(form)
        with Engine() as engine:
            yield engine
    except (EndedProcess, MissingExtra) as reason:
        raise CommandError(str(reason)) from None


@contextmanager
def open_output(file: Path) -> Iterator[BinaryIO]:
    """The file, which replaces what is there once it is whole; then its size is printed.

    Opened before the work, which may be for nothing. Raises CommandError.
    """
    try:
        with _ended_at_once(), rewritten(file) as target:
            yield target
    except OSError as error:
        raise CommandError(f"cannot write {file}: {error.strerror or error}") from None
    print(f"{file}: {file.stat().st_size / 1000:,.0f} kB")


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Lets SIGTERM end the command as Ctrl+C does, so that nothing half written stays."""

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Told:
    """Says how much is done, to those who watch."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._said = -1

    def __call__(self, share: float) -> None:
        percent = int(100 * share)
        if percent == self._said or not sys.stderr.isatty():
            return
        self._said = percent
        end = "\r" if percent < 100 else "\n"
        print(f"{self._name}: {percent} %", end=end, file=sys.stderr, flush=True)
