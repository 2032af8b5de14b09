"""Processes that work ahead: in order, and whenever one is ended, the work ends at once."""

from __future__ import annotations

import os
import signal
import stat
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cnnviz.cli.options import CommandError
from cnnviz.cli.rendering import drawing, open_output
from cnnviz.render.processes import EndedProcess, made_ahead
from patience import PATIENCE, eventually


def test_all_is_made_in_order_however_large_it_is() -> None:
    items = [bytes([k]) * (400_000 if k % 3 else 1) for k in range(12)]
    assert [*made_ahead(_doubled, items)] == [(item, item * 2) for item in items]


def test_what_is_raised_there_is_raised_here() -> None:
    made = made_ahead(_reciprocal, [1.0, 2.0, 0.0, 4.0])
    assert [next(made), next(made)] == [(1.0, 1.0), (2.0, 0.5)]
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_who_needs_no_more_leaves_no_process_behind() -> None:
    made = made_ahead(_doubled_by, [b"a"] * 50)
    _, (_, worker) = next(made)
    made.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def _doubled(item: bytes) -> bytes:
    return item * 2


def _doubled_by(item: bytes) -> tuple[bytes, int]:
    return item * 2, os.getpid()


def _reciprocal(number: float) -> float:
    return 1 / number


class _EndedWhileItBegins:
    """Ends the process that receives it, which does not come to ask for work."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return _end, (1,)

    def __call__(self, item: Any) -> Any:
        return item


def _end(code: int) -> None:
    os._exit(code)


def _ended_while_it_works(item: int) -> int:
    if item == 3:
        os.kill(os.getpid(), signal.SIGTERM)
    return item


def _ended_while_it_answers(item: int) -> int:
    if item == 3:
        for number in range(3, 256):
            if _is_pipe(number):
                os.write(number, struct.pack("!i", 1_000) + b"half")
        os._exit(0)
    return item


def _is_pipe(number: int) -> bool:
    """Whether that is the pipe to who asks: Python sends on a socket what goes both ways."""
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


MOMENTS = [_EndedWhileItBegins(), _ended_while_it_works, _ended_while_it_answers]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are no sockets on Windows")
@pytest.mark.parametrize("make", MOMENTS, ids=["begins", "works", "answers"])
def test_a_process_that_is_ended_ends_the_work(make: Callable[[int], int]) -> None:
    with pytest.raises(EndedProcess, match="ended by the system"):
        list(made_ahead(make, range(20)))


def test_a_command_whose_process_is_ended_says_so_and_writes_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(CommandError, match="a process that draws was ended by the system"),
        drawing("svg"),
        open_output(tmp_path / "x.mp4"),
    ):
        list(made_ahead(_ended_while_it_works, range(20)))
    assert [*tmp_path.iterdir()] == []


ORPHANS = """
import os, signal, time
from cnnviz.render.processes import made_ahead

if __name__ == "__main__":
    for item, made in made_ahead(os.path.realpath, iter("abcdef")):
        children = open(f"/proc/self/task/{os.getpid()}/children").read()
        print(children, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the children")
def test_processes_end_with_the_one_they_work_for(tmp_path: Path) -> None:
    (tmp_path / "orphans.py").write_text(ORPHANS)
    words = [sys.executable, str(tmp_path / "orphans.py")]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (ran.returncode, ran.stderr) == (-signal.SIGKILL, "")
    children = ran.stdout.split()
    assert len(children) > 1
    assert eventually(lambda: not any(map(_runs, children)))


def _runs(process: str) -> bool:
    """Whether it does, and is not only waiting to be counted as ended."""
    try:
        about = Path("/proc", process, "stat").read_text()
    except OSError:
        return False
    return about.rpartition(")")[2].split()[0] != "Z"
