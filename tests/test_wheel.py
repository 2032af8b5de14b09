"""Installed as a wheel into an environment of its own, the chapter plays from there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from cnnviz import __version__
from test_run import get, playing

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]


def quiet(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=240,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The python of an environment that holds the wheel and what it asks for, and nothing else."""
    home = tmp_path_factory.mktemp("wheel")
    quiet(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", home, root, cwd=home)
    (wheel,) = home.glob("cnnviz-*.whl")
    assert wheel.stat().st_size < 4 * 1024 * 1024
    venv.create(home / "env", with_pip=True)
    python = home / "env" / "bin" / "python"
    quiet(python, "-m", "pip", "install", "-q", wheel, cwd=home)
    return python


def test_the_wheel_plays_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = quiet(installed, "-c", "import cnnviz; print(cnnviz.__file__)", cwd=tmp_path)
    assert "site-packages" in where
    command = installed.parent / "cnnviz"
    assert quiet(command, "--version", cwd=tmp_path) == f"cnnviz {__version__}\n"
    with playing("--no-open", command=[str(command)], cwd=tmp_path) as (_, url):
        status, page = get(url, "/")
        assert status == 200
        named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode())
        assert len(named) > 5
        assert all(get(url, address)[0] == 200 for address in named)
        status, lines = get(url, "/api/scenes/convolution/edge")
        assert status == 200
        assert b'"type":"end"' in lines.splitlines()[-1]


def test_the_wheel_asks_for_no_more_than_is_declared(installed: Path, tmp_path: Path) -> None:
    there = quiet(installed, "-m", "pip", "list", "--format=freeze", cwd=tmp_path).lower()
    assert "numpy==" in there
    for name in ("torch", "scipy", "pytest", "playwright"):
        assert f"\n{name}==" not in there


def test_the_wheel_says_that_it_is_typed(installed: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.resources import files\n"
        "print(files('cnnviz').joinpath('py.typed').is_file())"
    )
    assert quiet(installed, "-c", code, cwd=tmp_path) == "True\n"
