"""Copies of all that plays, for the tests that change or damage it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from patience import PATIENCE


def copy_checkout(root: Path, folder: Path) -> Path:
    """Copies the package, seeds/, static/ and templates/ into `folder`, which it returns."""
    for name in ("cnnviz", "seeds", "static", "templates"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def failed_start(checkout: Path, workers: str) -> subprocess.CompletedProcess[str]:
    """What the copy's server says when it does not start."""
    return subprocess.run(
        [sys.executable, "-m", "cnnviz", "--no-open", "--port", "0", "--workers", workers],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
