"""Servers of notebooks, notebooks to open in them, and what to say where there are none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from patience import eventually

_MISSING = "there is no {}: make test-notebooks installs it"
CELL = """import cnnviz

scene = cnnviz.scenes.convolution([[1, 1, 0, 0]] * 4, [[1, -1], [1, -1]], stride=2)
scene"""
"""What is shown in all notebooks: two windows of each row, and each answers 0."""
WORDS = "Every answer is 0: the outer columns of each window are equal and cancel."


def needed(module: str) -> None:
    """Skips the file of tests that needs the module where there is none."""
    if find_spec(module) is None:
        pytest.skip(_MISSING.format(module), allow_module_level=True)


def written(folder: Path, *cells: str) -> Path:
    """A notebook of these cells, of which none was run."""
    file = folder / "notebook.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    listed = [
        empty | {"id": f"cell-{k}", "source": cell, "execution_count": None}
        for k, cell in enumerate(cells)
    ]
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}}
    file.write_text(json.dumps(whole | {"cells": listed}), encoding="utf-8")
    return file


@contextmanager
def serving(folder: Path, words: Sequence[str], health: str) -> Iterator[str]:
    """The address at which a notebook's server answers, with a home of its own in the folder."""
    said = folder / "said"
    home = {
        **{name: str(folder / "home") for name in ("HOME", "IPYTHONDIR", "XDG_CONFIG_HOME")},
        **{f"JUPYTER_{each}_DIR": str(folder / each) for each in ("CONFIG", "DATA", "RUNTIME")},
    }
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=folder,
            env=os.environ | home,
            stdout=out,
            stderr=out,
        )

    def named() -> str:
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):(\d+)", said.read_text())
        return f"http://127.0.0.1:{found[1]}" if found else ""

    def answers() -> bool:
        try:
            return named() != "" and urlopen(f"{named()}{health}").status == 200
        except URLError:
            return False

    try:
        eventually(lambda: answers() or process.poll() is not None)
        assert process.poll() is None, said.read_text()
        yield named()
    finally:
        process.terminate()
        process.wait()
