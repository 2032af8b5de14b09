"""Runs the command on seeds of one's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from patience import PATIENCE


def told_of(folder: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What `cnnviz` tells of the seeds in a folder, in a process of its own: they are read when
    the steps are imported.
    """
    return subprocess.run(
        [sys.executable, "-m", "cnnviz", *words, "--seeds", str(folder)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
