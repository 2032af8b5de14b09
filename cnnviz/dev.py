"""`--dev`: reloads on every change; on an error, says what is wrong and keeps the last good state.

A server that was started with --dev is two processes. One looks at the files and keeps the
listener; the other plays. After a change a third is started, which reads all anew; once it answers
it takes the place of the second, and the open page, which hears of it, loads itself again. Changed
templates and static files need no other process.
"""

from __future__ import annotations

import ast
import logging
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING

from cnnviz.blame import blame_line

if TYPE_CHECKING:
    from cnnviz.server.process.workers import Play, Worker

# The processes that play begin here, so little is imported: what is broken elsewhere is then told.

_PACKAGE = Path(__file__).parent
_LOOK_SECONDS = 0.2
"""How often the files are looked at."""
_PATIENCE_SECONDS = 1.5
"""How long a process may take to end."""
_log = logging.getLogger("cnnviz")

Files = dict[Path, tuple[int, int]]
"""Time and size of each file."""


def develop(
    host: str,
    port: int,
    *,
    root_path: str,
    public_url: str,
    embedding: Sequence[str] = (),
    browse: bool,
    models: bool | None = None,
) -> None:
    """Plays until it is interrupted. Raises CannotListen, and CannotStart if it cannot play yet."""
    from cnnviz.server.process.addresses import listen
    from cnnviz.server.process.banner import print_banner
    from cnnviz.server.process.logs import log_to_the_terminal
    from cnnviz.server.process.workers import CannotStart, Worker, caught_signals, stop_workers

    listener = listen(host, port)
    log_to_the_terminal()
    play = partial(_play, listener, root_path, public_url, embedding, models)
    with listener, caught_signals() as heard:
        seen = _files()
        running = [Worker(play, _work)]
        try:
            if not _answers(running[0], heard) and not heard:
                raise CannotStart("what is wrong stands above")
            if not heard:
                print_banner(listener, root_path, browse=browse)
            while (now := _wait_for_change(seen, heard)) is not None:
                seen, before = now, seen
                other = None
                if _is_python(path for path in now if before.get(path) != now[path]):
                    other = Worker(play, _work)
                if other and _answers(other, heard):
                    stop_workers(running, _PATIENCE_SECONDS, heard)
                    running = [other, Worker(_check, _work)]
                    _log.warning("what was changed plays now")
                else:
                    stop_workers([other] if other else [], _PATIENCE_SECONDS, heard)
                    _log.warning("what played before goes on")
        finally:
            stop_workers(running, _PATIENCE_SECONDS, heard)


def _files() -> Files:
    """The files that another process must read anew: the code, and the seeds."""
    from cnnviz.content.files import folder

    return {
        path: (status.st_mtime_ns, status.st_size)
        for path in (*_PACKAGE.rglob("*.py"), *folder("seeds").rglob("*.*"))
        if not path.name.startswith((".", "#")) and not path.name.endswith("~")
        if (status := _status(path))
    }


def _status(path: Path) -> os.stat_result | None:
    """None where the file has gone in the meantime."""
    try:
        return path.stat()
    except OSError:
        return None


def _wait_for_change(seen: Files, heard: list[int]) -> Files | None:
    """Waits until files differ from those, and rest; None where all shall end."""
    before = seen
    while not heard:
        time.sleep(_LOOK_SECONDS)
        now = _files()
        if now == before != seen:
            return now
        before = now
    return None


def _answers(worker: Worker, heard: list[int]) -> bool:
    """Waits until the process answers; False where it ended instead, or all shall end."""
    while not worker.answers.wait(_LOOK_SECONDS / 4):
        if heard or worker.process.exitcode is not None:
            return False
    return True


def _is_python(paths: Iterable[Path]) -> bool:
    """Whether these programs can be read; says of each that cannot why."""
    well = True
    for path in paths:
        try:
            if path.suffix == ".py":
                ast.parse(path.read_bytes(), str(path))
        except (SyntaxError, ValueError) as error:
            _tell(error)
            well = False
    return well


def _tell(error: Exception) -> None:
    file, line, why = blame_line(error)
    print(f"{file}:{line}: {why}", file=sys.stderr, flush=True)


def _work(play: Play, answers: Event) -> None:
    """A process of its own: it plays, or says what is wrong and ends."""
    try:
        from cnnviz.server.process.workers import end_with_the_parent

        end_with_the_parent()
        play(answers.set)
    except Exception as error:
        _tell(error)
        sys.exit(1)


def _play(
    listener: socket.socket,
    root_path: str,
    public_url: str,
    embedding: Sequence[str],
    models: bool | None,
    announce: Callable[[], None],
) -> None:
    from cnnviz import check

    if faults := check.files():
        print(*faults, sep="\n", file=sys.stderr, flush=True)
        sys.exit(1)

    from cnnviz.server.run import CannotStart, play

    try:
        play(
            listener,
            root_path,
            public_url,
            0,
            announce,
            embedding=embedding,
            dev=True,
            models=models,
        )
    except CannotStart as reason:
        print(reason, file=sys.stderr, flush=True)
        sys.exit(1)


def _check(announce: Callable[[], None]) -> None:
    """Builds every scene, which takes some seconds, and says what is wrong."""
    from cnnviz import check

    announce()
    _, faults = check.everything()
    if faults:
        print(*faults, sep="\n", file=sys.stderr, flush=True)
