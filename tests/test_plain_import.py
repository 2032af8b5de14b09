"""Where only numpy is installed, as in a browser's Python, everything but the server works."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cnnviz.cli.server_extra import LIBRARIES
from patience import PATIENCE

_BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {libraries!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocked())
"""
"""A Python in which these libraries are not installed."""
_WORKS = """
import cnnviz
from cnnviz import wire

scene = cnnviz.scenes.convolution([[1, 2], [3, 4]], [[1]])
lines = [*wire.lines(scene)]
net = cnnviz.load("lenet")
activations = net.run([[[0.0] * 32] * 32])
asked = cnnviz.questions("stride-padding", "formula")
from cnnviz.cli import main
code = main(["frames", "convolution", "edge"])
print(len(lines) > 2, activations["C1"].shape, len(asked) > 0, code, repr(scene))
"""


def without(code: str, *more: str) -> subprocess.CompletedProcess[str]:
    return without_only({*LIBRARIES, *more}, code)


def without_only(libraries: set[str], code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _BLOCKED.format(libraries=libraries) + code],
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        check=False,
    )


def test_scenes_networks_and_questions_need_no_library_of_the_server() -> None:
    done = without(_WORKS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("True (6, 28, 28) True 0 <Scene ")


@pytest.mark.parametrize(
    ("words", "library"), [(["--no-open"], "markdown_it"), (["export", "x.html"], "markupsafe")]
)
def test_a_command_that_needs_them_says_what_to_install(words: list[str], library: str) -> None:
    done = without(f"from cnnviz.cli import main\nsys.exit(main({words!r}))")
    assert done.returncode == 1
    assert done.stderr == (
        f'cnnviz: this needs {library}, which is not installed: pip install "cnnviz[server]"\n'
    )


@pytest.mark.parametrize("words", [["--no-open"], ["open", "net.onnx", "--no-open"]])
def test_who_serves_says_what_the_server_lacks(words: list[str]) -> None:
    pytest.importorskip("onnx", reason="onnx is not installed: make test installs it")
    done = without_only({"uvicorn"}, f"from cnnviz.cli import main\nsys.exit(main({words!r}))")
    assert (done.returncode, done.stderr) == (
        1,
        'cnnviz: this needs uvicorn, which is not installed: pip install "cnnviz[server]"\n',
    )
