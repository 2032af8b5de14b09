"""What keeps the cores busy while tests run ends with them, however they end."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from patience import eventually

BUSY = [sys.executable, str(Path(__file__).parent / "busy.py")]


def burning(parent: int) -> bool:
    """Whether a process still burns for that one."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True)
    return any(line.rstrip().endswith(f" {parent}") for line in listed.stdout.splitlines())


@pytest.mark.parametrize("code", [0, 3])
def test_the_command_runs_beside_other_work_and_gives_its_exit_code(code: int) -> None:
    told = "import os, sys; print(os.getppid()); sys.exit(int(sys.argv[1]))"
    command = [*BUSY, sys.executable, "-c", told, str(code)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == code
    assert not burning(int(done.stdout))


def test_the_other_work_ends_though_the_one_who_started_it_is_killed() -> None:
    wait = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [*BUSY, sys.executable, "-c", wait], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert burning(process.pid)
        process.send_signal(signal.SIGKILL)
    assert eventually(lambda: not burning(process.pid))
