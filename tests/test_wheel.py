"""Installed as a wheel into an environment of its own, the chapter plays from there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cnnviz import __version__
from patience import PATIENCE
from test_run import get, playing


def quiet(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def needed(
    requirements: Iterable[str], extras: frozenset[str] = frozenset(), own: Iterable[str] = ()
) -> set[str]:
    """The distributions that these come to, with all that those require in turn.

    own: what the wheel requires, of which it may require an extra.
    """
    found = set()
    for each in map(Requirement, requirements):
        if each.marker and not any(each.marker.evaluate({"extra": x}) for x in {"", *extras}):
            continue
        if each.name == "cnnviz":
            found |= needed(own, frozenset(each.extras))
            continue
        there = distribution(each.name)
        assert each.specifier.contains(there.version, prereleases=True), f"{each}: {there.version}"
        found |= {each.name} | needed(there.requires or (), frozenset(each.extras))
    return found


def linked(name: str, site: Path) -> None:
    """Puts a distribution that is installed here into another environment, too."""
    there = distribution(name)
    assert there.files is not None
    for top in {file.parts[0] for file in there.files} - {"..", "__pycache__"}:
        if not (site / top).exists():
            (site / top).symlink_to(Path(str(there.locate_file(top))))


def installed(home: Path, root: Path) -> Path:
    """The python of an environment that holds the wheel and what it asks for, and nothing else."""
    pip = (sys.executable, "-m", "pip")
    # What is installed here already is built with and linked, so that nothing is downloaded.
    quiet(*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", home, root, cwd=home)
    (wheel,) = home.glob("cnnviz-*.whl")
    assert wheel.stat().st_size < 4 * 1024 * 1024
    venv.create(home / "env")
    python = home / "env" / "bin" / "python"
    into = (*pip, "--python", python)
    quiet(*into, "install", "-q", "--no-compile", "--no-deps", "--no-index", wheel, cwd=home)
    site = next((home / "env").glob("lib/python*/site-packages"))
    (described,) = site.glob("cnnviz-*.dist-info")
    required = Distribution.at(described).requires or []
    for name in needed(required, own=required):
        linked(name, site)
    quiet(*into, "check", cwd=home)
    there = quiet(*into, "list", "--format=freeze", cwd=home).lower()
    assert "numpy==" in there
    for name in ("torch", "scipy", "pytest", "playwright"):
        assert f"\n{name}==" not in there, f"{name} is not needed to play"
    return python


# One test, as one environment is slow enough.
@pytest.mark.thorough
@pytest.mark.long
def test_the_wheel_plays_in_an_environment_of_its_own(tmp_path: Path, root: Path) -> None:
    python = installed(tmp_path, root)
    code = (
        "import cnnviz\n"
        "from importlib.resources import files\n"
        "print(cnnviz.__file__, files('cnnviz').joinpath('py.typed').is_file())"
    )
    where, typed = quiet(python, "-c", code, cwd=tmp_path).split()
    assert "site-packages" in where
    assert typed == "True"
    command = python.parent / "cnnviz"
    assert quiet(command, "--version", cwd=tmp_path) == f"cnnviz {__version__}\n"
    assert quiet(command, "seeds", "own", cwd=tmp_path).startswith("own has ")
    assert quiet(command, "check", "--seeds", "own", cwd=tmp_path).endswith(": all well\n")
    with playing("--no-open", command=[str(command)], cwd=tmp_path) as (_, url):
        status, page = get(url, "/")
        assert status == 200
        named = re.findall(r'(?:href|src)="(static/[^"]+)"', page.decode())
        kinds = {".css", ".js", ".png", ".svg", ".webmanifest"}
        assert {Path(name).suffix for name in named} == kinds
        assert all(get(url, f"/{address}")[0] == 200 for address in named)
        status, lines = get(url, "/api/scenes/convolution/edge")
        assert status == 200
        assert b'"type":"end"' in lines.splitlines()[-1]
        assert get(url, "/api/questions/side/twin?seed=1")[0] == 200
