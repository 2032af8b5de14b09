"""Writes what was measured: a line for each of its names, so that a change can be read."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cnnviz import writing


def write_measured(path: Path, measured: Mapping[str, object]) -> None:
    """Write it as JSON; the folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join(
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in measured.items()
    )
    writing.write(path, f"{{\n{rows}\n}}\n".encode())
